package book

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"alongside/assets"
	"alongside/store"
	"alongside/store/export"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

func TestABookThatWasExportedComesBackWithItsTimes(t *testing.T) {
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed, which converts the sound (Debian: apt-get install ffmpeg)")
	}
	s := readSample(t)
	sound := filepath.Join(t.TempDir(), assets.Sample().AudioName)
	if err := os.WriteFile(sound, assets.Sample().Audio, 0o600); err != nil {
		t.Fatal(err)
	}
	format, err := export.Named("epub")
	if err != nil {
		t.Fatal(err)
	}
	for name, detail := range map[string]export.Detail{"sentences": export.Sentences, "words": export.Words} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			err := format.Write(t.Context(), &out, export.Story{
				Transcript: s.story, Alignment: s.times, Sounds: []export.Sound{{Path: sound}},
				Chapters: []store.Chapter{{Title: "The bell", Turn: 0}, {Title: "The horn", Level: 1, Turn: 3}},
			}, export.Options{Detail: detail})
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "bell.epub")
			if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			b := mustReadBook(t, path)
			compare(t, "the notes", b.Notes)
			of := func(turn timing.Turn) []timing.Timing { return turn.Sentences }
			spans := transcript.Turn.Sentences
			if detail == export.Words {
				of, spans = func(turn timing.Turn) []timing.Timing { return turn.Words }, transcript.Turn.Words
			}
			compare(t, "the times", timesOf(b.Transcript, b.Alignment, spans, of), timesOf(s.story, s.times, spans, of)...)
			compare(t, "the chapters", chaptersOf(b)[:1], "The bell: The bell")
		})
	}
}

// timesOf gives when all parts of turns that have times begin, in the order in which they are heard. They may end later in a
// book, where the next begins.
func timesOf(story transcript.Transcript, a timing.Alignment, spans func(transcript.Turn) []transcript.Span, of func(timing.Turn) []timing.Timing) []string {
	var lines []string
	for i, turn := range story.Turns {
		if turn.Text == story.Title {
			continue // a book has it above its text
		}
		for k, span := range spans(turn) {
			if times := of(a.Turns[i]); k < len(times) && times[k].Known() {
				lines = append(lines, fmt.Sprintf("%8.3f %s", times[k].Start.Seconds(), span.In(turn.Text)))
			}
		}
	}
	slices.Sort(lines)
	return lines
}
