package reader

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"alongside/app/control"
	"alongside/app/look"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// ShowUnsure puts a sign beside the turns whose times an alignment is not sure of.
func (v *View) ShowUnsure(a timing.Alignment) {
	v.unsure = make([]bool, len(v.turns))
	if len(a.Turns) == len(v.turns) {
		for i, turn := range v.turns {
			v.unsure[i] = turn.Kind == transcript.Speech && isUnsure(turn, a.Turns[i])
		}
	}
	v.revision++
	if v.renderer != nil {
		v.renderer.lines.Forget()
	}
	v.redraw()
}

// Unsure is in how many turns it is not sure when the words are spoken.
func (v *View) Unsure() int {
	n := 0
	for _, u := range v.unsure {
		if u {
			n++
		}
	}
	return n
}

// What a turn needs not to count as unsure.
const (
	leastTimed = 0.5 // share of its sentences that have a time
	leastSure  = 0.5 // confidence of its own time; 0 is one that was never judged
)

// isUnsure reports whether a turn of speech has no time or an estimated one, or fewer than half of its sentences have one.
func isUnsure(turn transcript.Turn, t timing.Turn) bool {
	if !t.Known() {
		return len(turn.Words()) > 0
	}
	if t.Confidence > 0 && t.Confidence < leastSure {
		return true
	}
	known := 0
	for _, s := range t.Sentences {
		if s.Known() {
			known++
		}
	}
	return len(t.Sentences) > 0 && float64(known) < leastTimed*float64(len(t.Sentences))
}

// textLine is a line's objects on the screen: its text and, beside a turn's first line, the sign that its time is not sure.
type textLine struct {
	*canvas.Text
	sign  *canvas.Image
	runs  []run // of a line in both directions, each drawn by one of the parts
	parts []*canvas.Text
}

func newTextLine() *textLine {
	sign := canvas.NewImageFromResource(nil)
	sign.FillMode = canvas.ImageFillContain
	return &textLine{Text: canvas.NewText("", nil), sign: sign}
}

func (t *textLine) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{t.Text, t.sign}
	for _, p := range t.parts[:len(t.runs)] {
		objects = append(objects, p)
	}
	return objects
}

// drawSign shows or hides the sign beside a turn's first line.
func (r *viewRenderer) drawSign(t *textLine, key lineKey, y, height float32) {
	shown := key.line == 0 && key.turn < len(r.v.unsure) && r.v.unsure[key.turn]
	control.SetShown(t.sign, shown)
	if !shown {
		return
	}
	variant := fyne.CurrentApp().Settings().ThemeVariant()
	side := min(r.v.page.size, tintEdge-barWidth-2)
	ink, size := r.v.Theme().Color(look.ColorQuiet, variant), fyne.NewSize(side, side)
	if t.sign.Resource == nil || t.sign.Size() != size || t.sign.Resource.Name() != control.IconUnsure.Resource(ink).Name() {
		control.IconUnsure.Draw(t.sign, ink, size)
	}
	t.sign.Move(fyne.NewPos(r.v.left()-side-1, y+(height-side)/2))
}
