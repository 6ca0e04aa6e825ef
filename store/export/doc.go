// Package export writes stories out of the library again, for other programs and other people: as timed text, as a book
// that is read aloud, as a page for the browser.
//
// Its words: a [Story] is what is written: words, times, and the files of sound and picture, wherever they come from. A
// [Format] is one way to write it; [Formats] lists them all, so that the window and the command line offer the same. An
// overlay is, in an EPUB, the list of clips that says which sound belongs to which element. A clip is a stretch of the
// story's time and what is marked during it; what that is comes from sync.Timeline, as everywhere else: a book or a page
// marks what the window would.
//
// The time of a story runs through all its files of sound, one after the other. Times in a book are those of one file, so
// a clip that reaches into the next file is cut in two.
//
// Nothing here reads a database or the network. Sound is never held in memory as a whole.
package export

import (
	"time"

	"alongside/store"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A Story is what is written. Only the transcript is needed.
type Story struct {
	Transcript transcript.Transcript
	Alignment  timing.Alignment // no turns: it has no times
	Sounds     []Sound          // in order; none: it has no sound
	Picture    Picture
	Chapters   []store.Chapter // in order of their turns; none: it is not divided
	Asides     []store.Aside
	Companion  store.Companion
	Marks      []store.Mark // what the reader has marked, in the order of the words
	Changed    time.Time    // when the story was last changed; the zero time stands for now
}

// A Sound is a file of the story's sound.
type Sound struct {
	Path  string
	Start time.Duration // where in the story's time it begins
}

// A Picture is the story's own. Its Path is "" where there is none.
type Picture struct {
	Path   string
	Alt    string // what it shows, for those who do not see it
	Credit string // whose it is, as published
}

// title is what the story is called where something has to stand.
func (s Story) title() string {
	if title := plain(s.Transcript.Title); title != "" {
		return title
	}
	return "Untitled story"
}

// timed reports whether any time is known.
func (s Story) timed() bool {
	for _, turn := range s.Alignment.Turns {
		if turn.Known() {
			return true
		}
	}
	return false
}

// length is how long the story is, as far as its words and times say.
func (s Story) length() time.Duration {
	length := s.Transcript.Audio.Duration
	for _, turn := range s.Alignment.Turns {
		length = max(length, turn.End)
	}
	return length
}
