package atspi

import (
	"context"
	"slices"

	"github.com/godbus/dbus/v5"

	"alongside/app/access"
	"alongside/app/access/atspi/offset"
)

// The interfaces of signals.
const (
	ofObjects = "org.a11y.atspi.Event.Object."
	ofWindows = "org.a11y.atspi.Event.Window."
	ofCache   = "org.a11y.atspi.Cache."
)

// A notice is a signal to readers, of the form that all events on the bus have.
type notice struct {
	from   dbus.ObjectPath
	name   string
	detail string
	first  int32
	second int32
	value  any
}

// send sends what is in the queue until the context ends.
func (b *bridge) send(ctx context.Context) {
	t := teller{b: b}
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.queue.more:
		}
		for _, item := range b.queue.take() {
			if ctx.Err() != nil {
				return
			}
			switch item := item.(type) {
			case access.Change:
				t.tell(item)
			case resync:
				t.resync(item.now)
			case access.Key:
				b.report(ctx, item)
			}
		}
	}
}

// A teller tells readers what changes. Only the goroutine that sends uses it.
type teller struct {
	b       *bridge
	showing map[access.ID]bool // what readers know to be in sight
}

func (t *teller) emit(n notice) {
	if n.value == nil {
		n.value = int32(0)
	}
	// A connection that fails ends by itself, and with it the bridge.
	_ = t.b.bus.Emit(n.from, n.name, n.detail, n.first, n.second, dbus.MakeVariant(n.value), map[string]dbus.Variant{})
}

func (t *teller) object(e *access.Element, name, detail string, first, second int32, v any) {
	t.emit(notice{pathOf(e.ID), ofObjects + name, detail, first, second, v})
}

func (t *teller) state(e *access.Element, name string, on int32) {
	t.object(e, "StateChanged", name, on, 0, nil)
}

func (t *teller) window(e *access.Element, name string) {
	t.emit(notice{from: pathOf(e.ID), name: ofWindows + name, value: offset.Clean(e.Name)})
}

// tell tells of one look. What is in sight is told before where the focus is: readers say nothing of what they take to be
// out of sight.
func (t *teller) tell(c access.Change) {
	events := arranged(c)
	i := 0
	for ; i < len(events) && !concernsFocus(events[i].Kind); i++ {
		t.event(c, events[i])
	}
	t.sight(c)
	for _, e := range events[i:] {
		t.event(c, e)
	}
}

func concernsFocus(k access.EventKind) bool {
	switch k {
	case access.Lost, access.Gained, access.CurrentMoved, access.CaretMoved, access.Selecting, access.Announced:
		return true
	}
	return false
}

// arranged is the events of a look in the order that readers need. Where the caret of a document goes from one paragraph to
// another they say the line, word or letter that it has come to if they hear of the caret first, and the whole paragraph if
// they hear of the focus first, as they are to where the reader has gone to the paragraph as a whole.
func arranged(c access.Change) []access.Event {
	i := slices.IndexFunc(c.Events, func(e access.Event) bool { return concernsFocus(e.Kind) })
	was, now := c.Before.Focused(), c.Now.Focused()
	if i < 0 || was == nil || now == nil || was.ID == now.ID || was.Parent != now.Parent {
		return c.Events
	}
	if owner := c.Now.Parent(now); owner == nil || owner.Role != access.Document || owner.Whole {
		return c.Events
	}
	events := slices.Clone(c.Events)
	slices.SortStableFunc(events[i:], func(a, b access.Event) int { return order(a.Kind) - order(b.Kind) })
	return events
}

func order(k access.EventKind) int {
	if k == access.CaretMoved {
		return 0
	}
	return 1
}

// event tells of one thing that changed.
func (t *teller) event(c access.Change, e access.Event) {
	switch e.Kind {
	case access.Added:
		t.added(c.Now, e)
	case access.Removed:
		t.removed(c.Before, e)
	case access.Revised:
		t.revised(e.Element)
	case access.Activated:
		t.window(e.Element, "Activate")
		t.state(e.Element, "active", 1)
	case access.Deactivated:
		t.state(e.Element, "active", 0)
		t.window(e.Element, "Deactivate")
	case access.Gained:
		t.state(e.Element, "focused", 1)
	case access.Lost:
		t.state(e.Element, "focused", 0)
	case access.CurrentMoved:
		t.current(c, e)
	case access.Announced:
		t.say(e.Element, e.Text, e.Urgency)
	case access.Moved: // sight tells what follows from it
	default:
		t.property(c, e)
	}
}

// property tells of something that changed within an element.
func (t *teller) property(c access.Change, e access.Event) {
	switch e.Kind {
	case access.Renamed:
		t.object(e.Element, "PropertyChange", "accessible-name", 0, 0, offset.Clean(e.Text))
		t.sayAnew(c.Now, e.Element)
	case access.Redescribed:
		t.object(e.Element, "PropertyChange", "accessible-description", 0, 0, offset.Clean(e.Text))
	case access.ValueChanged:
		t.value(c, e.Element)
	case access.StateOn, access.StateOff:
		t.states(c, e.Element)
	default:
		t.text(c, e)
	}
}

func (t *teller) value(c access.Change, e *access.Element) {
	if hasNumber(e) {
		t.object(e, "PropertyChange", "accessible-value", 0, 0, e.Value.Now)
		return
	}
	was := c.Before.Element(e.ID)
	if now := textOf(e); e.Text == nil && now != nil && was != nil && textOf(was) != nil {
		t.replaced(e, textOf(was).Content, now.Content)
	}
}

// replaced tells that all of a text is another.
func (t *teller) replaced(e *access.Element, was, now string) {
	if was != "" {
		t.object(e, "TextChanged", "delete", 0, offset.Count(was), offset.Clean(was))
	}
	if now != "" {
		t.object(e, "TextChanged", "insert", 0, offset.Count(now), offset.Clean(now))
	}
}

// states tells in which states an element is now, and in which no more.
func (t *teller) states(c access.Change, e *access.Element) {
	was := c.Before.Element(e.ID)
	if was == nil {
		return
	}
	for _, change := range stateChanges(plainStates(was, was.Node.States), plainStates(e, e.Node.States)) {
		t.state(e, change.name, change.on)
		if change.name == "selected" && c.Now.Parent(e) != nil {
			t.object(c.Now.Parent(e), "SelectionChanged", "", 0, 0, nil)
		}
	}
}

// text tells what changed in a text, or where its caret is.
func (t *teller) text(c access.Change, e access.Event) {
	now := textOf(e.Element)
	if now == nil {
		return
	}
	switch e.Kind {
	case access.TextRemoved:
		content := now.Content
		if was := c.Before.Element(e.Element.ID); was != nil && was.Text != nil {
			content = was.Text.Content
		}
		t.object(e.Element, "TextChanged", "delete", offset.FromByte(content, e.At), offset.Count(e.Text), offset.Clean(e.Text))
	case access.TextInserted:
		t.object(e.Element, "TextChanged", "insert", offset.FromByte(now.Content, e.At), offset.Count(e.Text), offset.Clean(e.Text))
	case access.CaretMoved:
		t.object(e.Element, "TextCaretMoved", "", offset.FromByte(now.Content, e.At), 0, nil)
	case access.Selecting:
		t.object(e.Element, "TextSelectionChanged", "", 0, 0, nil)
	}
}

// current tells which item of a list would have the focus.
func (t *teller) current(c access.Change, e access.Event) {
	if e.Element.Role == access.Document {
		return
	}
	if owner := c.Before.Element(e.Element.ID); owner != nil {
		if was := c.Before.Current(owner); was != nil && was.Role == access.ListItem && c.Now.Element(was.ID) != nil {
			t.state(was, "selected", 0)
		}
	}
	if e.Child.Role == access.ListItem {
		t.state(e.Child, "selected", 1)
	}
	t.object(e.Element, "ActiveDescendantChanged", "", int32(e.Child.Index), 0, t.b.referenceTo(e.Child))
}

// added tells of something new.
func (t *teller) added(s *access.Snapshot, e access.Event) {
	item := subject{t.b, s, e.Child}.cacheItem()
	_ = t.b.bus.Emit(cachePath, ofCache+"AddAccessible", item)
	from := dbus.ObjectPath(rootPath)
	if e.Element != nil {
		from = pathOf(e.Element.ID)
	}
	t.emit(notice{from, ofObjects + "ChildrenChanged", "add", int32(e.Child.Index), 0, t.b.referenceTo(e.Child)})
	if e.Element == nil {
		t.window(e.Child, "Create")
	}
	t.sayNew(s, e.Child)
}

// removed tells of something that has gone.
func (t *teller) removed(s *access.Snapshot, e access.Event) {
	if e.Element == nil {
		t.window(e.Child, "Destroy")
	}
	from := dbus.ObjectPath(rootPath)
	if e.Element != nil {
		from = pathOf(e.Element.ID)
	}
	t.emit(notice{from, ofObjects + "ChildrenChanged", "remove", int32(e.Child.Index), 0, t.b.referenceTo(e.Child)})
	t.forget(e.Child, mostForgotten)
}

// mostForgotten is how many of the elements below one that has gone readers are told to forget; they find out about the rest.
const mostForgotten = 200

// forget has readers give up what they keep of an element and of those below it, up to a number of them.
func (t *teller) forget(e *access.Element, most int) int {
	if most <= 0 {
		return 0
	}
	most--
	for _, c := range e.Children {
		most = t.forget(c, most)
	}
	_ = t.b.bus.Emit(cachePath, ofCache+"RemoveAccessible", t.b.referenceTo(e))
	return most
}

// revised tells that the children of an element are others. An index that none can have makes readers ask for all anew.
func (t *teller) revised(e *access.Element) {
	if len(e.Children) > 0 {
		t.object(e, "ChildrenChanged", "add", -1, 0, t.b.referenceTo(e.Children[0]))
	}
}

// resync tells how things stand to readers that have not been told of all that happened.
func (t *teller) resync(now *access.Snapshot) {
	for _, w := range now.Windows {
		t.emit(notice{rootPath, ofObjects + "ChildrenChanged", "remove", int32(w.Index), 0, t.b.referenceTo(w)})
		t.emit(notice{rootPath, ofObjects + "ChildrenChanged", "add", int32(w.Index), 0, t.b.referenceTo(w)})
		if w.States.Has(access.Active) {
			t.window(w, "Activate")
			t.state(w, "active", 1)
		}
	}
	t.showing = inSight(now)
	if e := now.Focused(); e != nil {
		t.state(e, "focused", 1)
	}
}
