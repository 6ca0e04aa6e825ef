package intake

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestReadingASecondText(t *testing.T) {
	const timed = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ada>Guten Morgen. \n\n00:03.000 --> 00:06.000\n<v Ada>Es ist spät.\n"
	for _, c := range []struct {
		name, file, content, tongue, language string
		turns                                 int
		ends                                  time.Duration
	}{
		{"words", "morgen.txt", "ADA: Guten Morgen.\n\nBEN: Es ist spät.\n", "", "", 2, 0},
		{"words whose language is in the file's name", "morgen.de.txt", "ADA: Guten Morgen.\n\nBEN: Es ist spät.\n", "", "de", 2, 0},
		{"words whose language is told", "morgen.de.txt", "ADA: Guten Morgen.\n\nBEN: Es ist spät.\n", "nl", "nl", 2, 0},
		{"timed text", "morgen.vtt", timed, "de", "de", 2, 6 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), c.file)
			if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := ReadCompanion(t.Context(), Source{Location: path}, c.tongue)
			if err != nil {
				t.Fatal(err)
			}
			if got.Language != c.language || len(got.Turns) != c.turns || got.Turns[len(got.Turns)-1].End != c.ends || got.Origin != path {
				t.Errorf("it is %+v", got)
			}
		})
	}
}

func TestASecondTextOfNothingIsRefused(t *testing.T) {
	if _, err := ReadCompanion(t.Context(), Source{}, ""); err == nil {
		t.Error("nothing was read without an error")
	}
}
