//go:build linux

package e2e

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"alongside/app/control"
	"alongside/app/library"
	"alongside/app/look"
	"alongside/app/reader"
	"alongside/assets"
	"alongside/sync/finding"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// TestNothingIsBesideTheWindow looks, without a display, whether each visible part of a screen has its whole width in the
// window.
func TestNothingIsBesideTheWindow(t *testing.T) {
	for name, screen := range map[string]func() fyne.CanvasObject{
		"reader": sampleReader(t), "reader with a translation": translated(sampleReader(t)), "finding": searched(sampleReader(t)), "library": sampleLibrary,
	} {
		for _, size := range []fyne.Size{{Width: 640, Height: 480}, {Width: 1280, Height: 720}, {Width: 1280, Height: 800}} {
			for _, text := range []float32{0.5, 1, 2, 3, 4} {
				t.Run(fmt.Sprintf("%s %.0fx%.0f at %.0f%%", name, size.Width, size.Height, 100*text), func(t *testing.T) {
					test.NewTempApp(t).Settings().SetTheme(look.New(look.Options{
						Look: look.Paper, Text: text, Control: look.ControlScale(text, size.Width, size.Height),
					}))
					shown := screen()
					w := test.NewTempWindow(t, shown)
					w.SetPadded(false)
					w.Resize(fyne.NewSize(size.Width, size.Height-control.NewMenuBar(nil).MinSize().Height))
					if got := w.Canvas().Size().Width; got > size.Width {
						t.Errorf("the screen makes the window %.0f wide", got)
					}
					for _, o := range beside(shown, size.Width) {
						t.Error(o)
					}
				})
			}
		}
	}
}

// beside describes the texts and pictures that reach over the window's sides.
func beside(screen fyne.CanvasObject, width float32) []string {
	var found []string
	for _, o := range test.LaidOutObjects(screen) {
		if !o.Visible() || o.Size().IsZero() || math.IsInf(float64(o.Size().Width), 0) {
			continue // the bars of fields that do not scroll are without end
		}
		from := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).X
		to := from + o.Size().Width
		what := fmt.Sprintf("%T", o)
		if text, ok := o.(*canvas.Text); ok {
			what, to = fmt.Sprintf("the text %q", text.Text), from+text.MinSize().Width
			if text.Text == "" {
				continue
			}
		}
		if from < -0.5 || to > width+0.5 {
			found = append(found, fmt.Sprintf("%s goes from %.0f to %.0f", what, from, to))
		}
	}
	return found
}

// sampleReader makes the reader with the sample story in it, some way into it.
func sampleReader(t *testing.T) func() fyne.CanvasObject {
	story, alignment, err := timing.ReadStory(bytes.NewReader(assets.Sample().Timed))
	if err != nil {
		t.Fatal(err)
	}
	return func() fyne.CanvasObject {
		nothing, choose := func() {}, func(fyne.CanvasObject) {}
		chapters := []reader.Chapter{{Title: "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente"}, {Title: "The night ferry, and what it carried", Level: 1}}
		return reader.NewScreen(reader.Story{Transcript: story, Alignment: alignment, Duration: 2 * time.Hour, Chapters: chapters}, reader.Actions{
			Leave: nothing, Toggle: nothing, PreviousTurn: nothing, PreviousSentence: nothing, NextSentence: nothing,
			NextTurn: nothing, Smaller: nothing, Larger: nothing, Seek: func(time.Duration) {}, PlayFrom: func(int, int) {},
			ChooseLook: choose, ChooseSpeed: choose, ChooseVolume: choose, ChooseMore: choose, Zoom: func(int) {},
			Contents: nothing,
		})
	}
}

// translated gives the reader a second text, whose first words are one long one.
func translated(screen func() fyne.CanvasObject) func() fyne.CanvasObject {
	return func() fyne.CanvasObject {
		s := screen().(*reader.Screen)
		s.View.SetSecond(reader.Second{Language: "de", Texts: []reader.Beside{
			{First: 0, Last: 0, Text: "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente"},
			{First: 1, Last: 2, Text: strings.Repeat("Jeden Abend stieg jemand auf den Turm. ", 9)},
		}})
		return s
	}
}

// searched makes the reader with a search in it that has come round.
func searched(reading func() fyne.CanvasObject) func() fyne.CanvasObject {
	return func() fyne.CanvasObject {
		screen := reading().(*reader.Screen)
		screen.ShowFound("Donaudampfschifffahrtsgesellschaftskapitänswitwenrente", []finding.Match{{Turn: 0, Span: transcript.Span{End: 3}}}, 0)
		screen.FindStep(1)
		return screen
	}
}

// sampleLibrary makes the library with a story whose title is one long word, and one with an ordinary title.
func sampleLibrary() fyne.CanvasObject {
	nothing, choose := func() {}, func(fyne.CanvasObject) {}
	screen := library.NewScreen(library.Actions{
		Open: func(int64) {}, OpenAt: func(int64, int) {}, Remove: func(int64) {}, Add: nothing, Paste: nothing,
		Find: func(string) {}, ChooseLook: choose, ChooseMore: choose, ItemMenu: func(int64, fyne.CanvasObject) {},
		Smaller: nothing, Larger: nothing,
	})
	screen.SetItems([]library.Item{
		{ID: 1, Title: "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente"},
		{ID: 2, Title: "The night ferry, and what it carried"},
	})
	return screen
}
