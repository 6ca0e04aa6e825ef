package loudness

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/faiface/beep"
)

// Kind says what a part is.
type Kind int

// The kinds of parts.
const (
	Speech Kind = iota
	Sound       // music, noises, and what nobody knows
)

// A Part is a stretch of an audio that is one thing: one person's turn, or a sound.
type Part struct {
	Start, End time.Duration
	Kind       Kind
}

// A Measured part is one whose loudness is known. It is plain, so that it can be kept.
type Measured struct {
	Part
	Loudness float64 // LUFS, Silent or more
	Peak     float64 // dBTP
	Noise    float64 // LUFS: the loudness of its softest moments, which is what is heard in the pauses
}

// An Audio is what can be measured: one that stands at its start.
type Audio interface {
	beep.Streamer
	SampleRate() beep.SampleRate
}

const (
	longEnough   = time.Second // a stretch between parts that is a part itself
	softest      = 0.1         // the share of a part's moments that its noise is taken from
	moment       = 5           // slices: long enough that no syllable's end is a moment by itself
	measureChunk = 4096        // frames
)

// Filled adds to parts, which lie in order, the longer stretches between them, as sounds.
func Filled(parts []Part, length time.Duration) []Part {
	var filled []Part
	at := time.Duration(0)
	for _, p := range append(slices.Clone(parts), Part{Start: length}) {
		if p.Start-at >= longEnough {
			filled = append(filled, Part{at, p.Start, Sound})
		}
		filled = append(filled, p)
		at = max(at, p.End)
	}
	return filled[:len(filled)-1]
}

// Measure reads an audio to its end and measures its parts. It takes a small share of the time that hearing it would take,
// most of it for decoding.
func Measure(ctx context.Context, audio Audio, parts []Part) ([]Measured, error) {
	m := newMeter(int(audio.SampleRate()))
	buf := make([][2]float64, measureChunk)
	for n, ok := audio.Stream(buf); ok; n, ok = audio.Stream(buf) {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("measuring how loud the sound is: %w", err)
		}
		m.add(buf[:n])
	}
	if err := audio.Err(); err != nil {
		return nil, fmt.Errorf("reading the sound to measure how loud it is: %w", err)
	}
	measured := make([]Measured, len(parts))
	for i, p := range parts {
		measured[i] = m.part(p)
	}
	return measured, nil
}

func (m *meter) part(p Part) Measured {
	from, to := m.slice(p.Start), m.slice(p.End)
	to = max(from, to)
	top := 0.0
	for _, v := range m.tops[from:to] {
		top = max(top, v)
	}
	return Measured{Part: p, Loudness: m.loudness(from, to), Peak: max(Silent, 20*math.Log10(top+1e-20)), Noise: m.noise(from, to)}
}

// slice is the slice at a time, within those there are.
func (m *meter) slice(at time.Duration) int {
	return max(0, min(len(m.tops), int(at*slicesASecond/time.Second)))
}

// noise is the loudness of the softest moments from one slice to another.
func (m *meter) noise(from, to int) float64 {
	var moments []float64
	for at := from; at+moment <= to; at++ {
		moments = append(moments, m.mean(at, at+moment))
	}
	if len(moments) == 0 {
		return m.loudness(from, to)
	}
	slices.Sort(moments)
	return inUnits(moments[int(softest*float64(len(moments)))])
}
