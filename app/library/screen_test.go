package library

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"alongside/app/look"
	"alongside/assets"
	"alongside/sync/transcript"
)

// A shown is a screen in a window, and what it asked for.
type shown struct {
	*Screen
	window fyne.Window
	asked  []string
}

// show puts a screen into a window with text of the given scale.
func show(t testing.TB, width, height, scale float32, items []Item) *shown {
	t.Helper()
	app := test.NewTempApp(t)
	app.Settings().SetTheme(look.New(look.Options{
		Look: look.Paper, Text: scale, Control: look.ControlScale(scale, width, height),
		Fonts: look.Fonts{
			Regular: fyne.NewStaticResource("regular.ttf", assets.Font(assets.Regular)),
			Bold:    fyne.NewStaticResource("semibold.ttf", assets.Font(assets.SemiBold)),
		},
	}))
	s := &shown{}
	ask := func(what string, args ...any) { s.asked = append(s.asked, fmt.Sprintf(what, args...)) }
	s.Screen = NewScreen(Actions{
		Open:       func(id int64) { ask("open %d", id) },
		OpenAt:     func(id int64, turn int) { ask("open %d at %d", id, turn) },
		Remove:     func(id int64) { ask("remove %d", id) },
		Add:        func() { ask("add") },
		Paste:      func() { ask("paste") },
		Feeds:      func() { ask("feeds") },
		Find:       func(query string) { ask("find %s", query) },
		ChooseLook: func(fyne.CanvasObject) { ask("look") },
		ChooseMore: func(fyne.CanvasObject) { ask("more") },
		ItemMenu:   func(id int64, _ fyne.CanvasObject) { ask("menu of %d", id) },
		Smaller:    func() { ask("smaller") },
		Larger:     func() { ask("larger") },
	})
	s.window = test.NewTempWindow(t, s.Screen)
	s.window.SetPadded(false)
	s.window.Resize(fyne.NewSize(width, height))
	s.window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { ask("window %s", e.Name) })
	s.SetItems(items)
	return s
}

// press types keys wherever the focus is.
func (s *shown) press(keys ...fyne.KeyName) {
	for _, key := range keys {
		s.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key})
	}
}

// focus is the name of what has the focus, "" for nothing.
func (s *shown) focus() string {
	if f, ok := s.window.Canvas().Focused().(fyne.Accessible); ok {
		return f.AccessibilityLabel()
	}
	return ""
}

// items are stories named "Story 1" and so on, with their number as ID.
func items(n int) []Item {
	out := make([]Item, n)
	for i := range out {
		out[i] = Item{ID: int64(i + 1), Title: fmt.Sprintf("Story %d", i+1), Status: "Not begun"}
	}
	return out
}

// longItems have titles of several lines at any size.
func longItems(n int) []Item {
	out := items(n)
	for i := range out {
		out[i].Title += " of the lighthouse keepers and of everyone who heard the bell, told by themselves; Donaudampfschifffahrtsgesellschaft"
		out[i].Detail = "Harbour Radio · 18 November 2014 · 1 hour 20 minutes · 12 voices"
		out[i].Status = "Finding its words, 62%"
		out[i].Progress = float64(i%5)/4 - 0.25
	}
	return out
}

func TestKeysWalkTheCards(t *testing.T) {
	cases := []struct {
		name string
		keys []fyne.KeyName
		want string
	}{
		{"the first has the focus", nil, "Story 1. Not begun"},
		{"down", []fyne.KeyName{fyne.KeyDown, fyne.KeyDown}, "Story 3. Not begun"},
		{"up", []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyUp}, "Story 2. Not begun"},
		{"up from the first", []fyne.KeyName{fyne.KeyUp}, "Story 1. Not begun"},
		{"end", []fyne.KeyName{fyne.KeyEnd}, "Story 200. Not begun"},
		{"down from the last", []fyne.KeyName{fyne.KeyEnd, fyne.KeyDown}, "Story 200. Not begun"},
		{"home", []fyne.KeyName{fyne.KeyEnd, fyne.KeyHome}, "Story 1. Not begun"},
		{"a page down and up", []fyne.KeyName{fyne.KeyPageDown, fyne.KeyPageUp}, "Story 1. Not begun"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := show(t, 1280, 800, 1, items(200))
			s.window.Canvas().Focus(s.First())
			s.press(c.keys...)
			if got := s.focus(); got != c.want {
				t.Errorf("the focus is on %q, want %q", got, c.want)
			}
		})
	}
}

func TestKeysOfACard(t *testing.T) {
	cases := []struct {
		key  fyne.KeyName
		want string
	}{
		{fyne.KeyReturn, "open 1"},
		{fyne.KeyEnter, "open 1"},
		{fyne.KeyDelete, "remove 1"},
		{fyne.KeySpace, "window Space"},
		{fyne.KeyF1, "window F1"},
	}
	for _, c := range cases {
		t.Run(string(c.key), func(t *testing.T) {
			s := show(t, 1280, 800, 1, items(3))
			s.window.Canvas().Focus(s.First())
			s.press(c.key)
			if got := strings.Join(s.asked, ", "); got != c.want {
				t.Errorf("asked for %q, want %q", got, c.want)
			}
		})
	}
}

func TestTheFocusedCardIsInSight(t *testing.T) {
	for _, scale := range []float32{1, 2} {
		t.Run(fmt.Sprintf("%.0f%%", scale*100), func(t *testing.T) {
			s := show(t, 1280, 800, scale, items(200))
			s.window.Canvas().Focus(s.First())
			for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyPageDown, fyne.KeyEnd, fyne.KeyUp, fyne.KeyPageUp, fyne.KeyHome} {
				for range 12 {
					s.press(key)
					c := s.window.Canvas().Focused().(*card)
					top, bottom := c.Position().Y, c.Position().Y+c.Size().Height
					if top < 0 || bottom > s.list.Size().Height {
						t.Fatalf("after %s %q stands from %.0f to %.0f in a list %.0f high", key, s.focus(), top, bottom, s.list.Size().Height)
					}
				}
			}
		})
	}
}

func TestACardHigherThanTheListIsReadThrough(t *testing.T) {
	s := show(t, 640, 480, 4, longItems(5))
	s.window.Canvas().Focus(s.First())
	first := s.window.Canvas().Focused().(*card)
	seen := float32(0) // how much of the first card has been in sight, from its top
	for s.window.Canvas().Focused() == fyne.Focusable(first) {
		if -first.Position().Y > seen {
			t.Fatalf("the part from %.0f to %.0f was skipped", seen, -first.Position().Y)
		}
		was := seen
		seen = s.list.Size().Height - first.Position().Y
		if seen == was {
			t.Fatal("Down neither scrolls nor leads on")
		}
		s.press(fyne.KeyDown)
	}
	if seen < first.Size().Height {
		t.Errorf("Down led on when %.0f of %.0f had been in sight", seen, first.Size().Height)
	}
}

func TestTabGoesFromACardToItsMenuAndOnInSight(t *testing.T) {
	s := show(t, 640, 480, 1, items(30))
	s.window.Canvas().Focus(s.First())
	for i := range 30 {
		for _, want := range []string{fmt.Sprintf("Story %d. Not begun", i+1), fmt.Sprintf("More about Story %d", i+1)} {
			if s.focus() != want {
				t.Fatalf("the focus is on %q, want %q", s.focus(), want)
			}
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.window.Canvas().Focused().(fyne.CanvasObject))
			if top := s.list.Position().Y; at.Y < top || at.Y > top+s.list.Size().Height-44 {
				t.Fatalf("%q stands at %.0f, out of sight", want, at.Y)
			}
			s.window.Canvas().(interface{ FocusNext() }).FocusNext()
		}
	}
}

func TestTheMenuIsTheFocusedStorys(t *testing.T) {
	s := show(t, 640, 480, 1, items(30))
	s.window.Canvas().Focus(s.First())
	s.press(fyne.KeyEnd)
	s.window.Canvas().(interface{ FocusNext() }).FocusNext()
	s.press(fyne.KeyReturn)
	if want := []string{"menu of 30"}; !slices.Equal(s.asked, want) {
		t.Errorf("asked for %q, want %q", s.asked, want)
	}
}

func TestARemovedStoryLeavesTheFocusInItsPlace(t *testing.T) {
	cases := []struct {
		name          string
		focus, remove int // counted from 0
		want          string
	}{
		{"the focused one goes: the next one gets it", 3, 3, "Story 5. Not begun"},
		{"the last one goes: the one before gets it", 9, 9, "Story 9. Not begun"},
		{"another one goes: it stays", 3, 0, "Story 4. Not begun"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := show(t, 1280, 800, 1, items(10))
			s.Select(int64(c.focus + 1))
			s.SetItems(slices.Delete(items(10), c.remove, c.remove+1))
			if got := s.focus(); got != c.want {
				t.Errorf("the focus is on %q, want %q", got, c.want)
			}
		})
	}
}

func TestTheLastStoryRemovedLeavesTheFocusOnAdding(t *testing.T) {
	s := show(t, 1280, 800, 1, items(1))
	s.Select(1)
	s.SetItems(nil)
	if got := s.focus(); got != "Add a story" {
		t.Errorf("the focus is on %q, want the button that adds a story", got)
	}
}

func TestProgressLeavesTheFocusAndThePageAlone(t *testing.T) {
	s := show(t, 1280, 800, 1, items(100))
	s.Select(50)
	before := s.list.offset
	changed := items(100)
	changed[49].Status = "1:00 left"
	s.SetItems(changed)
	if s.focus() != "Story 50. 1:00 left" || s.list.offset != before {
		t.Errorf("the focus is on %q at %.0f, want Story 50 with its new status at %.0f", s.focus(), s.list.offset, before)
	}
}

func TestAnEmptyLibraryOffersToAddAStory(t *testing.T) {
	s := show(t, 1280, 800, 1, nil)
	s.window.Canvas().Focus(s.First())
	s.press(fyne.KeyReturn)
	if want := []string{"add"}; !slices.Equal(s.asked, want) {
		t.Errorf("asked for %q, want %q", s.asked, want)
	}
	if got := s.texts(); !slices.Contains(got, "No stories here yet") {
		t.Errorf("the screen says %q, not that there are no stories", got)
	}
}

// texts are all texts on the screen.
func (s *shown) texts() []string {
	var out []string
	walk(s.Screen, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		if text, ok := o.(*canvas.Text); ok {
			out = append(out, text.Text)
		}
	})
	return out
}

// walk visits all that is visible, with where it stands in the window.
func walk(o fyne.CanvasObject, at fyne.Position, visit func(fyne.CanvasObject, fyne.Position)) {
	if !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	visit(o, at)
	var inside []fyne.CanvasObject
	switch o := o.(type) {
	case *fyne.Container:
		inside = o.Objects
	case fyne.Widget:
		inside = test.WidgetRenderer(o).Objects()
	}
	for _, i := range inside {
		walk(i, at, visit)
	}
}

func foundBells() []Hit {
	return []Hit{
		{StoryID: 2, Turn: 4, Title: "The Fog Bell", Text: "…rang the bell by hand…", Marks: []transcript.Span{{Start: 12, End: 16}}},
		{StoryID: 2, Turn: 9, Title: "The Fog Bell", Text: "And the bell?", Marks: []transcript.Span{{Start: 8, End: 12}}},
		{StoryID: 7, Turn: -1, Title: "Bells", Text: "Bells", Marks: []transcript.Span{{Start: 0, End: 4}}},
	}
}

func TestWhatIsFoundOpensAtItsTurn(t *testing.T) {
	cases := []struct {
		name string
		down int
		want string
	}{
		{"the first", 1, "open 2 at 4"},
		{"another place in the same story", 2, "open 2 at 9"},
		{"a title", 3, "open 7"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := show(t, 1280, 800, 1, items(10))
			s.SetHits("bell", foundBells())
			s.window.Canvas().Focus(s.FindField())
			for range c.down {
				s.press(fyne.KeyDown)
			}
			s.press(fyne.KeyReturn)
			if want := []string{c.want}; !slices.Equal(s.asked, want) {
				t.Errorf("asked for %q, want %q", s.asked, want)
			}
		})
	}
}

func TestWhatWasSearchedForIsMarkedByFillAndLine(t *testing.T) {
	s := show(t, 1280, 800, 1, nil)
	s.SetHits("bell", foundBells()[:1])
	row := s.list.rows[1].(*hitRow)
	p := row.plan(s.list.set)
	if len(p.shapes) != 2 || p.shapes[0].fill != look.ColorSentence || p.shapes[1].fill != look.ColorWord {
		t.Fatalf("the marks are %+v, want a fill and a line", p.shapes)
	}
	for _, text := range p.texts {
		if text.text == "bell" && text.color == look.ColorSentenceText && text.at.X == p.shapes[0].at.X {
			return
		}
	}
	t.Errorf("the texts are %+v, want the word over its fill", p.texts)
}

func TestNothingFoundSaysWhatToDo(t *testing.T) {
	s := show(t, 1280, 800, 1, items(3))
	s.SetHits("xylophone", nil)
	said := strings.Join(s.texts(), " ")
	for _, want := range []string{"Nothing found for “xylophone”", "fewer words", "Show all stories"} {
		if !strings.Contains(said, want) {
			t.Errorf("the screen says %q, without %q", said, want)
		}
	}
}

func TestEscapeLeavesFindingForTheStories(t *testing.T) {
	s := show(t, 1280, 800, 1, items(100))
	s.Select(60)
	s.window.Canvas().Focus(s.FindField())
	s.window.Canvas().Focused().TypedRune('b')
	s.SetHits("b", foundBells())
	s.press(fyne.KeyEscape)
	if want := []string{"find b", "find "}; !slices.Equal(s.asked, want) {
		t.Errorf("asked for %q, want %q", s.asked, want)
	}
	if got := s.focus(); got != "Story 60. Not begun" {
		t.Errorf("the focus is on %q, want the story where one was", got)
	}
}

func TestTextSizeKeepsTheFocusedCardInSight(t *testing.T) {
	s := show(t, 1280, 800, 1, longItems(100))
	s.Select(50)
	fyne.CurrentApp().Settings().SetTheme(look.New(look.Options{Look: look.Ink, Text: 4, Control: 1.4}))
	s.Refresh()
	s.list.Refresh()
	c := s.window.Canvas().Focused().(*card)
	if top := c.Position().Y; top+c.Size().Height < 0 || top > s.list.Size().Height {
		t.Errorf("the focused card stands at %.0f in a list %.0f high", top, s.list.Size().Height)
	}
}

func TestNothingIsWiderThanTheWindowOrCutOff(t *testing.T) {
	windows := []fyne.Size{{Width: 1280, Height: 720}, {Width: 640, Height: 480}}
	contents := map[string]func(*shown){
		"stories":       func(s *shown) { s.SetItems(longItems(20)) },
		"found":         func(s *shown) { s.SetHits("bell", foundBells()) },
		"nothing found": func(s *shown) { s.SetHits("Donaudampfschifffahrtsgesellschaftskapitän", nil) },
		"empty":         func(s *shown) { s.SetItems(nil) },
	}
	for _, size := range windows {
		for _, scale := range look.TextScales() {
			for name, fill := range contents {
				t.Run(fmt.Sprintf("%s at %.0f%% in %.0f", name, scale*100, size.Width), func(t *testing.T) {
					s := show(t, size.Width, size.Height, scale, nil)
					fill(s)
					s.checkFits(t, size.Width)
				})
			}
		}
	}
}

// checkFits reports what stands out of the window at its sides, or out of its card.
func (s *shown) checkFits(t *testing.T, width float32) {
	t.Helper()
	walk(s.Screen, fyne.Position{}, func(o fyne.CanvasObject, at fyne.Position) {
		if at.X < 0 || at.X+o.Size().Width > width+0.5 {
			t.Errorf("%T stands from %.0f to %.0f", o, at.X, at.X+o.Size().Width)
		}
		c, ok := o.(*card)
		if !ok {
			return
		}
		for _, line := range c.plan.texts {
			right := line.at.X + fyne.MeasureText(line.text, line.size, line.style).Width
			if right > c.Size().Width-ringSpace || line.at.Y+line.high > c.Size().Height {
				t.Errorf("%q ends at %.0f, %.0f on a card of %v", line.text, right, line.at.Y+line.high, c.Size())
			}
		}
	})
}

func TestWhatCanBePressedIsLargeEnough(t *testing.T) {
	const least = 44
	for _, size := range []fyne.Size{{Width: 1280, Height: 800}, {Width: 1000, Height: 700}} {
		s := show(t, size.Width, size.Height, 1, items(3))
		walk(s.Screen, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
			if _, ok := o.(fyne.Tappable); !ok {
				return
			}
			face := o.Size()
			if _, field := o.(fyne.Focusable).(interface{ SelectedText() string }); !field {
				face = face.SubtractWidthHeight(2*ringSpace, 2*ringSpace)
			}
			if face.Width < least || face.Height < least {
				t.Errorf("%T in %.0f: %.0f × %.0f, want %d at least", o, size.Width, face.Width, face.Height, least)
			}
		})
	}
}

func TestOnlyCardsInSightHaveObjects(t *testing.T) {
	s := show(t, 1280, 800, 1, items(10_000))
	s.window.Canvas().Focus(s.First())
	const most = 15
	for _, by := range []float32{0, 5000, 300_000, -200_000} {
		s.list.scroll(by)
		if n := len(s.list.renderer.all.Objects); n > most {
			t.Errorf("%d cards have objects after scrolling by %.0f, want %d at most", n, by, most)
		}
	}
	if n := len(s.list.renderer.spare); n > most {
		t.Errorf("%d cards are kept as spare, want %d at most", n, most)
	}
}

func TestTheWheelScrolls(t *testing.T) {
	s := show(t, 1280, 800, 1, items(100))
	s.list.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -10)})
	if s.list.offset <= 0 {
		t.Errorf("the wheel moved the page to %.0f, want down", s.list.offset)
	}
}

func TestTheLastCardIsAsHighAsTheOthers(t *testing.T) {
	s := show(t, 1280, 800, 1, items(3))
	if first, last := s.list.rowHeight(0), s.list.rowHeight(2); first-last > 0.1 || last-first > 0.1 {
		t.Errorf("the first card is %.1f high and the last %.1f", first, last)
	}
}

func TestAStatusHasTheRoomOfTheBarThatIsNotShown(t *testing.T) {
	item := Item{ID: 1, Title: "The Wordless Bell", Status: "Needs its words", Progress: NoBar}
	s := show(t, 640, 480, 1, []Item{item})
	if lines := len(s.stories[0].status.Lines(s.stories[0].widths(s.list.set).status, s.list.set.small())); lines != 1 {
		t.Errorf("%q takes %d lines", item.Status, lines)
	}
}

func TestTheButtonOfTheFeedsTellsWhatIsNew(t *testing.T) {
	s := show(t, 1280, 800, 1, items(3))
	for _, c := range []struct {
		news        int
		name, label string
	}{{3, "Feeds, 3 new stories", "Feeds (3)"}, {1, "Feeds, 1 new story", "Feeds (1)"}, {0, "Feeds", "Feeds"}} {
		s.SetNews(c.news)
		if b := s.top.feeds; b.Name != c.name || b.Label != c.label {
			t.Errorf("with %d new: %q, %q", c.news, b.Name, b.Label)
		}
	}
}

func BenchmarkTenThousandStories(b *testing.B) {
	many := longItems(10_000)
	b.Run("first shown", func(b *testing.B) {
		s := show(b, 1280, 800, 1, nil)
		for b.Loop() {
			s.SetItems(nil)
			s.SetItems(many)
		}
	})
	b.Run("one changed", func(b *testing.B) {
		s := show(b, 1280, 800, 1, many)
		changed := slices.Clone(many)
		for i := 0; b.Loop(); i++ {
			changed[0].Status = fmt.Sprintf("%d left", i)
			s.SetItems(changed)
		}
	})
	b.Run("resized", func(b *testing.B) {
		s := show(b, 1280, 800, 1, many)
		for i := 0; b.Loop(); i++ {
			s.Resize(fyne.NewSize(1000+float32(i%2), 800))
		}
	})
	b.Run("scrolled", func(b *testing.B) {
		s := show(b, 1280, 800, 1, many)
		for b.Loop() {
			s.list.scroll(40)
			if s.list.offset > 100_000 {
				s.list.scroll(-100_000)
			}
		}
	})
}
