package assets

import _ "embed"

// A Story is a story that comes with the program.
type Story struct {
	Transcript []byte // the transcript as published: UTF-8 text
	Timed      []byte // the story as JSON, with the times of its turns, sentences and words; see timing.ReadStory
	Audio      []byte // its sound, a whole file
	AudioName  string // what that file is called: "the-fog-bell.ogg"
}

var (
	//go:embed sample/the-fog-bell.txt
	sampleTranscript []byte
	//go:embed sample/the-fog-bell.json
	sampleTimed []byte
	//go:embed sample/the-fog-bell.ogg
	sampleAudio []byte
)

// Sample gives the story that is in a new library: an original piece of about two minutes, in synthesised voices. The bytes
// are shared: do not change them.
func Sample() Story {
	return Story{
		Transcript: sampleTranscript,
		Timed:      sampleTimed,
		Audio:      sampleAudio,
		AudioName:  "the-fog-bell.ogg",
	}
}
