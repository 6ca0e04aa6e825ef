package export

import (
	"context"
	"iter"
	"slices"

	"alongside/store"
)

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

// Marked is where stories are in which something is marked; store.Library is one.
type Marked interface {
	Files
	MarkedStories(context.Context) ([]int64, error)
	Story(context.Context, int64) (store.Story, error)
}

// AllMarked gives, one after the other, the stories in which there are marks of some kinds, with those marks; of all kinds where
// none is named. Where there are none it gives ErrNothingMarked.
func AllMarked(ctx context.Context, library Marked, kinds ...store.MarkKind) iter.Seq2[Story, error] {
	return func(yield func(Story, error) bool) {
		ids, err := library.MarkedStories(ctx)
		if err != nil {
			yield(Story{}, err)
			return
		}
		found := false
		for _, id := range ids {
			story, err := library.Story(ctx, id)
			story.Marks = slices.DeleteFunc(story.Marks, func(m store.Mark) bool { return len(kinds) > 0 && !slices.Contains(kinds, m.Kind) })
			if err == nil && len(story.Marks) == 0 {
				continue
			}
			found = true
			if !yield(Saved(story, library), err) || err != nil {
				return
			}
		}
		if !found {
			yield(Story{}, ErrNothingMarked)
		}
	}
}
