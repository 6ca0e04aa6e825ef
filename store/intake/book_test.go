package intake

import (
	"archive/zip"
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/store/intake/convert"
)

const bookNCC = `<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>Bells</title>
<meta name="dc:title" content="Two Bells"/><meta name="dc:creator" content="Ada Grün"/></head><body>
<h1 class="title" id="n1"><a href="1.smil#t1">The old bell</a></h1><h1 id="n2"><a href="2.smil#t1">The new bell</a></h1></body></html>`

// bookFiles are a DAISY 2.02 book of two chapters, with 10 seconds of sound each in the files of the given names.
func bookFiles(first, second, sound string) map[string]string {
	smil := func(text, audio string) string {
		return `<smil><body><seq><par><text src="text.html#` + text + `" id="t1"/><audio src="` + audio +
			`" clip-begin="npt=1s" clip-end="npt=4s"/></par></seq></body></smil>`
	}
	return map[string]string{
		"ncc.html": bookNCC, "1.smil": smil("a", first), "2.smil": smil("b", second),
		"text.html": `<html><head><title>Bells</title></head><body><h1 id="a">The old bell</h1>
<p><span class="page-normal">1</span></p><h1 id="b">The new bell</h1></body></html>`,
		first: sound, second: sound,
	}
}

// packedBook writes a book as an archive.
func packedBook(t *testing.T, files map[string]string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "bells.zip")
	out, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(out)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		entry, err := w.Create("Two Bells/" + name)
		if err == nil {
			_, err = entry.Write([]byte(files[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), out.Close()); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestABookIsSavedWithAllThatItHas(t *testing.T) {
	sound := tenSeconds()
	files := bookFiles("1.wav", "2.wav", sound)
	files["2.wav"] = sound[:len(sound)-2]
	for name, location := range map[string]string{"a folder": folder(t, files), "an archive": packedBook(t, files)} {
		t.Run(name, func(t *testing.T) {
			lib := openLibrary(t)
			dir := t.TempDir()
			t.Setenv("TMPDIR", dir)
			id, err := Add(t.Context(), lib, Source{Location: location}, nil)
			if err != nil {
				t.Fatal(err)
			}
			story, err := lib.Story(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			if story.Title != "Two Bells" || story.Aligned != "daisy" || story.Origin != location || !story.HasAudio {
				t.Errorf("the story is %+v", story.Summary)
			}
			if len(story.Parts) != 1 || story.Parts[0].Start != 10*time.Second {
				t.Errorf("the parts are %v", story.Parts)
			}
			if len(story.Chapters) != 2 || story.Chapters[1].Turn != 2 || len(story.Asides) != 1 || story.Asides[0].Kind != "pagebreak" {
				t.Errorf("the chapters are %v, the asides %v", story.Chapters, story.Asides)
			}
			if at := story.Alignment.Turns[2]; at.Start != 11*time.Second || at.End != 14*time.Second {
				t.Errorf("the second chapter is heard from %v to %v", at.Start, at.End)
			}
			if again, err := Add(t.Context(), lib, Source{Location: location}, nil); again != id || err != nil {
				t.Errorf("added again it is story %d, %v, and not %d", again, err, id)
			}
			if left, err := os.ReadDir(dir); len(left) > 0 || err != nil {
				t.Errorf("%v is left, %v", left, err)
			}
		})
	}
}

func TestABookIsUnpackedWhereThereIsRoomUntilItIsClosed(t *testing.T) {
	dir := t.TempDir()
	found, err := Read(t.Context(), Source{Location: folder(t, bookFiles("1.wav", "2.wav", tenSeconds())), Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Dir(filepath.Dir(found.AudioPath)) != dir || !isFile(found.AudioPath) {
		t.Errorf("the sound is %s", found.AudioPath)
	}
	if err := found.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); len(left) > 0 || err != nil {
		t.Errorf("%v is left, %v", left, err)
	}
}

func TestSoundThatIsNamedIsTakenInPlaceOfTheBooks(t *testing.T) {
	named := filepath.Join(folder(t, map[string]string{"read.wav": tenSeconds()}), "read.wav")
	found, err := Read(t.Context(), Source{Location: folder(t, bookFiles("1.wav", "2.wav", tenSeconds())), AudioPath: named})
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	if found.AudioPath != named || len(found.Parts) > 0 || len(found.Alignment.Turns) > 0 {
		t.Errorf("the sound is %s and %v, with times of %d turns", found.AudioPath, found.Parts, len(found.Alignment.Turns))
	}
	if len(found.Chapters) != 2 {
		t.Errorf("the chapters are %v", found.Chapters)
	}
}

func TestTheSoundOfABookIsConverted(t *testing.T) {
	dir := folder(t, bookFiles("1.m4a", "2.m4a", ""))
	for _, name := range []string{"1.m4a", "2.m4a"} {
		encoded(t, filepath.Join(dir, name), "-y")
	}
	found, err := Read(t.Context(), Source{Location: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	if len(found.Parts) != 1 || (found.Parts[0].Start-10*time.Second).Abs() > 100*time.Millisecond || filepath.Ext(found.AudioPath) != ".ogg" {
		t.Errorf("the sound is %s and %v", found.AudioPath, found.Parts)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(found.AudioPath), "*.m4a")); len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

func TestWithoutFFmpegABookThatNeedsItSaysWhatToInstall(t *testing.T) {
	dir := folder(t, bookFiles("1.m4a", "2.m4a", ""))
	for _, name := range []string{"1.m4a", "2.m4a"} {
		encoded(t, filepath.Join(dir, name), "-y")
	}
	t.Setenv("PATH", t.TempDir())
	_, err := Read(t.Context(), Source{Location: dir})
	if !errors.Is(err, convert.ErrNoProgram) || !strings.Contains(err.Error(), "using the sound in the book: it is MP4 sound (M4A)") {
		t.Errorf("the error is %v", err)
	}
}

func TestNothingStaysOfABookThatIsCancelled(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := Add(ctx, openLibrary(t), Source{Location: folder(t, bookFiles("1.wav", "2.wav", tenSeconds()))}, func(p Progress) {
		if p.Step == Listening {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "alongside-book-*")); len(left) > 0 || err != nil {
		t.Errorf("%v is left, %v", left, err)
	}
}
