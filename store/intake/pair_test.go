package intake

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// talk is a transcript of so many words.
func talk(words int) string {
	return "ADA GRUEN: " + strings.Repeat("bell ", words-1) + "rings.\n"
}

// silent is a sound of that length.
func silent(length time.Duration) string { return string(wave(rand.New(rand.NewPCG(1, 2)), length)) }

// lines puts pairs in lines, with names in place of paths.
func lines(dir string, p Pairs) (all []string) {
	name := func(path string) string {
		if path == "" {
			return "-"
		}
		short, err := filepath.Rel(dir, path)
		if err != nil {
			return path
		}
		return filepath.ToSlash(short)
	}
	for _, s := range p.Stories {
		line := name(s.Location) + " with " + name(s.AudioPath)
		if s.TimingsPath != "" {
			line += " at " + name(s.TimingsPath)
		}
		all = append(all, line)
	}
	for _, l := range p.Left {
		all = append(all, fmt.Sprintf("%s%s lacks its %s", strings.TrimPrefix(name(l.Source.Location), "-"), strings.TrimPrefix(name(l.Source.AudioPath), "-"), l.Missing))
	}
	return all
}

func TestFilesThatBelongTogetherArePaired(t *testing.T) {
	short, long := silent(time.Second), silent(20*time.Second)
	for name, c := range map[string]struct {
		files map[string]string
		named []string
		want  []string
	}{
		"a transcript and a sound of other names": {
			map[string]string{"words.txt": text, "recording.wav": short},
			[]string{"words.txt", "recording.wav"},
			[]string{"words.txt with recording.wav"},
		},
		"two stories, by their names": {
			map[string]string{"one.txt": text, "one.wav": short, "two.txt": text, "two.wav": short},
			[]string{"two.wav", "one.txt", "two.txt", "one.wav"},
			[]string{"one.txt with one.wav", "two.txt with two.wav"},
		},
		"names in other spellings": {
			map[string]string{"The_Bell-Transcript.txt": text, "the bell (audio).wav": short, "Café 01.txt": text, "cafe1.wav": short},
			[]string{"The_Bell-Transcript.txt", "the bell (audio).wav", "Café 01.txt", "cafe1.wav"},
			[]string{"The_Bell-Transcript.txt with the bell (audio).wav", "Café 01.txt with cafe1.wav"},
		},
		"numbers that tell episodes apart": {
			map[string]string{"Episode 1.txt": text, "Episode 2.txt": text, "episode-02.wav": short, "episode-01.wav": short},
			[]string{"Episode 1.txt", "Episode 2.txt", "episode-02.wav", "episode-01.wav"},
			[]string{"Episode 1.txt with episode-01.wav", "Episode 2.txt with episode-02.wav"},
		},
		"a number of a track": {
			map[string]string{"The Bell.txt": text, "07 The Bell.wav": short, "The Quay.txt": text, "08 The Quay.wav": short},
			[]string{"The Bell.txt", "07 The Bell.wav", "The Quay.txt", "08 The Quay.wav"},
			[]string{"The Bell.txt with 07 The Bell.wav", "The Quay.txt with 08 The Quay.wav"},
		},
		"tracks of other numbers": {
			map[string]string{"01 Part.txt": text, "02 Part.wav": short, "03 Part.wav": short},
			[]string{"01 Part.txt", "02 Part.wav", "03 Part.wav"},
			[]string{"01 Part.txt lacks its sound", "02 Part.wav lacks its transcript", "03 Part.wav lacks its transcript"},
		},
		"a title that is the name of the sound": {
			map[string]string{"a.txt": text, "the-bell.wav": short, "b.txt": strings.Replace(text, "The Bell", "The Quay", 1), "harbour radio the quay.wav": short},
			[]string{"a.txt", "the-bell.wav", "b.txt"},
			[]string{"a.txt with the-bell.wav", "b.txt lacks its sound"},
		},
		"lengths that fit one only": {
			map[string]string{"a.txt": talk(55), "b.txt": talk(200), "x.wav": long, "y.wav": short},
			[]string{"a.txt", "b.txt", "x.wav", "y.wav"},
			[]string{"a.txt with x.wav", "b.txt lacks its sound", "y.wav lacks its transcript"},
		},
		"lengths that fit several": {
			map[string]string{"a.txt": talk(55), "x.wav": long, "y.wav": long},
			[]string{"a.txt", "x.wav", "y.wav"},
			[]string{"a.txt lacks its sound", "x.wav lacks its transcript", "y.wav lacks its transcript"},
		},
		"a sound and a transcript alone": {
			map[string]string{"bell.wav": short},
			[]string{"bell.wav"},
			[]string{"bell.wav lacks its transcript"},
		},
		"halves that lie beside each other already": {
			map[string]string{"bell.wav": short, "bell.txt": text, "quay.txt": text, "quay.wav": short},
			[]string{"bell.wav", "quay.txt"},
			[]string{"bell.wav with -", "quay.txt with -"},
		},
		"timings": {
			map[string]string{"bell.txt": text, "bell.en.vtt": cues, "bell.vtt": cues, "bell.wav": short, "other.vtt": cues, "other.wav": short},
			[]string{"bell.vtt", "bell.txt", "bell.wav", "other.vtt", "other.wav"},
			[]string{"bell.txt with bell.wav at bell.vtt", "other.vtt with other.wav"},
		},
		"the same in two forms": {
			map[string]string{"bell.html": page, "bell.txt": text, "bell.wav": short, "bell.flac": "x"},
			[]string{"bell.txt", "bell.html", "bell.wav", "bell.flac"},
			[]string{"bell.html with bell.flac"},
		},
		"a page, which names its sound itself": {
			map[string]string{"bell.html": page, "x.wav": short, "y.wav": short},
			[]string{"bell.html", "x.wav", "y.wav"},
			[]string{"bell.html with -", "x.wav lacks its transcript", "y.wav lacks its transcript"},
		},
		"a page and its folder": {
			map[string]string{"bell.html": page, "bell_files/photo.jpg": "x", "bell_files/jingle.wav": short},
			[]string{"bell_files", "bell.html"},
			[]string{"bell.html with -"},
		},
		"a folder": {
			map[string]string{"in/one.txt": text, "in/one.wav": short, "in/cover.jpg": "x", "in/.hidden.txt": text, "in/deep/two.txt": text},
			[]string{"in"},
			[]string{"in/one.txt with in/one.wav"},
		},
		"a file of another kind": {
			map[string]string{"book.epub": "x", "bell.txt": text, "bell.wav": short},
			[]string{"book.epub", "bell.txt", "bell.wav"},
			[]string{"book.epub with -", "bell.txt with bell.wav"},
		},
		"the same file twice": {
			map[string]string{"bell.txt": text, "bell.wav": short},
			[]string{"bell.txt", "bell.txt", "./bell.wav", "bell.wav"},
			[]string{"bell.txt with bell.wav"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for name, body := range c.files {
				path := filepath.Join(dir, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			var named []string
			for _, name := range c.named {
				named = append(named, filepath.Join(dir, filepath.FromSlash(name)))
			}
			pairs, err := Pair(t.Context(), named)
			if err != nil {
				t.Fatal(err)
			}
			if got := lines(dir, pairs); !slices.Equal(got, c.want) {
				t.Errorf("it is\n%s\nand not\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func TestTheTitleInTheTagsOfASoundPairsIt(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": text, "b.txt": strings.Replace(text, "The Bell", "The Quay", 1)})
	encoded(t, filepath.Join(dir, "1234.m4a"), "-metadata", "title=The Quay")
	pairs, err := Pair(t.Context(), []string{filepath.Join(dir, "a.txt"), filepath.Join(dir, "b.txt"), filepath.Join(dir, "1234.m4a")})
	want := []string{"b.txt with 1234.m4a", "a.txt lacks its sound"}
	if got := lines(dir, pairs); !slices.Equal(got, want) || err != nil {
		t.Errorf("it is %q, %v, and not %q", got, err, want)
	}
}

func TestWhatIsLeftSaysWhatItMayBelongTo(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": talk(55), "x.wav": silent(20 * time.Second), "y.wav": silent(20 * time.Second), "lone.wav": silent(time.Second)})
	var named []string
	for _, name := range []string{"a.txt", "x.wav", "y.wav", "lone.wav"} {
		named = append(named, filepath.Join(dir, name))
	}
	pairs, err := Pair(t.Context(), named)
	if err != nil || len(pairs.Left) != 4 {
		t.Fatalf("left: %+v, %v", pairs.Left, err)
	}
	for i, want := range []string{
		"The sound for a.txt may be x.wav or y.wav; choose the two that belong together.",
		"a.txt may belong to x.wav, but so may another file; choose the two that belong together.",
		"a.txt may belong to y.wav, but so may another file; choose the two that belong together.",
		"There is no transcript for lone.wav among these files; choose it as well.",
	} {
		if pairs.Left[i].Why != want {
			t.Errorf("it says %q, not %q", pairs.Left[i].Why, want)
		}
	}
}

func TestFilesThatCannotBePairedSayWhy(t *testing.T) {
	if _, err := Pair(t.Context(), []string{filepath.Join(t.TempDir(), "none.txt")}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file gives %v", err)
	}
	dir := folder(t, map[string]string{"a.txt": text, "b.wav": tenSeconds()})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Pair(ctx, []string{filepath.Join(dir, "a.txt"), filepath.Join(dir, "b.wav")}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled, it gives %v", err)
	}
}
