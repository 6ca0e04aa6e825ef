package library

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"alongside/app/control"
	"alongside/app/letters"
	"alongside/app/look"
)

// Measures of a message, in text sizes.
const (
	signSide     = 3.2
	signGap      = 0.8
	messageTop   = 1.2
	messageTitle = 1.4 // size of its title
	messageWidth = 32  // widest: lines longer than this are hard to read
	messageGap   = 0.6
)

// A message is what the list says where there are no cards to show, or before them.
type message struct {
	sign    control.Icon // "" for none
	title   letters.Phrase
	text    letters.Phrase
	buttons []*rowButton
}

var _ row = (*message)(nil)

func (r *message) key() rowKey { return rowKey{words: r.title.Text} }

func (r *message) height(s setting) float32 { return r.plan(s).height }

// plan sets the message at the column's left, as the cards are; one with a sign stands by itself, so it keeps away from
// the top and lines up in the middle.
func (r *message) plan(s setting) plan {
	var p plan
	width := min(s.face(), messageWidth*s.size)
	at := fyne.NewPos(ringSpace, ringSpace)
	titleSize := s.size
	if r.sign != "" {
		at = fyne.NewPos((s.width-width)/2, messageTop*s.size)
		titleSize *= messageTitle
		p.icons = append(p.icons, icon{r.sign, at, signSide * s.size, look.ColorBar})
		at.Y += (signSide + signGap) * s.size
	}
	at.Y = p.put(r.title, at, width, titleSize, titleLeading, theme.ColorNameForeground)
	at.Y = p.put(r.text, at, width, s.size, textLeading, look.ColorQuiet)
	at.Y += messageGap * s.size
	p.height = r.putButtons(&p, at, width) + messageGap*s.size
	return p
}

// putButtons places the buttons beside each other as far as there is room, and gives the height reached. Their faces, not
// their rings, line up with the text.
func (r *message) putButtons(p *plan, at fyne.Position, width float32) float32 {
	x, y, high := at.X-ringSpace, at.Y, float32(0)
	for _, b := range r.buttons {
		size := b.MinSize()
		if x > at.X && x+size.Width > at.X+width+ringSpace {
			x, y = at.X-ringSpace, y+size.Height
		}
		p.buttons = append(p.buttons, placed{b, fyne.NewPos(x, y)})
		x += size.Width
		high = size.Height
	}
	return y + high
}
