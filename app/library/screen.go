package library

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"alongside/app/control"
)

// Actions are what the reader can ask for on this screen. All of them must be set.
type Actions struct {
	Open                   func(id int64)
	OpenAt                 func(id int64, turn int)
	Remove                 func(id int64)
	Add, Paste             func()
	Find                   func(query string) // at every change of the query; "" for none
	ChooseLook, ChooseMore func(near fyne.CanvasObject)
	ItemMenu               func(id int64, near fyne.CanvasObject)
	Smaller, Larger        func()
}

// A Screen is the library: a bar to find and add stories, and the list of them below it.
type Screen struct {
	widget.BaseWidget
	Notice *control.Notice

	actions Actions
	add     *control.Button
}

var _ fyne.Widget = (*Screen)(nil)

// NewScreen makes the screen, with no stories on it yet.
func NewScreen(a Actions) *Screen {
	s := &Screen{Notice: control.NewNotice(), actions: a}
	s.add = control.NewMainButton("Add a story", "Add a story", control.IconAdd, a.Add)
	s.ExtendBaseWidget(s)
	return s
}

// SetItems shows these stories, in this order.
func (s *Screen) SetItems([]Item) {}

// SetHits shows what a search found in place of the stories.
func (s *Screen) SetHits(string, []Hit) {}

// ClearHits goes back from what was found to the stories.
func (s *Screen) ClearHits() {}

// FocusFind puts the focus where one types what to find.
func (s *Screen) FocusFind() {}

// First is what gets the focus at the start: the first story, else the button that adds one.
func (s *Screen) First() fyne.Focusable { return s.add }

// Select puts the focus on a story.
func (s *Screen) Select(int64) {}

// CreateRenderer implements fyne.Widget.
func (s *Screen) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(s.add)
}
