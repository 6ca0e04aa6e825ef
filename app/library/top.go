package library

import (
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

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
	heading                                  *canvas.Text
	find                                     *control.Field
	add, feeds, smaller, larger, looks, more *control.Button
	gap                                      *canvas.Rectangle // where the field goes, in the row of the rest
	row                                      *fyne.Container
}

func newTopBar(a Actions) *topBar {
	b := &topBar{
		heading: canvas.NewText("Stories", nil),
		find:    control.NewField("Find in all stories", "Find in all stories"),
		add:     control.NewMainButton("Add a story", "Add a story", control.IconAdd, a.Add),
		feeds:   control.NewButton("Feeds", "Feeds", control.IconFeeds, a.Feeds),
		smaller: control.NewButton("Smaller text", "A−", "", a.Smaller),
		larger:  control.NewButton("Larger text", "A+", "", a.Larger),
		gap:     canvas.NewRectangle(color.Transparent),
	}
	b.heading.TextStyle.Bold = true
	b.looks = control.NewButton("Looks", "Looks", control.IconLooks, nil)
	b.looks.OnTapped = func() { a.ChooseLook(b.looks) }
	b.more = control.NewButton("More", "", control.IconMore, nil)
	b.more.OnTapped = func() { a.ChooseMore(b.more) }
	folding := &control.Row{Stretch: b.gap, Foldable: []*control.Button{b.looks, b.feeds}, More: b.more}
	name := container.New(layout.NewCustomPaddedLayout(0, 0, ringSpace, 0), b.heading)
	b.row = container.New(folding, name, b.gap, b.feeds, b.add, b.smaller, b.larger, b.looks, b.more)
	return b
}

func (b *topBar) objects() []fyne.CanvasObject { return []fyne.CanvasObject{b.find, b.row} }

// setNews says on the button how many stories are new in the feeds.
func (b *topBar) setNews(n int) {
	name, label := "Feeds", "Feeds"
	if n > 0 {
		name, label = "Feeds, "+counted(n, "new story"), fmt.Sprintf("Feeds (%d)", n)
	}
	if b.feeds.Name != name {
		b.feeds.Set(name, label, control.IconFeeds)
		b.row.Refresh()
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

// layOut places the bar at the top of a width and gives the height it takes.
func (b *topBar) layOut(at fyne.Position, width float32) float32 {
	least := float32(0)
	if b.oneLine(width) {
		least = leastFind * b.textSize()
	}
	b.gap.SetMinSize(fyne.NewSize(least, 1))
	row, field := b.row.MinSize().Height, b.find.MinSize().Height
	high := max(row, field)
	b.row.Move(at)
	b.row.Resize(fyne.NewSize(width, high))
	if least > 0 {
		room := b.gap.Size().Width
		wide := min(room, widestFind*b.textSize())
		b.find.Move(at.AddXY(b.gap.Position().X+room-wide, (high-field)/2))
		b.find.Resize(fyne.NewSize(wide, field))
		return high
	}
	b.find.Move(at.AddXY(0, high))
	b.find.Resize(fyne.NewSize(width, field))
	return high + field
}

// refresh follows a change of theme.
func (b *topBar) refresh() {
	th, v := b.find.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	b.heading.Color, b.heading.TextSize = th.Color(theme.ColorNameForeground, v), th.Size(theme.SizeNameHeadingText)
	b.heading.Refresh()
}
