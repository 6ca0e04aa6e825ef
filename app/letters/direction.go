package letters

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// A Stretch is a part of a line that is drawn in one go, from left to right or from right to left.
type Stretch struct {
	Start, End  int // bytes of the line
	RightToLeft bool
	Drawn       string // what is drawn for it: brackets are turned round where they are read from the right
	level       int
	order       int // in which it stands on the line, from the left
}

// Order is which one it is on the line, counted from the left.
func (s Stretch) Order() int { return s.order }

// HasRightToLeft reports whether a text has letters that are read from right to left.
func HasRightToLeft(text string) bool {
	for _, r := range text {
		if r >= 0x0590 && fromRight(classOf(r)) {
			return true
		}
	}
	return false
}

// StartsRight reports whether the lines of a text begin at the right: whether its first letter does.
func StartsRight(text string) bool {
	for _, r := range text {
		if c := classOf(r); c == bidi.L || fromRight(c) {
			return c != bidi.L
		}
	}
	return false
}

func classOf(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

func fromRight(c bidi.Class) bool { return c == bidi.R || c == bidi.AL }

// Stretches parts a line in the order in which it is read, and says in which order the parts stand, by Unicode's rules for
// texts of both directions (UAX 9) without its marks for embedding. What the toolkit would set in the wrong order, signs among
// letters that are read from the right, comes as a stretch of its own.
func Stretches(line string, startsRight bool) []Stretch {
	base := 0
	if startsRight {
		base = 1
	}
	if !utf8.ValidString(line) {
		return []Stretch{{End: len(line), Drawn: line}}
	}
	runes := []rune(line)
	levels := levelsOf(runes, base)
	var parts []Stretch
	at := 0
	for i, r := range runes {
		end := at + utf8.RuneLen(r)
		if n := len(parts); n > 0 && parts[n-1].level == levels[i] && (levels[i]%2 == 0 || goesOn(runes, levels, i)) {
			parts[n-1].End = end
		} else {
			parts = append(parts, Stretch{Start: at, End: end, level: levels[i], RightToLeft: levels[i]%2 == 1})
		}
		at = end
	}
	for i := range parts {
		p := &parts[i]
		p.Drawn = line[p.Start:p.End]
		if p.RightToLeft {
			p.Drawn = turnedRound(p.Drawn)
		}
	}
	order(parts)
	return parts
}

// goesOn reports whether a rune read from the right is drawn with the one before it: letters and marks are, and spaces between
// letters.
func goesOn(runes []rune, levels []int, i int) bool {
	part := func(r rune) bool { c := classOf(r); return fromRight(c) || c == bidi.NSM }
	last := i - 1
	for last >= 0 && unicode.IsSpace(runes[last]) {
		last--
	}
	next := i
	for next < len(runes) && unicode.IsSpace(runes[next]) {
		next++
	}
	return last >= 0 && next < len(runes) && levels[last] == levels[i] && levels[next] == levels[i] && part(runes[last]) && part(runes[next])
}

// levelsOf is how deep each rune is embedded: even where it is read from the left, odd from the right.
func levelsOf(runes []rune, base int) []int {
	classes := resolved(runes, base)
	levels := make([]int, len(runes))
	for i, c := range classes {
		switch {
		case c == bidi.R:
			levels[i] = 1
		case c == bidi.EN:
			levels[i] = 2
		case base == 1:
			levels[i] = 2
		}
	}
	return levels
}

// resolved are the classes of runes: L, R, or EN for numbers among what is read from the right.
func resolved(runes []rune, base int) []bidi.Class {
	side := bidi.L
	if base == 1 {
		side = bidi.R
	}
	classes := make([]bidi.Class, len(runes))
	strong := side
	for i, r := range runes {
		switch c := classOf(r); {
		case c == bidi.L, fromRight(c):
			classes[i] = bidi.L
			if c != bidi.L {
				classes[i] = bidi.R
			}
			strong = classes[i]
		case c == bidi.AN, c == bidi.EN && strong == bidi.R:
			classes[i] = bidi.EN
		case c == bidi.EN:
			classes[i] = bidi.L
		case c == bidi.NSM && i > 0:
			classes[i] = classes[i-1]
		case (c == bidi.CS || c == bidi.ES) && inNumber(runes, i), c == bidi.ET && besideNumber(runes, i):
			classes[i] = bidi.EN
			if strong == bidi.L {
				classes[i] = bidi.L
			}
		default:
			classes[i] = bidi.ON
		}
	}
	settle(classes, side)
	return classes
}

func isNumber(runes []rune, i int) bool {
	if i < 0 || i >= len(runes) {
		return false
	}
	c := classOf(runes[i])
	return c == bidi.EN || c == bidi.AN
}

func inNumber(runes []rune, i int) bool     { return isNumber(runes, i-1) && isNumber(runes, i+1) }
func besideNumber(runes []rune, i int) bool { return isNumber(runes, i-1) || isNumber(runes, i+1) }

// settle gives signs and spaces the direction of what is on both sides of them, else that of the line.
func settle(classes []bidi.Class, side bidi.Class) {
	sideOf := func(c bidi.Class) bidi.Class {
		if c == bidi.EN {
			return bidi.R // numbers among letters that are read from the right
		}
		return c
	}
	for i := 0; i < len(classes); i++ {
		if classes[i] != bidi.ON {
			continue
		}
		end := i
		for end < len(classes) && classes[end] == bidi.ON {
			end++
		}
		before, after := side, side
		if i > 0 {
			before = sideOf(classes[i-1])
		}
		if end < len(classes) {
			after = sideOf(classes[end])
		}
		settled := side
		if before == after {
			settled = before
		}
		for ; i < end; i++ {
			classes[i] = settled
		}
	}
}

// order says in which order parts stand: the deepest levels are turned round first.
func order(parts []Stretch) {
	places := make([]int, len(parts))
	for i := range places {
		places[i] = i
	}
	for level := 2; level > 0; level-- {
		for i := 0; i < len(places); i++ {
			end := i
			for end < len(places) && parts[places[end]].level >= level {
				end++
			}
			slices.Reverse(places[i:end])
			i = max(i, end-1)
		}
	}
	for at, i := range places {
		parts[i].order = at
	}
}

// turnedRound has brackets as they are seen from the other side.
func turnedRound(text string) string {
	return strings.Map(func(r rune) rune {
		const pairs = "()[]{}<>«»‹›"
		all := []rune(pairs)
		if i := slices.Index(all, r); i >= 0 {
			return all[i^1]
		}
		return r
	}, text)
}
