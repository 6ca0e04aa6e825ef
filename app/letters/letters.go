// Package letters knows how wide text is and where its lines break.
//
// Its words: [Metrics] are the widths of one font's letters, measured once. A [Phrase] is a text whose words have been
// measured, so that setting it in lines of any width, at any size, is a matter of sums: that is what lets a list of ten
// thousand titles be laid out anew while a window is being resized.
package letters

import (
	"maps"
	"unicode"

	"fyne.io/fyne/v2"
)

// referenceSize is the text size at which widths are measured; they grow in proportion to the size, as fonts are not
// hinted here.
const referenceSize = 100

// A Measure tells how large text is when it is drawn: fyne.MeasureText is one.
type Measure func(text string, size float32, style fyne.TextStyle) fyne.Size

// Metrics are the widths of letters. They hold for the fonts that were in use when they were made.
type Metrics struct {
	measure Measure
	tables  map[fyne.TextStyle]*table
}

// table is the widths for one style, at the reference size.
type table struct {
	ascii [128]float32 // 0: not measured yet
	runes map[rune]float32
	words map[string]float32
}

// New makes metrics that measure each letter when it is first met.
func New(measure Measure) *Metrics {
	return &Metrics{measure: measure, tables: map[fyne.TextStyle]*table{}}
}

// Width is how wide text is at a size. For scripts whose letters stand alone it is the sum of the letters, which leaves
// out kerning (under one percent of a line); for others the text is measured as a whole, once.
func (m *Metrics) Width(text string, size float32, style fyne.TextStyle) float32 {
	return m.reference(text, style) * size / referenceSize
}

// Exact is the width that the drawn text has, kerning included.
func (m *Metrics) Exact(text string, size float32, style fyne.TextStyle) float32 {
	if text == "" {
		return 0
	}
	return m.measure(text, size, style).Width
}

// reference is the width at the reference size.
func (m *Metrics) reference(text string, style fyne.TextStyle) float32 {
	t := m.tables[style]
	if t == nil {
		t = &table{runes: map[rune]float32{}, words: map[string]float32{}}
		m.tables[style] = t
	}
	var sum float32
	for _, r := range text {
		if r < 128 && t.ascii[r] != 0 {
			sum += t.ascii[r]
			continue
		}
		if !standsAlone(r) {
			return m.shaped(t, text, style)
		}
		sum += m.letter(t, r, style)
	}
	return sum
}

func (m *Metrics) letter(t *table, r rune, style fyne.TextStyle) float32 {
	w, ok := t.runes[r]
	if !ok {
		w = m.measure(string(r), referenceSize, style).Width
		t.runes[r] = w
		if r < 128 {
			t.ascii[r] = w
		}
	}
	return w
}

func (m *Metrics) shaped(t *table, text string, style fyne.TextStyle) float32 {
	w, ok := t.words[text]
	if !ok {
		w = m.measure(text, referenceSize, style).Width
		t.words[text] = w
	}
	return w
}

// A Ruler is what metrics knew when it was made. Any goroutine may use it, while metrics and the toolkit's own measuring are
// for the drawing one alone.
type Ruler struct {
	runes map[fyne.TextStyle]map[rune]float32
}

// Ruler is the widths of all letters that have been met so far.
func (m *Metrics) Ruler() Ruler {
	r := Ruler{runes: make(map[fyne.TextStyle]map[rune]float32, len(m.tables))}
	for style, t := range m.tables {
		r.runes[style] = maps.Clone(t.runes)
	}
	return r
}

// Width is about how wide text is at a size: a letter that was not met alone, as in scripts that join theirs, is taken for
// half as wide as it is high.
func (r Ruler) Width(text string, size float32, style fyne.TextStyle) float32 {
	const unmet = 0.5 * referenceSize
	runes, sum := r.runes[style], float32(0)
	for _, letter := range text {
		if w, ok := runes[letter]; ok {
			sum += w
		} else {
			sum += unmet
		}
	}
	return sum * size / referenceSize
}

// standsAlone reports whether a letter has the same width whatever stands beside it.
func standsAlone(r rune) bool {
	if r < 0x0300 || r >= 0x2000 && r < 0x2070 { // Latin; dashes, quotes and spaces
		return true
	}
	return unicode.In(r, unicode.Greek, unicode.Cyrillic, unicode.Han, unicode.Hiragana, unicode.Katakana)
}
