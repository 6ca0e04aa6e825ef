// Package lexicon says how words are pronounced: from the built-in dictionary where it knows them, by the rules of spelling
// where it does not.
//
// Its words: a [Pronunciation] is a sequence of phones of the acoustic model. Many words have several ("the", "record",
// "tomato"); all are given, most likely first, and the search lets the sound decide.
//
// The dictionary is that of CMU (http://www.speech.cs.cmu.edu/cgi-bin/cmudict) in the form Sphinx uses: a line for each
// pronunciation, the word, a space and its phones, "record(2)" for the second of "record"; sorted by bytes.
package lexicon

import (
	"bytes"
	"fmt"
	"strings"
	stdsync "sync"

	"alongside/assets/model"
	"alongside/sync/align/acoustic"
	"alongside/sync/align/lexicon/letters"
)

// A Pronunciation is the phones of a word, in order.
type Pronunciation []acoustic.Phone

// A Lexicon knows pronunciations. It may be used by several goroutines.
type Lexicon struct {
	lines    []byte
	phones   phones
	spelling func() (*letters.Model, error)
	asked    stdsync.Map // the pronunciations of each word that was asked for: a story says the same ones again and again
}

// phones names the phones that pronunciations are made of.
type phones interface {
	Phone(name string) (acoustic.Phone, bool)
}

// most is how many pronunciations of one word are worth trying.
const most = 4

// Load reads the built-in dictionary.
func Load(p phones) (*Lexicon, error) {
	lines, err := model.Read(model.Dictionary)
	if err != nil {
		return nil, fmt.Errorf("reading the dictionary: %w", err)
	}
	return &Lexicon{lines: lines, phones: p, spelling: stdsync.OnceValues(loadSpelling)}, nil
}

// Known reports whether the dictionary has the word.
func (l *Lexicon) Known(word string) bool { return l.find(strings.ToLower(word)) != nil }

// Pronounce gives the ways in which a word may be said, at least one, or an error if there is nothing in it to be said. The
// dictionary decides; the letters decide about words that it does not have.
func (l *Lexicon) Pronounce(word string) ([]Pronunciation, error) {
	word = strings.ToLower(word)
	if known, ok := l.asked.Load(word); ok {
		return known.([]Pronunciation), nil
	}
	out, err := l.lookUp(word)
	if err == nil {
		l.asked.Store(word, out)
	}
	return out, err
}

func (l *Lexicon) lookUp(word string) ([]Pronunciation, error) {
	var out []Pronunciation
	for n := 1; n <= most; n++ {
		key := word
		if n > 1 {
			key = fmt.Sprintf("%s(%d)", word, n)
		}
		line := l.find(key)
		if line == nil {
			break
		}
		p, err := l.parse(strings.Fields(string(line))[1:])
		if err != nil {
			return nil, fmt.Errorf("reading the dictionary's %q: %w", key, err)
		}
		out = append(out, p)
	}
	if len(out) > 0 {
		return out, nil
	}
	return l.spell(word)
}

func (l *Lexicon) parse(names []string) (Pronunciation, error) {
	p := make(Pronunciation, len(names))
	for i, name := range names {
		phone, ok := l.phones.Phone(name)
		if !ok {
			return nil, fmt.Errorf("the acoustic model has no phone %q", name)
		}
		p[i] = phone
	}
	return p, nil
}

// find gives the dictionary's line for a key, or nil, by bisection over the sorted bytes.
func (l *Lexicon) find(key string) []byte {
	low, high := 0, len(l.lines) // the line, if any, begins within [low, high)
	for low < high {
		middle := low + (high-low)/2
		start := low + bytes.LastIndexByte(l.lines[low:middle], '\n') + 1
		end := len(l.lines)
		if n := bytes.IndexByte(l.lines[start:], '\n'); n >= 0 {
			end = start + n
		}
		line := l.lines[start:end]
		word, _, _ := bytes.Cut(line, []byte{' '})
		switch c := strings.Compare(key, string(word)); {
		case c == 0:
			return line
		case c < 0:
			high = start
		default:
			low = end + 1
		}
	}
	return nil
}
