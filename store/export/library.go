package export

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"alongside/store"
)

// FromLibrary gives a story of the library as it is written, with the files that belong to it.
func FromLibrary(lib *store.Library, s store.Story) Story {
	out := Story{Transcript: s.Transcript, Alignment: s.Alignment, Changed: s.Updated}
	for i, path := range lib.AudioPaths(s) {
		sound := Sound{Path: path}
		if i > 0 {
			sound.Start = s.Parts[i-1].Start
		}
		out.Sounds = append(out.Sounds, sound)
	}
	if path := lib.PicturePath(s); path != "" {
		out.Picture = Picture{Path: path, Alt: s.Picture.Alt, Credit: s.Picture.Credit}
	}
	for _, c := range s.Chapters {
		out.Chapters = append(out.Chapters, Chapter{Title: c.Title, Level: c.Level, Turn: c.Turn})
	}
	return out
}

// WriteFile writes a file whole, or leaves what was there.
func WriteFile(path string, write func(io.Writer) error) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("writing %s: %w", path, err)
		}
	}()
	file, err := os.CreateTemp(filepath.Dir(path), ".alongside-*")
	if err != nil {
		return fmt.Errorf("%w; choose another place", err)
	}
	defer os.Remove(file.Name())
	defer file.Close()
	if err := write(file); err != nil {
		return err
	}
	if err := file.Chmod(0o644); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
