package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"alongside/app/look"
)

// A Message is something the program has to say on the screen: what happened, and what the reader can do about it.
type Message struct {
	Text    string
	Problem bool // drawn with a warning sign and in the colour of problems
	Action  string
	Do      func() // what the button named Action does
}

// A Notice shows one message in a band across the screen, until it is dismissed or another takes its place. It takes no
// room while there is nothing to say.
type Notice struct {
	widget.BaseWidget
	message   Message
	text      *widget.Label
	icon      *canvas.Image
	line      *canvas.Rectangle
	action    *Button
	dismiss   *Button
	OnChanged func() // shown or hidden: what lies around it has to be laid out again
}

var _ fyne.Accessible = (*Notice)(nil)

// NewNotice makes a notice that says nothing yet.
func NewNotice() *Notice {
	n := &Notice{
		text: widget.NewLabel(""),
		icon: canvas.NewImageFromResource(nil),
		line: canvas.NewRectangle(nil),
	}
	n.text.Wrapping = fyne.TextWrapWord
	n.icon.FillMode = canvas.ImageFillContain
	n.action = NewButton("", "", "", func() {
		do := n.message.Do
		n.Clear()
		if do != nil {
			do()
		}
	})
	n.dismiss = NewButton("Close this message", "Close", "", n.Clear)
	n.ExtendBaseWidget(n)
	n.Hide()
	return n
}

// Say shows a message.
func (n *Notice) Say(m Message) {
	if n.Visible() && n.message.Text == m.Text {
		n.message = m
		return
	}
	n.message = m
	n.text.SetText(m.Text)
	n.action.Set(m.Action, m.Action, "")
	if m.Action == "" {
		HandOn(n.action)
		n.action.Hide()
	} else {
		n.action.Show()
	}
	n.Show()
	n.Refresh()
	n.changed()
}

// Clear takes the message away.
func (n *Notice) Clear() {
	if !n.Visible() {
		return
	}
	n.message = Message{}
	HandOn(n.action, n.dismiss)
	n.Hide()
	n.changed()
}

// Text is what the notice says now, or "".
func (n *Notice) Text() string { return n.message.Text }

func (n *Notice) changed() {
	if n.OnChanged != nil {
		n.OnChanged()
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (n *Notice) AccessibilityLabel() string { return n.message.Text }

// AccessibilityRole implements fyne.Accessible.
func (n *Notice) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (n *Notice) CreateRenderer() fyne.WidgetRenderer {
	background := canvas.NewRectangle(nil)
	buttons := container.NewHBox(n.action, n.dismiss)
	row := container.NewBorder(nil, nil, container.NewCenter(container.New(&iconLayout{n}, n.icon)),
		container.NewCenter(buttons), container.New(layout.NewCustomPaddedLayout(4, 4, 0, 0), n.text))
	within := container.New(layout.NewCustomPaddedLayout(0, 0, 8, 12), row) // in line with the bars above and below
	all := container.NewStack(background, container.NewBorder(nil, n.line, nil, nil, within))
	return &noticeRenderer{WidgetRenderer: widget.NewSimpleRenderer(all), n: n, background: background}
}

type noticeRenderer struct {
	fyne.WidgetRenderer
	n          *Notice
	background *canvas.Rectangle
}

func (r *noticeRenderer) Refresh() {
	n := r.n
	th, v := n.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	r.background.FillColor = th.Color(look.ColorRaised, v)
	n.line.FillColor = th.Color(look.ColorBorder, v)
	n.line.SetMinSize(fyne.NewSize(1, 1))
	ink := th.Color(theme.ColorNameForeground, v)
	n.icon.Hidden = !n.message.Problem
	if n.message.Problem {
		ink = th.Color(theme.ColorNameError, v)
	}
	IconProblem.Draw(n.icon, ink, n.icon.Size())
	for _, o := range []fyne.CanvasObject{r.background, n.line} {
		o.Refresh()
	}
	r.WidgetRenderer.Refresh()
}

// iconLayout gives the warning sign its size, and none where there is no problem.
type iconLayout struct{ n *Notice }

func (l *iconLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	th := l.n.Theme()
	if !l.n.message.Problem {
		return fyne.NewSize(th.Size(look.SizeGap), 0)
	}
	side := 1.5 * th.Size(look.SizeControl)
	return fyne.NewSize(side+2*th.Size(look.SizeGap), side)
}

func (l *iconLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	gap := l.n.Theme().Size(look.SizeGap)
	o[0].Move(fyne.NewPos(gap, 0))
	o[0].Resize(fyne.NewSize(max(size.Width-2*gap, 0), size.Height))
}
