package app

import (
	"path/filepath"
	"reflect"
	"testing"

	"fyne.io/fyne/v2"

	"alongside/app/look"
	"alongside/assets"
	"alongside/store"
	"alongside/sync/transcript"
)

func TestDifferencesAreKeptAndLaidOverOthers(t *testing.T) {
	one := usual()
	one.Speed, one.Sound.Shape.Clarity, one.Type.Spacing.Line = 0.9, 6, 2
	d := parseDifferences(changed(usual(), one).text())
	if d.text() != `{"sound.Shape.Clarity":6,"speed":0.9,"type.spacing.line":2}` {
		t.Errorf("kept is %s", d.text())
	}
	other := usual()
	other.Text, other.Sound.Shape.Mono, other.Speed = 3, true, 2
	want := other
	want.Speed, want.Sound.Shape.Clarity, want.Type.Spacing.Line = 0.9, 6, 2
	if got := d.in(other); got.text() != want.text() {
		t.Errorf("over others they make %v", changed(want, got))
	}
}

func TestAColourIsOneThing(t *testing.T) {
	p := usual()
	p.Type.Own.Text.R++
	d := changed(usual(), p)
	if _, whole := d["type.own.text"]; !whole || len(d) != 1 {
		t.Errorf("other is %v", d)
	}
}

func TestANameMayHaveDots(t *testing.T) {
	object := map[string]any{"late": map[string]any{"my.head~phones": 0.2, "~1": 0.3}, "speed": 1.0}
	d := differences{}
	d.flatten("", object, deepest)
	if got := d.nested(); !reflect.DeepEqual(got, object) {
		t.Errorf("%v comes back as %v", object, got)
	}
}

func TestDifferencesOfAStrangerDoNoHarm(t *testing.T) {
	for _, text := range []string{`nonsense`, `null`, `[1]`, `{"speed":"fast"}`, `{"speed":99}`, `{"width":5,"folder":"/","sleep":true}`, `{"":{}}`, `{"speed.x":1}`} {
		if got := parseDifferences(text).in(usual()); got.text() != usual().text() {
			t.Errorf("%s makes %v", text, changed(usual(), got))
		}
	}
}

// What settle does, case by case: what is in force, what of all stories and what of this one.
func TestWhatIsChangedGoesWhereItBelongs(t *testing.T) {
	for name, c := range map[string]struct {
		own    string
		only   bool
		change func(*preferences)
		all    string // what is other than usual for all
		here   string
	}{
		"for all stories":                {"", false, func(p *preferences) { p.Speed = 2 }, `{"speed":2}`, ``},
		"for this one":                   {"", true, func(p *preferences) { p.Speed = 2 }, ``, `{"speed":2}`},
		"the window is never of a story": {"", true, func(p *preferences) { p.Width, p.Sleep = 900, true }, `{"sleep":true,"width":900}`, ``},
		"beside what it had":             {`{"text":2}`, true, func(p *preferences) { p.Speed = 2 }, ``, `{"speed":2,"text":2}`},
		"back to what all have":          {`{"text":2}`, true, func(p *preferences) { p.Text = 1 }, ``, ``},
		"for all, and so here":           {`{"text":2}`, false, func(p *preferences) { p.Text = 3 }, `{"text":3}`, ``},
		"nothing":                        {`{"text":2}`, true, func(*preferences) {}, ``, `{"text":2}`},
	} {
		choice := chosenEverywhere(usual())
		choice.enter(1, c.own)
		choice.only = c.only
		c.change(&choice.preferences)
		inForce := choice.text()
		choice.settle()
		if got := changed(usual(), choice.everywhere).text(); got != c.all {
			t.Errorf("%s: of all stories is %s, want %s", name, got, c.all)
		}
		if got := choice.here.text(); got != c.here {
			t.Errorf("%s: of this one is %s, want %s", name, got, c.here)
		}
		if choice.text() != inForce {
			t.Errorf("%s: another is in force", name)
		}
	}
}

// onShelf is a desk on a library, of which the shelf is full.
func onShelf(t *testing.T, lib *store.Library) *desk {
	t.Helper()
	d := newDesk(t, lib)
	d.start("")
	d.until("the shelf is full", func() bool { return len(d.shelf.stories) > 0 })
	return d
}

// addKettle adds another story with sound to a library.
func addKettle(t *testing.T, lib *store.Library) int64 {
	t.Helper()
	path := filepath.Join(t.TempDir(), assets.Sample().AudioName)
	write(t, path, assets.Sample().Audio)
	id, err := lib.Save(t.Context(), store.Draft{AudioPath: path, Transcript: transcript.Transcript{
		Title: "The Kettle", Speakers: []transcript.Speaker{{Name: "Anna Vale"}},
		Turns: []transcript.Turn{{Speaker: "Anna Vale", Text: "The kettle is on."}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// turnTo opens a story, with its sound.
func (d *desk) turnTo(id int64) {
	d.t.Helper()
	d.openStory(id, -1)
	d.until("the story is open", func() bool { return d.reading != nil && d.reading.story.ID == id && d.reading.player != nil })
}

func TestAStoryKeepsASpeedOfItsOwn(t *testing.T) {
	lib := newLibrary(t)
	other := addKettle(t, lib)
	d := onShelf(t, lib)
	d.turnTo(1)
	d.toggleOnlyHere()
	d.setSpeed(0.75)
	d.setText(2)
	speeds := func(when string, want float64) {
		t.Helper()
		if got := d.reading.player.Speed(); got != want || d.chosen.Speed != want {
			t.Errorf("%s it plays at %v, chosen is %v, want %v", when, got, d.chosen.Speed, want)
		}
	}
	d.turnTo(other)
	speeds("in the other story", 1)
	if d.chosen.only || d.textNow() != 1 {
		t.Errorf("what is changed there is for it alone: %v; its text is at %v", d.chosen.only, d.textNow())
	}
	d.setSpeed(1.5)
	d.turnTo(1)
	speeds("back in the first story", 0.75)
	if d.textNow() != 2 {
		t.Errorf("its text is at %v", d.textNow())
	}
	d.showShelf()
	if d.chosen.Speed != 1.5 || d.textNow() != 1 {
		t.Errorf("on the shelf the speed is %v, the text at %v", d.chosen.Speed, d.textNow())
	}
	d.close()
	d.finish()
	d = onShelf(t, lib)
	d.turnTo(1)
	speeds("started again", 0.75)
	if !d.chosen.only {
		t.Error("what is changed in it now is for all")
	}
	d.turnTo(other)
	speeds("started again, in the other story", 1.5)
}

func TestSettingsOfAStoryAreInABackup(t *testing.T) {
	lib := newLibrary(t)
	d := onShelf(t, lib)
	d.turnTo(1)
	d.toggleOnlyHere()
	d.chooseSet(setNamed(t, "dyslexia"))
	d.close()
	d.finish()
	file := filepath.Join(t.TempDir(), "all.zip")
	if _, err := lib.Backup(t.Context(), file, nil); err != nil {
		t.Fatal(err)
	}
	fresh, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { fresh.Close() })
	if _, err := fresh.RestoreBackup(t.Context(), file, nil); err != nil {
		t.Fatal(err)
	}
	again := onShelf(t, fresh)
	if again.chosen.Type.Font != atkinson {
		t.Errorf("for all stories the font is %s", again.chosen.Type.Font)
	}
	again.turnTo(1)
	if again.chosen.Type.Font != lexend || again.chosen.Look != look.Cream.String() {
		t.Errorf("in the story the font is %s, the look %s", again.chosen.Type.Font, again.chosen.Look)
	}
}

func TestTheSettingsSayWhatIsOtherHereAndTheWayBack(t *testing.T) {
	d := withSound(t)
	d.showSettings()
	d.settings.tops[onlyHere].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if d.focus() != onlyHere+", chosen" {
		t.Errorf("the focus is on %q", d.focus())
	}
	d.setSpeed(0.75)
	d.closePanels()
	d.showSettings()
	d.tree.Activate(d.win)
	if !d.tells("Here: speed.") {
		t.Error("nobody is told what is other here")
	}
	d.tapNamed("Use the settings of all stories")
	if d.chosen.Speed != 1 || d.reading.player.Speed() != 1 || d.chosen.only {
		t.Errorf("as in all stories, the speed is %v", d.reading.player.Speed())
	}
	d.tapNamed("Undo")
	d.tapNamed("Sound")
	if got := d.sliderAt("Speed"); got != 0.75 {
		t.Errorf("undone, the speed is shown as %v", got)
	}
	if d.chosen.Speed != 0.75 || d.chosen.here.text() != `{"speed":0.75}` {
		t.Errorf("undone, the speed is %v", d.chosen.Speed)
	}
	d.saver.close()
	if s, err := d.library.Story(t.Context(), 1); err != nil || s.Own != `{"speed":0.75}` {
		t.Errorf("kept is %s, %v", s.Own, err)
	}
}
