package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
)

// A Heading says what stands below it. Those who cannot see it go from heading to heading.
type Heading struct {
	widget.Label
	Level int // its rank, from 1
}

var _ access.Describer = (*Heading)(nil)

// NewHeading makes a heading that wraps where it has no room.
func NewHeading(text string, level int) *Heading {
	h := &Heading{Level: level}
	h.Text, h.TextStyle.Bold, h.Wrapping = text, true, fyne.TextWrapWord
	h.ExtendBaseWidget(h)
	return h
}

// Describe implements access.Describer.
func (h *Heading) Describe() access.Node {
	return access.Node{Role: access.Heading, Name: h.Text, Level: h.Level, Text: &access.Text{Content: h.Text}}
}
