package control

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"alongside/app/look"
)

// told is the CIEDE2000 difference from which two colours count as told apart: some ten times what the eye just notices when they touch.
const told = 10

// A coloured look is one of the three, by name.
type colouredLook struct {
	name    string
	palette look.Palette
}

func colouredLooks() []colouredLook {
	return []colouredLook{{"paper", look.PaperPalette()}, {"ink", look.InkPalette()}, {"contrast", look.ContrastPalette()}}
}

// A likeness is how far the first six speakers' colours differ, in one look and one vision.
type likeness struct {
	look, vision string
	pairs        map[[2]int]float64
}

func likenesses() (all []likeness) {
	for _, l := range colouredLooks() {
		for _, v := range visions() {
			k := likeness{l.name, v.name, map[[2]int]float64{}}
			for i, a := range l.palette.Speaker {
				for j := i + 1; j < look.Speakers; j++ {
					k.pairs[[2]int{i, j}] = difference(v.of(a), v.of(l.palette.Speaker[j]))
				}
			}
			all = append(all, k)
		}
	}
	return all
}

// least is the pair that differs the least, and how many pairs differ by told at least.
func (k likeness) least() (pair [2]int, by float64, apart int) {
	by = math.Inf(1)
	for p, d := range k.pairs {
		if d < by || d == by && (p[0] < pair[0] || p[0] == pair[0] && p[1] < pair[1]) {
			pair, by = p, d
		}
		if d >= told {
			apart++
		}
	}
	return pair, by, apart
}

// TestSpeakersColoursByVision prints the table of docs/accessibility.md and holds what was measured when it was made:
// 12.3 at least in the usual vision; 10 of the 15 pairs told apart by colour alone in any other.
func TestSpeakersColoursByVision(t *testing.T) {
	var table strings.Builder
	for _, k := range likenesses() {
		pair, by, apart := k.least()
		fmt.Fprintf(&table, "| %s | %s | %.1f | %d and %d: %.1f | %d of %d |\n",
			k.look, k.vision, k.pairs[[2]int{0, 1}], pair[0]+1, pair[1]+1, by, apart, len(k.pairs))
		if k.vision == "usual" && by < 12 {
			t.Errorf("%s: speakers %d and %d differ by %.1f, want 12 at least", k.look, pair[0]+1, pair[1]+1, by)
		}
		if apart < 10 {
			t.Errorf("%s, %s: only %d pairs of speakers are told apart by colour, want 10", k.look, k.vision, apart)
		}
		if first := k.pairs[[2]int{0, 1}]; first < 5 {
			t.Errorf("%s, %s: the two speakers of an interview differ by %.1f, want 5", k.look, k.vision, first)
		}
	}
	t.Log("\n| look | vision | speakers 1 and 2 | closest | told apart |\n| --- | --- | --- | --- | --- |\n" + table.String())
}

func TestSpeakersWhoseColoursLookAlikeDifferInShape(t *testing.T) {
	for _, k := range likenesses() {
		for pair, by := range k.pairs {
			if by < told && SpeakerIcon(pair[0]) == SpeakerIcon(pair[1]) {
				t.Errorf("%s, %s: speakers %d and %d differ by %.1f and have the same shape", k.look, k.vision, pair[0]+1, pair[1]+1, by)
			}
		}
	}
}
