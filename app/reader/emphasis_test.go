package reader

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"alongside/app/look"
	"alongside/sync"
)

// emphasized is a view of a long story with something chosen.
func emphasized(t *testing.T, change func(*Emphasis)) *View {
	t.Helper()
	v := showView(t, longStory(40), fyne.NewSize(800, 600), 1)
	e := UsualEmphasis()
	change(&e)
	v.SetEmphasis(e)
	return v
}

func TestOnlyWhatIsChosenIsMarked(t *testing.T) {
	cases := []struct {
		mark                 Unit
		place                sync.Place
		turn, sentence, word bool
	}{
		{Word, at(1, 1, 12), true, true, true},
		{Sentence, at(1, 1, 12), true, true, false},
		{Turn, at(1, 1, 12), true, false, false},
		{NoUnit, at(1, 1, 12), false, false, false},
		{Word, at(1, -1, -1), true, false, false},
		{Sentence, at(1, -1, -1), true, false, false},
	}
	for _, c := range cases {
		t.Run(fmt.Sprint(c.mark, c.place), func(t *testing.T) {
			v := emphasized(t, func(e *Emphasis) { e.Mark = c.mark })
			v.Mark(c.place)
			r := v.renderer
			got := fmt.Sprint(r.tint.Visible(), len(r.sentence) > 0 && r.sentence[0].Visible(), len(r.words) > 0 && r.words[0].Visible())
			if want := fmt.Sprint(c.turn, c.sentence, c.word); got != want {
				t.Errorf("turn, sentence, word marked: %s, want %s", got, want)
			}
		})
	}
}

// inkOf is the colour of a turn's first line.
func (v *View) inkOf(turn int) (ink string) {
	for _, quiet := range []bool{false, true} {
		if line, ok := v.renderer.lines.Shown(lineKey{turn: turn, quiet: quiet}); ok {
			ink += fmt.Sprint(line.Color)
		}
	}
	return ink
}

func TestWhatIsNotHeardIsDimmedAsChosen(t *testing.T) {
	ink := func(name fyne.ThemeColorName) string { return fmt.Sprint(theme.Color(name)) }
	cases := []struct {
		dim         Dimming
		place       sync.Place
		heard, next bool // dimmed
	}{
		{DimNothing, at(1, 1, 12), false, false},
		{DimTurns, at(1, 1, 12), false, true},
		{DimTurns, sync.Nowhere, false, false},
		{DimSentences, at(1, 1, 12), true, true},
		{DimSentences, at(1, -1, -1), false, true}, // no sentence is known
	}
	for _, c := range cases {
		t.Run(fmt.Sprint(c.dim, c.place), func(t *testing.T) {
			v := emphasized(t, func(e *Emphasis) { e.Dim = c.dim })
			v.Mark(c.place)
			for turn, dimmed := range map[int]bool{1: c.heard, 2: c.next} {
				want := ink(theme.ColorNameForeground)
				if dimmed {
					want = ink(look.ColorDimmed)
				}
				if got := v.inkOf(turn); got != want {
					t.Errorf("turn %d has the colour %s, want %s", turn, got, want)
				}
			}
		})
	}
}

func TestTheHeardSentenceStandsOutOfTheDimmedOnesWithoutBeingMarked(t *testing.T) {
	v := emphasized(t, func(e *Emphasis) { e.Mark, e.Dim = NoUnit, DimSentences })
	v.Mark(at(1, 1, -1))
	r := v.renderer
	if !r.spoken[0].Visible() || r.spoken[0].Color != theme.Color(theme.ColorNameForeground) {
		t.Errorf("the sentence %q is shown: %v, in %v", r.spoken[0].Text, r.spoken[0].Visible(), r.spoken[0].Color)
	}
	if r.sentence[0].FillColor != theme.Color(look.ColorPage) || r.edges[0].Visible() {
		t.Errorf("it lies on %v, edges shown: %v; nothing is to be marked", r.sentence[0].FillColor, r.edges[0].Visible())
	}
}

func TestUnknownChoicesOfEmphasisAreAsUsual(t *testing.T) {
	if got := (Emphasis{Mark: "letter", Dim: "all", Lines: 4}).Mended(); got != UsualEmphasis() {
		t.Errorf("mended to %+v", got)
	}
}
