package app

import (
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"alongside/app/control"
	"alongside/app/look"
	"alongside/assets"
)

// widthNow is how wide a text is in the font in use.
func widthNow(text string) float32 { return fyne.MeasureText(text, 100, fyne.TextStyle{}).Width }

func TestRoomBetweenLettersAndWordsShowsAtOnce(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	before := widthNow("fog bell")
	s := look.UsualSpacing()
	s.Letter, s.Word = 0.12, 0.16
	d.setSpacing(s)
	if got, want := widthNow("fog bell")-before, float32(100*(8*0.12+0.16)); got < want-2 || got > want+2 {
		t.Errorf("the text is %.1f wider, want %.1f", got, want)
	}
	d.setSpacing(look.UsualSpacing())
	if got := widthNow("fog bell"); got != before {
		t.Errorf("as usual again it is %.1f wide, want %.1f", got, before)
	}
}

func TestHowTheTextIsSetIsRemembered(t *testing.T) {
	lib := newLibrary(t)
	d := newDesk(t, lib)
	d.setSpacing(look.RoomySpacing())
	d.setFont(lexend)
	own := look.Base{Text: color.NRGBA{0, 0, 0, 0xff}, Background: color.NRGBA{0xff, 0xd9, 0xb8, 0xff}, Highlight: color.NRGBA{0xff, 0xff, 0xff, 0xff}}
	d.setOwn(own)
	want := d.chosen.Type
	d.close()
	d.finish()
	next := newDesk(t, lib)
	if next.chosen.Type != want || next.appearance.theme.Palette() != look.PaletteOf(own) {
		t.Errorf("it is %+v, want %+v", next.chosen.Type, want)
	}
}

func TestTextThatIsOutOfRangeIsAsUsual(t *testing.T) {
	got := typeChosen{Spacing: look.Spacing{Line: -1, Turn: 99, Column: 1}, Font: "comic", Own: look.Base{}}.mended()
	if got != usualType() {
		t.Errorf("it is %+v", got)
	}
}

// fontIs reports whether letters are as wide as those of a font built in.
func (d *desk) fontIs(t *testing.T, font string) bool {
	t.Helper()
	now := widthNow("Who rang the bell?")
	before := d.chosen.Type.Font
	d.chosen.Type.Font = font
	d.applyTheme()
	want := widthNow("Who rang the bell?")
	d.chosen.Type.Font = before
	d.applyTheme()
	return now == want
}

func TestAFontOfOnesOwnIsUsedAndRemembered(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mine.ttf")
	if err := os.WriteFile(path, assets.Font(assets.CrimsonRegular), 0o600); err != nil {
		t.Fatal(err)
	}
	lib := newLibrary(t)
	d := newDesk(t, lib)
	d.desktopChooser = chooses(path, nil).choose
	d.chooseFont()
	d.until("the font is used", func() bool { return d.chosen.Type.Font == ownFont })
	if !d.fontIs(t, crimson) {
		t.Error("another font is shown")
	}
	d.close()
	d.finish()
	next := newDesk(t, lib)
	next.start("")
	next.until("the font is used again", func() bool { return next.appearance.own.data != nil && next.fontIs(t, crimson) })
}

func TestAFontThatCannotBeUsedIsSaidAndChangesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mine.ttf")
	if err := os.WriteFile(path, []byte("The fog bell"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, newLibrary(t))
	d.desktopChooser = chooses(path, nil).choose
	d.chooseFont()
	d.until("it is said", func() bool { return strings.Contains(d.notice().Text(), "mine.ttf cannot be used") })
	if d.chosen.Type.Font != atkinson || !d.fontIs(t, atkinson) {
		t.Errorf("the font is %q", d.chosen.Type.Font)
	}
}

func TestAFontThatHasGoneIsSaidInTheSettings(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.chosen.Type.Font, d.chosen.Type.File = ownFont, filepath.Join(t.TempDir(), "gone.ttf")
	d.start("")
	d.until("it is noticed", func() bool { return d.fontTrouble != nil })
	if !d.fontIs(t, atkinson) {
		t.Error("another font than the usual one is shown")
	}
	d.showSettings()
	d.tapNamed("Text")
	d.tree.Activate(d.win)
	if !d.tells("gone.ttf") {
		t.Error("the settings say nothing of it")
	}
}

func TestTheSettingsSayHowWellOwnColoursCanBeRead(t *testing.T) {
	for name, c := range map[string]struct {
		base look.Base
		want string
	}{
		"well": {look.CreamBase(), "easy to read"},
		"not so well": {look.Base{
			Text: color.NRGBA{0x77, 0x77, 0x77, 0xff}, Background: color.NRGBA{0xff, 0xff, 0xff, 0xff}, Highlight: color.NRGBA{0xff, 0xff, 0, 0xff},
		}, "4.5 to 1, in the spoken sentence"},
		"so that it is said": {look.Base{
			Text: color.NRGBA{0x77, 0x77, 0x77, 0xff}, Background: color.NRGBA{0xff, 0xff, 0xff, 0xff}, Highlight: color.NRGBA{0xff, 0xff, 0, 0xff},
		}, "Less than 7 to 1 is hard to read"},
	} {
		if got := judge(c.base); !strings.Contains(got, c.want) {
			t.Errorf("%s: it says %q, want %q in it", name, got, c.want)
		}
	}
}

func TestASpeakersNameHasTheColourThatIsWrittenInTheSettings(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	inks := d.speakerInks()
	if want := "Speaker 2, Tom Alder"; inks[1].name != want {
		t.Errorf("the second is called %q, want %q", inks[1].name, want)
	}
	row := func(text string) string {
		said := newVerdict("")
		field := fieldIn(t, d.inkRow(inks[1], said, func(b look.Base) string { return judgeSpeaker(b, 1) }, func() {}))
		field.SetText(text)
		return said.Text
	}
	grey, navy := color.NRGBA{0x80, 0x80, 0x80, 0xff}, color.NRGBA{0x0b, 0x1f, 0x4b, 0xff}
	for _, c := range []struct {
		name, write string
		want        color.NRGBA
		says        string
	}{
		{"by name", "Navy", navy, "This name has a contrast of"},
		{"with little contrast", "#808080", grey, "hard to read"},
		{"like the page", "Cream", grey, "stay as they were"},
		{"none", "", color.NRGBA{}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			says := row(c.write)
			if got := d.chosen.Type.Own.Speakers[1]; got != c.want {
				t.Errorf("it is %v, want %v", got, c.want)
			}
			if !strings.Contains(says, c.says) {
				t.Errorf("it says %q, want %q in it", says, c.says)
			}
		})
	}
	if d.chosen.Look != look.Own.String() {
		t.Errorf("the look is %q", d.chosen.Look)
	}
}

// fieldIn is the field within something.
func fieldIn(t *testing.T, o fyne.CanvasObject) *control.Field {
	t.Helper()
	var found *control.Field
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *control.Field:
			found = o
		case *fyne.Container:
			for _, inner := range o.Objects {
				walk(inner)
			}
		case fyne.Widget:
			for _, inner := range test.WidgetRenderer(o).Objects() {
				walk(inner)
			}
		}
	}
	walk(o)
	if found == nil {
		t.Fatal("there is no field")
	}
	return found
}
