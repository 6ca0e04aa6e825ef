package reader

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/clipperhouse/uax29/v2/graphemes"

	"alongside/app/letters"
)

// A run is a part of a line that is drawn in one go. Lines have runs only where something in them is read from the right.
type run struct {
	letters.Stretch         // bytes of the line
	x, width        float32 // from the column's left
}

// runsOf parts a line where it has letters that are read from the right, and places the parts. The toolkit would set them all
// from left to right.
func runsOf(m *letters.Metrics, text string, startsRight bool, size, column float32, style fyne.TextStyle) []run {
	if !letters.HasRightToLeft(text) {
		return nil
	}
	stretches := letters.Stretches(text, startsRight)
	runs, inOrder := make([]run, len(stretches)), make([]int, len(stretches))
	whole := float32(0)
	for i, s := range stretches {
		runs[i] = run{Stretch: s, width: m.Exact(s.Drawn, size, style)}
		inOrder[s.Order()] = i
		whole += runs[i].width
	}
	x := float32(0)
	if startsRight {
		x = column - whole
	}
	for _, i := range inOrder {
		runs[i].x = x
		x += runs[i].width
	}
	return runs
}

// across is how far from the column's left the letter before a byte of the line ends, in the direction of reading.
func (r run) across(m *letters.Metrics, line string, at int, size float32, style fyne.TextStyle) float32 {
	read := m.Exact(line[r.Start:max(min(at, r.End), r.Start)], size, style)
	if at >= r.End {
		read = r.width
	}
	if r.RightToLeft {
		return r.x + r.width - read
	}
	return r.x + read
}

// across is how far from the column's left a byte of the passage's text stands on a line of it.
func (v *View) acrossLine(set setting, l line, text string, at int) float32 {
	words, at := text[l.start:l.end], max(min(at, l.end), l.start)-l.start
	if l.runs == nil {
		return v.letters.Exact(words[:at], set.size, set.style)
	}
	for _, r := range l.runs {
		if at < r.End || r.End == len(words) {
			return r.across(v.letters, words, at, set.size, set.style)
		}
	}
	return 0
}

// piecesOfRuns are the parts of a line's runs that a stretch of its text covers, in the order of reading.
func (v *View) piecesOfRuns(set setting, l line, text string, from, to int) []piece {
	words := text[l.start:l.end]
	from, to = from-l.start, to-l.start
	var out []piece
	for _, r := range l.runs {
		start, end := max(from, r.Start), min(to, r.End)
		if start >= end {
			continue
		}
		begins, ends := r.across(v.letters, words, start, set.size, set.style), r.across(v.letters, words, end, set.size, set.style)
		p := piece{
			text: words[start:end], style: set.style, fromRight: r.RightToLeft, size: set.size,
			x: v.left() + min(begins, ends), y: set.top + l.top - v.offset, width: max(begins, ends) - min(begins, ends), height: set.lineHeight(),
		}
		if start == r.Start && end == r.End {
			p.text = r.Drawn
		}
		out = append(out, p)
	}
	return out
}

// letterAt is the letter of a line with runs that is nearest to x from the column's left: where it begins in the passage.
func (v *View) letterAt(set setting, l line, text string, x float32) int {
	words := text[l.start:l.end]
	best, nearest := l.start, float32(-1)
	for _, r := range l.runs {
		for letter := graphemes.FromString(words[r.Start:r.End]); letter.Next(); {
			begins := r.across(v.letters, words, r.Start+letter.Start(), set.size, set.style)
			ends := r.across(v.letters, words, r.Start+letter.End(), set.size, set.style)
			off := max(min(begins, ends)-x, x-max(begins, ends), 0)
			if nearest < 0 || off < nearest {
				best, nearest = l.start+r.Start+letter.Start(), off
			}
		}
	}
	return best
}

// show fills in what a line says.
func (t *textLine) show(l line, words string, size float32, style fyne.TextStyle) {
	t.Text.Text, t.TextSize, t.TextStyle, t.runs = words, size, style, l.runs
	if l.runs != nil {
		t.Text.Text = ""
	}
	for n, r := range l.runs {
		if n == len(t.parts) {
			t.parts = append(t.parts, canvas.NewText("", nil))
		}
		t.parts[n].Text, t.parts[n].TextSize, t.parts[n].TextStyle = r.Drawn, size, style
	}
}

// paint gives it its colour and height, and draws it anew.
func (t *textLine) paint(size fyne.Size) {
	t.Resize(size)
	t.Text.Refresh()
	for n, p := range t.parts {
		p.Hidden = n >= len(t.runs)
		if !p.Hidden {
			p.Color = t.Color
			p.Resize(fyne.NewSize(t.runs[n].width, size.Height))
			p.Refresh()
		}
	}
}

// place moves it to where it stands in the view.
func (t *textLine) place(at fyne.Position) {
	t.Text.Move(at)
	for n, r := range t.runs {
		t.parts[n].Move(at.AddXY(r.x, 0))
	}
}
