package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"alongside/sync/align/acoustic"
	"alongside/sync/align/lexicon"
)

// letterModel is a model in which every phone has one senone of its own, whatever is beside it.
type letterModel struct{}

func (letterModel) Triphone(base, _, _ acoustic.Phone, _ acoustic.Position) (out [acoustic.States]acoustic.State) {
	for i := range out {
		out[i] = acoustic.State{Senone: uint16(base), Stay: -0.7, Move: -0.7}
	}
	return out
}

// heard scores a frame in which one phone is heard: 'a' to 'z' are phones, '.' is silence, '?' something else.
type heard byte

func (h heard) Senone(q uint16) float32 {
	if byte(q) == byte(h) {
		return 0
	}
	return -8
}

// nothing is known before it is asked for.
var nothing = slices.Repeat([]float32{acoustic.Unknown}, 256)

func (h heard) Known() []float32 { return nothing }

func (h heard) Any() float32 {
	if h == '?' {
		return 0
	}
	return -1
}

func (h heard) Silence() float32 {
	if h == '.' {
		return 0
	}
	return -8
}

// spell makes a graph of turns of words; each letter is a phone.
func spell(turns ...string) *Graph {
	var out [][]Word
	for _, turn := range turns {
		var words []Word
		for _, w := range strings.Fields(turn) {
			var word Word
			for _, reading := range strings.Split(w, "/") {
				var r Reading
				for _, token := range strings.Split(reading, "+") {
					p := lexicon.Pronunciation{}
					for _, letter := range token {
						p = append(p, acoustic.Phone(letter))
					}
					r = append(r, []lexicon.Pronunciation{p})
				}
				word.Readings = append(word.Readings, r)
			}
			words = append(words, word)
		}
		out = append(out, words)
	}
	return NewGraph(letterModel{}, '.', out)
}

// listen searches a sound in which each letter is heard for some frames, and tells what was found: "word@frame".
func listen(g *Graph, sound string) string { return hear(New(g, Default()), sound) }

// hear has a search go through a sound.
func hear(s *Search, sound string) string {
	const frames = 6
	var all []Segment
	for _, letter := range []byte(sound) {
		for range frames {
			s.Step(heard(letter))
		}
		all = append(all, s.Settled()...)
	}
	var out []string
	for _, seg := range append(all, s.Close()...) {
		if seg.What == Spoken {
			out = append(out, fmt.Sprintf("%d@%d", seg.Word, seg.Start/frames))
		}
	}
	return strings.Join(out, " ")
}

func TestWordsAreFoundWhereTheyAreSpoken(t *testing.T) {
	long := strings.Repeat("?", 60)
	for _, c := range []struct{ name, sound, want string }{
		{"one after the other", "abcdefghijkl", "0@0 1@4 2@8"},
		{"with pauses", "..abcd...efghijkl..", "0@2 1@9 2@13"},
		{"behind other sound", long + "abcdefghijkl", "0@60 1@64 2@68"},
		{"around other sound", "abcd" + long + "efghijkl", "0@0 1@64 2@68"},
		{"before other sound", "abcdefghijkl" + long, "0@0 1@4 2@8"},
		{"the first missing", "efghijkl", "1@0 2@4"},
		{"the last missing", "abcdefgh", "0@0 1@4"},
		{"none", long, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := listen(spell("abcd efgh ijkl"), c.sound); got != c.want {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

func TestATurnThatNobodySpeaksIsLeftOut(t *testing.T) {
	g := spell("abcd efgh", "zyxw zyxw zyxw zyxw zyxw zyxw zyxw zyxw", "ijkl mnop")
	if got, want := listen(g, "abcdefgh.ijklmnop"), "0@0 1@4 10@9 11@13"; got != want {
		t.Errorf("found %q, want %q", got, want)
	}
}

func TestTheSearchFindsItsPlaceAgain(t *testing.T) {
	var turns []string
	for range 12 { // more than can be skipped turn by turn
		turns = append(turns, strings.Repeat("zyxwvu ", 20))
	}
	turns = append(turns, "abcdef ghijkl mnopqr stabcd efghij klmnop qrstab cdefgh ijklmn opqrst")
	sound := strings.Repeat("?", 50) + "abcdefghijklmnopqrstabcdefghijklmnopqrstabcdefghijklmnopqrst"
	want := "240@50 241@56 242@62 243@68 244@74 245@80 246@86 247@92 248@98 249@104"
	if got := listen(spell(turns...), sound); got != want {
		t.Errorf("found %q, want %q", got, want)
	}
}

func TestOfTwoPlacesThatAreMuchAlikeTheNearerIsTaken(t *testing.T) {
	filler := strings.Repeat("zyxwvu ", 20)
	near, far := "abcdef ghijkl mnopqr stabcx", "abcdef ghijkl mnopqr stabcd"
	sound := strings.Repeat("?", 50) + "abcdefghijklmnopqrstabcd"
	for name, c := range map[string]struct{ text, want string }{
		"though the further fits better": {strings.Repeat(filler+"\n", 2) + near + strings.Repeat("\n"+filler, 8) + "\n" + far, "40@50 41@56 42@62 43@68"},
		"unless both can be reached":     {near + "\n" + far, "4@50 5@56 6@62 7@68"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := listen(spell(strings.Split(c.text, "\n")...), sound); got != c.want {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

func TestMusicThatFitsSilenceIsNoPauseInAPhrase(t *testing.T) {
	music := strings.Repeat(".", 60)
	words := func(b bool) [][]Word {
		w := func(s string) Word {
			p := lexicon.Pronunciation{}
			for _, letter := range s {
				p = append(p, acoustic.Phone(letter))
			}
			return Word{Readings: []Reading{{{p}}}}
		}
		first, second := w("abc"), w("defghi")
		second.Break = b
		return [][]Word{{first, second}}
	}
	for name, c := range map[string]struct {
		text [][]Word
		want string
	}{
		"in a phrase": {words(false), "1@63"},
		"at a comma":  {words(true), "0@0 1@63"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := listen(NewGraph(letterModel{}, '.', c.text), "abc"+music+"defghi"); got != c.want {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

func TestTheSearchMayBeginAtAnyTurn(t *testing.T) {
	var turns []string
	for range 30 {
		turns = append(turns, strings.Repeat("zyxwvu ", 20))
	}
	turns = append(turns, "abcdef ghijkl mnopqr", strings.Repeat("zyxwvu ", 20))
	for sound, want := range map[string]string{
		"abcdefghijklmnopqr":         "600@0 601@6 602@12",
		"tsrq????abcdefghijklmnopqr": "600@8 601@14 602@20",
	} {
		t.Run(sound, func(t *testing.T) {
			if got := hear(Anywhere(spell(turns...), Default()), sound); got != want {
				t.Errorf("found %q, want %q", got, want)
			}
		})
	}
}

func TestTheSoundDecidesHowAWordIsRead(t *testing.T) {
	g := spell("ab cd+ef/gh+ij+kl/mn op")
	for sound, want := range map[string]string{
		"abcdefop":   "0@0 1@2 1@4 2@6",
		"abghijklop": "0@0 1@2 1@4 1@6 2@8",
		"abmnop":     "0@0 1@2 2@4",
	} {
		t.Run(sound, func(t *testing.T) {
			if got := listen(g, sound); got != want {
				t.Errorf("found %q, want %q", got, want)
			}
		})
	}
}

func TestThePastIsSettledWhileTheSoundGoesOn(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var words []string
	for range 900 {
		word := []byte("....")
		for i := range word {
			word[i] = byte('a' + random.IntN(26))
		}
		words = append(words, string(word))
	}
	s := New(spell(strings.Join(words, " ")), Default())
	most, settled := 0, 0
	for _, word := range words {
		for _, letter := range []byte(word) {
			for range 4 {
				s.Step(heard(letter))
			}
		}
		settled += len(s.Settled())
		most = max(most, len(s.history))
	}
	if settled < 800 {
		t.Errorf("only %d of 900 words were settled before the end", settled)
	}
	if most > 20000 {
		t.Errorf("%d arrivals were kept at once", most)
	}
}

func TestATextWithoutWordsFindsNothing(t *testing.T) {
	if got := listen(spell(), "abc.?"); got != "" {
		t.Errorf("found %q", got)
	}
}

func TestNoSoundFindsNothing(t *testing.T) {
	if got := listen(spell("abcd"), ""); got != "" {
		t.Errorf("found %q", got)
	}
}
