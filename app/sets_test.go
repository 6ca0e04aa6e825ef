package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"alongside/app/control"
	"alongside/app/look"
	"alongside/app/reader"
	"alongside/sync/listening"
)

func setNamed(t *testing.T, key string) set {
	t.Helper()
	for _, s := range sets() {
		if s.key == key {
			return s
		}
	}
	t.Fatalf("there is no set %q", key)
	return set{}
}

func TestASetChangesOnlyWhatConcernsIt(t *testing.T) {
	for key, want := range map[string][]string{
		"":         nil,
		"vision":   {"text size", "colours", "reading ruler"},
		"dyslexia": {"font", "room in the text", "colours", "what is marked", "what is dimmed"},
		"hearing":  {"speed", "voices alike loud", "soft sounds", "consonants"},
		"language": {"speed", "pauses put in"},
	} {
		p := usual()
		if got := changed(p, setNamed(t, key).in(p)).names(); !slices.Equal(got, want) {
			t.Errorf("%q changes %q, want %q", key, got, want)
		}
	}
}

func TestEachSetIsWithinWhatCanBeChosen(t *testing.T) {
	for _, s := range sets() {
		p := s.in(usual())
		if p.mended().text() != p.text() {
			t.Errorf("%s: %v is not as it can be", s.name, changed(p, p.mended()))
		}
		if !slices.Contains(speeds(), p.Speed) || !slices.Contains(look.TextScales(), p.Text) {
			t.Errorf("%s: speed %v or text %v is none of the steps", s.name, p.Speed, p.Text)
		}
		for _, m := range measures() {
			if !slices.Contains(m.steps, *m.of(&p.Type.Spacing)) {
				t.Errorf("%s: %s is none of the steps", s.name, m.name)
			}
		}
	}
}

func TestASetIsReadAsChangedOnceSomethingOfItIs(t *testing.T) {
	larger, slower := setNamed(t, "vision").in(usual()), setNamed(t, "vision").in(usual())
	larger.Text, slower.Speed = 3, 0.5
	plain := setNamed(t, "vision").in(usual())
	plain.Emphasis.Ruler = false
	strange := usual()
	strange.Speed = 3
	for name, c := range map[string]struct {
		p    preferences
		want string
	}{
		"nothing chosen":               {usual(), "Now: As it comes."},
		"something chosen by oneself":  {strange, "Now: your own choice."},
		"a set":                        {setNamed(t, "vision").in(usual()), "Now: Low vision."},
		"larger than the set needs it": {larger, "Now: Low vision."},
		"what the set says nothing of": {slower, "Now: Low vision."},
		"something of the set":         {plain, "Now: Low vision, changed."},
	} {
		if got := setText(c.p); got != c.want {
			t.Errorf("%s: it reads %q, want %q", name, got, c.want)
		}
	}
}

func TestAsItComesKeepsWhatIsNotAboutComfort(t *testing.T) {
	p := usual()
	p.Volume, p.Width, p.Folder, p.Sleep, p.Skip.Pages, p.Sound.OnlyTold = 0.3, 900, "/home/me", true, true, true
	p.Along = reader.Along{Manner: reader.Aloud, Portion: reader.Turns}
	want := p
	for _, key := range []string{"vision", "dyslexia", "hearing", "language"} {
		p = setNamed(t, key).in(p)
	}
	if got := setNamed(t, "").in(p); got.text() != want.text() {
		t.Errorf("other are %v", changed(want, got))
	}
}

func TestTwoSetsCanBeChosenOneAfterTheOther(t *testing.T) {
	p := setNamed(t, "hearing").in(setNamed(t, "vision").in(usual()))
	if p.Text != 2 || !p.Sound.Even {
		t.Errorf("text %v, alike loud %v", p.Text, p.Sound.Even)
	}
}

func TestASetIsInForceAtOnceSaysWhatItChangedAndIsUndone(t *testing.T) {
	d := withSound(t)
	d.setSpeed(1.25)
	before := d.chosen.preferences
	d.chooseSet(setNamed(t, "language"))
	if got := d.reading.player.Speed(); got != 0.85 {
		t.Errorf("it plays at %v", got)
	}
	if n := len(d.reading.player.Plan().Pauses); n == 0 {
		t.Error("there are no pauses")
	}
	if want := "Learning a language. Changed: speed and pauses put in."; d.notice().Text() != want {
		t.Errorf("it says %q, want %q", d.notice().Text(), want)
	}
	d.setVolume(0.5) // which Undo has nothing to do with
	d.tapNamed("Undo")
	before.Volume = 0.5
	if got := d.chosen.preferences; got.text() != before.text() || d.reading.player.Speed() != 1.25 {
		t.Errorf("undone, other are %v; it plays at %v", changed(before, got), d.reading.player.Speed())
	}
}

// tapNamed presses the button of a name that can be reached.
func (d *desk) tapNamed(name string) {
	d.t.Helper()
	for _, p := range d.reachable() {
		if b, ok := p.object.(*control.Button); ok && b.Name == name {
			b.Tapped(nil)
			return
		}
	}
	d.t.Fatalf("there is no button %q", name)
}

// sliderAt is where a slider of the panel stands.
func (d *desk) sliderAt(name string) float64 {
	d.t.Helper()
	for _, p := range d.reachable() {
		if s, ok := p.object.(*control.Slider); ok && s.Name == name {
			return s.Value()
		}
	}
	d.t.Fatalf("there is no slider %q", name)
	return 0
}

func TestTheSettingsShowASetAsItIsChosen(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.showSettings()
	if d.focus() != readyMade+", chosen" {
		t.Errorf("the focus is on %q", d.focus())
	}
	d.tapNamed("Low vision")
	if d.focus() != "Low vision, chosen" {
		t.Errorf("the focus is on %q", d.focus())
	}
	d.tree.Activate(d.win)
	if !d.tells("Low vision. Changed: text size, colours and reading ruler.") || !d.tells("Now: Low vision.") {
		t.Error("nobody is told what was changed")
	}
	d.tapNamed("Undo")
	d.tapNamed("Text")
	if got := d.sliderAt("Text size"); got != 1 || d.appearance.theme.Palette() != look.New(look.Options{Look: look.System, Text: 1, Fonts: d.appearance.fonts}).Palette() {
		t.Errorf("undone, the text's size is %v", got)
	}
}

func TestTheSettingsAreShownInGroups(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.showSettings()
	d.tapNamed("Low vision")
	for _, c := range []struct{ group, slider string }{{"Text", "Text size"}, {"Sound", "Speed"}} {
		d.tapNamed(c.group)
		if d.focus() != c.group+", chosen" {
			t.Errorf("the focus is on %q", d.focus())
		}
		d.sliderAt(c.slider)
		if d.inSight("Low vision") {
			t.Errorf("beside %s the ready-made ones are shown", c.group)
		}
	}
	d.tapNamed("Text")
	if got := d.sliderAt("Text size"); got != 2 {
		t.Errorf("the text's size is shown as %v", got)
	}
	d.closePanels()
	d.showSettings()
	if d.focus() != "Text, chosen" {
		t.Errorf("opened again, the focus is on %q", d.focus())
	}
}

func TestASetIsRemembered(t *testing.T) {
	lib := newLibrary(t)
	d := newDesk(t, lib)
	d.chooseSet(setNamed(t, "dyslexia"))
	d.setSpeed(0.9)
	d.close()
	d.finish()
	next := newDesk(t, lib)
	if got := setText(next.chosen.preferences); got != "Now: Dyslexia." || next.chosen.Type.Font != lexend {
		t.Errorf("it reads %q, the font is %s", got, next.chosen.Type.Font)
	}
}

func TestTheFirstStartOffersToMakeItFit(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.tapNamed("Make it fit you")
	if d.settings == nil || d.focus() != readyMade+", chosen" {
		t.Errorf("the focus is on %q", d.focus())
	}
	d.closePanels()
	d.press(fyne.KeySpace)
	if d.notice().Visible() {
		t.Errorf("once it plays it still says %q", d.notice().Text())
	}
}

func TestWhatChangedIsNamedOnce(t *testing.T) {
	p := usual()
	p.Emphasis.Window, p.Emphasis.Lines, p.Sound.Shape.Mono, p.Sound.PauseFor = true, 5, true, time.Second
	p.Sound.PauseAfter, p.Set = listening.Turn, "vision"
	if got := listed(changed(usual(), p).names()); got != "left and right, pauses put in and lines around the voice" {
		t.Errorf("named are %s", got)
	}
	if got := (differences{"brandNew.thing": 1}).names(); !slices.Equal(got, []string{"other settings"}) {
		t.Errorf("what has no name is called %v", got)
	}
}

func TestEverySettingOfAStoryHasAName(t *testing.T) {
	for path := range fieldsOf(usual()) {
		if names := (differences{path: 0}).names(); !ofTheWindow(path) && path != setKey && strings.Contains(listed(names), "other") {
			t.Errorf("%s is called %q", path, names)
		}
	}
}

// inSight reports whether all of a button that can be reached is to be seen.
func (d *desk) inSight(name string) bool {
	for _, p := range d.reachable() {
		if b, ok := p.object.(*control.Button); ok && b.Name == name {
			return p.seen.height() > p.whole.height()-1
		}
	}
	return false
}

func TestWhatASetChangedIsInSight(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.win.Resize(fyne.NewSize(1180, 740))
	for _, s := range sets()[1:] {
		d.showSettings()
		d.tapNamed(s.name)
		d.settle()
		if !d.inSight(s.name) || !d.inSight("Undo") {
			t.Errorf("%s: its button is in sight: %v, Undo: %v", s.name, d.inSight(s.name), d.inSight("Undo"))
		}
		d.closePanels()
	}
}
