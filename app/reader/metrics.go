package reader

import (
	"unicode"

	"fyne.io/fyne/v2"
)

// referenceSize is the text size at which widths are measured once; they grow in proportion to the size.
const referenceSize = 100

// metrics knows how wide text is. Fonts are not hinted here, so a width at one size gives it at every size; that makes
// laying out a whole story again, for a new text size, a matter of sums.
type metrics struct {
	measure func(text string, size float32, style fyne.TextStyle) fyne.Size
	runes   map[fyne.TextStyle]map[rune]float32
	words   map[fyne.TextStyle]map[string]float32
}

func newMetrics(measure func(string, float32, fyne.TextStyle) fyne.Size) *metrics {
	return &metrics{
		measure: measure,
		runes:   map[fyne.TextStyle]map[rune]float32{},
		words:   map[fyne.TextStyle]map[string]float32{},
	}
}

// width is how wide text is at size. For scripts whose letters stand alone it is the sum of the letters, which leaves out
// kerning (under one percent of a line); for others the word is measured as a whole, once.
func (m *metrics) width(text string, size float32, style fyne.TextStyle) float32 {
	table := m.table(style)
	var sum float32
	for _, r := range text {
		if !standsAlone(r) {
			return m.shaped(text, style) * size / referenceSize
		}
		w, ok := table[r]
		if !ok {
			w = m.measure(string(r), referenceSize, style).Width
			table[r] = w
		}
		sum += w
	}
	return sum * size / referenceSize
}

// exact is the width that the drawn text has, kerning included.
func (m *metrics) exact(text string, size float32, style fyne.TextStyle) float32 {
	if text == "" {
		return 0
	}
	return m.measure(text, size, style).Width
}

func (m *metrics) table(style fyne.TextStyle) map[rune]float32 {
	table, ok := m.runes[style]
	if !ok {
		table = map[rune]float32{}
		m.runes[style] = table
	}
	return table
}

func (m *metrics) shaped(text string, style fyne.TextStyle) float32 {
	words, ok := m.words[style]
	if !ok {
		words = map[string]float32{}
		m.words[style] = words
	}
	w, ok := words[text]
	if !ok {
		w = m.measure(text, referenceSize, style).Width
		words[text] = w
	}
	return w
}

// standsAlone reports whether a letter has the same width whatever stands beside it.
func standsAlone(r rune) bool {
	if r < 0x0300 {
		return true
	}
	return unicode.In(r, unicode.Greek, unicode.Cyrillic, unicode.Han, unicode.Hiragana, unicode.Katakana) ||
		r >= 0x2000 && r < 0x2070 // dashes, quotes and spaces
}
