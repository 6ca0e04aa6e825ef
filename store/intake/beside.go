package intake

import (
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// The endings of files that belong together, the better first.
func soundEndings() []string   { return []string{".mp3", ".flac", ".ogg", ".oga", ".wav"} }
func textEndings() []string    { return []string{".html", ".htm", ".txt", ".json", ".vtt", ".srt"} }
func timingsEndings() []string { return []string{".vtt", ".srt", ".json"} }

// otherSoundEndings are those of sound that cannot be played.
func otherSoundEndings() []string {
	return []string{
		".m4a", ".m4b", ".mp4", ".aac", ".opus", ".webm", ".mka", ".wma", ".aif", ".aiff", ".aifc", ".amr", ".mp2", ".mpga", ".ra",
	}
}

func isSound(name string) bool {
	ending := strings.ToLower(filepath.Ext(name))
	return slices.Contains(soundEndings(), ending) || slices.Contains(otherSoundEndings(), ending)
}

// besideOf gives the file with the same name but for the ending, which is the first of these that is there.
func besideOf(name string, endings []string) string {
	if name == "" {
		return ""
	}
	base := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
	entries, err := os.ReadDir(filepath.Dir(name))
	if err != nil {
		return ""
	}
	found, best := "", len(endings)
	for _, entry := range entries {
		ext := filepath.Ext(entry.Name())
		rank := slices.Index(endings, strings.ToLower(ext))
		same := strings.TrimSuffix(entry.Name(), ext) == base && entry.Name() != filepath.Base(name)
		if same && rank >= 0 && rank < best && isFile(filepath.Join(filepath.Dir(name), entry.Name())) {
			found, best = filepath.Join(filepath.Dir(name), entry.Name()), rank
		}
	}
	return found
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

func timingsBeside(name string) string { return besideOf(name, timingsEndings()) }

// soundBeside gives the sound beside a file: of the same name, else of the name that the page's sound has on its server,
// which it keeps when a browser saves it. Sound that cannot be played is told of in the notes.
func soundBeside(name, address string) (sound string, notes []string) {
	if sound = besideOf(name, soundEndings()); sound != "" || name == "" {
		return sound, nil
	}
	if u, err := url.Parse(address); err == nil {
		saved := filepath.Join(filepath.Dir(name), filepath.Base(path.Base(u.Path)))
		if slices.Contains(soundEndings(), strings.ToLower(filepath.Ext(saved))) && isFile(saved) {
			return saved, nil
		}
	}
	if other := besideOf(name, otherSoundEndings()); other != "" {
		_, err := hear(other)
		return "", []string{fmt.Sprintf("The sound beside it was left out: %v.", err)}
	}
	return "", nil
}
