package reader

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"alongside/app/look"
)

// BenchmarkFollowingWithAids moves the highlight as BenchmarkMovingTheHighlight does, with each of what may lie over the page.
func BenchmarkFollowingWithAids(b *testing.B) {
	ways := []struct {
		name string
		with Emphasis
	}{
		{"nothing", Emphasis{Mark: Word}},
		{"dimmed", Emphasis{Mark: Word, Dim: DimSentences}},
		{"ruler and window", Emphasis{Mark: Word, Ruler: true, Window: true, Lines: 3}},
		{"one word", Emphasis{Mark: Word, Single: true}},
		{"hidden", Emphasis{Mark: Word, Hide: true}},
	}
	test.NewTempApp(b).Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: 1, Control: 1}))
	for _, w := range ways {
		b.Run(w.name, func(b *testing.B) {
			v := NewView(longStory(2000))
			v.SetStill(true)
			test.NewTempWindow(b, v).Resize(fyne.NewSize(1280, 800))
			v.SetEmphasis(w.with.Mended())
			v.SetTimes(timesOf(v, nothingLeftOut))
			b.ResetTimer()
			for i := range b.N {
				v.Mark(at(1000, 0, i%6))
			}
		})
	}
}

// BenchmarkTellingWhatIsHidden makes what a screen reader is told of a long story, as after each word while words are hidden.
func BenchmarkTellingWhatIsHidden(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: 1, Control: 1}))
	v := NewView(longStory(2000))
	test.NewTempWindow(b, v).Resize(fyne.NewSize(1280, 800))
	v.SetEmphasis(Emphasis{Hide: true}.Mended())
	v.SetTimes(timesOf(v, nothingLeftOut))
	for i := range b.N {
		v.Mark(at(10, 0, i%6))
		v.Describe().Parts()
	}
}
