package export

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"alongside/store"
)

// WriteFile writes a file whole, or leaves what was there.
func WriteFile(path string, write func(io.Writer) error) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("writing %s: %w", path, explained(err))
		}
	}()
	file, err := os.CreateTemp(filepath.Dir(path), ".alongside-*")
	if err != nil {
		return fmt.Errorf("%w; choose another place", err)
	}
	defer os.Remove(file.Name())
	defer file.Close()
	if err := write(file); err != nil {
		return err
	}
	if err := file.Chmod(0o644); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// explained says in words that a disk is full, where that is what an error means.
func explained(err error) error {
	if errors.Is(err, syscall.ENOSPC) && !errors.Is(err, store.ErrFull) {
		return &noRoom{err}
	}
	return err
}

// A noRoom error says that a disk is full, and keeps the cause.
type noRoom struct{ cause error }

func (e *noRoom) Error() string   { return store.ErrFull.Error() }
func (e *noRoom) Unwrap() []error { return []error{store.ErrFull, e.cause} }
