// Command compress makes the built-in model files from an installed CMU Sphinx model: each file gzipped by itself, without
// name or date, so that the same files always give the same bytes. The lines of the dictionary, which are nearly in order,
// are put in the order of the bytes of their words, so that a word can be found by bisection.
package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	from := flag.String("from", "/usr/share/pocketsphinx/model/en-us", "the folder of the installed model")
	to := flag.String("to", ".", "the folder to write to")
	flag.Parse()
	names := []string{
		"en-us/mdef", "en-us/means", "en-us/variances", "en-us/sendump", "en-us/transition_matrices", "cmudict-en-us.dict",
	}
	for _, name := range names {
		if err := compress(filepath.Join(*from, name), *to); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func compress(path, to string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("reading the model (is the package pocketsphinx-en-us installed?): %w", err)
	}
	if filepath.Ext(path) == ".dict" {
		data = sorted(data)
	}
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(data); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(to, filepath.Base(path)+".gz"), out.Bytes(), 0o644)
}

func sorted(dictionary []byte) []byte {
	lines := bytes.Split(bytes.TrimSpace(dictionary), []byte{'\n'})
	slices.SortFunc(lines, func(a, b []byte) int {
		wordA, _, _ := bytes.Cut(a, []byte{' '})
		wordB, _, _ := bytes.Cut(b, []byte{' '})
		return bytes.Compare(wordA, wordB)
	})
	return append(bytes.Join(lines, []byte{'\n'}), '\n')
}
