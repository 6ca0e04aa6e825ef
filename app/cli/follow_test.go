package cli

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"alongside/store"
	"alongside/sync"
	"alongside/sync/playback"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

const seed = "../../../shared"

func TestFollowPrintsEachTurnAsItIsHeard(t *testing.T) {
	dir := withFerry(t)
	got := run(t, dir, "follow", "The Last", "--mute")
	want := "" +
		"   0:00  Ida Holm: The last ferry leaves at nine.\n\n" +
		"         (SOUNDBITE OF HORN)\n\n" +
		"   0:00  Per Vik: Nobody has ever missed it.\n\n"
	if got.code != Done || got.out != want {
		t.Errorf("left with %d, printed\n%swant\n%ssaid %q", got.code, got.out, want, got.err)
	}
}

func TestFollowBeginsWhereItIsTold(t *testing.T) {
	got := run(t, withFerry(t), "follow", "1", "--mute", "--from", "0:00.9", "--json")
	var turn told
	if err := json.Unmarshal([]byte(got.out), &turn); err != nil {
		t.Fatalf("printed %q: %v", got.out, err)
	}
	if turn.Turn != 3 || turn.Position < 0.85 || turn.Position > 1.2 {
		t.Errorf("told %+v", turn)
	}
}

func TestAStoryThatWasFollowedToItsEndIsFinished(t *testing.T) {
	dir := withFerry(t)
	run(t, dir, "follow", "1", "--mute", "--from", "1.2")
	if got := run(t, dir, "list"); !strings.Contains(got.out, "finished") {
		t.Errorf("the list is %q", got.out)
	}
}

func TestStoppingKeepsThePlace(t *testing.T) {
	sound := filepath.Join(t.TempDir(), "long.wav")
	writeSound(t, sound, 30*time.Second)
	words, times := ferry()
	words.Audio.Duration = 30 * time.Second
	times.Turns[2].End = 25 * time.Second
	dir := save(t, store.Draft{Transcript: words, Alignment: times, AudioPath: sound})

	ctx, stop := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	program := Program{Out: writer, Err: io.Discard, Sound: playback.Silent()}
	left := make(chan int)
	go func() {
		left <- program.Run(ctx, []string{"--library", dir, "follow", "1", "--from", "12"})
	}()
	if _, err := reader.Read(make([]byte, 100)); err != nil { // the turn that is heard there
		t.Fatal(err)
	}
	stop()
	go io.Copy(io.Discard, reader)
	if code := <-left; code != Done {
		t.Errorf("left with %d", code)
	}
	if got := run(t, dir, "list"); !strings.Contains(got.out, "at 0:12") {
		t.Errorf("the list is %q", got.out)
	}
}

func TestFollowWritesTheTrace(t *testing.T) {
	file := filepath.Join(t.TempDir(), "trace")
	if got := run(t, withFerry(t), "follow", "1", "--mute", "--trace", file); got.code != Done {
		t.Fatal(got.err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var turns []int
	for line := range strings.Lines(string(text)) {
		var change struct{ Turn int }
		if err := json.Unmarshal([]byte(line), &change); err != nil {
			t.Fatalf("the line %q: %v", line, err)
		}
		turns = append(turns, change.Turn)
	}
	if got := asJSON(t, turns); got != "[1,0,3,0]" {
		t.Errorf("the trace has the turns %s", got)
	}
}

func TestWhatCannotBeFollowedSaysWhy(t *testing.T) {
	words, times := ferry()
	for want, draft := range map[string]store.Draft{
		"no timings": {Transcript: words},
		"no sound":   {Transcript: words, Alignment: times},
	} {
		t.Run(want, func(t *testing.T) {
			got := run(t, save(t, draft), "follow", "The Last")
			if got.code != Failed || !strings.Contains(got.err, want) {
				t.Errorf("left with %d, said %q", got.code, got.err)
			}
		})
	}
}

// A steadyClock plays from the moment it began, at normal speed.
type steadyClock struct{ began time.Time }

func (c steadyClock) Now() (time.Duration, float64) { return time.Since(c.began), 1 }

func (steadyClock) Watch() (<-chan struct{}, func()) { return nil, func() {} }

func TestTheSeedStoryIsToldInTwelveTurnsAtTheirTimes(t *testing.T) {
	story, want := seedStory(t)
	var out bytes.Buffer
	tell := newTeller(&session{Program: Program{Out: &out}, json: true}, story, 0)
	timeline := sync.NewTimeline(story.Transcript, story.Alignment)
	synctest.Test(t, func(t *testing.T) { // in here time passes as soon as everyone waits
		ctx, stop := context.WithTimeout(t.Context(), timeline.Duration()+time.Second)
		defer stop()
		sync.NewFollower(timeline, steadyClock{time.Now()}, tell.heard).Run(ctx)
	})

	var turns []told
	for d := json.NewDecoder(&out); ; {
		var turn told
		if err := d.Decode(&turn); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		turns = append(turns, turn)
	}
	if len(turns) != 12 {
		t.Fatalf("%d turns were told, want 12", len(turns))
	}
	for i, turn := range turns {
		if turn.Start == nil || math.Abs(*turn.Start-want[i]) > 0.0015 {
			t.Errorf("turn %d is said to start at %v, want %.3f", i+1, turn.Start, want[i])
		}
		if late := turn.Position - want[i]; math.Abs(late) > 0.002 {
			t.Errorf("turn %d was told at %.3f, want %.3f", i+1, turn.Position, want[i])
		}
	}
}

// seedStory reads the story that the project is measured by, and the starts of its turns in seconds.
func seedStory(t *testing.T) (store.Story, []float64) {
	t.Helper()
	words := readSeed(t, "seed/kgou-page.txt")
	page, err := transcript.ReadText(t.Context(), transcript.Input{Name: "kgou-page.txt", Body: bytes.NewReader(words)})
	if err != nil {
		t.Fatal(err)
	}
	timed, err := timing.Read("kgou.vtt", bytes.NewReader(readSeed(t, "timed/kgou.vtt")))
	if err != nil {
		t.Fatal(err)
	}
	alignment, err := timing.Match(page, timed.Cues)
	if err != nil {
		t.Fatal(err)
	}
	return store.Story{Transcript: page, Alignment: alignment}, seedStarts(t)
}

func readSeed(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(seed, name))
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("%s is not here: this test needs the folder of real stories beside the project", name)
	} else if err != nil {
		t.Fatal(err)
	}
	return data
}

func seedStarts(t *testing.T) []float64 {
	t.Helper()
	rows := csv.NewReader(bytes.NewReader(readSeed(t, "seed/kgou-story.truth.tsv")))
	rows.Comma, rows.LazyQuotes, rows.FieldsPerRecord = '\t', true, -1
	table, err := rows.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var starts []float64
	for _, row := range table[1:] {
		var start, turn float64
		if json.Unmarshal([]byte(row[0]), &start) != nil || json.Unmarshal([]byte(row[2]), &turn) != nil {
			t.Fatalf("a row of the truth is %q", row)
		}
		if int(turn) == len(starts)+1 {
			starts = append(starts, start)
		}
	}
	return starts
}
