package finding

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

func TestWordsAreFoundWhateverTheirCaseAndAccents(t *testing.T) {
	turns := []transcript.Turn{{Text: "The Café was closed. The cafe on the corner was not."}, {Text: "CAFÉ or no café, I was hungry."}}
	cases := []struct{ query, want string }{
		{"cafe", "0:Café 0:cafe 1:CAFÉ 1:café"},
		{"corner was", "0:corner was"},
		{"tea", ""},
		{"", ""},
		{"[", ""},
		{"i was", "1:I was"},
	}
	for _, c := range cases {
		t.Run(c.query, func(t *testing.T) {
			var got []string
			for _, m := range Words(turns, c.query) {
				got = append(got, fmt.Sprintf("%d:%s", m.Turn, m.Span.In(turns[m.Turn].Text)))
			}
			if text := strings.Join(got, " "); text != c.want {
				t.Errorf("found %q, want %q", text, c.want)
			}
		})
	}
}

func TestMatchesAreWholeLetters(t *testing.T) {
	cases := []struct{ text, query, want string }{
		{"He didn’t.", "didn't", "didn’t"},
		{"He didn't.", "didn’t", "didn't"},
		{"the cafe\u0301 there", "cafe", "cafe\u0301 "},
		{"the ﬁrst", "f", "ﬁ"},
		{"the ﬁrst", "firs", "ﬁrs"},
		{"ＦＯＧ", "fog", "ＦＯＧ"},
		{"鐘の音", "の", "の"},
		{"Über", "ub", "Üb"},
		{"\xffbell", "bell", "bell"},
		{"bell", "\u0301", ""},
	}
	for _, c := range cases {
		t.Run(c.text+" "+c.query, func(t *testing.T) {
			got := ""
			if m := Words([]transcript.Turn{{Text: c.text}}, c.query); len(m) > 0 {
				got = m[0].Span.In(c.text)
			}
			if strings.TrimSpace(got) != strings.TrimSpace(c.want) {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}

func FuzzWords(f *testing.F) {
	f.Add("The Café was closed.", "cafe")
	f.Add("\xff ﬁ e\u0301", "e")
	f.Fuzz(func(t *testing.T, text, query string) {
		end := 0
		for _, m := range Words([]transcript.Turn{{Text: text}}, query) {
			if m.Span.Start < end || m.Span.End <= m.Span.Start || m.Span.End > len(text) {
				t.Errorf("%+v after %d in %d bytes", m.Span, end, len(text))
			}
			end = m.Span.End
		}
	})
}

func TestAMatchHasTheTimeOfItsWordElseOfWhatHoldsIt(t *testing.T) {
	s := func(n int) time.Duration { return time.Duration(n) * time.Second }
	at := func(from, to int) timing.Timing { return timing.Timing{Start: s(from), End: s(to)} }
	turns := []transcript.Turn{
		{Text: "One bell. Two bells."}, {Text: "One bell. Two bells."}, {Text: "One bell."}, {Text: "One bell."},
	}
	a := timing.Alignment{Turns: []timing.Turn{
		{Timing: at(0, 8), Sentences: []timing.Timing{at(0, 4), at(4, 8)}, Words: []timing.Timing{at(0, 1), at(2, 3), at(4, 5), {}}},
		{Timing: at(10, 18), Sentences: []timing.Timing{{}, at(14, 18)}},
		{Timing: at(20, 22)},
		{},
	}}
	got := Times(turns, a, Words(turns, "bell"))
	want := []time.Duration{s(2), s(4), s(10), s(14), s(20), Unknown}
	if !slices.Equal(got, want) {
		t.Errorf("heard at %v, want %v", got, want)
	}
	if got := Times(turns, timing.Alignment{}, []Match{{Turn: 9}, {Turn: 0}}); !slices.Equal(got, []time.Duration{Unknown, Unknown}) {
		t.Errorf("without times they are heard at %v", got)
	}
}

func TestMatchesWithinTurns(t *testing.T) {
	matches := []Match{{Turn: 1}, {Turn: 1}, {Turn: 4}, {Turn: 7}}
	cases := []struct{ first, last, from, to int }{{0, 0, 0, 0}, {1, 1, 0, 2}, {2, 6, 2, 3}, {1, 9, 0, 4}, {8, 9, 4, 4}}
	for _, c := range cases {
		if from, to := Within(matches, c.first, c.last); from != c.from || to != c.to {
			t.Errorf("in turns %d to %d are %d to %d, want %d to %d", c.first, c.last, from, to, c.from, c.to)
		}
	}
}

// threeHours is a story of 2000 turns and 30,000 words.
func threeHours() (t transcript.Transcript, a timing.Alignment) {
	for n := range 2000 {
		t.Turns = append(t.Turns, transcript.Turn{
			Speaker: string(rune('A' + n%5)), Text: strings.Repeat("They brought the bell up the hill again. ", 2),
		})
		at := time.Duration(n) * 5400 * time.Millisecond
		a.Turns = append(a.Turns, timing.Turn{Timing: timing.Timing{Start: at, End: at + 5*time.Second}})
	}
	return t, a
}

func BenchmarkWordsInThreeHours(b *testing.B) {
	story, a := threeHours()
	for _, query := range []string{"brought", "e"} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				Times(story.Turns, a, Words(story.Turns, query))
			}
		})
	}
}
