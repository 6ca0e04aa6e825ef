package reader

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"alongside/app/control"
)

// wheelLines is how many lines of text one notch of the wheel moves the page; the toolkit's notch is about 10 units.
const wheelLines = 0.16

// Scrolled implements fyne.Scrollable: the wheel moves the page, and with Ctrl it changes the text's size.
func (v *View) Scrolled(e *fyne.ScrollEvent) {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok && d.CurrentKeyModifiers()&fyne.KeyModifierControl != 0 {
		v.zoom(e.Scrolled.DY)
		return
	}
	v.scroll(-e.Scrolled.DY * wheelLines * v.page.size)
}

// ScrollLines moves the page by lines of text, as the reader's own scrolling.
func (v *View) ScrollLines(lines int) { v.scroll(float32(lines) * v.page.room.Line * v.page.size) }

func (v *View) zoom(by float32) {
	if v.OnZoom == nil || by == 0 {
		return
	}
	if by > 0 {
		v.OnZoom(1)
	} else {
		v.OnZoom(-1)
	}
}

// Dragged implements fyne.Draggable: a finger or the pointer pulls the page.
func (v *View) Dragged(e *fyne.DragEvent) { v.scroll(-e.Dragged.DY) }

// DragEnd implements fyne.Draggable.
func (v *View) DragEnd() {}

// Tapped implements fyne.Tappable: the story plays from the word pointed at; one that is hidden is shown with its sentence.
func (v *View) Tapped(e *fyne.PointEvent) {
	if _, ok := v.single(); ok {
		v.playFrom(v.held.Turn, v.firstHeld())
		return
	}
	if v.covers(e.Position) {
		return
	}
	if turn, ok := v.secondTurn(e.Position); ok {
		v.playFrom(turn, 0)
		return
	}
	if turn, word, ok := v.wordAt(e.Position); ok && !v.reveal(place{passage{turn, ownText}, v.spansOf(turn).words[word].Start}) {
		v.playFrom(turn, word)
	}
}

func (v *View) playFrom(turn, word int) {
	if v.OnPlayFrom != nil {
		v.OnPlayFrom(turn, word)
	}
}

// Cursor implements desktop.Cursorable.
func (v *View) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained implements fyne.Focusable. The caret is where it was left, as after a look into a menu, unless the page has
// moved on since.
func (v *View) FocusGained() {
	v.focused, v.shift, v.caret.byItself = true, false, false
	v.caret.own = v.caret.own && v.caretInSight()
	v.settle()
	v.redraw()
}

// FocusLost implements fyne.Focusable.
func (v *View) FocusLost() { v.focused = false; v.redraw() }

// KeyDown implements desktop.Keyable.
func (v *View) KeyDown(e *fyne.KeyEvent) {
	if isShift(e.Name) {
		v.shift = true
	}
	control.PassKeyDown(v, e)
}

// KeyUp implements desktop.Keyable.
func (v *View) KeyUp(e *fyne.KeyEvent) {
	if isShift(e.Name) {
		v.shift = false
	}
	control.PassKeyUp(v, e)
}

func isShift(key fyne.KeyName) bool {
	return key == desktop.KeyShiftLeft || key == desktop.KeyShiftRight
}

// TypedRune implements fyne.Focusable.
func (v *View) TypedRune(r rune) { control.PassRune(v, r) }

// TypedKey implements fyne.Focusable. Keys move the caret as in any text; Enter plays from it.
func (v *View) TypedKey(e *fyne.KeyEvent) {
	move := v.moveCaret
	if v.shift {
		move = v.selectTo
	}
	switch e.Name {
	case fyne.KeyLeft:
		v.step(v.letterBefore, move)
	case fyne.KeyRight:
		v.step(v.letterAfter, move)
	case fyne.KeyUp:
		v.climb(v.lineAbove, move)
	case fyne.KeyDown:
		v.climb(v.lineBelow, move)
	case fyne.KeyHome:
		v.step(v.lineStart, move)
	case fyne.KeyEnd:
		v.step(v.lineEnd, move)
	case fyne.KeyPageUp:
		v.climb(v.screenAbove, move)
	case fyne.KeyPageDown:
		v.climb(v.screenBelow, move)
	case fyne.KeyReturn, fyne.KeyEnter:
		v.playFromCaret()
	default:
		control.PassKey(v, e)
	}
}

// TypedShortcut implements fyne.Shortcutable: longer ways of the caret, and copying.
func (v *View) TypedShortcut(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		v.copySelected()
	case *fyne.ShortcutSelectAll:
		v.selectAll()
	case *desktop.CustomShortcut:
		switch s.Modifier {
		case fyne.KeyModifierShortcutDefault:
			v.typedFar(s, v.moveCaret, v.moveToWhole)
		case fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift:
			v.typedFar(s, v.selectTo, v.selectTo)
		default:
			control.PassShortcut(v, s)
		}
	default:
		control.PassShortcut(v, s)
	}
}

// typedFar acts on a key with Ctrl: move takes the caret to a place, and moveToWhole to a turn.
func (v *View) typedFar(s *desktop.CustomShortcut, move, moveToWhole func(place)) {
	switch s.KeyName {
	case fyne.KeyLeft:
		v.step(v.wordBefore, move)
	case fyne.KeyRight:
		v.step(v.wordAfter, move)
	case fyne.KeyHome:
		v.step(v.beginning, move)
	case fyne.KeyEnd:
		v.step(v.end, move)
	case fyne.KeyPageUp:
		v.step(v.turnBefore, moveToWhole)
	case fyne.KeyPageDown:
		v.step(v.turnAfter, moveToWhole)
	default:
		control.PassShortcut(v, s)
	}
}

// step moves the caret to where a way leads, if there is a caret and the way leads anywhere.
func (v *View) step(way func() (place, bool), move func(place)) {
	v.settle()
	if v.caret.place == nowhere || len(v.page.blocks) == 0 {
		return
	}
	if to, ok := way(); ok {
		move(to)
	}
}

// climb is a step up or down, which keeps to its column through shorter lines.
func (v *View) climb(way func() (place, bool), move func(place)) {
	v.step(way, func(to place) {
		goal := v.goal()
		move(to)
		v.caret.goal = goal
	})
}

// ScrollKey scrolls by a key that the transcript does not have the focus for: a screenful, or to one of its ends.
func (v *View) ScrollKey(key fyne.KeyName) {
	switch key {
	case fyne.KeyPageUp:
		v.scroll(-v.screenHeight())
	case fyne.KeyPageDown:
		v.scroll(v.screenHeight())
	case fyne.KeyHome:
		v.scroll(-v.page.height)
	case fyne.KeyEnd:
		v.scroll(v.page.height)
	}
}

// screenHeight is how far Page Up and Page Down go: two lines less than the view is high, so that one finds on.
func (v *View) screenHeight() float32 { return max(v.Size().Height-2*v.page.room.Line*v.page.size, 0) }
