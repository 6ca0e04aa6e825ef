package letters_test

import (
	"slices"
	"strings"
	"testing"

	"alongside/assets/model"
	"alongside/sync/align/lexicon/letters"
)

// BenchmarkHeldOut learns from nine words in ten and pronounces the tenth.
func BenchmarkHeldOut(b *testing.B) {
	data, err := model.Read(model.Dictionary)
	if err != nil {
		b.Fatal(err)
	}
	var known, unknown []letters.Example
	for i, e := range letters.Examples(string(data)) {
		if i/20%10 == 0 { // all forms of a word together
			unknown = append(unknown, e)
		} else {
			known = append(known, e)
		}
	}
	want := map[string][]string{}
	for _, e := range unknown {
		want[e.Word] = append(want[e.Word], strings.Join(e.Phones, " "))
	}
	for b.Loop() {
		m := letters.Learn(known)
		first, among, n := 0, 0, 0
		for word, phones := range want {
			if n++; n > 3000 {
				break
			}
			for i, g := range m.Pronounce(word, 3) {
				if slices.Contains(phones, strings.Join(g.Phones, " ")) {
					among++
					if i == 0 {
						first++
					}
					break
				}
			}
		}
		b.ReportMetric(100*float64(first)/float64(n), "%first")
		b.ReportMetric(100*float64(among)/float64(n), "%of-three")
		b.ReportMetric(float64(len(m.Append(nil))), "bytes")
	}
}

func small() []letters.Example {
	return letters.Examples(`
cat K AE T
bat B AE T
rat R AE T
cab K AE B
tab T AE B
tax T AE K S
axe AE K S
race R EY S
face F EY S
ace EY S
nice N AY S
rice R AY S
bite B AY T
rite R AY T
bit B IH T
kite K AY T
mite M AY T
side S AY D
wax W AE K S
max M AE K S
lax L AE K S
tin T IH N
pit P IH T
sit S IH T
`)
}

func TestSpellingIsLearnedFromExamples(t *testing.T) {
	m := letters.Learn(small())
	for word, want := range map[string]string{"tat": "T AE T", "bax": "B AE K S", "bice": "B AY S", "site": "S AY T"} {
		t.Run(word, func(t *testing.T) {
			if got := strings.Join(m.Pronounce(word, 1)[0].Phones, " "); got != want {
				t.Errorf("%s is said %s, not %s", word, got, want)
			}
		})
	}
}

func TestGuessesDifferAndTheBestComesFirst(t *testing.T) {
	got := letters.Learn(small()).Pronounce("rite", 2)
	if len(got) != 2 {
		t.Fatalf("there are %d guesses", len(got))
	}
	for i := 1; i < len(got); i++ {
		if got[i].Score > got[i-1].Score || slices.Equal(got[i].Phones, got[i-1].Phones) {
			t.Errorf("guess %d is %v, after %v", i+1, got[i], got[i-1])
		}
	}
}

func TestLettersThatAreNotKnownArePassedOver(t *testing.T) {
	m := letters.Learn(small())
	if got := m.Pronounce("ca-t!", 1); len(got) == 0 || strings.Join(got[0].Phones, " ") != "K AE T" {
		t.Errorf("ca-t! is said %v", got)
	}
	if got := m.Pronounce("42", 1); got != nil {
		t.Errorf("42 is said %v", got)
	}
}

func TestAModelIsTheSameAfterReading(t *testing.T) {
	m := letters.Learn(small())
	read, err := letters.Read(m.Append(nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range small() {
		got, want := read.Pronounce(e.Word, 2), m.Pronounce(e.Word, 2)
		if !slices.EqualFunc(got, want, func(a, b letters.Guess) bool { return slices.Equal(a.Phones, b.Phones) }) {
			t.Errorf("%s was said %v and is said %v", e.Word, want, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	data := letters.Learn(small()).Append(nil)
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Fuzz(func(_ *testing.T, data []byte) {
		if m, err := letters.Read(data); err == nil {
			m.Pronounce("cat", 3)
		}
	})
}
