package export

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alongside/store"
)

func TestASavedBookComesOutWhole(t *testing.T) {
	lib, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer lib.Close()
	s := counting(6)
	icon := filepath.Join("..", "..", "assets", "icon", "icon.png")
	id, err := lib.Save(t.Context(), store.Draft{
		Transcript: s.Transcript, Alignment: s.Alignment, AudioPath: tone(t, 4),
		Parts:    []store.Part{{File: tone(t, 2), Start: 4 * time.Second}},
		Chapters: []store.Chapter{{Title: "First", Turn: 0}, {Title: "Second", Turn: 4}},
		Asides:   []store.Aside{{First: 1, Last: 1, Kind: "pagebreak"}, {First: 2, Last: 2, Kind: `"><x`}},
		Picture:  store.Picture{File: icon, Alt: "A bell"},
	})
	if err != nil {
		t.Fatal(err)
	}
	saved, err := lib.Story(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	book := valid(t, Saved(saved, lib), Options{})
	var heard []string
	for _, p := range append(book.overlays["EPUB/text/1.xhtml"], book.overlays["EPUB/text/2.xhtml"]...) {
		heard = append(heard, strings.TrimPrefix(p.audio, "EPUB/audio/")+" "+p.begin.String())
	}
	if got, want := strings.Join(heard, ", "), "1.mp3 0s, 1.mp3 1s, 1.mp3 2s, 1.mp3 3s, 2.mp3 0s, 2.mp3 1s"; got != want {
		t.Errorf("the clips are %s, want %s", got, want)
	}
	if got := strings.Count(string(book.files["EPUB/overlay/1.smil"]), "epub:type="); got != 1 {
		t.Errorf("%d turns are marked as asides, want the page's number only", got)
	}
	want, err := os.ReadFile(icon)
	if err != nil || !bytes.Equal(book.files["EPUB/picture.png"], want) {
		t.Error("the picture is not in it", err)
	}
	if contents := book.pages["EPUB/nav.xhtml"].text; !strings.Contains(contents, "First") || !strings.Contains(contents, "Second") {
		t.Errorf("the contents are %q", contents)
	}
	page := string(written(t, "html", Saved(saved, lib), Options{}))
	for _, want := range []string{`href="#c2"`, `alt="A bell"`, "part 2 of 2"} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is not in the page", want)
		}
	}
}
