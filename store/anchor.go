package store

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"alongside/sync/transcript"
)

// This file finds the words that a mark was put on in a story that was read anew.

// A finder looks for marks in some turns.
type finder struct {
	turns []transcript.Turn
	plain plainStory // made when first needed
}

// A plainStory is all words of a story without what another reading may have differently: case, punctuation, the division
// into paragraphs and turns. Between words stands one space.
type plainStory struct {
	text    string
	origins []origin // of each byte
}

// An origin is where a letter stands.
type origin struct{ turn, at int32 }

// How sure it must be that words are those that were marked.
const (
	surely = 8  // bytes of what stands around them that are the same
	long   = 20 // bytes of words that hardly stand in a story twice
)

// find is where a mark's words stand now. It reports false where they are not there, or not surely.
func (f *finder) find(m anchored) (turn int, span transcript.Span, ok bool) {
	if f.at(m.Turn, m.Span, m.quote) {
		return m.Turn, m.Span, true
	}
	quote := strings.TrimSpace(plainOf(m.quote))
	if quote == "" {
		return 0, span, false
	}
	if f.plain.text == "" {
		f.plain = newPlainStory(f.turns)
	}
	earlier, later := plainOf(m.earlier), plainOf(m.later)
	best, bestScore, found := -1, -1, 0
	for from := 0; ; {
		at := strings.Index(f.plain.text[from:], quote)
		if at < 0 {
			break
		}
		at += from
		from = at + 1
		found++
		score := sameEnd(f.plain.text[:at], earlier) + sameBeginning(f.plain.text[at+len(quote):], later)
		if score > bestScore || score == bestScore && f.away(at, m.Turn) < f.away(best, m.Turn) {
			best, bestScore = at, score
		}
	}
	sure := bestScore >= surely || len(quote) >= long || found == 1 && bestScore >= len(earlier)+len(later)
	if best < 0 || !sure {
		return 0, span, false
	}
	return f.place(best, best+len(quote), m.quote)
}

// at reports whether words stand at a place.
func (f *finder) at(turn int, span transcript.Span, quote string) bool {
	if turn < 0 || turn >= len(f.turns) || span.Start < 0 || span.End <= span.Start || span.End > len(f.turns[turn].Text) {
		return false
	}
	return span.In(f.turns[turn].Text) == quote && quote != ""
}

// away is how many turns a place in the plain text is from a turn.
func (f *finder) away(at, turn int) int {
	away := int(f.plain.origins[at].turn) - turn
	return max(away, -away)
}

// place is where a stretch of the plain text stands in the story; of words that are in two turns now, what is in the first.
// Punctuation at the ends comes along where it is as it was.
func (f *finder) place(from, to int, quote string) (int, transcript.Span, bool) {
	first, last := f.plain.origins[from], f.plain.origins[to-1]
	text := f.turns[first.turn].Text
	span := transcript.Span{Start: int(first.at), End: len(text)}
	lead := max(strings.IndexFunc(quote, isPlain), 0)
	if whole := (transcript.Span{Start: span.Start - lead, End: span.Start - lead + len(quote)}); f.at(int(first.turn), whole, quote) {
		return int(first.turn), whole, true
	}
	if last.turn == first.turn {
		_, size := utf8.DecodeRuneInString(text[last.at:])
		span.End = int(last.at) + size
	}
	return int(first.turn), span, span.End-span.Start <= mostQuote
}

func newPlainStory(turns []transcript.Turn) (p plainStory) {
	var b strings.Builder
	for n, turn := range turns {
		p.origins = appendPlain(&b, p.origins, turn.Text, int32(n))
		if b.Len() > 0 && !strings.HasSuffix(turn.Text, " ") {
			p.origins = appendPlain(&b, p.origins, " ", int32(n))
		}
	}
	p.text = b.String()
	return p
}

func plainOf(text string) string {
	var b strings.Builder
	appendPlain(&b, nil, text, 0)
	return b.String()
}

// appendPlain adds a turn's plain text and where its letters stand. Marks over letters are left out: one reading has them as
// letters of their own, another has not.
func appendPlain(b *strings.Builder, origins []origin, text string, turn int32) []origin {
	space := b.Len() > 0 && strings.HasSuffix(b.String(), " ")
	for at, r := range text {
		switch {
		case isPlain(r):
			before := b.Len()
			b.WriteRune(unicode.ToLower(r))
			for range b.Len() - before {
				origins = append(origins, origin{turn, int32(at)})
			}
			space = false
		case unicode.Is(unicode.M, r), space:
		default:
			b.WriteByte(' ')
			origins = append(origins, origin{turn, int32(at)})
			space = true
		}
	}
	return origins
}

// isPlain reports whether a character is one of a word's.
func isPlain(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// sameEnd is how many bytes two texts have in common at their ends, sameBeginning at their beginnings.
func sameEnd(a, b string) (n int) {
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}

func sameBeginning(a, b string) (n int) {
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
