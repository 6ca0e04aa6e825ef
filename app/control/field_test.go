package control

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestKeysThatLeaveAField(t *testing.T) {
	cases := []struct {
		name string
		make func() *Field
		key  fyne.KeyName
		want string
	}{
		{"Escape", func() *Field { return NewField("Find", "") }, fyne.KeyEscape, "escape"},
		{"Down", func() *Field { return NewField("Find", "") }, fyne.KeyDown, "down"},
		{"Enter", func() *Field { return NewField("Find", "") }, fyne.KeyReturn, "enter"},
		{"Down among several lines", func() *Field { return NewTextField("Text", "", 3) }, fyne.KeyDown, ""},
		{"Enter among several lines", func() *Field { return NewTextField("Text", "", 3) }, fyne.KeyReturn, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			themed(t, 1)
			got := ""
			f := c.make()
			f.OnEscape, f.OnDown, f.OnEnter = func() { got += "escape" }, func() { got += "down" }, func() { got += "enter" }
			test.NewTempWindow(t, f).Canvas().Focus(f.Focus())
			f.Focus().TypedKey(&fyne.KeyEvent{Name: c.key})
			if got != c.want {
				t.Errorf("the key did %q, want %q", got, c.want)
			}
		})
	}
}

func TestAFieldWithoutUseForEscapeHandsItToTheWindow(t *testing.T) {
	themed(t, 1)
	f := NewField("Address", "")
	w := test.NewTempWindow(t, f)
	var passed fyne.KeyName
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { passed = e.Name })
	w.Canvas().Focus(f.Focus())
	f.Focus().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if passed != fyne.KeyEscape {
		t.Errorf("the window got %q, want Escape", passed)
	}
}

func TestAFieldKeepsSpaceForTyping(t *testing.T) {
	themed(t, 1)
	f := NewField("Find", "")
	changed := ""
	f.OnChanged = func(text string) { changed = text }
	test.NewTempWindow(t, f).Canvas().Focus(f.Focus())
	for _, r := range "fog bell" {
		f.Focus().TypedRune(r)
	}
	if f.Text() != "fog bell" || changed != "fog bell" {
		t.Errorf("the field holds %q and told of %q, want what was typed", f.Text(), changed)
	}
}

func TestAFieldShowsThatItHasTheFocus(t *testing.T) {
	themed(t, 1)
	f := NewField("Find", "")
	c := test.NewTempWindow(t, f).Canvas()
	ring := test.WidgetRenderer(f).Objects()[0]
	before := ring.Visible()
	c.Focus(f.Focus())
	if before || !ring.Visible() {
		t.Errorf("the ring is seen before: %t, and after: %t; want only after", before, ring.Visible())
	}
}

func TestTabLeavesAFieldOfSeveralLines(t *testing.T) {
	themed(t, 1)
	f := NewTextField("The transcript", "", 3)
	tabbable, ok := f.Focus().(fyne.Tabbable)
	if !ok || tabbable.AcceptsTab() {
		t.Error("it keeps Tab for itself, so that it cannot be left by keys")
	}
}

func TestAFieldKeepsItsOwnShortcuts(t *testing.T) {
	themed(t, 1)
	f := NewField("Find", "")
	test.NewTempWindow(t, f).Canvas().Focus(f.Focus())
	f.SetText("fog")
	entry := f.Focus().(*fieldEntry)
	entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	if got := entry.SelectedText(); got != "fog" {
		t.Errorf("selected is %q, want fog", got)
	}
}

func TestAFieldHandsFunctionKeysToTheWindow(t *testing.T) {
	themed(t, 1)
	f := NewField("Find", "")
	w := test.NewTempWindow(t, f)
	var passed []fyne.KeyName
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { passed = append(passed, e.Name) })
	w.Canvas().Focus(f.Focus())
	for _, key := range []fyne.KeyName{fyne.KeyF10, fyne.KeyF, fyne.KeyF1} {
		f.Focus().TypedKey(&fyne.KeyEvent{Name: key})
	}
	if len(passed) != 2 {
		t.Errorf("the window got %v, want F10 and F1", passed)
	}
}

func TestWhatIsSelectedIsTypedOver(t *testing.T) {
	themed(t, 1)
	f := NewField("Name", "")
	f.SetText("bell.vtt")
	test.NewTempWindow(t, f).Canvas().Focus(f.Focus())
	f.SelectAll()
	f.Focus().TypedRune('s')
	if f.Text() != "s" {
		t.Errorf("the field holds %q, want s", f.Text())
	}
}
