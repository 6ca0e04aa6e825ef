package decode

import (
	"errors"
	"fmt"
	"io"
	"slices"
	stdsync "sync"
)

// A decoder gives a file's sound in blocks.
type decoder interface {
	// seek makes next go on with the block that holds the frame, or with one before it.
	seek(frame int) error
	// next decodes a block: the number of its first frame, which may lie before 0, and its frames, which are valid until
	// the next call. At the end the error is io.EOF. An error that is ErrDamaged means that something was skipped, and
	// that next may be called again; any other ends the stream.
	next() (first int, frames [][2]float64, err error)
}

// A blockReader makes a stream of exactly length frames from blocks: it cuts them to the frame that was sought, and puts
// silence where there is no block.
type blockReader struct {
	decoder decoder
	length  int

	noting stdsync.Mutex // guards damage, which is asked for while the stream is read
	damage []lost        // sorted, not overlapping

	pos   int
	stale bool // the decoder stands elsewhere than at pos
	ended bool // the decoder has no more blocks
	first int  // of block
	block [][2]float64
	cause error // why the frames before block are missing
	err   error // ends the stream
}

func (b *blockReader) seek(frame int) {
	if frame == b.pos {
		return
	}
	b.pos = frame
	b.stale = frame < b.first || frame >= b.first+len(b.block)
}

func (b *blockReader) stream(samples [][2]float64) (n int, ok bool) {
	for n < len(samples) && b.pos < b.length {
		b.fetch()
		if b.err != nil {
			return n, n > 0
		}
		want := min(len(samples)-n, b.length-b.pos)
		var got int
		if gap := b.first - b.pos; gap > 0 || len(b.block) == 0 {
			got = want
			if len(b.block) > 0 {
				got = min(want, gap)
			}
			clear(samples[n : n+got])
		} else {
			got = copy(samples[n:n+want], b.block[-gap:])
		}
		n += got
		b.pos += got
	}
	return n, n > 0
}

// fetch makes block the first one that ends after pos, or empty when there is none.
func (b *blockReader) fetch() {
	if b.stale {
		b.stale, b.ended, b.cause = false, false, nil
		b.first, b.block = b.pos, nil
		if err := b.guard(func() error { return b.decoder.seek(b.pos) }); err != nil {
			b.failed(err)
		}
	}
	for !b.ended && b.err == nil && b.first+len(b.block) <= b.pos {
		b.block = nil
		err := b.guard(func() (err error) {
			b.first, b.block, err = b.decoder.next()
			return err
		})
		if err != nil {
			b.block = nil
			b.failed(err)
			continue
		}
		b.noteGap()
	}
}

// failed takes up an error of the decoder.
func (b *blockReader) failed(err error) {
	switch {
	case errors.Is(err, io.EOF):
		b.ended = true
		if b.pos < b.length {
			if b.cause == nil {
				b.cause = fmt.Errorf("%w: the file ends too early", ErrDamaged)
			}
			b.note(lost{b.pos, b.length, b.cause})
		}
	case errors.Is(err, ErrDamaged):
		b.cause = err
	default:
		b.err = fmt.Errorf("reading the audio: %w", err)
	}
}

// noteGap reports the frames between pos and the block.
func (b *blockReader) noteGap() {
	if len(b.block) == 0 || b.first+len(b.block) <= b.pos {
		return
	}
	if b.first > b.pos {
		if b.cause == nil {
			b.cause = fmt.Errorf("%w: a piece is missing", ErrDamaged)
		}
		b.note(lost{b.pos, min(b.first, b.length), b.cause})
	}
	b.cause = nil
}

// note keeps the list of damage sorted and free of overlaps, whatever the order in which the file is listened to.
func (b *blockReader) note(l lost) {
	b.noting.Lock()
	defer b.noting.Unlock()
	at, _ := slices.BinarySearchFunc(b.damage, l, func(a, b lost) int { return a.from - b.from })
	if at > 0 && b.damage[at-1].to >= l.from {
		at--
		l.from, l.err = b.damage[at].from, b.damage[at].err
		l.to = max(l.to, b.damage[at].to)
	}
	end := at
	for end < len(b.damage) && b.damage[end].from <= l.to {
		l.to = max(l.to, b.damage[end].to)
		end++
	}
	b.damage = slices.Replace(b.damage, at, end, l)
}

func (b *blockReader) guard(decode func() error) (err error) {
	defer recoverDamage(&err)
	return decode()
}
