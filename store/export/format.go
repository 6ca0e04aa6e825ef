package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"alongside/sync/timing"
)

// Errors that callers may test for with errors.Is.
var (
	// ErrNoTimes is a story without times, where the format is made of them.
	ErrNoTimes = errors.New("the story has no timings")
	// ErrNoMarks is a story without marks, where the format is made of them.
	ErrNoMarks = errors.New("the story has no bookmarks, highlights, notes or words to learn")
	// ErrNothingMarked is a library in which nothing is marked of what is to be written.
	ErrNothingMarked = errors.New("nothing is marked in any story yet; mark something first")
	// ErrNoFormat is a name that no format has.
	ErrNoFormat = errors.New("there is no such format")
	// ErrNeedsConverter is sound that the format cannot hold as it is, on a machine without ffmpeg.
	ErrNeedsConverter = errors.New("ffmpeg is not installed")
	// ErrSound is a file of sound that cannot be put into what is written.
	ErrSound = errors.New("the sound cannot be used")
	// ErrTooLarge is sound that no browser would open in a page.
	ErrTooLarge = errors.New("there is too much sound for one page")
)

// A Format is one way to write a story.
type Format struct {
	Name       string // as the command line calls it: "vtt"
	Label      string // for people: "WebVTT subtitles"
	About      string // a line on what it is good for
	Ending     string // of its files, with the dot: ".vtt"
	NeedsTimes bool   // nothing can be written without
	NeedsMarks bool   // it is of what the reader has marked
	HoldsSound bool   // the sound is in the file, so that it is large, and nothing for a terminal

	write    func(context.Context, io.Writer, Story, Options) error
	writeAll func(io.Writer, iter.Seq2[Story, error]) error // nil where a file is of one story
}

// Detail says how much is marked at a time in a format that marks one thing at a time.
type Detail int

// The details, the calm one first.
const (
	Sentences Detail = iota
	Words
)

// Options are what can be chosen, and who is told how far it is. The zero value is good for most.
type Options struct {
	Detail Detail // of the overlays of an EPUB; a page marks sentence and word both
	Print  Print  // of a page to print
	// Progress, where given, is told how much of the work is done, from 0 to 1, where sound makes it long.
	Progress func(share float64)
}

// Formats gives all formats, those with sound first.
func Formats() []Format {
	return []Format{
		{
			Name: "epub", Label: "Read-aloud book (EPUB 3)", Ending: ".epub", HoldsSound: true,
			About: "for e-book readers: words, sound, and each sentence marked as it is spoken", write: writeBook,
		},
		{
			Name: "html", Label: "Web page", Ending: ".html", HoldsSound: true,
			About: "one file for any browser, with the sound in it: words are marked as they are spoken", write: writePage,
		},
		{
			Name: "vtt", Label: "WebVTT subtitles", Ending: ".vtt", NeedsTimes: true,
			About: "timed text for web players", write: timed(timing.WriteVTT),
		},
		{
			Name: "srt", Label: "SubRip subtitles", Ending: ".srt", NeedsTimes: true,
			About: "timed text for video players", write: timed(timing.WriteSRT),
		},
		{
			Name: "podcast", Label: "Podcast transcript (JSON)", Ending: ".json", NeedsTimes: true,
			About: "timed text for podcast feeds", write: timed(timing.WritePodcastJSON),
		},
		{
			Name: "json", Label: "Alongside story (JSON)", Ending: ".json",
			About: "all that is known of the words and their times", write: timed(timing.WriteStory),
		},
		{
			Name: "print", Label: "Page to print", Ending: ".html",
			About: "black on white in large type, for paper or PDF, with page numbers", write: writePrint,
		},
		{
			Name: "text", Label: "Plain text", Ending: ".txt",
			About: "the words and who says them", write: timed(writeText),
		},
		{
			Name: "notes-md", Label: "Your notes (Markdown)", Ending: ".md", NeedsMarks: true,
			About: "your bookmarks, highlights, notes and words, to read and to work with", write: writeNotesMarkdown, writeAll: writeAllMarkdown,
		},
		{
			Name: "notes-csv", Label: "Your notes (CSV table)", Ending: ".csv", NeedsMarks: true,
			About: "the same as a table for spreadsheets and vocabulary cards", write: writeNotesCSV, writeAll: writeAllCSV,
		},
	}
}

// OfSeveral reports whether one file can hold several stories.
func (f Format) OfSeveral() bool { return f.writeAll != nil }

// WriteAll writes several stories to one file, where that can hold them.
func (f Format) WriteAll(w io.Writer, stories iter.Seq2[Story, error]) error {
	if !f.OfSeveral() {
		return fmt.Errorf("a file of %s is of one story", f.Label)
	}
	return f.writeAll(w, stories)
}

// Named gives the format of that name, or ErrNoFormat.
func Named(name string) (Format, error) {
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
	}
	return Format{}, fmt.Errorf("%w: %q", ErrNoFormat, name)
}

// Check reports why the story cannot be written in the format: ErrNoTimes, ErrNoMarks, or nothing. What is wrong with its files shows
// only in writing.
func (f Format) Check(s Story) error {
	if f.NeedsTimes && len(s.Alignment.Turns) == 0 {
		return fmt.Errorf("%q cannot be written as %s: %w; write its words as plain text (text) instead", s.title(), f.Name, ErrNoTimes)
	}
	if f.NeedsMarks && len(s.Marks) == 0 {
		return fmt.Errorf("%q cannot be written as %s: %w; mark something in it first", s.title(), f.Name, ErrNoMarks)
	}
	return nil
}

// Write writes the story. After an error what was written is of no use.
func (f Format) Write(ctx context.Context, w io.Writer, s Story, o Options) error {
	if err := f.Check(s); err != nil {
		return err
	}
	if o.Progress == nil {
		o.Progress = func(float64) {}
	}
	if err := f.write(ctx, w, s, o); err != nil {
		return fmt.Errorf("writing %q as %s: %w", s.title(), f.Name, explained(err))
	}
	return nil
}
