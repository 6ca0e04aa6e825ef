// Package look is how Alongside looks: its colours, fonts and sizes, as a Fyne theme.
//
// Its words: a [Look] is what the reader chose (paper, ink, contrast, cream, dusk, colours of their own, or
// whatever the desktop says). A [Palette] holds the colours of one look, by what they are for; a [Base] is three colours that
// all of them can be computed from. A [Spacing] is how much room the text has. The text scale is how large the story is set (0.5 to 4); the control scale is
// how large everything around it is: it grows with the text as far as the window leaves the story most of its height, see
// [ControlScale].
//
// Widgets ask Fyne for colours and sizes by the names declared here (theme.Color(look.ColorBar)), so that a change of
// look reaches them all without any state outside the theme.
package look

import "fyne.io/fyne/v2"

// Look is the reader's choice of colours.
type Look int

// The looks.
const (
	System Look = iota // as the desktop says: light, dark or more contrast
	Paper
	Ink
	Contrast
	Cream
	Dusk
	Own // computed from three colours that the reader chose
)

var lookNames = [...]string{
	System: "system", Paper: "paper", Ink: "ink", Contrast: "contrast", Cream: "cream", Dusk: "dusk", Own: "own",
}

// String is the look's name as it is kept in the settings.
func (l Look) String() string {
	if l < 0 || int(l) >= len(lookNames) {
		return lookNames[System]
	}
	return lookNames[l]
}

// Parse is the inverse of [Look.String]. A name it does not know is the desktop's look.
func Parse(name string) Look {
	for l, n := range lookNames {
		if n == name {
			return Look(l)
		}
	}
	return System
}

// Colours by what they are for, beside those that Fyne names itself.
const (
	ColorPage         fyne.ThemeColorName = "alongsidePage"         // what everything lies on
	ColorRaised       fyne.ThemeColorName = "alongsideRaised"       // buttons, cards, the bars above and below the story
	ColorQuiet        fyne.ThemeColorName = "alongsideQuiet"        // text that is not the story's
	ColorDimmed       fyne.ThemeColorName = "alongsideDimmed"       // the story's text that is to stand back
	ColorTurn         fyne.ThemeColorName = "alongsideTurn"         // tint behind the turn being heard
	ColorBar          fyne.ThemeColorName = "alongsideBar"          // bar beside it, and the edges of the sentence
	ColorSentence     fyne.ThemeColorName = "alongsideSentence"     // fill behind the sentence being heard
	ColorSentenceText fyne.ThemeColorName = "alongsideSentenceText" // its text
	ColorWord         fyne.ThemeColorName = "alongsideWord"         // line under the word being heard
	ColorBorder       fyne.ThemeColorName = "alongsideBorder"
	ColorRing         fyne.ThemeColorName = "alongsideRing" // around what has the focus
	ColorMain         fyne.ThemeColorName = "alongsideMain" // the one button that matters most
	ColorMainText     fyne.ThemeColorName = "alongsideMainText"

	colorSpeakerPrefix = "alongsideSpeaker"
)

// Sizes beside those that Fyne names itself, in Fyne's device-independent pixels.
const (
	SizeReading fyne.ThemeSizeName = "alongsideReading" // the story's text
	SizeControl fyne.ThemeSizeName = "alongsideControl" // text on buttons and in lists
	SizeTarget  fyne.ThemeSizeName = "alongsideTarget"  // least height and width of what can be pressed
	SizeGap     fyne.ThemeSizeName = "alongsideGap"     // the grid: 8 at 100%
	SizeCorner  fyne.ThemeSizeName = "alongsideCorner"
)

// Speakers is how many speakers have a colour of their own; after that colours are used again with the next shape.
const Speakers = 6

// SpeakerColor names the colour of the nth speaker of a story, counted from 0.
func SpeakerColor(n int) fyne.ThemeColorName {
	if n < 0 {
		n = 0
	}
	return fyne.ThemeColorName(colorSpeakerPrefix + string(rune('1'+n%Speakers)))
}
