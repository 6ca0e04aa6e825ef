package control

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"alongside/app/look"
)

// manyItems are parts of ten chapters each.
func manyItems(n int) []Item {
	items := make([]Item, n)
	for i := range items {
		items[i] = Item{Name: fmt.Sprintf("Chapter %d, in which we walk on and on", i+1), Level: 1}
		if i%10 == 0 {
			items[i] = Item{Name: fmt.Sprintf("Part %d", i/10+1), Style: Strong}
		}
	}
	return items
}

func named(names ...string) []Item {
	items := make([]Item, len(names))
	for i, name := range names {
		items[i].Name = name
	}
	return items
}

// showList opens a list of items in a window.
func showList(t testing.TB, items []Item, size fyne.Size, text float32) *List {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Options{
		Look: look.Paper, Text: text, Control: look.ControlScale(text, size.Width, size.Height),
	}))
	l := NewList("Contents")
	w := test.NewTempWindow(t, NewButton("Before", "Before", "", nil))
	w.Resize(size)
	l.SetItems(items)
	ShowPanel(w.Canvas(), Panel{Title: "Contents", Content: l, First: l, Bare: true})
	return l
}

// inSight reports whether all of the item that the keyboard is on can be seen.
func (l *List) inSight() bool {
	e := l.entries[l.current]
	return e.top >= l.offset && e.top+e.height <= l.offset+l.Size().Height
}

func TestTheMarkedItemIsInSight(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 640, Height: 480}, {Width: 1280, Height: 800}} {
		for _, text := range []float32{1, 3} {
			l := showList(t, manyItems(500), size, text)
			l.Mark(345)
			if l.Current() != 345 || !l.inSight() {
				t.Errorf("at %v and %.0f%% item %d is in sight: %v", size, text*100, l.Current(), l.inSight())
			}
		}
	}
}

func TestKeysWalkThroughAList(t *testing.T) {
	l := showList(t, manyItems(500), fyne.NewSize(800, 600), 1)
	for _, step := range []struct {
		key  fyne.KeyName
		want int
	}{
		{fyne.KeyUp, 0}, {fyne.KeyDown, 1}, {fyne.KeyEnd, 499}, {fyne.KeyDown, 499}, {fyne.KeyHome, 0},
	} {
		l.TypedKey(&fyne.KeyEvent{Name: step.key})
		if l.Current() != step.want || !l.inSight() {
			t.Errorf("after %s it is on %d, want %d in sight", step.key, l.Current(), step.want)
		}
	}
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	if l.Current() < 3 || l.Current() > 30 {
		t.Errorf("a page down is item %d", l.Current())
	}
}

func TestEnterTakesTheCurrentItem(t *testing.T) {
	l := showList(t, manyItems(20), fyne.NewSize(800, 600), 1)
	taken := -1
	l.OnChoose = func(n int) { taken = n }
	l.SetCurrent(7)
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if taken != 7 {
		t.Errorf("Enter takes %d, want 7", taken)
	}
}

func TestAPressTakesAnItemAndPutsTheKeyboardThere(t *testing.T) {
	l := showList(t, manyItems(20), fyne.NewSize(800, 600), 1)
	taken := -1
	l.OnChoose = func(n int) { taken = n }
	row, ok := l.renderer.rows.Shown(2)
	if !ok {
		t.Fatal("the third item is not drawn")
	}
	row.Tapped(nil)
	if taken != 2 || l.Current() != 2 {
		t.Errorf("it takes %d with the keyboard on %d, want 2", taken, l.Current())
	}
}

func TestLettersLookForAnItem(t *testing.T) {
	l := showList(t, named("The sea", "Winds", "The rock", "Élan", "A bell"), fyne.NewSize(800, 600), 1)
	for _, search := range []struct {
		typed string
		want  int
	}{{"w", 1}, {"the r", 2}, {"é", 3}, {"bel", 4}, {"the s", 0}, {"x", 0}} {
		l.typedAt = time.Time{} // some time has passed
		for _, r := range search.typed {
			l.TypedRune(r)
		}
		if l.Current() != search.want {
			t.Errorf("%q leads to item %d, want %d", search.typed, l.Current(), search.want)
		}
	}
}

func TestOnlyItemsInSightAreDrawn(t *testing.T) {
	l := showList(t, manyItems(10_000), fyne.NewSize(800, 600), 1)
	if n := l.renderer.rows.Len(); n == 0 || n > 40 {
		t.Errorf("%d items are drawn", n)
	}
}

func TestItemsOfDeeperLevelsStandIn(t *testing.T) {
	l := showList(t, []Item{{Name: "A"}, {Name: "B", Level: 1}, {Name: "C", Level: 2}, {Name: "D", Level: 90}}, fyne.NewSize(640, 480), 3)
	for i, e := range l.entries[:3] {
		if next := l.entries[i+1]; next.indent <= e.indent && i < 2 || next.indent > l.width/2 {
			t.Errorf("item %d stands in by %.0f, the next by %.0f of %.0f", i, e.indent, next.indent, l.width)
		}
	}
}

func TestAnItemIsLargeEnoughToHit(t *testing.T) {
	l := showList(t, named("a"), fyne.NewSize(800, 600), 1)
	if got := l.entries[0].height; got < 44 {
		t.Errorf("it is %.0f high, want 44 at least", got)
	}
}

func TestAListTellsWhichItemTheKeyboardIsOn(t *testing.T) {
	l := showList(t, []Item{{Name: "Bells", Note: "folder"}, {Name: "sea.txt"}}, fyne.NewSize(640, 480), 1)
	if got, want := l.AccessibilityLabel(), "Contents: Bells, folder, 1 of 2"; got != want {
		t.Errorf("it is called %q, want %q", got, want)
	}
}

func TestAListWithOtherItemsBeginsAtTheFirst(t *testing.T) {
	l := showList(t, manyItems(500), fyne.NewSize(640, 480), 1)
	l.SetCurrent(400)
	l.SetItems(named("One", "Two"))
	if l.Current() != 0 || l.offset != 0 || l.renderer.rows.Len() != 2 {
		t.Errorf("it is on %d, scrolled by %.0f, with %d rows", l.Current(), l.offset, l.renderer.rows.Len())
	}
}

func TestBackspaceInAListGoesBack(t *testing.T) {
	l := showList(t, nil, fyne.NewSize(640, 480), 1)
	back := 0
	l.OnBack = func() { back++ }
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	if back != 1 {
		t.Errorf("it went back %d times, want once", back)
	}
}

func BenchmarkListOfTenThousand(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: 1, Control: 1}))
	l := NewList("Files")
	test.NewTempWindow(b, l).Resize(fyne.NewSize(1280, 800))
	items := manyItems(10_000)
	for b.Loop() {
		l.SetItems(items)
	}
}
