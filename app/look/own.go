package look

import (
	"errors"
	"fmt"
	"image/color"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Base is the colours that a palette is computed from.
type Base struct {
	Text       color.NRGBA           `json:"text"`
	Background color.NRGBA           `json:"background"`
	Highlight  color.NRGBA           `json:"highlight"` // behind the sentence being heard
	Speakers   [Speakers]color.NRGBA `json:"speakers"`  // of their names, in the order in which they first speak; a zero one is computed
}

// CreamBase is dark brown on cream.
func CreamBase() Base {
	return Base{Text: rgb(0x2B2118), Background: rgb(0xFBF3DC), Highlight: rgb(0xF2D27A)}
}

// DuskBase is soft white on dark grey: less glaring than the dark look.
func DuskBase() Base {
	return Base{Text: rgb(0xE6E1D6), Background: rgb(0x2A2B2E), Highlight: rgb(0x4F4420)}
}

// leastReadable is the contrast of text below which it can hardly be told from its background; what is enough is [Enough].
const leastReadable = 3

// Enough is the contrast that text should have, and mark that of what is no text.
const (
	Enough = 7
	mark   = 3
)

// Readable reports whether the text, and each speaker's name, can be told from the background at all.
func (b Base) Readable() bool {
	for _, c := range b.Speakers {
		if c.A != 0 && Ratio(c, b.Background) < leastReadable {
			return false
		}
	}
	return Ratio(b.Text, b.Background) >= leastReadable
}

// Mended is a base that can be used: colours that cover, and text that can be seen; else cream. Speakers whose names could not be
// seen get a colour that is computed.
func (b Base) Mended() Base {
	for i, c := range b.Speakers {
		if c.A != 0xff || Ratio(c, b.Background) < leastReadable {
			b.Speakers[i] = color.NRGBA{}
		}
	}
	if b.Text.A != 0xff || b.Background.A != 0xff || b.Highlight.A != 0xff || Ratio(b.Text, b.Background) < leastReadable {
		return CreamBase()
	}
	return b
}

// PaletteOf computes all colours of a look from a few. What is not text itself keeps 7:1 or 3:1 wherever they leave room
// for it; where text and background are less apart than that, their own contrast is as it was chosen.
func PaletteOf(b Base) Palette {
	b = b.Mended()
	dark := luminance(b.Background) < luminance(b.Text)
	hues, strong, far := PaperPalette(), rgb(0), rgb(0xFFFFFF)
	if dark {
		hues, strong, far = InkPalette(), rgb(0xFFFFFF), rgb(0)
	}
	m := mixer{strong: strong}
	p := Palette{Text: b.Text, Background: b.Background, Sentence: b.Highlight, Shade: hues.Shade}
	p.Raised = blend(b.Background, far, 0.5)
	p.Turn = m.ground(b.Text, b.Background, blend(b.Background, b.Highlight, 0.4))
	p.Hover = m.ground(b.Text, p.Raised, blend(b.Background, b.Text, 0.06))
	p.Pressed = m.ground(b.Text, p.Raised, blend(b.Background, b.Text, 0.12))
	p.Selection = m.ground(b.Text, p.Raised, hues.Ring)
	grounds := []color.NRGBA{p.Background, p.Raised, p.Turn}
	p.Quiet = m.apart(blend(b.Text, b.Background, 0.3), Enough, grounds...)
	p.Dimmed = m.apart(blend(b.Text, b.Background, 0.4), Enough, grounds...)
	p.Problem = m.apart(hues.Problem, Enough, p.Background, p.Raised)
	for i, c := range hues.Speaker {
		if p.Speaker[i] = b.Speakers[i]; b.Speakers[i].A == 0 {
			p.Speaker[i] = m.apart(c, Enough, grounds...)
		}
	}
	p.SentenceText = best(p.Sentence, b.Text, b.Background, rgb(0), rgb(0xFFFFFF))
	p.Border = m.apart(blend(b.Background, b.Text, 0.3), mark, p.Background, p.Raised, p.Hover)
	p.Bar = m.line(b.Highlight, p)
	p.Ring = m.line(hues.Ring, p)
	p.Word = mixer{strong: p.SentenceText}.apart(p.Bar, mark, p.Sentence)
	p.Main = m.apart(p.Bar, Enough, p.Background, p.Raised)
	p.MainText = p.Raised
	return p
}

// blend is a colour so far, 0 to 1, on the way from one to another.
func blend(from, to color.NRGBA, share float64) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + share*(float64(b)-float64(a)))) }
	return color.NRGBA{mix(from.R, to.R), mix(from.G, to.G), mix(from.B, to.B), 0xff}
}

// best is the first of some colours with enough contrast on a ground, else the one with the most.
func best(ground color.NRGBA, colors ...color.NRGBA) color.NRGBA {
	found := colors[0]
	for _, c := range colors {
		if Ratio(c, ground) >= Enough {
			return c
		}
		if Ratio(c, ground) > Ratio(found, ground) {
			found = c
		}
	}
	return found
}

// mixer makes colours that stand out, or grounds that text stands out from. strong is what stands out most: black or white.
type mixer struct{ strong color.NRGBA }

// shades is in how many steps colours are mixed, and spare what they have over what is needed, since they are rounded.
const (
	shades = 50
	spare  = 0.02
)

// apart is a colour as near to a wanted one as its contrast on the grounds allows; the strongest where nothing is enough.
func (m mixer) apart(wanted color.NRGBA, least float64, grounds ...color.NRGBA) color.NRGBA {
	behind := make([]float64, len(grounds))
	for i, g := range grounds {
		behind[i] = luminance(g)
	}
	for n := range shades {
		c := blend(wanted, m.strong, float64(n)/shades)
		l := luminance(c)
		if !slices.ContainsFunc(behind, func(ground float64) bool { return ratio(l, ground) < least+spare }) {
			return c
		}
	}
	return m.strong
}

// line is a colour for lines on the page that may reach over the sentence's fill. They need not stand out from a fill that the
// page's own colour stands out from: there a line in that colour is drawn beside them.
func (m mixer) line(wanted color.NRGBA, p Palette) color.NRGBA {
	grounds := []color.NRGBA{p.Background, p.Raised, p.Turn}
	if Ratio(p.Background, p.Sentence) < mark {
		grounds = append(grounds, p.Sentence)
	}
	return m.apart(wanted, mark, grounds...)
}

// ground is a colour as near to a wanted one as text on it allows, on the way from one that it can stand on.
func (m mixer) ground(text, from, wanted color.NRGBA) color.NRGBA {
	for n := shades; n > 0; n-- {
		if c := blend(from, wanted, float64(n)/shades); Ratio(text, c) >= Enough+spare {
			return c
		}
	}
	return from
}

// Named is a colour with a name.
type Named struct {
	Name  string
	Color color.NRGBA
}

// NamedColors are the colours that can be chosen by name.
func NamedColors() []Named {
	return []Named{
		{"Black", rgb(0x000000)},
		{"Charcoal", rgb(0x2A2B2E)},
		{"Dark brown", rgb(0x2B2118)},
		{"Navy", rgb(0x0B1F4B)},
		{"Dark green", rgb(0x0F3D22)},
		{"Dark red", rgb(0x5A0F14)},
		{"Violet", rgb(0x3B1A66)},
		{"Bronze", rgb(0x4F4420)},
		{"Grey", rgb(0xBDB8AD)},
		{"Soft white", rgb(0xE6E1D6)},
		{"White", rgb(0xFFFFFF)},
		{"Cream", rgb(0xFBF3DC)},
		{"Yellow", rgb(0xFFE26B)},
		{"Gold", rgb(0xF2D27A)},
		{"Peach", rgb(0xFFD9B8)},
		{"Pink", rgb(0xFFD6E4)},
		{"Lavender", rgb(0xE3DBFA)},
		{"Sky blue", rgb(0xCDE6FA)},
		{"Mint", rgb(0xD2F2DD)},
	}
}

var errColor = errors.New("it is no colour that is known here: write a name, such as cream, or six letters and numbers, such as #FBF3DC")

// ParseColor reads a colour: its name, or #RRGGBB or #RGB, with or without the sign.
func ParseColor(text string) (color.NRGBA, error) {
	text = strings.TrimSpace(text)
	for _, n := range NamedColors() {
		if strings.EqualFold(n.Name, text) {
			return n.Color, nil
		}
	}
	hex := strings.TrimPrefix(text, "#")
	if len(hex) == 3 {
		hex = strings.Join([]string{hex[:1], hex[:1], hex[1:2], hex[1:2], hex[2:], hex[2:]}, "")
	}
	value, err := strconv.ParseUint(hex, 16, 24)
	if err != nil || len(hex) != 6 {
		return color.NRGBA{}, errColor
	}
	return rgb(uint32(value)), nil
}

// ColorText writes a colour: its name where it has one, else #RRGGBB.
func ColorText(c color.NRGBA) string {
	for _, n := range NamedColors() {
		if n.Color == c {
			return n.Name
		}
	}
	return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B)
}
