package library

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/control"
	"alongside/app/look"
)

// Actions are what the reader can ask for on this screen. All of them must be set.
type Actions struct {
	Open                   func(id int64)
	OpenAt                 func(id int64, turn int)
	Remove                 func(id int64)
	Add, Paste, Feeds      func()
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
	top     *topBar
	list    *list
	stories []*storyRow
	saving  []*storyRow // what is being saved: see SetSaving
	found   *found      // nil while all stories are shown
	left    place       // where one was among them before
}

// found is what a search found.
type found struct {
	query string
	hits  []Hit
}

var (
	_ fyne.Widget      = (*Screen)(nil)
	_ access.Describer = (*Screen)(nil)
)

// NewScreen makes the screen, with no stories on it yet.
func NewScreen(a Actions) *Screen {
	s := &Screen{Notice: control.NewNotice(), actions: a, top: newTopBar(a), list: newList("Stories", a)}
	s.Notice.OnChanged, s.Notice.OnLeft = s.Refresh, s.Enter
	s.top.find.OnChanged = s.typed
	s.top.find.OnEscape = s.leaveFind
	s.top.find.OnEnter = s.enterList
	s.top.find.OnDown = s.enterList
	s.ExtendBaseWidget(s)
	s.showRows()
	return s
}

// Describe implements access.Describer: the bar, what is said, and the list.
func (s *Screen) Describe() access.Node {
	return access.Node{Objects: access.Objects(s.top, s.Notice, s.list)}
}

// SetItems shows these stories, in this order. What is the same as before is not measured again.
func (s *Screen) SetItems(items []Item) {
	s.stories = storyRows(items, s.stories, s.list.letters)
	if s.found == nil {
		s.showRows()
	}
}

// SetSaving shows how far what is being saved is: on the cards of stories that are in the library already, and for others,
// which have an ID below zero, on cards of their own above them.
func (s *Screen) SetSaving(items []Item) {
	before := s.saving
	s.saving = storyRows(items, before, s.list.letters)
	same := slices.EqualFunc(before, s.saving, func(a, b *storyRow) bool { return a.item.ID == b.item.ID })
	switch {
	case s.found != nil:
	case same:
		for i, r := range s.saving {
			if r != before[i] {
				s.list.replace(r)
			}
		}
	default:
		s.showRows()
	}
}

// cards are those of what is being saved and of the stories.
func (s *Screen) cards() []row {
	rows := make([]row, 0, len(s.saving)+len(s.stories))
	busy := map[int64]row{}
	for _, r := range s.saving {
		if r.item.ID < 0 {
			rows = append(rows, r)
		} else {
			busy[r.item.ID] = r
		}
	}
	for _, r := range s.stories {
		if b, ok := busy[r.item.ID]; ok {
			rows = append(rows, b)
		} else {
			rows = append(rows, r)
		}
	}
	return rows
}

// SetHits shows what a search found in place of the stories, from its beginning.
func (s *Screen) SetHits(query string, hits []Hit) {
	if s.found == nil {
		s.left = s.list.place()
	}
	s.found = &found{query, hits}
	s.showRows()
	s.list.goTo(place{key: s.list.firstCard()})
}

// ClearHits goes back from what was found to the stories, and to where one was among them.
func (s *Screen) ClearHits() {
	if s.found != nil {
		s.found = nil
		s.showRows()
		s.list.goTo(s.left)
	}
}

// FindField is where one types what to find. It can have the focus before the screen was ever drawn.
func (s *Screen) FindField() fyne.Focusable { return s.top.find.Focus() }

// First is what gets the focus at the start: the first story, else the button that adds one.
func (s *Screen) First() fyne.Focusable {
	s.list.goTo(place{key: s.list.firstCard()})
	if f, ok := s.list.focusable(s.list.current).(*card); ok {
		return f
	}
	return s.top.add
}

// Enter puts the focus on the story one is at, or was at last.
func (s *Screen) Enter() {
	if len(s.list.rows) > 0 {
		s.list.focusRow(s.list.nearestChoice(s.list.current))
	}
}

// Buttons are those of the bar, which are called as the commands that do the same.
func (s *Screen) Buttons() []*control.Button {
	return []*control.Button{s.top.feeds, s.top.add, s.top.smaller, s.top.larger}
}

// SetNews says how many stories are new in the feeds.
func (s *Screen) SetNews(n int) { s.top.setNews(n) }

// Select puts the focus on a story: on its card, or on the first place that was found in it.
func (s *Screen) Select(id int64) {
	if n := s.list.current; n < len(s.list.rows) && s.list.rows[n].key().story == id {
		s.list.focusRow(n)
		return
	}
	for i, r := range s.list.rows {
		if r.key().story == id {
			s.list.focusRow(i)
			return
		}
	}
}

// Current is the story whose card has the focus, or had it last; it reports false where there is none.
func (s *Screen) Current() (id int64, ok bool) {
	if n := s.list.current; n < len(s.list.rows) {
		id = s.list.rows[n].key().story
	}
	return id, id != 0
}

// showRows puts on the list what belongs there now.
func (s *Screen) showRows() {
	if s.found != nil {
		s.list.setRows(s.foundRows())
		return
	}
	rows := s.cards()
	if len(rows) == 0 {
		rows = []row{s.welcome()}
	}
	s.list.setRows(rows)
}

// welcome is what an empty library says.
func (s *Screen) welcome() *message {
	add := s.button("Add a story", s.actions.Add)
	add.Shape = control.Main
	return &message{
		role:  access.Group,
		sign:  control.IconSpoken,
		title: s.list.letters.Phrase("No stories here yet", boldText),
		text: s.list.letters.Phrase("Add a story and follow its words as they are spoken. A saved page, a transcript or the "+
			"address of a page will do. You can also drop a file anywhere on this window.", fyne.TextStyle{}),
		buttons: []*rowButton{add, s.button("Paste a transcript", s.actions.Paste)},
	}
}

// foundRows is what a search found, or that it found nothing.
func (s *Screen) foundRows() []row {
	m := &message{role: access.Status, buttons: []*rowButton{s.button("Show all stories", s.leaveFind)}}
	if len(s.found.hits) == 0 {
		m.title = s.list.letters.Phrase("Nothing found for “"+s.found.query+"”", boldText)
		m.text = s.list.letters.Phrase("Check how it is spelled, or type fewer words. Titles, speakers and everything that is "+
			"said are searched.", fyne.TextStyle{})
		return []row{m}
	}
	m.title = s.list.letters.Phrase(foundIn(s.found.hits), boldText)
	return append([]row{m}, hitRows(s.found.hits, s.list.letters)...)
}

// foundIn says how much was found: "Found in 3 stories, 12 matches".
func foundIn(hits []Hit) string {
	stories := map[int64]bool{}
	for _, h := range hits {
		stories[h.StoryID] = true
	}
	in := "1 story"
	if len(stories) > 1 {
		in = fmt.Sprintf("%d stories", len(stories))
	}
	text := "Found in " + in
	if len(stories) != len(hits) {
		text = counted(len(hits), "place") + " in " + in
	}
	matches := 0
	for _, h := range hits {
		matches += h.Matches
	}
	if matches > 0 {
		text += ", " + matchesText(matches)
	}
	return text
}

func (s *Screen) button(label string, tapped func()) *rowButton {
	b := newRowButton(s.list)
	b.Name, b.Label, b.OnTapped = label, label, tapped
	return b
}

func (s *Screen) typed(query string) {
	s.actions.Find(query)
	if query == "" {
		s.ClearHits()
	}
}

// leaveFind empties the field and goes back to the stories.
func (s *Screen) leaveFind() {
	s.top.find.SetText("")
	s.ClearHits()
	s.enterList()
}

// enterList puts the focus on the story one was at.
func (s *Screen) enterList() { s.list.focusRow(s.list.current) }

// CreateRenderer implements fyne.Widget.
func (s *Screen) CreateRenderer() fyne.WidgetRenderer {
	r := &screenRenderer{s: s, back: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil)}
	r.color()
	return r
}

type screenRenderer struct {
	s          *Screen
	back, line *canvas.Rectangle // of the bar
}

func (r *screenRenderer) Destroy() {}

func (r *screenRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.line, r.s.top, r.s.Notice, r.s.list}
}

func (r *screenRenderer) MinSize() fyne.Size {
	top := r.s.top.MinSize()
	return fyne.NewSize(top.Width, top.Height+r.s.list.MinSize().Height)
}

func (r *screenRenderer) Layout(size fyne.Size) {
	s := r.s
	const edge, air = 12, 3
	high := s.top.height(size.Width - 2*edge)
	control.Lay(s.top, edge, air, size.Width-2*edge, high)
	top := high + 2*air
	control.Lay(r.back, 0, 0, size.Width, top)
	control.Lay(r.line, 0, top, size.Width, 1)
	top++
	if s.Notice.Visible() {
		s.Notice.Resize(fyne.NewSize(size.Width, s.Notice.MinSize().Height)) // its text wraps to the width first
		height := min(s.Notice.MinSize().Height, size.Height/3)
		control.Lay(s.Notice, 0, top, size.Width, height)
		top += height
	}
	control.Lay(s.list, 0, top, size.Width, max(size.Height-top, 0))
}

func (r *screenRenderer) Refresh() {
	if r.s.list.measureFont() {
		r.s.measure()
	}
	r.color()
	r.Layout(r.s.Size())
	canvas.Refresh(r.s)
}

func (r *screenRenderer) color() {
	th, v := r.s.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.back.FillColor = th.Color(look.ColorPage, v)
	r.line.FillColor = th.Color(look.ColorBorder, v)
	r.back.Refresh()
	r.line.Refresh()
	r.s.top.Refresh()
}

// measure makes all rows anew, in another font.
func (s *Screen) measure() {
	for _, rows := range [...][]*storyRow{s.stories, s.saving} {
		for i, r := range rows {
			rows[i] = newStoryRow(r.item, s.list.letters)
		}
	}
	s.showRows()
}
