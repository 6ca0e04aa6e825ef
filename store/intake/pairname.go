package intake

import (
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// byName pairs what has the same name but for what says which half it is.
func (p *pairing) byName() (match, error) { return alikeName, nil }

// byNameWithoutNumber pairs what has the same name, where one of the two has a number before it, as tracks have.
func (p *pairing) byNameWithoutNumber() (match, error) {
	return func(text, sound *half) bool {
		a, b := nameWords(text.base), nameWords(sound.base)
		if len(a) > 0 && len(b) > 0 && isNumber(a[0]) != isNumber(b[0]) {
			a, b = withoutNumber(a), withoutNumber(b)
			return len(a) > 0 && slices.Equal(a, b)
		}
		return false
	}, nil
}

func withoutNumber(words []string) []string {
	if isNumber(words[0]) {
		return words[1:]
	}
	return words
}

func sameName(a, b *half) bool { return a.base == b.base }

// sameFile reports whether two have the same name in the same folder, but for the ending.
func sameFile(a, b *half) bool { return sameName(a, b) && filepath.Dir(a.path) == filepath.Dir(b.path) }

func alikeName(a, b *half) bool {
	words := nameWords(a.base)
	return len(words) > 0 && slices.Equal(words, nameWords(b.base))
}

// nameWords are the words of a name that tell one story from another, in lower case and without accents.
func nameWords(name string) []string {
	var plain strings.Builder
	for _, r := range norm.NFKD.String(name) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r):
			plain.WriteRune(unicode.ToLower(r))
		case unicode.IsDigit(r):
			plain.WriteRune(r)
		case r != '\'' && r != '’':
			plain.WriteByte(' ')
		}
	}
	var words []string
	for _, word := range strings.Fields(apart(plain.String())) {
		if isNumber(word) {
			word = strings.TrimLeft(word, "0")
			if word == "" {
				word = "0"
			}
		}
		if !slices.Contains(halfWords(), word) {
			words = append(words, word)
		}
	}
	return words
}

// apart puts a space between letters and figures: "episode1" is "episode 1".
func apart(name string) string {
	var out strings.Builder
	var before rune
	for _, r := range name {
		if unicode.IsLetter(before) && unicode.IsDigit(r) || unicode.IsDigit(before) && unicode.IsLetter(r) {
			out.WriteByte(' ')
		}
		out.WriteRune(r)
		before = r
	}
	return out.String()
}

// halfWords say in a name which half of a story a file is, and nothing of the story.
func halfWords() []string {
	return []string{
		"transcript", "transcripts", "transcription", "transcribed", "transkript", "transcripcion", "transcricao", "text", "txt", "script",
		"audio", "sound", "recording", "rec", "mp", "mp3", "mp4", "wav", "m4a", "hq", "lq", "final", "subtitles", "captions", "subs", "cc", "timings",
		"aligned", "file", "download", "kbps",
	}
}

func isNumber(word string) bool {
	return word != "" && strings.IndexFunc(word, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}
