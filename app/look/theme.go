package look

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Fonts are the typefaces of the program.
type Fonts struct {
	Regular, Bold, Italic fyne.Resource
}

// A Theme is Alongside's look at one moment: a fyne.Theme. It never changes; a new look is a new Theme.
type Theme struct {
	look         Look
	dark         bool
	moreContrast bool
	text         float32
	control      float32
	fonts        Fonts
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
}

// New makes a theme.
func New(o Options) Theme {
	return Theme{look: o.Look, dark: o.Dark, moreContrast: o.MoreContrast, text: o.Text, control: o.Control, fonts: o.Fonts}
}

// Palette is the palette in force. What the toolkit takes the desktop to be is not asked: it is dark to it wherever the
// desktop does not say.
func (t Theme) Palette() Palette {
	switch {
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
	p := t.Palette()
	if n, ok := strings.CutPrefix(string(name), colorSpeakerPrefix); ok && len(n) == 1 {
		return p.Speaker[int(n[0]-'1')%Speakers]
	}
	if c, ok := p.named(name); ok {
		return c
	}
	return theme.DefaultTheme().Color(name, variant)
}

// named gives the palette's colour for a name of ours or of Fyne's.
func (p Palette) named(name fyne.ThemeColorName) (color.NRGBA, bool) {
	switch name {
	case theme.ColorNameBackground:
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
