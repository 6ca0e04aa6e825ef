package intake

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"alongside/store/intake/unwrap"
)

// Pairs is what was made of files that were named together.
type Pairs struct {
	Stories []Source // of files that belong together, or are a story by themselves, in the order in which they were named
	Left    []Left   // of which a half is missing
	Notes   []string // sentences on files that were left out
}

// Left is half a story: its transcript or its sound.
type Left struct {
	Source  Source  // with Location for a transcript, with AudioPath for sound
	Missing Missing // what it lacks
	Why     string  // a sentence that says what was looked for, and what to do
}

// The most files that are paired, and that are looked at in a folder.
const mostPaired = 1000

// Pair puts together which transcripts, sounds and timings belong together: by their names, else by the transcript's title,
// else by whether so many words are spoken in that time. It only pairs what can belong to nothing else. A folder is looked
// into one level deep; one that a browser saved beside a page is a part of that page.
func Pair(ctx context.Context, paths []string) (Pairs, error) {
	p := &pairing{reading: reading{ctx: ctx, told: func(Progress) {}}}
	for _, path := range paths {
		if err := p.take(path); err != nil {
			return Pairs{}, err
		}
	}
	p.attachTimings()
	p.double()
	p.match(sameFile)
	p.setAside()
	stages := []func() (match, error){p.byName, p.byNameWithoutNumber, p.byTitle, p.byLength}
	if len(p.texts) == 1 && len(p.sounds) == 1 {
		stages = append(stages, p.together)
	}
	for _, stage := range stages {
		same, err := stage()
		if err != nil {
			return Pairs{}, err
		}
		p.match(same)
		if err := ctx.Err(); err != nil {
			return Pairs{}, err
		}
	}
	return p.result(), nil
}

// A half is a file with a transcript, a sound or timings.
type half struct {
	path    string
	base    string // the name without its ending
	n       int    // where it was named
	other   *half  // the sound of a transcript, or the transcript of a sound
	timings string
	rivals  []*half // what it could belong to as well as to another

	look *looked // nil until it was looked at
}

// A pairing is the work of pairing files.
type pairing struct {
	reading
	texts, sounds, timed []*half
	whole                []*half // stories by themselves
	notes                []string
	seen                 map[string]bool
	count                int
}

// take takes in a path that was named.
func (p *pairing) take(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return fileError(path, err)
	}
	if page := unwrap.PageOf(path); info.IsDir() && page != "" {
		return p.file(page, p.alone)
	}
	if !info.IsDir() {
		return p.file(path, p.alone)
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return fileError(path, err)
	}
	for _, entry := range entries {
		if entry.Type().IsRegular() && !strings.HasPrefix(entry.Name(), ".") {
			if err := p.file(filepath.Join(path, entry.Name()), passOver); err != nil {
				return err
			}
		}
	}
	return nil
}

// alone makes a story by itself of a file of a kind that is not known, so that reading it says what is wrong with it.
func (p *pairing) alone(h *half) { p.whole = append(p.whole, h) }

// passOver leaves out a file of a kind that is not known, as there are many in a folder.
func passOver(*half) {}

// file takes in a file; strange gets one of a kind that is not known.
func (p *pairing) file(path string, strange func(*half)) error {
	if p.seen == nil {
		p.seen = map[string]bool{}
	}
	full, err := filepath.Abs(path)
	if err != nil || p.seen[full] {
		return err
	}
	p.seen[full] = true
	if p.count++; p.count > mostPaired {
		return fmt.Errorf("pairing files: there are more than %d; name fewer at a time", mostPaired)
	}
	ending := strings.ToLower(filepath.Ext(path))
	h := &half{path: path, base: strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)), n: p.count}
	switch {
	case slices.Contains(timingsEndings(), ending):
		p.timed = append(p.timed, h)
	case IsSound(path):
		p.sounds = append(p.sounds, h)
	case slices.Contains(textEndings(), ending):
		p.texts = append(p.texts, h)
	default:
		strange(h)
	}
	return nil
}

// attachTimings gives timings to the transcripts that they belong to by name. The others are stories by themselves: they have
// words too.
func (p *pairing) attachTimings() {
	for _, t := range p.timed {
		var of []*half
		for _, same := range []func(a, b *half) bool{sameName, alikeName} {
			if of = among(p.texts, t, same); len(of) > 0 {
				break
			}
		}
		switch {
		case len(of) == 0:
			p.texts = append(p.texts, t)
		case of[0].timings == "":
			of[0].timings = t.path
		default:
			p.notes = append(p.notes, fmt.Sprintf("%s was left out: %s has the timings %s already.",
				filepath.Base(t.path), filepath.Base(of[0].path), filepath.Base(of[0].timings)))
		}
	}
}

// setAside makes stories by themselves of halves whose other half lies beside them, though it was not named.
func (p *pairing) setAside() {
	whole := func(h *half) bool {
		endings := SoundEndings()
		if IsSound(h.path) {
			endings = textEndings()
		}
		return h.other == nil && besideOf(h.path, endings) != ""
	}
	for _, halves := range []*[]*half{&p.texts, &p.sounds} {
		for _, h := range *halves {
			if whole(h) {
				p.whole = append(p.whole, h)
			}
		}
		*halves = slices.DeleteFunc(*halves, whole)
	}
}

// double leaves out what is there twice: the same transcript, or the same sound, in two kinds of file.
func (p *pairing) double() {
	p.texts = p.better(p.texts, textEndings())
	p.sounds = p.better(p.sounds, SoundEndings())
}

func (p *pairing) better(halves []*half, endings []string) []*half {
	rank := func(h *half) int { return slices.Index(endings, strings.ToLower(filepath.Ext(h.path))) }
	var kept []*half
	for _, h := range halves {
		at := slices.IndexFunc(kept, func(k *half) bool { return sameFile(k, h) })
		if at < 0 {
			kept = append(kept, h)
			continue
		}
		left := h
		if rank(h) < rank(kept[at]) {
			left, kept[at] = kept[at], h
		}
		if kept[at].timings == "" {
			kept[at].timings = left.timings
		}
		p.notes = append(p.notes, fmt.Sprintf("%s was left out: %s is the same in another form.", filepath.Base(left.path), filepath.Base(kept[at].path)))
	}
	return kept
}

// among gives those of some halves that are the same as one.
func among(halves []*half, one *half, same func(a, b *half) bool) (found []*half) {
	for _, h := range halves {
		if h.other == nil && same(h, one) {
			found = append(found, h)
		}
	}
	return found
}

// A match tells whether a transcript and a sound can belong together.
type match func(text, sound *half) bool

// match pairs what can belong to nothing else.
func (p *pairing) match(same match) {
	if same == nil {
		return
	}
	type pair struct{ text, sound *half }
	var found []pair
	for _, text := range p.texts {
		if text.other != nil {
			continue
		}
		sounds := among(p.sounds, text, func(sound, text *half) bool { return same(text, sound) })
		for _, sound := range sounds {
			texts := among(p.texts, sound, same)
			if len(sounds) == 1 && len(texts) == 1 {
				found = append(found, pair{text, sound})
				continue
			}
			text.rivals, sound.rivals = sounds, texts
		}
	}
	for _, f := range found {
		f.text.other, f.sound.other = f.sound, f.text
	}
}

// together pairs the only transcript with the only sound.
func (p *pairing) together() (match, error) {
	return func(_, _ *half) bool { return true }, nil
}
