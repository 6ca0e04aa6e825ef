package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"alongside/store"
	"alongside/sync/transcript"
)

// withWords is a desk on a library of two stories, with a word of each on the list: "brought" of the sample, "kettle" of the other.
func withWords(t *testing.T) (d *desk, other int64) {
	t.Helper()
	lib := newLibrary(t)
	other = addKettle(t, lib)
	for story, word := range map[int64]string{1: "brought", other: "kettle"} {
		s, err := lib.Story(t.Context(), story)
		if err != nil {
			t.Fatal(err)
		}
		at := strings.Index(s.Transcript.Turns[0].Text, word)
		_, err = lib.AddMark(t.Context(), store.Mark{Story: story, Kind: store.Word, Span: transcript.Span{Start: at, End: at + len(word)}})
		if err != nil {
			t.Fatal(err)
		}
	}
	return onShelf(t, lib), other
}

func (d *desk) openWords() {
	d.t.Helper()
	d.showAllWords()
	d.until("the words are listed", func() bool { return d.panel() != nil })
}

func TestTheWordsOfAllStoriesAreListedWithSentenceAndStory(t *testing.T) {
	d, _ := withWords(t)
	d.openWords()
	list := d.listed()
	for n, want := range []string{
		"brought: “For a century, one sound brought the boats home.”   (The Fog Bell of Wren Harbor), word", "kettle: “The kettle is on.”   (The Kettle), word",
	} {
		if got := strings.TrimSuffix(list.Name(n), ", word"); got != strings.TrimSuffix(want, ", word") {
			t.Errorf("word %d is %q, want %q", n+1, got, want)
		}
	}
	d.typed("ke")
	if list.Current() != 1 {
		t.Errorf("the letters k, e lead to %q", list.Name(list.Current()))
	}
}

func TestAWordOfAStoryThatIsNotOpenIsHeard(t *testing.T) {
	d, _ := withWords(t)
	d.openWords()
	d.press(fyne.KeyReturn)
	if d.elsewhere == nil {
		t.Fatal("nothing is played")
	}
	d.until("it was heard", func() bool { return d.elsewhere == nil })
	if d.notice().Visible() {
		t.Errorf("it says %q", d.notice().Text())
	}
	if d.panel() == nil || d.reading != nil {
		t.Error("the list has gone, or the story is open")
	}
}

func TestAStoryThatPlaysPausesForAWordOfAnother(t *testing.T) {
	d, other := withWords(t)
	d.turnTo(other)
	d.reading.player.Play()
	d.openWords()
	d.press(fyne.KeyReturn)
	if d.reading.player.Playing() {
		t.Error("two voices are heard at once")
	}
	d.until("it was heard", func() bool { return d.elsewhere == nil })
}

func TestAWordWithoutATimeIsSaidToHaveNone(t *testing.T) {
	d, _ := withWords(t)
	d.openWords()
	d.press(fyne.KeyEnd)
	d.press(fyne.KeyReturn)
	d.untilSaid(noTimeFor)
}

func TestAWordLeadsToItsPlaceInItsStory(t *testing.T) {
	d, other := withWords(t)
	d.turnTo(other)
	d.openWords()
	d.tapNamed("Open its story there")
	d.until("its story is open", func() bool { return d.reading.story.ID == 1 && d.reading.player != nil })
	at, _ := d.reading.startOf(0, wordIn(d.reading.story.Transcript.Turns[0], d.reading.story.Marks[0].Span))
	if got := d.reading.position(); got != at {
		t.Errorf("it is at %v, the word is heard at %v", got, at)
	}
	if d.win.Canvas().Focused() != fyne.Focusable(d.reading.screen.View) {
		t.Errorf("the focus is on %q", d.focus())
	}
}

func TestAWordRemovedFromTheListOfAllIsBroughtBack(t *testing.T) {
	d, _ := withWords(t)
	d.openSample()
	d.openWords()
	list := d.listed()
	d.press(fyne.KeyDelete)
	d.until("it is removed, in its story too", func() bool { return len(d.reading.story.Marks) == 0 && strings.Contains(list.Name(0), "Removed") })
	d.press(fyne.KeyReturn)
	d.until("it is back", func() bool { return len(d.reading.story.Marks) == 1 && !strings.Contains(list.Name(0), "Removed") })
}

func TestTheWordsOfAllStoriesAreSavedInOneFile(t *testing.T) {
	d, _ := withWords(t)
	if _, err := d.library.AddMark(t.Context(), store.Mark{Story: 1, Kind: store.Bookmark, Span: transcript.Span{End: 2}}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "words.csv")
	d.desktopChooser = chooses(path, nil).choose
	d.openWords()
	d.tapNamed("Save a copy")
	d.tapNamed("Your notes (CSV table)")
	d.untilSaid("The words are in")
	text, err := os.ReadFile(path)
	if err != nil || strings.Count(string(text), "\r\n") != 3 || !strings.Contains(string(text), "kettle") || !strings.Contains(string(text), "brought") {
		t.Errorf("written is %q, %v", text, err)
	}
}

func TestWithoutWordsItIsSaidHowTheyCome(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.showAllWords()
	d.untilSaid("No words are on your list yet.")
}
