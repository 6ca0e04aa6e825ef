package app

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"alongside/app/control"
	"alongside/app/look"
)

// openMenu opens a menu of the bar by keys, as many titles from the left as right is pressed.
func (d *desk) openMenu(right int) *control.Menu {
	d.t.Helper()
	d.press(fyne.KeyF10)
	for range right {
		d.press(fyne.KeyRight)
	}
	d.press(fyne.KeyDown)
	menu, ok := d.win.Canvas().Overlays().Top().(*control.Menu)
	if !ok {
		d.t.Fatal("no menu is open")
	}
	return menu
}

func TestWhatIsChosenInAMenuIsDone(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	play := d.win.Canvas().Focused()
	d.openMenu(2)
	d.press(fyne.KeyReturn)
	if !d.reading.player.Playing() {
		t.Error("it does not play")
	}
	if d.win.Canvas().Focused() != play {
		t.Errorf("the focus is on %T, want what had it before", d.win.Canvas().Focused())
	}
}

// isLook reports whether a command chooses a look.
func isLook(name string) bool {
	return slices.ContainsFunc(lookCommands(), func(c command) bool { return c.name == name })
}

func TestAMenuShowsKeysAndTicksAsTheyAre(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.setLook(look.Ink)
	ticked := ""
	for _, row := range d.openMenu(7).Rows() {
		if row.Item().Checked && isLook(row.Item().Name) {
			ticked += row.Item().Name + ", " + row.Item().Key
		}
	}
	if want := "Ink (dark), " + keyText(ctrl(fyne.Key3)); ticked != want {
		t.Errorf("ticked is %q, want %q", ticked, want)
	}
}

func TestAMenuClosesWithTheScreenThatItBelongsTo(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	menu := d.openMenu(2)
	d.showShelf()
	if menu.Open() {
		t.Error("the story's menu is open in the library")
	}
}

func TestTheSystemsMenuFollowsWhatIsChosen(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.menus.system = d.systemMenu()
	d.setLook(look.Ink)
	for _, item := range d.menus.system.Items[6].Items {
		if want := item.Label == "Ink (dark)"; item.Checked != want && isLook(item.Label) {
			t.Errorf("%q is ticked: %v", item.Label, item.Checked)
		}
	}
}
