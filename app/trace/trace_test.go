package trace

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"alongside/sync"
)

func TestChangesAreAppendedCountedFromOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "trace")
	for _, place := range []sync.Place{{Turn: 0, Sentence: 2, Word: -1}, sync.Nowhere} {
		trace, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		trace.Shown(time.Unix(1, 5), place, 1500*time.Millisecond)
		if err := trace.Close(); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"wall_ns":1000000005,"position_s":1.5,"turn":1,"sentence":3,"word":0}` + "\n" +
		`{"wall_ns":1000000005,"position_s":1.5,"turn":0,"sentence":0,"word":0}` + "\n"
	if string(got) != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestNoTraceWritesNothing(t *testing.T) {
	var trace *Trace
	trace.Shown(time.Now(), sync.Nowhere, 0)
	if err := trace.Close(); err != nil {
		t.Error(err)
	}
}

func TestAWriteThatFailsIsReportedAtTheEnd(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no /dev/full here")
	}
	trace, err := Open("/dev/full")
	if err != nil {
		t.Fatal(err)
	}
	trace.Shown(time.Now(), sync.Nowhere, 0)
	if trace.Close() == nil {
		t.Error("a trace on a full disk was closed without an error")
	}
}
