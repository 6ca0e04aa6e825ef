package control

import (
	"fmt"
	"image/color"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"alongside/app/look"
)

// A restaurant is a window with a menu bar, two buttons and a field, and tells what was chosen.
type restaurant struct {
	t      *testing.T
	window fyne.Window
	bar    *MenuBar
	button *Button
	field  *Field
	chosen []string
}

func newRestaurant(t *testing.T) *restaurant {
	t.Helper()
	themed(t, 1)
	r := &restaurant{t: t, button: NewButton("Play", "Play", "", nil), field: NewField("Find", "")}
	r.bar = NewMenuBar([]MenuSection{
		{Name: "Story", Items: func() []MenuItem {
			return []MenuItem{
				r.item("Remove", "Ctrl + Delete", true), r.item("Add", "Ctrl + N", false),
				{},
				r.item("Open", "", false), r.item("Also", "", false),
			}
		}},
		{Name: "Play", Items: func() []MenuItem { return []MenuItem{r.item("Faster", "", false)} }},
		{Name: "Look", Items: func() []MenuItem {
			ticked := r.item("Ink", "", false)
			ticked.Checkable, ticked.Checked = true, true
			return []MenuItem{r.item("Paper", "", false), ticked}
		}},
	})
	r.window = test.NewTempWindow(t, container.NewBorder(r.bar, nil, nil, nil, container.NewVBox(r.button, r.field)))
	r.window.SetPadded(false)
	r.window.Resize(fyne.NewSize(640, 480))
	r.window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { r.chosen = append(r.chosen, "window "+string(e.Name)) })
	return r
}

func (r *restaurant) item(name, key string, disabled bool) MenuItem {
	return MenuItem{Name: name, Key: key, Disabled: disabled, Do: func() { r.chosen = append(r.chosen, name) }}
}

// press presses keys where the focus is. One letter alone is typed, as is Space.
func (r *restaurant) press(keys ...fyne.KeyName) {
	for _, key := range keys {
		switch focused := r.window.Canvas().Focused(); {
		case focused == nil:
			r.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: key})
		case key == fyne.KeySpace:
			focused.TypedKey(&fyne.KeyEvent{Name: key})
			r.window.Canvas().Focused().TypedRune(' ')
		case len(key) == 1:
			focused.TypedRune(rune(strings.ToLower(string(key))[0]))
		default:
			focused.TypedKey(&fyne.KeyEvent{Name: key})
		}
	}
}

// where is which title, and which row of an open menu, the keys act on: "Story", "Story/Add", or "" outside of the menus.
func (r *restaurant) where() string {
	switch focused := r.window.Canvas().Focused().(type) {
	case *MenuBar:
		return focused.Current().Name()
	case *Menu:
		if focused.Current() == nil {
			return focused.Name() + "/"
		}
		return focused.Name() + "/" + focused.Current().Item().Name
	}
	return ""
}

func TestKeysInTheMenus(t *testing.T) {
	const up, down, left, right, enter = fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight, fyne.KeyReturn
	cases := []struct {
		keys []fyne.KeyName
		want string
	}{
		{nil, "Story"},
		{[]fyne.KeyName{right}, "Play"},
		{[]fyne.KeyName{left}, "Look"},
		{[]fyne.KeyName{fyne.KeyEnd}, "Look"},
		{[]fyne.KeyName{fyne.KeyEnd, fyne.KeyHome}, "Story"},
		{[]fyne.KeyName{down}, "Story/Add"}, // what cannot be done is passed by
		{[]fyne.KeyName{enter}, "Story/Add"},
		{[]fyne.KeyName{fyne.KeySpace}, "Story/Add"},
		{[]fyne.KeyName{up}, "Story/Also"},
		{[]fyne.KeyName{"P"}, "Play/Faster"},
		{[]fyne.KeyName{down, down}, "Story/Open"}, // and so is the line
		{[]fyne.KeyName{down, up}, "Story/Also"},
		{[]fyne.KeyName{down, fyne.KeyEnd}, "Story/Also"},
		{[]fyne.KeyName{down, fyne.KeyEnd, down}, "Story/Add"},
		{[]fyne.KeyName{down, fyne.KeyEnd, fyne.KeyHome}, "Story/Add"},
		{[]fyne.KeyName{down, "O"}, "Story/Open"},
		{[]fyne.KeyName{down, "A"}, "Story/Also"},
		{[]fyne.KeyName{down, "A", "A"}, "Story/Add"},
		{[]fyne.KeyName{down, "R"}, "Story/Add"},
		{[]fyne.KeyName{down, right}, "Play/Faster"},
		{[]fyne.KeyName{down, left}, "Look/Paper"},
		{[]fyne.KeyName{down, right, fyne.KeyEscape}, "Play"},
		{[]fyne.KeyName{down, fyne.KeyEscape, fyne.KeyEscape}, ""},
		{[]fyne.KeyName{fyne.KeyTab}, ""},
		{[]fyne.KeyName{down, fyne.KeyTab}, ""},
		{[]fyne.KeyName{fyne.KeyF10}, ""},
		{[]fyne.KeyName{down, fyne.KeyF10}, ""},
	}
	for _, c := range cases {
		t.Run(fmt.Sprint(c.keys), func(t *testing.T) {
			r := newRestaurant(t)
			r.window.Canvas().Focus(r.button)
			r.bar.Toggle()
			r.press(c.keys...)
			if got := r.where(); got != c.want {
				t.Errorf("the keys act on %q, want %q", got, c.want)
			}
			if c.want == "" && r.window.Canvas().Focused() != r.button {
				t.Errorf("the focus is on %T, want the button that had it", r.window.Canvas().Focused())
			}
			if len(r.chosen) > 0 {
				t.Errorf("it did %v", r.chosen)
			}
		})
	}
}

func TestChoosingClosesTheMenuAndGivesTheFocusBackFirst(t *testing.T) {
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeySpace} {
		t.Run(string(key), func(t *testing.T) {
			r := newRestaurant(t)
			r.window.Canvas().Focus(r.field.Focus())
			var had fyne.Focusable
			r.bar.titles[1].section.Items = func() []MenuItem {
				return []MenuItem{{Name: "Faster", Do: func() { had = r.window.Canvas().Focused() }}}
			}
			r.bar.Toggle()
			r.press(fyne.KeyRight, fyne.KeyDown, key)
			if had != r.field.Focus() {
				t.Errorf("when it was done the focus was on %T, want the field", had)
			}
			if r.bar.Menu() != nil || r.window.Canvas().Overlays().Top() != nil {
				t.Error("the menu is still open")
			}
			if r.field.Text() != "" {
				t.Errorf("the key wrote %q", r.field.Text())
			}
		})
	}
}

func TestWhatCannotBeDoneIsNotDone(t *testing.T) {
	r := newRestaurant(t)
	m := r.bar.Open(r.bar.Titles()[0])
	test.Tap(m.Rows()[0])
	if len(r.chosen) > 0 || !m.Open() {
		t.Errorf("a click on it did %v; open: %v", r.chosen, m.Open())
	}
}

func TestTabPassesTheMenuBarBy(t *testing.T) {
	r := newRestaurant(t)
	for range 5 {
		r.window.Canvas().FocusNext()
		if r.where() != "" {
			t.Fatal("Tab leads to the menu bar")
		}
	}
}

// alt tells the window what the driver would: that keys go down and are let go.
func (r *restaurant) alt(steps string) {
	for _, step := range strings.Fields(steps) {
		e := &fyne.KeyEvent{Name: fyne.KeyName(step[1:])}
		if step[0] == '+' {
			r.bar.KeyDown(e)
		} else {
			r.bar.KeyUp(e)
		}
	}
}

func TestAltAloneLeadsToTheMenus(t *testing.T) {
	left := "LeftAlt"
	if string(desktop.KeyAltLeft) != left {
		t.Fatalf("Alt is called %q", desktop.KeyAltLeft)
	}
	cases := []struct{ name, steps, want string }{
		{"alone", "+LeftAlt -LeftAlt", "Story"},
		{"twice", "+LeftAlt -LeftAlt +LeftAlt -LeftAlt", ""},
		{"with another key", "+LeftAlt +Left -Left -LeftAlt", ""},
		{"let go after a key that it came to", "+Left +LeftAlt -Left -LeftAlt", ""},
		{"only let go", "-LeftAlt", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := newRestaurant(t)
			r.alt(c.steps)
			if got := r.where(); got != c.want {
				t.Errorf("the keys act on %q, want %q", got, c.want)
			}
		})
	}
}

func TestAltLetGoInAnotherWindowDoesNothing(t *testing.T) {
	r := newRestaurant(t)
	r.alt("+LeftAlt")
	r.bar.ForgetKeys()
	r.alt("-LeftAlt")
	if got := r.where(); got != "" {
		t.Errorf("the keys act on %q", got)
	}
}

func TestEveryControlTellsTheWindowOfAlt(t *testing.T) {
	r := newRestaurant(t)
	controls := map[string]fyne.Focusable{"a button": r.button, "a field": r.field.Focus(), "the bar": r.bar}
	m := r.bar.Open(r.bar.Titles()[0])
	controls["a menu"] = m
	for name, c := range controls {
		if _, ok := c.(desktop.Keyable); !ok {
			t.Errorf("%s keeps Alt to itself", name)
		}
	}
}

func TestTheMenuBarStaysAwayWhileAPanelIsOpen(t *testing.T) {
	r := newRestaurant(t)
	ShowPanel(r.window.Canvas(), Panel{Title: "Keys", Content: NewButton("A", "A", "", nil)})
	r.bar.Toggle()
	if got := r.where(); got != "" {
		t.Errorf("the keys act on %q behind the panel", got)
	}
}

// at is the middle of an object in the window.
func at(o fyne.CanvasObject) fyne.Position {
	from, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(o), o.Size()
	return from.AddXY(size.Width/2, size.Height/2)
}

func TestMouseInTheMenus(t *testing.T) {
	cases := []struct {
		name string
		do   func(r *restaurant)
		want string
	}{
		{"a click on a title opens its menu", func(*restaurant) {}, "Play/Faster"},
		{"the menu under the mouse is the open one", func(r *restaurant) {
			r.bar.Menu().MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at(r.bar.Titles()[2])}})
		}, "Look/Paper"},
		{"a click on another title opens that menu", func(r *restaurant) {
			r.bar.Menu().Tapped(&fyne.PointEvent{Position: at(r.bar.Titles()[0])})
		}, "Story/Add"},
		{"a click on its own title closes it", func(r *restaurant) {
			r.bar.Menu().Tapped(&fyne.PointEvent{Position: at(r.bar.Titles()[1])})
		}, ""},
		{"a click beside it closes it", func(r *restaurant) {
			r.bar.Menu().Tapped(&fyne.PointEvent{Position: fyne.NewPos(600, 400)})
		}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := newRestaurant(t)
			r.window.Canvas().Focus(r.button)
			r.bar.Titles()[1].MouseDown(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
			c.do(r)
			if got := r.where(); got != c.want {
				t.Errorf("the keys act on %q, want %q", got, c.want)
			}
			if c.want == "" && r.window.Canvas().Focused() != r.button {
				t.Errorf("the focus is on %T, want the button that had it", r.window.Canvas().Focused())
			}
		})
	}
}

func TestAClickOnARowDoesWhatItSays(t *testing.T) {
	r := newRestaurant(t)
	test.Tap(r.bar.Open(r.bar.Titles()[0]).Rows()[3])
	if got := fmt.Sprint(r.chosen); got != "[Open]" {
		t.Errorf("it did %v, want Open", got)
	}
}

func TestRowsUnderTheMouseAreCurrentUnlessTheyCannotBeChosen(t *testing.T) {
	r := newRestaurant(t)
	m := r.bar.Open(r.bar.Titles()[0])
	m.Rows()[3].MouseIn(nil)
	m.Rows()[0].MouseIn(nil)
	if got := r.where(); got != "Story/Open" {
		t.Errorf("the keys act on %q, want Story/Open", got)
	}
}

func TestAMenuBesideAButtonBeginsAtWhatIsTicked(t *testing.T) {
	r := newRestaurant(t)
	ShowMenu(r.window.Canvas(), "Looks", r.bar.titles[2].section.Items(), r.button)
	if got := r.where(); got != "Looks/Ink" {
		t.Errorf("the keys act on %q, want Looks/Ink", got)
	}
}

func TestOnlyOneRingIsShownWhileAMenuIsOpen(t *testing.T) {
	r := newRestaurant(t)
	r.window.Canvas().Focus(r.button)
	m := ShowMenu(r.window.Canvas(), "Looks", r.bar.titles[2].section.Items(), r.button)
	if r.button.focused {
		t.Error("the button below the menu still shows its ring")
	}
	m.Close()
	if !r.button.focused || r.window.Canvas().Focused() != r.button {
		t.Error("the button has not got its ring and the focus back")
	}
}

func TestMenusStayWithinTheWindowAndCanBeHit(t *testing.T) {
	const least = 44
	long := func(n int) (items []MenuItem) {
		for i := range n {
			items = append(items, MenuItem{Name: fmt.Sprintf("Skip tables and other asides, number %d", i), Key: "Ctrl + Shift + V", Do: func() {}})
		}
		return items
	}
	for _, size := range []fyne.Size{{Width: 640, Height: 480}, {Width: 300, Height: 480}, {Width: 1280, Height: 800}} {
		for _, n := range []int{1, 5, 40} {
			for place, x := range map[string]float32{"left": 0, "right": size.Width - 60} {
				t.Run(fmt.Sprintf("%d rows in %.0fx%.0f at the %s", n, size.Width, size.Height, place), func(t *testing.T) {
					themed(t, 1)
					near := NewButton("More", "", IconMore, nil)
					w := test.NewTempWindow(t, container.NewWithoutLayout(near))
					w.SetPadded(false)
					w.Resize(size)
					Lay(near, x, size.Height-100, 54, 54)
					m := ShowMenu(w.Canvas(), "More", long(n), near)
					box := m.box
					if from, to := box.Position(), box.Position().Add(box.Size()); from.X < 0 || from.Y < 0 || to.X > size.Width || to.Y > size.Height {
						t.Errorf("the menu goes from %v to %v", from, to)
					}
					for _, row := range m.Rows() {
						if row.Size().Height < least {
							t.Errorf("a row is %.0f high", row.Size().Height)
						}
						if end := row.Size().Width; end > m.view.Size().Width {
							t.Errorf("a row is %.0f wide in %.0f", end, m.view.Size().Width)
						}
					}
				})
			}
		}
	}
}

func TestTheCurrentRowOfALongMenuIsInSight(t *testing.T) {
	r := newRestaurant(t)
	var items []MenuItem
	for i := range 40 {
		items = append(items, r.item(fmt.Sprint("Row ", i), "", false))
	}
	m := ShowMenu(r.window.Canvas(), "Rows", items, r.button)
	for _, key := range []fyne.KeyName{fyne.KeyEnd, fyne.KeyUp, fyne.KeyHome, fyne.KeyDown, fyne.KeyUp, fyne.KeyUp} {
		r.press(key)
		row := m.Current()
		top := row.Position().Y - m.view.Offset.Y
		if top < -0.5 || top+row.Size().Height > m.view.Size().Height+0.5 {
			t.Errorf("after %s %q lies at %.0f of %.0f", key, row.Item().Name, top, m.view.Size().Height)
		}
	}
}

func TestTheMenuBarFoldsIntoOneMenuWhereItsTitlesDoNotFit(t *testing.T) {
	r := newRestaurant(t)
	r.bar.Resize(fyne.NewSize(150, 44))
	if titles := r.bar.Titles(); len(titles) != 1 || titles[0].Name() != "Menu" || r.bar.titles[0].Visible() {
		t.Fatalf("%d titles are shown", len(titles))
	}
	r.bar.Toggle()
	r.press(fyne.KeyDown)
	if got := r.where(); got != "Menu/Add" {
		t.Errorf("the keys act on %q, want Menu/Add", got)
	}
	var names []string
	for _, row := range r.bar.Menu().Rows() {
		names = append(names, row.Item().Name)
	}
	if want := []string{"Story", "Remove", "Add", "", "Open", "Also", "", "Play", "Faster", "", "Look", "Paper", "Ink"}; !slices.Equal(names, want) {
		t.Errorf("it shows %q", names)
	}
}

func TestTitlesAreLargeEnoughToHit(t *testing.T) {
	const least = 44
	r := newRestaurant(t)
	for _, title := range r.bar.Titles() {
		if size := title.Size(); size.Width < least || size.Height < least {
			t.Errorf("%q is %.0f by %.0f", title.Name(), size.Width, size.Height)
		}
	}
}

func TestMenusAreDrawnClearlyInEveryLook(t *testing.T) {
	for _, l := range []look.Look{look.Paper, look.Ink, look.Contrast} {
		t.Run(l.String(), func(t *testing.T) {
			r := newRestaurant(t)
			fyne.CurrentApp().Settings().SetTheme(look.New(look.Options{Look: l, Text: 1, Control: 1}))
			m := r.bar.Open(r.bar.Titles()[0])
			clear := func(what string, least float64, ink, ground color.Color) {
				t.Helper()
				if got := look.Ratio(ink.(color.NRGBA), ground.(color.NRGBA)); got < least {
					t.Errorf("%s has a contrast of %.1f:1, want %.0f:1", what, got, least)
				}
			}
			page := m.Theme().Color(look.ColorPage, theme.VariantLight)
			clear("the border on the page", 3, m.box.StrokeColor, page)
			clear("the border on the menu", 3, m.box.StrokeColor, m.box.FillColor)
			disabled, current := rowDrawn(m.Rows()[0]), rowDrawn(m.Rows()[1])
			clear("what cannot be done", 7, disabled.names[0].Color, m.box.FillColor)
			clear("its key", 7, disabled.key.Color, m.box.FillColor)
			clear("the current row", 7, current.names[0].Color, current.face.FillColor)
			clear("its key", 7, current.key.Color, current.face.FillColor)
			clear("its ring on the menu", 3, current.face.StrokeColor, m.box.FillColor)
			clear("its ring on its ground", 3, current.face.StrokeColor, current.face.FillColor)
			if current.face.StrokeWidth < 2 || current.face.Hidden {
				t.Errorf("the ring is %.0f thick, hidden %v", current.face.StrokeWidth, current.face.Hidden)
			}
			if disabled.sign.Hidden {
				t.Error("only the colour tells what cannot be done")
			}
		})
	}
}

func rowDrawn(row *MenuRow) *menuRowRenderer {
	return test.WidgetRenderer(row).(*menuRowRenderer)
}
