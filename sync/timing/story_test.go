package timing

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"alongside/sync/transcript"
)

func TestWriteStory(t *testing.T) {
	s := transcript.Transcript{
		Title: "Bread & butter", Authors: []string{"Ann Lee"}, Language: "en",
		Audio:    transcript.Audio{Type: "audio/mpeg", Duration: 61*time.Second + 500*ms},
		Speakers: []transcript.Speaker{{Name: "Ann", Role: "host"}},
		Turns: []transcript.Turn{
			{Speaker: "Ann", Text: "Hello there."},
			{Kind: transcript.Sound, Text: "(LAUGHTER)"},
		},
	}
	at := Timing{0, 1500*ms + 400*time.Microsecond, 0.98765}
	a := Alignment{Turns: []Turn{{Timing: at, Sentences: []Timing{at}, Words: []Timing{{Start: 0, End: 700 * ms, Confidence: 1}, {}}}, {}}}
	var out bytes.Buffer
	if err := WriteStory(&out, s, a); err != nil {
		t.Fatal(err)
	}
	want := `{
 "title": "Bread & butter",
 "authors": [
  "Ann Lee"
 ],
 "language": "en",
 "audio": {
  "type": "audio/mpeg",
  "duration_s": 61.5
 },
 "speakers": [
  {
   "name": "Ann",
   "role": "host"
  }
 ],
 "turns": [
  {
   "n": 1,
   "speaker": "Ann",
   "kind": "speech",
   "text": "Hello there.",
   "start_s": 0,
   "end_s": 1.5,
   "confidence": 0.988,
   "sentences": [
    {
     "text": "Hello there.",
     "start_s": 0,
     "end_s": 1.5,
     "confidence": 0.988
    }
   ],
   "words": [
    {
     "text": "Hello",
     "start_s": 0,
     "end_s": 0.7,
     "confidence": 1
    },
    {
     "text": "there"
    }
   ]
  },
  {
   "n": 2,
   "kind": "sound",
   "text": "(LAUGHTER)",
   "sentences": [
    {
     "text": "(LAUGHTER)"
    }
   ]
  }
 ]
}
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestStoryIsReadAsItWasWritten(t *testing.T) {
	for _, c := range []struct {
		name string
		make func() (transcript.Transcript, Alignment)
	}{
		{"with times", bakery},
		{"without times", func() (transcript.Transcript, Alignment) {
			s, _ := bakery()
			return s, Alignment{Turns: make([]Turn, len(s.Turns))}
		}},
		{"of timed text with words", func() (transcript.Transcript, Alignment) {
			return mustRead(t, "a.vtt", "WEBVTT\n\n00:01.000 --> 00:05.000\n<v Ann>Yes <00:00:02.000>yes <00:00:02.500>yes. <00:00:04.000>Yes.").Story()
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, a := c.make()
			var out bytes.Buffer
			if err := WriteStory(&out, s, a); err != nil {
				t.Fatal(err)
			}
			s2, a2, err := ReadStory(&out)
			if err != nil {
				t.Fatal(err)
			}
			a.Method = a2.Method
			if !reflect.DeepEqual(s, s2) || !reflect.DeepEqual(a, a2) {
				t.Errorf("got  %+v %+v\nwant %+v %+v", s2, a2, s, a)
			}
		})
	}
}

func TestWriteStoryOfATranscriptAlone(t *testing.T) {
	s, _ := bakery()
	var out bytes.Buffer
	if err := WriteStory(&out, s, Alignment{}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "start_s") {
		t.Error("it has times")
	}
}

func TestReadStoryAcceptsTranscriptsWithoutTimes(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(shared, "align", "*", "transcript.json"))
	if len(files) == 0 {
		t.Skip("the real stories are not on this machine")
	}
	for _, name := range files {
		t.Run(filepath.Base(filepath.Dir(name)), func(t *testing.T) {
			f, err := os.Open(name)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			s, a, err := ReadStory(f)
			if err != nil || len(s.Turns) == 0 || a.Check(s) != nil {
				t.Errorf("got %d turns, %v, %v", len(s.Turns), a.Check(s), err)
			}
		})
	}
}

func TestReadStoryLaysTimesBesideTheirText(t *testing.T) {
	for _, c := range []struct{ name, turn, want string }{
		{
			"some sentences are missing",
			`"text":"One two. Three four. Five six.","start_s":1,"end_s":9,"sentences":[{"text":"Three four.","start_s":3,"end_s":4}]`,
			"1000-9000 [- 3000-4000 -]",
		},
		{"a sentence that is not in the text", `"text":"One two.","start_s":1,"end_s":9,"sentences":[{"text":"Nine.","start_s":3,"end_s":4}]`, "1000-9000"},
		{"a turn without a time has that of its sentences", `"text":"One two. Three.","sentences":[{"text":"One two.","start_s":3,"end_s":4},{"text":"Three.","start_s":5,"end_s":6}]`, "3000-6000 [3000-4000 5000-6000]"},
		{"or of its words", `"text":"One two.","words":[{"text":"two","start_s":3,"end_s":4}]`, "3000-4000"},
		{"a sentence outside the turn", `"text":"One two.","start_s":1,"end_s":2,"sentences":[{"text":"One two.","start_s":3,"end_s":4}]`, "1000-2000"},
		{"sentences that go back", `"text":"One. Two.","start_s":1,"end_s":9,"sentences":[{"text":"One.","start_s":5,"end_s":6},{"text":"Two.","start_s":2,"end_s":3}]`, "1000-9000 [5000-6000 -]"},
		{"an end before the start", `"text":"One.","start_s":2,"end_s":1`, "-"},
		{"a negative start", `"text":"One.","start_s":-2,"end_s":1`, "-"},
		{"a start without an end", `"text":"One.","start_s":2`, "-"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, a, err := ReadStory(strings.NewReader(`{"turns":[{"n":1,"kind":"speech",` + c.turn + `}]}`))
			if err != nil {
				t.Fatal(err)
			}
			if err := a.Check(s); err != nil {
				t.Error(err)
			}
			if got := times(a); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestReadStoryRefuses(t *testing.T) {
	for _, c := range []struct {
		name, text, says string
	}{
		{"nothing", "", "line 1"},
		{"no turns", "{}", ErrNotStory.Error()},
		{"damaged JSON", "{\"title\":\"x\",\n\"turns\":[}", "line 2"},
		{"a title that is none", "{\n\"title\":5}", "line 2"},
		{"a kind that is none", `{"turns":[{"n":1,"kind":"song","text":"x"}]}`, "song"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := ReadStory(strings.NewReader(c.text))
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want it to say %q", err, c.says)
			}
		})
	}
}

func TestCheck(t *testing.T) {
	s := story("Ann: One two. Three.")
	at := func(start, end int) Timing {
		return Timing{time.Duration(start) * ms, time.Duration(end) * ms, 1}
	}
	for _, c := range []struct {
		name  string
		turns []Turn
		says  string // "" for nothing to say
	}{
		{"nothing known", []Turn{{}}, ""},
		{"all in order", []Turn{{Timing: at(0, 9), Sentences: []Timing{at(0, 5), at(5, 9)}, Words: []Timing{at(0, 2), at(2, 4), at(6, 9)}}}, ""},
		{"turns of another number", []Turn{{}, {}}, "2 turns"},
		{"sentences of another number", []Turn{{Timing: at(0, 9), Sentences: []Timing{at(0, 5)}}}, "1 sentences"},
		{"words of another number", []Turn{{Timing: at(0, 9), Words: []Timing{at(0, 5)}}}, "1 words"},
		{"before the audio", []Turn{{Timing: at(-5, 9)}}, "before the audio"},
		{"an end before the start", []Turn{{Timing: at(5, 4)}}, "before it starts"},
		{"a sentence outside the turn", []Turn{{Timing: at(0, 9), Sentences: []Timing{at(0, 5), at(5, 10)}}}, "not inside"},
		{"a sentence of a turn without time", []Turn{{Sentences: []Timing{at(0, 5), at(5, 10)}}}, "the turn has none"},
		{"words that go back", []Turn{{Timing: at(0, 9), Words: []Timing{at(4, 5), at(2, 4), {}}}}, "before the one before"},
		{"a confidence over one", []Turn{{Timing: Timing{0, 5, 1.1}}}, "confidence"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := Alignment{Turns: c.turns}.Check(s)
			if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
				t.Errorf("got %v, want it to say %q", err, c.says)
			}
		})
	}
}

func TestReadStoryEndsWithItsReader(t *testing.T) {
	if _, _, err := ReadStory(brokenReader{}); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errFull }
