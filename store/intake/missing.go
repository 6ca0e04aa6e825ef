package intake

import "strings"

// Missing names the half of a story that was not found.
type Missing string

// The halves.
const (
	NoTranscript Missing = "transcript"
	NoSound      Missing = "sound"
)

// A MissingError says that only a half of a story was found. The person has the other, perhaps; what was found is kept.
type MissingError struct {
	Half  Missing
	Found Found // the half that is there
	Err   error // what was wrong, in a sentence that says what to do
}

// Error says where the other half can be had, besides what was not found.
func (e *MissingError) Error() string {
	text, t := e.Err.Error(), e.Found.Transcript
	switch {
	case t.TranscriptURL != "" && !strings.Contains(text, t.TranscriptURL):
		text += "; the page says that its transcript is at " + t.TranscriptURL
	case t.Audio.URL != "" && !strings.Contains(text, t.Audio.URL):
		text += "; its sound is at " + t.Audio.URL
	}
	return text
}

func (e *MissingError) Unwrap() error { return e.Err }
