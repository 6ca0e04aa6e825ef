package archive

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
)

const encrypted = 0x1 // a bit of an entry's flags

// Open opens an entry for reading; it is found as Find does.
func (a *Archive) Open(name string) (io.ReadCloser, error) {
	file := a.entries[a.Find(name)]
	if file == nil {
		return nil, a.failed(name, ErrNoEntry)
	}
	if file.Flags&encrypted != 0 {
		return nil, a.failed(name, ErrEncrypted)
	}
	unpacked, err := file.Open()
	if err != nil {
		return nil, a.failed(name, plain(err))
	}
	return &entry{archive: a, name: name, packed: int64(min(file.CompressedSize64, 1<<62)), unpacked: unpacked}, nil
}

// ReadFile reads an entry whole. One of more than most bytes is refused.
func (a *Archive) ReadFile(name string, most int64) ([]byte, error) {
	if a.Size(name) > most {
		return nil, a.failed(name, ErrTooLarge)
	}
	file, err := a.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var body bytes.Buffer
	switch n, err := io.Copy(&body, io.LimitReader(file, most+1)); {
	case err != nil:
		return nil, err
	case n > most:
		return nil, a.failed(name, ErrTooLarge)
	}
	return body.Bytes(), nil
}

// Copy writes what an entry unpacks to. One of more than most bytes is refused, after most bytes.
func (a *Archive) Copy(ctx context.Context, to io.Writer, name string, most int64) error {
	file, err := a.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	const step = 1 << 20
	for left := most; ; {
		if err := ctx.Err(); err != nil {
			return a.failed(name, err)
		}
		n, err := io.CopyN(to, file, min(step, left+1))
		switch left -= n; {
		case left < 0:
			return a.failed(name, ErrTooLarge)
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
}

// Extract unpacks an entry into a new file in a folder, and gives the file's path. The file has the entry's ending, and else
// a name of our own: no name in the archive is ever used as one on the disk. Nothing stays of what could not be unpacked.
func (a *Archive) Extract(ctx context.Context, name, dir string, most int64) (string, error) {
	file, err := os.CreateTemp(dir, "entry-*"+ending(name))
	if err != nil {
		return "", a.failed(name, err)
	}
	err = a.Copy(ctx, file, name, most)
	if closed := file.Close(); err == nil && closed != nil {
		err = a.failed(name, closed)
	}
	if err != nil {
		os.Remove(file.Name())
		return "", err
	}
	return file.Name(), nil
}

// ending is that of a name where it is a plain one, as ".mp3" is.
func ending(name string) string {
	const longest = 8
	ext := strings.ToLower(path.Ext(name))
	strange := func(r rune) bool { return r != '.' && (r < 'a' || r > 'z') && (r < '0' || r > '9') }
	if len(ext) < 2 || len(ext) > longest || strings.ContainsFunc(ext, strange) {
		return ""
	}
	return ext
}

func (a *Archive) failed(name string, err error) error {
	return fmt.Errorf("reading %s in %s: %w", name, a.label, err)
}

// plain puts the errors of package zip in our words.
func plain(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, zip.ErrAlgorithm):
		return ErrUnsupported
	case errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrChecksum), errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &corrupt):
		return ErrDamaged
	}
	return err
}

// An entry counts what is read of it against the archive's limits.
type entry struct {
	archive  *Archive
	name     string
	packed   int64 // bytes in the archive
	read     int64
	unpacked io.ReadCloser
	err      error
}

func (e *entry) Read(p []byte) (int, error) {
	if e.err != nil {
		return 0, e.err
	}
	n, err := e.unpacked.Read(p)
	e.read += int64(n)
	most := e.archive.limits
	switch {
	case e.read > most.free && e.read/most.ratio > e.packed:
		e.err = e.archive.failed(e.name, fmt.Errorf("it unpacks to more than %d times its size: %w", most.ratio, ErrUnsafe))
	case e.archive.spent.Add(int64(n)) > most.total:
		e.err = e.archive.failed(e.name, ErrTooLarge)
	case err == io.EOF:
		e.err = err
		return n, err
	case err != nil:
		e.err = e.archive.failed(e.name, plain(err))
	default:
		return n, nil
	}
	return 0, e.err
}

func (e *entry) Close() error { return e.unpacked.Close() }

// A metered reader gives only so many bytes until it is open, so that a table of contents cannot fill the memory.
type metered struct {
	r    io.ReaderAt
	left int64
	open bool
}

var errMetered = errors.New("more was read than is allowed")

func (m *metered) ReadAt(p []byte, off int64) (int, error) {
	if m.open {
		return m.r.ReadAt(p, off)
	}
	n, err := m.r.ReadAt(p, off)
	if m.left -= int64(n); m.left < 0 {
		return 0, errMetered
	}
	return n, err
}
