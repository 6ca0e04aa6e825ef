package store

import (
	"fmt"

	"alongside/sync/playback/decode"
)

// OpenSound opens a story's sound: all its files as one, since a story's time goes on through them. The errors are those of
// decode.Open, and ErrSilent where the story has no sound.
func (l *Library) OpenSound(s Story) (*decode.Audio, error) {
	paths := l.AudioPaths(s)
	if len(paths) == 0 {
		return nil, fmt.Errorf("opening the sound of %q: %w", s.Title, ErrSilent)
	}
	parts := make([]decode.Part, len(paths))
	for i, path := range paths {
		parts[i].Path = path
		start, end := s.part(i).Start, s.part(i+1).Start
		parts[i].Length = max(end-start, 0) // where that says nothing, the file does
	}
	return decode.Join(parts)
}

// part is the n-th file of a story's sound. The one after the last begins where the sound ends, as far as that is known.
func (s Story) part(n int) Part {
	switch {
	case n == 0:
		return Part{File: s.Audio}
	case n <= len(s.Parts):
		return s.Parts[n-1]
	}
	return Part{Start: s.Duration}
}
