package library

import (
	"time"

	"fyne.io/fyne/v2"

	"alongside/app/access"
)

// Describe implements access.Describer. All rows are parts of the list, also those out of sight, which have no objects.
func (l *list) Describe() access.Node {
	l.revise(time.Now())
	n := access.Node{
		Role: access.List, Name: l.name, Parts: l.parts, Revision: l.revision,
		Offset: fyne.NewPos((l.Size().Width-l.set.width)/2, -l.offset),
	}
	if l.current < len(l.rows) {
		n.Current = l.rows[l.current].key()
	}
	return n
}

// revisedEvery is how often rows that are replaced, as what is being saved goes on, have a long list described anew: it takes
// longer than a frame.
const revisedEvery = time.Second

// revise makes a revision where rows were replaced, but not too often.
func (l *list) revise(now time.Time) {
	if l.replaced && now.Sub(l.revised) >= revisedEvery {
		l.revision++
		l.replaced, l.revised = false, now
	}
}

// parts describes the rows, in their places on the page.
func (l *list) parts() []access.Part {
	choices := 0
	for _, r := range l.rows {
		if _, ok := r.(choice); ok {
			choices++
		}
	}
	parts := make([]access.Part, len(l.rows))
	nth := 0
	for i, r := range l.rows {
		p := access.Part{Key: r.key(), At: fyne.NewPos(0, l.cardTop(i)), Size: fyne.NewSize(l.set.width, l.rowHeight(i))}
		switch r := r.(type) {
		case choice:
			nth++
			p.Node, p.Focus = l.describeChoice(r), func() { l.focusKey(r.key()) }
			p.Node.Position, p.Node.Count = nth, choices
		case *message:
			p.Node = l.describeMessage(r)
		}
		parts[i] = p
	}
	return parts
}

// describeChoice says what a row is, what can be done with it, and that its menu has a button.
func (l *list) describeChoice(r choice) access.Node {
	n := r.describe()
	n.Actions = []access.Action{{Name: "open", Do: func() { l.goTo(place{r.key(), l.offset}); r.open(l.actions) }}}
	if r.removable() {
		n.Actions = append(n.Actions, access.Action{Name: "remove", Keys: "Delete", Do: func() { r.remove(l.actions) }})
	}
	if r.menu() == "" {
		return n
	}
	open := func() {
		if c := l.focusMenu(r.key()); c != nil {
			c.openMenu()
		}
	}
	n.Actions = append(n.Actions, access.Action{Name: "menu", Description: r.menu(), Do: open})
	n.Parts = func() []access.Part {
		side := l.set.target + 2*ringSpace
		return []access.Part{{
			Key: buttonKey{r.key(), r.menu()}, At: r.menuAt(l.set), Size: fyne.NewSquareSize(side),
			Node:  access.Node{Role: access.Button, Name: r.menu(), States: access.Expandable, Actions: access.Press(open)},
			Focus: func() { l.focusMenu(r.key()) },
		}}
	}
	return n
}

// describeMessage says what a message is, with its words and its buttons below it.
func (l *list) describeMessage(r *message) access.Node {
	n := r.describe()
	n.Parts = func() []access.Part {
		plan := r.plan(l.set)
		var parts []access.Part
		if n.Role != access.Status {
			parts = r.wordParts(plan, l.set.width)
		}
		for _, b := range plan.buttons {
			parts = append(parts, access.Part{
				Key: buttonKey{r.key(), b.button.Name}, At: b.at, Size: b.button.MinSize(), Node: b.button.Describe(),
				Focus: func() { l.focusButton(r.key(), b.button) },
			})
		}
		return parts
	}
	return n
}

// wordParts are the title and the text of a message, each read by itself.
func (r *message) wordParts(p plan, width float32) []access.Part {
	title, text := access.Part{Key: titleOfMessage}, access.Part{Key: textOfMessage}
	title.Node = access.Node{Role: access.Heading, Name: r.title.Text, Level: 2, Text: &access.Text{Content: r.title.Text}}
	text.Node = access.Node{Role: access.Label, Name: r.text.Text, Text: &access.Text{Content: r.text.Text}}
	for _, line := range p.texts {
		part := &text
		if line.style == r.title.Style {
			part = &title
		}
		if part.Size.Height == 0 {
			part.At = line.at
		}
		part.Size = fyne.NewSize(width-line.at.X, line.at.Y+line.high-part.At.Y)
	}
	return []access.Part{title, text}
}

// A messagePart is what the words of a message are known by.
type messagePart int

const (
	titleOfMessage messagePart = iota
	textOfMessage
)

// focusKey puts the focus on the row with a key.
func (l *list) focusKey(key rowKey) {
	if i, ok := l.find(key); ok {
		l.focusRow(i)
	}
}

// focusMenu puts the focus on the button of a row's menu, and gives the row's card; nil where that has gone.
func (l *list) focusMenu(key rowKey) *card {
	i, ok := l.find(key)
	if !ok {
		return nil
	}
	l.focusRow(i)
	c, ok := l.focusable(i).(*card)
	if !ok {
		return nil
	}
	l.focusButton(key, c.more)
	return c
}

// focusButton puts the focus on a button of the row with a key.
func (l *list) focusButton(key rowKey, b *rowButton) {
	l.focusKey(key)
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		c.Focus(b)
	}
}
