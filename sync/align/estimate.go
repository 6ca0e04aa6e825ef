package align

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"alongside/sync/align/feature"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// Estimate is what [timing.Alignment.Method] says of times that were not found but reckoned from the length of the text.
const Estimate = "estimate"

// estimateSure is the confidence of an estimate: one in ten is right by luck.
const estimateSure = 0.1

// Speaks reports whether the acoustic model knows the language, a BCP 47 tag. One that is not given is taken to be English.
func Speaks(language string) bool {
	base, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(language, "_", "-")), "-")
	return base == "" || base == "en" || base == "eng"
}

// reckon estimates when turns are spoken in a language that nothing here knows: the turns share the time in which
// there is sound at all in proportion to the letters of their text. Sentences and words have no times.
func reckon(ctx context.Context, samples Samples, t transcript.Transcript, o Options) (timing.Alignment, error) {
	loud, err := Loudness(ctx, samples, o.Progress)
	if err != nil {
		return timing.Alignment{}, err
	}
	out := timing.Alignment{Method: Estimate, Turns: make([]timing.Turn, len(t.Turns))}
	stretches, err := divide(o.Anchors, len(t.Turns))
	if err != nil {
		return timing.Alignment{}, err
	}
	active := activity(loud)
	begin := 0
	for _, s := range stretches {
		begin = min(begin, len(active))
		end := max(begin, min(s.end, len(active)))
		share(active[begin:end], begin, t.Turns[s.first:s.last], out.Turns[s.first:s.last])
		if s.anchored && s.first < s.last {
			turn := &out.Turns[s.first]
			turn.Timing = timing.Timing{Start: s.at, End: max(turn.End, s.at+frameLength), Confidence: 1}
		}
		begin = end
	}
	if o.Settled != nil {
		for i, turn := range out.Turns {
			o.Settled(i, turn)
		}
	}
	return out, nil
}

// Loudness gives the level of each hundredth of a second of the samples, in decibels.
func Loudness(ctx context.Context, samples Samples, progress func(time.Duration)) (levels []float64, err error) {
	buffer := make([]float32, feature.Rate)
	energy, n := 0.0, 0
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		got, err := samples.Read(buffer)
		for _, v := range buffer[:got] {
			energy += float64(v) * float64(v)
			if n++; n == feature.Shift {
				levels = append(levels, 10*math.Log10(energy/feature.Shift+1e-10))
				energy, n = 0, 0
			}
		}
		if progress != nil {
			progress(time.Duration(len(levels)) * frameLength)
		}
		if errors.Is(err, io.EOF) {
			return levels, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading the sound: %w", err)
		}
	}
}

// activity tells the frames with sound from the pauses: those nearer to the loud than to the quiet ones.
func activity(levels []float64) []bool {
	out := make([]bool, len(levels))
	if len(levels) == 0 {
		return out
	}
	sorted := slices.Sorted(slices.Values(levels))
	quiet, loud := sorted[len(sorted)/20], sorted[len(sorted)*19/20]
	for i, level := range levels {
		out[i] = level > quiet+(loud-quiet)*0.4
	}
	return out
}

// share divides the active frames among the turns.
func share(active []bool, first int, turns []transcript.Turn, out []timing.Turn) {
	length := func(t transcript.Turn) int {
		if t.Kind != transcript.Speech {
			return 0
		}
		return utf8.RuneCountInString(t.Text)
	}
	letters, frames := 0, 0
	for _, t := range turns {
		letters += length(t)
	}
	for _, a := range active {
		if a {
			frames++
		}
	}
	if letters == 0 || frames == 0 {
		return
	}
	at, spent, read := 0, 0, 0
	advance := func(goal int) int { // to the frame at which that many active ones have gone by
		for at < len(active) && (spent < goal || !active[at]) {
			if active[at] {
				spent++
			}
			at++
		}
		return at
	}
	for i, t := range turns {
		n := length(t)
		if n == 0 {
			continue
		}
		start := advance(read * frames / letters)
		read += n
		end := advance(read * frames / letters)
		if end > start {
			out[i].Timing = timing.Timing{Start: timeAt(first + start), End: timeAt(first + end), Confidence: estimateSure}
		}
	}
}
