package export

import "alongside/store"

// Files tells where the files of a saved story are, as store.Library does.
type Files interface {
	AudioPaths(store.Story) []string
	PicturePath(store.Story) string
}

// Saved is a story of the library, with the files that belong to it.
func Saved(s store.Story, files Files) Story {
	out := Story{
		Transcript: s.Transcript, Alignment: s.Alignment, Changed: s.Updated,
		Chapters: s.Chapters, Asides: s.Asides, Marks: s.Marks, Companion: s.Companion,
		Picture: Picture{Path: files.PicturePath(s), Alt: s.Picture.Alt, Credit: s.Picture.Credit},
	}
	for i, path := range files.AudioPaths(s) {
		sound := Sound{Path: path}
		if i > 0 {
			sound.Start = s.Parts[i-1].Start
		}
		out.Sounds = append(out.Sounds, sound)
	}
	return out
}
