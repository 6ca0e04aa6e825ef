//go:build linux

package atspi

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"alongside/app/access"
)

// asProgram, in the environment, makes the test's binary the program that the tests with a screen reader use.
const asProgram = "ATSPI_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		runProgram()
		return
	}
	os.Exit(m.Run())
}

// runProgram shows a window with one of everything, in a real window, until it is closed.
func runProgram() {
	program := app.NewWithID("app.alongside.atspi.test")
	window := program.NewWindow("Kitchen")
	tree := access.NewTree("Recipes", fyne.Do)
	keys := &keyboard{tree: tree}
	window.SetContent(kitchen(tree, keys))
	if c, ok := window.Canvas().(desktop.Canvas); ok {
		c.SetOnKeyDown(keys.KeyDown)
		c.SetOnKeyUp(keys.KeyUp)
	}
	tree.AddWindow(window)
	program.Lifecycle().SetOnEnteredForeground(func() { tree.Activate(window) })
	program.Lifecycle().SetOnExitedForeground(func() { tree.Activate(nil) })
	window.Resize(fyne.NewSize(600, 500))
	go Serve(context.Background(), tree, Options{})
	window.ShowAndRun()
}

// A keyboard tells a tree of all keys.
type keyboard struct{ tree *access.Tree }

func (k *keyboard) KeyDown(e *fyne.KeyEvent) { k.tell(e, true) }
func (k *keyboard) KeyUp(e *fyne.KeyEvent)   { k.tell(e, false) }

func (k *keyboard) tell(e *fyne.KeyEvent, down bool) {
	modifiers := fyne.CurrentApp().Driver().(desktop.Driver).CurrentKeyModifiers()
	k.tree.Key(access.Key{Name: e.Name, ScanCode: e.Physical.ScanCode, Modifiers: modifiers, Down: down, At: time.Now()})
}

// kitchen is one of everything.
func kitchen(tree *access.Tree, keys *keyboard) fyne.CanvasObject {
	cook := newButton(keys, "Cook", func() { tree.Announce("The soup is on", access.Polite) })
	guests := &toldEntry{keys: keys}
	guests.PlaceHolder = "Guests"
	guests.ExtendBaseWidget(guests)
	salt := &toldCheck{keyboard: keys}
	salt.Text = "Salt"
	salt.ExtendBaseWidget(salt)
	warmth := &toldSlider{keyboard: keys}
	warmth.Max, warmth.Step = 10, 1
	warmth.ExtendBaseWidget(warmth)
	alerts := container.NewVBox()
	burn := newButton(keys, "Burn", func() { alerts.Add(newNotice("The soup has burned")) })
	return container.NewVBox(
		widget.NewLabel("Soup of the day"), cook, guests, salt, warmth,
		newShelf(keys, "Herbs", "Basil", "Dill", "Thyme"), newPage(keys, "Recipe",
			"First chop the onions. Then fry them\nslowly in butter.", "Add water.", "Serve hot."),
		burn, newGallery(keys), alerts)
}

// The toolkit's widgets keep their keys to themselves, or have none; these tell of them. A button of the toolkit also gives the
// focus up when it is pressed.

type toldButton struct {
	widget.Button
	*keyboard
}

func (b *toldButton) Describe() access.Node { return access.Describe(&b.Button) }

func (b *toldButton) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace {
		b.OnTapped()
	}
}

func newButton(keys *keyboard, name string, do func()) *toldButton {
	b := &toldButton{keyboard: keys}
	b.Text, b.OnTapped = name, do
	b.ExtendBaseWidget(b)
	return b
}

type toldCheck struct {
	widget.Check
	*keyboard
}

func (c *toldCheck) Describe() access.Node { return access.Describe(&c.Check) }

type toldSlider struct {
	widget.Slider
	*keyboard
}

func (s *toldSlider) Describe() access.Node {
	n := access.Describe(&s.Slider)
	n.Name = "Warmth"
	n.Value.Text = fmt.Sprintf("%.0f degrees", 20*s.Value)
	return n
}

type toldEntry struct {
	widget.Entry
	keys *keyboard
}

func (e *toldEntry) Describe() access.Node { return access.DescribeEntry(&e.Entry, "Guests") }

func (e *toldEntry) KeyDown(k *fyne.KeyEvent) {
	e.keys.KeyDown(k)
	e.Entry.KeyDown(k)
}

func (e *toldEntry) KeyUp(k *fyne.KeyEvent) {
	e.keys.KeyUp(k)
	e.Entry.KeyUp(k)
}

// burned says that something is wrong.
type burned struct {
	widget.BaseWidget
	words string
}

func newNotice(words string) *burned {
	n := &burned{words: words}
	n.ExtendBaseWidget(n)
	return n
}

func (n *burned) Describe() access.Node { return access.Node{Role: access.Alert, Name: n.words} }

func (n *burned) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewText(n.words, nil))
}

// focusable is what a widget with the focus needs.
type focusable struct {
	widget.BaseWidget
	*keyboard
	drawn fyne.CanvasObject
}

func (f *focusable) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(f.drawn) }
func (f *focusable) FocusGained()                        {}
func (f *focusable) FocusLost()                          {}
func (f *focusable) TypedRune(rune)                      {}

// A shelf is a list whose items are no objects.
type shelf struct {
	focusable
	name    string
	items   []string
	current int
}

func newShelf(keys *keyboard, name string, items ...string) *shelf {
	s := &shelf{name: name, items: items}
	s.keyboard = keys
	s.drawn = canvas.NewText(strings.Join(items, "  "), nil)
	s.ExtendBaseWidget(s)
	return s
}

func (s *shelf) Describe() access.Node {
	return access.Node{Role: access.List, Name: s.name, Current: s.items[s.current], Parts: func() []access.Part {
		var parts []access.Part
		for i, item := range s.items {
			parts = append(parts, access.Part{
				Key: item, Node: access.Node{Role: access.ListItem, Name: item, Position: i + 1, Count: len(s.items)},
				Size:  s.Size(),
				Focus: func() { s.current = i },
			})
		}
		return parts
	}}
}

func (s *shelf) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyDown:
		s.current = min(s.current+1, len(s.items)-1)
	case fyne.KeyUp:
		s.current = max(s.current-1, 0)
	}
}

// A page is a document of paragraphs with a caret.
type page struct {
	focusable
	name       string
	paragraphs []string
	at, caret  int
}

func newPage(keys *keyboard, name string, paragraphs ...string) *page {
	p := &page{name: name, paragraphs: paragraphs}
	lines := container.New(layout.NewVBoxLayout())
	for _, text := range paragraphs {
		lines.Add(canvas.NewText(strings.ReplaceAll(text, "\n", " "), nil))
	}
	p.keyboard = keys
	p.drawn = lines
	p.ExtendBaseWidget(p)
	return p
}

func (p *page) text(i int) *access.Text {
	return &access.Text{Content: p.paragraphs[i], SetCaret: func(at int) { p.at, p.caret = i, at }}
}

func (p *page) Describe() access.Node {
	return access.Node{Role: access.Document, Name: p.name, Current: p.at, Caret: p.caret, Parts: func() []access.Part {
		var parts []access.Part
		for i := range p.paragraphs {
			parts = append(parts, access.Part{
				Key: i, Node: access.Node{Role: access.Paragraph, Text: p.text(i)}, Size: p.Size(),
				Focus: func() { p.at, p.caret = i, 0 },
			})
		}
		return parts
	}}
}

func (p *page) TypedKey(e *fyne.KeyEvent) {
	text := p.text(p.at)
	switch e.Name {
	case fyne.KeyRight:
		p.to(text.Around(p.caret, access.Letter).End)
	case fyne.KeyLeft:
		p.to(p.caret - 1)
	case fyne.KeyDown:
		p.to(text.Around(p.caret, access.Line).End)
	case fyne.KeyUp:
		p.to(text.Around(p.caret, access.Line).Start - 1)
	}
}

func (p *page) TypedShortcut(s fyne.Shortcut) {
	if c, ok := s.(*desktop.CustomShortcut); ok && c.KeyName == fyne.KeyRight {
		p.to(p.text(p.at).Around(p.caret, access.Word).End)
	}
}

// to moves the caret, into the next paragraph or the one before where it leaves this one.
func (p *page) to(at int) {
	last := len(p.paragraphs) - 1
	switch n := len(p.paragraphs[p.at]); {
	case at >= n && p.at < last:
		p.at, p.caret = p.at+1, 0
	case at < 0 && p.at > 0:
		p.at--
		p.caret = strings.LastIndex(p.paragraphs[p.at], "\n") + 1
	default:
		p.caret = max(min(at, n), 0)
	}
}

// A gallery has parts of the roles that the other widgets have not.
type gallery struct {
	focusable
	at int
}

func (g *gallery) Describe() access.Node {
	return access.Node{Role: access.Group, Name: "Gallery", Current: g.at, Parts: func() []access.Part {
		var parts []access.Part
		for i, n := range exhibits() {
			parts = append(parts, access.Part{
				Key: i, Node: n, At: fyne.NewPos(float32(i), 0), Size: fyne.NewSize(1, 1), Focus: func() { g.at = i },
			})
		}
		return parts
	}}
}

// exhibits are what the gallery shows.
func exhibits() []access.Node {
	do := access.Press(func() {})
	return []access.Node{
		{Role: access.Heading, Name: "Chapter two", Level: 2, Text: &access.Text{Content: "Chapter two", SetCaret: func(int) {}}},
		{Role: access.Link, Name: "Home page", Actions: do},
		{Role: access.Toggle, Name: "Follow", States: access.Checkable | access.Checked, Actions: do},
		{Role: access.Toggle, Name: "Mute", States: access.Checkable, Actions: do},
		{Role: access.Choice, Name: "Speed", States: access.Expandable, Value: &access.Value{Text: "Normal"}, Actions: do},
		{Role: access.Progress, Name: "Saving", Value: &access.Value{Now: 40, Most: 100, Text: "40 of 100"}},
		{Role: access.MenuItem, Name: "Open", Actions: []access.Action{{Name: "press", Keys: "Ctrl+O", Do: func() {}}}},
		{Role: access.CheckMenuItem, Name: "Large", States: access.Checkable | access.Checked, Actions: do},
		{Role: access.RadioButton, Name: "Ink", States: access.Checkable | access.Checked, Actions: do},
		{Role: access.Button, Name: "Gone", States: access.Disabled},
		{Role: access.Button, Name: "Look", States: access.Expandable, Actions: do},
		{Role: access.Button, Name: "Print", Description: "On paper", Actions: do},
		{Role: access.Image, Name: "A lighthouse"},
		{Role: access.Password, Name: "Secret", States: access.Editable, Text: &access.Text{Content: "••"}},
		{Role: access.Entry, Name: "Notes", States: access.Editable | access.MultiLine, Text: &access.Text{Content: "one\ntwo", SetCaret: func(int) {}}},
		{Role: access.ListItem, Name: "Story one", Description: "12 minutes", Position: 2, Count: 9},
		{Role: access.Paragraph, Description: "time not sure", Text: &access.Text{Content: "Maria: I never saw it.", SetCaret: func(int) {}}},
		{Role: access.Label, Name: "Plain words", Text: &access.Text{Content: "Plain words"}},
		{Role: access.Status, Name: "3 of 10"},
		{Role: access.Slider, Name: "Place", Value: &access.Value{Now: 80, Most: 225, Text: "1:20 of 3:45", Set: func(float64) {}}},
		{Role: access.Menu, Name: "Story", Actions: do},
		{Role: access.Dialog, Name: "Panel", Description: "What is in it", States: access.Modal},
	}
}

func (g *gallery) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyDown {
		g.at = min(g.at+1, len(exhibits())-1)
	}
}

func newGallery(keys *keyboard) fyne.CanvasObject {
	g := &gallery{}
	g.keyboard = keys
	g.drawn = canvas.NewText("Gallery", nil)
	g.ExtendBaseWidget(g)
	return g
}
