package synthesis

import (
	"encoding/binary"
	"fmt"
	"time"
)

// An Utterance is what was said of a text, without the rests.
type Utterance struct {
	Samples []float32
	Rate    int   // samples a second
	Pieces  []int // the sample past the last of each piece
}

// leastRest is the shortest silence that is a rest: the silence before a "p" is shorter, the rests asked for are longer.
const leastRest = 200 * time.Millisecond

// usualRate is that of all voices that come with the program.
const usualRate = 22050

// readUtterance reads a WAV file of 16-bit samples in one channel, as eSpeak NG writes it to a pipe: it cannot know the
// length of what it will say, so the file ends where the bytes end.
func readUtterance(wav []byte) (Utterance, error) {
	if len(wav) == 0 { // there was nothing in the text that can be said
		return Utterance{Rate: usualRate}, nil
	}
	const header = 44
	le := binary.LittleEndian
	if len(wav) < header || string(wav[:4]) != "RIFF" || string(wav[8:16]) != "WAVEfmt " || string(wav[36:40]) != "data" {
		return Utterance{}, fmt.Errorf("%w: no WAV file of %d bytes", ErrOutput, len(wav))
	}
	u := Utterance{Rate: int(le.Uint32(wav[24:]))}
	if format, channels, bits := le.Uint16(wav[20:]), le.Uint16(wav[22:]), le.Uint16(wav[34:]); format != 1 || channels != 1 || bits != 16 {
		return Utterance{}, fmt.Errorf("%w: format %d, %d channels, %d bits", ErrOutput, format, channels, bits)
	}
	if u.Rate < 8000 || u.Rate > 96000 {
		return Utterance{}, fmt.Errorf("%w: %d samples a second", ErrOutput, u.Rate)
	}
	data := wav[header:]
	samples := make([]float32, len(data)/2)
	for i := range samples {
		samples[i] = float32(int16(le.Uint16(data[2*i:]))) / 32768
	}
	u.cut(samples)
	return u, nil
}

// cut takes the rests out of the samples, and notes where they were.
func (u *Utterance) cut(samples []float32) {
	least := int(leastRest.Seconds() * float64(u.Rate))
	for at := 0; at < len(samples); {
		end := silence(samples, at)
		if end-at < least && end < len(samples) { // not a rest
			sound := end + 1
			for sound < len(samples) && samples[sound] != 0 {
				sound++
			}
			u.Samples = append(u.Samples, samples[at:sound]...)
			at = sound
			continue
		}
		u.end()
		at = end
	}
	u.end()
}

// silence gives the end of the zeros that begin at a sample.
func silence(samples []float32, at int) int {
	for at < len(samples) && samples[at] == 0 {
		at++
	}
	return at
}

// end ends the piece, if there is one.
func (u *Utterance) end() {
	last := 0
	if len(u.Pieces) > 0 {
		last = u.Pieces[len(u.Pieces)-1]
	}
	if len(u.Samples) > last {
		u.Pieces = append(u.Pieces, len(u.Samples))
	}
}
