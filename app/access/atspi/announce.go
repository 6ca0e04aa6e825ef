package atspi

import (
	"context"
	"strings"
	"sync"
	"time"

	"alongside/app/access"
	"alongside/app/access/atspi/offset"
)

// Readers of at-spi2-core 2.49 and later listen for announcements as such. Those before say what notifications hold when one
// is shown; for these there is a notification for a moment, which no window shows.

// announcements are the notifications that are there for a moment.
type announcements struct {
	mu   sync.Mutex
	last access.ID
	all  map[access.ID]*access.Element
}

// firstSaid is beyond all IDs that a tree gives.
const firstSaid access.ID = 1 << 62

// sayFor is how long a notification is there: time enough for a reader that is behind to ask for its words.
const sayFor = 10 * time.Second

// add makes a notification in a window. Its words are a label's, since braille displays are sent only those.
func (a *announcements) add(window *access.Element, words string) *access.Element {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.last += 2
	e := &access.Element{
		Node: access.Node{Role: notification}, ID: firstSaid + a.last,
		Parent: window.ID, Index: len(window.Children), Area: window.Area,
	}
	label := &access.Element{
		Node: access.Node{Role: access.Label, Name: words}, ID: e.ID + 1, Parent: e.ID, Area: window.Area,
	}
	e.Children = []*access.Element{label}
	if a.all == nil {
		a.all = map[access.ID]*access.Element{}
	}
	a.all[e.ID], a.all[label.ID] = e, label
	return e
}

func (a *announcements) remove(e *access.Element) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.all, e.ID)
	for _, c := range e.Children {
		delete(a.all, c.ID)
	}
}

func (a *announcements) element(id access.ID) *access.Element {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.all[id]
}

// askListeners finds out from the registry whether someone listens for announcements.
func (b *bridge) askListeners(ctx context.Context) {
	ctx, stop := context.WithTimeout(ctx, answerWithin)
	defer stop()
	var events []struct{ Listener, Event string }
	call := b.bus.Object(registryName, registryPath).CallWithContext(ctx, registryFace+".GetRegisteredEvents", 0)
	if call.Store(&events) != nil {
		return
	}
	takes := false
	for _, e := range events {
		takes = takes || strings.HasPrefix(strings.ToLower(e.Event), "object:announcement")
	}
	b.takesAnnounced.Store(takes)
}

// say has words said.
func (t *teller) say(window *access.Element, words string, urgency access.Urgency) {
	words = offset.Clean(words)
	if words == "" {
		return
	}
	if t.b.takesAnnounced.Load() {
		t.object(window, "Announcement", "", 1+int32(urgency), 0, words)
		return
	}
	e := t.b.said.add(window, words)
	t.state(e, "showing", 1)
	time.AfterFunc(sayFor, func() {
		t.state(e, "showing", 0)
		t.b.said.remove(e)
		t.forget(e, mostForgotten)
	})
}

// sayNew says what a notice holds that has appeared: readers do not do so by themselves. Something wrong is said wherever it
// lies in what has appeared; how things stand only if nothing else came with it, since a whole new screen is read anyway.
func (t *teller) sayNew(s *access.Snapshot, e *access.Element) {
	if e.Role == access.Status {
		t.say(s.Window(e), wordsOf(e), access.Polite)
		return
	}
	t.sayAlerts(s, e)
}

func (t *teller) sayAlerts(s *access.Snapshot, e *access.Element) {
	if e.Role == access.Alert {
		t.say(s.Window(e), wordsOf(e), access.Assertive)
		return
	}
	for _, c := range e.Children {
		t.sayAlerts(s, c)
	}
}

// sayAnew says a notice whose words are others.
func (t *teller) sayAnew(s *access.Snapshot, e *access.Element) {
	if e.Name != "" && (e.Role == access.Alert || e.Role == access.Status) {
		t.sayNew(s, e)
	}
}

// wordsOf are the words of a notice: its name, or what is read in it.
func wordsOf(e *access.Element) string {
	if e.Name != "" {
		return strings.TrimSpace(e.Name + " " + e.Description)
	}
	var words []string
	for _, c := range e.Children {
		if c.Role == access.Label || c.Role == access.Heading {
			words = append(words, c.Name)
		}
	}
	return strings.Join(words, " ")
}
