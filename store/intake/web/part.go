package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// The endings of what lies beside a download's path before it is whole: the bytes so far, and what is known of them.
const (
	PartEnding = ".part"
	noteEnding = ".part.json"
)

// A part is a file on its way: what came of it, and the note of what the server said it is.
type part struct {
	note
	path string
	file *os.File
	size int64
}

// A note is what has to be known to go on with a file. It is kept as JSON.
type note struct {
	Address  string `json:"address"` // that was asked for
	URL      string `json:"url"`     // where it came from in the end
	Type     string `json:"type,omitempty"`
	Name     string `json:"name,omitempty"`
	ETag     string `json:"etag,omitempty"` // only a strong one
	Modified string `json:"modified,omitempty"`
	Length   int64  `json:"length"` // -1 where the server did not say it
	Safe     int64  `json:"safe"`   // bytes that are on the disk for certain, even if the power fails
}

// Discard throws away what came so far of a download to path that will not be gone on with. A whole file stays.
func Discard(path string) error {
	return diskError(path, errors.Join(gone(os.Remove(path+PartEnding)), gone(os.Remove(path+noteEnding))))
}

// openPart opens what there is of a file, or begins with nothing.
func openPart(path, address string) (*part, error) {
	file, err := os.OpenFile(path+PartEnding, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, diskError(path, err)
	}
	p := &part{path: path, file: file}
	if known, ok := readNote(path + noteEnding); ok && known.Address == address {
		p.note = known
	}
	info, err := file.Stat()
	if err == nil {
		p.size = min(info.Size(), p.Safe)
		if p.Address == "" || p.Length >= 0 && p.size > p.Length {
			p.note, p.size = note{Address: address, Length: -1}, 0
		}
		err = p.file.Truncate(p.size)
	}
	if err == nil {
		_, err = file.Seek(p.size, io.SeekStart)
	}
	if err != nil {
		file.Close()
		return nil, diskError(path, err)
	}
	return p, nil
}

func readNote(path string) (note, bool) {
	file, err := os.Open(path)
	if err != nil {
		return note{}, false
	}
	defer file.Close()
	var n note
	if json.NewDecoder(io.LimitReader(file, 1<<20)).Decode(&n) != nil || n.Safe < 0 {
		return note{}, false
	}
	return n, true
}

// validator is what tells the server which file the part is of; "" where there is nothing to be sure by.
func (p *part) validator() string {
	if p.ETag != "" {
		return p.ETag
	}
	return p.Modified
}

// whole reports whether all of it came, as far as that is known before asking.
func (p *part) whole() bool { return p.Length > 0 && p.size == p.Length }

// complete reports whether a body's end is that of the file.
func (p *part) complete() bool { return p.size > 0 && (p.Length < 0 || p.size == p.Length) }

// restart throws away what came.
func (p *part) restart() error {
	p.note, p.size = note{Address: p.Address, Length: -1}, 0
	err := p.file.Truncate(0) // first, so that the old bytes never lie beside a new note
	if err == nil {
		_, err = p.file.Seek(0, io.SeekStart)
	}
	if err == nil {
		err = p.writeNote()
	}
	return diskError(p.path, err)
}

// begin makes a note of the answer whose body comes next, from its first byte.
func (p *part) begin(from *http.Response, sniffed string) error {
	if err := p.restart(); err != nil {
		return err
	}
	p.URL, p.Name = from.Request.URL.String(), fileName(from)
	if p.Type = mediaType(from.Header.Get("Content-Type")); !strings.Contains(p.Type, "/") || strings.HasSuffix(p.Type, "/octet-stream") || !isSoundType(p.Type) && isSoundType(sniffed) {
		p.Type = strings.TrimSuffix(sniffed, "application/octet-stream")
	}
	if packed := from.Header.Get("Content-Encoding"); packed == "" || packed == "identity" {
		p.Length = from.ContentLength
		if tag := from.Header.Get("ETag"); isStrong(tag) {
			p.ETag = tag
		}
		if modified := from.Header.Get("Last-Modified"); isValue(modified) {
			p.Modified = modified
		}
	}
	return diskError(p.path, p.writeNote())
}

func isStrong(etag string) bool { return strings.HasPrefix(etag, `"`) && isValue(etag) }

// fits reports whether an answer goes on just where the part ends, with the same file.
func (p *part) fits(from *http.Response) bool {
	span, ok := strings.CutPrefix(from.Header.Get("Content-Range"), "bytes ")
	if !ok || p.size == 0 {
		return false
	}
	if packed := from.Header.Get("Content-Encoding"); packed != "" && packed != "identity" {
		return false
	}
	first, rest, _ := strings.Cut(span, "-")
	_, total, _ := strings.Cut(rest, "/")
	if start, err := strconv.ParseInt(first, 10, 64); err != nil || start != p.size {
		return false
	}
	length, err := strconv.ParseInt(total, 10, 64)
	switch {
	case err != nil && total != "*", err == nil && p.Length >= 0 && length != p.Length:
		return false
	case p.ETag != "" && from.Header.Get("ETag") != "" && from.Header.Get("ETag") != p.ETag:
		return false
	case p.ETag == "" && from.Header.Get("Last-Modified") != "" && from.Header.Get("Last-Modified") != p.Modified:
		return false
	}
	if err == nil {
		p.Length = length
	}
	return true
}

// often is after how many bytes a part is made sure to be on the disk.
const often = 1 << 20

func (p *part) write(piece []byte) error {
	n, err := p.file.Write(piece)
	p.size += int64(n)
	if err == nil && p.size-p.Safe >= often {
		return p.keep()
	}
	return diskError(p.path, err)
}

// keep makes sure that what came is still there after the power has failed.
func (p *part) keep() error {
	switch {
	case p.file == nil:
		return nil
	case p.size == 0:
		return p.remove()
	}
	err := p.file.Sync()
	if err == nil {
		p.Safe = p.size
		err = p.writeNote()
	}
	return diskError(p.path, err)
}

func (p *part) writeNote() error {
	content, err := json.Marshal(p.note)
	if err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(p.path), filepath.Base(p.path)+noteEnding+".*")
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	err = errors.Join(err, file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), p.path+noteEnding)
	}
	if err != nil {
		os.Remove(file.Name())
	}
	return err
}

// finish gives a whole file its name.
func (p *part) finish() (File, error) {
	err := p.file.Sync()
	err = errors.Join(err, p.file.Close())
	p.file = nil
	if err == nil {
		err = os.Rename(p.path+PartEnding, p.path)
	}
	if err != nil {
		return File{}, diskError(p.path, err)
	}
	os.Remove(p.path + noteEnding)
	return File{URL: p.URL, Type: p.Type, Name: p.Name, Bytes: p.size}, nil
}

// remove throws away what is of no use.
func (p *part) remove() error {
	p.close()
	return Discard(p.path)
}

// gone is no error where there was nothing to remove.
func gone(err error) error {
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return err
}

func (p *part) close() {
	if p.file != nil {
		p.file.Close()
		p.file = nil
	}
}

// diskError says what is wrong with the disk, and what to do about it.
func diskError(path string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("saving %s: %w; make room and try again, and it goes on where it stopped%w", path, ErrFull, hidden{err})
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("saving %s: writing there is not allowed; allow it, or choose another folder%w", path, hidden{err})
	}
	return fmt.Errorf("saving %s: %w", path, err)
}

// A hidden error adds nothing to a sentence, and can still be tested for.
type hidden struct{ error }

func (hidden) Error() string   { return "" }
func (h hidden) Unwrap() error { return h.error }
