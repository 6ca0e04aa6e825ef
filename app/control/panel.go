package control

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/look"
)

// A Panel is something that lies over the window until it is dealt with: a list to read, a form to fill in.
type Panel struct {
	Title   string
	Content fyne.CanvasObject
	Buttons []*Button      // beside Close; none for a panel that is only read
	First   fyne.Focusable // gets the focus; Close where nil
	Bare    bool           // the content brings its own buttons, Close too, and scrolls by itself
	Closed  func()         // after it has gone, however that came about
}

// An OpenPanel is a panel on the screen.
type OpenPanel struct {
	widget.BaseWidget
	panel   Panel
	canvas  fyne.Canvas
	close   *Button
	title   *Heading
	body    fyne.CanvasObject // the content, or what scrolls it
	buttons *fyne.Container
	shade   *canvas.Rectangle
	ground  *canvas.Rectangle
	open    bool
}

var _ access.Describer = (*OpenPanel)(nil)

// ShowPanel opens a panel. Once it is closed the focus is where it was before: the toolkit keeps one for each layer.
func ShowPanel(c fyne.Canvas, p Panel) *OpenPanel {
	o := &OpenPanel{
		panel: p, canvas: c, open: true,
		title:  NewHeading(p.Title, 1),
		body:   p.Content,
		shade:  canvas.NewRectangle(nil),
		ground: canvas.NewRectangle(nil),
	}
	if !p.Bare {
		const bar = 12 // room for the bar of what scrolls
		o.body = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, 0, bar), p.Content))
	}
	o.title.SizeName = theme.SizeNameSubHeadingText
	o.close = NewButton("Close", "Close", "", o.Close)
	o.close.Keys = "Esc"
	o.buttons = o.footer()
	o.ExtendBaseWidget(o)
	c.Overlays().Add(o)
	o.Resize(c.Size())
	first := p.First
	if first == nil {
		first = o.close
	}
	c.Focus(first)
	return o
}

// Close takes the panel away.
func (o *OpenPanel) Close() {
	if !o.open {
		return
	}
	o.open = false
	o.canvas.Overlays().Remove(o)
	if o.panel.Closed != nil {
		o.panel.Closed()
	}
}

// Scroll moves the content by a key: lines by the arrows, screens by Page Up and Down, to the ends by Home and End. It
// reports false for other keys.
func (o *OpenPanel) Scroll(key fyne.KeyName) bool {
	view, ok := o.body.(*container.Scroll)
	if !ok || o.panel.Bare {
		return false
	}
	content := view.Content.MinSize().Height
	line, page := 2*o.Theme().Size(look.SizeControl), view.Size().Height*0.9
	by := map[fyne.KeyName]float32{
		fyne.KeyUp: -line, fyne.KeyDown: line, fyne.KeyPageUp: -page, fyne.KeyPageDown: page,
		fyne.KeyHome: -content, fyne.KeyEnd: content,
	}[key]
	if by == 0 {
		return false
	}
	end := max(content-view.Size().Height, 0)
	view.ScrollToOffset(fyne.NewPos(0, min(max(view.Offset.Y+by, 0), end)))
	return true
}

// Reveal scrolls the content as far as needed to show something in it, as the focus reaches it.
func (o *OpenPanel) Reveal(part fyne.CanvasObject) {
	view, ok := o.body.(*container.Scroll)
	if scrolls, own := o.panel.Content.(interface{ View() *container.Scroll }); own {
		view, ok = scrolls.View(), true
	}
	if !ok {
		return
	}
	at, ok := placeIn(view.Content, part)
	if !ok {
		return
	}
	top := at.Y - view.Offset.Y
	below := top + part.Size().Height - view.Size().Height
	switch {
	case top < 0 || part.Size().Height > view.Size().Height:
		view.ScrollToOffset(fyne.NewPos(0, max(at.Y, 0)))
	case below > 0:
		view.ScrollToOffset(fyne.NewPos(0, view.Offset.Y+below))
	}
}

// placeIn is where something stands in an object made of others; it reports false where it is not in there. The driver knows
// that only once it was drawn.
func placeIn(all, part fyne.CanvasObject) (at fyne.Position, ok bool) {
	if all == part {
		return at, true
	}
	if group, ok := all.(*Group); ok {
		all = group.content
	}
	box, ok := all.(*fyne.Container)
	if !ok {
		return at, false
	}
	for _, o := range box.Objects {
		if at, ok := placeIn(o, part); ok {
			return at.Add(o.Position()), true
		}
	}
	return at, false
}

// reveal brings what has got the focus into sight, where it lies in a panel.
func reveal(part fyne.CanvasObject) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(part); c != nil {
		if panel, ok := c.Overlays().Top().(*OpenPanel); ok {
			panel.Reveal(part)
		}
	}
}

// content is what the panel shows, with the room beside it if it scrolls.
func (o *OpenPanel) content() fyne.CanvasObject {
	if view, ok := o.body.(*container.Scroll); ok {
		return view.Content
	}
	return o.body
}

// Open reports whether the panel is on the screen.
func (o *OpenPanel) Open() bool { return o.open }

// footer is the row of the panel's buttons.
func (o *OpenPanel) footer() *fyne.Container {
	row := container.New(&Row{Place: Right})
	for _, b := range o.panel.Buttons {
		row.Add(b)
	}
	if !o.panel.Bare {
		row.Add(o.close)
	}
	return row
}

// Describe implements access.Describer. What a panel says before anything can be done in it is its description, where it is
// short enough to be said when the panel opens.
func (o *OpenPanel) Describe() access.Node {
	n := access.Node{
		Role: access.Dialog, Name: o.panel.Title, States: access.Modal,
		Objects: access.Objects(o.title, o.body, o.buttons),
	}
	texts, _ := leading(o.body)
	const most = 200 // bytes: about a quarter of a minute of speech
	if text := spoken(texts); len(text) <= most {
		n.Description = text
	}
	return n
}

// spoken joins texts so that a voice pauses between them.
func spoken(texts []string) string {
	said := make([]string, len(texts))
	for i, text := range texts {
		said[i] = strings.Join(strings.Fields(text), " ")
		if i+1 < len(texts) && !strings.HasSuffix(said[i], ".") {
			said[i] += "."
		}
	}
	return strings.Join(said, " ")
}

// leading are the words that stand in an object before anything that is more than words, and whether they are all of it.
func leading(o fyne.CanvasObject) (texts []string, all bool) {
	if !o.Visible() {
		return nil, true
	}
	n := access.Describe(o)
	switch n.Role {
	case access.Label:
		return []string{n.Name}, true
	case access.Unknown:
		if _, focusable := o.(fyne.Focusable); focusable {
			return nil, false
		}
	default:
		return nil, false
	}
	for _, below := range n.Objects {
		more, all := leading(below.Object)
		texts = append(texts, more...)
		if !all {
			return texts, false
		}
	}
	return texts, true
}

// CreateRenderer implements fyne.Widget.
func (o *OpenPanel) CreateRenderer() fyne.WidgetRenderer {
	r := &panelRenderer{o}
	r.color()
	return r
}

type panelRenderer struct{ o *OpenPanel }

func (r *panelRenderer) Destroy() {}

func (r *panelRenderer) MinSize() fyne.Size { return fyne.NewSize(200, 200) }

func (r *panelRenderer) Objects() []fyne.CanvasObject {
	o := r.o
	return []fyne.CanvasObject{o.shade, o.ground, o.title, o.body, o.buttons}
}

// Layout puts the panel in the middle: as wide as lines may be, as high as its content needs, within the window.
func (r *panelRenderer) Layout(size fyne.Size) {
	o := r.o
	th := o.Theme()
	edge := th.Size(look.SizeGap) * 2
	o.shade.Resize(size)
	width := min(size.Width-16, 40*th.Size(look.SizeControl))
	inner := width - 2*edge
	o.title.Resize(fyne.NewSize(inner, o.title.MinSize().Height))
	head, foot := o.title.MinSize().Height, o.buttons.MinSize().Height
	content := o.content()
	content.Resize(fyne.NewSize(inner, content.MinSize().Height)) // wraps to the width first
	body := min(content.MinSize().Height, size.Height-16-head-foot-2*edge)
	height := head + body + foot + 2*edge
	x, y := (size.Width-width)/2, max((size.Height-height)/2, 0)
	Lay(o.ground, x, y, width, height)
	Lay(o.title, x+edge, y+edge/2, inner, head)
	Lay(o.body, x+edge, y+edge+head, inner, body)
	Lay(o.buttons, x+edge, y+height-foot-edge/2, inner, foot)
}

func (r *panelRenderer) Refresh() {
	r.color()
	r.Layout(r.o.Size())
	canvas.Refresh(r.o)
}

func (r *panelRenderer) color() {
	th, v := r.o.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.o.shade.FillColor = shade()
	r.o.ground.FillColor = th.Color(look.ColorRaised, v)
	r.o.ground.StrokeColor, r.o.ground.StrokeWidth = th.Color(look.ColorBorder, v), 2
	r.o.ground.CornerRadius = th.Size(look.SizeCorner)
	r.o.shade.Refresh()
	r.o.ground.Refresh()
}

// shade dims what lies behind a panel.
func shade() color.Color { return color.NRGBA{A: 0xa0} }
