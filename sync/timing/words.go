package timing

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"alongside/sync/transcript"
)

// wordGap is the pause after which single words are no longer joined to one sentence.
const wordGap = 2 * time.Second

// joinWords makes sentences of a file that has a cue for each word, and keeps the words' times as parts. Other files it
// leaves as they are.
func joinWords(cues []Cue) []Cue {
	single := 0
	for _, c := range cues {
		if !strings.Contains(c.Text, " ") && len(c.Parts) == 0 {
			single++
		}
	}
	if len(cues) < 3 || single*5 < len(cues)*4 {
		return cues
	}
	var out []Cue
	for i := 0; i < len(cues); {
		j := i + 1
		for j < len(cues) && goesOn(cues[j-1], cues[j]) {
			j++
		}
		out = append(out, sentencesOf(cues[i:j])...)
		i = j
	}
	return out
}

// goesOn reports whether next continues what is said in c.
func goesOn(c, next Cue) bool {
	return c.Voice == next.Voice && next.Start-c.End < wordGap && next.Start >= c.End &&
		len(c.Parts) == 0 && len(next.Parts) == 0 && !isSound(c.Text) && !isSound(next.Text)
}

// sentencesOf makes a cue for each sentence of what the given cues say together.
func sentencesOf(words []Cue) []Cue {
	if len(words) == 1 {
		return words
	}
	var text strings.Builder
	ends := make([]int, len(words)) // where each one's text ends
	for i, w := range words {
		if i > 0 && !isClosing(w.Text) && needsSpace(words[i-1].Text, w.Text) {
			text.WriteByte(' ')
		}
		text.WriteString(w.Text)
		ends[i] = text.Len()
	}
	whole := text.String()
	var out []Cue
	i := 0
	for _, s := range (transcript.Turn{Text: whole}).Sentences() {
		first := i
		for i < len(words) && ends[i] <= s.End {
			i++
		}
		if i > first {
			out = append(out, joined(whole, words[first:i], ends[first:i]))
		}
	}
	if i < len(words) {
		out = append(out, joined(whole, words[i:], ends[i:]))
	}
	return out
}

// joined makes one cue of words that follow each other in text.
func joined(text string, words []Cue, ends []int) Cue {
	start := ends[0] - len(words[0].Text)
	last := len(words) - 1
	c := words[0]
	c.Text, c.End = text[start:ends[last]], words[last].End
	if len(words) == 1 {
		return c
	}
	for i, w := range words {
		if i > 0 && isClosing(w.Text) {
			c.Parts[len(c.Parts)-1].Span.End = ends[i] - start
			continue
		}
		span := transcript.Span{Start: ends[i] - len(w.Text) - start, End: ends[i] - start}
		c.Parts = append(c.Parts, Part{Span: span, Voice: w.Voice, Start: w.Start, End: w.End})
	}
	return c
}

// isClosing reports whether text is punctuation that belongs to the word before it.
func isClosing(text string) bool {
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || !unicode.IsPunct(r) || unicode.Is(unicode.Ps, r) || unicode.Is(unicode.Pd, r) {
			return false
		}
	}
	return true
}

// needsSpace reports whether a space stands between two pieces of text: not in scripts that have none.
func needsSpace(before, after string) bool {
	b, _ := utf8.DecodeLastRuneInString(before)
	a, _ := utf8.DecodeRuneInString(after)
	return !isUnspaced(b) || !isUnspaced(a)
}

func isUnspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFFEF
}
