package lexicon

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"alongside/assets/model"
	"alongside/sync/align/acoustic"
	"alongside/sync/align/lexicon/letters"
)

// guesses is how many guessed pronunciations of a word are worth trying.
const guesses = 3

var errSilent = errors.New("it has no letters")

// spell guesses how a word that the dictionary lacks is said. The possessive of a word that it has is that word's.
func (l *Lexicon) spell(word string) ([]Pronunciation, error) {
	if stem, ok := strings.CutSuffix(word, "'s"); ok && stem != "" {
		return l.possessive(stem)
	}
	if stem, ok := strings.CutSuffix(word, "s'"); ok && stem != "" {
		return l.Pronounce(stem + "s")
	}
	if !strings.ContainsFunc(word, unicode.IsLetter) {
		return nil, fmt.Errorf("guessing how %q is said: %w", word, errSilent)
	}
	m, err := l.spelling()
	if err != nil {
		return nil, err
	}
	var out []Pronunciation
	for _, g := range m.Pronounce(word, guesses) {
		p, err := l.parse(g.Phones)
		if err != nil {
			return nil, fmt.Errorf("guessing how %q is said: %w", word, err)
		}
		out = append(out, p)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("guessing how %q is said: %w", word, errSilent)
	}
	return out, nil
}

// possessive adds the sound of "'s" to each way of saying the stem: after a hiss with a vowel, else as unvoiced as the
// stem's end.
func (l *Lexicon) possessive(stem string) ([]Pronunciation, error) {
	all, err := l.Pronounce(stem)
	if err != nil {
		return nil, err
	}
	out := make([]Pronunciation, len(all))
	for i, p := range all {
		ending := "Z"
		for _, name := range [...]string{"P", "T", "K", "F", "TH"} {
			if phone, ok := l.phones.Phone(name); ok && p[len(p)-1] == phone {
				ending = "S"
			}
		}
		for _, name := range [...]string{"S", "Z", "SH", "ZH", "CH", "JH"} {
			if phone, ok := l.phones.Phone(name); ok && p[len(p)-1] == phone {
				ending = "IH Z"
			}
		}
		added, err := l.parse(strings.Fields(ending))
		if err != nil {
			return nil, err
		}
		out[i] = append(append(make([]acoustic.Phone, 0, len(p)+len(added)), p...), added...)
	}
	return out, nil
}

func loadSpelling() (*letters.Model, error) {
	data, err := model.Read(model.Spelling)
	if err != nil {
		return nil, err
	}
	return letters.Read(data)
}
