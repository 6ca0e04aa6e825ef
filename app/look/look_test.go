package look

import (
	"fmt"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

func palettes() map[string]Palette {
	all := map[string]Palette{
		"paper": PaperPalette(), "ink": InkPalette(), "contrast": ContrastPalette(),
		"cream": PaletteOf(CreamBase()), "dusk": PaletteOf(DuskBase()),
	}
	for name, base := range ownBases() {
		all[name] = PaletteOf(base)
	}
	return all
}

func TestTextKeepsSevenToOneOnEverythingBehindIt(t *testing.T) {
	for name, p := range palettes() {
		grounds := map[string]color.NRGBA{"background": p.Background, "raised": p.Raised, "spoken turn": p.Turn}
		texts := map[string]color.NRGBA{"text": p.Text, "quiet text": p.Quiet, "dimmed text": p.Dimmed}
		for n, c := range p.Speaker {
			texts[fmt.Sprintf("speaker %d", n+1)] = c
		}
		for tn, text := range texts {
			for gn, ground := range grounds {
				checkRatio(t, 7, name+": "+tn+" on "+gn, text, ground)
			}
		}
		checkRatio(t, 7, name+": sentence", p.SentenceText, p.Sentence)
		checkRatio(t, 7, name+": main button", p.MainText, p.Main)
		checkRatio(t, 7, name+": text on a hovered button", p.Text, p.Hover)
		checkRatio(t, 7, name+": text on a pressed button", p.Text, p.Pressed)
		checkRatio(t, 7, name+": selected text", p.Text, p.Selection)
		checkRatio(t, 7, name+": an error", p.Problem, p.Raised)
		checkRatio(t, 7, name+": an error on the page", p.Problem, p.Background)
	}
}

func TestMarksKeepThreeToOneOnWhatTheyLieOn(t *testing.T) {
	for name, p := range palettes() {
		marks := map[string]struct {
			mark    color.NRGBA
			grounds []color.NRGBA
		}{
			"bar":        {p.Bar, []color.NRGBA{p.Background, p.Turn}},
			"border":     {p.Border, []color.NRGBA{p.Background, p.Raised, p.Hover}},
			"place":      {p.Text, []color.NRGBA{p.Raised}},
			"main":       {p.Main, []color.NRGBA{p.Background, p.Raised}},
			"focus ring": {p.Ring, []color.NRGBA{p.Background, p.Raised, p.Turn}},
			"word":       {p.Word, []color.NRGBA{p.Sentence}},
		}
		for mn, m := range marks {
			for _, ground := range m.grounds {
				checkRatio(t, 3, fmt.Sprintf("%s: %s on %v", name, mn, ground), m.mark, ground)
			}
		}
	}
}

// On the strip the speakers' colours lie beside each other; the bar's own colour stands between them.
func TestTheStripsColoursStandOutFromWhatIsBetweenThem(t *testing.T) {
	for name, p := range palettes() {
		for n, c := range p.Speaker {
			checkRatio(t, 3, fmt.Sprintf("%s: speaker %d", name, n+1), c, p.Raised)
		}
		checkRatio(t, 3, name+": what nobody speaks", p.Border, p.Raised)
	}
}

// The ring and the lines around matches may lie on the sentence's fill. Where they cannot be seen on it they are seen by the
// line in the page's colour beside them.
func TestLinesOnTheSentencesFillAreSeen(t *testing.T) {
	for name, p := range palettes() {
		for what, ink := range map[string]color.NRGBA{"ring": p.Ring, "match": p.Bar} {
			if Ratio(ink, p.Sentence) < 3 {
				checkRatio(t, 3, name+": "+what+" on the line beside it", ink, p.Background)
				checkRatio(t, 3, name+": the line beside the "+what, p.Background, p.Sentence)
			}
		}
	}
}

// Text has to keep 7:1 on what is selected, so that this cannot keep 3:1 to the field in every look; it keeps nearly 2.
func TestWhatIsSelectedStandsOutFromTheField(t *testing.T) {
	for name, p := range palettes() {
		checkRatio(t, 1.8, name+": selection", p.Selection, p.Raised)
	}
}

func checkRatio(t *testing.T, least float64, what string, a, b color.NRGBA) {
	t.Helper()
	if got := Ratio(a, b); got < least {
		t.Errorf("%s: contrast %.2f:1, want %.1f:1 at least", what, got, least)
	}
}

func TestRatioOfKnownColours(t *testing.T) {
	cases := []struct {
		name string
		a, b color.NRGBA
		want float64
	}{
		{"black on white", rgb(0), rgb(0xFFFFFF), 21},
		{"the same colour", rgb(0x123456), rgb(0x123456), 1},
		{"the grey that just passes AA", rgb(0x767676), rgb(0xFFFFFF), 4.54},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := Ratio(c.a, c.b); got < c.want-0.01 || got > c.want+0.01 {
				t.Errorf("Ratio = %.3f, want %.2f", got, c.want)
			}
		})
	}
}

func TestSystemLookFollowsTheDesktop(t *testing.T) {
	cases := []struct {
		name string
		in   Options
		want Palette
	}{
		{"a desktop that does not say", Options{}, PaperPalette()},
		{"dark desktop", Options{Dark: true}, InkPalette()},
		{"desktop with more contrast", Options{Dark: true, MoreContrast: true}, ContrastPalette()},
		{"paper chosen on a dark desktop", Options{Look: Paper, Dark: true, MoreContrast: true}, PaperPalette()},
		{"contrast chosen on a light desktop", Options{Look: Contrast}, ContrastPalette()},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for _, variant := range []fyne.ThemeVariant{theme.VariantLight, theme.VariantDark} {
				if got := New(c.in).Color(ColorPage, variant); got != c.want.Background {
					t.Errorf("background %v, want %v", got, c.want.Background)
				}
			}
		})
	}
}

func TestTextScaleSteps(t *testing.T) {
	if got := Larger(4); got != 4 {
		t.Errorf("Larger(4) = %v, want it to stay", got)
	}
	if got := Smaller(0.5); got != 0.5 {
		t.Errorf("Smaller(0.5) = %v, want it to stay", got)
	}
	for _, s := range TextScales()[1:] {
		if got := Larger(Smaller(s)); got != s {
			t.Errorf("down and up from %v gives %v", s, got)
		}
	}
}

func TestControlsLeaveTheStoryMostOfTheWindow(t *testing.T) {
	cases := []struct {
		name                string
		text, width, height float32
		want                float32
	}{
		{"usual window, usual text", 1, 1280, 800, 1},
		{"usual window, large text", 3, 1280, 800, 1.455},
		{"smallest window, large text", 4, 640, 480, 0.873},
		{"small text keeps legible controls", 0.5, 1280, 800, 0.8},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := ControlScale(c.text, c.width, c.height); got < c.want-0.001 || got > c.want+0.001 {
				t.Errorf("ControlScale = %.3f, want %.3f", got, c.want)
			}
		})
	}
}

func TestLookNamesSurviveTheSettings(t *testing.T) {
	for _, l := range []Look{System, Paper, Ink, Contrast, Cream, Dusk, Own} {
		if got := Parse(l.String()); got != l {
			t.Errorf("Parse(%q) = %v, want %v", l.String(), got, l)
		}
	}
	if got := Parse("sepia"); got != System {
		t.Errorf("an unknown name gives %v, want System", got)
	}
}
