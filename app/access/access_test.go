package access_test

import (
	"fmt"
	"image/color"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
)

// later keeps what is to run on the drawing goroutine until the test lets it.
type later struct {
	mu      sync.Mutex
	waiting []func()
}

func (l *later) do(f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = append(l.waiting, f)
}

func (l *later) run() {
	for f := l.next(); f != nil; f = l.next() {
		f()
	}
}

func (l *later) next() func() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.waiting) == 0 {
		return nil
	}
	f := l.waiting[0]
	l.waiting = l.waiting[1:]
	return f
}

// page is a text drawn as a whole, with paragraphs of its own.
type page struct {
	widget.BaseWidget
	paragraphs []string
	current    int
	caret      int
	revision   uint64
	offset     float32
	quiet      bool
	made       int // how often its parts were made
}

func newPage(paragraphs ...string) *page {
	p := &page{paragraphs: paragraphs, revision: 1}
	p.ExtendBaseWidget(p)
	return p
}

func (p *page) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Black))
}
func (p *page) FocusGained()              {}
func (p *page) FocusLost()                {}
func (p *page) TypedRune(rune)            {}
func (p *page) TypedKey(*fyne.KeyEvent)   {}
func (p *page) MinSize() fyne.Size        { return fyne.NewSize(200, 100) }
func (p *page) goTo(paragraph, at int)    { p.current, p.caret = paragraph, at }
func (p *page) rename(i int, text string) { p.paragraphs[i] = text; p.revision++ }

func (p *page) Describe() access.Node {
	return access.Node{
		Role: access.Document, Name: "A page", Current: p.current, Caret: p.caret, Revision: p.revision,
		Offset: fyne.NewPos(0, p.offset), Quiet: p.quiet,
		Parts: func() []access.Part {
			p.made++
			var parts []access.Part
			for i, text := range p.paragraphs {
				parts = append(parts, access.Part{
					Key: i, At: fyne.NewPos(0, float32(i)*40), Size: fyne.NewSize(200, 40), Focus: func() { p.current = i },
					Node: access.Node{Role: access.Paragraph, Text: &access.Text{Content: text, SetCaret: func(at int) { p.goTo(i, at) }}},
				})
			}
			return parts
		},
	}
}

// shown puts objects into a window that someone listens to, and keeps what was told of it.
type shown struct {
	tree   *access.Tree
	window fyne.Window
	later  *later
	told   []access.Event
}

func show(t *testing.T, objects ...fyne.CanvasObject) *shown {
	t.Helper()
	test.NewTempApp(t)
	s := &shown{later: &later{}, window: test.NewTempWindow(t, container.NewVBox(objects...))}
	s.window.SetTitle("Notes")
	s.window.Resize(fyne.NewSize(400, 300))
	s.tree = access.NewTree("Notes", s.later.do)
	s.tree.AddWindow(s.window)
	s.tree.Activate(s.window)
	return s
}

func (s *shown) listen(t *testing.T) {
	t.Helper()
	t.Cleanup(s.tree.Listen(access.Listener{Changed: func(c access.Change) { s.told = append(s.told, c.Events...) }}))
	s.look()
	s.told = nil
}

// look has the tree look, whether or not it was about to.
func (s *shown) look() {
	s.tree.Refresh()
	s.later.run()
}

func (s *shown) outline() string {
	var b strings.Builder
	now := s.tree.Look()
	now.Walk(func(e *access.Element) bool {
		depth := 0
		for p := now.Parent(e); p != nil; p = now.Parent(p) {
			depth++
		}
		text := ""
		if e.Text != nil {
			text = " “" + e.Text.Content + "”"
		}
		fmt.Fprintf(&b, "%s%s %s%s\n", strings.Repeat("  ", depth), roleNames[e.Role], e.Name, text)
		return true
	})
	return b.String()
}

var roleNames = map[access.Role]string{
	access.Window: "window", access.Label: "label", access.Button: "button", access.CheckBox: "check", access.Entry: "entry",
	access.Slider: "slider", access.Document: "document", access.Paragraph: "paragraph", access.Link: "link", access.Progress: "progress",
}

func TestAWindowIsSeenAsWhatItsObjectsMean(t *testing.T) {
	entry := widget.NewEntry()
	entry.SetPlaceHolder("Your name")
	entry.SetText("Ada")
	hidden := widget.NewLabel("not to be seen")
	hidden.Hide()
	s := show(
		t, widget.NewLabel("Welcome"), container.NewHBox(widget.NewButton("Open", func() {}), widget.NewButton("Save", func() {})),
		widget.NewCheck("Loud", nil), entry, container.NewVScroll(newPage("One.", "Two.")), hidden,
		canvas.NewRectangle(color.Black), canvas.NewText("Bye", color.Black),
	)
	want := `window Notes
  label Welcome “Welcome”
  button Open
  button Save
  check Loud
  entry Your name “Ada”
  document A page
    paragraph  “One.”
    paragraph  “Two.”
  label Bye “Bye”
`
	if got := s.outline(); got != want {
		t.Errorf("seen\n%swant\n%s", got, want)
	}
}

func TestElementsStandWhereTheirObjectsAreDrawn(t *testing.T) {
	button := widget.NewButton("Deep", func() {})
	s := show(t, widget.NewLabel("Above"), container.NewPadded(container.NewHBox(widget.NewLabel("Beside"), container.NewPadded(button))))
	now := s.tree.Look()
	found := false
	now.Walk(func(e *access.Element) bool {
		if e.Role == access.Button {
			found = true
			want := fyne.CurrentApp().Driver().AbsolutePositionForObject(button)
			if got := now.Bounds(e); got.Position != want || got.Size != button.Size() {
				t.Errorf("it stands at %v, %v; the toolkit draws it at %v, %v", got.Position, got.Size, want, button.Size())
			}
			if at := now.At(now.Windows[0], want.AddXY(2, 2)); at != e {
				t.Errorf("at its place there is %+v", at)
			}
		}
		return true
	})
	if !found {
		t.Error("no button was seen")
	}
}

func TestPartsScrollWithTheirPage(t *testing.T) {
	p := newPage("One.", "Two.", "Three.", "Four.")
	s := show(t, p)
	second := func() (*access.Snapshot, *access.Element) {
		now := s.tree.Look()
		return now, now.Windows[0].Children[0].Children[1]
	}
	now, e := second()
	before := now.Bounds(e)
	p.offset = -30
	now, e = second()
	if after := now.Bounds(e); after.Y != before.Y-30 {
		t.Errorf("scrolled by 30 it stands at %v, before at %v", after.Y, before.Y)
	}
	p.offset = -2000
	now, e = second()
	if now.States(e).Has(access.Showing) {
		t.Error("far out of sight it is said to be in sight")
	}
	if p.made != 1 {
		t.Errorf("for scrolling its parts were made %d times, once would do", p.made)
	}
}

func TestElementsKeepTheirIDsAsLongAsTheyAreThere(t *testing.T) {
	p := newPage("One.", "Two.")
	button := widget.NewButton("Open", nil)
	s := show(t, button, p)
	ids := func() (all []access.ID) {
		s.tree.Look().Walk(func(e *access.Element) bool { all = append(all, e.ID); return true })
		return all
	}
	first := ids()
	p.rename(1, "Zwei.")
	if second := ids(); !slices.Equal(first, second) {
		t.Errorf("with another text the IDs are %v, were %v", second, first)
	}
	button.Hide()
	ids()
	button.Show()
	third := ids()
	if third[1] == first[1] {
		t.Error("an object that had gone came back with its old ID: a client may still hold that for dead")
	}
}

func TestWhatChangesIsTold(t *testing.T) {
	label := widget.NewLabel("Saving")
	check := widget.NewCheck("Loud", nil)
	button := widget.NewButton("Open", func() {})
	entry := widget.NewEntry()
	entry.SetText("Grüße an alle")
	p := newPage("One fine day.", "Two.")
	s := show(t, label, check, button, entry, p)
	s.listen(t)
	for _, c := range []struct { // one after another
		name string
		do   func()
		want []string
	}{
		{"another name", func() { label.SetText("Saved") }, []string{"renamed Saved", "removed ing at 3", "inserted ed at 3"}},
		{"a state", func() { check.SetChecked(true) }, []string{"on Loud"}},
		{"a state taken back", func() { check.SetChecked(false) }, []string{"off Loud"}},
		{"typing", func() { entry.SetText("Grüne an alle") }, []string{"removed ß at 4", "inserted n at 4"}},
		{"the focus", func() { s.window.Canvas().Focus(button) }, []string{"gained Open"}},
		{"the focus on a part", func() { s.window.Canvas().Focus(p) }, []string{"lost Open", "current One fine day.", "gained One fine day.", "caret 0 in One fine day."}},
		{"the caret", func() { p.goTo(0, 4) }, []string{"caret 4 in One fine day."}},
		{"the caret in another part", func() { p.goTo(1, 1) }, []string{"lost One fine day.", "current Two.", "gained Two.", "caret 1 in Two."}},
		{"the caret by itself", func() { p.quiet = true; p.goTo(0, 2) }, []string{"caret 2 in One fine day.", "lost Two.", "current One fine day.", "gained One fine day."}},
		{"the caret by hand again", func() { p.quiet = false; p.goTo(1, 1) }, []string{"lost One fine day.", "current Two.", "gained Two.", "caret 1 in Two."}},
		{"what has gone", func() { check.Hide() }, []string{"removed Loud"}},
		{"what has come", func() { check.Show() }, []string{"added Loud"}},
		{"what is to be said", func() { s.tree.Announce("Paused", access.Polite) }, []string{"announced Paused"}},
		{"nothing", func() {}, nil},
		{"another program's window", func() { s.tree.Activate(nil) }, []string{"deactivated Notes", "lost Two."}},
	} {
		s.told = nil
		c.do()
		s.look()
		if got := told(s.told); !slices.Equal(got, c.want) {
			t.Errorf("%s: told %q, want %q", c.name, got, c.want)
		}
	}
}

// told writes events in short: what, of what.
func told(events []access.Event) (all []string) {
	for _, e := range events {
		of := e.Child
		if of == nil {
			of = e.Element
		}
		name := of.Name
		if name == "" && of.Text != nil {
			name = of.Text.Content
		}
		switch e.Kind {
		case access.CaretMoved:
			all = append(all, fmt.Sprintf("caret %d in %s", e.At, name))
		case access.TextRemoved:
			all = append(all, fmt.Sprintf("removed %s at %d", e.Text, e.At))
		case access.TextInserted:
			all = append(all, fmt.Sprintf("inserted %s at %d", e.Text, e.At))
		case access.Announced:
			all = append(all, "announced "+e.Text)
		default:
			all = append(all, kindNames[e.Kind]+" "+name)
		}
	}
	return all
}

var kindNames = map[access.EventKind]string{
	access.Gained: "gained", access.Lost: "lost", access.Renamed: "renamed", access.Redescribed: "described", access.StateOn: "on",
	access.StateOff: "off", access.ValueChanged: "value", access.Added: "added", access.Removed: "removed",
	access.CurrentMoved: "current", access.Activated: "activated", access.Deactivated: "deactivated", access.Revised: "revised",
}

func TestManyThatComeAndGoAreToldAsOne(t *testing.T) {
	p := newPage("One.")
	s := show(t, p)
	s.listen(t)
	p.paragraphs = strings.Split(strings.Repeat("More. ", 500), " ")
	p.revision++
	s.look()
	if got := told(s.told); !slices.Contains(got, "revised A page") || len(got) > 5 {
		t.Errorf("told %d events: %.200q", len(got), got)
	}
}

func TestNothingIsLookedAtWhileNobodyListens(t *testing.T) {
	p := newPage("One.")
	s := show(t, p)
	s.tree.Refresh()
	s.later.run()
	if p.made != 0 {
		t.Error("the page was asked for its parts")
	}
	stop := s.tree.Listen(access.Listener{Changed: func(access.Change) {}})
	s.look()
	if p.made == 0 {
		t.Error("someone listens, and the page was not asked")
	}
	stop()
	p.made, p.revision = 0, 9
	s.look()
	if p.made != 0 {
		t.Error("nobody listens any more, and the page was asked")
	}
}

func TestAnEntrysCaretIsWhereTheToolkitHasIt(t *testing.T) {
	entry := widget.NewMultiLineEntry()
	entry.Wrapping = fyne.TextWrapWord
	entry.SetText("Grüße aus dem Süden, wo die Zeilen umbrechen, weil sie länger sind als das Fenster breit.\nEnde")
	s := show(t, entry)
	entry.Resize(fyne.NewSize(150, 200))
	text := s.tree.Look().Windows[0].Children[0].Text
	if len(text.Lines) < 5 {
		t.Fatalf("a wrapped text has %d lines", len(text.Lines))
	}
	for _, at := range []int{0, 3, 4, 25, 60, len(text.Content) - 2, len(text.Content)} {
		if !utf8Boundary(text.Content, at) {
			continue
		}
		text.SetCaret(at)
		if got := s.tree.Look().Windows[0].Children[0].Text.Caret; got != at {
			t.Errorf("put on %d the caret is on %d", at, got)
		}
	}
}

func utf8Boundary(s string, at int) bool { return at == len(s) || s[at]&0xc0 != 0x80 }

func TestFaultsAreFound(t *testing.T) {
	for _, c := range []struct {
		name string
		of   fyne.CanvasObject
		want string
	}{
		{"a button without a name", widget.NewButton("", func() {}), "has no name"},
		{"an entry without a name", widget.NewEntry(), "has no name"},
		{"a focusable thing that nobody describes", newMute(), "has no role"},
		{"a good button", widget.NewButton("Open", func() {}), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := show(t, c.of)
			var found []string
			for _, f := range s.tree.Look().Faults() {
				found = append(found, f.What)
			}
			if c.want == "" && len(found) > 0 || c.want != "" && !slices.Contains(found, c.want) {
				t.Errorf("found %q, want %q", found, c.want)
			}
		})
	}
}

// mute can have the focus and says nothing of itself.
type mute struct{ page }

func newMute() *mute {
	m := &mute{}
	m.ExtendBaseWidget(m)
	return m
}

func (m *mute) Describe() access.Node { return access.Node{} }

func TestUnits(t *testing.T) {
	text := &access.Text{Content: "Grüße, Welt! Wie geht es? 👩‍🚀 gut", Lines: []int{0, 9}}
	for _, c := range []struct {
		name string
		at   int
		unit access.Unit
		want string
	}{
		{"a letter of two bytes", 2, access.Letter, "ü"},
		{"a letter of many code points", strings.Index(text.Content, "👩"), access.Letter, "👩‍🚀"},
		{"the first word, with what follows it", 1, access.Word, "Grüße, "},
		{"a word from its middle", 11, access.Word, "Welt! "},
		{"the last word", len(text.Content) - 1, access.Word, "gut"},
		{"a sentence", 0, access.Sentence, "Grüße, Welt! "},
		{"the second sentence", 20, access.Sentence, "Wie geht es? "},
		{"a line as it is on the screen", 3, access.Line, "Grüße, "},
		{"the last line", 30, access.Line, text.Content[9:]},
		{"the whole text", 5, access.WholeText, text.Content},
		{"before the beginning", -7, access.Letter, "G"},
		{"past the end", 700, access.Letter, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := text.Around(c.at, c.unit)
			if got := text.Content[s.Start:s.End]; got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func FuzzUnitsCoverTheText(f *testing.F) {
	f.Add("One two. Three!\n", 3, 2)
	f.Fuzz(func(t *testing.T, content string, at, unit int) {
		text := &access.Text{Content: content}
		u := access.Unit(uint(unit) % uint(access.WholeText+1))
		s := text.Around(at, u)
		if s.Start < 0 || s.End < s.Start || s.End > len(content) {
			t.Fatalf("%v in a text of %d bytes", s, len(content))
		}
		if at >= 0 && at < len(content) && (s.Start > at || s.End <= at) {
			t.Fatalf("unit %d around %d of %q is %v", u, at, content, s)
		}
	})
}

func BenchmarkLook(b *testing.B) {
	test.NewTempApp(b)
	p := newPage(strings.Split(strings.Repeat("A turn of some words. ", 5000), ". ")...)
	w := test.NewTempWindow(b, container.NewVBox(widget.NewLabel("Title"), p))
	tree := access.NewTree("Bench", fyne.Do)
	tree.AddWindow(w)
	b.Run("parts kept", func(b *testing.B) {
		for b.Loop() {
			tree.Look()
		}
	})
	b.Run("parts made anew", func(b *testing.B) {
		for b.Loop() {
			p.revision++
			tree.Look()
		}
	})
}
