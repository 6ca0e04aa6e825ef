package look

import (
	"hash/fnv"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Fonts are the typefaces of the program.
type Fonts struct {
	Regular, Bold, Italic fyne.Resource

	Chosen string // what tells fonts that the reader chose from others; "" for the usual ones
}

// A Theme is Alongside's look at one moment: a fyne.Theme. It never changes; a new look is a new Theme.
type Theme struct {
	look         Look
	dark         bool
	moreContrast bool
	text         float32
	control      float32
	fonts        Fonts
	spacing      Spacing
	own          Base
	face         uint32  // tells fonts apart; 0 for the usual ones
	palette      Palette // that is in force
}

var _ fyne.Theme = Theme{}

// Options are what a [Theme] is made of.
type Options struct {
	Look         Look
	Dark         bool    // the desktop asks for dark colours; only the System look heeds it
	MoreContrast bool    // the desktop asks for more contrast; only the System look heeds it
	Text         float32 // text scale
	Control      float32 // control scale
	Fonts        Fonts
	Spacing      Spacing // what is not given is as usual
	Own          Base    // of the look of the reader's own
}

// New makes a theme.
func New(o Options) Theme {
	t := Theme{
		look: o.Look, dark: o.Dark, moreContrast: o.MoreContrast, text: o.Text, control: o.Control, fonts: o.Fonts,
		spacing: o.Spacing.Mended(), own: o.Own.Mended(), face: o.Fonts.mark(),
	}
	t.palette = t.inForce()
	return t
}

// mark is a number that tells chosen fonts from others; 0 where they are the usual ones.
func (f Fonts) mark() uint32 {
	if f.Chosen == "" {
		return 0
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(f.Chosen)) // it cannot fail
	return h.Sum32() | 1
}

// ink is a colour of text in one font. The toolkit keeps pictures of texts that it has drawn, by text, size and colour but not
// by font, and would show those of the font before: so the same colour is another one to it in another font.
type ink struct {
	color.NRGBA
	face uint32
}

// inked gives a colour as the theme's fonts need it.
func (t Theme) inked(c color.NRGBA) color.Color {
	if t.face == 0 {
		return c
	}
	return ink{c, t.face}
}

// Palette is the palette in force.
func (t Theme) Palette() Palette { return t.palette }

// inForce finds the palette. What the toolkit takes the desktop to be is not asked: it is dark to it wherever the desktop does
// not say.
func (t Theme) inForce() Palette {
	switch {
	case t.look == Cream:
		return PaletteOf(CreamBase())
	case t.look == Dusk:
		return PaletteOf(DuskBase())
	case t.look == Own:
		return PaletteOf(t.own)
	case t.look == Contrast || t.look == System && t.moreContrast:
		return ContrastPalette()
	case t.look == Ink || t.look == System && t.dark:
		return InkPalette()
	default:
		return PaperPalette()
	}
}

// Control is the scale of the controls.
func (t Theme) Control() float32 { return t.control }

// Color implements fyne.Theme.
func (t Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	p := t.palette
	if name == theme.ColorNameBackground {
		return cleared(p.Background)
	}
	if n, ok := strings.CutPrefix(string(name), colorSpeakerPrefix); ok && len(n) == 1 {
		return t.inked(p.Speaker[int(n[0]-'1')%Speakers])
	}
	if c, ok := p.named(name); ok {
		return t.inked(c)
	}
	return theme.DefaultTheme().Color(name, variant)
}

// cleared is a colour as the toolkit has to be told it for the window's ground to have it: it takes 255 × 255, and not 65,535, for
// full. A rectangle of the right colour over the whole window would cost as much again as all else that is drawn.
func cleared(c color.NRGBA) color.Color {
	return color.RGBA64{R: uint16(c.R) * 255, G: uint16(c.G) * 255, B: uint16(c.B) * 255, A: 0xffff}
}

// named gives the palette's colour for a name of ours or of Fyne's.
func (p Palette) named(name fyne.ThemeColorName) (color.NRGBA, bool) {
	switch name {
	case ColorPage:
		return p.Background, true
	case ColorRaised, theme.ColorNameButton, theme.ColorNameInputBackground, theme.ColorNameMenuBackground,
		theme.ColorNameOverlayBackground, theme.ColorNameHeaderBackground, theme.ColorNameDisabledButton:
		return p.Raised, true
	case theme.ColorNameForeground:
		return p.Text, true
	case ColorQuiet, theme.ColorNamePlaceHolder, theme.ColorNameDisabled:
		return p.Quiet, true
	case ColorDimmed:
		return p.Dimmed, true
	case ColorTurn:
		return p.Turn, true
	case ColorBar:
		return p.Bar, true
	case ColorSentence:
		return p.Sentence, true
	case ColorSentenceText:
		return p.SentenceText, true
	case ColorWord:
		return p.Word, true
	case ColorBorder, theme.ColorNameInputBorder, theme.ColorNameSeparator, theme.ColorNameScrollBar:
		return p.Border, true
	case ColorRing:
		return p.Ring, true
	case ColorMain, theme.ColorNamePrimary, theme.ColorNameHyperlink:
		return p.Main, true
	case ColorMainText, theme.ColorNameForegroundOnPrimary:
		return p.MainText, true
	case theme.ColorNameHover, theme.ColorNameFocus, theme.ColorNameScrollBarBackground:
		return p.Hover, true
	case theme.ColorNameSelection:
		return p.Selection, true
	case theme.ColorNamePressed:
		return p.Pressed, true
	case theme.ColorNameError:
		return p.Problem, true
	case theme.ColorNameShadow:
		return p.Shade, true
	}
	return color.NRGBA{}, false
}

// Font implements fyne.Theme.
func (t Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Monospace || style.Symbol:
		return theme.DefaultTheme().Font(style)
	case style.Bold && t.fonts.Bold != nil:
		return t.fonts.Bold
	case style.Italic && t.fonts.Italic != nil:
		return t.fonts.Italic
	case t.fonts.Regular != nil:
		return t.fonts.Regular
	}
	return theme.DefaultTheme().Font(style)
}

// Icon implements fyne.Theme.
func (t Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return theme.DefaultTheme().Icon(name)
}

// Size implements fyne.Theme.
func (t Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case SizeReading:
		return readingSize * t.text
	case SizeControl, theme.SizeNameText:
		return controlSize * t.control
	case SizeTarget:
		return targetSize * t.control
	case SizeGap:
		return gapSize * t.control
	case theme.SizeNameInnerPadding:
		return innerPadding * t.control
	case SizeCorner, theme.SizeNameInputRadius, theme.SizeNameButtonRadius, theme.SizeNameCardRadius,
		theme.SizeNameDialogRadius, theme.SizeNamePopupRadius, theme.SizeNameMenuRadius:
		return cornerSize
	case theme.SizeNameHeadingText:
		return 1.4 * controlSize * t.control
	case theme.SizeNameSubHeadingText:
		return 1.15 * controlSize * t.control
	case theme.SizeNameCaptionText:
		return 0.88 * controlSize * t.control
	case theme.SizeNameInlineIcon:
		return 1.25 * controlSize * t.control
	case theme.SizeNameInputBorder:
		return 2
	case theme.SizeNameScrollBar:
		return 16
	case theme.SizeNameScrollBarSmall:
		return 4 // more would lie over the letters of a field
	}
	return theme.DefaultTheme().Size(name)
}
