package app

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"alongside/app/control"
	"alongside/store"
	"alongside/sync"
	"alongside/sync/playback/excerpt"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// bookTurns are what is said in the book of these tests, each turn for a second.
func bookTurns() []string {
	return []string{
		"The lighthouse",                                                    // 0
		"It stood on a rock.", "Page 2", "Nobody could reach it in winter.", // 1 to 3
		"The keeper",                           // 4
		"She rang the bell by hand.",           // 5
		"A note: the bell is in a museum now.", // 6
		"In fog she rang it all night.",        // 7
		"The storm",                            // 8
		"Then came the storm.", "The table of winds.", "North, ten.", "And it was over.",
	}
}

// newBook saves a book with two files of sound, chapters, asides and a picture, and opens it.
func newBook(t *testing.T) *desk {
	t.Helper()
	dir := t.TempDir()
	draft := store.Draft{
		AudioPath: filepath.Join(dir, "1.wav"),
		Parts:     []store.Part{{File: filepath.Join(dir, "2.wav"), Start: 8 * time.Second}},
		Chapters: []store.Chapter{
			{Title: "The lighthouse", Turn: 0}, {Title: "The keeper", Level: 1, Turn: 4}, {Title: "Wind and water", Turn: 8},
		},
		Asides:  []store.Aside{{First: 2, Last: 2, Kind: "pagebreak"}, {First: 6, Last: 6, Kind: "footnote"}, {First: 10, Last: 11, Kind: "table"}},
		Picture: store.Picture{File: filepath.Join(dir, "rock.png"), Alt: "A lighthouse on a rock", Credit: "Ada Grün"},
	}
	for i, text := range bookTurns() {
		at := time.Duration(i) * time.Second
		draft.Transcript.Turns = append(draft.Transcript.Turns, transcript.Turn{Text: text})
		draft.Alignment.Turns = append(draft.Alignment.Turns, timing.Turn{Timing: timing.Timing{Start: at + 100*time.Millisecond, End: at + 900*time.Millisecond}})
	}
	draft.Transcript.Title = "The bell"
	draft.Alignment.Method = "by hand"
	excerpt.Write(t, draft.AudioPath, 0, 8*time.Second)
	excerpt.Write(t, draft.Parts[0].File, 0, 5*time.Second)
	writePicture(t, draft.Picture.File, 300, 200)
	lib := newLibrary(t)
	id, err := lib.Save(t.Context(), draft)
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, lib)
	d.start(fmt.Sprint(id))
	d.until("the book is open", func() bool { return d.reading != nil && d.reading.player != nil })
	return d
}

func writePicture(t *testing.T, path string, width, height int) {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for i := range width {
		img.Set(i, i%height, color.White)
	}
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, img); err != nil {
		t.Fatal(err)
	}
}

// turnAt is the turn that is heard where the book is now.
func (d *desk) turnAt() int { return d.reading.timeline.At(d.reading.position()).Turn }

func TestABooksSoundIsAllOfItsFiles(t *testing.T) {
	d := newBook(t)
	if got := d.reading.player.Duration(); got != 13*time.Second {
		t.Errorf("the sound lasts %v, want 13 s", got)
	}
}

func TestContentsLeadToAChapter(t *testing.T) {
	d := newBook(t)
	before := d.win.Canvas().Focused()
	d.showContents()
	list, ok := d.win.Canvas().Focused().(*control.List)
	if !ok {
		t.Fatalf("the focus is on %T, want the list of chapters", d.win.Canvas().Focused())
	}
	if want := "Contents: The lighthouse, you are here, 1 of 3"; list.AccessibilityLabel() != want {
		t.Errorf("it is called %q, want %q", list.AccessibilityLabel(), want)
	}
	d.press(fyne.KeyDown)
	if want := "Contents: The keeper, level 2, 2 of 3"; list.AccessibilityLabel() != want {
		t.Errorf("one down it is called %q, want %q", list.AccessibilityLabel(), want)
	}
	d.press(fyne.KeyReturn)
	if d.turnAt() != 4 || d.reading.player.Playing() {
		t.Errorf("Enter led to turn %d, playing %v; want 4, not playing", d.turnAt(), d.reading.player.Playing())
	}
	if d.win.Canvas().Overlays().Top() != nil || d.win.Canvas().Focused() != before {
		t.Errorf("the list is left, and the focus on %T, want %T", d.win.Canvas().Focused(), before)
	}
}

func TestContentsPlayOnFromTheChapter(t *testing.T) {
	d := newBook(t)
	d.reading.player.Play()
	d.goToChapter(2)
	if d.turnAt() != 8 || !d.reading.player.Playing() {
		t.Errorf("at turn %d, playing %v; want 8, playing", d.turnAt(), d.reading.player.Playing())
	}
}

func TestEscapeLeavesTheContents(t *testing.T) {
	d := newBook(t)
	before := d.win.Canvas().Focused()
	d.showContents()
	d.press(fyne.KeyEscape)
	if d.win.Canvas().Overlays().Top() != nil || d.win.Canvas().Focused() != before {
		t.Errorf("after Escape the focus is on %T, want %T", d.win.Canvas().Focused(), before)
	}
}

func TestChaptersAreGoneThroughByCommand(t *testing.T) {
	d := newBook(t)
	var got []int
	for _, do := range []func(){d.nextChapter, d.nextChapter, d.nextChapter, d.previousChapter, d.previousChapter, d.previousChapter} {
		do()
		got = append(got, d.turnAt())
	}
	if want := "[4 8 8 4 0 0]"; fmt.Sprint(got) != want {
		t.Errorf("the commands led to the turns %v, want %s", got, want)
	}
	d.seek(7500 * time.Millisecond)
	d.previousChapter()
	if d.turnAt() != 4 {
		t.Errorf("from far into a chapter the previous one is at turn %d, want its own beginning, 4", d.turnAt())
	}
}

func TestAChapterWithoutTimesIsShown(t *testing.T) {
	d := newBook(t)
	d.reading.story.Alignment = timing.Alignment{}
	d.setTimes(d.reading, times{timing.Alignment{}, sync.NewTimeline(d.reading.story.Transcript, timing.Alignment{})})
	d.goToChapter(2)
	if !strings.Contains(d.notice().Text(), "not known yet") {
		t.Errorf("it says %q", d.notice().Text())
	}
}

func TestCommandsOfBooksAreGreyInOtherStories(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	for _, s := range d.sections {
		for _, c := range s.commands {
			if (c.where == inBook || c.where == inAsides) && d.possible(c) {
				t.Errorf("%s can be done in a story without chapters and asides", c.name)
			}
		}
	}
}

func TestWhatIsToBeSkippedIsLeftOut(t *testing.T) {
	tests := []struct {
		name string
		skip skipped
		want string // stretches, in seconds
	}{
		{"nothing", skipped{}, "[]"},
		{"page numbers", skipped{Pages: true}, "[2.04-3.04]"},
		{"notes", skipped{Notes: true}, "[6.04-7.04]"},
		{"tables", skipped{Tables: true}, "[10.04-12.04]"},
		{"all", skipped{true, true, true}, "[2.04-3.04 6.04-7.04 10.04-12.04]"},
	}
	d := newBook(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, s := range stretchesToSkip(d.reading.story, test.skip) {
				got = append(got, fmt.Sprintf("%.2f-%.2f", s.Start.Seconds(), s.End.Seconds()))
			}
			if fmt.Sprint(got) != test.want {
				t.Errorf("%v are left out, want %s", got, test.want)
			}
		})
	}
}

func TestAnAsideThatIsSkippedIsNeverMarked(t *testing.T) {
	d := newBook(t)
	d.toggleSkipPages()
	d.seek(1500 * time.Millisecond)
	d.toggle()
	seen := map[int]bool{}
	d.until("the turn after the page's number is marked", func() bool {
		seen[d.reading.marked.Turn] = true
		return d.reading.marked.Turn == 3
	})
	if seen[2] {
		t.Error("the page's number was marked")
	}
	d.reading.player.Pause()
	d.seek(3100 * time.Millisecond)
	d.previousTurn()
	if d.turnAt() != 1 {
		t.Errorf("back from turn 3 leads to turn %d, want 1, past what is skipped", d.turnAt())
	}
}

func TestSkippingIsRemembered(t *testing.T) {
	d := newBook(t)
	d.toggleSkipNotes()
	d.finish()
	got, err := loadPreferences(t.Context(), d.library)
	if err != nil || got.Skip != (skipped{Notes: true}) {
		t.Errorf("%+v is remembered, error %v", got.Skip, err)
	}
}

func TestLeavingAnAsideGoesToWhatFollows(t *testing.T) {
	d := newBook(t)
	d.seek(10500 * time.Millisecond)
	d.leaveAside()
	if d.turnAt() != 12 {
		t.Errorf("leaving the table leads to turn %d, want 12", d.turnAt())
	}
	at := d.reading.position()
	d.leaveAside()
	if d.reading.position() != at {
		t.Error("where there is nothing to leave, it goes elsewhere")
	}
}

func TestKindsOfAsidesAreGrouped(t *testing.T) {
	for kind, want := range map[string]asideGroup{
		"pagebreak": pageNumbers, "Footnote": notes, "endnotes": notes, "rearnote": notes, "noteref": notes,
		"annotation": notes, "table": tables, "sidebar": tables, "": tables,
	} {
		if got := groupOf(kind); got != want {
			t.Errorf("%q is in group %d, want %d", kind, got, want)
		}
	}
}

func TestThePictureIsShown(t *testing.T) {
	d := newBook(t)
	d.until("the picture is there", func() bool { return d.reading.screen.View.PictureName() != "" })
	if want := "Picture: A lighthouse on a rock"; d.reading.screen.View.PictureName() != want {
		t.Errorf("it is called %q, want %q", d.reading.screen.View.PictureName(), want)
	}
}

func TestPicturesThatCannotBeShownAreRefused(t *testing.T) {
	dir := t.TempDir()
	huge, text := filepath.Join(dir, "huge.png"), filepath.Join(dir, "text.png")
	write(t, text, []byte("no picture"))
	header := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xff\xff\x00\x00\xff\xff\x08\x02\x00\x00\x00\x68\x56\x2d\x31")
	write(t, huge, header)
	for path, want := range map[string]string{text: "no JPEG", huge: "", filepath.Join(dir, "none.png"): "no such file"} {
		_, err := readPicture(path)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", filepath.Base(path), err, want)
		}
	}
}

func TestALargePictureIsMadeSmaller(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wide.png")
	writePicture(t, path, 4000, 1000)
	img, err := readPicture(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := img.Bounds().Size(); got != image.Pt(1600, 400) {
		t.Errorf("it is %v, want 1600 by 400", got)
	}
}
