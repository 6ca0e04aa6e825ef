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
}

// A form is how a stretch fills the strip's height: its bands, from the top down.
type form []band

// A band reaches across the height from one line to another, counted in pixels of a strip stripHeight high.
type band struct{ from, to int }

// speakerForm is the form that goes with the shape of the nth speaker. The forms lie along the strip, so that the narrowest
// stretch shows them; the first two, which make up most stories, differ the most.
func speakerForm(n int) form {
	return [control.SpeakerShapes]form{
		{{0, 18}},
		{{9, 18}},
		{{0, 9}},
		{{0, 6}, {12, 18}},
		{{5, 13}},
		{{0, 4}, {7, 11}, {14, 18}},
	}[control.SpeakerShape(n)]
}

// soundForm is a line along the middle: something is heard that nobody says.
func soundForm() form { return form{{8, 10}} }

// stretchOf is how a turn is shown.
func stretchOf(turn transcript.Turn, at timing.Timing, v voices) stretch {
	if turn.Kind != transcript.Speech {
		return stretch{start: at.Start, end: at.End, color: look.ColorBorder, form: soundForm()}
	}
	n := v.number[turn.Speaker]
	return stretch{start: at.Start, end: at.End, color: look.SpeakerColor(n), form: speakerForm(n)}
}

// covers reports whether a row of a picture so many rows high is within a band.
func (f form) covers(row, rows int) bool {
	y := float64(stripHeight) * (float64(row) + 0.5) / float64(rows)
	for _, b := range f {
		if y >= float64(b.from) && y < float64(b.to) {
			return true
		}
	}
	return false
}

// fill draws a stretch from x to end: its form in its colour, and nothing of the hatching beside it. It leaves a gap to what
// follows if there is room for one: two turns of one speaker have the same colour and form.
func fill(img *image.NRGBA, x, end int, f form, c color.Color) {
	switch {
	case end-x > 4:
		end -= 2
	case end-x > 2:
		end--
	}
	end = min(max(end, x+1), img.Rect.Dx())
	ink := color.NRGBAModel.Convert(c).(color.NRGBA)
	for y := range img.Rect.Dy() {
		on := color.NRGBA{}
		if f.covers(y, img.Rect.Dy()) {
			on = ink
		}
		for at := x; at < end; at++ {
			img.SetNRGBA(at, y, on)
		}
	}
}
