package timing

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// checkTimed fails unless what was read keeps what Timed promises, and survives being written and read again.
func checkTimed(t *testing.T, timed Timed) {
	t.Helper()
	for i, c := range timed.Cues {
		if c.Text == "" || c.Text != plain(c.Text) {
			t.Fatalf("cue %d has the text %q", i, c.Text)
		}
		if c.Start < 0 || c.End <= c.Start || c.End > 2*longest {
			t.Fatalf("cue %d is from %v to %v", i, c.Start, c.End)
		}
		if i > 0 && c.Start < timed.Cues[i-1].Start {
			t.Fatalf("cue %d starts before the one before it", i)
		}
		last := c.Start
		for _, p := range c.Parts {
			if p.Span.Start >= p.Span.End || p.Span.End > len(c.Text) {
				t.Fatalf("cue %d has a part at %v of %q", i, p.Span, c.Text)
			}
			for _, at := range []bool{p.Start != NoTime && (p.Start < last || p.Start > c.End), p.End != NoTime && (p.End < last || p.End > c.End)} {
				if at {
					t.Fatalf("cue %d from %v to %v has a part from %v to %v", i, c.Start, c.End, p.Start, p.End)
				}
			}
			last = max(last, p.Start, p.End)
		}
	}
	s, a := timed.Story()
	if err := a.Check(s); err != nil {
		t.Fatal(err)
	}
	checkWritten(t, s, a)
}

// fuzzRead fuzzes one format. Whatever the bytes are, nothing panics, and what is read is in order.
func fuzzRead(f *testing.F, name string, prefix string, seeds ...string) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<16 {
			t.Skip("long files only take longer")
		}
		timed, err := Read(name, strings.NewReader(prefix+text))
		if err != nil {
			return
		}
		checkTimed(t, timed)
	})
}

func FuzzReadVTT(f *testing.F) {
	fuzzRead(f, "a.vtt", "WEBVTT\n\n",
		"00:01.000 --> 00:02.000\n<v Ann>Hello &amp; <i>bye</i></v>\n\n2\n00:00:01.500 --> 00:00:03.000 align:start\n<v.loud Bob>So <00:00:02.000>there",
		"NOTE x\n\nSTYLE\n::cue{}\n\n00:01.000 -> 00:00.500\nANN: Hi.\nBOB: Ho.\n\n-00:01.000 --> 00:02.000\n<ruby>a<rt>b</rt></ruby>",
		"00:01.000 --> 00:03.000\nGood<00:00:02.000><c> day</c>\n\n00:03.000 --> 00:03.010\nGood day\n\n00:03.010 --> 00:05.000\nGood day\nto<00:00:04.000><c> you</c>",
	)
}

func FuzzReadSRT(f *testing.F) {
	fuzzRead(f, "a.srt", "",
		"1\n00:00:01,000 --> 00:00:02,000\nAnn: Hello <i>you</i> {\\an8}\n\n2\n00:00:02.500 --> 00:00:04,000\n- Yes.\n- No.\n",
		"00:00:01,000 --> 00:00:02,000\nANN:\nHi\n2\n00:00:01,500 —> 00:00:03,000\nBOB: Ho\nCY: Hum\n\n\n00:00:09,000 --> 00:00:02,000\n(LAUGHTER)",
	)
}

func FuzzReadPodcast(f *testing.F) {
	fuzzRead(f, "a.json", "",
		`{"version":"1.0.0","segments":[{"speaker":"Ann","startTime":0.5,"endTime":1.25,"body":"Hello"},{"startTime":"1.3","endTime":2,"body":"you."},{"speaker":"Bob","startTime":2,"body":"Yes."}]}`,
		`{"language":"en","segments":[{"startTime":0,"endTime":1e3,"body":"a"},{"startTime":null,"endTime":-1,"body":"b"}]}`,
	)
}

func FuzzReadAeneas(f *testing.F) {
	fuzzRead(f, "a.json", "",
		`{"fragments":[{"begin":"0.000","end":"1.500","language":"eng","lines":["Hello","there."],"children":[{"begin":"0","end":"1","lines":["Hello"],"children":[]},{"begin":"1","end":"1.5","lines":["there."]}]}]}`,
		`{"fragments":[{"begin":"0","end":"2","lines":["Hi. Ho."],"children":[{"begin":"0","end":"1","lines":["Hi."]},{"begin":"1","end":"2","lines":["Ho."]}]}]}`,
	)
}

func FuzzReadStory(f *testing.F) {
	f.Add(`{"title":"x","authors":["y"],"audio":{"duration_s":3},"turns":[{"n":1,"speaker":"Ann","kind":"speech","text":"One two. Three.","start_s":1,"end_s":9,"sentences":[{"text":"One two.","start_s":1,"end_s":4}],"words":[{"text":"two","start_s":2,"end_s":"3"}]},{"kind":"sound","text":"(MUSIC)"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		s, a, err := ReadStory(strings.NewReader(text))
		if err != nil {
			return
		}
		if err := a.Check(s); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := WriteStory(&out, s, a); err != nil {
			t.Fatal(err)
		}
		written := out.String()
		s2, a2, err := ReadStory(&out)
		if err != nil {
			t.Fatal(err)
		}
		var again bytes.Buffer
		if err := WriteStory(&again, s2, a2); err != nil || again.String() != written {
			t.Fatalf("written again, it is another story: %v\n%s\n%s", err, written, again.String())
		}
		if timed, err := Read("a.json", strings.NewReader(text)); err == nil {
			checkTimed(t, timed)
		}
	})
}

func FuzzMatch(f *testing.F) {
	f.Add("One two three. Four five six.", "one two three", "four five, six", int64(1))
	f.Add("The bread is fresh today. (LAUGHTER) Yes.", "the bread was", "fresh today [laughter] yes", int64(2))
	f.Fuzz(func(t *testing.T, text, first, second string, seed int64) {
		r := rand.New(rand.NewPCG(uint64(seed), 0))
		s, _ := hardStory(r)
		s.Turns[r.IntN(len(s.Turns))].Text = text
		first, second = plain(first), plain(second)
		cues := []Cue{{Start: 0, End: 10 * ms, Text: first}, {Start: 10 * ms, End: 20 * ms, Text: second}}
		cues = slices.DeleteFunc(cues, func(c Cue) bool { return c.Text == "" })
		a, err := Match(s, cues)
		if err != nil {
			return
		}
		if err := a.Check(s); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzDiff(f *testing.F) {
	f.Add([]byte("one two"), []byte("two one"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		x, y := numbers(a), numbers(b)
		last := int32(-1)
		for i, j := range matchUnits(x, y) {
			if j < 0 {
				continue
			}
			if j <= last || x[i] != y[j] {
				t.Fatalf("%d is laid beside %d, after %d", i, j, last)
			}
			last = j
		}
	})
}

func numbers(data []byte) []int32 {
	out := make([]int32, len(data))
	for i, b := range data {
		out[i] = int32(b)
	}
	return out
}

func TestDiffFindsTheLongestCommonRow(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"abcdef", "abcdef", 6},
		{"abcdef", "abxdef", 5},
		{"abc", "", 0},
		{"abcabba", "cbabac", 4},
		{"xaxbxc", "abc", 3},
	} {
		got := 0
		for _, j := range matchUnits(numbers([]byte(c.a)), numbers([]byte(c.b))) {
			if j >= 0 {
				got++
			}
		}
		if got != c.want {
			t.Errorf("%q and %q: %d in common, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestDiffInHalvesFindsAsMuchAsInATable(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	random := func(n int) []int32 {
		out := make([]int32, n)
		for i := range out {
			out[i] = int32(r.IntN(3))
		}
		return out
	}
	count := func(solve func(d *differ, n, m int)) int {
		r = rand.New(rand.NewPCG(1, 1))
		d := differ{a: random(700), b: random(900)}
		d.match = slices.Repeat([]int32{-1}, len(d.a))
		solve(&d, len(d.a), len(d.b))
		found := 0
		for _, j := range d.match {
			if j >= 0 {
				found++
			}
		}
		return found
	}
	table := count(func(d *differ, n, m int) { d.table(0, n, 0, m) })
	halves := count(func(d *differ, n, m int) { d.halve(0, n, 0, m) })
	if table != halves {
		t.Errorf("in a table %d, in halves %d", table, halves)
	}
}

func TestUnitsOfWordsThatSoundAlike(t *testing.T) {
	for _, c := range []struct{ a, b string }{
		{"3", "three"},
		{"21", "twenty-one"},
		{"105", "one hundred five"},
		{"2nd", "second"},
		{"30th", "thirtieth"},
		{"1984", "nineteen eighty-four"},
		{"2005", "two thousand five"},
		{"2014", "twenty fourteen"},
		{"1990s", "nineteen nineties"},
		{"3.5", "three point five"},
		{"1,000,000", "one million"},
		{"$5", "five dollars"},
		{"50%", "fifty percent"},
		{"U.N.", "UN"},
		{"café", "cafe"},
		{"don’t", "don't"},
		{"O.K.", "okay"},
		{"Mr.", "mister"},
		{"&", "and"},
		{"1905", "nineteen oh five"},
		{"0", "zero"},
		{"100", "one hundred"},
		{"12th", "twelfth"},
	} {
		units := func(text string) []string {
			var out []string
			for _, w := range strings.Fields(text) {
				out = appendUnits(out, w)
			}
			return out
		}
		if a, b := units(c.a), units(c.b); !reflect.DeepEqual(a, b) {
			t.Errorf("%q is %q, %q is %q", c.a, a, c.b, b)
		}
	}
}
