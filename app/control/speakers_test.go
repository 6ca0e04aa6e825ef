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

// TestSpeakersColoursByVision prints the table of docs/accessibility.md and holds what it promises: any two colours are told
// apart in every vision; in the usual one, and for the two speakers of an interview in any, with room to spare. What was
// measured when it was made: 11.9 at least in any vision, 17.4 in the usual one, 22.5 between speakers 1 and 2.
func TestSpeakersColoursByVision(t *testing.T) {
	const usual, interview = 15, 20
	var table strings.Builder
	for _, k := range likenesses() {
		pair, by, apart := k.least()
		fmt.Fprintf(&table, "| %s | %s | %.1f | %d and %d: %.1f | %d of %d |\n",
			k.look, k.vision, k.pairs[[2]int{0, 1}], pair[0]+1, pair[1]+1, by, apart, len(k.pairs))
		want := float64(told)
		if k.vision == "usual" {
			want = usual
		}
		if by < want {
			t.Errorf("%s, %s: speakers %d and %d differ by %.1f, want %.0f at least", k.look, k.vision, pair[0]+1, pair[1]+1, by, want)
		}
		if first := k.pairs[[2]int{0, 1}]; first < interview {
			t.Errorf("%s, %s: the two speakers of an interview differ by %.1f, want %d", k.look, k.vision, first, interview)
		}
	}
	t.Log("\n| look | vision | speakers 1 and 2 | closest | told apart |\n| --- | --- | --- | --- | --- |\n" + table.String())
}

func TestFirstSixSpeakersDifferInShapeAlone(t *testing.T) {
	seen := map[Icon]int{}
	for n := range look.Speakers {
		if before, ok := seen[SpeakerIcon(n)]; ok {
			t.Errorf("speakers %d and %d have the same shape", before+1, n+1)
		}
		seen[SpeakerIcon(n)] = n
	}
}
