// Package model holds the acoustic model and the pronouncing dictionary that forced alignment stands on, compressed and
// built into the program, so that one binary aligns on any machine.
//
// Both are the CMU Sphinx US English model of 2015 as Debian publishes it (package pocketsphinx-en-us): the files of
// the model are unchanged, the dictionary's lines are put in order, and each is compressed with gzip. LICENSE, beside this file, is their
// licence (BSD, two clauses). To make the compressed files anew from an installed package:
//
//	go generate ./assets/model
//
// Package acoustic reads the model, package lexicon the dictionary.
package model

import (
	"compress/gzip"
	"embed"
	"fmt"
	"io"
)

//go:generate go run ./compress -from /usr/share/pocketsphinx/model/en-us -to .
//go:generate go run ../../sync/align/lexicon/letters/train -to letters.gz

//go:embed *.gz LICENSE
var files embed.FS

// The files of the model, by their names in the Sphinx distribution.
const (
	Definition  = "mdef"                // phones, triphones and the senones of their states
	Means       = "means"               // of the Gaussians
	Variances   = "variances"           // of the Gaussians
	Mixtures    = "sendump"             // the weights of the Gaussians in each senone
	Transitions = "transition_matrices" // between the states of a phone
	Dictionary  = "cmudict-en-us.dict"  // words and their pronunciations
	Spelling    = "letters"             // how likely which letters stand for which phones, learned from the dictionary
)

// Read gives the whole of one of the files, decompressed. It is meant to be called once for each, in parallel.
func Read(name string) ([]byte, error) {
	f, err := files.Open(name + ".gz")
	if err != nil {
		return nil, fmt.Errorf("opening the built-in model file %s: %w", name, err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("decompressing the built-in model file %s: %w", name, err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("decompressing the built-in model file %s: %w", name, err)
	}
	return data, nil
}

// License is the licence of the model and the dictionary, in full.
func License() string {
	text, err := files.ReadFile("LICENSE")
	if err != nil {
		panic("the licence of the model is not built in: " + err.Error()) // cannot happen: go:embed checks it
	}
	return string(text)
}
