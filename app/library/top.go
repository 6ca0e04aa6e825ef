package library

import (
	"fmt"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/control"
	"alongside/app/look"
)

// Widths of the field for finding, in sizes of a control's text.
const (
	leastFind  = 9
	widestFind = 18
)

// topBar is the bar above the list: its name, the field for finding, and the buttons. Where there is little room the
// buttons fold, then the field moves to a line of its own.
type topBar struct {
	widget.BaseWidget
	heading                                  *barTitle
	find                                     *control.Field
	add, feeds, smaller, larger, looks, more *control.Button
	gap                                      *canvas.Rectangle // where the field goes, in the row of the rest
	row                                      *fyne.Container
	below                                    bool // the field stands in a line of its own, below the buttons
}

func newTopBar(a Actions) *topBar {
	b := &topBar{
		heading: newBarTitle("Stories"),
		find:    control.NewField("Find in all stories", "Find in all stories"),
		add:     control.NewMainButton("Add a story", "Add a story", control.IconAdd, a.Add),
		feeds:   control.NewButton("Feeds", "Feeds", control.IconFeeds, a.Feeds),
		smaller: control.NewButton("Smaller text", "A−", "", a.Smaller),
		larger:  control.NewButton("Larger text", "A+", "", a.Larger),
		gap:     canvas.NewRectangle(color.Transparent),
	}
	b.looks = control.NewButton("Looks", "Looks", control.IconLooks, nil)
	b.looks.OpensMenu(a.ChooseLook)
	b.more = control.NewButton("More", "", control.IconMore, nil)
	b.more.OpensMenu(a.ChooseMore)
	folding := &control.Row{Stretch: b.gap, Foldable: []*control.Button{b.looks, b.feeds}, More: b.more}
	name := container.New(layout.NewCustomPaddedLayout(0, 0, ringSpace, 0), b.heading)
	b.row = container.New(folding, name, b.gap, b.feeds, b.add, b.smaller, b.larger, b.looks, b.more)
	b.ExtendBaseWidget(b)
	return b
}

// Describe implements access.Describer: what stands in the bar, in the order in which it is seen.
func (b *topBar) Describe() access.Node {
	heading, find := access.Within(b.row, b.heading), access.Objects(b.find)
	buttons := access.Within(b.row, b.feeds, b.add, b.smaller, b.larger, b.looks, b.more)
	objects := slices.Concat(heading, find, buttons)
	if b.below {
		objects = slices.Concat(heading, buttons, find)
	}
	return access.Node{Role: access.Toolbar, Name: "Library", Objects: objects}
}

// setNews says on the button how many stories are new in the feeds.
func (b *topBar) setNews(n int) {
	name, label := "Feeds", "Feeds"
	if n > 0 {
		name, label = "Feeds, "+counted(n, "new story"), fmt.Sprintf("Feeds (%d)", n)
	}
	if b.feeds.Name != name {
		b.feeds.Set(name, label, control.IconFeeds)
		b.row.Refresh()
		b.Refresh()
	}
}

// oneLine reports whether the field fits beside the buttons.
func (b *topBar) oneLine(width float32) bool {
	used := ringSpace + b.heading.MinSize().Width + leastFind*b.textSize()
	for _, button := range []*control.Button{b.feeds, b.add, b.smaller, b.larger, b.looks} {
		used += button.Width(control.Icons)
	}
	const spaces = 14 // what the row puts between its objects, six times
	return used+spaces <= width
}

func (b *topBar) textSize() float32 { return b.find.Theme().Size(look.SizeControl) }

// height is how high the bar is in a width. The field's place is made in the buttons' line, or not.
func (b *topBar) height(width float32) float32 {
	b.below = !b.oneLine(width)
	least := float32(0)
	if !b.below {
		least = leastFind * b.textSize()
	}
	b.gap.SetMinSize(fyne.NewSize(least, 1))
	row, field := b.row.MinSize().Height, b.find.MinSize().Height
	if b.below {
		return max(row, field) + field
	}
	return max(row, field)
}

// CreateRenderer implements fyne.Widget.
func (b *topBar) CreateRenderer() fyne.WidgetRenderer {
	r := &topRenderer{b}
	r.color()
	return r
}

type topRenderer struct{ b *topBar }

func (r *topRenderer) Destroy() {}

// Objects are in the order in which they are seen, since the Tab key follows it.
func (r *topRenderer) Objects() []fyne.CanvasObject {
	if r.b.below {
		return []fyne.CanvasObject{r.b.row, r.b.find}
	}
	return []fyne.CanvasObject{r.b.find, r.b.row}
}

func (r *topRenderer) MinSize() fyne.Size { return r.b.row.MinSize() }

func (r *topRenderer) Layout(size fyne.Size) {
	b := r.b
	field := b.find.MinSize().Height
	if b.below {
		control.Lay(b.row, 0, 0, size.Width, size.Height-field)
		control.Lay(b.find, 0, size.Height-field, size.Width, field)
		return
	}
	control.Lay(b.row, 0, 0, size.Width, size.Height)
	room := b.gap.Size().Width
	wide := min(room, widestFind*b.textSize())
	control.Lay(b.find, b.gap.Position().X+room-wide, (size.Height-field)/2, wide, field)
}

func (r *topRenderer) Refresh() {
	r.color()
	r.Layout(r.b.Size())
	canvas.Refresh(r.b)
}

func (r *topRenderer) color() {
	th, v := r.b.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	text := r.b.heading.text
	text.Color, text.TextSize = th.Color(theme.ColorNameForeground, v), th.Size(theme.SizeNameHeadingText)
	r.b.heading.Refresh()
}

// A barTitle is the name of the screen in its bar.
type barTitle struct {
	widget.BaseWidget
	text *canvas.Text
}

var _ access.Describer = (*barTitle)(nil)

func newBarTitle(text string) *barTitle {
	t := &barTitle{text: canvas.NewText(text, nil)}
	t.text.TextStyle.Bold = true
	t.ExtendBaseWidget(t)
	return t
}

// Describe implements access.Describer.
func (t *barTitle) Describe() access.Node {
	return access.Node{Role: access.Heading, Name: t.text.Text, Level: 1, Text: &access.Text{Content: t.text.Text}}
}

// CreateRenderer implements fyne.Widget.
func (t *barTitle) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.text) }
