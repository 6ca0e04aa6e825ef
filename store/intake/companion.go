package intake

import (
	"cmp"
	"context"
	"errors"
	"path"
	"strings"

	"golang.org/x/text/language"

	"alongside/store"
	"alongside/sync/timing"
	"alongside/sync/transcript/parallel"
)

// ReadCompanion reads a second text of a story, such as its translation, from all that a story can be read from. Sound that
// comes with it is passed over. tongue is its language, "" for what the source says.
func ReadCompanion(ctx context.Context, s Source, tongue string) (store.Companion, error) {
	found, err := Read(ctx, s)
	if missing := (*MissingError)(nil); errors.As(err, &missing) && len(missing.Found.Transcript.Turns) > 0 {
		found, err = missing.Found, nil
	}
	if err != nil {
		return store.Companion{}, err
	}
	defer found.Close()
	// What is beside the file may be the times of the story itself; only those in the text are its own.
	times := found.Alignment
	if found.TimingsPath != "" {
		times = timing.Alignment{}
	}
	return store.Companion{
		Title: found.Transcript.Title, Origin: strings.TrimSpace(s.Location),
		Language: cmp.Or(tongue, found.Transcript.Language, languageIn(s.Location)),
		Turns:    parallel.Cut(found.Transcript, times),
	}, nil
}

// languageIn is the language that a file's name ends with, as in "story.pt-BR.vtt"; "" where it does not.
func languageIn(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.TrimSuffix(name, path.Ext(name))
	last := strings.TrimPrefix(path.Ext(name), ".")
	if len(last) < 2 || len(last) > 11 {
		return ""
	}
	tag, err := language.Parse(last)
	if err != nil || tag == language.Und {
		return ""
	}
	return tag.String()
}
