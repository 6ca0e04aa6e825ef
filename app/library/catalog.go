package library

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/control"
	"alongside/app/look"
)

// CatalogActions are what the reader can ask for on a catalog. All of them must be set.
type CatalogActions struct {
	Back            func()
	Open, Remove    func(id int64)
	ItemMenu        func(id int64, near fyne.CanvasObject)
	Smaller, Larger func()
}

// An Invitation is what a catalog says where it has nothing to show, and the button below it.
type Invitation struct {
	Title, Text string
	Button      string
	Do          func()
}

// A Catalog is a list of what could be saved: the feeds one has subscribed to, or the episodes of one. It looks and is
// walked like the list of stories.
type Catalog struct {
	widget.BaseWidget
	Notice *control.Notice

	empty   Invitation
	back    *control.Button
	title   *control.Heading
	row     *control.Group
	list    *list
	stories []*storyRow
}

var (
	_ fyne.Widget      = (*Catalog)(nil)
	_ access.Describer = (*Catalog)(nil)
)

// NewCatalog makes a catalog with nothing in it. The buttons, the most important last, stand at the right of its bar.
func NewCatalog(title, back string, a CatalogActions, empty Invitation, buttons ...*control.Button) *Catalog {
	c := &Catalog{
		Notice: control.NewNotice(), empty: empty,
		back:  control.NewButton("Back to "+back, "‹ "+back, control.IconBack, a.Back),
		title: control.NewHeading(title, 1),
		list:  newList(title, Actions{Open: a.Open, Remove: a.Remove, ItemMenu: a.ItemMenu, Smaller: a.Smaller, Larger: a.Larger}),
	}
	c.title.Wrapping, c.title.Truncation = fyne.TextWrapOff, fyne.TextTruncateEllipsis
	objects := []fyne.CanvasObject{c.back, c.title}
	for _, b := range buttons {
		objects = append(objects, b)
	}
	c.row = control.NewGroup(access.Toolbar, title, container.New(&control.Row{Stretch: c.title}, objects...))
	c.Notice.OnChanged, c.Notice.OnLeft = c.Refresh, c.Enter
	c.ExtendBaseWidget(c)
	c.showRows()
	return c
}

// Describe implements access.Describer: a bar, what is said, and the list.
func (c *Catalog) Describe() access.Node {
	return access.Node{Objects: access.Objects(c.row, c.Notice, c.list)}
}

// SetItems shows these, in this order. What is the same as before is not measured again.
func (c *Catalog) SetItems(items []Item) {
	c.stories = storyRows(items, c.stories, c.list.letters)
	c.showRows()
}

// First is what gets the focus when the catalog is opened: its first card, else what is offered instead.
func (c *Catalog) First() fyne.Focusable {
	c.list.goTo(place{key: c.list.firstCard()})
	if f := c.list.focusable(c.list.current); f != nil {
		return f
	}
	return c.back
}

// Enter puts the focus on what one is at, or was at last.
func (c *Catalog) Enter() {
	if len(c.list.rows) > 0 {
		c.list.focusRow(c.list.nearestChoice(c.list.current))
	}
}

// Select puts the focus on the card of that number, if there is one, else on the first.
func (c *Catalog) Select(id int64) {
	if i, ok := c.list.find(rowKey{story: id}); ok {
		c.list.focusRow(i)
		return
	}
	if window := fyne.CurrentApp().Driver().CanvasForObject(c); window != nil {
		window.Focus(c.First())
	}
}

// Current is what has the focus, or had it last; it reports false where there is none.
func (c *Catalog) Current() (id int64, ok bool) {
	if n := c.list.current; n < len(c.list.rows) {
		id = c.list.rows[n].key().story
	}
	return id, id != 0
}

func (c *Catalog) showRows() {
	if len(c.stories) == 0 {
		c.list.setRows([]row{c.invitation()})
		return
	}
	rows := make([]row, len(c.stories))
	for i, r := range c.stories {
		rows[i] = r
	}
	c.list.setRows(rows)
}

func (c *Catalog) invitation() *message {
	m := &message{
		role:  access.Group,
		sign:  control.IconSpoken,
		title: c.list.letters.Phrase(c.empty.Title, boldText),
		text:  c.list.letters.Phrase(c.empty.Text, fyne.TextStyle{}),
	}
	if c.empty.Button != "" {
		b := newRowButton(c.list)
		b.Name, b.Label, b.OnTapped, b.Shape = c.empty.Button, c.empty.Button, c.empty.Do, control.Main
		m.buttons = []*rowButton{b}
	}
	return m
}

// CreateRenderer implements fyne.Widget.
func (c *Catalog) CreateRenderer() fyne.WidgetRenderer {
	r := &catalogRenderer{c: c, back: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil)}
	r.color()
	return r
}

type catalogRenderer struct {
	c          *Catalog
	back, line *canvas.Rectangle // of the bar
}

func (r *catalogRenderer) Destroy() {}

func (r *catalogRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.line, r.c.row, r.c.Notice, r.c.list}
}

func (r *catalogRenderer) MinSize() fyne.Size {
	row := r.c.row.MinSize()
	return fyne.NewSize(row.Width, row.Height+r.c.list.MinSize().Height)
}

func (r *catalogRenderer) Layout(size fyne.Size) {
	c := r.c
	const edge, air = 12, 3
	high := c.row.MinSize().Height
	control.Lay(c.row, edge, air, size.Width-2*edge, high)
	top := high + 2*air
	control.Lay(r.back, 0, 0, size.Width, top)
	control.Lay(r.line, 0, top, size.Width, 1)
	top++
	if c.Notice.Visible() {
		c.Notice.Resize(fyne.NewSize(size.Width, c.Notice.MinSize().Height)) // its text wraps to the width first
		height := min(c.Notice.MinSize().Height, size.Height/3)
		control.Lay(c.Notice, 0, top, size.Width, height)
		top += height
	}
	control.Lay(c.list, 0, top, size.Width, max(size.Height-top, 0))
}

func (r *catalogRenderer) Refresh() {
	if r.c.list.measureFont() {
		for i, row := range r.c.stories {
			r.c.stories[i] = newStoryRow(row.item, r.c.list.letters)
		}
		r.c.showRows()
	}
	r.color()
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}

func (r *catalogRenderer) color() {
	th, v := r.c.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.back.FillColor = th.Color(look.ColorPage, v)
	r.line.FillColor = th.Color(look.ColorBorder, v)
	r.back.Refresh()
	r.line.Refresh()
}
