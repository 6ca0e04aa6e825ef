package book

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"

	"alongside/store"
)

// An axis is the time of a book: that of its files of sound, one after another.
type axis struct {
	at        map[string]stretch // by their names in the book
	parts     []store.Part
	mediaType string // of the first
	length    time.Duration
}

// A stretch is where on the axis a file is heard.
type stretch struct{ start, length time.Duration }

// sound unpacks the files of sound that are heard, in the order in which they are first heard. One that cannot be used is
// told of and left out, but where none can be used that is an error.
func (r *reader) sound(c *contents) (*axis, error) {
	a := &axis{at: map[string]stretch{}}
	names := soundNames(c.pars)
	if len(names) > r.limits.sounds {
		return nil, ErrTooLarge
	}
	if len(names) > 0 && (r.options.Hear == nil || r.options.Dir == "") {
		r.notes.add("The book's sound was left out.")
		return a, nil
	}
	var first error
	for i, name := range names {
		if err := r.part(a, name); err != nil {
			switch {
			case r.ctx.Err() != nil:
				return nil, r.ctx.Err()
			case errors.Is(err, syscall.ENOSPC):
				return nil, fmt.Errorf("unpacking its sound: %w (%w)", store.ErrFull, err)
			}
			if first == nil {
				first = err
			}
			// One kind of sound is like the other: what cannot be played in three files cannot be in the rest.
			if len(a.parts) == 0 && (i == len(names)-1 || i == 2) {
				return nil, first
			}
			r.notes.add("The sound %q was left out: %s.", name, strings.TrimSuffix(err.Error(), "."))
		}
		if r.options.Told != nil {
			r.options.Told(int64(i+1), int64(len(names)))
		}
	}
	return a, nil
}

func soundNames(pars []par) (names []string) {
	seen := map[string]bool{}
	for _, p := range pars {
		for _, c := range p.clips {
			if !seen[c.file] {
				seen[c.file] = true
				names = append(names, c.file)
			}
		}
	}
	return names
}

// part unpacks a file of sound and puts it at the end of the axis.
func (r *reader) part(a *axis, name string) error {
	file, err := r.files.Extract(r.ctx, name, r.options.Dir, r.limits.sound)
	if err != nil {
		return err
	}
	heard, err := r.hear(file)
	if err != nil {
		os.Remove(file)
		return err
	}
	if heard.Path != file {
		os.Remove(file)
	}
	if len(a.parts) == 0 {
		a.mediaType = heard.Type
	}
	a.at[name] = stretch{a.length, heard.Length}
	a.parts = append(a.parts, store.Part{File: heard.Path, Start: a.length})
	a.length += heard.Length
	return nil
}

func (r *reader) hear(file string) (Sound, error) {
	heard, err := r.options.Hear(r.ctx, file)
	if err == nil && (heard.Length <= 0 || heard.Length > longest) {
		err = ErrDamaged
	}
	return heard, err
}

// rounding is how much later than its file a clip may end without that being told of.
const rounding = 500 * time.Millisecond

// place lays the clips of a par on the axis, as one stretch. Clips after one that goes back are left out.
func (r *reader) place(a *axis, clips []clip) (start, end time.Duration, ok bool) {
	for _, c := range clips {
		in, there := a.at[c.file]
		if !there {
			continue
		}
		if c.begin >= in.length {
			r.notes.count(afterEnd)
			continue
		}
		if c.end > in.length+rounding {
			r.notes.count(pastEnd)
		}
		if c.end == toEnd || c.end > in.length {
			c.end = in.length
		}
		switch {
		case !ok:
			start, end, ok = in.start+c.begin, in.start+c.end, true
		case in.start+c.begin >= start:
			end = max(end, in.start+c.end)
		default:
			r.notes.count(goesBack)
			return start, end, ok
		}
	}
	return start, end, ok
}

// picture unpacks the cover.
func (r *reader) picture(c *contents, alts map[string]string) (p store.Picture) {
	const largest = 32 << 20
	if c.cover == "" || r.options.Dir == "" {
		return p
	}
	file, err := r.files.Extract(r.ctx, c.cover, r.options.Dir, largest)
	if err != nil {
		if !errors.Is(err, context.Canceled) {
			r.notes.add("The cover was left out: %v.", err)
		}
		return p
	}
	p.File, p.Alt = file, alts[c.cover]
	if p.Alt == "" && c.meta.title != "" {
		p.Alt = "The cover of “" + c.meta.title + "”"
	}
	return p
}
