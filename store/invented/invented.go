// Package invented makes stories up, as many as a library of years holds, to measure how it fares then. Only tests use it.
//
// Their words are English and come as often as words do (Zipf's law), so that what is searched for is as common, and what
// is indexed as large, as in what people say.
package invented

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"alongside/assets/model"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// vocabulary is how many words there are.
const vocabulary = 40_000

// Stories makes one story after the other, the same ones each time.
type Stories struct {
	words  []string // the most frequent first
	random *rand.Rand
	zipf   *rand.Zipf
	made   int
}

// New prepares to make stories.
func New() (*Stories, error) {
	random := rand.New(rand.NewPCG(1, 2))
	words, err := ranked(random)
	if err != nil {
		return nil, err
	}
	return &Stories{words: words, random: random, zipf: rand.NewZipf(random, 1.07, 3, uint64(len(words)-1))}, nil
}

// frequent are the most frequent words of spoken English, in their order.
const frequent = `the and to of a in that is it i you was for on with he they as this we have be are not but at so from
about she by what there his her or one all my people had like just an know if who out were when up would them more can
which their said think time because do how now then been time will new me than other some into him could get our also
two over very where way year these good want after really`

// ranked gives the words of the dictionary. Which is how frequent is made up, but shorter ones mostly are more so.
func ranked(random *rand.Rand) ([]string, error) {
	dictionary, err := model.Read(model.Dictionary)
	if err != nil {
		return nil, err
	}
	words := strings.Fields(frequent)
	known := map[string]bool{}
	for _, word := range words {
		known[word] = true
	}
	type scored struct {
		word  string
		score float64
	}
	var rest []scored
	for line := range strings.Lines(string(dictionary)) {
		word, _, _ := strings.Cut(line, " ")
		if strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") == "" && !known[word] {
			rest = append(rest, scored{word, float64(len(word)) + 8*random.Float64()})
		}
	}
	slices.SortFunc(rest, func(a, b scored) int { return int(1e6 * (a.score - b.score)) })
	for _, s := range rest[:min(len(rest), vocabulary-len(words))] {
		words = append(words, s.word)
	}
	return words, nil
}

// Word gives the word that so many others are more frequent than.
func (s *Stories) Word(rank int) string { return s.words[rank] }

// Next makes a story of so many words, and its times.
func (s *Stories) Next(words int) (transcript.Transcript, timing.Alignment) {
	number := s.made
	s.made++
	t := transcript.Transcript{
		Title: capital(s.sentence(3 + s.random.IntN(4))), Source: capital(s.Word(200+s.random.IntN(40))) + " Radio",
		Published: time.Date(2010, 1, 1+number/2, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), Language: "en",
		URL:      fmt.Sprintf("https://example.org/stories/%d/%s", number, s.Word(number%len(s.words))),
		Rights:   "Copyright Example Radio.",
		Audio:    transcript.Audio{URL: fmt.Sprintf("https://example.org/sound/%d.mp3", number), Type: "audio/mpeg"},
		Speakers: []transcript.Speaker{{Name: s.name(), Role: "host"}, {Name: s.name()}},
	}
	if t.Speakers[0].Name == t.Speakers[1].Name {
		t.Speakers[1].Name += " Junior"
	}
	t.Authors = []string{t.Speakers[0].Name}
	a := timing.Alignment{Method: "acoustic"}
	at := time.Second
	for n := 0; words > 0; n++ {
		length := min(10+s.random.IntN(70), words)
		words -= length
		turn := transcript.Turn{Speaker: t.Speakers[n%2].Name, Text: s.paragraph(length)}
		t.Turns = append(t.Turns, turn)
		a.Turns = append(a.Turns, s.times(turn, &at))
	}
	t.Audio.Duration = at + time.Second
	return t, a
}

func (s *Stories) name() string {
	return capital(s.Word(300+s.random.IntN(300))) + " " + capital(s.Word(1000+s.random.IntN(3000)))
}

// paragraph gives sentences of so many words together.
func (s *Stories) paragraph(words int) string {
	var sentences []string
	for words > 0 {
		n := min(4+s.random.IntN(20), words)
		words -= n
		sentences = append(sentences, capital(s.sentence(n))+".")
	}
	return strings.Join(sentences, " ")
}

func (s *Stories) sentence(words int) string {
	text := make([]string, words)
	for i := range text {
		text[i] = s.words[s.zipf.Uint64()]
	}
	return strings.Join(text, " ")
}

// times gives those of a turn that begins at a position, which they move on.
func (s *Stories) times(turn transcript.Turn, at *time.Duration) (timed timing.Turn) {
	confidence := func() float64 { return float64(120+s.random.IntN(81)) / 200 }
	timed.Start, timed.Confidence = *at, confidence()
	for range turn.Words() {
		end := *at + 10*time.Millisecond*time.Duration(8+s.random.IntN(50))
		timed.Words = append(timed.Words, timing.Timing{Start: *at, End: end, Confidence: confidence()})
		*at = end + 10*time.Millisecond*time.Duration(s.random.IntN(3))
	}
	timed.End = *at
	timed.Sentences = []timing.Timing{{Start: timed.Start, End: *at, Confidence: timed.Confidence}}
	for range len(turn.Sentences()) - 1 {
		timed.Sentences = append(timed.Sentences, timing.Timing{Start: *at, End: *at, Confidence: timed.Confidence})
	}
	return timed
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
