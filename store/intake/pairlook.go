package intake

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"alongside/store/intake/convert"
	"alongside/sync/transcript"
)

// How many words are spoken in a minute, from a slow reader to a fast talker. What stands in a transcript and is not spoken,
// and music, are within it.
const (
	slowest = 110
	fastest = 220
)

// looked is what was seen of a half by looking into it.
type looked struct {
	title  []string // the words that tell it from others
	words  int      // of a transcript, that are spoken
	length time.Duration
}

// lookAll looks into what was not paired by its name.
func (p *pairing) lookAll() error {
	for _, h := range slices.Concat(p.texts, p.sounds) {
		switch {
		case p.ctx.Err() != nil:
			return p.ctx.Err()
		case h.other != nil || h.look != nil:
		case IsSound(h.path):
			h.look = p.lookAtSound(h)
		default:
			h.look = p.lookAtText(h)
		}
	}
	return nil
}

// lookAtText counts a transcript's words. One that cannot be read has none; adding it says why.
func (p *pairing) lookAtText(h *half) *looked {
	doc, err := p.openFile(h.path)
	if err != nil {
		return &looked{}
	}
	found, err := p.document(doc)
	if err != nil {
		return &looked{}
	}
	look := &looked{title: nameWords(found.Transcript.Title)}
	for _, turn := range found.Transcript.Turns {
		if turn.Kind == transcript.Speech {
			look.words += len(turn.Words())
		}
	}
	return look
}

// lookAtSound takes the title from the sound's tags, where there are any.
func (p *pairing) lookAtSound(h *half) *looked {
	heard, err := hear(p.ctx, h.path)
	if err != nil {
		return &looked{}
	}
	look := &looked{length: heard.duration}
	if info, err := convert.Probe(p.ctx, heard.path); err == nil {
		look.title = nameWords(info.Title)
	}
	return look
}

// byTitle pairs a transcript with the sound whose title or name it has, and the other way round.
func (p *pairing) byTitle() (match, error) {
	if err := p.lookAll(); err != nil {
		return nil, err
	}
	return func(text, sound *half) bool {
		for _, a := range [][]string{text.look.title, nameWords(text.base)} {
			for _, b := range [][]string{sound.look.title, nameWords(sound.base)} {
				if len(a) > 0 && slices.Equal(a, b) || holds(a, b) || holds(b, a) {
					return true
				}
			}
		}
		return false
	}, nil
}

// holds reports whether a title of several words is a part of another, as it is where the name of the programme stands before
// it. A title that has a number has to have that one.
func holds(long, short []string) bool {
	const fewest = 3
	if len(short) < fewest || len(short) >= len(long) || !slices.Equal(numbers(long), numbers(short)) {
		return false
	}
	return strings.Contains(" "+strings.Join(long, " ")+" ", " "+strings.Join(short, " ")+" ")
}

func numbers(words []string) (found []string) {
	for _, word := range words {
		if isNumber(word) {
			found = append(found, word)
		}
	}
	return found
}

// byLength pairs a transcript with the only sound in which so many words are spoken.
func (p *pairing) byLength() (match, error) {
	if err := p.lookAll(); err != nil {
		return nil, err
	}
	return func(text, sound *half) bool {
		const fewest = 50 // fewer fit too many
		words, minutes := float64(text.look.words), sound.look.length.Minutes()
		return words >= fewest && words >= slowest*minutes && words <= fastest*minutes
	}, nil
}

// result says what was paired and what is left.
func (p *pairing) result() Pairs {
	result := Pairs{Notes: p.notes}
	all := slices.Concat(p.texts, p.sounds, p.whole)
	slices.SortStableFunc(all, func(a, b *half) int { return a.n - b.n })
	for _, h := range all {
		sound := slices.Contains(p.sounds, h)
		switch {
		case sound && h.other != nil: // told with its transcript
		case h.other != nil:
			result.Stories = append(result.Stories, Source{Location: h.path, AudioPath: h.other.path, TimingsPath: h.timings})
		case slices.Contains(p.whole, h), isPage(h.path):
			result.Stories = append(result.Stories, Source{Location: h.path, TimingsPath: h.timings})
		case sound:
			result.Left = append(result.Left, Left{Source{AudioPath: h.path}, NoTranscript, why(h, "transcript")})
		default:
			result.Left = append(result.Left, Left{Source{Location: h.path, TimingsPath: h.timings}, NoSound, why(h, "sound")})
		}
	}
	return result
}

// isPage reports whether a file is a web page, which names its sound itself.
func isPage(path string) bool {
	ending := strings.ToLower(filepath.Ext(path))
	return slices.Contains(pageEndings(), ending) || strings.HasPrefix(ending, ".htm")
}

// why says why a half has no other.
func why(h *half, missing string) string {
	const most = 3
	name := filepath.Base(h.path)
	var rivals []string
	for _, r := range h.rivals {
		rivals = append(rivals, filepath.Base(r.path))
	}
	if len(rivals) == 0 {
		return fmt.Sprintf("There is no %s for %s among these files; choose it as well.", missing, name)
	}
	if len(rivals) > most {
		rivals = append(rivals[:most], "others")
	}
	last := len(rivals) - 1
	if last == 0 {
		return fmt.Sprintf("%s may belong to %s, but so may another file; choose the two that belong together.", rivals[0], name)
	}
	return fmt.Sprintf("The %s for %s may be %s or %s; choose the two that belong together.", missing, name,
		strings.Join(rivals[:last], ", "), rivals[last])
}
