package timing

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/sync/transcript"
)

// story makes a transcript of lines like "Ann: Hello." Lines in brackets are sounds, lines after "Note:" notes.
func story(lines ...string) transcript.Transcript {
	var t transcript.Transcript
	for _, line := range lines {
		turn := transcript.Turn{Text: line}
		if name, text, ok := strings.Cut(line, ": "); ok {
			turn = transcript.Turn{Speaker: name, Text: text}
		}
		switch {
		case turn.Speaker == "Note":
			turn.Speaker, turn.Kind = "", transcript.Note
		case isSound(turn.Text):
			turn.Kind = transcript.Sound
		}
		t.Turns = append(t.Turns, turn)
	}
	addSpeakers(&t)
	return t
}

// cues makes cues of lines like "1000-2000 Hello."
func cues(lines ...string) []Cue {
	var out []Cue
	for i, line := range lines {
		c := Cue{Line: i + 1}
		var start, end int
		if _, err := fmt.Sscanf(line, "%d-%d", &start, &end); err != nil {
			panic(err)
		}
		_, c.Text, _ = strings.Cut(line, " ")
		c.Start, c.End = time.Duration(start)*ms, time.Duration(end)*ms
		out = append(out, c)
	}
	return out
}

// times shows an alignment: for each turn "1000-2000", then those of its sentences in brackets. A dash is no time.
func times(a Alignment) string {
	show := func(t Timing) string {
		if !t.Known() {
			return "-"
		}
		return fmt.Sprintf("%d-%d", t.Start.Milliseconds(), t.End.Milliseconds())
	}
	var turns []string
	for _, t := range a.Turns {
		s := show(t.Timing)
		if len(t.Sentences) > 0 {
			var list []string
			for _, each := range t.Sentences {
				list = append(list, show(each))
			}
			s += " [" + strings.Join(list, " ") + "]"
		}
		turns = append(turns, s)
	}
	return strings.Join(turns, ", ")
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		name  string
		story transcript.Transcript
		cues  []Cue
		want  string
	}{
		{
			"a cue a sentence",
			story("Ann: The bread is fresh today. It was baked at five.", "Bob: I will take two loaves."),
			cues("1000-2000 The bread is fresh today.", "2500-4000 It was baked at five.", "4200-6000 I will take two loaves."),
			"1000-4000 [1000-2000 2500-4000], 4200-6000 [4200-6000]",
		},
		{
			"several cues a sentence",
			story("Ann: The bread is fresh today because it was baked at five."),
			cues("1000-2000 The bread is fresh", "2000-3000 today because it", "3000-4000 was baked at five."),
			"1000-4000 [1000-4000]",
		},
		{
			"a cue with two sentences",
			story("Ann: The bread is fresh today. It was baked at five.", "Bob: I will take two loaves."),
			cues("1000-4000 The bread is fresh today. It was baked at five.", "4200-6000 I will take two loaves."),
			"1000-4000, 4200-6000 [4200-6000]",
		},
		{
			"a sentence that starts inside a cue has no time, and its turn begins at the next sure boundary",
			story("Ann: The bread is fresh today.", "Bob: I will take two loaves. They smell so good."),
			cues("1000-3000 The bread is fresh today. I will", "3000-4000 take two loaves.", "4000-5000 They smell so good."),
			"-, 3000-5000 [- 4000-5000]",
		},
		{
			"other capitals, punctuation, hyphens, numbers and spellings",
			story("Ann: Well-known Mr. Lee paid $3 for 21 rolls, O.K.? In 1984 the U.N. café was the 2nd."),
			cues("1000-3000 well known mister lee paid three dollars for twenty-one rolls okay", "3000-5000 in nineteen eighty four the UN cafe was the second"),
			"1000-5000 [1000-3000 3000-5000]",
		},
		{
			"words changed inside",
			story("Ann: The bread is really fresh today, my friend. It was baked at five."),
			cues("1000-2000 The bread was really fresh now, my friend.", "2000-3000 It was baked about five."),
			"1000-3000 [1000-2000 2000-3000]",
		},
		{
			"words missing and added at the boundaries",
			story("Ann: Well, the bread is fresh today. It was baked at five."),
			cues("1000-2000 The bread is fresh today, yeah.", "2000-3000 Um, it was baked at five."),
			"1000-3000 [1000-2000 2000-3000]",
		},
		{
			"a boundary at which both sides differ is not sure",
			story("Ann: The bread is fresh tonight. Surely it was baked at five."),
			cues("1000-2000 The bread is fresh", "2000-3000 today well it was baked at five."),
			"1000-3000",
		},
		{
			"a turn that the timed text lacks",
			story("Ann: The bread is fresh today.", "Bob: Nobody ever wrote this down.", "Ann: It was baked at five."),
			cues("1000-2000 The bread is fresh today.", "4000-5000 It was baked at five."),
			"1000-2000 [1000-2000], -, 4000-5000 [4000-5000]",
		},
		{
			"a cue that the transcript lacks",
			story("Ann: The bread is fresh today.", "Ann: It was baked at five."),
			cues("1000-2000 The bread is fresh today.", "2000-4000 This programme is supported by a bank.", "4000-5000 It was baked at five."),
			"1000-2000 [1000-2000], 4000-5000 [4000-5000]",
		},
		{
			"a sentence of one word, said twice, found where it stands alone",
			story("Ann: The bread is fresh today.", "Bob: Yeah?", "Ann: It was baked at five."),
			cues("1000-2000 The bread is fresh today.", "2000-2500 Yeah?", "3000-4000 It was baked at five."),
			"1000-2000 [1000-2000], 2000-2500 [2000-2500], 3000-4000 [3000-4000]",
		},
		{
			"a word that agrees by chance",
			story("Ann: The bread is fresh today.", "Bob: Yeah.", "Ann: It was baked at five."),
			cues("1000-2000 The bread is fresh today.", "2000-3000 This, oh yeah, is a word from our sponsors.", "3000-4000 It was baked at five."),
			"1000-2000 [1000-2000], -, 3000-4000 [3000-4000]",
		},
		{
			"a sentence that begins like another one",
			story("Ann: The bread is fresh today.", "Bob: The dog ran home across the wet fields.", "Ann: It was baked at five."),
			cues("1000-2000 The bread is fresh today.", "2000-3000 The weather stays fine for the rest of it.", "3000-4000 It was baked at five."),
			"1000-2000 [1000-2000], -, 3000-4000 [3000-4000]",
		},
		{
			"a sound with a cue that says the same",
			story("Ann: The bread is fresh today.", "(LAUGHTER)", "Bob: It was baked at five."),
			cues("1000-2000 The bread is fresh today.", "2000-3000 [Laughter]", "3000-4000 It was baked at five."),
			"1000-2000 [1000-2000], 2000-3000 [2000-3000], 3000-4000 [3000-4000]",
		},
		{
			"a sound in two cues",
			story("Ann: The bread is fresh today.", "(MUSIC)", "Bob: It was baked at five."),
			cues("1000-2000 The bread is fresh today.", "2000-2500 [music]", "2500-3000 [music]", "3000-4000 It was baked at five."),
			"1000-2000 [1000-2000], 2000-3000 [2000-3000], 3000-4000 [3000-4000]",
		},
		{
			"a sound that is called something else, between the same neighbours",
			story("Ann: The bread is fresh today.", "(SOUNDBITE OF SONG)", "Bob: It was baked at five."),
			cues("1000-2000 The bread is fresh today.", "2000-3000 ♪", "3000-4000 It was baked at five."),
			"1000-2000 [1000-2000], 2000-3000 [2000-3000], 3000-4000 [3000-4000]",
		},
		{
			"a sound without a cue",
			story("Ann: The bread is fresh today.", "(LAUGHTER)", "Bob: It was baked at five."),
			cues("1000-2000 The bread is fresh today.", "3000-4000 It was baked at five."),
			"1000-2000 [1000-2000], -, 3000-4000 [3000-4000]",
		},
		{
			"a sound where something else is said",
			story("Ann: The bread is fresh today.", "(LAUGHTER)", "Bob: It was baked at five."),
			cues("1000-2000 The bread is fresh today.", "2000-3000 Who wants to be first?", "3000-4000 It was baked at five."),
			"1000-2000 [1000-2000], -, 3000-4000 [3000-4000]",
		},
		{
			"two sounds, one of them with a cue",
			story("Ann: The bread is fresh today.", "(APPLAUSE)", "(LAUGHTER)", "Bob: It was baked at five."),
			cues("1000-2000 The bread is fresh today.", "2000-3000 (laughter)", "3000-4000 It was baked at five."),
			"1000-2000 [1000-2000], -, 2000-3000 [2000-3000], 3000-4000 [3000-4000]",
		},
		{
			"a note is never spoken",
			story("Ann: The bread is fresh today.", "Note: The bread is fresh today."),
			cues("1000-2000 The bread is fresh today."),
			"1000-2000 [1000-2000], -",
		},
		{
			"two speakers in one cue",
			story("Ann: The bread is fresh today.", "Bob: It was baked at five. I was there."),
			cues("1000-3000 The bread is fresh today. It was baked at five.", "3000-4000 I was there."),
			"-, 3000-4000 [- 3000-4000]",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, err := Match(c.story, c.cues)
			if err != nil {
				t.Fatal(err)
			}
			if err := a.Check(c.story); err != nil {
				t.Error(err)
			}
			if got := times(a); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestMatchGivesWordsTheTimesThatCuesHaveForThem(t *testing.T) {
	timed := mustRead(t, "a.vtt", "WEBVTT\n\n00:01.000 --> 00:05.000\n<v Ann>Hello <00:00:02.000>dear <00:00:02.500>old friend. <00:00:04.000>Yes.\n\n00:06.000 --> 00:07.000\n<v Ann>Good day.")
	a, err := Match(story("Ann: Hello, dear old friend. Yes. Good day."), timed.Cues)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range a.Turns[0].Words {
		got = append(got, fmt.Sprintf("%d-%d", w.Start.Milliseconds(), w.End.Milliseconds()))
	}
	want := []string{"1000-2000", "2000-2500", "0-0", "0-0", "4000-5000", "0-0", "0-0"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := times(a), "1000-7000 [1000-4000 4000-5000 6000-7000]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestMatchIsLessSureWhereWordsDiffer(t *testing.T) {
	s := story("Ann: The bread is fresh today. It was baked at five.")
	same, _ := Match(s, cues("1000-2000 The bread is fresh today.", "2000-3000 It was baked at five."))
	other, _ := Match(s, cues("1000-2000 The bread is fresh today.", "2000-3000 Um it was baked about five."))
	a, b := same.Turns[0].Sentences[1].Confidence, other.Turns[0].Sentences[1].Confidence
	if a != 1 || b <= 0 || b >= a {
		t.Errorf("got %v for the same words, %v for other ones", a, b)
	}
}

func TestMatchRefusesAnotherStory(t *testing.T) {
	for _, c := range []struct {
		name  string
		story transcript.Transcript
		cues  []Cue
		want  error
	}{
		{
			"other words",
			story("Ann: The bread is fresh today. It was baked at five in the morning by the old man.", "Bob: I will take two of the loaves and one of the rolls."),
			cues("1000-2000 In the beginning of the year the council met.", "2000-4000 It was one of the longest sessions that the mayor had seen.", "4000-5000 The vote was put off."),
			ErrDifferentStory,
		},
		{"a few words", story("Ann: Hello."), cues("1000-2000 Goodbye."), ErrDifferentStory},
		{"no words on one side", story("(LAUGHTER)"), cues("1000-2000 Goodbye."), ErrDifferentStory},
		{"no cues", story("Ann: Hello."), nil, ErrNoCues},
		{"no turns", story(), cues("1000-2000 Goodbye."), ErrDifferentStory},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Match(c.story, c.cues); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestMatchOfOnlyPartOfTheStory(t *testing.T) {
	s, all := longStory(40, 1)
	a, err := Match(s, all[:len(all)/4])
	if err != nil {
		t.Fatal(err)
	}
	if !a.Turns[0].Known() || a.Turns[39].Known() {
		t.Errorf("got %s", times(a))
	}
}

// longStory is a story of random sentences with a cue for each, of about 15 words a turn. The more often its words come
// again, the harder it is to match.
func longStory(turns int, seed uint64) (transcript.Transcript, []Cue) {
	r := rand.New(rand.NewPCG(seed, 2))
	var t transcript.Transcript
	var out []Cue
	at := time.Duration(0)
	for i := range turns {
		var text []string
		for range 2 {
			var words []string
			for range 6 + r.IntN(4) {
				// Zipf's law: few words are most of speech.
				words = append(words, word(99+int(1/(r.Float64()+0.0002))))
			}
			sentence := strings.ToUpper(words[0][:1]) + strings.Join(words, " ")[1:] + "."
			text = append(text, sentence)
			end := at + time.Duration(2000+r.IntN(2000))*ms
			out = append(out, Cue{Start: at, End: end, Text: sentence, Line: len(out) + 1})
			at = end + 100*ms
		}
		t.Turns = append(t.Turns, transcript.Turn{Speaker: []string{"Ann", "Bob"}[i%2], Text: strings.Join(text, " ")})
	}
	return t, out
}

// word is a made-up word for a number: from 70 on of two syllables at least, so that none is an abbreviation ("ga.").
func word(n int) string {
	const consonants, vowels = "bdfgklmnprstvz", "aeiou"
	out := ""
	for {
		out += string(consonants[n%len(consonants)])
		n /= len(consonants)
		out += string(vowels[n%len(vowels)])
		if n /= len(vowels); n == 0 {
			return out
		}
	}
}

func TestMatchFindsALongStoryAgainThroughManyDifferences(t *testing.T) {
	s, all := longStory(400, 3)
	r := rand.New(rand.NewPCG(3, 3))
	for i := range all {
		words := strings.Fields(all[i].Text)
		switch k := r.IntN(len(words)); r.IntN(5) {
		case 0:
			words[k] = "other"
		case 1:
			words = slices.Delete(words, k, k+1)
		case 2:
			words = slices.Insert(words, k, "more")
		}
		all[i].Text = strings.Join(words, " ")
	}
	a, err := Match(s, all)
	if err != nil {
		t.Fatal(err)
	}
	right, wrong := 0, 0
	for i, turn := range a.Turns {
		for k := range turn.Sentences {
			switch got, want := turn.Sentences[k], all[i*2+k]; {
			case !got.Known():
			case got.Start == want.Start && got.End == want.End:
				right++
			default:
				wrong++
			}
		}
	}
	if wrong > 0 || right < 700 {
		t.Errorf("of 800 sentences %d have the right times, %d wrong ones", right, wrong)
	}
}

func TestMatchOfAHopelessTextIsBounded(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	var two [2]strings.Builder
	for i := range two {
		for range 20_000 {
			two[i].WriteString([]string{"ba ", "da "}[r.IntN(2)])
		}
	}
	start := time.Now()
	_, _ = Match(story("Ann: "+two[0].String()), []Cue{{End: time.Hour, Text: two[1].String()}})
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestFromCues(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string // speaker|kind|text
		times      string
	}{
		{
			"cues of one voice are a turn", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hello.\n\n00:02.000 --> 00:03.000\n<v Ann>Good day.\n\n00:03.000 --> 00:04.000\n<v Bob>Yes.",
			[]string{"Ann|speech|Hello. Good day.", "Bob|speech|Yes."},
			"1000-3000 [1000-2000 2000-3000], 3000-4000 [3000-4000]",
		},
		{
			"unless there is a long pause", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hello.\n\n00:12.000 --> 00:13.000\n<v Ann>Good day.",
			[]string{"Ann|speech|Hello.", "Ann|speech|Good day."},
			"1000-2000 [1000-2000], 12000-13000 [12000-13000]",
		},
		{
			"a shorter one makes a paragraph", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hello.\n\n00:04.000 --> 00:05.000\n<v Ann>Good day.",
			[]string{"Ann|speech|Hello.\n\nGood day."},
			"1000-5000 [1000-2000 4000-5000]",
		},
		{
			"sounds", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hello.\n\n00:02.000 --> 00:03.000\n(LAUGHTER)\n\n00:03.000 --> 00:04.000\n<v Ann>Yes.",
			[]string{"Ann|speech|Hello.", "|sound|(LAUGHTER)", "Ann|speech|Yes."},
			"1000-2000 [1000-2000], 2000-3000 [2000-3000], 3000-4000 [3000-4000]",
		},
		{
			"nothing but sounds", "WEBVTT\n\n00:01.000 --> 00:02.000\n♪\n\n00:02.000 --> 00:03.000\n(LAUGHTER)",
			[]string{"|sound|♪", "|sound|(LAUGHTER)"},
			"1000-2000 [1000-2000], 2000-3000 [2000-3000]",
		},
		{
			"names in capitals", "1\n00:00:01,000 --> 00:00:02,000\nMICHELE KELEMEN, BYLINE: Hello.\n\n2\n00:00:02,000 --> 00:00:03,000\nSHAUN O'BRIEN: Yes.\n\n3\n00:00:03,000 --> 00:00:04,000\nKELEMEN: No.\n",
			[]string{"Michele Kelemen|speech|Hello.", "Shaun O'Brien|speech|Yes.", "Michele Kelemen|speech|No."},
			"1000-2000 [1000-2000], 2000-3000 [2000-3000], 3000-4000 [3000-4000]",
		},
		{
			"two voices in a cue: when the second begins is not known", "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ann>Hello.</v>\n<v Bob>Good day.</v>\n\n00:04.000 --> 00:05.000\n<v Bob>Yes.",
			[]string{"Ann|speech|Hello.", "Bob|speech|Good day. Yes."},
			"-, 4000-5000 [- 4000-5000]",
		},
		{
			"no voices at all", "WEBVTT\n\n00:01.000 --> 00:02.000\nHello, it is\n\n00:02.000 --> 00:03.000\na good day. Yes.",
			[]string{"|speech|Hello, it is a good day. Yes."},
			"1000-3000",
		},
		{
			"a script without spaces", "WEBVTT\n\n00:01.000 --> 00:02.000\n今日は\n\n00:02.000 --> 00:03.000\n晴れです。",
			[]string{"|speech|今日は晴れです。"},
			"1000-3000 [1000-3000]",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, a := mustRead(t, "a", c.text).Story()
			var got []string
			for _, turn := range s.Turns {
				got = append(got, turn.Speaker+"|"+turn.Kind.String()+"|"+turn.Text)
			}
			if !slices.Equal(got, c.want) || times(a) != c.times {
				t.Errorf("got  %q %s\nwant %q %s", got, times(a), c.want, c.times)
			}
			if err := a.Check(s); err != nil {
				t.Error(err)
			}
		})
	}
}

func BenchmarkMatch(b *testing.B) {
	for _, turns := range []int{200, 2000, 20_000} {
		s, all := longStory(turns, 5)
		b.Run(fmt.Sprintf("%d words", turns*15), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Match(s, all); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
