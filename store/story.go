package store

import (
	"time"

	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A Summary is what a list shows of a story.
type Summary struct {
	ID        int64
	Title     string
	Source    string // who published it
	Authors   []string
	URL       string // the page it was read from, "" where it came from a file
	Origin    string // the file it was read from, "" where it came from a page
	Published string // ISO 8601, as in the transcript
	Language  string
	Duration  time.Duration // of the audio, else to the end of the last timing, else 0: not known
	Speakers  int
	Turns     int
	Words     int // spoken ones

	HasAudio bool
	Audio    string // the audio's file name in the media folder, "" where there is none; see Library.AudioPath
	Aligned  string // the method of its alignment, "" where it has none

	Place    time.Duration // how far one has got
	Finished bool          // the end was reached, and it has not been begun again
	Kept     bool          // is never let go to save room
	LetGo    bool          // its sound was deleted to save room; it can be downloaded again from DownloadURL
	Added    time.Time
	Updated  time.Time // when it was last imported
	LastRead time.Time // when a place was last saved; zero where it was never read
}

// A Story is all that is saved of one story. Alignment.Turns has one entry for each turn, or none where the story is not
// aligned.
type Story struct {
	Summary
	Transcript transcript.Transcript
	Alignment  timing.Alignment
	Parts      []Part // the files of its sound after the first; most stories have none
	Chapters   []Chapter
	Asides     []Aside
	Picture    Picture       // its File is "" where there is none
	Marks      []Mark        // what the reader has marked in it, in the order of the words
	Nudge      time.Duration // by how much its marks come later than its times say, as the reader has set it; below 0 earlier
	Own        string        // settings that the reader has chosen for it alone, in JSON; "" for none
	Companion  Companion
	// DownloadURL is where its sound was downloaded from, "" where that came from a file of the person's own.
	DownloadURL string
}

// A Part is a file of sound that is heard after another. A story's time goes on through all of them.
type Part struct {
	File  string        // in a draft the path of a file, which is copied; in a story its name in the media folder
	Start time.Duration // where in the story's sound it begins
}

// A Chapter is a named stretch of a story, from a turn to the next chapter of its level or of one above.
type Chapter struct {
	Title string
	Level int // 0 of the whole, 1 within the chapter of level 0 before it, and so on
	Turn  int // the first of its turns, in Transcript.Turns
}

// An Aside is a run of turns that one may wish to skip or to leave, such as a page's number.
type Aside struct {
	First, Last int    // turns in Transcript.Turns, both of them in it
	Kind        string // as EPUB names it: "pagebreak", "footnote", "table"
}

// A Picture is a story's own.
type Picture struct {
	File   string // in a draft the path of a file, which is copied; in a story its name in the media folder
	URL    string // where it was fetched from, "" for a file
	Alt    string // what it shows, for those who do not see it
	Credit string // whose it is, as published
}

// A Draft is a story that is to be saved.
type Draft struct {
	Transcript transcript.Transcript
	Name       string           // the title of a new story whose transcript has none: its file's name
	Alignment  timing.Alignment // no turns: not aligned
	AudioPath  string           // the audio's file, which is copied; "" for none
	AudioURL   string           // where that file was downloaded from; "" where it is the person's own
	Parts      []Part           // further files of audio, in order
	Chapters   []Chapter
	Asides     []Aside
	Picture    Picture
	Origin     string // the file the story was read from, if it was one
	// Copied, where given, is told how far the copying of the audio has got, in bytes.
	Copied func(done, total int64)
}
