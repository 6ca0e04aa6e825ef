package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"alongside/app/control"
)

// keyNames are the words on the keys whose names would not be understood.
func keyNames() map[fyne.KeyName]string {
	return map[fyne.KeyName]string{
		fyne.KeyLeft: "Left", fyne.KeyRight: "Right", fyne.KeyUp: "Up", fyne.KeyDown: "Down", fyne.KeyEqual: "+",
		fyne.KeyMinus: "−", fyne.KeyPeriod: ".", fyne.KeyComma: ",", fyne.KeyHome: "Home", fyne.KeyPageUp: "Page Up", fyne.KeyPageDown: "Page Down", fyne.KeyDelete: "Delete",
	}
}

// keyText writes a shortcut as people say it: "Ctrl + Shift + V".
func keyText(s fyne.Shortcut) string {
	k, ok := s.(*desktop.CustomShortcut)
	if !ok {
		return ""
	}
	text := ""
	for _, m := range []struct {
		modifier fyne.KeyModifier
		name     string
	}{
		{fyne.KeyModifierControl, "Ctrl"},
		{fyne.KeyModifierAlt, "Alt"},
		{fyne.KeyModifierShift, "Shift"},
		{fyne.KeyModifierSuper, "Cmd"},
	} {
		if k.Modifier&m.modifier != 0 {
			text += m.name + " + "
		}
	}
	if name, ok := keyNames()[k.KeyName]; ok {
		return text + name
	}
	return text + string(k.KeyName)
}

// A keyLine is one row of the list of keys: what a key does, and the command that does it, if there is one to choose.
type keyLine struct {
	does, key string
	do        func()
}

// keyLines are all commands with their keys, by menu, and then the keys that are no commands.
func (w *window) keyLines() []keyLine {
	var lines []keyLine
	for _, s := range w.sections {
		lines = append(lines, keyLine{does: s.name})
		for _, c := range s.commands {
			if c.name != "" && w.possible(c) {
				lines = append(lines, keyLine{c.name, keyText(c.key), func() { w.perform(c) }})
			}
		}
	}
	return append(lines,
		keyLine{does: "Keys anywhere"},
		keyLine{does: "Larger or smaller text", key: "Ctrl + wheel"},
		keyLine{does: "To the next control", key: "Tab"},
		keyLine{does: "Press the control, or play from the word", key: "Enter"},
		keyLine{does: "A screenful up or down", key: "Page Up, Page Down"},
		keyLine{does: "To the menus, and back", key: "F10, or Alt alone"},
		keyLine{does: "In a menu: to a command; Enter or Space does it", key: "Arrows, or a first letter"},
		keyLine{does: "In the list of marks: remove, or bring back", key: "Delete"},
		keyLine{does: "Close a message, a menu or a panel", key: "Esc"},
		keyLine{does: "Keys on the strip of the whole story"},
		keyLine{does: "Five seconds back or on", key: "Left, Right"},
		keyLine{does: "To the previous or next turn, or what else was chosen", key: "Up, Down"},
		keyLine{does: "Choose what Up and Down go by", key: "Page Up, Page Down"},
		keyLine{does: "To the story’s beginning or end", key: "Home or End"},
		keyLine{does: "Keys in the field for finding"},
		keyLine{does: "To the next match; with Shift to the previous one", key: "Enter"},
		keyLine{does: "Keys in the transcript"},
		keyLine{does: "From letter to letter, from line to line", key: "Arrows"},
		keyLine{does: "From word to word", key: "Ctrl + Left, Ctrl + Right"},
		keyLine{does: "From turn to turn", key: "Ctrl + Page Up, Ctrl + Page Down"},
		keyLine{does: "To the line’s beginning or end; with Ctrl the story’s", key: "Home, End"},
		keyLine{does: "Select; Ctrl + C copies, Ctrl + A selects all", key: "Shift + any of these"},
	)
}

// item is the line as it stands in the list: a heading where it has no key and does nothing.
func (l keyLine) item() control.Item {
	switch {
	case l.key == "" && l.do == nil:
		return control.Item{Name: l.does, Style: control.Strong}
	case l.key == "":
		return control.Item{Name: l.does, Level: 1}
	}
	return control.Item{Name: l.does + "   (" + l.key + ")", Level: 1}
}

// tellKeys has buttons tell the keys of the commands that are called as they are.
func (w *window) tellKeys(buttons []*control.Button) {
	for _, s := range w.sections {
		for _, c := range s.commands {
			for _, b := range buttons {
				if strings.TrimSuffix(c.name, "…") == b.Name {
					b.Keys = keyText(c.key)
				}
			}
		}
	}
}

// showKeys lists every command and key. Letters go to a command, and Enter does it.
func (w *window) showKeys() {
	lines := w.keyLines()
	items := make([]control.Item, len(lines))
	for i, l := range lines {
		items[i] = l.item()
	}
	list := control.NewList("Commands and keys")
	list.SetItems(items)
	panel := control.ShowList(w.win.Canvas(), "Commands and keys", list)
	list.OnChoose = func(n int) {
		if do := lines[n].do; do != nil {
			panel.Close()
			do()
		}
	}
}

func (w *window) showAbout() {
	w.showPanel("About Alongside", paragraphs("Alongside plays a story and marks, in its transcript, the words you hear.\n"+
		"It works without a network, and nothing leaves this computer.\n"+
		"Free software under the MIT licence. Set in Atkinson Hyperlegible Next, by the Braille Institute."))
}

// showPanel shows something to read over the story, until Escape or Close.
func (w *window) showPanel(title string, content fyne.CanvasObject) {
	control.ShowPanel(w.win.Canvas(), control.Panel{Title: title, Content: content})
}
