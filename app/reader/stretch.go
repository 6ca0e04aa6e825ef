package reader

import (
	"image"
	"image/color"
	"time"

	"fyne.io/fyne/v2"

	"alongside/app/control"
	"alongside/app/look"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A stretch is part of the strip: one turn. Its colour says who speaks, and so does its form, for those who cannot tell
// the colours apart.
type stretch struct {
	start, end time.Duration
	color      fyne.ThemeColorName
	form       form
	turn       int
	unsure     bool // its time is not sure
}

// A form is which part of the strip's height a stretch fills, from one line to another, counted in pixels of a strip
// stripHeight high.
type form struct{ from, to int }

// speakerForm is the form that goes with the shape of the nth speaker. A form is one band along the strip, so that the
// narrowest stretch shows it and many of them together stay calm.
func speakerForm(n int) form {
	return [control.SpeakerShapes]form{{0, 18}, {8, 18}, {0, 10}, {5, 13}, {13, 18}, {0, 5}}[control.SpeakerShape(n)]
}

// soundForm is a line along the middle: something is heard that nobody says.
func soundForm() form { return form{8, 10} }

// stretchOf is how a turn is shown.
func stretchOf(turn transcript.Turn, at timing.Timing, v voices) stretch {
	if turn.Kind != transcript.Speech {
		return stretch{start: at.Start, end: at.End, color: look.ColorBorder, form: soundForm()}
	}
	n := v.number[turn.Speaker]
	return stretch{start: at.Start, end: at.End, color: look.SpeakerColor(n), form: speakerForm(n)}
}

// covers reports whether the form reaches over a row of a picture so many rows high.
func (f form) covers(row, rows int) bool {
	y := float64(stripHeight) * (float64(row) + 0.5) / float64(rows)
	return y >= float64(f.from) && y < float64(f.to)
}

// fill draws a stretch from x to end: its form in its colour, and nothing of the hatching. It leaves a gap to what follows if
// there is room for one: two turns of one speaker have the same colour and form.
func fill(img *image.NRGBA, x, end int, f form, c color.Color) {
	end = min(max(end, x+1), img.Rect.Dx())
	inked := end
	switch {
	case end-x > 4:
		inked -= 2
	case end-x > 2:
		inked--
	}
	ink := color.NRGBAModel.Convert(c).(color.NRGBA)
	for y := range img.Rect.Dy() {
		covered := f.covers(y, img.Rect.Dy())
		for at := x; at < end; at++ {
			on := color.NRGBA{}
			if covered && at < inked {
				on = ink
			}
			img.SetNRGBA(at, y, on)
		}
	}
}
