package typeface

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"

	"alongside/assets"
)

// width is how wide text is in a font, in ems.
func width(t *testing.T, data []byte, text string) float32 {
	t.Helper()
	face, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	const em = 1000
	runes := []rune(text)
	out := (&shaping.HarfbuzzShaper{}).Shape(shaping.Input{
		Text: runes, RunEnd: len(runes), Direction: di.DirectionLTR, Face: face, Size: fixed.I(em), Script: language.Latin,
	})
	return float32(out.Advance) / 64 / em
}

func TestThereIsRoomAfterEachLetterAndWord(t *testing.T) {
	cases := []struct {
		name         string
		text         string
		letter, word float32
		want         float32 // more than without, in ems
	}{
		{"letters", "bell", 0.12, 0, 4 * 0.12},
		{"letters that are otherwise joined stand apart", "fifflffi", 0.1, 0, 8 * 0.1},
		{"words", "fog bell at dawn", 0, 0.16, 3 * 0.16},
		{"both", "fog bell", 0.1, 0.2, 8*0.1 + 0.2},
		{"signs and numbers", "“12,5”", 0.1, 0, 6 * 0.1},
	}
	for name, data := range map[string][]byte{
		"the usual font": assets.Font(assets.Regular), "Lexend": assets.Font(assets.LexendRegular),
		"Crimson": assets.Font(assets.CrimsonRegular),
	} {
		for _, c := range cases {
			t.Run(name+": "+c.name, func(t *testing.T) {
				spaced, err := Spaced(data, c.letter, c.word)
				if err != nil {
					t.Fatal(err)
				}
				plain := width(t, data, c.text)
				if strings.Contains(c.text, "ff") {
					apart, _ := Spaced(data, 0.0001, 0) // letters not joined, with hardly any room
					plain = width(t, apart, c.text)
				}
				if got := width(t, spaced, c.text) - plain; got < c.want-0.02 || got > c.want+0.02 {
					t.Errorf("%.3f em more, want %.3f", got, c.want)
				}
			})
		}
	}
}

func TestTheFontGivenIsNotChanged(t *testing.T) {
	before := bytes.Clone(assets.Font(assets.Regular))
	if _, err := Spaced(assets.Font(assets.Regular), 0.2, 0.2); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, assets.Font(assets.Regular)) {
		t.Error("it is")
	}
}

func TestAFontWithRoomIsStillOne(t *testing.T) {
	for face := assets.Regular; face <= assets.CrimsonItalic; face++ {
		spaced, err := Spaced(assets.Font(face), 0.12, 0.16)
		if err != nil {
			t.Fatal(err)
		}
		if err := Check(spaced); err != nil {
			t.Errorf("face %d: %v", face, err)
		}
	}
}

func TestWhatIsNoFontIsSaidInWords(t *testing.T) {
	whole := assets.Font(assets.Regular)
	cases := []struct {
		name string
		data []byte
		want string
	}{
		{"text", []byte("The fog bell"), "no TrueType or OpenType font"},
		{"nothing", nil, "no TrueType or OpenType font"},
		{"half of a font", whole[:len(whole)/2], "damaged"},
		{"a font's beginning", whole[:60], "damaged"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "mine.ttf")
			if err := os.WriteFile(path, c.data, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := Read(path)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "mine.ttf") {
				t.Errorf("the error is %v, want one that says %q and names the file", err, c.want)
			}
		})
	}
}

func TestAFolderIsNoFont(t *testing.T) {
	if _, err := Read(t.TempDir()); err == nil || !strings.Contains(err.Error(), "is no file") {
		t.Errorf("the error is %v", err)
	}
}

func FuzzCheck(f *testing.F) {
	f.Add(assets.Font(assets.Regular))
	f.Add([]byte("OTTO"))
	f.Fuzz(func(_ *testing.T, data []byte) {
		if Check(data) == nil {
			_, _ = Spaced(data, 0.1, 0.1)
		}
	})
}
