package store

import (
	"encoding/binary"
	"errors"
	"math"
	"time"

	"alongside/sync/timing"
)

// The timings of a turn's sentences and words are kept packed, in one blob a turn: a row a word takes seven times the
// room, twenty times as long to read and thirty times as long to write (BenchmarkSpans). The form:
//
//	unit       uvarint, nanoseconds: the greatest one that divides all times of the turn
//	sentences  uvarint, how many; then each timing
//	words      uvarint, how many; then each timing
//
// and a timing:
//
//	0                            an unknown one: the zero Timing
//	1 + zigzag(start - before)   uvarint, in units; before is where the last known timing of the list ended
//	zigzag(end - start)          uvarint, in units
//	confidence                   a byte, in steps of 0.005
//
// So times come back exactly, and a word takes three or four bytes.

const confidenceSteps = 200

var errSpans = errors.New("the saved times of a turn cannot be read")

func packSpans(turn timing.Turn) []byte {
	unit := commonUnit(turn.Sentences, commonUnit(turn.Words, 0))
	if unit == 0 {
		unit = 1
	}
	blob := binary.AppendUvarint(make([]byte, 0, 8+4*(len(turn.Sentences)+len(turn.Words))), uint64(unit))
	blob = packTimings(blob, turn.Sentences, unit)
	return packTimings(blob, turn.Words, unit)
}

// commonUnit gives the greatest common divisor of all times and unit.
func commonUnit(timings []timing.Timing, unit time.Duration) time.Duration {
	for _, t := range timings {
		for _, d := range [...]time.Duration{t.Start, t.End} {
			for d != 0 {
				unit, d = d, unit%d
			}
			if unit == math.MinInt64 {
				unit = 1
			}
			unit = max(unit, -unit)
		}
	}
	return unit
}

func packTimings(blob []byte, timings []timing.Timing, unit time.Duration) []byte {
	blob = binary.AppendUvarint(blob, uint64(len(timings)))
	var before time.Duration
	for _, t := range timings {
		if t == (timing.Timing{}) {
			blob = append(blob, 0)
			continue
		}
		blob = binary.AppendUvarint(blob, zigzag(t.Start/unit-before)+1)
		blob = binary.AppendUvarint(blob, zigzag(t.End/unit-t.Start/unit))
		blob = append(blob, packConfidence(t.Confidence))
		before = t.End / unit
	}
	return blob
}

func packConfidence(c float64) byte {
	if !(c > 0) { // NaN too
		return 0
	}
	return byte(math.Round(min(c, 1) * confidenceSteps))
}

func zigzag(d time.Duration) uint64   { return uint64(d<<1) ^ uint64(d>>63) }
func unzigzag(u uint64) time.Duration { return time.Duration(u>>1) ^ -time.Duration(u&1) }

func unpackSpans(blob []byte, turn *timing.Turn) error {
	u := unpacker{rest: blob}
	unit := time.Duration(u.uvarint())
	turn.Sentences = u.timings(unit)
	turn.Words = u.timings(unit)
	if u.bad || len(u.rest) > 0 {
		turn.Sentences, turn.Words = nil, nil
		return errSpans
	}
	return nil
}

// An unpacker reads a blob from the front; bad is set where there is nothing fit to read.
type unpacker struct {
	rest []byte
	bad  bool
}

func (u *unpacker) uvarint() uint64 {
	v, n := binary.Uvarint(u.rest)
	if n <= 0 {
		u.bad, u.rest = true, nil
		return 0
	}
	u.rest = u.rest[n:]
	return v
}

func (u *unpacker) byte() byte {
	if len(u.rest) == 0 {
		u.bad = true
		return 0
	}
	b := u.rest[0]
	u.rest = u.rest[1:]
	return b
}

func (u *unpacker) timings(unit time.Duration) []timing.Timing {
	n := u.uvarint()
	if n == 0 || n > uint64(len(u.rest)) { // each takes a byte at least
		u.bad = u.bad || n > 0
		return nil
	}
	timings := make([]timing.Timing, n)
	var before time.Duration
	for i := range timings {
		first := u.uvarint()
		if first == 0 {
			continue
		}
		start := before + unzigzag(first-1)
		end := start + unzigzag(u.uvarint())
		timings[i] = timing.Timing{Start: start * unit, End: end * unit, Confidence: float64(u.byte()) / confidenceSteps}
		before = end
	}
	return timings
}
