package intake

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"alongside/store"
)

// onePixel is a picture.
func onePixel(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestThePictureThatWasSavedWithAPageIsKept(t *testing.T) {
	head := `<meta property="og:image" content="https://radio.example/img/bell.png"><meta property="og:image:alt" content="A bell">`
	withPicture := strings.Replace(page, "</head>", head+"</head>", 1)
	mhtml := func(picture []byte) string {
		return "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://radio.example/bell\r\nMIME-Version: 1.0\r\n" +
			"Content-Type: multipart/related; type=\"text/html\"; boundary=\"x\"\r\n\r\n" +
			"--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\nContent-Location: https://radio.example/bell\r\n\r\n" + withPicture + "\r\n" +
			"--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://radio.example/img/bell.png\r\n\r\n" +
			base64.StdEncoding.EncodeToString(picture) + "\r\n--x--\r\n"
	}
	for name, c := range map[string]struct {
		files map[string]string
		open  string
		want  string
	}{
		"in the folder beside it":    {map[string]string{"bell.html": withPicture, "bell_files/bell.png": string(onePixel(t))}, "bell.html", string(onePixel(t))},
		"in the same file":           {map[string]string{"bell.mhtml": mhtml(onePixel(t))}, "bell.mhtml", string(onePixel(t))},
		"what is no picture":         {map[string]string{"bell.html": withPicture, "bell_files/bell.png": "<html>not found</html>"}, "bell.html", ""},
		"in the file, no picture":    {map[string]string{"bell.mhtml": mhtml([]byte("GIF89 no"))}, "bell.mhtml", ""},
		"that was not saved with it": {map[string]string{"bell.html": withPicture}, "bell.html", ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, body := range c.files {
				path := filepath.Join(dir, file)
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(body), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			got, err := savedPicture(t, filepath.Join(dir, c.open))
			if err != nil || got != c.want {
				t.Errorf("the picture is %q, want %q; %v", got, c.want, err)
			}
		})
	}
}

// savedPicture saves a page and gives the picture that is in the library then; "" for none.
func savedPicture(t *testing.T, path string) (string, error) {
	t.Helper()
	lib, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		return "", err
	}
	defer lib.Close()
	id, err := Add(t.Context(), lib, Source{Location: path}, nil)
	if err != nil {
		return "", err
	}
	story, err := lib.Story(t.Context(), id)
	if err != nil || lib.PicturePath(story) == "" {
		return "", err
	}
	if story.Picture.Alt != "A bell" {
		return "", fmt.Errorf("it shows %q", story.Picture.Alt)
	}
	body, err := os.ReadFile(lib.PicturePath(story))
	return string(body), err
}
