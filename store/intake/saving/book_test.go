package saving

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"alongside/assets"
	"alongside/store/intake"
)

// bookFolder is a DAISY book of two chapters, each with the sample's sound.
func bookFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	smil := func(id, sound string) string {
		return `<smil><body><seq><par id="p"><text src="ncc.html#` + id + `"/><audio src="` + sound +
			`" clip-begin="npt=1s" clip-end="npt=2s"/></par></seq></body></smil>`
	}
	for name, body := range map[string]string{
		"ncc.html": `<html><head><meta name="dc:title" content="Two Bells"/></head><body><h1 id="a"><a href="1.smil#p">The old bell</a></h1>
<h1 id="b"><a href="2.smil#p">The new bell</a></h1></body></html>`,
		"1.smil": smil("a", "1.ogg"), "2.smil": smil("b", "2.ogg"),
		"1.ogg": string(assets.Sample().Audio), "2.ogg": string(assets.Sample().Audio),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestABookIsSavedWithAllItsSound(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "not there")) // it is unpacked in the library's folder
	lib := openLibrary(t, t.TempDir())
	q := newQueue(t, t.Context(), lib, nil)
	story := saved(t, lib, q, add(t, q, intake.Source{Location: bookFolder(t)}))
	if story.Title != "Two Bells" || story.Aligned != "daisy" || len(story.Parts) != 1 || len(story.Chapters) != 2 {
		t.Fatalf("the story is %+v with %d parts and %d chapters", story.Summary, len(story.Parts), len(story.Chapters))
	}
	if at, second := story.Alignment.Turns[1].Start, story.Parts[0].Start; at != second+time.Second {
		t.Errorf("the second chapter is heard at %v, its file at %v", at, second)
	}
}
