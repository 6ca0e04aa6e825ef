package export

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"alongside/store"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// text is what an element of a page says.
func (c *checker) text(page, id string) string {
	found := ""
	c.pages[page].each(func(n *node) {
		if n.attr("id") == id {
			found = n.text
		}
	})
	return found
}

func TestEachSentenceHasItsSound(t *testing.T) {
	needsConverter(t)
	s := fogBell(t)
	book := valid(t, s, Options{})
	at := map[string]played{}
	for _, p := range book.overlays["EPUB/text/1.xhtml"] {
		at[book.text(p.page, p.id)] = p
	}
	for i, turn := range s.Transcript.Turns {
		for k, span := range turn.Sentences() {
			want := s.Alignment.Turns[i].Sentences
			if len(want) == 0 {
				continue
			}
			text := span.In(turn.Text)
			if got := at[text]; got.begin != want[k].Start.Round(time.Millisecond) || got.end < want[k].End.Round(time.Millisecond) {
				t.Errorf("%q is heard from %v to %v, want %v to at least %v", text, got.begin, got.end, want[k].Start, want[k].End)
			}
		}
	}
}

func TestWordsCanBeMarkedInstead(t *testing.T) {
	needsConverter(t)
	s := fogBell(t)
	book := valid(t, s, Options{Detail: Words})
	heard := map[string]time.Duration{}
	for _, p := range book.overlays["EPUB/text/1.xhtml"] {
		heard[p.id] = p.begin
	}
	for k, word := range s.Transcript.Turns[0].Words() {
		want := s.Alignment.Turns[0].Words[k].Start.Round(time.Millisecond)
		if got := heard[wordID(0, k)]; got != want {
			t.Errorf("%q is marked at %v, want %v", word.In(s.Transcript.Turns[0].Text), got, want)
		}
	}
}

// All that is in the files is played, from the first moment to the last, whatever has a time and what has none.
func TestNothingOfTheSoundIsLeftOut(t *testing.T) {
	needsConverter(t)
	s := fogBell(t)
	s.Alignment.Turns[3] = timing.Turn{}
	book := valid(t, s, Options{})
	end := time.Duration(0)
	for _, p := range book.overlays["EPUB/text/1.xhtml"] {
		if p.begin != end {
			t.Errorf("nothing is played from %v to %v", end, p.begin)
		}
		end = p.end
	}
	if want := s.Transcript.Audio.Duration; want-end > 2*time.Millisecond {
		t.Errorf("it ends at %v, want %v", end, want)
	}
}

func TestWhatIsMarkedWhereLessIsKnown(t *testing.T) {
	at := func(start, end int) timing.Timing {
		return timing.Timing{Start: time.Duration(start) * time.Second, End: time.Duration(end) * time.Second, Confidence: 1}
	}
	words := transcript.Transcript{Title: "Gaps", Language: "en", Turns: []transcript.Turn{
		{Text: "One is known. Two is not. Three is known."},
		{Kind: transcript.Sound, Text: "(APPLAUSE)"},
		{Kind: transcript.Note, Text: "Corrected."},
		{Text: "Nobody knows when this is said."},
		{Text: "The end is known."},
	}}
	times := timing.Alignment{Turns: []timing.Turn{
		{Timing: at(3, 12), Sentences: []timing.Timing{at(3, 6), {}, at(9, 12)}},
		{},
		{},
		{},
		{Timing: at(18, 20)},
	}}
	s := Story{Transcript: words, Alignment: times, Sounds: []Sound{{Path: tone(t, 25)}}}
	book := valid(t, s, Options{})
	var got []string
	for _, p := range book.overlays["EPUB/text/1.xhtml"] {
		got = append(got, fmt.Sprintf("%v %s", p.begin, p.id))
	}
	// Before the first turn the title, the turn where a sentence has no time, the sound in the gap, a pause at the end.
	want := "0s title, 3s t1s1, 6s t1, 9s t1s3, 12s t2, 18s t5, 20s p5"
	if strings.Join(got, ", ") != want {
		t.Errorf("marked are %s, want %s", strings.Join(got, ", "), want)
	}
}

func TestAClipThatReachesIntoTheNextFileIsCut(t *testing.T) {
	s := counting(6)
	s.Alignment.Turns[2].End += 500 * time.Millisecond // from 2 s to 3.5 s, over the end of the first file at 3 s
	s.Alignment.Turns[2].Sentences[0].End += 500 * time.Millisecond
	s.Alignment.Turns[3].Start += 500 * time.Millisecond
	s.Alignment.Turns[3].Sentences[0].Start += 500 * time.Millisecond
	s.Sounds = []Sound{{tone(t, 3), 0}, {tone(t, 3), 3 * time.Second}}
	book := valid(t, s, Options{})
	var got []string
	for _, p := range book.overlays["EPUB/text/1.xhtml"] {
		if p.id == "t3s1" || p.id == "t4s1" {
			got = append(got, fmt.Sprintf("%s %v-%v", p.audio[len("EPUB/audio/"):], p.begin, p.end))
		}
	}
	if want := "1.mp3 2s-3s 2.mp3 0s-500ms 2.mp3 500ms-1s"; strings.Join(got, " ") != want {
		t.Errorf("the clips are %s, want %s", strings.Join(got, " "), want)
	}
}

func TestALongStoryIsDivided(t *testing.T) {
	s := counting(500)
	s.Sounds = []Sound{{Path: tone(t, 500)}}
	for name, c := range map[string]struct {
		chapters []store.Chapter
		pages    int
	}{
		"without chapters": {nil, 3},
		"at its chapters":  {[]store.Chapter{{Title: "One", Level: 0, Turn: 0}, {Title: "Half of one", Level: 1, Turn: 50}, {Title: "Two", Level: 0, Turn: 100}, {Title: "Three", Level: 0, Turn: 450}}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			s.Chapters = c.chapters
			book := valid(t, s, Options{})
			// The navigation is a page, too.
			if got := len(book.pages) - 1; got != c.pages || len(book.overlays) != c.pages {
				t.Errorf("there are %d pages and %d overlays, want %d", got, len(book.overlays), c.pages)
			}
		})
	}
}

func TestTheSameStoryHasTheSameName(t *testing.T) {
	one, other := ferry(), ferry()
	other.Alignment = spread(other.Transcript, time.Minute)
	if identity(one) != identity(other) {
		t.Error("its name changed with its times")
	}
	other.Transcript.Turns = other.Transcript.Turns[:2]
	if identity(one) == identity(other) {
		t.Error("another story has the same name")
	}
}
