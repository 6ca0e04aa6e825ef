// Package feed reads feeds: the lists of stories that podcasts and stations publish, which grow at one end. It reads RSS,
// Atom and JSON Feed, with what podcasts add to them; lists of feeds (OPML), which it writes as well; and the chapters that
// an episode's feed leads to. It asks nothing of the network and keeps nothing.
//
// Its words: a [Feed] is what was read, with the newest of its [Episode]s first. An episode's guid is what it is known by
// from one reading to the next, whatever else of it changes. An [Outline] is a feed as a list of feeds names it.
//
// All of it comes from strangers. Texts are plain, cut to a length and without signs that cannot be seen; addresses are
// whole, and of http or https; what is too large, too many or too deep is refused or left out.
package feed

import (
	"errors"
	"time"
)

// What a feed may be at most. What goes beyond Size is refused; what goes beyond the others is left out.
const (
	MaxSize     = 16 << 20 // bytes
	MaxEpisodes = 2000     // the newest

	mostRead    = 20000 // episodes that are looked at to find the newest
	mostTitle   = 500   // characters
	mostSummary = 4000  // characters
	mostAddress = 4096  // bytes
	mostGUID    = 1024  // bytes
)

// What can be wrong with a feed, or a list of feeds, as a whole.
var (
	ErrNotFeed  = errors.New("it is no feed; look on the podcast's page for a link called RSS or Feed, and give its address")
	ErrDamaged  = errors.New("the feed is damaged or cut off; try again later")
	ErrTooLarge = errors.New("it is larger than 16 MB, too large for a feed")
)

// A Feed is what a feed says of itself, and its episodes. What it does not say is left empty.
type Feed struct {
	Title    string
	Link     string // the page it belongs to
	Language string // BCP 47: "en", "en-US"
	Author   string
	Summary  string
	Picture  string    // an address
	Episodes []Episode // the newest first; those without a date as the feed has them, after those with one
}

// An Episode is one story of a feed. What the feed does not say is left empty.
type Episode struct {
	GUID      string // never empty, and never twice in one feed
	Title     string // never empty
	Published time.Time
	Link      string // the page it has for itself
	Author    string
	Summary   string // plain text, a line a paragraph
	Picture   string // an address

	Audio    Audio         // without an address where it has no sound
	Duration time.Duration // as the feed has it, which is not always right; 0 where it does not say
	Season   string        // a number: "2"
	Number   string        // of the episode: "12", "12.5"

	Transcripts []Transcript // the best first
	Chapters    string       // the address of its chapters: see [ReadChapters]
}

// Audio says where an episode's sound is.
type Audio struct {
	URL   string
	Type  string // "audio/mpeg"
	Bytes int64  // as the feed has it; 0 where it does not say
}

// A Transcript says where a transcript of an episode is.
type Transcript struct {
	URL      string
	Type     string // what it is, whatever the feed calls that: one of those of [Types]
	Language string // BCP 47; "" where the feed does not say
}

// Types are the kinds of transcripts that can be used, the best first: those with speakers and times before those without.
func Types() []string {
	return []string{"text/vtt", "application/json", "application/x-subrip", "text/html", "text/plain"}
}
