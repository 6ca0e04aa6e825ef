package export

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"alongside/assets"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// fogBell is the sample story, with its sound in a file.
func fogBell(t testing.TB) Story {
	t.Helper()
	sample := assets.Sample()
	words, times, err := timing.ReadStory(bytes.NewReader(sample.Timed))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), sample.AudioName)
	if err := os.WriteFile(path, sample.Audio, 0o600); err != nil {
		t.Fatal(err)
	}
	return Story{
		Transcript: words, Alignment: times, Sounds: []Sound{{Path: path}},
		Changed: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC),
	}
}

// written is a story in a format.
func written(t testing.TB, name string, s Story, o Options) []byte {
	t.Helper()
	format, err := Named(name)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := format.Write(t.Context(), &b, s, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// ferry is a short story without times or sound.
func ferry() Story {
	return Story{Transcript: transcript.Transcript{
		Title: "The Last Ferry", Authors: []string{"Ida Holm"}, Source: "Harbor Radio", Published: "2026-03-01", Language: "en",
		Speakers: []transcript.Speaker{{Name: "Ida Holm", Role: "host"}, {Name: "Per Vik"}},
		Turns: []transcript.Turn{
			{Speaker: "Ida Holm", Text: "The last ferry leaves at nine. Is it full?\n\nIt never is."},
			{Kind: transcript.Sound, Text: "(SOUNDBITE OF HORN)"},
			{Speaker: "Per Vik", Text: "Nobody has ever missed it."},
			{Kind: transcript.Note, Text: "Correction: the ferry leaves at ten."},
		},
	}}
}

// hostile is a story whose every text tries to be something else, with the sample's sound.
func hostile(t testing.TB) Story {
	t.Helper()
	const attack = "</script></title><script>alert(1)</script>\" onload='x' & ]]> <!-- \x00\x1b\u202etxet\xff &lt;"
	s := Story{Sounds: fogBell(t).Sounds, Changed: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)}
	s.Transcript = transcript.Transcript{
		Title: "\u202e" + attack, Authors: []string{attack}, Source: attack, URL: "https://example.org/?a=1&b=\"<>", Published: attack,
		Language: "ar", Rights: attack,
		Speakers: []transcript.Speaker{{Name: attack, Role: attack}, {Name: "ليلى"}},
		Turns: []transcript.Turn{
			{Speaker: attack, Text: attack + ". " + attack + "\n\n" + attack},
			{Speaker: "ليلى", Text: "كان يا ما كان. في قديم الزمان."},
			{Text: "从前有一座山。山上有一座庙。"},
			{Kind: transcript.Sound, Text: "(" + attack + ")"},
			{Kind: transcript.Note, Text: attack},
		},
	}
	for i := range s.Transcript.Turns {
		at := timing.Timing{Start: time.Duration(10*i) * time.Second, End: time.Duration(10*i+8) * time.Second, Confidence: 1}
		s.Alignment.Turns = append(s.Alignment.Turns, timing.Turn{Timing: at})
	}
	return s
}
