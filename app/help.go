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

// A keyLine is one row of the list of keys.
type keyLine struct{ key, does string }

// keyLines are all keys, by menu.
func (w *window) keyLines() []keyLine {
	var lines []keyLine
	for _, s := range w.sections {
		for _, c := range s.commands {
			if text := keyText(c.key); text != "" {
				lines = append(lines, keyLine{text, c.name})
			}
		}
	}
	return append(lines,
		keyLine{"Ctrl + wheel", "Larger or smaller text"},
		keyLine{"Tab", "To the next control"},
		keyLine{"Enter", "Press the control, or play from the word"},
		keyLine{"Arrows", "In the transcript: from letter to letter, from line to line"},
		keyLine{"Ctrl + Left, Ctrl + Right", "In the transcript: from word to word"},
		keyLine{"Ctrl + Page Up, Ctrl + Page Down", "In the transcript: from turn to turn"},
		keyLine{"Home, End", "In the transcript: to the line's beginning or end; with Ctrl the story's"},
		keyLine{"Shift + any of these", "Select; Ctrl + C copies, Ctrl + A selects all"},
		keyLine{"Page Up, Page Down", "A screenful up or down"},
		keyLine{"F10, or Alt alone", "To the menus, and back"},
		keyLine{"Arrows, or a first letter", "In a menu: to a command; Enter or Space does it"},
		keyLine{"Esc", "Close a message, a menu or a panel"},
	)
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

// showKeys lists every key.
func (w *window) showKeys() {
	w.showPanel("Keys", newKeyList(w.keyLines()))
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
