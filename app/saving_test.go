package app

import (
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"alongside/app/library"
	"alongside/store"
	"alongside/store/intake"
	"alongside/store/intake/saving"
)

func TestAPageIsReadWhileItsSoundIsStillDownloaded(t *testing.T) {
	site := newSite(t)
	release := site.holdSound(t)
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.addPage(site, "/bell")
	d.until("its words are open", func() bool { return d.reading != nil })
	d.untilSaid("sound is on the way")
	d.until("it shows how far the sound is", func() bool { return d.reading.screen.Progress.Visible() })
	if d.reading.story.HasAudio || d.reading.player != nil {
		t.Fatal("there is sound already")
	}
	d.win.Canvas().Focus(d.reading.screen.View)
	d.press(fyne.KeyPageDown)
	d.reading.screen.View.ShowTurn(4) // at the line where the eye rests, which sinks a little when the bar of progress goes
	before := d.reading.screen.View.TurnInSight()
	if before == 0 {
		t.Fatal("the page does not scroll")
	}
	reading := d.reading
	release()
	d.untilWithin(30*time.Second, "the sound can be played", func() bool { return d.reading.player != nil })
	if d.reading != reading || d.reading.screen.View.TurnInSight() != before || d.win.Canvas().Focused() != d.reading.screen.View {
		t.Errorf("the page was at turn %d and is at %d; the focus is on %T", before, d.reading.screen.View.TurnInSight(), d.win.Canvas().Focused())
	}
	if d.notice().Visible() {
		t.Errorf("it still says %q", d.notice().Text())
	}
	d.toggle()
	if !d.reading.player.Playing() {
		t.Error("it does not play")
	}
}

func TestADownloadThatIsGivenUpLeavesTheWords(t *testing.T) {
	site := newSite(t)
	site.holdSound(t)
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.addPage(site, "/bell")
	d.until("it shows how far the sound is", func() bool { return d.reading != nil && d.reading.screen.Progress.Visible() })
	d.savings.cancel(d.savings.states[0].Job)
	d.until("the progress is gone", func() bool { return !d.reading.screen.Progress.Visible() && len(d.savings.states) == 0 })
	d.untilSaid("has no sound")
}

func TestADownloadThatFailedIsTriedAgain(t *testing.T) {
	site := newSite(t)
	site.set(func() { site.broken["/bell.wav"] = http.StatusNotFound })
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.addPage(site, "/bell")
	d.untilSaid("bell.wav")
	if d.reading == nil {
		t.Fatal("the words are not open")
	}
	d.showShelf()
	d.until("the card says so", func() bool {
		return slices.ContainsFunc(d.savings.states, func(s saving.State) bool { return savingItem(s).Status == "Stopped" })
	})
	site.set(func() { delete(site.broken, "/bell.wav") })
	d.savings.retry(d.savings.states[0].Job)
	d.until("the story has its sound", func() bool {
		return slices.ContainsFunc(d.shelf.stories, func(s store.Summary) bool { return s.HasAudio && strings.HasPrefix(s.Title, "The Bell of") })
	})
}

func TestSoundWithoutWordsIsCompletedWithItsTranscript(t *testing.T) {
	site := newSite(t)
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.addPage(site, "/wordless")
	d.until("its card asks for its words", func() bool {
		return len(d.savings.states) == 1 && savingItem(d.savings.states[0]).Status == "Needs its words"
	})
	d.shelf.open(-d.savings.states[0].Job)
	if d.panel() == nil {
		t.Fatal("its card does not open a form")
	}
	text := filepath.Join(t.TempDir(), "words.txt")
	write(t, text, []byte("NORA FIELD: In the town of Wren Harbor, fog comes in.\n\nBEN ORR: And goes again.\n"))
	d.panel().Close()
	d.savings.give(d.savings.states[0].Job, library.AddRequest{Source: text})
	defer func() { t.Logf("%q %v %+v", d.notice().Text(), d.reading, d.savings.states) }()
	d.untilWithin(30*time.Second, "the story is open with its sound", func() bool { return d.reading != nil && d.reading.player != nil })
	if s := d.reading.story; s.Title != "The Wordless Bell" || len(s.Transcript.Turns) != 2 {
		t.Errorf("%q with %d turns, want The Wordless Bell with 2", s.Title, len(s.Transcript.Turns))
	}
}

func TestSavingGoesOnInTheNextWindow(t *testing.T) {
	site := newSite(t)
	release := site.holdSound(t)
	lib := newLibrary(t)
	d := newDesk(t, lib)
	d.start("")
	d.addPage(site, "/bell")
	d.until("it shows how far the sound is", func() bool { return d.reading != nil && d.reading.screen.Progress.Visible() })
	d.close()
	d.finish()
	release()
	again := newDesk(t, lib)
	again.start("")
	again.untilWithin(30*time.Second, "the story has its sound", func() bool {
		return slices.ContainsFunc(again.shelf.stories, func(s store.Summary) bool { return s.HasAudio && strings.HasPrefix(s.Title, "The Bell of") })
	})
}

func TestSeveralFilesDroppedAtOnce(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	folder := t.TempDir()
	var files []fyne.URI
	for _, name := range []string{"one", "two", "three"} {
		path := filepath.Join(folder, name+".txt")
		write(t, path, fmt.Appendf(nil, "Story %s\n\nANNA VALE: This is %[1]s.\n\nBEN ORR: So it is.\n", name))
		files = append(files, storage.NewFileURI(path))
	}
	picture := filepath.Join(folder, "photo.jpg")
	write(t, picture, []byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00"))
	d.dropped(fyne.NewPos(0, 0), append(files, storage.NewFileURI(picture)))
	d.untilSaid("4 stories are being saved")
	d.untilSaid("3 of 4 stories are saved", "card")
	d.until("all are on the shelf", func() bool { return len(d.shelf.stories) == 4 })
	if d.reading != nil {
		t.Error("one of several stories was opened")
	}
}

func TestAFeedsAddressOffersToSubscribe(t *testing.T) {
	site := newSite(t)
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.addPage(site, "/feed.xml")
	d.untilSaid("address of a feed")
	d.until("nothing is left of it", func() bool { return len(d.savings.states) == 0 && d.panel() == nil })
	d.tap("Subscribe")
	d.until("its stories are shown", func() bool { return d.feeds.catalog != nil && len(d.feeds.shown) == 3 })
}

func TestAnAddressIsPastedIntoTheForm(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.app.Clipboard().SetContent("  https://example.org/story \n")
	d.pasteStory()
	if field, ok := d.win.Canvas().Focused().(interface{ SelectedText() string }); !ok {
		t.Errorf("the focus is on %T, want the field with the address", field)
	}
	d.escape()
	if d.panel() != nil {
		t.Error("Escape does not leave the form")
	}
}

func TestStatesAreToldInWords(t *testing.T) {
	for name, c := range map[string]struct {
		state          saving.State
		status, detail string
	}{
		"waits":    {saving.State{Step: intake.Fetching}, "Waiting", string(intake.Fetching)},
		"works":    {saving.State{Step: intake.Fetching, Running: true}, "Working", string(intake.Fetching)},
		"halfway":  {saving.State{Step: intake.Fetching, Running: true, Done: 1, Total: 2, Left: 20 * time.Second}, "50%", string(intake.Fetching) + ", 50%, about 20 seconds left"},
		"stopped":  {saving.State{Problem: "The site does not answer."}, "Stopped", "The site does not answer."},
		"no words": {saving.State{Missing: intake.NoTranscript}, "Needs its words", "Its sound was found, its words were not"},
	} {
		if item := savingItem(c.state); item.Status != c.status || item.Detail != c.detail {
			t.Errorf("%s: %q, %q; want %q, %q", name, item.Status, item.Detail, c.status, c.detail)
		}
	}
}

func TestAStoryThatIsSavedAtOnceIsOpenedToo(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.until("the shelf is full", func() bool { return len(d.shelf.stories) == 1 })
	d.savings.add(intake.Source{Text: "ANNA: The kettle is on.", Title: "The kettle"}, func(err error) { t.Error(err) })
	for late := time.Now().Add(10 * time.Second); len(d.libraryStories()) < 2 || len(d.savings.queue.States()) > 0; {
		if time.Now().After(late) {
			t.Fatal("it is never saved")
		}
		time.Sleep(time.Millisecond) // the window does nothing meanwhile
	}
	d.until("the story is open", func() bool { return d.reading != nil && d.reading.story.Title == "The kettle" })
}
