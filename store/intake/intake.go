package intake

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"alongside/store"
	"alongside/store/intake/unwrap"
	"alongside/store/intake/web"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A Source is what a person named to have a story read from. Location or Text is needed; what else is left empty is looked
// for beside the file.
type Source struct {
	Location    string // a file, or an http or https address
	Named       string // the address that the person named, where Location is one that was found there; see web.NewClient
	Text        string // pasted text, in place of a location
	Title       string // in place of the title that is found
	AudioPath   string // the file with the sound
	TimingsPath string // timed text, or a story of Alongside with times
	// Dir is the folder in which there is room for what has to be unpacked or converted until Found is closed; "" for the
	// system's.
	Dir string `json:"-"`
}

// Found is what was read from a source.
type Found struct {
	Transcript  transcript.Transcript
	Name        string           // what to call a story whose transcript has no title
	Alignment   timing.Alignment // no turns: there are no timings
	AudioPath   string           // "" where there is no sound; it may have to be converted, which Save does
	TimingsPath string           // the file that the alignment came from, "" where that is the source itself
	Origin      string           // the source, where that is a file
	Parts       []store.Part     // further files of sound, in order
	Chapters    []store.Chapter
	Asides      []store.Aside
	Picture     store.Picture
	Marks       []Mark          // chapters that the sound names
	Inside      bool            // it was fetched from the person's own network: what it names may be there, too
	Repairs     []timing.Repair // what was mended in the timings
	Notes       []string        // sentences on what was left out, and what to do about it

	played string       // AudioPath, where that is known to need no converting
	inside *unwrap.Part // the sound, where it is in the file AudioPath together with the page
	dir    string       // what was unpacked of a book or a page, "" for nothing
	room   string       // the folder for what has to be converted, "" for the system's
}

// Close deletes what was unpacked of a book or a page, which Save has to come before.
func (f Found) Close() error {
	if f.dir == "" {
		return nil
	}
	return os.RemoveAll(f.dir)
}

// A Mark is where a chapter begins in the sound. In which turn that is shows when the story has times.
type Mark struct {
	Start time.Duration
	Title string
}

// ErrNoSource is returned for a source without location and text.
var ErrNoSource = errors.New("nothing was named to read a story from; name a file or an address, or paste the transcript")

// Read reads a story, and saves nothing. Its sound is not read, except to see whether it can be played and how long it is.
// Where there is no transcript, but something else of a story, the error is a [MissingError]. What was found has to be closed.
func Read(ctx context.Context, s Source) (Found, error) { return ReadTold(ctx, s, nil) }

// ReadTold is Read for who wants to hear how far it is; told may be nil.
func ReadTold(ctx context.Context, s Source, told func(Progress)) (Found, error) {
	if told == nil {
		told = func(Progress) {}
	}
	return reading{ctx: ctx, told: told}.read(s)
}

// Add reads a story and saves it in the library; told is called as it goes on, and may be nil. The number is that of the
// story in the library; the same story again updates it. Cancelled, it leaves nothing behind.
func Add(ctx context.Context, lib *store.Library, s Source, told func(Progress)) (int64, error) {
	found, err := ReadTold(ctx, s, told)
	if err != nil {
		return 0, err
	}
	defer found.Close()
	return Save(ctx, lib, found, told)
}

// Save saves what was read in the library, and gives the story's number there; told may be nil.
func Save(ctx context.Context, lib *store.Library, found Found, told func(Progress)) (int64, error) {
	if told == nil {
		told = func(Progress) {}
	}
	found, done, err := found.playable(ctx, told)
	if err != nil {
		return 0, err
	}
	defer done()
	told(Progress{Step: Saving})
	return lib.Save(ctx, store.Draft{
		Transcript: found.Transcript, Name: found.Name, Alignment: found.Alignment, AudioPath: found.AudioPath, Origin: found.Origin,
		Parts: found.Parts, Chapters: found.Chapters, Asides: found.Asides, Picture: found.Picture,
		Copied: func(done, total int64) { told(Progress{Copying, done, total}) },
	})
}

// SetAudio gives a story in the library its sound, in place of any it has. Timings are kept unless the new sound is of
// another length. told is called as it goes on, and may be nil.
func SetAudio(ctx context.Context, lib *store.Library, id int64, path string, told func(Progress)) (int64, error) {
	playable, done, err := Playable(ctx, path, "", told)
	if err != nil {
		return 0, err
	}
	defer done()
	return id, setSound(ctx, lib, id, playable, "")
}

// SetDownload gives a story its sound, like SetAudio, from a file that was downloaded from an address: it can be let go to
// save room, and be had again. What has to be converted is so in the file's folder.
func SetDownload(ctx context.Context, lib *store.Library, id int64, path, address string, told func(Progress)) (int64, error) {
	playable, done, err := Playable(ctx, path, filepath.Dir(path), told)
	if err != nil {
		return 0, err
	}
	defer done()
	return id, setSound(ctx, lib, id, playable, address)
}

func setSound(ctx context.Context, lib *store.Library, id int64, path, address string) error {
	heard, err := hear(ctx, path)
	if err != nil {
		return err
	}
	return lib.SaveDownload(ctx, id, heard.path, heard.duration, address)
}

// A reading is the work of reading one story.
type reading struct {
	ctx  context.Context
	told func(Progress)
}

func (r reading) read(s Source) (Found, error) {
	if name := bookAt(s.Location); name != "" {
		return r.book(name, s)
	}
	var found Found
	doc, err := r.open(s)
	if failure := (*web.FetchError)(nil); errors.Is(err, web.ErrSound) && errors.As(err, &failure) {
		found = soundAlone(failure)
	} else if err != nil {
		return Found{}, err
	} else if found, err = r.words(doc); err != nil && !(errors.Is(err, transcript.ErrNoTranscript) && found.isWorthKeeping()) {
		return Found{}, err
	}
	if err := r.finish(doc, s, &found); err != nil {
		return Found{}, err
	}
	if err != nil {
		return Found{}, &MissingError{NoTranscript, found, err}
	}
	return found, r.ctx.Err()
}

// finish adds the rest of what a source names, or of what lies beside it.
func (r reading) finish(doc document, s Source, found *Found) error {
	found.room = s.Dir
	if title := strings.TrimSpace(s.Title); title != "" {
		found.Transcript.Title = title
	}
	if found.Name == "" {
		found.Name = doc.nameFor(found.Transcript)
	}
	if err := r.sound(doc, s.AudioPath, found); err != nil {
		return err
	}
	if err := r.picture(doc, s.Dir, found); err != nil {
		return err
	}
	return r.timings(doc, s.TimingsPath, found)
}

// sound finds the story's sound: the file that was named, else one beside the source.
func (r reading) sound(doc document, named string, found *Found) error {
	r.told(Progress{Step: Listening})
	if named == "" && doc.sound == "" {
		var notes []string
		named, notes = soundBeside(r.ctx, doc.path, found.Transcript.Audio.URL)
		found.Notes = append(found.Notes, notes...)
		if part, saved := doc.soundInside(found.Transcript.Audio.URL); named == "" && saved {
			return r.hearInside(doc, part, found)
		}
	} else if named == "" {
		named = doc.sound
	}
	if named == "" {
		return nil
	}
	sound, err := hear(r.ctx, named)
	if err != nil {
		return err
	}
	found.AudioPath = sound.path
	if !sound.convert {
		found.played = sound.path
	}
	found.listened(sound)
	return nil
}

// listened keeps what is known of the sound.
func (f *Found) listened(heard sound) {
	if heard.duration > 0 {
		f.Transcript.Audio.Duration = heard.duration // of what will be heard, not of what the page says
	}
	if f.Transcript.Audio.Type == "" {
		f.Transcript.Audio.Type = heard.mediaType
	}
	if len(f.Chapters) == 0 {
		f.Marks = heard.marks
	}
}

// timings finds when the story's words are spoken: in the file that was named, else in the source, else in one beside it.
// One that was only found, and does not fit, is left out with a note.
func (r reading) timings(doc document, named string, found *Found) error {
	r.told(Progress{Step: Timing})
	if named != "" {
		return r.match(named, found)
	}
	if len(found.Alignment.Turns) > 0 {
		return nil
	}
	beside := timingsBeside(doc.path)
	if beside == "" {
		return nil
	}
	if err := r.match(beside, found); err != nil {
		if r.ctx.Err() != nil {
			return r.ctx.Err()
		}
		found.Notes = append(found.Notes, fmt.Sprintf("%s was left out: %v.", filepath.Base(beside), err))
	}
	return nil
}

func (r reading) match(path string, found *Found) error {
	timed, err := readTimed(path)
	if err != nil {
		return err
	}
	if length := found.Transcript.Audio.Duration; length > 0 && found.AudioPath != "" {
		if timed, err = timed.Within(length); err != nil {
			return fmt.Errorf("using the timings %s with the sound %s: %w", path, found.AudioPath, err)
		}
	}
	alignment, err := timed.Match(found.Transcript)
	if err != nil {
		return fmt.Errorf("using the timings %s: %w", path, err)
	}
	found.Alignment, found.TimingsPath = alignment, path
	found.Repairs = append(found.Repairs, timed.Repairs...)
	return nil
}

// A Step is a part of the work of taking a story in.
type Step string

// The steps, in the order in which they are taken.
const (
	Fetching    Step = "Fetching the page"
	Reading     Step = "Reading the transcript"
	Listening   Step = "Looking at the sound"
	Timing      Step = "Reading the timings"
	Saving      Step = "Saving the story"
	Picturing   Step = "Fetching the picture"
	Downloading Step = "Downloading the sound"
	Converting  Step = "Converting the sound"
	Copying     Step = "Copying the sound"
	Aligning    Step = "Finding when each word is spoken"
)

// Progress says what is being done, and how much of it is: Total is 0 where that is not known. Done and Total are bytes,
// nanoseconds of sound, or files.
type Progress struct {
	Step        Step
	Done, Total int64
}

// String says it to a person: "Copying the sound, 40%".
func (p Progress) String() string {
	if p.Total <= 0 {
		return string(p.Step)
	}
	return fmt.Sprintf("%s, %d%%", p.Step, min(p.Done, p.Total)*100/p.Total)
}
