package lexicon

import "errors"

type speller struct{}

func loadSpeller() (*speller, error) { return nil, errors.New("no") }

func (l *Lexicon) spell(word string) ([]Pronunciation, error) {
	return nil, errors.New("not in the dictionary: " + word)
}
