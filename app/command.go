package app

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"alongside/app/control"
	"alongside/app/look"
	"alongside/app/reader"
)

// where says on which screen a command makes sense.
type where int

const (
	anywhere where = iota
	inReader
	offShelf // in a story, and among the feeds
	inBook   // a story with chapters
	inAsides
)

// A command is something the reader can ask for: by the menus, by its key, or by a button that does the same.
type command struct {
	name    string // as in the menu
	key     fyne.Shortcut
	also    []fyne.Shortcut // keys that do the same
	where   where
	checked func(*window) bool // nil where there is nothing to tick
	do      func(*window)
	group   group
	over    over
}

// group says in which small menu beside a button a command stands as well.
type group int

const (
	ungrouped group = iota
	looks
	folded // what a narrow bar has no room for
)

// over says what a command does with a panel that lies over the screen.
type over int

const (
	under  over = iota // it leaves the panel there
	closes             // it closes it first, since it shows something else
)

// A section is one of the menus.
type section struct {
	name     string
	commands []command // one without a name is a line between groups
}

// line separates groups of commands in a menu.
var line = command{}

func ctrl(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
}

func ctrlShift(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
}

func alt(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierAlt}
}

// plain is a key alone. The window's key handler acts on it, so that typing wins.
func plain(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key}
}

// sections are all commands, in the order of the menus.
func sections() []section {
	return []section{
		{"Story", slices.Concat([]command{
			{name: "Add a story…", key: ctrl(fyne.KeyN), do: (*window).addStory, over: closes},
			{name: "Open a file…", key: ctrl(fyne.KeyO), do: (*window).openFile, over: closes},
			{name: "Paste a transcript", key: ctrlShift(fyne.KeyV), do: (*window).pasteStory, over: closes},
			line,
			{name: "Save a copy…", key: ctrl(fyne.KeyS), do: (*window).saveCopy, over: closes},
			printCommand(),
			line,
			companionCommands()[0], companionCommands()[1],
			line,
			{name: "Remove this story", key: ctrl(fyne.KeyDelete), do: (*window).removeCurrent, over: closes},
			{name: "Undo removing", key: ctrlShift(fyne.KeyZ), do: func(w *window) { w.shelf.undoRemove() }},
			line,
			{name: "Settings…", key: plain(fyne.KeyF2), do: (*window).showSettings, over: closes},
		}, setCommands(), ownCommands(), []command{
			line,
			{name: "Quit", key: ctrl(fyne.KeyQ), do: (*window).close},
		})},
		{"Library", []command{
			{name: "Back to the library", key: ctrl(fyne.KeyL), where: offShelf, do: (*window).showShelf, over: closes},
			{name: "Find", key: ctrl(fyne.KeyF), do: (*window).find, over: closes, group: folded},
			{name: "Find in all stories", key: ctrlShift(fyne.KeyF), do: (*window).findEverywhere, over: closes},
			line,
			{name: "Feeds", key: ctrl(fyne.KeyD), do: (*window).showFeeds, over: closes, group: folded},
			{name: "Save the list of feeds…", do: func(w *window) { w.feeds.saveList() }, over: closes},
			line,
			{name: "Storage…", do: (*window).showStorage, over: closes},
		}},
		{"Play", slices.Concat([]command{
			{name: "Play or pause", key: plain(fyne.KeySpace), where: inReader, do: (*window).toggle},
			line,
			{name: "Previous sentence", key: alt(fyne.KeyLeft), where: inReader, do: (*window).previousSentence},
			{name: "Next sentence", key: alt(fyne.KeyRight), where: inReader, do: (*window).nextSentence},
			{name: "Previous turn", key: alt(fyne.KeyUp), where: inReader, do: (*window).previousTurn},
			{name: "Next turn", key: alt(fyne.KeyDown), where: inReader, do: (*window).nextTurn},
			{name: "From the beginning", key: alt(fyne.KeyHome), where: inReader, do: (*window).fromBeginning},
			line,
			{name: "Back to the spoken words", key: ctrl(fyne.KeyB), where: inReader, do: (*window).follow},
			line,
			{name: "Faster", key: ctrl(fyne.KeyPeriod), do: (*window).faster, group: folded},
			{name: "Slower", key: ctrl(fyne.KeyComma), do: (*window).slower, group: folded},
			{name: "Louder", key: ctrl(fyne.KeyUp), do: (*window).louder, group: folded},
			{name: "Quieter", key: ctrl(fyne.KeyDown), do: (*window).quieter, group: folded},
		}, awakeCommands())},
		{"Go", goCommands()},
		{"Listen", slices.Concat(listenCommands(), []command{line}, timesCommands())},
		{"Book", []command{
			{name: "Contents", key: ctrl(fyne.KeyJ), where: inBook, do: (*window).showContents, over: closes, group: folded},
			{name: "Previous chapter", key: alt(fyne.KeyPageUp), where: inBook, do: (*window).previousChapter},
			{name: "Next chapter", key: alt(fyne.KeyPageDown), where: inBook, do: (*window).nextChapter},
			{name: "Leave this table or note", key: ctrl(fyne.KeyE), where: inAsides, do: (*window).leaveAside},
			line,
			{name: "Skip page numbers", checked: func(w *window) bool { return w.chosen.Skip.Pages }, do: (*window).toggleSkipPages},
			{name: "Skip notes", checked: func(w *window) bool { return w.chosen.Skip.Notes }, do: (*window).toggleSkipNotes},
			{name: "Skip tables and other asides", checked: func(w *window) bool { return w.chosen.Skip.Tables }, do: (*window).toggleSkipTables},
		}},
		{"Marks", slices.Concat(markCommands(), wordListCommands())},
		{"Look", slices.Concat([]command{
			{name: "Larger text", key: ctrl(fyne.KeyEqual), do: (*window).larger},
			{name: "Smaller text", key: ctrl(fyne.KeyMinus), do: (*window).smaller},
			{name: "Usual text size", key: ctrl(fyne.Key0), do: (*window).usualSize},
			line,
		}, lookCommands(), []command{line}, fontCommands(), []command{line}, spacingCommands(), []command{
			line,
			{name: "Keep the page still", key: ctrl(fyne.KeyT), checked: func(w *window) bool { return w.chosen.Still }, do: (*window).toggleStill},
			{name: "Full screen", key: plain(fyne.KeyF11), checked: func(w *window) bool { return w.win.FullScreen() }, do: (*window).toggleFullScreen},
		})},
		{"Follow", slices.Concat(followCommands(), []command{line}, panesCommands())},
		{"Screen reader", slices.Concat(mannerCommands(), []command{line}, portionCommands())},
		{"Help", []command{
			{name: "Commands and keys", key: plain("?"), do: (*window).showKeys, over: closes},
			{name: "About Alongside", do: (*window).showAbout, over: closes},
		}},
	}
}

// lookCommands choose one of the looks.
func lookCommands() []command {
	return []command{
		lookCommand(look.System, "Colours as on the desktop", ctrl(fyne.Key1)),
		lookCommand(look.Paper, "Paper (light)", ctrl(fyne.Key2)),
		lookCommand(look.Ink, "Ink (dark)", ctrl(fyne.Key3)),
		lookCommand(look.Contrast, "High contrast", ctrl(fyne.Key4)),
		lookCommand(look.Cream, "Cream (light and warm)", nil),
		lookCommand(look.Dusk, "Dusk (dark and soft)", nil),
		lookCommand(look.Own, "Own colours", nil),
	}
}

// mannerCommands choose how the caret keeps those who read by ear or by finger with the sound.
func mannerCommands() []command {
	return []command{
		mannerCommand(reader.Stays, "Stay where I am in the words"),
		mannerCommand(reader.Quietly, "Go with the sound, in braille"),
		mannerCommand(reader.Aloud, "Go with the sound, and say the words too"),
	}
}

// portionCommands choose by how much of the story it goes.
func portionCommands() []command {
	return []command{
		portionCommand(reader.Sentences, "Sentence by sentence"),
		portionCommand(reader.Turns, "Turn by turn"),
	}
}

func lookCommand(l look.Look, name string, key fyne.Shortcut) command {
	return command{
		name:    name,
		key:     key,
		group:   looks,
		checked: func(w *window) bool { return look.Parse(w.chosen.Look) == l },
		do:      func(w *window) { w.setLook(l) },
	}
}

func mannerCommand(m reader.Manner, name string) command {
	return command{
		name:    name,
		checked: func(w *window) bool { return w.chosen.Along.Manner == m },
		do:      func(w *window) { w.setAlong(reader.Along{Manner: m, Portion: w.chosen.Along.Portion}) },
	}
}

func portionCommand(p reader.Portion, name string) command {
	return command{
		name:    name,
		checked: func(w *window) bool { return w.chosen.Along.Portion == p },
		do:      func(w *window) { w.setAlong(reader.Along{Manner: w.chosen.Along.Manner, Portion: p}) },
	}
}

// perform does what a command says, where it makes sense.
func (w *window) perform(c command) {
	if !w.possible(c) {
		return
	}
	w.closeMenu()
	if c.over == closes {
		w.closePanels()
	}
	c.do(w)
	w.refreshMenus()
}

func (w *window) possible(c command) bool {
	switch r := w.reading; c.where {
	case inReader:
		return r != nil
	case offShelf:
		return r != nil || w.feeds.catalog != nil
	case inBook:
		return r != nil && len(r.chapters) > 0
	case inAsides:
		return r != nil && len(r.story.Asides) > 0
	}
	return true
}

// closePanels takes away what lies over the screen.
func (w *window) closePanels() {
	for {
		switch top := w.win.Canvas().Overlays().Top().(type) {
		case *control.OpenPanel:
			top.Close()
		case *control.Menu:
			top.CloseAll()
		default:
			return
		}
	}
}

// typedKey acts on keys that no widget had a use for.
func (w *window) typedKey(e *fyne.KeyEvent) {
	if w.performKey(e.Name, heldShift()) || w.performKey(e.Name, 0) {
		return
	}
	switch e.Name {
	case fyne.KeyF1:
		w.closePanels()
		w.showKeys()
	case fyne.KeyF10:
		w.toMenus()
	case fyne.KeyEscape:
		w.escape()
	case fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd:
		w.scrollKey(e)
	}
}

// performKey does what a key is for that comes without Ctrl and Alt. It reports false where there is no such command.
func (w *window) performKey(key fyne.KeyName, held fyne.KeyModifier) bool {
	for _, s := range w.sections {
		for _, c := range s.commands {
			if k, ok := c.key.(*desktop.CustomShortcut); ok && k.Modifier == held && k.KeyName == key {
				w.perform(c)
				return true
			}
		}
	}
	return false
}

// heldShift is Shift while it is held down, as far as the driver tells: the toolkit makes no shortcut of a key with Shift alone.
func heldShift() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers() & fyne.KeyModifierShift
	}
	return 0
}

// typedRune acts on letters that no widget had a use for: "?" is on different keys around the world.
func (w *window) typedRune(r rune) {
	switch r {
	case '?':
		w.showKeys()
	case '+':
		w.larger()
	case '-':
		w.smaller()
	}
}
