package parallel

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"alongside/sync/transcript"
)

// said is a turn of someone's.
func said(who, text string) Turn {
	return Turn{Turn: transcript.Turn{Speaker: who, Text: text}}
}

// talk is what two people and a third say to each other, in turns of many lengths.
func talk() []Turn {
	return []Turn{
		said("Ann", "Good morning, and welcome to the harbour of Whitby, where the boats came in at 5 today."),
		said("Ben", "Good morning, Ann."),
		said("Ann", "You have been out since yesterday. How was the night, and what did you catch in all those hours in the dark?"),
		said("Ben", "It was long. We set the nets near Staithes at 10, and then we waited. Nobody spoke. At last the moon came up, and there were 300 herring in the first net alone."),
		said("Ann", "Three hundred?"),
		said("Ben", "Three hundred. My father never had so many."),
		said("Carla", "I buy all of it, every morning, and by noon in York it is sold. People there want it fresh, and they ask who caught it."),
		said("Ann", "And do you tell them?"),
		said("Carla", "I tell them it was Ben, and that he was up all night for it, which is the truth."),
		said("Ben", "She tells them more than that."),
		said("Ann", "The weather is to turn on Friday, they say, with wind from the north and rain for 3 days. Will you go out?"),
		said("Ben", "No."),
	}
}

// translated is a text in a language that nobody speaks: words are others, longer or shorter, while numbers and names are as they
// were.
func translated(turns []Turn) []Turn {
	out := slices.Clone(turns)
	for i, t := range turns {
		words := strings.Fields(t.Text)
		for n, w := range words {
			if first := []rune(w)[0]; n > 0 && unicode.IsUpper(first) || unicode.IsNumber(first) {
				continue
			}
			words[n] = foreign(w)
		}
		out[i].Text = strings.Join(words, " ")
	}
	return out
}

// foreign is always the same other word for a word.
func foreign(word string) string {
	h := fnv.New64a()
	h.Write([]byte(strings.ToLower(word)))
	r := rand.New(rand.NewPCG(h.Sum64(), 1))
	letters := []rune("aeioulmnrstvz")
	var b strings.Builder
	for range max(1, len(word)+r.IntN(5)-2) {
		b.WriteRune(letters[r.IntN(len(letters))])
	}
	return b.String()
}

// shown says groups in short: "0:0 1-2:1" for the first turns of both, and two turns beside one.
func shown(groups []Group) string {
	run := func(r Run) string {
		switch r.Len() {
		case 0:
			return ""
		case 1:
			return fmt.Sprint(r.From)
		}
		return fmt.Sprintf("%d-%d", r.From, r.To-1)
	}
	var all []string
	for _, g := range groups {
		all = append(all, run(g.First)+":"+run(g.Second))
	}
	return strings.Join(all, " ")
}

func TestTheSameTurnsArePairedOneByOne(t *testing.T) {
	second := translated(talk())
	names := map[string]string{"Ann": "Anna", "Ben": "Benno", "Carla": "Karla"}
	for i := range second {
		second[i].Speaker = names[second[i].Speaker]
	}
	want := "0:0 1:1 2:2 3:3 4:4 5:5 6:6 7:7 8:8 9:9 10:10 11:11"
	if got := shown(Pair(talk(), second)); got != want {
		t.Errorf("pairs are %s", got)
	}
}

// What a translator did to the turns does not put any turn beside another one's words.
func TestTurnsThatWereChangedStayWithTheirOwn(t *testing.T) {
	cases := []struct {
		name   string
		change func([]Turn) []Turn
		want   string
	}{
		{"one dropped", func(s []Turn) []Turn { return slices.Delete(s, 6, 7) }, "0:0 1:1 2:2 3:3 4:4 5:5 6: 7:6 8:7 9:8 10:9 11:10"},
		{"the first dropped", func(s []Turn) []Turn { return s[1:] }, "0: 1:0 2:1 3:2 4:3 5:4 6:5 7:6 8:7 9:8 10:9 11:10"},
		{"one split", func(s []Turn) []Turn {
			at := strings.Index(s[3].Text, ". ") + 1
			rest := said("Ben", s[3].Text[at+1:])
			s[3].Text = s[3].Text[:at]
			return slices.Insert(s, 4, rest)
		}, "0:0 1:1 2:2 3:3-4 4:5 5:6 6:7 7:8 8:9 9:10 10:11 11:12"},
		{"one added", func(s []Turn) []Turn {
			return slices.Insert(s, 7, said("Translator", "Ve lo mira sta Yorkshire ne lur tasi mo Herring Pie."))
		}, "0:0 1:1 2:2 3:3 4:4 5:5 6:6-7 7:8 8:9 9:10 10:11 11:12"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := shown(Pair(talk(), c.change(translated(talk())))); got != c.want {
				t.Errorf("pairs are %s\n        want %s", got, c.want)
			}
		})
	}
}

func TestTwoTurnsThatBecameOneStandBesideItTogether(t *testing.T) {
	first := talk()
	first = slices.Insert(first, 4, said("Ben", "And we sang all the way home to Whitby, all 4 of us, as my grandfather did when he was young."))
	second := translated(first)
	second[3].Text += " " + second[4].Text
	second = slices.Delete(second, 4, 5)
	if got, want := shown(Pair(first, second)), "0:0 1:1 2:2 3-4:3 5:4 6:5 7:6 8:7 9:8 10:9 11:10 12:11"; got != want {
		t.Errorf("pairs are %s\n        want %s", got, want)
	}
}

// Of a translation that was only begun each turn stands beside its own, and the rest of the story alone.
func TestAPartOfATranslation(t *testing.T) {
	for _, c := range []struct {
		name   string
		second []Turn
		want   string
	}{
		{"its beginning", translated(talk())[:4], "0:0 1:1 2:2 3:3 4: 5: 6: 7: 8: 9: 10: 11:"},
		{"its end", translated(talk())[6:], "0: 1: 2: 3: 4: 5: 6:0 7:1 8:2 9:3 10:4 11:5"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := shown(Pair(talk(), c.second)); got != c.want {
				t.Errorf("pairs are %s\n        want %s", got, c.want)
			}
		})
	}
}

func TestSoundsThatTheOtherTextLeavesOutDoNotMatter(t *testing.T) {
	horn := Turn{Turn: transcript.Turn{Kind: transcript.Sound, Text: "(SOUNDBITE OF HORN)"}}
	sounds := func(turns []Turn, at ...int) []Turn {
		for _, i := range at {
			turns = slices.Insert(turns, i, horn)
		}
		return turns
	}
	for _, c := range []struct {
		name          string
		first, second []Turn
		want          string
	}{
		{"in the story", sounds(talk()[:4], 0, 2, 6), translated(talk()[:4]), "0: 1:0 2: 3:1 4:2 5:3 6:"},
		{"in the translation", talk()[:4], sounds(translated(talk()[:4]), 0, 2, 6), "0:0-2 1:3 2:4 3:5-6"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := shown(Pair(c.first, c.second)); got != c.want {
				t.Errorf("pairs are %s, want %s", got, c.want)
			}
		})
	}
}

// Where nothing tells turns apart, they are shown together.
func TestWhatIsNotSureIsShownAsOneGroup(t *testing.T) {
	var first, second []Turn
	for range 6 {
		first = append(first, said("", "Some words of one length."))
	}
	for range 5 {
		second = append(second, said("", "Als Worte einer Laenge da."))
	}
	groups := Pair(first, second)
	for _, g := range groups {
		if g.First.Len() == 1 && g.Second.Len() == 1 {
			t.Errorf("turn %d is said to be turn %d of the other text, which nobody can know: %s", g.First.From, g.Second.From, shown(groups))
		}
	}
}

func TestPairingByTimes(t *testing.T) {
	at := func(text string, from, to float64) Turn {
		t := said("", text)
		t.Start, t.End = time.Duration(from*1e9), time.Duration(to*1e9)
		return t
	}
	first := []Turn{at("a", 0, 10), at("b", 10, 12), at("c", 12, 30), at("d", 31, 40)}
	cases := []struct {
		name   string
		second []Turn
		want   string
	}{
		{"sentence by sentence", []Turn{at("1", 0.2, 5), at("2", 5, 9.8), at("3", 10.1, 12), at("4", 12, 20), at("5", 20, 29), at("6", 31, 39)}, "0:0-1 1:2 2:3-4 3:5"},
		{"one over two turns", []Turn{at("1", 0, 9), at("2", 10, 20), at("3", 20, 30), at("4", 31, 40)}, "0:0 1-2:1-2 3:3"},
		{"nothing for one turn", []Turn{at("1", 0, 10), at("2", 12, 30), at("3", 32, 40)}, "0:0 1: 2:1 3:2"},
		{"nothing for the last turns", []Turn{at("1", 0, 10), at("2", 10, 12)}, "0:0 1:1 2: 3:"},
		{"between two turns", []Turn{at("1", 0, 10), at("2", 10, 12), at("3", 13, 29), at("4", 30.7, 30.9), at("5", 31, 40)}, "0:0 1:1 2:2 3:3-4"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := shown(Pair(first, c.second)); got != c.want {
				t.Errorf("pairs are %s, want %s", got, c.want)
			}
		})
	}
}

// Whatever two texts hold, groups follow each other through all of both.
func TestGroupsHoldAllOfBothTexts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	some := func() (turns []Turn) {
		for range r.IntN(12) {
			turn := said([]string{"", "A", "B"}[r.IntN(3)], strings.Repeat("word ", r.IntN(30)))
			turn.Kind = transcript.Kind(r.IntN(3))
			if start := time.Duration(r.IntN(60)) * time.Second; r.IntN(3) > 0 {
				turn.Start, turn.End = start, start+time.Duration(r.IntN(9))*time.Second
			}
			turns = append(turns, turn)
		}
		return turns
	}
	for range 3000 {
		first, second := some(), some()
		groups := Pair(first, second)
		if len(first) == 0 || len(second) == 0 {
			if groups != nil {
				t.Fatalf("%d and %d turns: %s", len(first), len(second), shown(groups))
			}
			continue
		}
		at := Group{}
		for _, g := range groups {
			if g.First.From != at.First.To || g.Second.From != at.Second.To || g.First.Len() < 1 || g.Second.Len() < 0 {
				t.Fatalf("%d and %d turns: %s", len(first), len(second), shown(groups))
			}
			at = g
		}
		if at.First.To != len(first) || at.Second.To != len(second) {
			t.Fatalf("%d and %d turns: %s", len(first), len(second), shown(groups))
		}
	}
}

// A reworked text is a translation with turns merged, split and dropped, and for each of its turns the first and the last of those
// it was made of.
type reworked struct {
	turns []Turn
	of    [][2]int
}

func rework(first []Turn, r *rand.Rand) (w reworked) {
	second := translated(first)
	for i := 0; i < len(second); i++ {
		t := second[i]
		switch chance := r.IntN(100); {
		case chance < 7: // dropped
			continue
		case chance < 14 && i+1 < len(second) && t.Kind == second[i+1].Kind: // merged with the next one
			t.Text += " " + second[i+1].Text
			w.turns, w.of = append(w.turns, t), append(w.of, [2]int{i, i + 1})
			i++
			continue
		case chance < 21: // split after a sentence
			sentences := t.Sentences()
			if len(sentences) > 1 {
				half := t
				at := sentences[len(sentences)/2].Start
				half.Text, t.Text = strings.TrimSpace(t.Text[:at]), t.Text[at:]
				w.turns, w.of = append(w.turns, half), append(w.of, [2]int{i, i})
			}
		}
		w.turns, w.of = append(w.turns, t), append(w.of, [2]int{i, i})
	}
	return w
}

// A score counts how the turns of a second text were paired: exactly, in a larger group with their own, or beside others' words.
type score struct{ exact, within, wrong int }

func (w reworked) score(groups []Group) (s score) {
	for _, g := range groups {
		for j := g.Second.From; j < g.Second.To; j++ {
			switch of := w.of[j]; {
			case g.First == Run{of[0], of[1] + 1}:
				s.exact++
			case g.First.From <= of[0] && of[1] < g.First.To:
				s.within++
			default:
				s.wrong++
			}
		}
	}
	return s
}

// seedTurns are the turns of the story in ../shared.
func seedTurns(t testing.TB) (turns []Turn) {
	t.Helper()
	file, err := os.Open(filepath.Join("../../../..", "shared/seed/kgou-page.txt"))
	if err != nil {
		t.Skip("the story is not here:", err)
	}
	defer file.Close()
	story, err := transcript.ReadText(context.Background(), transcript.Input{Name: "kgou-page.txt", Body: file})
	if err != nil {
		t.Fatal(err)
	}
	for _, turn := range story.Turns {
		turns = append(turns, Turn{Turn: turn})
	}
	return turns
}

// TestRealStoryPairs tells how well a real story pairs with what stands for its translation, reworked at random in a thousand ways.
func TestRealStoryPairs(t *testing.T) {
	turns := seedTurns(t)
	sum := score{}
	for n := range uint64(1000) {
		w := rework(turns, rand.New(rand.NewPCG(n, 7)))
		if len(w.turns) == 0 {
			continue
		}
		s := w.score(Pair(turns, w.turns))
		sum.exact, sum.within, sum.wrong = sum.exact+s.exact, sum.within+s.within, sum.wrong+s.wrong
	}
	all := float64(sum.exact + sum.within + sum.wrong)
	t.Logf("of %d turns: %.2f%% exact, %.2f%% in a larger group, %.2f%% wrong", len(turns), 100*float64(sum.exact)/all, 100*float64(sum.within)/all, 100*float64(sum.wrong)/all)
	if float64(sum.wrong) > 0.002*all {
		t.Errorf("%.2f%% of turns stand beside others' words", 100*float64(sum.wrong)/all)
	}
	if float64(sum.exact) < 0.8*all {
		t.Errorf("only %.1f%% of turns stand beside their own alone", 100*float64(sum.exact)/all)
	}
}

// longTalk is a talk of many turns.
func longTalk(n int) (turns []Turn) {
	r := rand.New(rand.NewPCG(3, 4))
	words := strings.Fields("we went down to the river and saw nobody there but the old man who mends nets for all of Whitby in 1984 or 85")
	for i := range n {
		var text []string
		for range 3 + r.IntN(60) {
			text = append(text, words[r.IntN(len(words))])
		}
		turns = append(turns, said([]string{"Ann", "Ben", "Carla"}[i%3], strings.Join(text, " ")+"."))
	}
	return turns
}

func BenchmarkPairingFiveThousandTurns(b *testing.B) {
	first := longTalk(5000)
	second := rework(first, rand.New(rand.NewPCG(1, 1)))
	for b.Loop() {
		Pair(first, second.turns)
	}
}
