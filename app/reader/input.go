package reader

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"alongside/app/control"
)

// wheelLines is how many lines of text one notch of the wheel moves the page; the toolkit's notch is about 10 units.
const wheelLines = 0.16

// A caret is the word that the keyboard is on.
type caret struct{ turn, word int }

// noCaret is before an arrow key was pressed.
var noCaret = caret{turn: -1, word: -1}

// Scrolled implements fyne.Scrollable: the wheel moves the page, and with Ctrl it changes the text's size.
func (v *View) Scrolled(e *fyne.ScrollEvent) {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok && d.CurrentKeyModifiers()&fyne.KeyModifierControl != 0 {
		v.zoom(e.Scrolled.DY)
		return
	}
	v.scroll(-e.Scrolled.DY * wheelLines * v.page.size)
}

// ScrollLines moves the page by lines of text, as the reader's own scrolling.
func (v *View) ScrollLines(lines int) { v.scroll(float32(lines) * lineHeight * v.page.size) }

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

// Tapped implements fyne.Tappable: the story plays from the word pointed at.
func (v *View) Tapped(e *fyne.PointEvent) {
	if turn, word, ok := v.wordAt(e.Position); ok {
		v.playFrom(turn, word)
	}
}

func (v *View) playFrom(turn, word int) {
	v.caret = noCaret
	if v.OnPlayFrom != nil {
		v.OnPlayFrom(turn, word)
	}
}

// Cursor implements desktop.Cursorable.
func (v *View) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained implements fyne.Focusable.
func (v *View) FocusGained() { v.focused = true; v.redraw() }

// FocusLost implements fyne.Focusable.
func (v *View) FocusLost() { v.focused = false; v.caret = noCaret; v.redraw() }

// KeyDown implements desktop.Keyable.
func (v *View) KeyDown(e *fyne.KeyEvent) { control.PassKeyDown(v, e) }

// KeyUp implements desktop.Keyable.
func (v *View) KeyUp(e *fyne.KeyEvent) { control.PassKeyUp(v, e) }

// TypedRune implements fyne.Focusable.
func (v *View) TypedRune(r rune) { control.PassRune(v, r) }

// TypedKey implements fyne.Focusable. Arrows move the caret, Enter plays from it, Page Up and Down, Home and End scroll.
func (v *View) TypedKey(e *fyne.KeyEvent) {
	screen := v.Size().Height - 2*lineHeight*v.page.size
	switch e.Name {
	case fyne.KeyLeft:
		v.moveCaret(v.beforeCaret())
	case fyne.KeyRight:
		v.moveCaret(v.afterCaret())
	case fyne.KeyUp:
		v.moveCaretLine(-1)
	case fyne.KeyDown:
		v.moveCaretLine(1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if v.caret != noCaret {
			v.playFrom(v.caret.turn, v.caret.word)
		}
	case fyne.KeyPageUp:
		v.scroll(-screen)
	case fyne.KeyPageDown:
		v.scroll(screen)
	case fyne.KeyHome:
		v.scroll(-v.page.height)
	case fyne.KeyEnd:
		v.scroll(v.page.height)
	default:
		control.PassKey(v, e)
	}
}

// startCaret is where the caret first appears: on the spoken word, else on the first word in sight.
func (v *View) startCaret() (caret, bool) {
	if v.markInSight() && v.mark.Word >= 0 {
		return caret{v.mark.Turn, v.mark.Word}, true
	}
	for i := max(v.page.blockAt(v.offset), 0); i < len(v.turns); i++ {
		for n := range v.spansOf(i).words {
			if top, _, ok := v.wordLine(caret{i, n}); ok && top >= v.offset {
				return caret{i, n}, true
			}
		}
	}
	return noCaret, false
}

// wordLine is where on the page a word's line stands.
func (v *View) wordLine(c caret) (top, height float32, ok bool) {
	words := v.spansOf(c.turn).words
	b := v.page.blocks[c.turn]
	if c.word >= len(words) || len(b.lines) == 0 {
		return 0, 0, false
	}
	return b.top + b.lines[b.lineOf(words[c.word].Start)].top, b.lineHeight(), true
}

func (v *View) afterCaret() (caret, bool) {
	if v.caret == noCaret {
		return v.startCaret()
	}
	if v.caret.word+1 < len(v.spansOf(v.caret.turn).words) {
		return caret{v.caret.turn, v.caret.word + 1}, true
	}
	for i := v.caret.turn + 1; i < len(v.turns); i++ {
		if len(v.spansOf(i).words) > 0 {
			return caret{i, 0}, true
		}
	}
	return v.caret, false
}

func (v *View) beforeCaret() (caret, bool) {
	if v.caret == noCaret {
		return v.startCaret()
	}
	if v.caret.word > 0 {
		return caret{v.caret.turn, v.caret.word - 1}, true
	}
	for i := v.caret.turn - 1; i >= 0; i-- {
		if n := len(v.spansOf(i).words); n > 0 {
			return caret{i, n - 1}, true
		}
	}
	return v.caret, false
}

// moveCaretLine moves the caret to the word above it (by -1) or below it (by 1).
func (v *View) moveCaretLine(by int) {
	at := v.caretPieces()
	if len(at) == 0 {
		v.moveCaret(v.startCaret())
		return
	}
	middle := at[0].x + at[0].width/2 - v.left()
	turn := v.caret.turn
	n := v.page.blocks[turn].lineOf(v.spansOf(turn).words[v.caret.word].Start) + by
	for turn >= 0 && turn < len(v.turns) {
		lines := v.page.blocks[turn].lines
		for ; n >= 0 && n < len(lines); n += by {
			if word, ok := nearestWord(v.spansOf(turn).words, lines[n], v.byteAt(turn, lines[n], middle)); ok {
				v.moveCaret(caret{turn, word}, true)
				return
			}
		}
		turn += by
		n = 0
		if by < 0 && turn >= 0 {
			n = len(v.page.blocks[turn].lines) - 1
		}
	}
}

// moveCaret sets the caret and scrolls just far enough to show it; that is the reader's own scrolling.
func (v *View) moveCaret(c caret, ok bool) {
	if !ok {
		return
	}
	v.caret = c
	if top, height, ok := v.wordLine(c); ok {
		switch view := v.Size().Height; {
		case top < v.offset:
			v.scroll(top - v.offset - height)
		case top+height > v.offset+view:
			v.scroll(top + 2*height - v.offset - view)
		}
	}
	v.redraw()
}

// caretPieces is where the caret's word stands in the view.
func (v *View) caretPieces() []piece {
	if v.caret == noCaret || v.caret.turn >= len(v.turns) {
		return nil
	}
	words := v.spansOf(v.caret.turn).words
	if v.caret.word >= len(words) {
		return nil
	}
	return v.pieces(v.caret.turn, words[v.caret.word])
}
