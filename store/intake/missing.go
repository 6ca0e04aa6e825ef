package intake

import "cmp"

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

// Error says it to a person.
func (e *MissingError) Error() string { return e.Err.Error() }

func (e *MissingError) Unwrap() error { return e.Err }

// With gives the source together with the half that was missing in it.
func (s Source) With(half Source) Source {
	audio := cmp.Or(half.AudioPath, s.AudioPath)
	timings := cmp.Or(half.TimingsPath, s.TimingsPath)
	title := cmp.Or(half.Title, s.Title)
	if half.Location != "" || half.Text != "" {
		s = half
	}
	s.AudioPath, s.TimingsPath, s.Title = audio, timings, title
	return s
}
