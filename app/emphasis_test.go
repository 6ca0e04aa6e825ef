package app

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"alongside/app/reader"
)

// emphasisScenes are a story that is read in each of the ways to follow it, after the reader's other scenes.
func emphasisScenes() (all []scene) {
	ways := []struct {
		name string
		with func(*reader.Emphasis)
	}{
		{"the sentence alone", func(e *reader.Emphasis) { e.Mark, e.Dim = reader.NoUnit, reader.DimSentences }},
		{"the sentence marked among dimmed ones, with a ruler", func(e *reader.Emphasis) { e.Dim, e.Ruler = reader.DimSentences, true }},
		{"the turn among dimmed ones, with a ruler", func(e *reader.Emphasis) { e.Mark, e.Dim, e.Ruler = reader.Turn, reader.DimTurns, true }},
		{"a window of three lines", func(e *reader.Emphasis) { e.Window, e.Lines = true, 3 }},
		{"one word at a time", func(e *reader.Emphasis) { e.Single = true }},
		{"words hidden until they are heard", func(e *reader.Emphasis) { e.Hide = true }},
		{"all of it", func(e *reader.Emphasis) {
			e.Dim, e.Ruler, e.Window, e.Hide = reader.DimSentences, true, true, true
		}},
	}
	for _, w := range ways {
		all = append(all, scene{
			name:  w.name,
			enter: func(d *desk) { d.follow(); d.emphasize(w.with) },
			leave: func(d *desk) { d.emphasize(func(e *reader.Emphasis) { *e = reader.UsualEmphasis() }) },
		})
	}
	return all
}

func TestWhatStandsOutIsChosenByKeyAndRemembered(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	for _, key := range []fyne.Shortcut{ctrl(fyne.KeyU), ctrlShift(fyne.KeyW), ctrl(fyne.KeyK), ctrl(fyne.KeyH)} {
		for _, s := range d.sections {
			for _, c := range s.commands {
				if c.key != nil && keyText(c.key) == keyText(key) {
					d.perform(c)
				}
			}
		}
	}
	d.finish()
	got, err := loadPreferences(t.Context(), d.library)
	want := reader.UsualEmphasis()
	want.Ruler, want.Window, want.Single, want.Hide = true, true, true, true
	if err != nil || got.Emphasis != want {
		t.Errorf("%+v is remembered, error %v", got.Emphasis, err)
	}
}

func TestEachChoiceOfWhatStandsOutIsTickedOnceMade(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	for _, c := range followCommands() {
		if c.checked == nil || c.checked(d.window) {
			continue
		}
		d.perform(c)
		if !c.checked(d.window) {
			t.Errorf("%q is not ticked", c.name)
		}
	}
}

func TestAStoryOpensWithWhatStandsOutAsChosen(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.emphasize(func(e *reader.Emphasis) { e.Single = true })
	d.openSample()
	d.seek(20 * time.Second)
	d.reading.screen.View.ScrollLines(4)
	if !d.reading.screen.View.NeedsReturn() {
		t.Error("the page is shown at once, and not one word at a time")
	}
}
