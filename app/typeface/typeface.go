// Package typeface reads font files that may come from anyone, and makes of a font one with more room between its letters.
//
// The toolkit knows no room between letters or words. Here it is made part of the font: the advance of each glyph that
// stands alone grows. So everything that measures or draws text, and every mark laid over it, agrees by itself, and nothing
// is slower than with the font as it was.
package typeface

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// MostBytes is how large a font file may be: those with all of Chinese take about 20 MB.
const MostBytes = 32 << 20

// Endings are those of the files that can be used.
func Endings() []string { return []string{".ttf", ".otf"} }

// Read reads a font file and checks it.
func Read(path string) ([]byte, error) {
	name := filepath.Base(path)
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening the font %s: %w", name, err)
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("the font %s is no file; choose one that ends in %s", name, strings.Join(Endings(), " or "))
	}
	data, err := io.ReadAll(io.LimitReader(file, MostBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading the font %s: %w", name, err)
	}
	if err := Check(data); err != nil {
		return nil, fmt.Errorf("the font %s cannot be used: %w", name, err)
	}
	return data, nil
}

// The bounds within which a font's measures make sense, in ems.
const (
	leastEm, mostEm = 16, 16384 // of its units
	highestLine     = 5
	widestLetter    = 4
)

// sample is what a font is tried on; the letters of the last words are joined, or change by what stands beside them.
const sample = "The quick brown fox, 0123456789. Voilà! Ωραία Привет שלום مرحبا"

// Check reports why a font cannot be used. It reads and draws with what the toolkit does, so that nothing a font holds is
// met there for the first time.
func Check(data []byte) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("it is damaged")
		}
	}()
	switch {
	case len(data) > MostBytes:
		return fmt.Errorf("it is larger than %d MB", MostBytes>>20)
	case !isFont(data):
		return errors.New("it is no TrueType or OpenType font")
	}
	face, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		return errors.New("it is damaged, or of a kind that is not known here")
	}
	if err := checkMeasures(face); err != nil {
		return err
	}
	if countLetters(face) < leastLetters {
		return errors.New("it has no letters")
	}
	for _, r := range sample {
		glyph, ok := face.NominalGlyph(r)
		if !ok || glyph == 0 {
			continue
		}
		if wide := face.HorizontalAdvance(glyph) / float32(face.Upem()); wide < 0 || wide > widestLetter {
			return errors.New("its letters have widths that make no sense")
		}
		face.GlyphData(glyph)
	}
	shape(face)
	return nil
}

// leastLetters is how many letters a font of any script has; others than Latin do, as the toolkit has those.
const leastLetters = 20

// countLetters counts no further than it has to.
func countLetters(face *font.Face) int {
	found := 0
	for all := face.Cmap.Iter(); all.Next() && found < leastLetters; {
		if r, glyph := all.Char(); glyph != 0 && unicode.IsLetter(r) {
			found++
		}
	}
	return found
}

// isFont reports whether the first bytes are those of a single font.
func isFont(data []byte) bool {
	for _, start := range []string{"\x00\x01\x00\x00", "OTTO", "true"} {
		if bytes.HasPrefix(data, []byte(start)) {
			return true
		}
	}
	return false
}

func checkMeasures(face *font.Face) error {
	em := float32(face.Upem())
	if em < leastEm || em > mostEm {
		return errors.New("its measures make no sense")
	}
	lines, ok := face.FontHExtents()
	if !ok || lines.Ascender <= 0 || lines.Ascender-lines.Descender+lines.LineGap > highestLine*em {
		return errors.New("the height of its lines makes no sense")
	}
	return nil
}

// shape sets the sample as the toolkit would.
func shape(face *font.Face) {
	text := []rune(sample)
	shaper := &shaping.HarfbuzzShaper{}
	for _, direction := range []di.Direction{di.DirectionLTR, di.DirectionRTL} {
		shaper.Shape(shaping.Input{
			Text: text, RunEnd: len(text), Direction: direction, Face: face, Size: fixed.I(20), Script: language.Latin,
		})
	}
}
