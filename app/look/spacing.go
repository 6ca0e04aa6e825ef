package look

import (
	"slices"

	"fyne.io/fyne/v2"
)

// A Spacing is how much room the story's text has. Out of range values are as usual.
type Spacing struct {
	Line   float32 `json:"line"`   // height of a line, in text sizes
	Turn   float32 `json:"turn"`   // between turns, in text sizes; between paragraphs of one turn it is half of that
	Letter float32 `json:"letter"` // more than usual after each letter, in text sizes
	Word   float32 `json:"word"`   // and after each word
	Column float32 `json:"column"` // most letters of a line
	Margin float32 `json:"margin"` // least share of the window's width left and right of the column
}

// UsualSpacing is what someone has who has not chosen.
func UsualSpacing() Spacing {
	return Spacing{Line: 1.6, Turn: 1.2, Column: 70, Margin: 0.04}
}

// RoomySpacing is more room everywhere: at least what WCAG 2.2 wants a text to bear (success criterion 1.4.12, "text spacing":
// lines of 1.5, paragraphs 2, letters 0.12, words 0.16).
func RoomySpacing() Spacing {
	return Spacing{Line: 2, Turn: 4, Letter: 0.12, Word: 0.16, Column: 60, Margin: 0.04}
}

// LineSteps are the heights of lines to choose from.
func LineSteps() []float32 {
	return []float32{1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2, 2.25, 2.5, 3}
}

// TurnSteps are the rooms between turns.
func TurnSteps() []float32 {
	return []float32{0.6, 0.9, 1.2, 1.6, 2, 2.5, 3, 4, 5}
}

// LetterSteps are the rooms between letters.
func LetterSteps() []float32 {
	return []float32{0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25}
}

// WordSteps are the rooms between words.
func WordSteps() []float32 {
	return []float32{0, 0.04, 0.08, 0.12, 0.16, 0.2, 0.25, 0.3, 0.4, 0.5}
}

// ColumnSteps are how many letters the longest line may have.
func ColumnSteps() []float32 {
	return []float32{20, 30, 40, 50, 60, 70, 80, 90, 100, 120}
}

// MarginSteps are the margins.
func MarginSteps() []float32 {
	return []float32{0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.25, 0.3}
}

// Mended brings every value into its range.
func (s Spacing) Mended() Spacing {
	u := UsualSpacing()
	for _, m := range []struct {
		value *float32
		usual float32
		steps []float32
	}{
		{&s.Line, u.Line, LineSteps()},
		{&s.Turn, u.Turn, TurnSteps()},
		{&s.Letter, u.Letter, LetterSteps()},
		{&s.Word, u.Word, WordSteps()},
		{&s.Column, u.Column, ColumnSteps()},
		{&s.Margin, u.Margin, MarginSteps()},
	} {
		if !(*m.value >= slices.Min(m.steps) && *m.value <= slices.Max(m.steps)) {
			*m.value = m.usual
		}
	}
	return s
}

// SpacingOf is the room that a theme gives the story's text; the usual one where the theme is not ours.
func SpacingOf(th fyne.Theme) Spacing {
	if t, ok := th.(Theme); ok {
		return t.spacing
	}
	return UsualSpacing()
}
