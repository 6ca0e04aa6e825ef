// Command train learns the built-in spelling model from the built-in dictionary.
package main

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"os"

	"alongside/assets/model"
	"alongside/sync/align/lexicon/letters"
)

func main() {
	to := flag.String("to", "letters.gz", "the file to write")
	flag.Parse()
	if err := train(*to); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func train(to string) error {
	dictionary, err := model.Read(model.Dictionary)
	if err != nil {
		return err
	}
	data := letters.Learn(letters.Examples(string(dictionary))).Append(nil)
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
	return os.WriteFile(to, out.Bytes(), 0o644)
}
