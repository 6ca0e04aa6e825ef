package subscription

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"golang.org/x/text/language"

	"alongside/store"
	"alongside/store/intake/feed"
)

// A Translation is a transcript in another language that a feed has of a story.
type Translation struct {
	Language string // BCP 47
	URL      string
	Feed     string // the address of the feed, which whoever fetches the transcript has to name
}

// Translations asks the feed that a story came from which transcripts in other languages it has of it. It gives none for a story
// that came from elsewhere, or that the feed no longer lists.
func Translations(ctx context.Context, lib *store.Library, story int64, network Network) ([]Translation, error) {
	e, err := lib.EpisodeOf(ctx, story)
	if err != nil {
		return nil, err
	}
	f, err := lib.Feed(ctx, e.Feed)
	if err != nil {
		return nil, err
	}
	answer, err := network(f.URL).Get(ctx, f.URL, "", "")
	if err != nil {
		return nil, err
	}
	in, err := feed.Read(ctx, feed.Input{URL: cmp.Or(answer.URL, f.URL), Type: answer.Type, Body: bytes.NewReader(answer.Body)})
	if err != nil {
		return nil, err
	}
	n := slices.IndexFunc(in.Episodes, func(listed feed.Episode) bool { return listed.GUID == e.GUID })
	if n < 0 {
		return nil, nil
	}
	list := translations(in.Episodes[n].Transcripts, in.Language)
	for i := range list {
		list[i].Feed = f.URL
	}
	return list, nil
}

// translations are, of transcripts of which the best is the first, the best in each other language.
func translations(all []feed.Transcript, feedLanguage string) (list []Translation) {
	if len(all) == 0 {
		return nil
	}
	known := []string{baseOf(cmp.Or(all[0].Language, feedLanguage))}
	if known[0] == "" {
		return nil // any of them may be in the same
	}
	for _, t := range all[1:] {
		if base := baseOf(t.Language); base != "" && !slices.Contains(known, base) {
			known = append(known, base)
			list = append(list, Translation{Language: t.Language, URL: t.URL})
		}
	}
	return list
}

// baseOf is a language without its region or script: "pt" of "pt-BR"; "" where it is none.
func baseOf(of string) string {
	tag, err := language.Parse(of)
	if err != nil || tag == language.Und {
		return ""
	}
	base, _ := tag.Base()
	return base.String()
}
