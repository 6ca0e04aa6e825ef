package cli

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/store"
	"alongside/sync/align"
	"alongside/sync/playback"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A result is what a run of the command line left behind.
type result struct {
	code     int
	out, err string
}

// run runs the command line on the library in dir.
func run(t *testing.T, dir string, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	program := Program{
		Version: "1", Out: &out, Err: &errs, Sound: playback.Silent(),
		Window: func(_ context.Context, w Window) error {
			_, err := out.WriteString(strings.Join(append([]string{"window at " + w.Open}, w.More...), ", "))
			return err
		},
	}
	code := program.Run(t.Context(), append([]string{"--library", dir}, args...))
	return result{code, out.String(), errs.String()}
}

// writeSound writes a WAV file of so much of a tone.
func writeSound(t *testing.T, path string, length time.Duration) {
	t.Helper()
	const rate = 8000
	samples := make([]int16, int(length.Seconds()*rate))
	for i := range samples {
		samples[i] = int16(8000 * math.Sin(2*math.Pi*440*float64(i)/rate))
	}
	var b bytes.Buffer
	b.WriteString("RIFF")
	for _, part := range []any{
		uint32(36 + 2*len(samples)), []byte("WAVEfmt "), uint32(16), uint16(1), uint16(1), uint32(rate), uint32(2 * rate),
		uint16(2), uint16(16), []byte("data"), uint32(2 * len(samples)), samples,
	} {
		if err := binary.Write(&b, binary.LittleEndian, part); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// ferry is a story of a second and a half, with a sound in the middle that has no time of its own.
func ferry() (transcript.Transcript, timing.Alignment) {
	at := func(start, end float64) timing.Turn {
		second := func(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
		return timing.Turn{Timing: timing.Timing{Start: second(start), End: second(end), Confidence: 1}}
	}
	return transcript.Transcript{
		Title: "The Last Ferry", Authors: []string{"Ida Holm"}, Source: "Harbor Radio", Published: "2026-03-01",
		Speakers: []transcript.Speaker{{Name: "Ida Holm", Role: "host"}, {Name: "Per Vik"}},
		Turns: []transcript.Turn{
			{Speaker: "Ida Holm", Text: "The last ferry leaves at nine."},
			{Kind: transcript.Sound, Text: "(SOUNDBITE OF HORN)"},
			{Speaker: "Per Vik", Text: "Nobody has ever missed it."},
		},
	}, timing.Alignment{
		Method: "by hand",
		Turns:  []timing.Turn{at(0.1, 0.5), {}, at(0.8, 1.3)},
	}
}

// save puts the stories that make gives into a new library and gives its folder.
func save(t *testing.T, drafts ...store.Draft) string {
	t.Helper()
	dir := t.TempDir()
	lib, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	for _, draft := range drafts {
		if _, err := lib.Save(t.Context(), draft); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// withFerry gives a library with the ferry in it, as story 1, and with its sound.
func withFerry(t *testing.T) string {
	t.Helper()
	sound := filepath.Join(t.TempDir(), "ferry.wav")
	writeSound(t, sound, 1500*time.Millisecond)
	words, times := ferry()
	words.Audio.Duration = 1500 * time.Millisecond
	return save(t, store.Draft{Transcript: words, Alignment: times, AudioPath: sound})
}

func TestWhatACommandLeavesWith(t *testing.T) {
	dir := withFerry(t)
	cases := map[string]struct {
		args []string
		code int
		says string // what is said about it, in part
	}{
		"a command that is done":          {[]string{"list"}, Done, ""},
		"help":                            {[]string{"help"}, Done, ""},
		"help as a flag":                  {[]string{"--help"}, Done, ""},
		"help for a command":              {[]string{"help", "follow"}, Done, ""},
		"help as a command's flag":        {[]string{"add", "-h"}, Done, ""},
		"the version":                     {[]string{"--version"}, Done, ""},
		"a story that is not there":       {[]string{"show", "9"}, Failed, `no story "9"`},
		"a title that is not there":       {[]string{"export", "Nothing"}, Failed, "alongside list"},
		"a file that is not there":        {[]string{"read", "missing.html"}, Failed, "missing.html"},
		"a window on nothing":             {[]string{"lst"}, Failed, "lst"},
		"a command without its argument":  {[]string{"show"}, Misused, "needs STORY"},
		"an argument too many":            {[]string{"show", "1", "2"}, Misused, `"2"`},
		"a flag that does not exist":      {[]string{"list", "--loud"}, Misused, "--loud"},
		"a flag without its value":        {[]string{"export", "1", "--format"}, Misused, "format"},
		"help for no command":             {[]string{"help", "dance"}, Misused, `"dance"`},
		"a format that does not exist":    {[]string{"export", "1", "--format", "pdf"}, Misused, `"pdf"`},
		"what a book cannot mark":         {[]string{"export", "1", "--mark", "letters"}, Misused, `"letters"`},
		"a speed that cannot be played":   {[]string{"follow", "1", "--speed", "50"}, Misused, "--speed"},
		"a place that is no time":         {[]string{"follow", "1", "--from", "soon"}, Misused, `"soon"`},
		"undoing by a title":              {[]string{"remove", "--undo", "The Last"}, Misused, "number"},
		"a search without room for a hit": {[]string{"search", "ferry", "--limit", "0"}, Misused, "--limit"},
	}
	t.Setenv("DISPLAY", ":0")
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got := run(t, dir, c.args...)
			if got.code != c.code {
				t.Errorf("left with %d, want %d; said %q", got.code, c.code, got.err)
			}
			if !strings.Contains(got.err, c.says) {
				t.Errorf("said %q, want %q in it", got.err, c.says)
			}
		})
	}
}

func TestAnErrorIsOneLine(t *testing.T) {
	got := run(t, t.TempDir(), "show", "nothing")
	if strings.Count(got.err, "\n") != 1 || !strings.HasPrefix(got.err, "alongside: ") || got.out != "" {
		t.Errorf("printed %q, said %q", got.out, got.err)
	}
}

func TestFlagsMayStandAnywhere(t *testing.T) {
	dir := withFerry(t)
	want := run(t, dir, "export", "--format", "srt", "1")
	if want.code != Done || !strings.Contains(want.out, "-->") {
		t.Fatalf("exporting: left with %d, printed %q", want.code, want.out)
	}
	for _, args := range [][]string{
		{"export", "1", "--format", "srt"},
		{"export", "1", "-format=srt"},
		{"export", "--format", "srt", "--", "1"},
	} {
		if got := run(t, dir, args...); got != want {
			t.Errorf("%q gave %+v", args, got)
		}
	}
}

func TestAfterTwoDashesNothingIsAFlag(t *testing.T) {
	if got := run(t, t.TempDir(), "show", "--", "--json"); !strings.Contains(got.err, `no story "--json"`) {
		t.Errorf("said %q", got.err)
	}
}

func TestAStoryIsFoundByItsNumberOrTheStartOfItsTitle(t *testing.T) {
	stories := []store.Summary{
		{ID: 1, Title: "The Ferry"}, {ID: 2, Title: "The Ferry, again"}, {ID: 3, Title: "1984"}, {ID: 4, Title: "Éclair"},
	}
	cases := map[string]struct {
		wanted string
		want   int64 // 0: none, or more than one
	}{
		"a number":                      {"2", 2},
		"the start of a title":          {"the ferry,", 2},
		"a whole title, though another": {"The ferry", 1},
		"a title that is a number":      {"1984", 3},
		"another case and an accent":    {"éCL", 4},
		"two titles":                    {"The", 0},
		"none":                          {"A", 0},
		"nothing":                       {"", 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := choose(stories, c.wanted)
			if got.ID != c.want || (err == nil) != (c.want != 0) {
				t.Errorf("%q is story %d (%v), want %d", c.wanted, got.ID, err, c.want)
			}
		})
	}
}

func TestListGivesTheShapeThatScriptsRead(t *testing.T) {
	got := run(t, withFerry(t), "list", "--json")
	var stories []map[string]any
	if err := json.Unmarshal([]byte(got.out), &stories); err != nil || len(stories) != 1 {
		t.Fatalf("printed %q: %v", got.out, err)
	}
	delete(stories[0], "added")
	want := map[string]any{
		"id": 1.0, "title": "The Last Ferry", "source": "Harbor Radio", "authors": []any{"Ida Holm"},
		"published": "2026-03-01", "speakers": 2.0, "turns": 3.0, "words": 11.0, "audio": true, "aligned": "by hand",
	}
	for key, value := range want {
		if text, wanted := asJSON(t, stories[0][key]), asJSON(t, value); text != wanted {
			t.Errorf("%s is %s, want %s", key, text, wanted)
		}
	}
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAnEmptyListIsAnEmptyJSONArray(t *testing.T) {
	if got := run(t, t.TempDir(), "list", "--json"); strings.TrimSpace(got.out) != "[]" {
		t.Errorf("printed %q", got.out)
	}
}

func TestShowGivesTheStoryThatWasSaved(t *testing.T) {
	got := run(t, withFerry(t), "show", "The Last", "--json")
	words, times, err := timing.ReadStory(strings.NewReader(got.out))
	if err != nil {
		t.Fatalf("%v in %q", err, got.out)
	}
	wantWords, wantTimes := ferry()
	if !slices.Equal(words.Turns, wantWords.Turns) {
		t.Errorf("turns %+v, want %+v", words.Turns, wantWords.Turns)
	}
	for i, turn := range times.Turns {
		if turn.Timing != wantTimes.Turns[i].Timing {
			t.Errorf("turn %d at %+v, want %+v", i+1, turn.Timing, wantTimes.Turns[i].Timing)
		}
	}
}

func TestShowPutsTheTimeBeforeEachTurn(t *testing.T) {
	got := run(t, withFerry(t), "show", "1")
	for _, want := range []string{
		"The Last Ferry\nBy Ida Holm\nHarbor Radio, 2026-03-01\n",
		"   0:00  Ida Holm: The last ferry leaves at nine.\n",
		"         (SOUNDBITE OF HORN)\n",
	} {
		if !strings.Contains(got.out, want) {
			t.Errorf("printed %q, want %q in it", got.out, want)
		}
	}
}

func TestEachFormatIsWritten(t *testing.T) {
	dir := withFerry(t)
	for format, want := range map[string]string{
		"vtt": "WEBVTT", "srt": "00:00:00,100 --> 00:00:00,500", "podcast": `"segments"`, "json": `"turns"`,
		"text": "\nPer Vik: Nobody has ever missed it.\n", "epub": "mimetypeapplication/epub+zip", "html": "data:audio/wav;base64,",
	} {
		t.Run(format, func(t *testing.T) {
			if _, err := exec.LookPath("ffmpeg"); err != nil && format == "epub" {
				t.Skip("a WAV file only gets into a book through ffmpeg, which is not here")
			}
			file := filepath.Join(t.TempDir(), "out")
			if got := run(t, dir, "export", "1", "--format", format, "-o", file); got.code != Done {
				t.Fatalf("left with %d: %s", got.code, got.err)
			}
			text, err := os.ReadFile(file)
			if err != nil || !strings.Contains(string(text), want) {
				t.Errorf("wrote %q (%v), want %q in it", text, err, want)
			}
		})
	}
}

func TestAStoryWrittenAsTextIsReadAgain(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ferry.txt")
	if got := run(t, withFerry(t), "export", "1", "--format", "text", "-o", file); got.code != Done {
		t.Fatal(got.err)
	}
	got := run(t, t.TempDir(), "read", file, "--json")
	read, _, err := timing.ReadStory(strings.NewReader(got.out))
	if err != nil {
		t.Fatalf("%v; said %q", err, got.err)
	}
	want, _ := ferry()
	if read.Title != want.Title || read.Source != want.Source || read.Published != want.Published ||
		!slices.Equal(read.Authors, want.Authors) || !slices.Equal(read.Turns, want.Turns) {
		t.Errorf("read %+v", read)
	}
}

func TestAFileWithSoundInItIsNotWrittenToATerminal(t *testing.T) {
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("there are no terminals here:", err)
	}
	defer terminal.Close()
	dir := withFerry(t)
	for format, want := range map[string]int{"epub": Misused, "html": Misused, "text": Done} {
		var errs bytes.Buffer
		program := Program{Out: terminal, Err: &errs, Sound: playback.Silent()}
		if got := program.Run(t.Context(), []string{"--library", dir, "export", "1", "--format", format}); got != want {
			t.Errorf("%s: left with %d, want %d; said %q", format, got, want, errs.String())
		}
	}
}

func TestAnExportThatFailsLeavesTheFileAsItWas(t *testing.T) {
	words, _ := ferry()
	dir := save(t, store.Draft{Transcript: words})
	file := filepath.Join(t.TempDir(), "out.vtt")
	if err := os.WriteFile(file, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := run(t, dir, "export", "1", "-o", file)
	text, err := os.ReadFile(file)
	if got.code != Failed || string(text) != "before" || err != nil {
		t.Errorf("left with %d and %q (%v)", got.code, text, err)
	}
}

func TestNotesAreExportedAndFound(t *testing.T) {
	words, _ := ferry()
	dir := save(t, store.Draft{Transcript: words})
	if got := run(t, dir, "export", "1", "--format", "notes-md"); got.code != Failed || !strings.Contains(got.err, "mark something") {
		t.Errorf("without marks it is left with %d and says %q", got.code, got.err)
	}
	lib, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	_, err = lib.AddMark(t.Context(), store.Mark{Story: 1, Kind: store.Note, Span: transcript.Span{End: 3}, Note: "Ask the harbourmaster"})
	if err := errors.Join(err, lib.Close()); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"export", "1", "--format", "notes-md"}, {"export", "1", "--format", "notes-csv"}, {"search", "harbourmaster"}} {
		if got := run(t, dir, args...); got.code != Done || !strings.Contains(got.out, "Ask the harbourmaster") {
			t.Errorf("%v is left with %d and prints %q", args, got.code, got.out)
		}
	}
	if got := run(t, dir, "export", "--all", "--format", "notes-csv"); got.code != Done || !strings.Contains(got.out, "Ask the harbourmaster") {
		t.Errorf("of all stories it prints %q", got.out)
	}
	for _, args := range [][]string{{"export"}, {"export", "--all"}, {"export", "1", "--all", "--format", "notes-md"}} {
		if got := run(t, dir, args...); got.code != Misused {
			t.Errorf("%v is left with %d and says %q", args, got.code, got.err)
		}
	}
	if got := run(t, dir, "search", "harbourmaster"); !strings.Contains(got.out, "Your note: ") {
		t.Errorf("a note is not called one: %q", got.out)
	}
}

// writeFiles writes a transcript, its sound and its timings under names that do not belong together.
func writeFiles(t *testing.T) (text, sound, timings string) {
	t.Helper()
	dir := t.TempDir()
	text, sound, timings = filepath.Join(dir, "a.txt"), filepath.Join(dir, "b.wav"), filepath.Join(dir, "c.vtt")
	writeSound(t, sound, 1500*time.Millisecond)
	for path, content := range map[string]string{
		text: "Title: The Kite\n\nANA RUIZ, HOST: The wind was up early.\n\nTOM LEE: So were we.\n",
		timings: "WEBVTT\n\n00:00.100 --> 00:00.600\n<v Ana Ruiz>The wind was up early.\n\n" +
			"00:00.700 --> 00:01.200\n<v Tom Lee>So were we.\n",
	} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return text, sound, timings
}

func TestAddSavesTranscriptSoundAndTimings(t *testing.T) {
	dir := t.TempDir()
	text, sound, timings := writeFiles(t)
	got := run(t, dir, "add", text, "--audio", sound, "--timings", timings, "--json")
	var story listed
	if err := json.Unmarshal([]byte(got.out), &story); err != nil {
		t.Fatalf("left with %d, printed %q, said %q", got.code, got.out, got.err)
	}
	if story.Title != "The Kite" || story.Turns != 2 || !story.Audio || story.Aligned != "webvtt" || story.Duration != 1.5 {
		t.Errorf("saved %s", asJSON(t, story))
	}
}

func TestAddingAStoryAgainKeepsItsNumber(t *testing.T) {
	dir := t.TempDir()
	text, sound, timings := writeFiles(t)
	first := run(t, dir, "add", text)
	second := run(t, dir, "add", text, "--audio", sound, "--timings", timings)
	for _, got := range []result{first, second} {
		if got.out != "Saved \"The Kite\" as story 1: 2 turns, 2 speakers.\n" {
			t.Errorf("left with %d, printed %q, said %q", got.code, got.out, got.err)
		}
	}
}

func TestAddSaysWhatAStoryStillLacks(t *testing.T) {
	text, _, _ := writeFiles(t)
	dir := t.TempDir()
	if got := run(t, dir, "add", text); !strings.Contains(got.err, "no sound yet") {
		t.Errorf("without sound it said %q", got.err)
	}
}

func TestAddSaysWhenASoundIsNotTheStorys(t *testing.T) {
	text, sound, _ := writeFiles(t)
	got := run(t, t.TempDir(), "add", text, "--audio", sound)
	if got.code != Done || !strings.Contains(got.err, "does not seem to belong") {
		t.Errorf("left with %d, said %q", got.code, got.err)
	}
}

func TestAddThatFailsSavesNothing(t *testing.T) {
	text, _, timings := writeFiles(t)
	dir := t.TempDir()
	if got := run(t, dir, "add", text, "--audio", timings); got.code != Failed || got.out != "" {
		t.Errorf("left with %d, printed %q", got.code, got.out)
	}
	if got := run(t, dir, "list", "--json"); strings.TrimSpace(got.out) != "[]" {
		t.Errorf("the list is %q", got.out)
	}
}

func TestSearchGivesTheTurnAndItsTime(t *testing.T) {
	got := run(t, withFerry(t), "search", "nobody", "missed", "--json")
	var hits []hit
	if err := json.Unmarshal([]byte(got.out), &hits); err != nil || len(hits) != 1 {
		t.Fatalf("printed %q: %v", got.out, err)
	}
	if hits[0].Turn != 3 || hits[0].Start == nil || *hits[0].Start != 0.8 {
		t.Errorf("found %s", asJSON(t, hits[0]))
	}
}

func TestAStoryThatWasRemovedCanComeBack(t *testing.T) {
	dir := withFerry(t)
	if got := run(t, dir, "remove", "The Last"); got.code != Done {
		t.Fatal(got.err)
	}
	if got := run(t, dir, "show", "1"); got.code != Failed {
		t.Errorf("after removing, show left with %d", got.code)
	}
	if got := run(t, dir, "remove", "--undo", "1"); got.code != Done {
		t.Fatal(got.err)
	}
	if got := run(t, dir, "show", "1"); got.code != Done {
		t.Errorf("after undoing, show left with %d: %s", got.code, got.err)
	}
}

func TestTheWindowOpensAtTheSampleAtFirstAndThenWhereItWas(t *testing.T) {
	t.Setenv("DISPLAY", ":0")
	dir := t.TempDir()
	first, second := run(t, dir), run(t, dir)
	if first.out != "window at 1" || second.out != "window at " {
		t.Errorf("first %q, then %q", first.out, second.out)
	}
}

func TestTheWindowOpensAtTheStoryThatIsNamed(t *testing.T) {
	t.Setenv("DISPLAY", ":0")
	if got := run(t, withFerry(t), "The Last"); got.out != "window at 1" {
		t.Errorf("%+v", got)
	}
}

func TestTheWindowOpensSeveralFiles(t *testing.T) {
	t.Setenv("DISPLAY", ":0")
	first, second := filepath.Join(t.TempDir(), "bell.txt"), filepath.Join(t.TempDir(), "sea.txt")
	for _, path := range []string{first, second} {
		if err := os.WriteFile(path, []byte("Good morning."), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := run(t, t.TempDir(), first, second); got.out != "window at "+first+", "+second {
		t.Errorf("%+v", got)
	}
}

func TestWordsTooManyForTheWindowAreNamed(t *testing.T) {
	t.Setenv("DISPLAY", ":0")
	if got := run(t, withFerry(t), "The Last", "Ferry"); got.code != Misused || !strings.Contains(got.err, `"Ferry" is one argument too many`) {
		t.Errorf("%+v", got)
	}
}

func TestCheckSaysWhatIsWrongWithALibrary(t *testing.T) {
	dir := withFerry(t)
	if got := run(t, dir, "check"); got.code != Done || !strings.Contains(got.out, "is sound: 1 story") {
		t.Fatalf("%+v", got)
	}
	sounds, err := filepath.Glob(filepath.Join(dir, "media", "*.wav"))
	if err != nil || len(sounds) != 1 {
		t.Fatalf("found the sounds %q: %v", sounds, err)
	}
	if err := os.Remove(sounds[0]); err != nil {
		t.Fatal(err)
	}
	got := run(t, dir, "check", "--json")
	var findings []finding
	if err := json.Unmarshal([]byte(got.out), &findings); err != nil {
		t.Fatal(err)
	}
	wrong := slices.ContainsFunc(findings, func(f finding) bool { return f.Part == "library" && !f.OK && f.Must })
	if got.code != Failed || !wrong {
		t.Errorf("left with %d and printed %s", got.code, got.out)
	}
}

func TestCheckSaysWhatEspeakIsForWhereItIsMissing(t *testing.T) {
	dir := withFerry(t)
	t.Setenv("PATH", t.TempDir())
	got := run(t, dir, "check")
	if got.code != Done || !strings.Contains(got.out, "espeak-ng is not here") || !strings.Contains(got.out, "apt-get install espeak-ng") {
		t.Errorf("%+v", got)
	}
}

func TestEstimatesAreMarkedWhereTheyArePrinted(t *testing.T) {
	a := timing.Alignment{Method: align.Estimate, Turns: []timing.Turn{{Timing: timing.Timing{Start: 65 * time.Second, End: 70 * time.Second}}, {}}}
	if got := startOf(a, 0); got != "≈1:05" {
		t.Errorf("the estimate is printed as %q", got)
	}
	if got := startOf(a, 1); got != "" {
		t.Errorf("what has no time is printed as %q", got)
	}
	a.Method = align.Synthesised
	if got := startOf(a, 0); got != "1:05" {
		t.Errorf("what was found is printed as %q", got)
	}
}
