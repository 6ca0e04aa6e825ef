//go:build linux

package atspi

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
	"github.com/godbus/dbus/v5"

	"alongside/app/access"
)

// listed reports whether the registry lists a program.
func (d *desk) listed() bool {
	bus := d.bus()
	defer bus.Close()
	var programs []reference
	err := bus.Object(registryName, rootPath).Call(accessible+".GetChildren", 0).Store(&programs)
	return err == nil && len(programs) > 0
}

// set sets a property of the desktop's accessibility status.
func (d *desk) set(property string, on bool) {
	d.t.Helper()
	session := d.session()
	defer session.Close()
	launcher := session.Object(launcherName, launcherPath)
	if call := launcher.Call(properties+".Set", 0, statusFace, property, dbus.MakeVariant(on)); call.Err != nil {
		d.t.Fatal(call.Err)
	}
}

func TestNobodyListensWhileNoReaderIsWanted(t *testing.T) {
	d := newDesk(t)
	tree := show(t, widget.NewLabel("Soup"), Options{})
	time.Sleep(500 * time.Millisecond)
	if tree.Heard() {
		t.Error("the tree is listened to")
	}
	if d.listed() {
		t.Error("the program is listed")
	}
}

func TestTheProgramComesAndGoesWithTheReader(t *testing.T) {
	d := newDesk(t)
	tree := show(t, widget.NewLabel("Soup"), Options{})
	d.set("ScreenReaderEnabled", true)
	d.until("the program is listed", d.listed)
	d.set("ScreenReaderEnabled", false)
	d.set("IsEnabled", false) // the first switches this on as well, and leaves it on
	d.until("nobody listens", func() bool { return !tree.Heard() })
	d.until("the program is listed no more", func() bool { return !d.listed() })
}

func TestTheProgramIsFoundAgainWhenTheBusesAreStartedAnew(t *testing.T) {
	d := newDesk(t)
	show(t, widget.NewLabel("Soup"), Options{Always: true})
	d.find()
	d.stop()
	d.start()
	d.find().named("Soup")
}

func TestTheProgramIsListedAgainWhenTheRegistryIsStartedAnew(t *testing.T) {
	d := newDesk(t)
	show(t, widget.NewLabel("Soup"), Options{Always: true})
	c := d.find()
	owner := func() (name string) {
		c.bus.BusObject().Call(dbusName+".GetNameOwner", 0, registryName).Store(&name)
		return name
	}
	was := owner()
	var pid uint32
	if err := c.bus.BusObject().Call(dbusName+".GetConnectionUnixProcessID", 0, was).Store(&pid); err != nil {
		t.Fatal(err)
	}
	syscall.Kill(int(pid), syscall.SIGKILL)
	d.until("the registry has gone", func() bool { return owner() != was })
	d.find().named("Soup")
}

func TestWhatHasGoneAnswersAsSuch(t *testing.T) {
	d := newDesk(t)
	box := container.NewVBox(widget.NewLabel("Soup"), widget.NewLabel("Salad"))
	tree := show(t, box, Options{Always: true})
	c := d.find()
	salad := c.named("Salad")
	tree.Do(func() { box.Remove(box.Objects[1]) })
	d.until("the element is defunct", func() bool {
		return c.states(salad).has(stateDefunct)
	})
	err := c.bus.Object(salad.Name, salad.Path).Call(component+".GetExtents", 0, uint32(0)).Err
	if err == nil || !strings.Contains(err.Error(), "is no more") {
		t.Errorf("asked where it stands, it answers %v", err)
	}
}

func TestCallsAreAnsweredWhileTheWindowIsBusy(t *testing.T) {
	d := newDesk(t)
	tree := access.NewTree("Recipes", drawing(t))
	serve(t, tree, kitchen(tree, &keyboard{tree: tree}), Options{Always: true})
	c := d.find()
	page := c.named("Recipe")
	release := make(chan struct{})
	tree.Do(func() { <-release })
	defer close(release)
	began := time.Now()
	var children []reference
	c.call(page, accessible+".GetChildren", nil, &children)
	var done bool
	c.call(c.named("Cook"), actions+".DoAction", []any{int32(0)}, &done)
	if took := time.Since(began); took > patience {
		t.Errorf("the answers took %v", took)
	}
}

func TestAFloodOfPlacesOutsideTheTextHarmsNothing(t *testing.T) {
	d := newDesk(t)
	tree := access.NewTree("Recipes", drawing(t))
	serve(t, tree, kitchen(tree, &keyboard{tree: tree}), Options{Always: true})
	c := d.find()
	var paragraphs []reference
	c.call(c.named("Recipe"), accessible+".GetChildren", nil, &paragraphs)
	objects := append(paragraphs, c.named("Guests"))
	places := []int32{math.MinInt32, -2, -1, 0, 1, 37, 38, 1000, math.MaxInt32}
	answers := make(chan *dbus.Call, 4096)
	sent := 0
	ask := func(o reference, method string, arguments ...any) {
		c.bus.Object(o.Name, o.Path).Go(texts+"."+method, 0, answers, arguments...)
		if sent++; sent%1000 == 0 { // no more at a time than a client of this library can wait for
			for range 1000 {
				<-answers
			}
		}
	}
	for _, o := range objects {
		for _, a := range places {
			for _, b := range places {
				ask(o, "GetText", a, b)
				ask(o, "SetSelection", int32(0), a, b)
				ask(o, "GetRangeExtents", a, b, uint32(1))
				ask(o, "GetStringAtOffset", a, uint32(b))
				ask(o, "GetTextAtOffset", a, uint32(b&7))
				ask(o, "GetTextBeforeOffset", a, uint32(b&7))
				ask(o, "GetTextAfterOffset", a, uint32(b&7))
				ask(o, "GetOffsetAtPoint", a, b, uint32(0))
			}
			ask(o, "SetCaretOffset", a)
			ask(o, "GetAttributeRun", a, true)
			ask(o, "GetCharacterExtents", a, uint32(0))
			ask(o, "GetCharacterAtOffset", a)
			ask(o, "RemoveSelection", a)
		}
	}
	drawn := make(chan struct{})
	tree.Do(func() { close(drawn) })
	select {
	case <-drawn:
	case <-time.After(2 * time.Second):
		t.Fatal("the goroutine that draws does not answer")
	}
	var name string
	c.call(c.named("Guests"), accessible+".GetRoleName", nil, &name)
	if name != "entry" {
		t.Errorf("afterwards the entry is %q", name)
	}
}

// An ear keeps the signals that programs send to readers.
type ear struct {
	mu    sync.Mutex
	heard []string
}

// listen hears all events of the program from now on.
func (c *client) listen() *ear {
	c.d.t.Helper()
	e := &ear{}
	signals := make(chan *dbus.Signal, 1000)
	c.bus.Signal(signals)
	if err := c.bus.AddMatchSignal(dbus.WithMatchSender(c.root.Name)); err != nil {
		c.d.t.Fatal(err)
	}
	go func() {
		for s := range signals {
			name, found := strings.CutPrefix(s.Name, "org.a11y.atspi.Event.")
			if !found || len(s.Body) != 5 {
				continue
			}
			v, _ := s.Body[3].(dbus.Variant)
			what := fmt.Sprintf("%s %v %v", name, s.Body[0], s.Body[1])
			if text, ok := v.Value().(string); ok {
				what += " " + text
			}
			e.mu.Lock()
			e.heard = append(e.heard, what)
			e.mu.Unlock()
		}
	}()
	return e
}

// listenOn hears all events of the program from when what has happened before is told.
func (c *client) listenOn(tree *access.Tree) *ear {
	c.d.t.Helper()
	e := c.listen()
	tree.Announce("From here", access.Polite)
	e.waitFor(c.d, "Object.StateChanged showing 1")
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard = nil
	return e
}

// waitFor waits for an event and gives all up to it.
func (e *ear) waitFor(d *desk, what string) []string {
	d.t.Helper()
	var upTo []string
	d.until("readers hear "+what, func() bool {
		e.mu.Lock()
		defer e.mu.Unlock()
		i := slices.Index(e.heard, what)
		if i >= 0 {
			upTo = slices.Clone(e.heard[:i+1])
		}
		return i >= 0
	})
	return upTo
}

func TestTheCaretIsToldBeforeTheFocusOfAnotherParagraph(t *testing.T) {
	d := newDesk(t)
	tree := access.NewTree("Recipes", drawing(t))
	page := newPage(&keyboard{tree: tree}, "Recipe", "Add water.", "Serve hot.")
	serve(t, tree, page, Options{Always: true})
	c := d.find()
	var done bool
	var paragraphs []reference
	c.call(c.named("Recipe"), accessible+".GetChildren", nil, &paragraphs)
	c.call(c.named("Recipe"), component+".GrabFocus", nil, &done)
	d.until("the first paragraph has the focus", func() bool {
		return c.states(paragraphs[0]).has(stateFocused)
	})
	e := c.listenOn(tree)
	tree.Do(func() { page.to(len("Add water.")) })
	got := e.waitFor(d, "Object.StateChanged focused 1")
	if want := []string{"Object.TextCaretMoved  0", "Object.StateChanged focused 0", "Object.StateChanged focused 1"}; !slices.Equal(got, want) {
		t.Errorf("readers hear %q, want %q", got, want)
	}
}

func TestAReaderThatListensForAnnouncementsHearsThemAsSuch(t *testing.T) {
	d := newDesk(t)
	tree := show(t, widget.NewLabel("Soup"), Options{Always: true})
	c := d.find()
	c.named("Soup")
	e := c.listenOn(tree)
	if err := c.bus.Object(registryName, registryPath).Call(registryFace+".RegisterEvent", 0, "object:announcement").Err; err != nil {
		t.Fatal(err)
	}
	d.until("the announcement is heard", func() bool {
		tree.Announce("It is ready", access.Assertive)
		time.Sleep(50 * time.Millisecond)
		e.mu.Lock()
		defer e.mu.Unlock()
		return slices.Contains(e.heard, "Object.Announcement  2 It is ready")
	})
}

func TestAReaderThatDoesNotIsShownANotification(t *testing.T) {
	d := newDesk(t)
	tree := show(t, widget.NewLabel("Soup"), Options{Always: true})
	c := d.find()
	c.named("Soup")
	e := c.listenOn(tree)
	tree.Announce("It is ready", access.Polite)
	if got := e.waitFor(d, "Object.StateChanged showing 1"); len(got) != 1 {
		t.Errorf("readers hear %q as well", got[:len(got)-1])
	}
}

func TestAnAlertIsSaidWhereverItAppears(t *testing.T) {
	d := newDesk(t)
	box := container.NewVBox(widget.NewLabel("Soup"))
	tree := show(t, box, Options{Always: true})
	c := d.find()
	c.named("Soup")
	e := c.listenOn(tree)
	tree.Do(func() { box.Add(newNotice("The soup has burned")) })
	e.waitFor(d, "Object.StateChanged showing 1")
}

// A standing says how things stand.
type standing struct {
	widget.BaseWidget
	words string
}

func (s *standing) Describe() access.Node { return access.Node{Role: access.Status, Name: s.words} }

func (s *standing) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewText(s.words, nil))
}

func TestAStatusThatChangesItsWordsIsSaid(t *testing.T) {
	d := newDesk(t)
	s := &standing{words: "3 of 10"}
	s.ExtendBaseWidget(s)
	tree := show(t, container.NewVBox(s), Options{Always: true})
	c := d.find()
	c.named("3 of 10")
	e := c.listenOn(tree)
	tree.Do(func() { s.words = "4 of 10" })
	if got := e.waitFor(d, "Object.StateChanged showing 1"); got[0] != "Object.PropertyChange accessible-name 0 4 of 10" {
		t.Errorf("readers first hear %q", got[0])
	}
}

func TestReadersThatWereNotToldOfAllHearHowThingsStand(t *testing.T) {
	d := newDesk(t)
	tree := show(t, widget.NewLabel("Soup"), Options{Always: true})
	c := d.find()
	c.named("Soup")
	b := &bridge{tree: tree, bus: c.bus, name: c.bus.Names()[0]}
	e := (&client{d: d, bus: d.bus(), root: reference{b.name, rootPath}}).listen()
	(&teller{b: b}).resync(tree.Snapshot())
	want := []string{"Object.ChildrenChanged remove 0", "Object.ChildrenChanged add 0", "Window.Activate  0 Kitchen", "Object.StateChanged active 1"}
	if got := e.waitFor(d, "Object.StateChanged active 1"); !slices.Equal(got, want) {
		t.Errorf("readers hear %q, want %q", got, want)
	}
}
