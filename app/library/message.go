package library

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"alongside/app/access"
	"alongside/app/control"
	"alongside/app/letters"
	"alongside/app/look"
)

// Measures of a message, in text sizes.
const (
	signSide     = 3.2 // of its sign, but signLargest
	signGap      = 0.8
	messageTop   = 1.2
	messageTitle = 1.4 // size of its title
	messageWidth = 32  // widest: lines longer than this are hard to read
	messageGap   = 0.6

	// Bounds in device-independent pixels: large text needs the room itself.
	signLargest  = 100
	signGapMost  = 32
	titleLargest = 48
)

// A message is what the list says where there are no cards to show, or before them.
type message struct {
	role    access.Role  // Status where it tells what came of something, else Group
	sign    control.Icon // "" for none
	title   letters.Phrase
	text    letters.Phrase
	buttons []*rowButton
}

var _ row = (*message)(nil)

func (r *message) key() rowKey { return rowKey{words: r.title.Text} }

// words are all that it says.
func (r *message) words() string { return sentences(r.title.Text, r.text.Text) }

// describe says what the message means, without its buttons. A status is one sentence, which is said as it appears.
func (r *message) describe() access.Node {
	if r.role == access.Status {
		return access.Node{Role: access.Status, Name: r.words(), Text: &access.Text{Content: r.words()}}
	}
	return access.Node{Role: access.Group, Name: r.title.Text}
}

func (r *message) height(s setting) float32 { return r.plan(s).height }

// plan sets the message where the cards begin, in a column of its own width.
func (r *message) plan(s setting) plan {
	if len(r.text.Text) == 0 {
		return r.caption(s)
	}
	var p plan
	width := min(s.face(), messageWidth*s.size)
	at := fyne.NewPos(ringSpace, ringSpace)
	titleSize := s.size
	if r.sign != "" { // it stands by itself
		at = fyne.NewPos((s.width-width)/2, min(messageTop*s.size, signGapMost))
		side := min(signSide*s.size, signLargest)
		titleSize = max(s.size, min(messageTitle*s.size, titleLargest))
		p.icons = append(p.icons, icon{r.sign, at, side, look.ColorBar})
		at.Y += side + min(signGap*s.size, signGapMost)
	}
	at.Y = p.put(r.title, at, width, titleSize, titleLeading, theme.ColorNameForeground)
	at.Y = p.put(r.text, at, width, s.size, textLeading, look.ColorQuiet)
	at.Y += messageGap * s.size
	p.height = r.putButtons(&p, at, width) + messageGap*s.size
	return p
}

// caption sets a message of a title alone: in a line with its button where both fit.
func (r *message) caption(s setting) plan {
	var p plan
	at := fyne.NewPos(ringSpace, 0)
	high := smallLeading * s.small()
	var buttons float32
	for _, b := range r.buttons {
		buttons += b.MinSize().Width
	}
	room := s.face() - messageGap*s.size - buttons
	if r.title.Count(room, s.small()) == 1 {
		p.height = max(high, s.target+2*ringSpace)
		p.put(r.title, at.AddXY(0, (p.height-high)/2), room, s.small(), smallLeading, theme.ColorNameForeground)
		r.putButtons(&p, fyne.NewPos(s.width-buttons+ringSpace, (p.height-s.target)/2-ringSpace), buttons)
		return p
	}
	at.Y = p.put(r.title, at, s.face(), s.small(), smallLeading, theme.ColorNameForeground)
	p.height = r.putButtons(&p, at, s.face())
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
