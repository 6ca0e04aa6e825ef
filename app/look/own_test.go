package look

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2/theme"
)

func base(text, page, highlight color.NRGBA) Base {
	return Base{Text: text, Background: page, Highlight: highlight}
}

// ownBases are colours that people choose, each enough apart.
func ownBases() map[string]Base {
	return map[string]Base{
		"black on white, yellow":       base(rgb(0x000000), rgb(0xFFFFFF), rgb(0xFFE26B)),
		"white on black, bronze":       base(rgb(0xFFFFFF), rgb(0x000000), rgb(0x4F4420)),
		"white on black, yellow":       base(rgb(0xFFFFFF), rgb(0x000000), rgb(0xFFE26B)),
		"navy on peach, sky blue":      base(rgb(0x0B1F4B), rgb(0xFFD9B8), rgb(0xCDE6FA)),
		"black on mint, pink":          base(rgb(0x000000), rgb(0xD2F2DD), rgb(0xFFD6E4)),
		"yellow on navy, violet":       base(rgb(0xFFE26B), rgb(0x0B1F4B), rgb(0x3B1A66)),
		"black on lavender, black":     base(rgb(0x000000), rgb(0xE3DBFA), rgb(0x000000)),
		"the highlight is the page":    base(rgb(0x2B2118), rgb(0xFBF3DC), rgb(0xFBF3DC)),
		"the highlight is the letters": base(rgb(0x2B2118), rgb(0xFBF3DC), rgb(0x2B2118)),
	}
}

// With any colours of which text and background are enough apart, the rest of a page can be read and seen.
func TestComputedColoursKeepTheirContrast(t *testing.T) {
	for _, text := range NamedColors() {
		for _, page := range NamedColors() {
			if Ratio(text.Color, page.Color) < Enough {
				continue
			}
			for n, highlight := range NamedColors() {
				if n%4 != 0 {
					continue // a few of them stand for all
				}
				p := PaletteOf(base(text.Color, page.Color, highlight.Color))
				name := text.Name + " on " + page.Name + ", " + highlight.Name
				for _, ground := range []color.NRGBA{p.Background, p.Raised, p.Turn} {
					checkRatio(t, 7, name+": text", p.Text, ground)
					checkRatio(t, 7, name+": quiet text", p.Quiet, ground)
					for _, c := range p.Speaker {
						checkRatio(t, 7, name+": speaker", c, ground)
					}
					checkRatio(t, 3, name+": bar", p.Bar, ground)
					checkRatio(t, 3, name+": ring", p.Ring, ground)
				}
				checkRatio(t, 7, name+": sentence", p.SentenceText, p.Sentence)
				checkRatio(t, 3, name+": word", p.Word, p.Sentence)
				checkRatio(t, 7, name+": main button", p.MainText, p.Main)
				checkRatio(t, 3, name+": border", p.Border, p.Background)
			}
		}
	}
}

func TestColoursThatCannotBeToldApartAreNotUsed(t *testing.T) {
	white := rgb(0xFFFFFF)
	for name, b := range map[string]Base{
		"white on white": base(white, white, white),
		"nothing chosen": {},
		"see-through":    base(rgb(0), color.NRGBA{0xff, 0xff, 0xff, 0x10}, white),
	} {
		if got := PaletteOf(b); got != PaletteOf(CreamBase()) {
			t.Errorf("%s: text %v on %v", name, got.Text, got.Background)
		}
	}
}

func TestChosenColoursAreUsedAsTheyAre(t *testing.T) {
	b := base(rgb(0x777777), rgb(0xFFFFFF), rgb(0xFFE26B))
	got := New(Options{Look: Own, Own: b}).Palette()
	if got.Text != b.Text || got.Background != b.Background || got.Sentence != b.Highlight {
		t.Errorf("text %v on %v, sentence %v", got.Text, got.Background, got.Sentence)
	}
	checkRatio(t, 7, "quiet text where the text has less", got.Quiet, got.Background)
}

func TestASpeakersColourIsUsedWhereItsNameCanBeSeen(t *testing.T) {
	computed := PaletteOf(CreamBase()).Speaker
	for _, c := range []struct {
		name   string
		chosen color.NRGBA
		want   color.NRGBA
	}{
		{"none is chosen", color.NRGBA{}, computed[1]},
		{"as chosen", rgb(0x0B1F4B), rgb(0x0B1F4B)},
		{"with little contrast, but seen", rgb(0x808080), rgb(0x808080)},
		{"it cannot be seen on the page", rgb(0xFFE26B), computed[1]},
		{"see-through", color.NRGBA{0, 0, 0, 0x10}, computed[1]},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := CreamBase()
			b.Speakers[1] = c.chosen
			got := PaletteOf(b).Speaker
			if got[1] != c.want {
				t.Errorf("it is %v, want %v", got[1], c.want)
			}
			if got[0] != computed[0] {
				t.Errorf("another speaker's became %v", got[0])
			}
		})
	}
}

func TestColoursAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]color.NRGBA{
		"#FBF3DC": rgb(0xFBF3DC), "fbf3dc": rgb(0xFBF3DC), " #fff ": rgb(0xFFFFFF), "Cream": rgb(0xFBF3DC), "sky BLUE": rgb(0xCDE6FA),
	} {
		if got, err := ParseColor(text); err != nil || got != want {
			t.Errorf("%q is %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "#", "#12345", "#1234567", "-12345", "+12345", "#12345G", "mauve"} {
		if got, err := ParseColor(text); err == nil {
			t.Errorf("%q is %v, want an error", text, got)
		}
	}
}

func TestColoursAreWrittenAsTheyAreRead(t *testing.T) {
	for _, c := range []color.NRGBA{rgb(0xFBF3DC), rgb(0x123456)} {
		if got, err := ParseColor(ColorText(c)); err != nil || got != c {
			t.Errorf("%v is written %q and read %v, %v", c, ColorText(c), got, err)
		}
	}
}

func TestSpacingOutOfRangeIsAsUsual(t *testing.T) {
	if got := (Spacing{Line: 99, Turn: -1, Letter: 3, Word: -2, Column: 0, Margin: 1}).Mended(); got != UsualSpacing() {
		t.Errorf("it is %+v", got)
	}
	if got := RoomySpacing().Mended(); got != RoomySpacing() {
		t.Errorf("what is in range becomes %+v", got)
	}
}

// WCAG 2.2, success criterion 1.4.12.
func TestTheSpacingOfWCAGCanBeChosen(t *testing.T) {
	for name, c := range map[string]struct {
		steps []float32
		want  float32
	}{
		"lines": {LineSteps(), 1.5}, "paragraphs, half of turns": {TurnSteps(), 2 * 2}, "letters": {LetterSteps(), 0.12}, "words": {WordSteps(), 0.16},
	} {
		found := false
		for _, s := range c.steps {
			found = found || s == c.want
		}
		if !found {
			t.Errorf("%s: %v is not among %v", name, c.want, c.steps)
		}
	}
}

// The toolkit keeps what it has drawn by colour but not by font.
func TestAColourInAnotherFontIsAnotherToTheToolkit(t *testing.T) {
	name := theme.ColorNameForeground
	usual := New(Options{Look: Paper}).Color(name, theme.VariantLight)
	one := New(Options{Look: Paper, Fonts: Fonts{Chosen: "one"}}).Color(name, theme.VariantLight)
	two := New(Options{Look: Paper, Fonts: Fonts{Chosen: "two"}}).Color(name, theme.VariantLight)
	if usual == one || one == two {
		t.Errorf("they are %v, %v and %v", usual, one, two)
	}
	if color.NRGBAModel.Convert(one) != usual {
		t.Errorf("it looks like %v, want %v", color.NRGBAModel.Convert(one), usual)
	}
}
