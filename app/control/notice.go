package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
	"alongside/app/look"
)

// A Message is something the program has to say on the screen: what happened, and what the reader can do about it.
type Message struct {
	Text    string
	Problem bool // drawn with a warning sign and in the colour of problems
	Ongoing bool // tells how far something is, again and again: those who hear it are told once that it has begun
	Action  string
	Do      func() // what the button named Action does
}

// A Notice shows one message in a band across the screen, until it is dismissed or another takes its place. It takes no
// room while there is nothing to say.
type Notice struct {
	widget.BaseWidget
	message   Message
	text      *said
	holder    *fyne.Container // of the text
	all       *fyne.Container
	ground    *canvas.Rectangle
	icon      *canvas.Image
	line      *canvas.Rectangle
	action    *Button
	dismiss   *Button
	OnChanged func() // shown or hidden: what lies around it has to be laid out again
	OnLeft    func() // taken away while it had the focus; where nil, what follows it gets the focus
}

var (
	_ fyne.Accessible  = (*Notice)(nil)
	_ access.Describer = (*Notice)(nil)
)

// NewNotice makes a notice that says nothing yet.
func NewNotice() *Notice {
	n := &Notice{
		text:   newSaid(Message{}),
		ground: canvas.NewRectangle(nil),
		icon:   canvas.NewImageFromResource(nil),
		line:   canvas.NewRectangle(nil),
	}
	n.icon.FillMode = canvas.ImageFillContain
	n.action = NewButton("", "", "", func() {
		do := n.message.Do
		n.Clear()
		if do != nil {
			do()
		}
	})
	n.dismiss = NewButton("Close this message", "Close", "", n.Clear)
	n.dismiss.Keys = "Esc"
	n.arrange()
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
	n.put(m)
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
	n.leave()
	n.message = Message{}
	n.Hide()
	n.changed()
}

// leave gives the focus to something else, if it is on what is about to go.
func (n *Notice) leave() {
	c := fyne.CurrentApp().Driver().CanvasForObject(n)
	if c == nil || c.Focused() != n.action && c.Focused() != n.dismiss {
		return
	}
	if n.OnLeft != nil {
		n.OnLeft()
		return
	}
	HandOn(n.action, n.dismiss)
}

// Text is what the notice says now, or "".
func (n *Notice) Text() string { return n.message.Text }

func (n *Notice) changed() {
	if n.OnChanged != nil {
		n.OnChanged()
	}
}

// put takes a message for what is said now. Each has an object of its own, so that it is told as new; only what goes on
// being the same work, and how far that is, is not.
func (n *Notice) put(m Message) {
	goesOn := n.Visible() && m.Ongoing && n.message.Ongoing
	n.message = m
	if goesOn {
		n.text.say(m)
		return
	}
	n.text = newSaid(m)
	n.holder.Objects = []fyne.CanvasObject{n.text}
	n.holder.Refresh()
}

// Describe implements access.Describer: the message, and what can be done about it.
func (n *Notice) Describe() access.Node { return access.Node{Objects: access.Objects(n.all)} }

// AccessibilityLabel implements fyne.Accessible.
func (n *Notice) AccessibilityLabel() string { return access.ToolkitLabel(n.text) }

// AccessibilityRole implements fyne.Accessible.
func (n *Notice) AccessibilityRole() fyne.AccessibleRole { return access.ToolkitRole(n.text) }

// arrange puts the notice together: sign, text, buttons.
func (n *Notice) arrange() {
	n.holder = container.New(layout.NewCustomPaddedLayout(4, 4, 0, 0), n.text)
	buttons := container.NewHBox(n.action, n.dismiss)
	row := container.NewBorder(nil, nil, container.NewCenter(container.New(&iconLayout{n}, n.icon)),
		container.NewCenter(buttons), n.holder)
	within := container.New(layout.NewCustomPaddedLayout(0, 0, 8, 12), row) // in line with the bars above and below
	n.all = container.NewStack(n.ground, container.NewBorder(nil, n.line, nil, nil, within))
}

// CreateRenderer implements fyne.Widget.
func (n *Notice) CreateRenderer() fyne.WidgetRenderer {
	return &noticeRenderer{WidgetRenderer: widget.NewSimpleRenderer(n.all), n: n}
}

type noticeRenderer struct {
	fyne.WidgetRenderer
	n *Notice
}

func (r *noticeRenderer) Refresh() {
	n := r.n
	th, v := n.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	n.ground.FillColor = th.Color(look.ColorRaised, v)
	n.line.FillColor = th.Color(look.ColorBorder, v)
	n.line.SetMinSize(fyne.NewSize(1, 1))
	ink := th.Color(theme.ColorNameForeground, v)
	n.icon.Hidden = !n.message.Problem
	if n.message.Problem {
		ink = th.Color(theme.ColorNameError, v)
	}
	IconProblem.Draw(n.icon, ink, n.icon.Size())
	for _, o := range []fyne.CanvasObject{n.ground, n.line} {
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

// said is the text of a message.
type said struct {
	widget.Label
	message Message
}

var _ access.Describer = (*said)(nil)

func newSaid(m Message) *said {
	s := &said{message: m}
	s.Text, s.Wrapping = m.Text, fyne.TextWrapWord
	s.ExtendBaseWidget(s)
	return s
}

// say says how far it is what the message tells of.
func (s *said) say(m Message) {
	s.message = m
	s.SetText(m.Text)
}

// Describe implements access.Describer.
func (s *said) Describe() access.Node {
	if s.message.Text == "" {
		return access.Node{}
	}
	n := access.Node{Role: access.Status, Name: s.message.Text, Text: &access.Text{Content: s.message.Text}}
	if s.message.Problem {
		n.Role = access.Alert
	}
	if s.message.Ongoing {
		n.States |= access.Busy
	}
	return n
}
