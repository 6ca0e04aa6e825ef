package reader

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"alongside/app/control"
	"alongside/app/look"
	"alongside/sync"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// longBook is ten hours of reading: 4,000 turns, 100,000 words, each with its time, and 400 chapters.
func longBook() Story {
	const per = 9 * time.Second
	s := Story{Duration: 4000 * per}
	s.Transcript.Title = "A long book"
	for i := range 4000 {
		turn := transcript.Turn{Text: fmt.Sprintf("On evening %d someone climbed the tower and rang the bell by hand. "+
			"The ships heard it through the fog and kept away. Nobody had counted them.", i+1)}
		s.Transcript.Turns = append(s.Transcript.Turns, turn)
		start := time.Duration(i) * per
		times := timing.Turn{Timing: timing.Timing{Start: start, End: start + per}}
		words := len(turn.Words())
		for n := range words {
			step := per / time.Duration(words)
			times.Words = append(times.Words, timing.Timing{Start: start + time.Duration(n)*step, End: start + time.Duration(n+1)*step})
		}
		s.Alignment.Turns = append(s.Alignment.Turns, times)
		if i%10 == 0 {
			s.Chapters = append(s.Chapters, Chapter{Title: fmt.Sprintf("Chapter %d, of what the keeper saw", i/10+1), Level: i / 10 % 3, Turn: i})
		}
	}
	return s
}

func BenchmarkTimelineOfALongBook(b *testing.B) {
	s := longBook()
	for b.Loop() {
		sync.NewTimeline(s.Transcript, s.Alignment)
	}
}

// BenchmarkOpeningALongBook is what happens on the drawing goroutine from the choice of a book to its first frame.
func BenchmarkOpeningALongBook(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: 1, Control: 1}))
	w := test.NewTempWindow(b, nil)
	w.Resize(fyne.NewSize(1280, 800))
	s := longBook()
	for b.Loop() {
		w.SetContent(NewScreen(s, Actions{}))
	}
}

func BenchmarkScrollingALongBook(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: 1, Control: 1}))
	s := longBook()
	v := NewView(s.Transcript, s.Chapters...)
	w := test.NewTempWindow(b, v)
	w.Resize(fyne.NewSize(1280, 800))
	for b.Loop() {
		v.scroll(37)
		if v.offset >= v.page.height-v.Size().Height {
			v.scroll(-v.page.height)
		}
	}
}

func BenchmarkOpeningTheContentsOfALongBook(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: 1, Control: 1}))
	w := test.NewTempWindow(b, nil)
	w.Resize(fyne.NewSize(1280, 800))
	s := longBook()
	for b.Loop() {
		control.ShowList(w.Canvas(), "Contents", NewContents(s.Chapters, 200)).Close()
	}
}
