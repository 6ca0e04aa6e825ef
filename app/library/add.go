package library

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// An AddRequest is a story that is to be added. Either Source or Text is set.
type AddRequest struct {
	Source    string // a file's path or a page's address
	Text      string // a transcript, as pasted
	Title     string // of the pasted transcript; "" where it names itself
	AudioPath string // the file with its sound, "" for none
}

// AddActions are what the form asks for. All of them must be set.
type AddActions struct {
	ChooseFile  func(chosen func(path string))
	ChooseAudio func(chosen func(path string))
	Add         func(AddRequest)
	Cancel      func()
}

// An AddPanel is the form for adding a story.
type AddPanel struct {
	widget.BaseWidget
	actions AddActions
}

var _ fyne.Widget = (*AddPanel)(nil)

// NewAddPanel makes an empty form.
func NewAddPanel(a AddActions) *AddPanel {
	p := &AddPanel{actions: a}
	p.ExtendBaseWidget(p)
	return p
}

// Fill shows what is known already: a transcript from the clipboard, a file that was dropped.
func (p *AddPanel) Fill(AddRequest) {}

// Say tells what is wrong with what was asked for.
func (p *AddPanel) Say(string) {}

// First is what gets the focus when the form opens.
func (p *AddPanel) First() fyne.Focusable { return nil }

// CreateRenderer implements fyne.Widget.
func (p *AddPanel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(widget.NewLabel(""))
}
