package library

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"alongside/app/access"
	"alongside/sync/figures"
)

// look is what a program that reads the window finds in it.
func (s *shown) look() *access.Snapshot {
	tree := access.NewTree("Test", func(f func()) { f() })
	tree.AddWindow(s.window)
	tree.Activate(s.window)
	return tree.Look()
}

// find is the element whose name begins with some words; nil where there is none.
func find(in *access.Snapshot, words string) (found *access.Element) {
	in.Walk(func(e *access.Element) bool {
		if found == nil && strings.HasPrefix(e.Name, words) {
			found = e
		}
		return found == nil
	})
	return found
}

// do does what can be done with an element by that name.
func do(t *testing.T, e *access.Element, action string) {
	t.Helper()
	for _, a := range e.Actions {
		if a.Name == action {
			a.Do()
			return
		}
	}
	t.Fatalf("%q cannot be asked to %s", e.Name, action)
}

func TestWhatARowSaysItIs(t *testing.T) {
	cases := []struct {
		name              string
		row               choice
		says, description string
		states            access.States
	}{
		{"a story half read", &storyRow{item: Item{Title: "The Bell", Detail: "KGOU", Status: "1:50 left", Progress: 0.4}}, "The Bell. KGOU. 1:50 left", "40% read", 0},
		{"one not begun", &storyRow{item: Item{Title: "The Bell", Status: "Not begun"}}, "The Bell. Not begun", "", 0},
		{"a finished one", &storyRow{item: Item{Title: "The Bell", Status: "Finished", Progress: 1}}, "The Bell. Finished", "", 0},
		{"one without sound", &storyRow{item: Item{Title: "The Bell", Status: "No sound", Progress: NoBar}}, "The Bell. No sound", "", 0},
		{"one that is being saved", &storyRow{item: Item{Title: "The Bell", Status: "62%", Progress: 0.62, Busy: true}}, "The Bell. 62%", "", access.Busy},
		{"one whose saving stopped", &storyRow{item: Item{Title: "The Bell", Status: "Stopped", Progress: NoBar, Busy: true}}, "The Bell. Stopped", "", 0},
		{"words that were found", &hitRow{hit: Hit{Title: "The Bell", Text: "the bell rang"}}, "The Bell. the bell rang", "", 0},
		{"a title that was found", &hitRow{hit: Hit{Title: "The Bell", Text: "The Bell", Turn: -1}}, "The Bell", "", 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			n := c.row.describe()
			if n.Role != access.ListItem || n.Name != c.says || n.Description != c.description || n.States != c.states {
				t.Errorf("it says %q (%s), role %d, states %b; want %q (%s), states %b", n.Name, n.Description, n.Role, n.States, c.says, c.description, c.states)
			}
		})
	}
}

func TestRowsOutOfSightAreToldToo(t *testing.T) {
	s := show(t, 640, 480, 1, items(200))
	seen := s.look()
	last := find(seen, "Story 200")
	if last == nil || last.Position != 200 || last.Count != 200 || seen.Showing(last) {
		t.Fatalf("of the last row is told %+v, want number 200 of 200, out of sight", last)
	}
	if !seen.Showing(find(seen, "Story 1.")) {
		t.Error("the first row is told to be out of sight")
	}
}

func TestTheFocusGoesWhereAScreenReaderSaysIt(t *testing.T) {
	s := show(t, 640, 480, 1, items(200))
	s.window.Canvas().Focus(s.First())
	for _, want := range []string{"Story 150. Not begun", "More about Story 40", "Story 1. Not begun"} {
		e := find(s.look(), want)
		tree := access.NewTree("Test", func(f func()) { f() })
		if !tree.Focus(e) {
			t.Fatalf("%q cannot be given the focus", want)
		}
		now := s.look()
		if f := now.Focused(); s.focus() != want || f == nil || f.Name != want || !now.Showing(f) {
			t.Errorf("the focus is on %q, and told to be on %+v; want %q, in sight", s.focus(), f, want)
		}
	}
}

func TestWhatCanBeDoneWithARowOutOfSight(t *testing.T) {
	cases := []struct{ element, action, want string }{
		{"Story 150.", "open", "open 150"},
		{"Story 150.", "remove", "remove 150"},
		{"Story 150.", "menu", "menu of 150"},
		{"More about Story 150", "press", "menu of 150"},
	}
	for _, c := range cases {
		t.Run(c.element+" "+c.action, func(t *testing.T) {
			s := show(t, 640, 480, 1, items(200))
			do(t, find(s.look(), c.element), c.action)
			if got := strings.Join(s.asked, ", "); got != c.want {
				t.Errorf("asked for %q, want %q", got, c.want)
			}
		})
	}
}

func TestAMessageIsToldWithItsButtons(t *testing.T) {
	cases := []struct {
		name   string
		show   func(*shown)
		says   string
		role   access.Role
		button string
		asked  string
	}{
		{"an empty library", func(s *shown) { s.SetItems(nil) }, "No stories here yet", access.Group, "Paste a transcript", "paste"},
		{"nothing found", func(s *shown) { s.SetHits("fog", nil) }, "Nothing found for “fog”. Check how it is spelled", access.Status, "Show all stories", "find "},
		{"something found", func(s *shown) { s.SetHits("fog", []Hit{{StoryID: 1, Title: "Fog", Text: "fog"}}) }, "Found in 1 story", access.Status, "Show all stories", "find "},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := show(t, 640, 480, 1, items(3))
			c.show(s)
			seen := s.look()
			e, button := find(seen, c.says), find(seen, c.button)
			if e == nil || e.Role != c.role || button == nil || seen.Parent(button) != e {
				t.Fatalf("told of %+v with %+v, want role %d with %q", e, button, c.role, c.button)
			}
			s.asked = nil
			do(t, button, "press")
			if len(s.asked) == 0 && c.asked != "find " || len(s.asked) > 0 && s.asked[0] != c.asked {
				t.Errorf("the button asked for %q, want %q", s.asked, c.asked)
			}
		})
	}
}

func TestTheListIsReadAnewWhenItIsAnother(t *testing.T) {
	changes := map[string]func(*shown){
		"other rows": func(s *shown) { s.SetItems(items(4)) },
		"a row's status": func(s *shown) {
			s.SetSaving([]Item{{ID: 1, Title: "Story 1", Status: "50%", Progress: 0.5, Busy: true}})
		},
		"another width":   func(s *shown) { s.window.Resize(fyne.NewSize(500, 480)) },
		"a search result": func(s *shown) { s.SetHits("fog", nil) },
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			s := show(t, 640, 480, 1, items(3))
			before := s.list.Describe().Revision
			change(s)
			if s.list.Describe().Revision == before {
				t.Error("what is told of the list would be what was told before")
			}
		})
	}
}

func TestWhatIsBeingSavedIsToldOnceASecond(t *testing.T) {
	s := show(t, 640, 480, 1, items(3))
	began := time.Now()
	before := s.list.revision
	revisions := uint64(0)
	for tick := range 30 {
		s.list.replace(newStoryRow(Item{ID: 1, Title: "Story 1", Status: fmt.Sprintf("%d%%", tick)}, s.list.letters))
		s.list.revise(began.Add(time.Duration(tick) * 100 * time.Millisecond))
		revisions = s.list.revision - before
	}
	if revisions != 3 {
		t.Errorf("in three seconds the list was told anew %d times, want 3", revisions)
	}
}

func TestScrollingDoesNotHaveTheListReadAnew(t *testing.T) {
	s := show(t, 640, 480, 1, items(200))
	before := s.list.Describe()
	s.list.scroll(300)
	after := s.list.Describe()
	if after.Revision != before.Revision || after.Offset.Y != before.Offset.Y-300 {
		t.Errorf("revision %d at %v, then %d at %v", before.Revision, before.Offset, after.Revision, after.Offset)
	}
}

func TestTheFieldForFindingIsReachedWhereItIsSeen(t *testing.T) {
	cases := []struct {
		name         string
		width, scale float32
		first, last  string
	}{
		{"in the buttons' line", 1280, 1, "Find in all stories", "Looks"},
		{"below the buttons", 640, 3, "Feeds", "Find in all stories"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := show(t, c.width, 800, c.scale, items(3))
			canvas := s.window.Canvas().(interface{ FocusNext() })
			var tabbed []string
			for canvas.FocusNext(); !strings.HasPrefix(s.focus(), "Story"); canvas.FocusNext() {
				tabbed = append(tabbed, s.focus())
			}
			var told []string
			for _, e := range find(s.look(), "Library").Children[1:] {
				told = append(told, e.Name)
			}
			if fmt.Sprint(tabbed) != fmt.Sprint(told) || tabbed[0] != c.first || tabbed[len(tabbed)-1] != c.last {
				t.Errorf("Tab goes to %q, and told is %q; want from %q to %q", tabbed, told, c.first, c.last)
			}
		})
	}
}

// BenchmarkDescribe measures how long the drawing goroutine is held up when a screen reader reads a library of years anew,
// and when nothing in it has changed.
func BenchmarkDescribe(b *testing.B) {
	const many = 10_000
	s := show(b, 1280, 800, 1, longItems(many))
	tree := access.NewTree("Test", func(f func()) { f() })
	tree.AddWindow(s.window)
	timed := func() time.Duration {
		began := time.Now()
		tree.Look()
		return time.Since(began)
	}
	tree.Look()
	anew, same := time.Hour, time.Hour
	for range 5 {
		same = min(same, timed())
		s.list.revision++
		anew = min(anew, timed())
	}
	for b.Loop() { // what is measured is measured above
	}
	table := figures.Table{Name: "described", Columns: []string{fmt.Sprintf("%d stories", many), "a look takes"}, Rows: [][]string{
		{"anew", fmt.Sprintf("%.1f ms", 1000*anew.Seconds())},
		{"nothing has changed", fmt.Sprintf("%.1f ms", 1000*same.Seconds())},
	}}
	if err := table.Print(os.Stdout, "../../build/figures.json"); err != nil {
		b.Fatal(err)
	}
}
