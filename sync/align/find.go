package align

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"alongside/sync/align/search"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// ErrUnsure says that it cannot be told which part of the text is spoken in a part of the sound.
var ErrUnsure = errors.New("no part of the text is surely what is spoken there")

// Find finds out where in the text the speaker is, in a sound that may begin anywhere in it. It gives the times of the
// turns that surely begin within the samples, and of no others; the last may be there in part only. The samples begin at
// s.From and are read up to s.To; only the turns of s are looked for. Where nothing is sure the error is [ErrUnsure]: in
// music, in speech that the text does not have, or where the same words come again elsewhere.
func (a *Aligner) Find(ctx context.Context, samples Samples, t transcript.Transcript, s Stretch) (timing.Alignment, error) {
	if err := s.check(t); err != nil {
		return timing.Alignment{}, err
	}
	if !Speaks(t.Language) {
		return timing.Alignment{}, fmt.Errorf("finding a place in a text in the language %q: %w", t.Language, ErrLanguage)
	}
	p := place{transcript: t, from: s.From, lines: linesOf(t, s)}
	c := newCollector(p.lines.transcript(), Options{})
	p.text = read(a.lexicon, c.transcript.Turns, 0, len(p.lines))
	k := newTrack(a.model, p.text, anywhere, func(all []found) {
		p.found = append(p.found, all...)
		c.take(p.text, all)
	})
	k.tuned = true // there is not enough sound to learn from
	if err := a.follow(ctx, samples, k, frameAt(s.To-s.From)); err != nil {
		return timing.Alignment{}, err
	}
	c.settle(c.end)
	out := timing.Alignment{Method: Method, Turns: p.turns(c.turns)}
	if !slices.ContainsFunc(out.Turns, func(t timing.Turn) bool { return t.Known() }) {
		return timing.Alignment{}, fmt.Errorf("listening from %v to %v for turns %d to %d: %w", s.From, s.To, s.First+1, s.Last, ErrUnsure)
	}
	return out, nil
}

// follow takes some frames of the samples along a track, to its end.
func (a *Aligner) follow(ctx context.Context, samples Samples, k *track, frames int) error {
	ctx, stop := context.WithCancel(ctx)
	blocks := score(ctx, a.model, samples)
	defer drain(stop, blocks)
	for b := range blocks {
		<-b.done
		if b.err != nil {
			return b.err
		}
		k.take(b.frames[:min(len(b.frames), frames)])
		if frames -= len(b.frames); frames <= 0 {
			k.close()
			return nil
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	k.close()
	return nil
}

// anywhere begins a search at any sentence. Each is a way to be tried in each frame until one is the right one, so that
// ways that fall behind have to be dropped much earlier than where the place is known.
func anywhere(g *search.Graph, c search.Costs) *search.Search {
	c.Beam, c.WordBeam, c.FindBeam, c.AstrayBeam, c.GarbageBeam = 600, 120, 120, 0, 40
	return search.Anywhere(g, c)
}

// A line is one sentence of a transcript, looked for as if it were a turn: someone who comes in the middle of a long turn
// can follow from its next sentence.
type line struct {
	turn int // which it is of
	word int // the number of its first word there
	said transcript.Turn
}

type lines []line

func linesOf(t transcript.Transcript, s Stretch) (out lines) {
	for i := s.First; i < s.Last; i++ {
		turn := t.Turns[i]
		if turn.Kind != transcript.Speech {
			continue
		}
		word := 0
		for _, sentence := range turn.Sentences() {
			one := line{turn: i, word: word, said: transcript.Turn{Text: sentence.In(turn.Text)}}
			out = append(out, one)
			word += len(one.said.Words())
		}
	}
	return out
}

func (l lines) transcript() (t transcript.Transcript) {
	for _, one := range l {
		t.Turns = append(t.Turns, one.said)
	}
	return t
}

// What makes a place sure: sentences that follow each other in the text and in the sound, all of them likely to be right,
// with enough words together that chance does not find them.
const (
	likelyLine  = 0.8             // confidence of each sentence
	sureLine    = 0.9             // and of the one that the first turn begins with
	chainGap    = 2 * time.Second // between two of them, at most
	chainWords  = 30
	chainLength = 2
)

// A place is what was found of a text in some sound.
type place struct {
	transcript transcript.Transcript
	from       time.Duration // when the sound begins
	lines      lines
	text       text // of the lines
	found      []found
}

// turns gives the times of the turns that begin for sure, by the times of the lines.
func (p place) turns(times []timing.Turn) []timing.Turn {
	c := newCollector(p.transcript, Options{})
	c.offset = p.from
	for first := 0; first < len(times); {
		last := first
		for last < len(times) && continues(times, first, last) {
			last++
		}
		if p.lines.isSure(first, last) {
			for first < last && (p.lines[first].word > 0 || times[first].Confidence < sureLine) {
				first++
			}
			p.collect(c, first, last)
		}
		first = max(last, first+1)
	}
	return c.turns
}

// collect takes what was found of some lines, as words of their turns.
func (p place) collect(c *collector, first, last int) {
	if first == last {
		return
	}
	c.now, c.end = p.lines[first].turn, p.lines[last-1].turn+1
	for _, f := range p.found {
		w := p.text.words[f.word]
		if w.turn >= first && w.turn < last {
			c.settle(p.lines[w.turn].turn)
			c.found[p.lines[w.turn].word+w.number] = f
		}
	}
	c.settle(c.end)
}

// continues reports whether the line i goes on with a chain that began with the line first.
func continues(times []timing.Turn, first, i int) bool {
	if !times[i].Known() || times[i].Confidence < likelyLine || placed(times[i]) < likelyLine {
		return false
	}
	return i == first || times[i].Start-times[i-1].End < chainGap
}

// placed is the share of a turn's words that have a time.
func placed(t timing.Turn) float64 {
	n := 0
	for _, w := range t.Words {
		if w.Known() {
			n++
		}
	}
	return float64(n) / float64(max(1, len(t.Words)))
}

// isSure reports whether the lines of a chain are enough to go by, and not found in the text a second time.
func (l lines) isSure(first, last int) bool {
	if last-first < chainLength || len(l[first:last].words()) < chainWords {
		return false
	}
	return l.elsewhere(first, last) < 0.5
}

func (l lines) words() (out []string) {
	for _, one := range l {
		for _, w := range one.said.Words() {
			out = append(out, strings.ToLower(w.In(one.said.Text)))
		}
	}
	return out
}

// elsewhere is how much of the lines from first to last comes again in another place of the text: the share of their
// groups of three words that are also within as many words there.
func (l lines) elsewhere(first, last int) float64 {
	chain := l[first:last].words()
	groups := make(map[[3]string]bool)
	for i := range len(chain) - 2 {
		groups[[3]string(chain[i:i+3])] = true
	}
	most := 0
	for _, part := range []lines{l[:first], l[last:]} {
		most = max(most, densest(part.words(), groups, len(chain)))
	}
	return float64(most) / float64(len(groups))
}

// densest counts the groups within any so many words in a row, and gives the highest count.
func densest(words []string, groups map[[3]string]bool, length int) (most int) {
	count := 0
	has := func(i int) bool { return groups[[3]string(words[i:i+3])] }
	for i := range len(words) - 2 {
		if has(i) {
			count++
		}
		if i >= length && has(i-length) {
			count--
		}
		most = max(most, count)
	}
	return most
}
