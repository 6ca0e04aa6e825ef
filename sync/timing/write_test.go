package timing

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	astisub "github.com/asticode/go-astisub"

	"alongside/sync/transcript"
)

// writers are the formats that are written, each by the name it is read with.
var writers = []struct {
	name  string
	write func(io.Writer, transcript.Transcript, Alignment) error
}{
	{"a.vtt", WriteVTT},
	{"a.srt", WriteSRT},
	{"a.json", WritePodcastJSON},
}

// bakery is a story with times for all sentences but those of its last turn.
func bakery() (transcript.Transcript, Alignment) {
	s := story("Ann: The bread is fresh. It was baked at five.", "(LAUGHTER)", "Bob: R&D <says> yes.", "Who knows? Nobody.", "Ann: Never heard.")
	s.Language = "en"
	at := func(start, end int) Timing {
		return Timing{time.Duration(start) * ms, time.Duration(end) * ms, 0.9}
	}
	return s, Alignment{Method: "acoustic", Turns: []Turn{
		{Timing: at(1000, 4005), Sentences: []Timing{at(1000, 2000), at(2500, 4005)}},
		{Timing: at(5000, 6000)},
		{Timing: at(3_600_000, 3_601_001), Sentences: []Timing{at(3_600_000, 3_601_001)}},
		{Timing: at(3_602_000, 3_603_000), Sentences: []Timing{at(3_602_000, 3_602_500), {}}},
		{},
	}}
}

func TestWriteVTT(t *testing.T) {
	s, a := bakery()
	var out bytes.Buffer
	if err := WriteVTT(&out, s, a); err != nil {
		t.Fatal(err)
	}
	want := `WEBVTT
Language: en

1
00:00:01.000 --> 00:00:02.000
<v Ann>The bread is fresh.</v>

2
00:00:02.500 --> 00:00:04.005
<v Ann>It was baked at five.</v>

3
00:00:05.000 --> 00:00:06.000
(LAUGHTER)

4
01:00:00.000 --> 01:00:01.001
<v Bob>R&amp;D &lt;says&gt; yes.</v>

5
01:00:02.000 --> 01:00:03.000
Who knows? Nobody.
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestWriteSRT(t *testing.T) {
	s, a := bakery()
	var out bytes.Buffer
	if err := WriteSRT(&out, s, a); err != nil {
		t.Fatal(err)
	}
	// Names of one word that come once, and a line of nobody's after one of somebody's, would be misread without a tag.
	want := `1
00:00:01,000 --> 00:00:02,000
Ann: The bread is fresh.

2
00:00:02,500 --> 00:00:04,005
Ann: It was baked at five.

3
00:00:05,000 --> 00:00:06,000
(LAUGHTER)

4
01:00:00,000 --> 01:00:01,001
Bob: R&D <says> yes.

5
01:00:02,000 --> 01:00:03,000
<v>Who knows? Nobody.</v>
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestWritePodcastJSON(t *testing.T) {
	s, a := bakery()
	s.Turns, a.Turns = s.Turns[:1], a.Turns[:1]
	var out bytes.Buffer
	if err := WritePodcastJSON(&out, s, a); err != nil {
		t.Fatal(err)
	}
	want := `{
 "version": "1.0.0",
 "language": "en",
 "segments": [
  {
   "speaker": "Ann",
   "startTime": 1,
   "endTime": 2,
   "body": "The bread is fresh."
  },
  {
   "speaker": "Ann",
   "startTime": 2.5,
   "endTime": 4.005,
   "body": "It was baked at five."
  }
 ]
}
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestWrittenSeedStoryIsReadAsTheSame(t *testing.T) {
	s, _, _ := seedStory(t)
	timed, err := Read("kgou.vtt", needShared(t, "timed", "kgou.vtt"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := timed.Match(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range writers {
		t.Run(w.name, func(t *testing.T) {
			again := writeAndRead(t, w.name, w.write, s, a)
			b, err := Match(s, again.Cues)
			if err != nil {
				t.Fatal(err)
			}
			b.Method = a.Method
			if !reflect.DeepEqual(a, b) {
				t.Errorf("got  %s\nwant %s", times(b), times(a))
			}
		})
	}
}

func writeAndRead(t testing.TB, name string, write func(io.Writer, transcript.Transcript, Alignment) error, s transcript.Transcript, a Alignment) Timed {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out, s, a); err != nil {
		t.Fatal(err)
	}
	timed, err := Read(name, &out)
	if err != nil {
		t.Fatalf("what was written cannot be read: %v\n%s", err, out.String())
	}
	return timed
}

// sameCues reports whether cues read are those that were written.
func sameCues(got, want []Cue) bool {
	return slices.EqualFunc(got, want, func(a, b Cue) bool {
		a.Line, b.Line = 0, 0
		return reflect.DeepEqual(a, b)
	})
}

// checkWritten writes a story in each format and compares what is read with what should have been written.
func checkWritten(t testing.TB, s transcript.Transcript, a Alignment) {
	t.Helper()
	want := Cues(s, a)
	if len(want) == 0 {
		return
	}
	for _, w := range writers {
		if got := writeAndRead(t, w.name, w.write, s, a); !sameCues(got.Cues, want) {
			var out bytes.Buffer
			_ = w.write(&out, s, a)
			t.Fatalf("%s:\ngot  %q\nwant %q\n%s", w.name, lines(got.Cues), lines(want), out.String())
		}
	}
}

// hard are texts that a format might misread, and names.
var hard = []string{
	"Hello there.", "NOTE this.", "STYLE matters.", "42", "1984.", "At 10:30: the news.", "ANN: Hello.", "Remember: wait.",
	"Mary Ann: no.", "a --> b", "00:00:01.000 --> 00:00:02.000", "00:00:01,000 - 00:00:02,000", "R&D", "&amp;", "&lt;b&gt;", "&copycat", "<i>so</i>",
	"<v Bob>Hi</v>", "</v>", "<00:00:02.000>now", "1 < 2 > 0", "<3", "{\\an8}up", "{\\", "(LAUGHTER)", "♪", "[music] Yes.",
	"two  spaces\tand\nlines", "a\n\nb", "\uFEFFbom", "nbsp\u00a0here", "x\x00y", "bad\xffbyte", "漢字です。", "- Hi. - Ho.", "WEBVTT", "<", ">", "&", "\u2028",
	"Yes.", "No", "BOB:", "::", "<v>", "-->", "1\n2", ">> YOU: so",
}

var hardNames = []string{
	"", "", "Ann", "Bob", "Michele Kelemen", "HOST", "Speaker 2", "van der Berg", "李明", "A. B. <c>", "x:y", "R&D", "The one", "O'Neil, host", "\n", "a\nb", "NOTE", "1",
}

// hardStory is a story of such texts with times in order.
func hardStory(r *rand.Rand) (transcript.Transcript, Alignment) {
	var s transcript.Transcript
	var a Alignment
	now := 0
	for range 1 + r.IntN(8) {
		var texts []string
		for range 1 + r.IntN(3) {
			texts = append(texts, hard[r.IntN(len(hard))])
		}
		turn := transcript.Turn{Speaker: hardNames[r.IntN(len(hardNames))], Text: strings.Join(texts, " ")}
		var tt Turn
		first := now
		for range turn.Sentences() {
			start := now + r.IntN(2000)
			now = start + 1 + r.IntN(3000)
			tt.Sentences = append(tt.Sentences, Timing{time.Duration(start) * ms, time.Duration(now) * ms, 1})
		}
		tt.Timing = Timing{time.Duration(first) * ms, time.Duration(now) * ms, 1}
		switch r.IntN(6) {
		case 0:
			tt.Sentences = nil
		case 1:
			now = first // the next turn overlaps this one
		case 2:
			tt = Turn{}
		}
		s.Turns, a.Turns = append(s.Turns, turn), append(a.Turns, tt)
	}
	return s, a
}

func TestWhatIsWrittenIsReadAsTheSame(t *testing.T) {
	for seed := range uint64(3000) {
		s, a := hardStory(rand.New(rand.NewPCG(seed, 7)))
		if err := a.Check(s); err != nil {
			t.Fatal(err)
		}
		checkWritten(t, s, a)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// Another program must read the same times and words.
func TestWrittenFilesAreReadByOtherPrograms(t *testing.T) {
	s, a := bakery()
	want := Cues(s, a)
	for _, c := range []struct {
		name  string
		write func(io.Writer, transcript.Transcript, Alignment) error
		read  func(io.Reader) (*astisub.Subtitles, error)
		text  func(Cue) string
	}{
		{"WebVTT", WriteVTT, astisub.ReadFromWebVTT, func(c Cue) string { return c.Text }},
		{"SRT", WriteSRT, astisub.ReadFromSRT, func(c Cue) string {
			if c.Voice == "" {
				return c.Text
			}
			return c.Voice + ": " + c.Text
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := c.write(&out, s, a); err != nil {
				t.Fatal(err)
			}
			other, err := c.read(&out)
			if err != nil || len(other.Items) != len(want) {
				t.Fatalf("got %v, %v", other, err)
			}
			for i, item := range other.Items {
				if w := want[i]; item.StartAt != w.Start || item.EndAt != w.End || !strings.Contains(w.Text, "<") && item.String() != c.text(w) {
					t.Errorf("got %v to %v %q, want %v to %v %q", item.StartAt, item.EndAt, item.String(), w.Start, w.End, c.text(w))
				}
			}
		})
	}
}

func TestWriteRefusesWhatDoesNotFit(t *testing.T) {
	s, a := bakery()
	for _, w := range writers {
		t.Run(w.name+" of another transcript", func(t *testing.T) {
			if err := w.write(io.Discard, story("Ann: Hello."), a); err == nil {
				t.Error("it was written")
			}
		})
		t.Run(w.name+" without times", func(t *testing.T) {
			if err := w.write(io.Discard, s, Alignment{Turns: make([]Turn, len(s.Turns))}); !errors.Is(err, ErrNoCues) {
				t.Errorf("got %v", err)
			}
		})
		t.Run(w.name+" to a full disk", func(t *testing.T) {
			if err := w.write(fullDisk{}, s, a); !errors.Is(err, errFull) {
				t.Errorf("got %v", err)
			}
		})
	}
}

var errFull = errors.New("no space left on device")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }
