package export

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestMuchSoundTakesLittleMemory(t *testing.T) {
	const size = 100 << 20
	path := filepath.Join(t.TempDir(), "long.m4a")
	if err := os.WriteFile(path, []byte("\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
	s := counting(10)
	s.Sounds = []Sound{{Path: path}}
	for name, least := range map[string]int64{"html": size * 4 / 3, "epub": size} {
		t.Run(name, func(t *testing.T) {
			format, _ := Named(name)
			out := &counter{}
			told := 0.0
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err := format.Write(t.Context(), out, s, Options{Progress: func(share float64) { told = share }})
			runtime.ReadMemStats(&after)
			if err != nil || out.bytes < least || told != 1 {
				t.Errorf("%d bytes were written, %v of all told of: %v", out.bytes, told, err)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 {
				t.Errorf("it took %d MB of memory in all, want at most 16", used>>20)
			}
		})
	}
}

// A counter counts what is written.
type counter struct{ bytes int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.bytes += int64(len(p))
	return len(p), nil
}

func TestTooMuchSoundForAPageIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "long.m4a")
	if err := os.WriteFile(path, []byte("\x00\x00\x00\x18ftypM4A "), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, largestPage+1); err != nil {
		t.Fatal(err)
	}
	s := counting(2)
	s.Sounds = []Sound{{Path: path}}
	format, _ := Named("html")
	if err := format.Write(t.Context(), io.Discard, s, Options{}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("the error is %v", err)
	}
}
