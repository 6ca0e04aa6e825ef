package export

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

func TestFormatsCanBeToldApart(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Formats() {
		if seen[f.Name] || seen[f.Label] || f.Name == "" || f.Label == "" || f.About == "" || !strings.HasPrefix(f.Ending, ".") {
			t.Errorf("%+v", f)
		}
		seen[f.Name], seen[f.Label] = true, true
		if found, err := Named(f.Name); err != nil || found.Name != f.Name {
			t.Errorf("%s is not found: %v", f.Name, err)
		}
	}
	if _, err := Named("pdf"); !errors.Is(err, ErrNoFormat) {
		t.Errorf("the error is %v", err)
	}
}

func TestTimedTextNeedsTimes(t *testing.T) {
	for _, f := range Formats() {
		err := f.Write(t.Context(), io.Discard, ferry(), Options{})
		if f.NeedsTimes != errors.Is(err, ErrNoTimes) || !f.NeedsTimes && !f.NeedsMarks && err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

func TestTextIsReadAgain(t *testing.T) {
	want := ferry().Transcript
	read, err := transcript.ReadText(t.Context(), transcript.Input{Body: bytes.NewReader(written(t, "text", ferry(), Options{}))})
	if err != nil {
		t.Fatal(err)
	}
	if read.Title != want.Title || len(read.Turns) != len(want.Turns) || read.Turns[0] != want.Turns[0] {
		t.Errorf("read %+v", read)
	}
}

// All text is marked up, and none of it is changed by that.
func FuzzTheTextOfATurnStaysWhole(f *testing.F) {
	for _, text := range []string{
		"One. Two!\n\nThree?", "\n\n\n\n", "(LAUGHTER) Well… \n \n yes.", "从前有一座山。", "a\x00b\xff<&>\"'", "Mr. Smith's\nline", "]]>",
		"  spaces  kept  ", "שלום. עולם.",
	} {
		f.Add(text, 0)
		f.Add(text, 1)
	}
	f.Fuzz(func(t *testing.T, text string, kind int) {
		if len(text) > 1<<12 || kind < 0 || kind > int(transcript.Note) {
			t.Skip()
		}
		turn := transcript.Turn{Text: text, Kind: transcript.Kind(kind)}
		var b strings.Builder
		m := newMarkup(&b)
		m.WriteString("<body>")
		m.turn(0, turn, "", 0)
		m.WriteString("</body>")
		m.Flush()
		n, err := parse([]byte(b.String()))
		if err != nil {
			t.Fatalf("%v in %s", err, b.String())
		}
		var paragraphs []string
		for _, p := range n.all("", "p") {
			paragraphs = append(paragraphs, p.text)
		}
		want, err := parse([]byte("<p>" + escape(text) + "</p>"))
		if err != nil {
			t.Fatal(err)
		}
		whole := strings.Join(paragraphs, "\n\n")
		if whole != want.text && whole+"\n\n" != want.text { // a turn may end with an empty line
			t.Errorf("the text is %q, want %q", whole, want.text)
		}
		if spans := len(turn.Sentences()) + len(turn.Words()); len(n.all("", "span")) != spans {
			t.Errorf("%d spans are marked, want %d", len(n.all("", "span")), spans)
		}
	})
}

func TestEstimatedTimesAreCalledSo(t *testing.T) {
	needsConverter(t)
	s := fogBell(t)
	if page := string(written(t, "html", s, Options{})); strings.Contains(page, estimated) {
		t.Error("a page calls known times estimated")
	}
	s.Alignment = spread(s.Transcript, time.Minute)
	if page := string(written(t, "html", s, Options{})); !strings.Contains(page, estimated) {
		t.Error("a page does not say so")
	}
	if book := valid(t, s, Options{}); !strings.Contains(book.pages["EPUB/text/1.xhtml"].text, estimated) {
		t.Error("a book does not say so")
	}
}

func TestWhatCannotBeWrittenIsSaid(t *testing.T) {
	missing := ferry()
	missing.Sounds = []Sound{{Path: filepath.Join(t.TempDir(), "gone.mp3")}}
	noise := ferry()
	noise.Sounds = []Sound{{Path: filepath.Join(t.TempDir(), "noise.mp3")}}
	if err := os.WriteFile(noise.Sounds[0].Path, []byte("this is no sound"), 0o600); err != nil {
		t.Fatal(err)
	}
	backwards := fogBell(t)
	backwards.Sounds = append(backwards.Sounds, Sound{backwards.Sounds[0].Path, 0})
	for name, s := range map[string]Story{"a file that is gone": missing, "a file that is no sound": noise, "two files at one time": backwards} {
		for _, format := range []string{"epub", "html"} {
			f, _ := Named(format)
			if err := f.Write(t.Context(), io.Discard, s, Options{}); !errors.Is(err, ErrSound) || !strings.Contains(err.Error(), s.Sounds[0].Path) {
				t.Errorf("%s, %s: the error is %v", name, format, err)
			}
		}
	}
}

// A full is a disk that fills.
type full struct{ room int }

var errFull = errors.New("no space left")

func (f *full) Write(p []byte) (int, error) {
	if f.room -= len(p); f.room < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestAFullDiskIsSaid(t *testing.T) {
	needsConverter(t)
	s := withMarks(fogBell(t))
	for _, f := range Formats() {
		size := len(written(t, f.Name, s, Options{}))
		for _, room := range []int{0, 1000, 300_000} {
			if size <= room {
				continue
			}
			if err := f.Write(t.Context(), &full{room}, s, Options{}); !errors.Is(err, errFull) {
				t.Errorf("%s, room for %d bytes: the error is %v", f.Name, room, err)
			}
		}
	}
}

func TestWritingCanBeCancelled(t *testing.T) {
	needsConverter(t)
	s := fogBell(t)
	for _, format := range []string{"epub", "html"} {
		ctx, cancel := context.WithCancel(t.Context())
		f, _ := Named(format)
		err := f.Write(ctx, io.Discard, s, Options{Progress: func(float64) { cancel() }})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: the error is %v", format, err)
		}
		cancel()
	}
}

func TestProgressGoesUpToTheEnd(t *testing.T) {
	needsConverter(t)
	s := fogBell(t)
	s.Picture = Picture{Path: filepath.Join("..", "..", "assets", "icon", "icon.png")}
	for _, format := range []string{"epub", "html"} {
		last := 0.0
		written(t, format, s, Options{Progress: func(share float64) {
			if share < last || share > 1 {
				t.Errorf("%s: %v is done after %v", format, share, last)
			}
			last = share
		}})
		if last != 1 {
			t.Errorf("%s: at the end %v is done", format, last)
		}
	}
}

func TestDirections(t *testing.T) {
	for _, c := range []struct{ language, text, story, turn string }{
		{"en", "Hello", "ltr", "ltr"},
		{"he", "שלום", "rtl", "rtl"},
		{"ar-EG", "In English", "rtl", "ltr"},
		{"uz-Arab", "… 1", "rtl", "auto"},
		{"zh-Hant", "从前", "ltr", "ltr"},
		{"", "«سلام»", "rtl", "rtl"},
		{"no language", "(Hi)", "ltr", "ltr"},
		{"", "", "ltr", "auto"},
	} {
		words := transcript.Transcript{Language: c.language, Turns: []transcript.Turn{{Text: c.text}}}
		if got := direction(words); got != c.story {
			t.Errorf("%q in %q: the story is written %s, want %s", c.text, c.language, got, c.story)
		}
		page := string(written(t, "html", Story{Transcript: words}, Options{}))
		if want := `id="t1" dir="` + c.turn + `"`; !strings.Contains(page, want) {
			t.Errorf("%q in %q: there is no %s", c.text, c.language, want)
		}
	}
}

func TestTimesOutsideTheSoundDoNoHarm(t *testing.T) {
	s := counting(10)
	s.Sounds = []Sound{{Path: tone(t, 4)}}
	s.Alignment.Turns[2].Sentences[0] = timing.Timing{}
	book := valid(t, s, Options{})
	if got := len(book.overlays["EPUB/text/1.xhtml"]); got != 4 {
		t.Errorf("%d clips are in four seconds of sound, want 4", got)
	}
}
