package book

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"alongside/store"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// A fragment is a stretch of the text with the time in which it is heard.
type fragment struct {
	first, last int // blocks
	from, to    int // bytes: in the first block's text, in the last one's
	start, end  time.Duration
}

// longestTurn is the most text, in bytes, that is one turn because it is one fragment.
const longestTurn = 64 << 10

// lay makes turns of blocks, and finds out when each is heard.
func (r *reader) lay(c *contents, t *text, a *axis) Book {
	fragments := r.fragments(c, t, a)
	l := layout{text: t}
	l.join(r, fragments)
	l.divide()
	out := Book{Transcript: l.transcript(c.meta, a), Chapters: l.chapters(c.toc), Asides: l.asides()}
	out.Alignment = l.alignment(r, fragments, c.method)
	for i, b := range t.blocks {
		turn := l.turnOf[i]
		timed := len(out.Alignment.Turns) > 0 && out.Alignment.Turns[turn].Known()
		if !timed && (b.page || b.picture || !strings.ContainsFunc(b.text, isSpoken)) && l.alone(i) {
			out.Transcript.Turns[turn].Kind = transcript.Note
			if len(out.Alignment.Turns) > 0 {
				out.Alignment.Turns[turn] = timing.Turn{}
			}
		}
	}
	if len(a.parts) > 0 {
		out.AudioPath, out.Parts = a.parts[0].File, a.parts[1:]
	}
	return out
}

func isSpoken(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// fragments gives the text of each par that is heard, in the order of the text.
func (r *reader) fragments(c *contents, t *text, a *axis) []fragment {
	var out []fragment
	of := map[reference]int{} // the fragment of a text
	var last reference
	asides := spokenAsides{}
	for _, p := range c.pars {
		before := last
		last = p.text
		start, end, heard := r.place(a, p.clips)
		if p.text.file == "" && p.text.id == "" {
			continue
		}
		f, found := t.fragment(p.text)
		if !found {
			if heard && !t.has(p.text) {
				r.notes.count(nowhere)
			}
			continue
		}
		asides.add(p.aside, f)
		if !heard {
			continue
		}
		f.start, f.end = start, end
		n, again := of[p.text]
		switch {
		case !again:
			of[p.text] = len(out)
			out = append(out, f)
		case (c.outline || before == p.text) && start >= out[n].start:
			out[n].end = max(out[n].end, end)
		default:
			r.notes.count(twice)
		}
	}
	if !c.outline {
		asides.mark(r, t)
	}
	slices.SortStableFunc(out, byPlace)
	return oneOfSameTime(out)
}

// byPlace puts what is first in the text first, and what is around something before that.
func byPlace(a, b fragment) int {
	return cmp.Or(a.first-b.first, a.from-b.from, b.last-a.last, b.to-a.to)
}

// oneOfSameTime joins neighbours in a block that are heard in the same clip: which of them is heard when is not known.
func oneOfSameTime(sorted []fragment) []fragment {
	out := sorted[:0]
	for _, f := range sorted {
		if n := len(out) - 1; n >= 0 {
			before := &out[n]
			if before.start == f.start && before.end == f.end && before.last == f.first && f.first == f.last && f.from >= before.to {
				before.to = f.to
				continue
			}
		}
		out = append(out, f)
	}
	return out
}

// fragment finds the text of a reference. It is false where there is none.
func (t *text) fragment(to reference) (fragment, bool) {
	s, named := t.ids[to]
	if !named {
		whole := t.files[to.file]
		if to.id != "" || whole.first == whole.end {
			return fragment{}, false
		}
		last := t.blocks[whole.end-1]
		s = span{position{t.blocks[whole.first], 0}, position{last, len(last.text)}}
	}
	f := fragment{first: s.from.block.n, from: s.from.at, last: s.to.block.n, to: s.to.at}
	if f.first < 0 || f.last < 0 {
		return fragment{}, false
	}
	return t.trimmed(f)
}

// has reports whether what is referred to is there, be it without text: a rule stands for a pause.
func (t *text) has(to reference) bool {
	_, named := t.ids[to]
	_, read := t.files[to.file]
	return named || read && to.id == ""
}

// trimmed is a fragment that begins and ends with something written.
func (t *text) trimmed(f fragment) (fragment, bool) {
	for f.first < f.last && strings.TrimSpace(t.blocks[f.first].text[min(f.from, len(t.blocks[f.first].text)):]) == "" {
		f.first, f.from = f.first+1, 0
	}
	for f.last > f.first && strings.TrimSpace(t.blocks[f.last].text[:min(f.to, len(t.blocks[f.last].text))]) == "" {
		f.last--
		f.to = len(t.blocks[f.last].text)
	}
	head, tail := t.blocks[f.first].text, t.blocks[f.last].text
	f.from, f.to = min(f.from, len(head)), min(f.to, len(tail))
	f.from += len(head[f.from:]) - len(strings.TrimLeftFunc(head[f.from:], unicode.IsSpace))
	f.to = len(strings.TrimRightFunc(tail[:f.to], unicode.IsSpace))
	return f, f.first < f.last || f.first == f.last && f.from < f.to
}

// A layout says which block is in which turn.
type layout struct {
	text   *text
	joined []bool // whether a block is in one turn with the one before it
	turnOf []int  // for each block
	base   []int  // where each block's text begins in that of its turn
	firsts []int  // the first block of each turn
	texts  []string
}

// join puts those blocks in one turn that only one fragment tells the time of. Where it is too much text, or parts of it
// have times of their own, it stays apart.
func (l *layout) join(r *reader, fragments []fragment) {
	blocks := l.text.blocks
	l.joined = make([]bool, len(blocks))
	singles := make([]int, len(blocks)+1) // how many fragments within one block there are before each
	bytes := make([]int, len(blocks)+1)
	for _, f := range fragments {
		if f.first == f.last {
			singles[f.first+1]++
		}
	}
	for i, b := range blocks {
		singles[i+1] += singles[i]
		bytes[i+1] = bytes[i] + len(b.text)
	}
	done := 0
	for _, f := range fragments {
		if f.first == f.last || f.last < done || singles[f.last+1] > singles[f.first] {
			continue
		}
		if bytes[f.last+1]-bytes[f.first] > longestTurn {
			r.notes.count(tooLong)
			continue
		}
		for i := max(f.first, done) + 1; i <= f.last; i++ {
			l.joined[i] = true
		}
		done = f.last
	}
}

// divide numbers the turns and writes their text.
func (l *layout) divide() {
	var built strings.Builder
	end := func() {
		if len(l.firsts) > 0 {
			l.texts = append(l.texts, built.String())
			built.Reset()
		}
	}
	for i, b := range l.text.blocks {
		if l.joined[i] {
			built.WriteString("\n\n")
		} else {
			end()
			l.firsts = append(l.firsts, i)
		}
		l.turnOf = append(l.turnOf, len(l.firsts)-1)
		l.base = append(l.base, built.Len())
		built.WriteString(b.text)
	}
	end()
}

// alone reports whether a block is a turn by itself.
func (l *layout) alone(block int) bool {
	return !l.joined[block] && (block+1 == len(l.joined) || !l.joined[block+1])
}

func (l *layout) transcript(m metadata, a *axis) transcript.Transcript {
	t := transcript.Transcript{
		Title: m.title, Authors: m.authors, Source: m.publisher, Published: m.published, Language: m.language, Rights: m.rights,
		Audio: transcript.Audio{Type: a.mediaType, Duration: a.length},
	}
	for _, text := range l.texts {
		t.Turns = append(t.Turns, turnOf(text))
	}
	return t
}

// turnOf is a turn of speech, or a sound where nothing but one is written: "(SOUNDBITE OF BELL)".
func turnOf(text string) transcript.Turn {
	t := transcript.Turn{Text: text}
	if strings.HasPrefix(text, "(") && len(t.Words()) == 0 && len(t.Marks()) > 0 {
		t.Kind = transcript.Sound
	}
	return t
}

// asides gives those that are whole turns.
func (l *layout) asides() (out []store.Aside) {
	seen := map[store.Aside]bool{}
	for _, s := range l.text.asides {
		if s.first.n < 0 || s.last.n < s.first.n || l.joined[s.first.n] || s.last.n+1 < len(l.joined) && l.joined[s.last.n+1] {
			continue
		}
		a := store.Aside{First: l.turnOf[s.first.n], Last: l.turnOf[s.last.n], Kind: s.kind}
		if !seen[a] {
			seen[a] = true
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(a, b store.Aside) int {
		return cmp.Or(a.First-b.First, b.Last-a.Last, strings.Compare(a.Kind, b.Kind))
	})
	return out
}

// chapters gives those of the table of contents, else the headings.
func (l *layout) chapters(toc []entry) (out []store.Chapter) {
	for _, e := range toc {
		if block, found := l.text.begins(e.to); found {
			out = append(out, store.Chapter{Title: e.title, Level: e.level, Turn: l.turnOf[block]})
		}
	}
	if len(out) == 0 {
		for i, b := range l.text.blocks {
			if b.heading > 0 {
				out = append(out, store.Chapter{Title: strings.ReplaceAll(b.text, "\n", " "), Level: b.heading - 1, Turn: l.turnOf[i]})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b store.Chapter) int { return a.Turn - b.Turn })
	deepest := 0
	for i := range out {
		out[i].Level = min(out[i].Level, deepest)
		deepest = out[i].Level + 1
	}
	return out
}

// begins is the block with which what is referred to begins, or the next one where nothing is in it.
func (t *text) begins(to reference) (int, bool) {
	if s, named := t.ids[to]; named && s.from.block.n >= 0 {
		return s.from.block.n, true
	}
	whole, read := t.files[to.file]
	return min(whole.first, len(t.blocks)-1), read
}
