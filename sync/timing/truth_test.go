package timing

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"alongside/sync/transcript"
)

// shared holds real stories beside the project where it is made. A user's checkout has no such folder.
const shared = "../../../shared"

// needShared opens one of those files.
func needShared(t testing.TB, path ...string) *os.File {
	t.Helper()
	f, err := os.Open(filepath.Join(append([]string{shared}, path...)...))
	if os.IsNotExist(err) {
		t.Skip("the real stories are not on this machine")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// seedStory is the transcript of the seed story and what is true of its times: those of its turns and sentences.
func seedStory(t testing.TB) (story transcript.Transcript, turns []Timing, sentences [][]Timing) {
	t.Helper()
	story, _, err := ReadStory(needShared(t, "seed", "kgou-story.expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	rows := csv.NewReader(needShared(t, "seed", "kgou-story.truth.tsv"))
	rows.Comma, rows.LazyQuotes = '\t', true
	all, err := rows.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	turns, sentences = make([]Timing, len(story.Turns)), make([][]Timing, len(story.Turns))
	for _, row := range all[1:] {
		n, _ := strconv.Atoi(row[2])
		if n == 0 {
			continue
		}
		at := Timing{Start: mustSeconds(t, row[0]), End: mustSeconds(t, row[1])}
		sentences[n-1] = append(sentences[n-1], at)
		if !turns[n-1].Known() {
			turns[n-1] = at
		}
		turns[n-1].End = at.End
	}
	return story, turns, sentences
}

func mustSeconds(t testing.TB, text string) time.Duration {
	t.Helper()
	d, err := parseSeconds(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTimedTextOfTheSeedStoryGivesItsTrueTimes(t *testing.T) {
	story, turns, sentences := seedStory(t)
	for _, name := range []string{"kgou.vtt", "kgou.srt", "kgou.podcast.json", "kgou.aeneas.json"} {
		t.Run(name, func(t *testing.T) {
			timed, err := Read(name, needShared(t, "timed", name))
			if err != nil {
				t.Fatal(err)
			}
			a, err := timed.Match(story)
			if err != nil {
				t.Fatal(err)
			}
			if err := a.Check(story); err != nil {
				t.Error(err)
			}
			if len(timed.Repairs) > 0 {
				t.Errorf("a sound file was mended: %v", timed.Repairs)
			}
			for i, turn := range a.Turns {
				if turn.Start != turns[i].Start || turn.End != turns[i].End {
					t.Errorf("turn %d: got %v to %v, want %v to %v", i+1, turn.Start, turn.End, turns[i].Start, turns[i].End)
				}
				if len(turn.Sentences) != len(sentences[i]) {
					t.Errorf("turn %d: got %d sentences, want %d", i+1, len(turn.Sentences), len(sentences[i]))
					continue
				}
				for k, s := range turn.Sentences {
					if want := sentences[i][k]; s.Start != want.Start || s.End != want.End {
						t.Errorf("turn %d, sentence %d: got %v to %v, want %v to %v", i+1, k+1, s.Start, s.End, want.Start, want.End)
					}
				}
			}
		})
	}
}

func TestTimedTextAloneGivesTheTwelveTurnsOfTheSeedStory(t *testing.T) {
	want, turns, _ := seedStory(t)
	for _, name := range []string{"kgou.vtt", "kgou.srt", "kgou.podcast.json"} {
		t.Run(name, func(t *testing.T) {
			timed, err := Read(name, needShared(t, "timed", name))
			if err != nil {
				t.Fatal(err)
			}
			story, a := timed.Story()
			if len(story.Turns) != len(want.Turns) {
				t.Fatalf("got %d turns, want %d", len(story.Turns), len(want.Turns))
			}
			for i, turn := range story.Turns {
				w := want.Turns[i]
				if w.Speaker == "" {
					w.Speaker = "Host" // the page does not name him, the timed text does
				}
				if turn != w {
					t.Errorf("turn %d: got %+v, want %+v", i+1, turn, w)
				}
				if a.Turns[i].Start != turns[i].Start || a.Turns[i].End != turns[i].End {
					t.Errorf("turn %d: got %v to %v", i+1, a.Turns[i].Start, a.Turns[i].End)
				}
			}
		})
	}
}
