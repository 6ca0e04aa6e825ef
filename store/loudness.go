package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math"
	"strings"

	"alongside/sync/playback/loudness"
)

// This file keeps how loud the parts of a story's sound are: to measure an hour takes a processor half a minute. What is kept
// is of one sound and of parts at certain times; of others it says nothing, and so is never given for them.

// loudnessBytes is what is kept of a part: its loudness, its peak and its noise, as bits of float64.
const loudnessBytes = 3 * 8

// Loudness gives how loud some parts of a story's sound are, where that was measured before; it reports false where not.
func (l *Library) Loudness(ctx context.Context, s Story, parts []loudness.Part) (measured []loudness.Measured, known bool, err error) {
	var packed []byte
	err = l.read(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT measured FROM loudness WHERE story = ? AND sound = ? AND parts = ?",
			s.ID, soundOf(s), partsHash(parts)).Scan(&packed)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, failed(err, "reading how loud story %d is", s.ID)
	}
	measured, known = unpackLoudness(packed, parts)
	return measured, known, nil
}

// SaveLoudness keeps how loud the parts of a story's sound are, in place of what was kept before.
func (l *Library) SaveLoudness(ctx context.Context, s Story, measured []loudness.Measured) error {
	parts := make([]loudness.Part, len(measured))
	for i, m := range measured {
		parts[i] = m.Part
	}
	err := l.change(ctx, `INSERT OR REPLACE INTO loudness (story, sound, parts, measured)
		SELECT id, ?, ?, ? FROM stories WHERE id = ? `+present, soundOf(s), partsHash(parts), packLoudness(measured), s.ID)
	return failed(err, "keeping how loud story %d is", s.ID)
}

// dropLoudness forgets how loud a story is, whose times are others now.
func (s *saver) dropLoudness(story int64) error {
	return s.exec("DELETE FROM loudness WHERE story = ?", story)
}

// soundOf names the files of a story's sound, which are called by their hashes.
func soundOf(s Story) string {
	names := []string{s.Audio}
	for _, part := range s.Parts {
		names = append(names, part.File)
	}
	return strings.Join(names, " ")
}

func partsHash(parts []loudness.Part) string {
	var b []byte
	for _, p := range parts {
		for _, n := range [...]int64{int64(p.Start), int64(p.End), int64(p.Kind)} {
			b = binary.LittleEndian.AppendUint64(b, uint64(n))
		}
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func packLoudness(measured []loudness.Measured) []byte {
	packed := make([]byte, 0, len(measured)*loudnessBytes)
	for _, m := range measured {
		for _, v := range [...]float64{m.Loudness, m.Peak, m.Noise} {
			packed = binary.LittleEndian.AppendUint64(packed, math.Float64bits(v))
		}
	}
	return packed
}

// unpackLoudness reports false where what was packed is not of so many parts, or is no loudness.
func unpackLoudness(packed []byte, parts []loudness.Part) ([]loudness.Measured, bool) {
	if len(packed) != len(parts)*loudnessBytes {
		return nil, false
	}
	measured := make([]loudness.Measured, len(parts))
	for i, p := range parts {
		var v [3]float64
		for n := range v {
			v[n] = math.Float64frombits(binary.LittleEndian.Uint64(packed[i*loudnessBytes+8*n:]))
			if math.IsNaN(v[n]) || math.IsInf(v[n], 0) {
				return nil, false
			}
		}
		measured[i] = loudness.Measured{Part: p, Loudness: v[0], Peak: v[1], Noise: v[2]}
	}
	return measured, true
}
