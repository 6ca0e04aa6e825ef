package export

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/store"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// needsConverter skips a test where there is no ffmpeg to make an MP3 with.
func needsConverter(t testing.TB) {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("there is no ffmpeg here to convert sound with (on Debian: apt-get install ffmpeg)")
	}
}

// valid writes a story as a book and holds it against the specification.
func valid(t testing.TB, s Story, o Options) *checker {
	t.Helper()
	c := checkBook(written(t, "epub", s, o))
	for _, problem := range c.problems {
		t.Error(problem)
	}
	if t.Failed() {
		t.FailNow()
	}
	return c
}

// tone writes an MP3 of so many seconds.
func tone(t testing.TB, seconds int) string {
	t.Helper()
	needsConverter(t)
	path := filepath.Join(t.TempDir(), "tone.mp3")
	out, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", fmt.Sprintf("sine=frequency=440:sample_rate=22050:duration=%d", seconds),
		"-c:a", "libmp3lame", "-b:a", "32k", path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return path
}

// counting is a story of so many turns of one sentence, each of a second.
func counting(turns int) Story {
	s := Story{Transcript: transcript.Transcript{Title: "Counting", Language: "en"}}
	for i := range turns {
		start := time.Duration(i) * time.Second
		at := timing.Timing{Start: start, End: start + time.Second, Confidence: 1}
		s.Transcript.Turns = append(s.Transcript.Turns, transcript.Turn{Text: fmt.Sprintf("This is number %d.", i+1)})
		s.Alignment.Turns = append(s.Alignment.Turns, timing.Turn{Timing: at, Sentences: []timing.Timing{at}})
	}
	return s
}

func TestABookKeepsTheRulesOfEPUB(t *testing.T) {
	needsConverter(t)
	cases := map[string]func(t *testing.T) (Story, Options){
		"the sample story": func(t *testing.T) (Story, Options) { return fogBell(t), Options{} },
		"word by word":     func(t *testing.T) (Story, Options) { return fogBell(t), Options{Detail: Words} },
		"without times":    func(*testing.T) (Story, Options) { return ferry(), Options{} },
		"without anything": func(*testing.T) (Story, Options) { return Story{}, Options{} },
		"sound but no times": func(t *testing.T) (Story, Options) {
			s := fogBell(t)
			s.Alignment = timing.Alignment{}
			return s, Options{}
		},
		"times but no sound": func(t *testing.T) (Story, Options) { s := fogBell(t); s.Sounds = nil; return s, Options{} },
		"hostile text":       func(t *testing.T) (Story, Options) { return hostile(t), Options{} },
		"chapters": func(t *testing.T) (Story, Options) {
			s := fogBell(t)
			s.Chapters = []store.Chapter{{Title: "One & <only>", Level: 0, Turn: 0}, {Title: "Deep", Level: 3, Turn: 2}, {Title: "Deeper", Level: 4, Turn: 2}, {Title: "", Level: 1, Turn: 4}, {Title: "Two", Level: 0, Turn: 6}, {Title: "Lost", Level: 0, Turn: 99}}
			return s, Options{}
		},
		"a picture": func(t *testing.T) (Story, Options) {
			s := fogBell(t)
			s.Picture = Picture{Path: filepath.Join("..", "..", "assets", "icon", "icon.png"), Alt: "A bell"}
			return s, Options{}
		},
		"several files": func(t *testing.T) (Story, Options) {
			s := counting(20)
			s.Sounds = []Sound{{tone(t, 7), 0}, {tone(t, 7), 7 * time.Second}, {tone(t, 6), 14 * time.Second}}
			return s, Options{}
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s, o := c(t)
			valid(t, s, o)
		})
	}
}

func TestASavedStoryWithItsMP3MakesABook(t *testing.T) {
	seed := filepath.Join("..", "..", "..", "shared", "seed")
	file, err := os.Open(filepath.Join(seed, "kgou-story.expected.json"))
	if err != nil {
		t.Skip("the shared stories are not here:", err)
	}
	defer file.Close()
	words, times, err := timing.ReadStory(file)
	if err != nil {
		t.Fatal(err)
	}
	mp3 := filepath.Join(seed, "kgou-story.mp3")
	if len(times.Turns) == 0 || !times.Turns[0].Known() {
		times = spread(words, 3*time.Minute)
	}
	book := valid(t, Story{Transcript: words, Alignment: times, Sounds: []Sound{{Path: mp3}}}, Options{})
	want, err := os.ReadFile(mp3)
	if err != nil || !bytes.Equal(book.files["EPUB/audio/1.mp3"], want) {
		t.Error("the MP3 is not in the book as it was", err)
	}
}

// spread gives each turn the same share of a time.
func spread(t transcript.Transcript, length time.Duration) timing.Alignment {
	a := timing.Alignment{Method: "estimate", Turns: make([]timing.Turn, len(t.Turns))}
	for i := range a.Turns {
		share := length / time.Duration(len(a.Turns))
		a.Turns[i].Timing = timing.Timing{Start: time.Duration(i) * share, End: time.Duration(i+1) * share, Confidence: 0.1}
	}
	return a
}

// What the rules of the specification do not say, epubcheck may know: it is the judge that publishers ask.
func TestEpubcheckAcceptsABook(t *testing.T) {
	const jar = "/usr/share/java/epubcheck.jar"
	if _, err := os.Stat(jar); err != nil {
		t.Skip("epubcheck is not here (on Debian: apt-get install epubcheck)")
	}
	java, err := exec.LookPath("java")
	if err != nil {
		t.Skip("there is no Java here to run epubcheck with")
	}
	needsConverter(t)
	full := hostile(t)
	full.Chapters = []store.Chapter{{Title: "One & <only>", Level: 0, Turn: 0}, {Title: "Deep", Level: 1, Turn: 1}, {Title: "Two", Level: 0, Turn: 2}}
	full.Picture = Picture{Path: filepath.Join("..", "..", "assets", "icon", "icon.png")}
	full.Asides = []store.Aside{{First: 1, Last: 1, Kind: "footnote"}, {First: 2, Last: 3, Kind: "pagebreak"}}
	for name, s := range map[string]Story{"full": full, "plain": ferry()} {
		path := filepath.Join(t.TempDir(), name+".epub")
		if err := os.WriteFile(path, written(t, "epub", s, Options{}), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(java, "-jar", jar, path).CombinedOutput(); err != nil || bytes.Contains(out, []byte("WARNING")) {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

// Each case breaks one rule in a book that keeps them all, so that the checker is known to see it.
func TestTheCheckerSeesWhatIsWrong(t *testing.T) {
	needsConverter(t)
	book := written(t, "epub", fogBell(t), Options{})
	cases := map[string]struct{ file, old, new, says string }{
		"a file that is not listed":      {"EPUB/package.opf", `<item id="style" href="book.css" media-type="text/css"/>`, "", "not in the manifest"},
		"a file that is not there":       {"EPUB/package.opf", `href="book.css"`, `href="look.css"`, "is not there"},
		"an id that stands twice":        {"EPUB/text/1.xhtml", `id="t1s2"`, `id="t1s1"`, "stands twice"},
		"a text that is not there":       {"EPUB/overlay/1.smil", `1.xhtml#t1s1"`, `1.xhtml#t1s99"`, "no such element"},
		"a clip past the end":            {"EPUB/overlay/1.smil", `clipEnd="0:01:53`, `clipEnd="0:02:53`, "a clip ends at"},
		"a clip before the one before":   {"EPUB/overlay/1.smil", `clipBegin="0:00:11`, `clipBegin="0:00:10`, "before the last one ended"},
		"an overlay that is none":        {"EPUB/package.opf", `media-overlay="overlay1"`, `media-overlay="style"`, "which is none"},
		"a duration that is wrong":       {"EPUB/package.opf", `"media:duration">0:01`, `"media:duration">0:02`, "it should be"},
		"a document that is not read":    {"EPUB/package.opf", `<itemref idref="text1"/>`, "", "not in the spine"},
		"something from elsewhere":       {"EPUB/text/1.xhtml", `href="../book.css"`, `href="https://example.org/book.css"`, "not in the book"},
		"no navigation":                  {"EPUB/package.opf", ` properties="nav"`, "", "navigation documents"},
		"no date of change":              {"EPUB/package.opf", "dcterms:modified", "dcterms:created", "modified is"},
		"an element that does not close": {"EPUB/text/1.xhtml", "</section>", "", "not well-formed"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			found := checkBook(changed(t, book, c.file, c.old, c.new)).problems
			if !slices.ContainsFunc(found, func(p string) bool { return strings.Contains(p, c.says) }) {
				t.Errorf("the problems are %q, want one with %q", found, c.says)
			}
		})
	}
}

// changed is a book with something else in one of its files.
func changed(t *testing.T, book []byte, file, old, new string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	content := checkBook(book).files
	for _, f := range in.File {
		if f.Name != file {
			if err := out.Copy(f); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if !bytes.Contains(content[file], []byte(old)) {
			t.Fatalf("there is no %q in %s", old, file)
		}
		w, err := out.Create(file)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(bytes.Replace(content[file], []byte(old), []byte(new), 1))
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWithoutTheConverterABookSaysHowToGetIt(t *testing.T) {
	s := fogBell(t)
	t.Setenv("PATH", t.TempDir())
	format, _ := Named("epub")
	var b bytes.Buffer
	err := format.Write(t.Context(), &b, s, Options{})
	if !errors.Is(err, ErrNeedsConverter) || !strings.Contains(err.Error(), "apt-get install ffmpeg") {
		t.Errorf("the error is %v", err)
	}
}
