package library

import (
	"fyne.io/fyne/v2"

	"alongside/app/control"
	"alongside/app/letters"
	"alongside/app/look"
)

// Proportions of what stands on the list, in sizes of the text they belong to.
const (
	titleLeading = 1.5  // height of a title's line
	smallShare   = 0.82 // size of the detail and the status beside the title's
	smallLeading = 1.6
	textLeading  = 1.6
)

// A setting is what a row is set for: the width of the column and the sizes of text and controls. Measures are
// device-independent pixels.
type setting struct {
	letters *letters.Metrics
	width   float32 // of the column, rings of focus included
	size    float32 // of the text
	target  float32 // of a button's face
}

// small is the size of the detail and the status.
func (s setting) small() float32 { return s.size * smallShare }

// pad is the room between a card's edge and what stands on it.
func (s setting) pad() float32 { return min(12+0.4*s.size, 0.04*s.width) }

// face is how wide a card's face is: the ring of focus needs the rest.
func (s setting) face() float32 { return s.width - 2*ringSpace }

// inner is how wide what stands on a card may be.
func (s setting) inner() float32 { return s.face() - 2*s.pad() }

// A plan says what stands where in one row, from the row's top left.
type plan struct {
	height  float32
	card    bool // stands on a card's face
	shapes  []shape
	texts   []text
	icons   []icon
	more    fyne.Position // where the button of the row's menu stands
	buttons []placed
}

// A shape is a rectangle on a row, behind the texts.
type shape struct {
	at           fyne.Position
	size         fyne.Size
	fill, stroke fyne.ThemeColorName // "" for none
	round        float32             // radius of its corners
}

// A text is one line, or a part of one.
type text struct {
	text  string
	at    fyne.Position
	size  float32
	high  float32 // of the line, in the middle of which it stands
	style fyne.TextStyle
	color fyne.ThemeColorName
}

// An icon is a drawing on a row.
type icon struct {
	icon  control.Icon
	at    fyne.Position
	side  float32
	color fyne.ThemeColorName
}

// placed is a button of the row's own, and where it stands.
type placed struct {
	button *rowButton
	at     fyne.Position
}

// put sets a phrase in lines and gives the height reached.
func (p *plan) put(phrase letters.Phrase, at fyne.Position, width, size, leading float32, color fyne.ThemeColorName) float32 {
	for _, l := range phrase.Lines(width, size) {
		p.texts = append(p.texts, text{phrase.Text[l.Start:l.End], at, size, leading * size, phrase.Style, color})
		at.Y += leading * size
	}
	return at.Y
}

// column is how wide the list is in a view of the given width: never so wide that the eye loses its way from a title to
// its status.
func column(view, size float32) float32 {
	const widest = 49 // in text sizes
	margin := max(min(0.03*view, 40), control.ThumbSpace)
	return min(view-2*margin, widest*size+2*ringSpace)
}

func settingOf(th fyne.Theme, m *letters.Metrics, view float32) setting {
	size := th.Size(look.SizeReading)
	return setting{letters: m, width: column(view, size), size: size, target: th.Size(look.SizeTarget)}
}
