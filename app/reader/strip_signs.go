package reader

import (
	"image"
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"alongside/sync/finding"
)

// Measures of the signs above and below the strip, in device-independent pixels.
const (
	signRow   = 8 // height of a row
	signWidth = 7
	signLeast = 9 // between the middles of two signs in one row: more would be a pattern
	matchHigh = 5 // of a match that is not the current one
)

// stripePitch is how wide the stripes are, and the gaps between them, that show a turn whose time is not sure.
const stripePitch = 2

// A glyph is a small shape: for each row from the top down, which columns it covers, from its middle, in device-independent pixels.
type glyph func(x, y float64) bool

// glyphOf is the shape of what the reader has marked: as the sign in the margin, as far as a few pixels allow.
func glyphOf(kind NotedKind) glyph {
	switch kind {
	case Bookmark: // a ribbon with a notch
		return func(x, y float64) bool { return abs(x) <= 3 && y <= 5+abs(x) }
	case Highlight: // a broad line
		return func(x, y float64) bool { return abs(x) <= 3.5 && y >= 4 && y < 7 }
	case WordKept: // a dot
		return func(x, y float64) bool { return x*x+(y-4)*(y-4) <= 7 }
	}
	return func(x, y float64) bool { return abs(x) <= 3 && y >= 1 && y < 7 && (abs(x) > 1.5 || y < 3 || y >= 5) } // a frame: a note
}

func abs(x float64) float64 { return max(x, -x) }

// matchGlyph is an arrowhead that points up to the strip; that of the current match is larger and filled all down.
func matchGlyph(current bool) glyph {
	if current {
		return func(x, y float64) bool { return abs(x) <= 1+y*0.8 }
	}
	return func(x, y float64) bool { return y < matchHigh && abs(x) <= 0.5+y*0.7 }
}

// paintMarks draws the row above the strip: what the reader has marked.
func (r *stripRenderer) paintMarks(w, h int) image.Image {
	p := r.row(w, h)
	last := -signLeast
	for _, sign := range r.s.signs {
		if x := p.x(sign.at); x >= float64(last)+signLeast {
			p.draw(glyphOf(sign.kind), x)
			last = int(x)
		}
	}
	return p.img
}

// paintMatches draws the row below the strip: what was found. Where much is found close together not all of it has a sign, but the
// one that the reader has come to always has.
func (r *stripRenderer) paintMatches(w, h int) image.Image {
	p := r.row(w, h)
	current := -2.0 * signLeast
	if n := r.s.match; n >= 0 && n < len(r.s.matches) && r.s.matches[n] != finding.Unknown {
		current = p.x(r.s.matches[n])
		p.draw(matchGlyph(true), current)
	}
	last := -signLeast
	for _, at := range r.s.matches {
		if at == finding.Unknown {
			continue
		}
		if x := p.x(at); x >= float64(last)+signLeast && abs(x-current) > signLeast {
			p.draw(matchGlyph(false), x)
			last = int(x)
		}
	}
	return p.img
}

// A signPainter draws signs in a row, which is signRow high and in the screen's own pixels.
type signPainter struct {
	img    *image.NRGBA
	ink    color.Color
	scale  float64 // pixels for each device-independent one
	length time.Duration
}

func (r *stripRenderer) row(w, h int) signPainter {
	r.painted++
	ink := r.s.Theme().Color(theme.ColorNameForeground, fyne.CurrentApp().Settings().ThemeVariant())
	return signPainter{image.NewNRGBA(image.Rect(0, 0, w, h)), ink, float64(h) / signRow, r.s.duration}
}

// x is where a time lies, in device-independent pixels.
func (p signPainter) x(at time.Duration) float64 {
	if p.length <= 0 || p.scale <= 0 {
		return 0
	}
	return float64(p.img.Rect.Dx()) / p.scale * min(float64(at)/float64(p.length), 1)
}

// draw puts a shape with its middle at x, or as near to that as the row's ends allow.
func (p signPainter) draw(g glyph, x float64) {
	middle := min(max(x, signWidth/2.0), max(float64(p.img.Rect.Dx())/p.scale-signWidth/2.0, 0)) * p.scale
	reach := int(signWidth*p.scale) + 1
	for px := int(middle) - reach; px <= int(middle)+reach; px++ {
		for py := range p.img.Rect.Dy() {
			if g((float64(px)+0.5-middle)/p.scale, (float64(py)+0.5)/p.scale) {
				p.img.Set(px, py, p.ink)
			}
		}
	}
}

// stripe takes every other few columns out of a stretch: its time is not sure. The stripes keep their places along the strip, so
// that short stretches beside each other show them as well.
func stripe(img *image.NRGBA, x, end int) {
	pitch := max(stripePitch*img.Rect.Dy()/stripHeight, 1)
	for at := max(x, 0); at < min(max(end, x+1), img.Rect.Dx()); at++ {
		if at/pitch%2 == 1 {
			for y := range img.Rect.Dy() {
				img.SetNRGBA(at, y, color.NRGBA{})
			}
		}
	}
}
