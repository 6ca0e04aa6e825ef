package control

import (
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"alongside/app/look"
)

func themed(t *testing.T, scale float32) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: scale, Control: scale}))
}

func TestEnterPressesAButtonAndOtherKeysReachTheWindow(t *testing.T) {
	themed(t, 1)
	pressed, passed := 0, ""
	b := NewButton("Next", "Next", "", func() { pressed++ })
	w := test.NewTempWindow(t, b)
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { passed += string(e.Name) })
	w.Canvas().SetOnTypedRune(func(r rune) { passed += string(r) })
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	b.TypedRune('?')
	if pressed != 1 {
		t.Errorf("pressed %d times, want once, by Enter", pressed)
	}
	if passed != "Space?" {
		t.Errorf("the window got %q, want Space and ?", passed)
	}
}

func TestButtonsAreLargeEnoughToHit(t *testing.T) {
	const least = 44
	cases := []struct {
		name   string
		button func() *Button
	}{
		{"a short label", func() *Button { return NewButton("Larger text", "A+", "", nil) }},
		{"an icon", func() *Button { return NewButton("More", "", IconMore, nil) }},
		{"the round one", func() *Button { return NewRoundButton("Play", IconPlay, nil) }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			themed(t, 1)
			size := c.button().MinSize().SubtractWidthHeight(2*ringSpace, 2*ringSpace)
			if size.Width < least || size.Height < least {
				t.Errorf("face of %.0f × %.0f, want %d at least", size.Width, size.Height, least)
			}
		})
	}
}

func TestButtonsGrowWithTheText(t *testing.T) {
	themed(t, 1)
	small := NewButton("Sound", "Sound", "", nil).MinSize()
	themed(t, 3)
	large := NewButton("Sound", "Sound", "", nil).MinSize()
	if large.Height < 2.5*small.Height-2*ringSpace || large.Width < 2*small.Width {
		t.Errorf("at three times the size a button is %v, was %v", large, small)
	}
}

func TestRowFoldsAsRoomGetsShort(t *testing.T) {
	themed(t, 1)
	back := NewButton("Back to the library", "Back to the library", IconBack, nil)
	looks := NewButton("Looks", "Change how it looks", IconLooks, nil)
	more := NewButton("More", "", IconMore, nil)
	title := widget.NewLabel("A title that is longer than any room there is for it in such a row as this")
	title.Truncation = fyne.TextTruncateEllipsis
	row := &Row{Stretch: title, Foldable: []*Button{looks}, More: more}
	c := container.New(row, back, title, looks, more)
	cases := []struct {
		name                 string
		width                float32
		compact, looks, more bool
	}{
		{"roomy", 900, false, true, false},
		{"tight", 230, true, true, false},
		{"tightest", 114, true, false, true},
	}
	for _, cs := range cases {
		t.Run(cs.name, func(t *testing.T) {
			c.Resize(fyne.NewSize(cs.width, 60))
			if back.compact != cs.compact || looks.Visible() != cs.looks || more.Visible() != cs.more {
				t.Errorf("icons %v, looks shown %v, more shown %v; want %v, %v, %v",
					back.compact, looks.Visible(), more.Visible(), cs.compact, cs.looks, cs.more)
			}
			for _, o := range c.Objects {
				if o.Visible() && o.Position().X+o.Size().Width > cs.width+0.5 {
					t.Errorf("%T ends at %.0f, outside of %.0f", o, o.Position().X+o.Size().Width, cs.width)
				}
			}
		})
	}
}

func TestSpeakersDifferInShapeWhereColoursAreUsedAgain(t *testing.T) {
	seen := map[string]int{}
	for n := range 36 {
		key := string(look.SpeakerColor(n)) + string(SpeakerIcon(n))
		if before, ok := seen[key]; ok {
			t.Errorf("speakers %d and %d have the same colour and shape", before+1, n+1)
		}
		seen[key] = n
	}
}

func TestIconDrawnAgainAtAnotherSizeIsTheNewOne(t *testing.T) {
	themed(t, 1)
	on := canvas.NewImageFromResource(nil)
	test.NewTempWindow(t, on)
	IconSquare.Draw(on, color.NRGBA{R: 0xff, A: 0xff}, fyne.NewSquareSize(20))
	IconCircle.Draw(on, color.NRGBA{B: 0xff, A: 0xff}, fyne.NewSquareSize(40))
	middle := on.Image.Bounds().Dx() / 2
	if got := color.NRGBAModel.Convert(on.Image.At(middle, middle)); got != (color.NRGBA{B: 0xff, A: 0xff}) {
		t.Errorf("its middle is %v, want blue", got)
	}
}

func TestNoticeTakesNoRoomUntilItHasSomethingToSay(t *testing.T) {
	themed(t, 1)
	n := NewNotice()
	changed := 0
	n.OnChanged = func() { changed++ }
	if n.Visible() {
		t.Fatal("an empty notice is shown")
	}
	undone := false
	n.Say(Message{Text: "It was removed.", Action: "Undo", Do: func() { undone = true }})
	if !n.Visible() || changed != 1 {
		t.Fatalf("shown %v after %d changes", n.Visible(), changed)
	}
	n.action.Tapped(nil)
	if !undone || n.Visible() {
		t.Errorf("after its action: done %v, still shown %v", undone, n.Visible())
	}
}

func TestTheFocusGoesOnFromAMessageThatIsTakenAway(t *testing.T) {
	cases := []struct {
		name  string
		focus func(*Notice) *Button
	}{
		{"by its own button", func(n *Notice) *Button { return n.action }},
		{"by Close", func(n *Notice) *Button { return n.dismiss }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			themed(t, 1)
			n, before, after := NewNotice(), NewButton("Before", "Before", "", nil), NewButton("After", "After", "", nil)
			w := test.NewTempWindow(t, container.NewVBox(before, n, after))
			n.Say(Message{Text: "It was removed.", Action: "Undo"})
			w.Canvas().Focus(c.focus(n))
			c.focus(n).Tapped(nil)
			if got := w.Canvas().Focused(); got != after {
				t.Errorf("the focus is on %v, want what follows the message", got)
			}
		})
	}
}

func TestLongPanelsScrollByKey(t *testing.T) {
	themed(t, 1)
	w := test.NewTempWindow(t, NewButton("Keys", "Keys", "", nil))
	w.Resize(fyne.NewSize(640, 480))
	p := ShowPanel(w.Canvas(), Panel{Title: "Keys", Content: widget.NewLabel(strings.Repeat("A line.\n", 100))})
	view := p.body.(*container.Scroll)
	end := view.Content.MinSize().Height - view.Size().Height
	steps := []struct {
		key  fyne.KeyName
		want func(y float32) bool
	}{
		{fyne.KeyUp, func(y float32) bool { return y == 0 }},
		{fyne.KeyDown, func(y float32) bool { return y > 0 && y < 100 }},
		{fyne.KeyPageDown, func(y float32) bool { return y > 200 }},
		{fyne.KeyEnd, func(y float32) bool { return y == end }},
		{fyne.KeyHome, func(y float32) bool { return y == 0 }},
	}
	for _, s := range steps {
		if !p.Scroll(s.key) || !s.want(view.Offset.Y) {
			t.Errorf("after %s the panel stands at %.0f of %.0f", s.key, view.Offset.Y, end)
		}
	}
	if p.Scroll(fyne.KeySpace) {
		t.Error("Space scrolls the panel")
	}
}

func TestPanelGivesTheFocusBack(t *testing.T) {
	themed(t, 1)
	b := NewButton("Keys", "Keys", "", nil)
	w := test.NewTempWindow(t, b)
	w.Resize(fyne.NewSize(640, 480))
	w.Canvas().Focus(b)
	closed := false
	p := ShowPanel(w.Canvas(), Panel{Title: "Keys", Content: widget.NewLabel("…"), Closed: func() { closed = true }})
	if w.Canvas().Focused() != p.close {
		t.Errorf("the focus is on %T, want the panel's Close", w.Canvas().Focused())
	}
	p.Close()
	if w.Canvas().Focused() != b || !closed {
		t.Errorf("after closing the focus is on %v, closed told: %v", w.Canvas().Focused(), closed)
	}
}

func TestTheFocusIsInSightInALongPanel(t *testing.T) {
	themed(t, 1)
	w := test.NewTempWindow(t, NewButton("Keys", "Keys", "", nil))
	w.Resize(fyne.NewSize(640, 480))
	box := container.NewVBox()
	var buttons []*Button
	for range 20 {
		buttons = append(buttons, NewButton("Choose", "Choose", "", nil))
		box.Add(container.NewHBox(buttons[len(buttons)-1]))
	}
	p := ShowPanel(w.Canvas(), Panel{Title: "Storage", Content: box, First: buttons[0]})
	view := p.body.(*container.Scroll)
	for _, n := range []int{19, 3, 10, 0} {
		w.Canvas().Focus(buttons[n])
		driver := fyne.CurrentApp().Driver()
		top := driver.AbsolutePositionForObject(buttons[n]).Y - driver.AbsolutePositionForObject(view).Y
		if top < -1 || top+buttons[n].Size().Height > view.Size().Height+1 {
			t.Errorf("button %d stands at %.0f in a view of %.0f", n, top, view.Size().Height)
		}
	}
}

func TestAnAmountIsToldInWordsToo(t *testing.T) {
	themed(t, 1)
	if got := NewAmount("Sound", "2 MB", 0.5).AccessibilityLabel(); got != "Sound: 2 MB" {
		t.Errorf("it is called %q", got)
	}
}
