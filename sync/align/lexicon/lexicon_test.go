package lexicon_test

import (
	"strings"
	"testing"

	"alongside/sync/align/acoustic"
	"alongside/sync/align/lexicon"
)

// numbered numbers phones as they come.
type numbered struct{ names *[]string }

func (n numbered) Phone(name string) (acoustic.Phone, bool) {
	for i, known := range *n.names {
		if known == name {
			return acoustic.Phone(i), true
		}
	}
	*n.names = append(*n.names, name)
	return acoustic.Phone(len(*n.names) - 1), true
}

// pronounce writes the ways of saying a word.
func pronounce(t *testing.T, word string) []string {
	t.Helper()
	var names []string
	l, err := lexicon.Load(numbered{&names})
	if err != nil {
		t.Fatal(err)
	}
	all, err := l.Pronounce(word)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range all {
		var phones []string
		for _, phone := range p {
			phones = append(phones, names[phone])
		}
		out = append(out, strings.Join(phones, " "))
	}
	return out
}

func TestTheDictionaryDecides(t *testing.T) {
	for word, want := range map[string]string{
		"zywicki": "Z IH W IH K IY", // the last line
		"'bout":   "B AW T",         // the first
		"Korea":   "K AO R IY AH|K R IY AH|K ER R IY AH",
		"the":     "DH AH|DH IY",
		"u.":      "Y UW",
		"one's":   "W AH N Z",
		"o'clock": "AH K L AA K",
	} {
		t.Run(word, func(t *testing.T) {
			if got := strings.Join(pronounce(t, word), "|"); got != want {
				t.Errorf("%s is said %s, not %s", word, got, want)
			}
		})
	}
}

func TestAPossessiveIsSaidLikeItsWord(t *testing.T) {
	for word, want := range map[string]string{"aardvark's": "S", "zyuganov's": "Z", "matrix's": "S IH Z", "kelemen's": "N Z"} {
		t.Run(word, func(t *testing.T) {
			if got := pronounce(t, word)[0]; !strings.HasSuffix(got, want) {
				t.Errorf("%s is said %s", word, got)
			}
		})
	}
}

func TestUnknownWordsAreGuessed(t *testing.T) {
	for word, want := range map[string]string{
		"dashwoods": "D AE SH W UH D Z",
		"tuckerton": "T AH K ER T AH N",
		"blorping":  "B L AO R P IH NG",
	} {
		t.Run(word, func(t *testing.T) {
			got := pronounce(t, word)
			if len(got) < 2 {
				t.Errorf("there is only %d way of saying %s", len(got), word)
			}
			if !strings.Contains("|"+strings.Join(got, "|")+"|", "|"+want+"|") {
				t.Errorf("%s is said %s, never %s", word, strings.Join(got, " or "), want)
			}
		})
	}
}

func TestWhatHasNoLettersCannotBeSaid(t *testing.T) {
	var names []string
	l, err := lexicon.Load(numbered{&names})
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"", "27", "...", "東京", "'"} {
		if p, err := l.Pronounce(word); err == nil {
			t.Errorf("%q is said %v", word, p)
		}
	}
}
