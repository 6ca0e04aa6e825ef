// Package trace writes down each change of the highlight as it is shown, so that it can be compared with what was heard.
package trace

import (
	"encoding/json"
	"fmt"
	"os"
	stdsync "sync"
	"time"

	"alongside/sync"
)

// A Trace is a file to which lines of JSON are appended. A nil Trace writes nothing. Its methods may be called from any
// goroutine.
type Trace struct {
	mu   stdsync.Mutex
	file *os.File
	err  error // the first that happened
}

// line is one change. Turn, sentence and word are counted from 1, as in a story's JSON, sentence and word within their
// turn; 0 stands for none.
type line struct {
	Wall     int64   `json:"wall_ns"`    // when it was shown, in nanoseconds since 1970
	Position float64 `json:"position_s"` // what was heard then, in seconds
	Turn     int     `json:"turn"`
	Sentence int     `json:"sentence"`
	Word     int     `json:"word"`
}

// Open opens the file for appending, and makes it where there is none.
func Open(path string) (*Trace, error) {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, fmt.Errorf("opening the trace: %w; choose a file that can be written", err)
	}
	return &Trace{file: file}, nil
}

// Shown writes that the place was shown at the moment, while the position was heard.
func (t *Trace) Shown(at time.Time, place sync.Place, position time.Duration) {
	if t == nil {
		return
	}
	text, err := json.Marshal(line{at.UnixNano(), position.Seconds(), place.Turn + 1, place.Sentence + 1, place.Word + 1})
	t.mu.Lock()
	defer t.mu.Unlock()
	if err == nil {
		_, err = t.file.Write(append(text, '\n'))
	}
	if t.err == nil {
		t.err = err
	}
}

// Close closes the file. It gives the first error of writing, if there was one.
func (t *Trace) Close() error {
	if t == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	err := t.file.Close()
	if t.err != nil {
		err = t.err
	}
	if err != nil {
		return fmt.Errorf("writing the trace: %w", err)
	}
	return nil
}
