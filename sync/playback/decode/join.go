package decode

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/faiface/beep"
)

// A Part is one of the files of a sound that lies in several, as a book's does.
type Part struct {
	Path string
	// Length is how long the part is heard before the next one begins. Where it is 0 the file's own length counts; the file
	// is then opened at once to find it out, which takes a tenth of a second for 100 MB of MP3.
	Length time.Duration
}

const (
	// joinAhead is how long before the end of a part the next one is opened, so that nobody waits for it.
	joinAhead = 10 * time.Second
	// joinSlack is how much a file's own length may differ from the length it was said to have: programs that tell how long
	// a file is often leave out what the encoder put in front and behind.
	joinSlack = 100 * time.Millisecond
	// joinBlock is how many frames are read at a time.
	joinBlock = 4096
	// joinMost is how long a joined sound may be: what is longer was not said by anybody who meant it.
	joinMost = 10000 * time.Hour
)

// Join opens sound files that are heard one after the other, without a gap, as one Audio: its sample rate, format and
// number of channels are those of the first file that can be opened, and the others are resampled to it. Two files are
// open at a time at most, however many there are. A file that is missing or damaged is silent for its length, and is told
// of as Damage. The last part's file tells by itself how long it is; its Length counts only where it cannot be opened.
//
// It is an error when none of the files can be opened, or when one whose length is not given cannot.
func Join(parts []Part) (*Audio, error) {
	if len(parts) == 1 {
		return Open(parts[0].Path)
	}
	j := &joined{}
	first, err := j.first(parts)
	if err != nil {
		return nil, err
	}
	if err := j.arrange(parts, first); err != nil {
		j.Close()
		return nil, err
	}
	blocks := &blockReader{decoder: j, length: j.parts[len(j.parts)-1].to, stale: true}
	j.note = blocks.note
	return &Audio{
		path: first.path, format: first.format, rate: first.rate, chans: first.chans,
		blocks: blocks, closer: j,
	}, nil
}

// A joined is the decoder of a sound that lies in several files.
type joined struct {
	parts []joinedPart
	rate  int        // Hz
	note  func(lost) // takes the damage of a part, in frames of the whole

	at    int // the part that next goes on in
	frame int // the frame of the whole that next goes on with
	buf   [joinBlock][2]float64

	current, ahead *openPart // nil where none is open
}

// A joinedPart is where a part lies in the whole, in frames.
type joinedPart struct {
	path     string
	from, to int
}

// first opens the first part that can be opened.
func (j *joined) first(parts []Part) (*Audio, error) {
	err := error(ErrEmpty)
	for i, part := range parts {
		audio, failed := Open(part.Path)
		if failed == nil {
			j.rate = audio.rate
			j.current = &openPart{index: i, audio: audio, stream: audio, ready: closed()}
			return audio, nil
		}
		if i == 0 {
			err = failed
		}
	}
	return nil, err
}

// arrange finds out where in the whole the parts lie.
func (j *joined) arrange(parts []Part, first *Audio) error {
	var at time.Duration
	for i, part := range parts {
		length := part.Length
		if length <= 0 || i == len(parts)-1 {
			own, err := ownLength(part.Path, i, j.current)
			switch {
			case err == nil:
				length = own
			case length <= 0:
				return err
			}
		}
		from := j.framesTo(at)
		if at += length; at > joinMost {
			return fmt.Errorf("opening the audio %s: %w: with what comes before it lasts %v", part.Path, ErrDamaged, at)
		}
		j.parts = append(j.parts, joinedPart{part.Path, from, j.framesTo(at)})
	}
	return nil
}

// ownLength is how long the file of a part is by itself.
func ownLength(path string, index int, open *openPart) (time.Duration, error) {
	if open != nil && open.index == index {
		return open.audio.Duration(), nil
	}
	audio, err := Open(path)
	if err != nil {
		return 0, err
	}
	defer audio.Close()
	return audio.Duration(), nil
}

// framesTo is how many frames there are before a time, rounded: times are cut to whole nanoseconds, which lie a little
// before the frames they stand for.
func (j *joined) framesTo(at time.Duration) int {
	whole, rest := at/time.Second, at%time.Second
	return int(whole)*j.rate + int((rest*time.Duration(j.rate)+time.Second/2)/time.Second)
}

func (j *joined) seek(frame int) error {
	j.frame, j.at = frame, 0
	for j.at < len(j.parts)-1 && frame >= j.parts[j.at].to {
		j.at++
	}
	return j.place()
}

// place brings the part's own stream to the frame.
func (j *joined) place() error {
	part := j.parts[j.at]
	open := j.open(j.at)
	if open.err != nil {
		return j.skip(open.err)
	}
	if !open.told {
		open.told = true
		j.noteLength(part, open)
		j.noteDamage(part, open, part.from, part.to)
	}
	if err := open.seek(j.frame-part.from, j.rate); err != nil {
		return j.skip(err)
	}
	return nil
}

// skip goes to the end of the part because the rest of it cannot be had.
func (j *joined) skip(why error) error {
	part := j.parts[j.at]
	j.frame = part.to
	if errors.Is(why, ErrDamaged) {
		return fmt.Errorf("the part %s: %w", part.path, why)
	}
	return fmt.Errorf("%w: the part %s: %w", ErrDamaged, part.path, why)
}

func (j *joined) next() (int, [][2]float64, error) {
	for j.frame >= j.parts[j.at].to {
		if j.at+1 == len(j.parts) {
			return 0, nil, io.EOF
		}
		j.at++
		j.frame = j.parts[j.at].from
		if err := j.place(); err != nil {
			return 0, nil, err
		}
	}
	part, first := j.parts[j.at], j.frame
	open := j.open(j.at)
	if open.err != nil {
		return 0, nil, j.skip(open.err)
	}
	want := j.buf[:min(joinBlock, part.to-j.frame)]
	n, _ := open.stream.Stream(want)
	if n == 0 {
		return j.fill(first, want, part, open)
	}
	j.frame += n
	j.noteDamage(part, open, first, j.frame)
	if part.to-j.frame < j.framesTo(joinAhead) && j.at+1 < len(j.parts) {
		j.openAhead(j.at + 1)
	}
	return first, want[:n], nil
}

// fill makes up for a file that is shorter than it was said to be: by silence where it is a little, else by damage.
func (j *joined) fill(first int, want [][2]float64, part joinedPart, open *openPart) (int, [][2]float64, error) {
	if err := open.audio.Err(); err != nil {
		return 0, nil, j.skip(err)
	}
	if part.to-first > j.framesTo(joinSlack) {
		return 0, nil, j.skip(fmt.Errorf("%w: the file is shorter than it was", ErrDamaged))
	}
	clear(want)
	j.frame += len(want)
	return first, want, nil
}

// noteLength tells of a file that is longer than the room it has.
func (j *joined) noteLength(part joinedPart, open *openPart) {
	if over := open.audio.Duration() - duration(part.to-part.from, j.rate); over > joinSlack {
		j.note(lost{part.to, part.to, fmt.Errorf("%w: the file %s is %v longer than it was; that is left out", ErrDamaged, part.path, over)})
	}
}

// noteDamage tells of the damage in the part between two frames of the whole.
func (j *joined) noteDamage(part joinedPart, open *openPart, from, to int) {
	for _, l := range open.audio.damaged() {
		start := part.from + j.framesTo(duration(l.from, open.audio.rate))
		end := part.from + j.framesTo(duration(l.to, open.audio.rate))
		if start <= to && end >= from {
			j.note(lost{min(start, part.to), min(end, part.to), fmt.Errorf("the part %s: %w", part.path, l.err)})
		}
	}
}

// open gives a part, opening it if need be. The one that was open before is closed.
func (j *joined) open(index int) *openPart {
	if j.current != nil && j.current.index == index {
		return j.current
	}
	j.current.close()
	if j.ahead != nil && j.ahead.index == index {
		j.current, j.ahead = j.ahead, nil
	} else {
		j.current = startOpening(index, j.parts[index].path, j.rate)
	}
	<-j.current.ready
	return j.current
}

// openAhead begins to open a part that will be needed soon.
func (j *joined) openAhead(index int) {
	if j.ahead != nil && j.ahead.index == index {
		return
	}
	j.ahead.close()
	j.ahead = startOpening(index, j.parts[index].path, j.rate)
}

// Close closes the files that are open.
func (j *joined) Close() error {
	err := errors.Join(j.current.close(), j.ahead.close())
	j.current, j.ahead = nil, nil
	return err
}

// An openPart is a part's file, open or being opened.
type openPart struct {
	index int
	ready chan struct{} // closed when what follows is set
	audio *Audio
	err   error

	stream beep.Streamer // of the audio, at the rate of the whole
	told   bool          // whether what was wrong with it when it was opened was told of
}

func closed() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}

// startOpening opens a part's file on another goroutine.
func startOpening(index int, path string, rate int) *openPart {
	p := &openPart{index: index, ready: make(chan struct{})}
	go func() {
		defer close(p.ready)
		if p.audio, p.err = Open(path); p.err != nil {
			return
		}
		p.stream = p.audio
		if p.audio.rate != rate {
			p.stream = Resample(p.audio, p.audio.SampleRate(), beep.SampleRate(rate))
		}
	}()
	return p
}

// close closes the file, waiting until it has been opened.
func (p *openPart) close() error {
	if p == nil {
		return nil
	}
	<-p.ready
	if p.audio == nil {
		return nil
	}
	return p.audio.Close()
}

// seek makes the stream go on with a frame of it, exactly: a resampled one is begun early enough, at a place that lies on
// a frame of both rates, for its first frames to have their full surroundings.
func (p *openPart) seek(frame, rate int) error {
	r, resampled := p.stream.(*Resampler)
	if !resampled {
		return p.audio.Seek(min(frame, p.audio.Len()))
	}
	own, whole := r.from/r.common, rate/r.common // frames of the file and of the whole between two such places
	place := max(0, frame/whole-r.half/own-1)
	if place*own > p.audio.Len() { // shorter than it was said to be
		return p.audio.Seek(p.audio.Len())
	}
	if err := p.audio.Seek(place * own); err != nil {
		return err
	}
	r.Reset()
	var dropped [joinBlock][2]float64
	for drop := frame - place*whole; drop > 0; {
		n, ok := r.Stream(dropped[:min(drop, joinBlock)])
		if !ok {
			break
		}
		drop -= n
	}
	return nil
}
