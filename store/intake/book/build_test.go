package book

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/sync/playback/decode"
	"alongside/sync/timing"
)

// pages are the files of a book by their names.
type pages map[string]string

// with is the book with other files in it, too.
func (p pages) with(more pages) pages {
	all := pages{}
	for _, some := range []pages{p, more} {
		for name, body := range some {
			all[name] = body
		}
	}
	return all
}

func (p pages) names() (names []string) {
	for name := range p {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// zipped packs a book.
func (p pages) zipped(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range p.names() {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(p[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// file writes a book as a file.
func (p pages) file(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "book.epub")
	if err := os.WriteFile(path, p.zipped(t), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// folder writes a book as a folder.
func (p pages) folder(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range p {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// silence is a WAV file of a length.
func silence(length time.Duration) string {
	return wav(make([]int16, int(length.Milliseconds())*8), 8000)
}

// wav is a WAV file of mono samples.
func wav(samples []int16, rate int) string {
	var out bytes.Buffer
	size := uint32(2 * len(samples))
	out.WriteString("RIFF")
	le := func(v any) { binary.Write(&out, binary.LittleEndian, v) }
	le(36 + size)
	out.WriteString("WAVEfmt ")
	le(uint32(16))
	le([]uint16{1, 1})
	le([]uint32{uint32(rate), uint32(2 * rate)})
	le([]uint16{2, 16})
	out.WriteString("data")
	le(size)
	le(samples)
	return out.String()
}

// hear hears a file as the program does.
func hear(_ context.Context, path string) (Sound, error) {
	audio, err := decode.Open(path)
	if err != nil {
		return Sound{}, fmt.Errorf("using the sound %s: %w", path, err)
	}
	defer audio.Close()
	return Sound{path, audio.Duration(), "audio/wav"}, nil
}

func mustReadBook(t testing.TB, path string) Book {
	t.Helper()
	b, err := Read(t.Context(), path, Options{Dir: t.TempDir(), Hear: hear})
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Alignment.Turns) > 0 {
		if err := b.Alignment.Check(b.Transcript); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// told gives a book's turns as lines: the time and the text, then that of its sentences and words where they have one.
func told(b Book) (lines []string) {
	for i, turn := range b.Transcript.Turns {
		var times timing.Turn
		if len(b.Alignment.Turns) > 0 {
			times = b.Alignment.Turns[i]
		}
		kind := ""
		if turn.Kind != 0 {
			kind = " (" + turn.Kind.String() + ")"
		}
		lines = append(lines, clockOf(times.Timing)+" "+turn.Text+kind)
		for k, s := range turn.Sentences() {
			if k < len(times.Sentences) && times.Sentences[k].Known() {
				lines = append(lines, "  s "+clockOf(times.Sentences[k])+" "+s.In(turn.Text))
			}
		}
		for k, w := range turn.Words() {
			if k < len(times.Words) && times.Words[k].Known() {
				lines = append(lines, "  w "+clockOf(times.Words[k])+" "+w.In(turn.Text))
			}
		}
	}
	return lines
}

func clockOf(t timing.Timing) string {
	if !t.Known() {
		return "-"
	}
	seconds := func(d time.Duration) string {
		return strings.TrimSuffix(fmt.Sprintf("%.3f", math.Round(d.Seconds()*1000)/1000), ".000")
	}
	return seconds(t.Start) + "–" + seconds(t.End)
}

func compare(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s are\n\t%s\nnot\n\t%s", what, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// chaptersOf gives the chapters as lines, indented by their level.
func chaptersOf(b Book) (lines []string) {
	for _, c := range b.Chapters {
		lines = append(lines, fmt.Sprintf("%s%s: %s", strings.Repeat("  ", c.Level), c.Title, b.Transcript.Turns[c.Turn].Text))
	}
	return lines
}

// asidesOf gives the asides as lines.
func asidesOf(b Book) (lines []string) {
	for _, a := range b.Asides {
		var texts []string
		for _, turn := range b.Transcript.Turns[a.First : a.Last+1] {
			texts = append(texts, turn.Text)
		}
		lines = append(lines, a.Kind+": "+strings.Join(texts, " | "))
	}
	return lines
}
