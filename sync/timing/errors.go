package timing

import (
	"errors"
	"fmt"
	"io"
)

// The errors that callers may want to tell apart.
var (
	// ErrNoCues is the error for timed text in which nothing is timed.
	ErrNoCues = errors.New("there are no timed lines in it")
	// ErrFormat is the error for a file in none of the formats that are read.
	ErrFormat = errors.New("this is no timed text: it should be WebVTT, SRT, podcast JSON or aeneas JSON")
	// ErrTooLarge is the error for a file that no story's timed text would fill.
	ErrTooLarge = errors.New("the file is too large for timed text")
	// ErrDifferentStory is the error for timed text that is not of the transcript's story.
	ErrDifferentStory = errors.New("the timed text and the transcript are not of the same story")
	// ErrDifferentAudio is the error for timed text that goes on long after the audio has ended.
	ErrDifferentAudio = errors.New("the timed text is longer than the audio: it belongs to another recording")
)

// A LineError says in which line a file is wrong.
type LineError struct {
	Line int // from 1
	What string
	Err  error // the kind of error, or nil
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.What) }

func (e *LineError) Unwrap() error { return e.Err }

// readAll reads r to its end, but no more than limit bytes.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, ErrTooLarge
	}
	return data, nil
}
