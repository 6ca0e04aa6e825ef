// Package access holds what a window means, for programs that read it to someone who cannot see it: screen readers, braille
// displays, tools that drive a program. It knows of no bus and no platform; package atspi, below it, carries it to the screen
// readers of Linux.
//
// # Words
//
// A [Node] is what an object on the screen means: its role, its name, the states it is in, its value, its text, what can be
// done with it. Objects say so themselves, by [Describer]; those of the toolkit are described here ([Describe]).
//
// A [Part] is something that has a meaning and no object of its own: a paragraph of a page that is drawn as a whole, a row of
// a list that is out of sight. An object names its parts in its Node.
//
// A [Tree] looks at windows, when someone listens, and keeps what it saw in a [Snapshot]: elements below elements, never
// changed once made, so that any goroutine may read it. What is otherwise than before goes out as [Event]s.
//
// Everything that acts (pressing a button, moving a caret) goes through the tree to the goroutine that draws; nothing that
// asks has to wait for it.
//
// # Use
//
//	tree := access.NewTree("Notes", fyne.Do)
//	tree.AddWindow(window)
//	go atspi.Serve(ctx, tree, atspi.Options{})
//
// A widget with a renderer of its own implements [Describer] and calls [Tree.Refresh], or has it called, when it changes.
package access
