package app

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/store"
	"alongside/store/intake/saving"
	"alongside/store/intake/web"
)

// savePage saves a page of the site with its sound, and gives its story.
func (d *desk) savePage(s *site, path string) int64 {
	d.t.Helper()
	d.addPage(s, path)
	d.untilWithin(30*time.Second, "the story is saved with its sound", func() bool {
		return d.reading != nil && d.reading.story.HasAudio && len(d.savings.states) == 0
	})
	id := d.reading.story.ID
	d.showShelf()
	d.until("it is on the shelf", func() bool { return d.reading == nil && d.onShelf(id) != nil })
	return id
}

// onShelf is what the shelf knows of a story; nil where it is not there.
func (d *desk) onShelf(id int64) *store.Summary {
	i := slices.IndexFunc(d.shelf.stories, func(s store.Summary) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	return &d.shelf.stories[i]
}

func TestTheStoragePanelTellsWhatTakesHowMuch(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.until("a card has the focus", func() bool { return d.focus() != "" })
	before := d.win.Canvas().Focused()
	d.showStorage()
	d.until("the panel is open", func() bool { return d.panel() != nil })
	all := strings.Join(d.names(), "\n")
	for _, want := range []string{"Sound and pictures: ", "Words and times: ", "How much room the library may take: No limit", "The Fog Bell of Wren Harbor: "} {
		if !strings.Contains(all, want) {
			t.Errorf("nothing is called %q", want)
		}
	}
	d.escape()
	if d.panel() != nil || d.win.Canvas().Focused() != before {
		t.Errorf("after Escape the panel is %v, the focus on %q", d.panel(), d.focus())
	}
}

func TestALimitLetsSoundGoThatCanBeHadAgain(t *testing.T) {
	site := newSite(t)
	d := newDesk(t, newLibrary(t))
	// What was saved once may lie in the reader's own network only if they name it anew; here they do.
	d.savings = newSavings(d.window, func(string) saving.Downloader { return web.NewClient(site.URL) })
	d.start("")
	id := d.savePage(site, "/story/1")
	d.setMost(1)
	d.until("the story says that its sound was let go", func() bool { s := d.onShelf(id); return s != nil && s.LetGo })
	d.untilSaid("let go")
	d.shelf.open(id)
	d.until("the story says so, too", func() bool { return d.reading != nil && strings.Contains(d.notice().Text(), "let go to save room") })
	if err := d.library.SetMost(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	d.tap("Download it")
	d.untilWithin(30*time.Second, "it can be played again", func() bool { return d.reading.player != nil })
}

func TestSoundThatIsKeptIsNotLetGo(t *testing.T) {
	site := newSite(t)
	d := newDesk(t, newLibrary(t))
	d.start("")
	id := d.savePage(site, "/story/1")
	d.shelf.keep(id)
	d.until("it is kept", func() bool { return d.onShelf(id).Kept })
	d.setMost(1)
	d.until("the limit is kept", func() bool { most, err := d.library.Most(t.Context()); return err == nil && most == 1 })
	if list := d.libraryStories(); slices.ContainsFunc(list, func(s store.Summary) bool { return s.LetGo }) {
		t.Error("the sound of a story that is kept was let go")
	}
	d.shelf.keep(id)
	d.until("it is kept no more", func() bool { return !d.onShelf(id).Kept })
}

func TestABackupComesBackInAnotherLibrary(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	file := filepath.Join(t.TempDir(), "all.zip")
	d.backUpTo(file)
	d.untilSaid("1 story is backed up")
	empty, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { empty.Close() })
	other := newDesk(t, empty)
	other.start("")
	other.restoreFrom(file)
	other.untilSaid("1 story was added")
	other.until("it is on the shelf", func() bool { return len(other.shelf.stories) == 1 })
	other.restoreFrom(file)
	other.untilSaid("1 was here already")
}

func TestDamageIsFoundAndWhatHelpsIsSaid(t *testing.T) {
	site := newSite(t)
	d := newDesk(t, newLibrary(t))
	d.start("")
	id := d.savePage(site, "/story/1")
	d.checkLibrary()
	d.untilSaid("All is well")
	story, err := d.library.Story(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(d.library.AudioPaths(story)[0], []byte("rubbish"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.checkLibrary()
	d.untilSaid("is not what was saved", "Add “Episode /story/1” again")
}

func TestSizesAreWrittenAsPeopleDo(t *testing.T) {
	for bytes, want := range map[int64]string{0: "0 bytes", 999: "999 bytes", 1000: "1 KB", 1250: "1.2 KB", 999_499: "999 KB", 12_345_678: "12 MB", 2_000_000_000: "2 GB"} {
		if got := sizeText(bytes); got != want {
			t.Errorf("%d bytes are %q, want %q", bytes, got, want)
		}
	}
}
