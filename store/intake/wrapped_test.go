package intake

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alongside/store/intake/unwrap"
)

// savedPage is the page as a Chromium saves it in one file, with this sound in it.
func savedPage(sound string) string {
	quoted := strings.ReplaceAll(strings.Replace(page, "<article>", `<article><audio src="/sound/bell.wav"></audio>`, 1), "=", "=3D")
	return strings.ReplaceAll(`From: <Saved by Blink>
Snapshot-Content-Location: https://harbour.example/stories/bell
Subject: The Bell
MIME-Version: 1.0
Content-Type: multipart/related;
	type="text/html";
	boundary="----MultipartBoundary--x----"


------MultipartBoundary--x----
Content-Type: text/html
Content-ID: <frame-1@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://harbour.example/stories/bell

`+quoted+`
------MultipartBoundary--x----
Content-Type: audio/wav
Content-Transfer-Encoding: base64
Content-Location: https://harbour.example/sound/bell.wav

`+base64.StdEncoding.EncodeToString([]byte(sound))+`
------MultipartBoundary--x------
`, "\n", "\r\n")
}

func TestAPageInOneFileIsReadWithItsSound(t *testing.T) {
	for _, name := range []string{"bell.mhtml", "bell.mht", "bell"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(folder(t, map[string]string{name: savedPage(tenSeconds())}), name)
			found, err := Read(t.Context(), Source{Location: path})
			if err != nil {
				t.Fatal(err)
			}
			if got := found.Transcript; got.Title != "The Bell" || got.URL != "https://harbour.example/stories/bell" || len(got.Turns) != 2 {
				t.Errorf("it is %+v", got)
			}
			if found.AudioPath != path || found.Transcript.Audio.Duration != 10*time.Second {
				t.Errorf("its sound is in %q, of %v", found.AudioPath, found.Transcript.Audio.Duration)
			}
			temporary := t.TempDir()
			t.Setenv("TMPDIR", temporary)
			lib := openLibrary(t)
			id, err := Save(t.Context(), lib, found, nil)
			if err != nil {
				t.Fatal(err)
			}
			if story, err := lib.Story(t.Context(), id); err != nil || filepath.Ext(story.Audio) != ".wav" || story.Duration != 10*time.Second {
				t.Errorf("the story's sound is %q of %v, %v", story.Audio, story.Duration, err)
			}
			if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
				t.Errorf("%v is left, %v", left, err)
			}
		})
	}
}

func TestSoundInAPageThatCannotBeUsedIsToldOf(t *testing.T) {
	path := filepath.Join(folder(t, map[string]string{"bell.mhtml": savedPage("no sound")}), "bell.mhtml")
	found, err := Read(t.Context(), Source{Location: path})
	if err != nil || found.AudioPath != "" || !strings.Contains(strings.Join(found.Notes, " "), "left out") {
		t.Errorf("it has the sound %q and says %q, %v", found.AudioPath, found.Notes, err)
	}
}

func TestTheSoundOfAWholePageIsFoundInItsFolder(t *testing.T) {
	for name, address := range map[string]string{
		"named where it was saved":          "./The Bell_files/bell.wav",
		"named where it was on the network": "https://cdn.harbour.example/a/bell.wav?download=1",
	} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, map[string]string{"The Bell.html": strings.Replace(page, "<article>", `<article><audio src="`+address+`"></audio>`, 1)})
			sound := filepath.Join(dir, "The Bell_files", "bell.wav")
			if err := os.Mkdir(filepath.Dir(sound), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(sound, []byte(tenSeconds()), 0o600); err != nil {
				t.Fatal(err)
			}
			found, err := Read(t.Context(), Source{Location: filepath.Join(dir, "The Bell.html")})
			if err != nil || found.AudioPath != sound {
				t.Errorf("its sound is %q, %v; the page names %q", found.AudioPath, err, found.Transcript.Audio.URL)
			}
		})
	}
}

// docx is a document of Word with these paragraphs.
func docx(t *testing.T, paragraphs ...string) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	body := ""
	for _, p := range paragraphs {
		body += "<w:p><w:r><w:t>" + p + "</w:t></w:r></w:p>"
	}
	for name, content := range map[string]string{
		"[Content_Types].xml": "<Types/>",
		"word/document.xml":   `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`,
	} {
		entry, err := w.Create(name)
		if err == nil {
			_, err = io.WriteString(entry, content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestAStoryIsReadFromADocumentOfWord(t *testing.T) {
	body := docx(t, "The Bell", "ADA GRUEN: The bell on the quay has rung for a hundred years.", "TOMAS VELA: Tonight I ring it for the last time.")
	dir := folder(t, map[string]string{"bell.docx": body, "bell.wav": tenSeconds(), "bell.vtt": cues})
	for _, name := range []string{"bell.docx", "bell.wav"} {
		found, err := Read(t.Context(), Source{Location: filepath.Join(dir, name)})
		if err != nil {
			t.Fatal(err)
		}
		if got := found.Transcript; got.Title != "The Bell" || len(got.Turns) != 2 || !strings.EqualFold(got.Turns[0].Speaker, "Ada Gruen") {
			t.Errorf("from %s it is %+v", name, got)
		}
		if found.AudioPath != filepath.Join(dir, "bell.wav") || !hasTimes(found.Alignment) {
			t.Errorf("from %s its sound is %q, its times %v", name, found.AudioPath, found.Alignment)
		}
	}
}

func TestWrappedFilesThatCannotBeReadSayWhy(t *testing.T) {
	for name, c := range map[string]struct {
		file, body string
		want       error
	}{
		"no document": {"bell.docx", "The bell", unwrap.ErrNotDocument},
		"no page":     {"bell.mhtml", "The bell", unwrap.ErrNotPage},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(folder(t, map[string]string{c.file: c.body}), c.file)
			_, err := Read(t.Context(), Source{Location: path})
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestSoundAloneIsKeptUntilItsTranscriptIsGiven(t *testing.T) {
	dir := folder(t, map[string]string{"The_Bell.wav": tenSeconds(), "words.txt": text})
	sound := filepath.Join(dir, "The_Bell.wav")
	_, err := Read(t.Context(), Source{Location: sound})
	var missing *MissingError
	if !errors.As(err, &missing) || missing.Half != NoTranscript {
		t.Fatalf("the error is %v", err)
	}
	if got := missing.Found; got.AudioPath != sound || got.Name != "The Bell" || got.Transcript.Audio.Duration != 10*time.Second {
		t.Errorf("what is kept is %+v", got)
	}
	if !strings.Contains(err.Error(), "save the transcript as The_Bell.txt") {
		t.Errorf("it says %q", err)
	}
	words := Source{Location: filepath.Join(dir, "words.txt")}
	if found, err := Complete(t.Context(), missing.Found, words, nil); err != nil || found.AudioPath != sound || len(found.Transcript.Turns) != 2 {
		t.Errorf("with the transcript it is %+v, %v", found, err)
	}
}
