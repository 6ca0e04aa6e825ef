package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"alongside/app/desktop"
)

// A desktopChooser is a desktop's chooser of the test's own, which answers as it is told to.
type desktopChooser struct {
	asked chan desktop.FileRequest
	path  string
	err   error
}

// chooses is a desktop's chooser in which a path is chosen, or that fails.
func chooses(path string, err error) *desktopChooser {
	const most = 10 // requests
	return &desktopChooser{make(chan desktop.FileRequest, most), path, err}
}

func (c *desktopChooser) choose(_ context.Context, r desktop.FileRequest) (string, error) {
	c.asked <- r
	return c.path, c.err
}

// newStory writes a file with a transcript.
func newStory(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kettle.txt")
	write(t, path, []byte("The Kettle\n\nANNA VALE: The kettle is on.\n\nBEN ORR: Then I will stay.\n"))
	return path
}

func TestAStoryIsChosenByTheDesktop(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	c := chooses(newStory(t), nil)
	d.desktopChooser = c.choose
	d.openFile()
	d.until("the story is open", func() bool { return d.reading != nil && d.reading.story.Title == "The Kettle" })
	if r := <-c.asked; r.Kind != desktop.OpenFile || r.Title != "Choose a story" || len(r.Endings) == 0 {
		t.Errorf("it asked for %+v", r)
	}
}

func TestWhereTheDesktopCannotChooseAPanelOfOursOpens(t *testing.T) {
	for name, chooser := range map[string]chooser{
		"no chooser":              nil,
		"a chooser that is none":  chooses("", desktop.ErrNoChooser).choose,
		"a chooser that breaks":   chooses("", fmt.Errorf("%w: it ended by itself", desktop.ErrNoChooser)).choose,
		"a chooser that is older": chooses("", fmt.Errorf("%w: %w", desktop.ErrNoChooser, errors.New("version 1"))).choose,
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, newLibrary(t))
			d.start("")
			d.until("a card has the focus", func() bool { return d.focus() != "" })
			before := d.win.Canvas().Focused()
			d.desktopChooser = chooser
			path := newStory(t)
			d.chosen.Folder = filepath.Dir(path)
			d.openFile()
			d.until("the file is listed", func() bool { return strings.Contains(d.focus(), "kettle.txt") })
			d.press(fyne.KeyEscape)
			if d.panel() != nil || d.win.Canvas().Focused() != before {
				t.Errorf("after Escape the panel is %v, the focus on %q", d.panel(), d.focus())
			}
			d.openFile()
			d.until("the file is listed again", func() bool { return strings.Contains(d.focus(), "kettle.txt") })
			d.press(fyne.KeyReturn)
			d.until("the story is open", func() bool { return d.reading != nil && d.reading.story.Title == "The Kettle" })
		})
	}
}

func TestAFileForTheFormComesBackToTheForm(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	path := newStory(t)
	d.chosen.Folder = filepath.Dir(path)
	d.addStory()
	d.press(fyne.KeyReturn) // on the button that chooses
	d.until("the file is listed", func() bool { return strings.Contains(d.focus(), "kettle.txt") })
	d.press(fyne.KeyReturn)
	if got := d.focus(); got != "Choose another file" {
		t.Errorf("the focus is on %q", got)
	}
}

func TestChoosingBeginsWhereOneChoseLast(t *testing.T) {
	lib := newLibrary(t)
	d := newDesk(t, lib)
	d.start("")
	c := chooses(newStory(t), nil)
	d.desktopChooser = c.choose
	d.openFile()
	d.until("the story is open", func() bool { return d.reading != nil })
	d.finish()
	again := newDesk(t, lib)
	again.desktopChooser = c.choose
	again.restore()
	<-c.asked
	if got, want := (<-c.asked).Folder, filepath.Dir(c.path); got != want {
		t.Errorf("it begins in %q, want %q", got, want)
	}
}

func TestWhatTheDesktopChoseInVainIsSaid(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.desktopChooser = chooses("", errors.New("that is no file on this computer")).choose
	d.openFile()
	d.untilSaid("That is no file on this computer")
	if d.panel() != nil {
		t.Error("a panel is open")
	}
}

func TestOnlyOneChooserOfTheDesktopIsOpen(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	opened, closed := make(chan struct{}, 2), make(chan struct{}, 2)
	d.desktopChooser = func(ctx context.Context, _ desktop.FileRequest) (string, error) {
		opened <- struct{}{}
		<-ctx.Done()
		closed <- struct{}{}
		return "", ctx.Err()
	}
	d.openFile()
	<-opened
	d.openFile()
	<-opened
	select {
	case <-closed:
	case <-time.After(5 * time.Second):
		t.Error("the first stays open")
	}
	if d.notice().Visible() {
		t.Errorf("it says %q", d.notice().Text())
	}
}

func TestACopyIsSavedWhereThePanelSays(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.until("a card has the focus", func() bool { return d.focus() != "" })
	d.chosen.Folder = t.TempDir()
	d.saveCopy()
	d.until("the forms are offered", func() bool { return d.panel() != nil && d.focus() != "" })
	d.press(fyne.KeyReturn)
	d.until("the name can be typed", func() bool { return d.focus() == "Name of the file" })
	d.press(fyne.KeyReturn)
	d.untilWithin(30*time.Second, "it says where the copy is", func() bool {
		return strings.Contains(d.notice().Text(), filepath.Join(d.chosen.Folder, "The Fog Bell of Wren Harbor"))
	})
}
