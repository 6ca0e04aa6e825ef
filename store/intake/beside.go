package intake

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"alongside/store/intake/convert"
	"alongside/store/intake/unwrap"
)

// The endings of files that belong together, the better first.
func playedEndings() []string  { return []string{".mp3", ".flac", ".ogg", ".oga", ".wav"} }
func timingsEndings() []string { return []string{".vtt", ".srt", ".json"} }

func textEndings() []string {
	return slices.Concat([]string{".html", ".htm"}, pageEndings(), []string{".txt"}, proseEndings(), []string{".json", ".vtt", ".srt"})
}

// bookEndings are those of books in one file; an archive may be one.
func bookEndings() []string { return []string{".epub", ".zip"} }

// SoundEndings are those of the files that a story's sound may come in, ".mp3" first.
func SoundEndings() []string { return slices.Concat(playedEndings(), convert.Endings()) }

// StoryEndings are those of the files that a story may come in: its transcript, a book, its times or its sound.
func StoryEndings() []string { return slices.Concat(textEndings(), bookEndings(), SoundEndings()) }

// IsSound reports whether a file is one with sound, by its ending.
func IsSound(name string) bool {
	return slices.Contains(SoundEndings(), strings.ToLower(filepath.Ext(name)))
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
// which it keeps when a browser saves it, there or in the page's folder. Sound that cannot be used is told of in the notes.
func soundBeside(ctx context.Context, name, address string) (sound string, notes []string) {
	if sound = besideOf(name, playedEndings()); sound != "" || name == "" {
		return sound, nil
	}
	if sound = unwrap.FolderOf(name).Find(address); !IsSound(sound) {
		sound = besideOf(name, convert.Endings())
	}
	if sound == "" || slices.Contains(playedEndings(), strings.ToLower(filepath.Ext(sound))) {
		return sound, nil
	}
	if _, err := hear(ctx, sound); err != nil {
		return "", []string{fmt.Sprintf("The sound beside it was left out: %v.", err)}
	}
	return sound, nil
}
