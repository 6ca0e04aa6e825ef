package typeface

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"unicode"

	"github.com/go-text/typesetting/font"
)

// Spaced gives a font with more room after each letter, and after each word besides; both in ems. Letters that are joined to
// each other, as in Arabic, stay joined. The font given is not changed.
func Spaced(data []byte, letter, word float32) ([]byte, error) {
	if letter == 0 && word == 0 {
		return data, nil
	}
	face, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("reading a font to make room between its letters: %w", err)
	}
	f, err := open(data)
	if err != nil {
		return nil, err
	}
	em := float32(face.Upem())
	f.widen(roomAfter(face, letter*em, word*em))
	if letter > 0 {
		f.partLetters()
	}
	return f.closed(), nil
}

// roomAfter is what is added to the advance of each glyph, in the font's units.
func roomAfter(face *font.Face, letter, word float32) map[font.GID]float32 {
	room := map[font.GID]float32{}
	for all := face.Cmap.Iter(); all.Next(); {
		r, glyph := all.Char()
		switch {
		case r == ' ' || r == '\u00a0':
			room[glyph] = letter + word
		case standsAlone(r):
			room[glyph] = letter
		}
	}
	return room
}

// standsAlone reports whether room can be made after a letter: not where letters are joined, and not before marks that are
// set over the letter.
func standsAlone(r rune) bool {
	switch {
	case r >= 0x0600 && r < 0x0900 || unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Cc):
		return false
	case unicode.In(r, unicode.Common):
		return true
	}
	return unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Armenian, unicode.Georgian, unicode.Hebrew,
		unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}

// file is a font file that is being changed.
type file struct {
	data   []byte
	tables map[string]table
	glyphs int
	wide   int // how many glyphs have an advance of their own; the rest have that of the last of them
}

// table is where one of its tables lies.
type table struct{ record, start, length int }

var errDamaged = errors.New("making room between a font's letters: the font is damaged")

// open reads where the tables of a font lie, and copies it.
func open(data []byte) (*file, error) {
	f := &file{data: slices.Clone(data), tables: map[string]table{}}
	if len(data) < 12 {
		return nil, errDamaged
	}
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		record := 12 + 16*i
		if record+16 > len(data) {
			return nil, errDamaged
		}
		start := int(binary.BigEndian.Uint32(data[record+8:]))
		length := int(binary.BigEndian.Uint32(data[record+12:]))
		if start > len(data) || length > len(data)-start {
			return nil, errDamaged
		}
		f.tables[string(data[record:record+4])] = table{record, start, length}
	}
	if f.tables["maxp"].length < 6 || f.tables["hhea"].length < 36 {
		return nil, errDamaged
	}
	f.glyphs = f.number(f.tables["maxp"].start + 4)
	f.wide = f.number(f.tables["hhea"].start + 34)
	if f.wide == 0 || f.wide > f.glyphs || f.tables["hmtx"].length < 4*f.wide+2*(f.glyphs-f.wide) {
		return nil, errDamaged
	}
	return f, nil
}

func (f *file) number(at int) int       { return int(binary.BigEndian.Uint16(f.data[at:])) }
func (f *file) setNumber(at, value int) { binary.BigEndian.PutUint16(f.data[at:], uint16(value)) }

// widen writes the table of advances anew, with one for each glyph.
func (f *file) widen(room map[font.GID]float32) {
	old := f.tables["hmtx"]
	metrics := make([]byte, 0, 4*f.glyphs)
	for glyph := range f.glyphs {
		advance, bearing := f.number(old.start+4*min(glyph, f.wide-1)), 0
		if glyph < f.wide {
			bearing = f.number(old.start + 4*glyph + 2)
		} else {
			bearing = f.number(old.start + 4*f.wide + 2*(glyph-f.wide))
		}
		if advance > 0 { // what has none is set over the letter before it
			advance = min(advance+int(math.Round(float64(room[font.GID(glyph)]))), math.MaxInt16)
		}
		metrics = binary.BigEndian.AppendUint16(metrics, uint16(advance))
		metrics = binary.BigEndian.AppendUint16(metrics, uint16(bearing))
	}
	f.data = append(f.data, make([]byte, -len(f.data)&3)...)
	binary.BigEndian.PutUint32(f.data[old.record+8:], uint32(len(f.data)))
	binary.BigEndian.PutUint32(f.data[old.record+12:], uint32(len(metrics)))
	f.data = append(f.data, metrics...)
	f.setNumber(f.tables["hhea"].start+34, f.glyphs)
}

// partLetters takes away the joint forms of letters that can stand alone as well, such as fi: with room between all others
// they would look like one letter.
func (f *file) partLetters() {
	t, ok := f.tables["GSUB"]
	if !ok || t.length < 10 {
		return
	}
	end := t.start + t.length
	list := t.start + f.number(t.start+6)
	if list+2 > end {
		return
	}
	for i := range f.number(list) {
		record := list + 2 + 6*i
		if record+6 > end {
			return
		}
		feature := list + f.number(record+4)
		if tag := string(f.data[record : record+4]); feature+4 <= end && (tag == "liga" || tag == "clig" || tag == "dlig") {
			f.setNumber(feature+2, 0) // how many rules it has
		}
	}
}

// closed is the file as it is now.
func (f *file) closed() []byte { return f.data }
