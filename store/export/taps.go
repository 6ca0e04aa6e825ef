package export

import (
	"encoding/json"
	"io"
	"time"

	"alongside/store"
)

// A tapFile is what somebody tapped in a story, for other programs.
type tapFile struct {
	Title string    `json:"title"`
	URL   string    `json:"url,omitempty"`
	Taps  []tapLine `json:"taps"`
}

// A tapLine is one tap. Turns and sentences are counted from 1.
type tapLine struct {
	Turn     int       `json:"turn"`
	Sentence int       `json:"sentence"`
	Text     string    `json:"text"`
	Heard    float64   `json:"heard"` // seconds of the sound, as it was tapped: later than the sentence begins
	Speed    float64   `json:"speed"` // 0 where the sound stood still
	Made     time.Time `json:"made"`
}

// WriteTaps writes what the reader has mended in a story as JSON, the earliest first.
func WriteTaps(w io.Writer, s store.Story, mendings []store.Mending) error {
	file := tapFile{Title: s.Title, URL: s.URL, Taps: []tapLine{}}
	for i := len(mendings) - 1; i >= 0; i-- {
		for _, t := range mendings[i].Taps {
			file.Taps = append(file.Taps, tapLine{
				t.Turn + 1, t.Sentence + 1, t.Text(s.Transcript), t.At.Seconds(), t.Speed, mendings[i].Made.UTC(),
			})
		}
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "\t")
	out.SetEscapeHTML(false)
	return out.Encode(file)
}
