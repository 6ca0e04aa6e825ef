// Package atspi carries what an [access.Tree] knows of a program's windows to the accessibility bus of Linux (AT-SPI), where
// screen readers, braille displays and tools that drive programs find it.
//
// [Serve] is all that a program calls. While nothing on the desktop asks for accessibility the tree is not listened to,
// nothing is connected and nothing is exported.
//
// # How it is put together
//
// serve.go and session.go follow the session's bus: whether a screen reader is wanted, and where the accessibility bus is.
// bridge.go joins that bus, and again when it or its registry is started anew. dispatch.go answers all calls below
// /org/a11y/atspi from the tree's last snapshot, each interface in a file of its own; no call waits for the goroutine that
// draws. queue.go and signal.go send what changes, announce.go what is to be said, and key.go the keys that are pressed.
// Package offset, below, turns bytes into the bus's code points.
package atspi
