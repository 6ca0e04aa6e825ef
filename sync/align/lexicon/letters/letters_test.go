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
