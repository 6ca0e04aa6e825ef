package access

import (
	"strings"
	"unicode/utf8"
)

// difference collects what is otherwise in one snapshot than in the one before.
type difference struct {
	was, now *Snapshot
	events   []Event
	moved    bool // something in the window that is being compared stands elsewhere
}

// differences are the events that lead from one snapshot to the next: windows first, then what came and went, what changed,
// and last the focus and the caret, since a reader speaks of these and has to find the rest as it is by then.
func differences(was, now *Snapshot) []Event {
	d := &difference{was: was, now: now}
	d.windows()
	for _, w := range now.Windows {
		if old := was.Element(w.ID); old != nil {
			d.moved = false
			d.compare(old, w)
			if d.moved {
				d.add(Event{Kind: Moved, Element: w})
			}
		}
	}
	d.focus()
	return d.events
}

func (d *difference) add(e Event) { d.events = append(d.events, e) }

func (d *difference) windows() {
	for _, w := range d.was.Windows {
		if d.now.Element(w.ID) == nil {
			d.add(Event{Kind: Removed, Child: w})
		} else if w.Node.States.Has(Active) && !d.now.Element(w.ID).Node.States.Has(Active) {
			d.add(Event{Kind: Deactivated, Element: d.now.Element(w.ID)})
		}
	}
	for _, w := range d.now.Windows {
		old := d.was.Element(w.ID)
		if old == nil {
			d.add(Event{Kind: Added, Child: w})
		}
		if w.Node.States.Has(Active) && (old == nil || !old.Node.States.Has(Active)) {
			d.add(Event{Kind: Activated, Element: w})
		}
	}
}

// compare tells what is otherwise with an element and all below it.
func (d *difference) compare(was, now *Element) {
	if was == now {
		return
	}
	d.own(was, now)
	d.moved = d.moved || was.Area != now.Area || was.Offset != now.Offset
	if same(was.Children, now.Children) {
		return
	}
	d.children(was, now)
	for _, c := range now.Children {
		if old := d.was.Element(c.ID); old != nil && old != c {
			d.compare(old, c)
		}
	}
}

// same reports whether two lists are one and the same: parts that were kept.
func same(a, b []*Element) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// many is the number of children that came or went from which on they are told of as one.
const many = 60

// children tells what came and went below an element.
func (d *difference) children(was, now *Element) {
	there, kept := map[ID]bool{}, map[ID]bool{}
	for _, c := range was.Children {
		there[c.ID] = true
	}
	var changes []Event
	for _, c := range now.Children {
		kept[c.ID] = true
	}
	for i := len(was.Children) - 1; i >= 0; i-- { // from the end, so that the indexes before it hold
		if c := was.Children[i]; !kept[c.ID] {
			changes = append(changes, Event{Kind: Removed, Element: now, Child: c})
		}
	}
	for _, c := range now.Children {
		if !there[c.ID] {
			changes = append(changes, Event{Kind: Added, Element: now, Child: c})
		}
	}
	if len(changes) > many {
		changes = []Event{{Kind: Revised, Element: now}}
	}
	d.events = append(d.events, changes...)
}

// own tells what is otherwise with an element itself.
func (d *difference) own(was, now *Element) {
	if was.Name != now.Name {
		d.add(Event{Kind: Renamed, Element: now, Text: now.Name})
	}
	if was.Description != now.Description {
		d.add(Event{Kind: Redescribed, Element: now, Text: now.Description})
	}
	d.states(was, now)
	d.text(was, now)
	if changed(was.Value, now.Value) {
		d.add(Event{Kind: ValueChanged, Element: now})
	}
}

func changed(was, now *Value) bool {
	if was == nil || now == nil {
		return now != nil && was != now
	}
	return was.Now != now.Now || was.Text != now.Text
}

func (d *difference) states(was, now *Element) {
	on := now.Node.States &^ was.Node.States
	off := was.Node.States &^ now.Node.States
	for s := States(1); s != 0 && s <= on|off; s <<= 1 {
		switch {
		case s == Active: // windows tell
		case on.Has(s):
			d.add(Event{Kind: StateOn, Element: now, State: s})
		case off.Has(s):
			d.add(Event{Kind: StateOff, Element: now, State: s})
		}
	}
}

// text tells what was taken out of a text and what was put in, as one stretch each.
func (d *difference) text(was, now *Element) {
	if was.Text == nil || now.Text == nil || was.Text.Content == now.Text.Content {
		return
	}
	a, b := was.Text.Content, now.Text.Content
	front := commonFront(a, b)
	back := commonBack(a[front:], b[front:])
	if gone := a[front : len(a)-back]; gone != "" {
		d.add(Event{Kind: TextRemoved, Element: now, At: front, Text: gone})
	}
	if come := b[front : len(b)-back]; come != "" {
		d.add(Event{Kind: TextInserted, Element: now, At: front, Text: come})
	}
}

// commonFront is how many bytes two texts have in common at the front, in whole letters.
func commonFront(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && (n < len(a) && !utf8.RuneStart(a[n]) || n < len(b) && !utf8.RuneStart(b[n])) {
		n--
	}
	return n
}

func commonBack(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	for n > 0 && !utf8.RuneStart(a[len(a)-n]) {
		n--
	}
	return n
}

// focus tells where the focus and the caret are, if they have moved. Where that is to be quiet the caret comes first: Orca
// speaks of what gains the focus, but not of what it already follows the caret in.
func (d *difference) focus() {
	was, now := d.was.Focused(), d.now.Focused()
	moved := (was == nil) != (now == nil) || was != nil && was.ID != now.ID
	quiet := now != nil && d.quiet(now)
	if quiet {
		d.caret(was, now)
	}
	if was != nil && moved {
		if still := d.now.Element(was.ID); still != nil {
			d.add(Event{Kind: Lost, Element: still})
		}
	}
	if now == nil {
		return
	}
	if moved {
		if owner := d.now.Parent(now); owner != nil && d.now.Current(owner) == now {
			d.add(Event{Kind: CurrentMoved, Element: owner, Child: now})
		}
		d.add(Event{Kind: Gained, Element: now})
	}
	if !quiet {
		d.caret(was, now)
	}
}

// quiet reports whether an element, or the object that it is a part of, has the focus and caret by itself.
func (d *difference) quiet(e *Element) bool {
	if owner := d.now.Parent(e); owner != nil && d.now.Current(owner) == e {
		return owner.Quiet
	}
	return e.Quiet
}

// caret tells where the caret is in what has the focus.
func (d *difference) caret(was, now *Element) {
	if now.Text == nil {
		return
	}
	at, selected := d.now.Caret(now)
	if was != nil && was.ID == now.ID {
		before, selection := d.was.Caret(was)
		if selection != selected {
			d.add(Event{Kind: Selecting, Element: now})
		}
		if before == at {
			return
		}
	}
	if now.Text.SetCaret != nil || strings.TrimSpace(now.Text.Content) != "" {
		d.add(Event{Kind: CaretMoved, Element: now, At: at})
	}
}
