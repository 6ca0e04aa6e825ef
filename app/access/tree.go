package access

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
)

// How often a tree looks at its windows while someone listens: a person is to hear within a tenth of a second what they
// have brought about. Nothing else has to tell the tree that it has changed.
const (
	lookEvery = 40 * time.Millisecond
	restEvery = 500 * time.Millisecond // while no window of the program is the one in use
)

// A Tree is what the windows of a program mean, for whoever listens. While nobody does, it does nothing.
type Tree struct {
	name string
	do   func(func()) // runs its argument on the goroutine that draws, later

	now     atomic.Pointer[Snapshot]
	pending atomic.Bool

	mu        sync.Mutex
	windows   []fyne.Window
	active    fyne.Window
	said      []Event
	listeners map[int]Listener
	nextOne   int
	stop      chan struct{} // ends the watch; nil while nobody listens

	looker looker // used on the goroutine that draws only
}

// A Listener hears what changes. It is called on the goroutine that draws, and must not wait for anything.
type Listener struct {
	Changed func(Change)
	Key     func(Key) // a key was pressed or let go; may be nil
}

// A Key is a key of the keyboard going down or up.
type Key struct {
	Name      fyne.KeyName
	ScanCode  int
	Modifiers fyne.KeyModifier
	Down      bool
	At        time.Time
}

// NewTree makes a tree for a program. do runs its argument on the goroutine that draws, at that goroutine's next turn:
// fyne.Do.
func NewTree(name string, do func(func())) *Tree {
	t := &Tree{name: name, do: do, listeners: map[int]Listener{}}
	t.looker.ids = map[any]ID{}
	t.now.Store(&Snapshot{Name: name})
	return t
}

// AddWindow has the tree look at a window as well.
func (t *Tree) AddWindow(w fyne.Window) {
	t.mu.Lock()
	t.windows = append(t.windows, w)
	t.mu.Unlock()
	t.Refresh()
}

// RemoveWindow has the tree look at a window no more.
func (t *Tree) RemoveWindow(w fyne.Window) {
	t.mu.Lock()
	t.windows = slices.DeleteFunc(t.windows, func(o fyne.Window) bool { return o == w })
	if t.active == w {
		t.active = nil
	}
	t.mu.Unlock()
	t.Refresh()
}

// Activate says which window the keyboard writes to now: nil for none of the program's.
func (t *Tree) Activate(w fyne.Window) {
	t.mu.Lock()
	t.active = w
	t.mu.Unlock()
	t.Refresh()
}

// Announce has something said that is not on the screen, or not where one is.
func (t *Tree) Announce(text string, urgency Urgency) {
	t.mu.Lock()
	if len(t.listeners) > 0 && text != "" {
		t.said = append(t.said, Event{Kind: Announced, Text: text, Urgency: urgency})
	}
	t.mu.Unlock()
	t.Refresh()
}

// Key tells listeners of a key. It is to be called for every key, whatever has the focus. What the key brings about is looked
// at right afterwards, so that it is told of before the next key.
func (t *Tree) Key(k Key) {
	for _, l := range t.all() {
		if l.Key != nil {
			l.Key(k)
		}
	}
	t.Refresh()
}

// Do runs something on the goroutine that draws, at its next turn.
func (t *Tree) Do(f func()) {
	t.do(func() {
		f()
		t.Refresh()
	})
}

// Snapshot is what the windows held when the tree last looked. It may be called on any goroutine.
func (t *Tree) Snapshot() *Snapshot { return t.now.Load() }

// Listen has a listener told of all that changes from now on, until stop is called. The first change it hears of is from an
// empty screen.
func (t *Tree) Listen(l Listener) (stop func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := t.nextOne
	t.nextOne++
	t.listeners[n] = l
	if t.stop == nil {
		t.now.Store(&Snapshot{Name: t.name})
		t.stop = make(chan struct{})
		go t.watch(t.stop)
	}
	return sync.OnceFunc(func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		delete(t.listeners, n)
		if len(t.listeners) == 0 {
			close(t.stop)
			t.stop, t.said = nil, nil
		}
	})
}

// Heard reports whether anyone listens.
func (t *Tree) Heard() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.listeners) > 0
}

func (t *Tree) all() []Listener {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := make([]Listener, 0, len(t.listeners))
	for _, l := range t.listeners {
		all = append(all, l)
	}
	return all
}

// watch looks again and again until it is stopped.
func (t *Tree) watch(stop <-chan struct{}) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-stop:
			return
		case <-timer.C:
		}
		t.Refresh()
		t.mu.Lock()
		every := restEvery
		if t.active != nil {
			every = lookEvery
		}
		t.mu.Unlock()
		timer.Reset(every)
	}
}

// Refresh has the tree look soon, if anyone listens. It is cheap, and may be called on any goroutine.
func (t *Tree) Refresh() {
	if t.Heard() && t.pending.CompareAndSwap(false, true) {
		t.do(t.look)
	}
}

// look tells the listeners what is otherwise than at the last look.
func (t *Tree) look() {
	t.pending.Store(false)
	before := t.now.Load()
	now := t.Look()
	events := differences(before, now)
	t.mu.Lock()
	said := t.said
	t.said = nil
	t.mu.Unlock()
	for _, e := range said {
		e.Element = now.announcer()
		if e.Element != nil {
			events = append(events, e)
		}
	}
	if len(events) == 0 {
		return
	}
	for _, l := range t.all() {
		l.Changed(Change{Before: before, Now: now, Events: events})
	}
}

// announcer is what says things: the window in use, else the first.
func (s *Snapshot) announcer() *Element {
	for _, w := range s.Windows {
		if w.Node.States.Has(Active) {
			return w
		}
	}
	if len(s.Windows) > 0 {
		return s.Windows[0]
	}
	return nil
}

// Look looks at the windows at once. It is to be called on the goroutine that draws.
func (t *Tree) Look() *Snapshot {
	t.mu.Lock()
	windows, active := slices.Clone(t.windows), t.active
	t.mu.Unlock()
	now := t.looker.look(t.name, windows, active, t.now.Load())
	t.now.Store(now)
	return now
}

// Focus gives an element the focus; it reports false where it cannot have it.
func (t *Tree) Focus(e *Element) bool {
	if e == nil || e.focus == nil {
		return false
	}
	t.Do(e.focus)
	return true
}
