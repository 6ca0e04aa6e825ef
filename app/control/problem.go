package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
)

// A Problem says, where it arises, what is wrong with what was asked for. It takes no room while nothing is.
type Problem struct {
	widget.Label
}

var _ access.Describer = (*Problem)(nil)

// NewProblem makes one that says nothing yet.
func NewProblem() *Problem {
	p := &Problem{}
	p.Importance, p.Wrapping = widget.DangerImportance, fyne.TextWrapWord
	p.ExtendBaseWidget(p)
	p.Hide()
	return p
}

// Say says what is wrong; "" that nothing is.
func (p *Problem) Say(text string) {
	p.SetText(text)
	SetShown(p, text != "")
}

// Describe implements access.Describer.
func (p *Problem) Describe() access.Node {
	return access.Node{Role: access.Alert, Name: p.Text, Text: &access.Text{Content: p.Text}}
}
