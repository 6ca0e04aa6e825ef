package intake

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alongside/store"
	"alongside/sync/playback/decode"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

const page = `<!DOCTYPE html><html lang="en"><head><title>The Bell - Harbour Radio</title></head><body>
<article><h1>The Bell</h1>
<div class="transcript storytext"><p><b>Transcript</b></p>
<p>ADA GRUEN, HOST: The bell on the quay has rung for a hundred years.<p>TOMAS VELA: Tonight I ring it for the last time.
</div></article></body></html>`

const text = `The Bell

ADA GRUEN: The bell on the quay has rung for a hundred years.

TOMAS VELA: Tonight I ring it for the last time.
`

const cues = `WEBVTT

00:01.000 --> 00:04.000
<v Ada Gruen>The bell on the quay has rung for a hundred years.

00:05.000 --> 00:08.000
<v Tomas Vela>Tonight I ring it for the last time.
`

const otherCues = `WEBVTT

00:01.000 --> 00:04.000
Quite another piece about the weather in the mountains and what it does to goats.
`

// folder writes files into a folder of its own.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// sound is a WAV file of ten seconds.
func tenSeconds() string { return string(wave(rand.New(rand.NewPCG(1, 1)), 10*time.Second)) }

func openLibrary(t *testing.T) *store.Library {
	t.Helper()
	lib, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lib.Close() })
	return lib
}

func TestAStoryIsReadFromAnyOfItsForms(t *testing.T) {
	var story strings.Builder
	if err := timing.WriteStory(&story, bell(t), timing.Alignment{}); err != nil {
		t.Fatal(err)
	}
	const podcast = `{"version":"1.0.0","segments":[
		{"speaker":"Ada Gruen","startTime":1,"endTime":4,"body":"The bell on the quay has rung for a hundred years."},
		{"speaker":"Tomas Vela","startTime":5,"endTime":8,"body":"Tonight I ring it for the last time."}]}`
	for _, test := range []struct{ name, content, method string }{
		{"bell.html", page, ""},
		{"bell.HTM", page, ""},
		{"bell.txt", text, ""},
		{"bell.vtt", cues, timing.FormatVTT},
		{"bell.srt", "1\n00:00:01,000 --> 00:00:04,000\nAda Gruen: The bell on the quay has rung for a hundred years.\n\n" +
			"2\n00:00:05,000 --> 00:00:08,000\nTomas Vela: Tonight I ring it for the last time.\n", timing.FormatSRT},
		{"bell.json", podcast, timing.FormatPodcast},
		{"story.json", story.String(), ""},
		{"subtitles.txt", cues, timing.FormatVTT},
		{"no ending", text, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			found, err := Read(t.Context(), Source{Location: filepath.Join(folder(t, map[string]string{test.name: test.content}), test.name)})
			if err != nil {
				t.Fatal(err)
			}
			checkBell(t, found.Transcript)
			if found.Alignment.Method != test.method {
				t.Errorf("method = %q, want %q", found.Alignment.Method, test.method)
			}
		})
	}
}

func bell(t *testing.T) transcript.Transcript {
	t.Helper()
	bell, err := transcript.Read(t.Context(), transcript.Input{Name: "bell.txt", Body: strings.NewReader(text)})
	if err != nil {
		t.Fatal(err)
	}
	return bell
}

func checkBell(t *testing.T, got transcript.Transcript) {
	t.Helper()
	if len(got.Turns) != 2 {
		t.Fatalf("%d turns: %v", len(got.Turns), got.Turns)
	}
	for i, want := range []string{"The bell on the quay has rung for a hundred years.", "Tonight I ring it for the last time."} {
		if got.Turns[i].Text != want {
			t.Errorf("turn %d = %q", i+1, got.Turns[i].Text)
		}
	}
	if !strings.EqualFold(got.Turns[1].Speaker, "Tomas Vela") {
		t.Errorf("speaker = %q", got.Turns[1].Speaker)
	}
}

func TestPastedTextIsRead(t *testing.T) {
	for name, pasted := range map[string]string{"a transcript": text, "subtitles": cues} {
		t.Run(name, func(t *testing.T) {
			found, err := Read(t.Context(), Source{Text: pasted})
			if err != nil {
				t.Fatal(err)
			}
			checkBell(t, found.Transcript)
		})
	}
}

func TestTheNameOfAStory(t *testing.T) {
	const untitled = "ADA GRUEN: The bell on the quay has rung for a hundred years, and more.\n\nTOMAS VELA: Tonight I ring it.\n"
	for _, test := range []struct {
		name        string
		source      Source
		file        string
		title, call string
	}{
		{"by its page", Source{}, "x.txt", "The Bell", ""},
		{"by the person", Source{Title: " My bell "}, "x.txt", "My bell", ""},
		{"by its file", Source{}, "the_old  bell.vtt", "", "the old bell"},
		{"by its first words", Source{Text: untitled}, "", "", "The bell on the quay has rung for…"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.file != "" {
				content := text
				if filepath.Ext(test.file) == ".vtt" {
					content = cues
				}
				test.source.Location = filepath.Join(folder(t, map[string]string{test.file: content}), test.file)
			}
			found, err := Read(t.Context(), test.source)
			if err != nil {
				t.Fatal(err)
			}
			if found.Transcript.Title != test.title || test.call != "" && found.Name != test.call {
				t.Errorf("title %q, name %q", found.Transcript.Title, found.Name)
			}
		})
	}
}

func TestWhatLiesBesideAFileBelongsToIt(t *testing.T) {
	wav := tenSeconds()
	for _, test := range []struct {
		name    string
		files   map[string]string
		read    string
		sound   string
		timings string
		note    string // a word of the note
	}{
		{"sound", map[string]string{"bell.txt": text, "bell.wav": wav}, "bell.txt", "bell.wav", "", ""},
		{"sound in capitals", map[string]string{"bell.txt": text, "bell.WAV": wav}, "bell.txt", "bell.WAV", "", ""},
		{"sound and timings", map[string]string{"bell.html": page, "bell.wav": wav, "bell.vtt": cues}, "bell.html", "bell.wav", "bell.vtt", ""},
		{"the story of a sound", map[string]string{"bell.txt": text, "bell.wav": wav}, "bell.wav", "bell.wav", "", ""},
		{"the page before the subtitles", map[string]string{"bell.html": page, "bell.vtt": cues, "bell.wav": wav}, "bell.wav", "bell.wav", "bell.vtt", ""},
		{"sound of another name", map[string]string{"bell.txt": text, "bells.wav": wav}, "bell.txt", "", "", ""},
		{"timings of another story", map[string]string{"bell.txt": text, "bell.vtt": otherCues}, "bell.txt", "", "", "bell.vtt was left out"},
		{"sound that cannot be played", map[string]string{"bell.txt": text, "bell.m4a": "\x00\x00\x00\x20ftypM4A \x00\x00"}, "bell.txt", "", "", "M4A"},
		{"the page's own sound", map[string]string{
			"saved page.html": strings.Replace(page, "<article>",
				`<article><div class="audio-module-controls-wrap" data-audio='{"audioUrl":"https://example.org/media/2024-bell.wav?key=1"}'></div>`, 1),
			"2024-bell.wav": wav,
		}, "saved page.html", "2024-bell.wav", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := folder(t, test.files)
			found, err := Read(t.Context(), Source{Location: filepath.Join(dir, test.read)})
			if err != nil {
				t.Fatal(err)
			}
			checkBell(t, found.Transcript)
			if got := filepath.Base(found.AudioPath); got != test.sound && !(test.sound == "" && found.AudioPath == "") {
				t.Errorf("sound = %q, want %q; notes %q", got, test.sound, found.Notes)
			}
			if got := filepath.Base(found.TimingsPath); got != test.timings && !(test.timings == "" && found.TimingsPath == "") {
				t.Errorf("timings = %q, want %q", got, test.timings)
			}
			if (len(found.Alignment.Turns) > 0) != (test.timings != "") {
				t.Errorf("alignment = %v", found.Alignment)
			}
			if notes := strings.Join(found.Notes, " "); (notes != "") != (test.note != "") || !strings.Contains(notes, test.note) {
				t.Errorf("notes = %q, want %q in it", notes, test.note)
			}
		})
	}
}

func TestTheSoundsLengthIsItsOwn(t *testing.T) {
	dir := folder(t, map[string]string{"bell.txt": text, "bell.wav": tenSeconds()})
	found, err := Read(t.Context(), Source{Location: filepath.Join(dir, "bell.txt")})
	if err != nil {
		t.Fatal(err)
	}
	if got := found.Transcript.Audio; got.Duration != 10*time.Second || got.Type != "audio/wav" {
		t.Errorf("audio = %+v", got)
	}
}

func TestWhatCannotBeReadIsSaidInASentence(t *testing.T) {
	dir := folder(t, map[string]string{
		"bell.txt": text, "empty.txt": "", "other.vtt": otherCues, "lonely.wav": tenSeconds(), "feed.xml": `<?xml version="1.0"?><rss version="2.0"></rss>`,
		"late.vtt": strings.ReplaceAll(cues, "00:0", "59:0"), "bell.wav": tenSeconds(), "bad.json": "{",
	})
	in := func(name string) string { return filepath.Join(dir, name) }
	for _, test := range []struct {
		name   string
		source Source
		is     error
		says   []string
	}{
		{"nothing", Source{Location: "  "}, ErrNoSource, []string{"paste the transcript"}},
		{"no such file", Source{Location: in("none.txt")}, fs.ErrNotExist, []string{"none.txt", "no such file", "check"}},
		{"a folder", Source{Location: dir}, nil, []string{"folder", "choose a file"}},
		{"an empty file", Source{Location: in("empty.txt")}, transcript.ErrEmpty, []string{"empty.txt"}},
		{"a sound on its own", Source{Location: in("lonely.wav")}, nil, []string{"lonely.txt", "transcript"}},
		{"a feed", Source{Location: in("feed.xml")}, ErrFeed, []string{"feed.xml", "page of the story"}},
		{"half of a JSON file", Source{Location: in("bad.json")}, nil, []string{"bad.json"}},
		{"timings of another story", Source{Location: in("bell.txt"), TimingsPath: in("other.vtt")}, timing.ErrDifferentStory, []string{"other.vtt"}},
		{"timings of other sound", Source{Location: in("bell.txt"), TimingsPath: in("late.vtt")}, timing.ErrDifferentAudio, []string{"late.vtt", "bell.wav"}},
		{"no such sound", Source{Location: in("bell.txt"), AudioPath: in("none.mp3")}, fs.ErrNotExist, []string{"none.mp3"}},
		{"no such timings", Source{Location: in("bell.txt"), TimingsPath: in("none.vtt")}, fs.ErrNotExist, []string{"none.vtt"}},
		{"a folder for sound", Source{Location: in("bell.txt"), AudioPath: dir}, nil, []string{"folder"}},
		{"a scheme that is not known", Source{Location: "ftp://example.org/bell.txt"}, nil, []string{"ftp://example.org/bell.txt"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Read(t.Context(), test.source)
			if err == nil || test.is != nil && !errors.Is(err, test.is) {
				t.Fatalf("error = %v", err)
			}
			for _, want := range test.says {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
		})
	}
}

func TestSoundThatCannotBePlayedIsNamed(t *testing.T) {
	needFFmpeg(t)
	for _, test := range []struct{ name, content, kind, advice string }{
		{"bell.m4a", "\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00", "MP4 sound (M4A)", "damaged"},
		{"bell.mp3", "\x00\x00\x00\x20ftypisom\x00\x00\x00\x00", "MP4 sound (M4A)", "get it again"},
		{"bell.opus", "OggS\x00\x02" + strings.Repeat("\x00", 22) + "OpusHead", "Opus", "has to be converted"},
		{"bell.webm", "\x1a\x45\xdf\xa3", "WebM or Matroska", "has to be converted"},
		{"bell.wma", "\x30\x26\xb2\x75\x8e\x66", "Windows Media", "has to be converted"},
		{"bell.aiff", "FORM\x00\x00\x00\x00AIFF", "AIFF", "has to be converted"},
		{"bell.wav", "", "", "no sound in it"},
		{"picture.ogg", "\x89PNG\r\n\x1a\n and so on, and so on, and so on", "", "no sound that Alongside knows"},
	} {
		t.Run(test.name+" "+test.kind, func(t *testing.T) {
			dir := folder(t, map[string]string{"story.txt": text, test.name: test.content})
			_, err := Read(t.Context(), Source{Location: filepath.Join(dir, "story.txt"), AudioPath: filepath.Join(dir, test.name)})
			var wrong *SoundError
			if !errors.As(err, &wrong) || wrong.Kind != test.kind {
				t.Fatalf("error = %v", err)
			}
			if !strings.Contains(err.Error(), test.advice) || !strings.Contains(err.Error(), test.name) {
				t.Errorf("it says %q", err)
			}
		})
	}
	if err := error(&SoundError{Path: "x", Err: decode.ErrFormat}); !errors.Is(err, decode.ErrFormat) {
		t.Error("it does not wrap what package decode said")
	}
}

func TestAddSavesAndTellsHowFarItIs(t *testing.T) {
	dir := folder(t, map[string]string{"bell.html": page, "bell.wav": tenSeconds(), "bell.vtt": cues})
	lib := openLibrary(t)
	var steps []Step
	id, err := Add(t.Context(), lib, Source{Location: "file://" + filepath.Join(dir, "bell.html")}, func(p Progress) {
		if len(steps) == 0 || steps[len(steps)-1] != p.Step {
			steps = append(steps, p.Step)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	story, err := lib.Story(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	checkBell(t, story.Transcript)
	if story.Aligned != timing.FormatVTT || !story.HasAudio || story.Origin != filepath.Join(dir, "bell.html") {
		t.Errorf("saved: %+v", story.Summary)
	}
	if got, want := fmt.Sprint(steps), fmt.Sprint([]Step{Reading, Listening, Timing, Saving, Copying}); got != want {
		t.Errorf("steps = %v, want %v", got, want)
	}
}

func TestAddingACorrectedFileUpdatesTheStory(t *testing.T) {
	dir := folder(t, map[string]string{"bell.txt": text})
	path := filepath.Join(dir, "bell.txt")
	lib := openLibrary(t)
	first, err := Add(t.Context(), lib, Source{Location: path}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(text, "a hundred", "two hundred", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if again, err := Add(t.Context(), lib, Source{Location: path}, nil); err != nil || again != first {
		t.Errorf("it is story %d now, was %d; %v", again, first, err)
	}
}

func TestACancelledAddSavesNothing(t *testing.T) {
	dir := folder(t, map[string]string{"bell.txt": text, "bell.wav": tenSeconds()})
	lib := openLibrary(t)
	for _, step := range []Step{Reading, Listening, Timing, Saving, Copying} {
		t.Run(string(step), func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			_, err := Add(ctx, lib, Source{Location: filepath.Join(dir, "bell.txt")}, func(p Progress) {
				if p.Step == step {
					cancel()
				}
			})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("error = %v", err)
			}
			if stories, err := lib.Stories(t.Context()); err != nil || len(stories) != 0 {
				t.Errorf("saved: %v, %v", stories, err)
			}
		})
	}
}

func TestSetAudioGivesAStoryItsSound(t *testing.T) {
	dir := folder(t, map[string]string{"bell.txt": text, "recording.wav": tenSeconds(), "bad.opus": "OggS\x00\x02" + strings.Repeat("\x00", 22) + "OpusHead"})
	lib := openLibrary(t)
	id, err := Add(t.Context(), lib, Source{Location: filepath.Join(dir, "bell.txt")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := SetAudio(t.Context(), lib, id, filepath.Join(dir, "bad.opus"), nil); !errors.As(err, new(*SoundError)) {
		t.Errorf("a sound that cannot be played gave %v", err)
	}
	if _, err := SetAudio(t.Context(), lib, id, filepath.Join(dir, "recording.wav"), nil); err != nil {
		t.Fatal(err)
	}
	story, err := lib.Story(t.Context(), id)
	if err != nil || !story.HasAudio || story.Duration != 10*time.Second {
		t.Errorf("story = %+v, %v", story.Summary, err)
	}
	if _, err := SetAudio(t.Context(), lib, 99, filepath.Join(dir, "recording.wav"), nil); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("no such story gave %v", err)
	}
}

func TestProgressIsSaidInWords(t *testing.T) {
	for want, p := range map[string]Progress{
		"Copying the sound, 40%":  {Copying, 4, 10},
		"Copying the sound, 100%": {Copying, 12, 10},
		"Fetching the page":       {Fetching, 4, 0},
	} {
		if got := p.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
