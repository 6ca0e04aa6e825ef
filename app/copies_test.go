package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alongside/store/export"
)

func TestACopyIsWrittenInEveryForm(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	story := export.Saved(d.reading.story, d.library)
	for _, format := range export.Formats() {
		t.Run(format.Name, func(t *testing.T) {
			if err := format.Check(story); err != nil {
				t.Skip(err)
			}
			path := filepath.Join(t.TempDir(), fileName(story.Transcript.Title)+format.Ending)
			d.writeCopy(story, format, path)
			d.untilWithin(30*time.Second, "it says where the copy is", func() bool { return strings.Contains(d.notice().Text(), path) })
			if info, err := os.Stat(path); err != nil || info.Size() == 0 {
				t.Errorf("there is no copy: %v", err)
			}
		})
	}
}

func TestACopyThatCannotBeWrittenSaysWhy(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	path := filepath.Join(t.TempDir(), "gone", "copy.vtt")
	d.writeCopy(export.Saved(d.reading.story, d.library), export.Formats()[0], path)
	d.untilSaid("gone")
}

func TestTheFormsOfACopyAreOfferedForTheStoryThatHasTheFocus(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.until("a card has the focus", func() bool { return d.focus() != "" })
	before := d.win.Canvas().Focused()
	d.saveCopy()
	d.until("the forms are offered", func() bool { return d.panel() != nil && d.focus() != "" })
	if got := d.focus(); !strings.HasPrefix(got, export.Formats()[0].Label) {
		t.Errorf("the focus is on %q", got)
	}
	d.escape()
	if d.panel() != nil || d.win.Canvas().Focused() != before {
		t.Errorf("after Escape the focus is on %q", d.focus())
	}
}

func TestATitleBecomesAFilesName(t *testing.T) {
	for title, want := range map[string]string{
		"The Fog Bell":             "The Fog Bell",
		"What? A/B: “why”...":      "What A B “why”",
		"":                         "A story",
		strings.Repeat("ä", 100):   strings.Repeat("ä", 80),
		"  two\n lines\t":          "two lines",
		`back\slash <and> "quote"`: "back slash and quote",
	} {
		if got := fileName(title); got != want {
			t.Errorf("%q becomes %q, want %q", title, got, want)
		}
	}
}
