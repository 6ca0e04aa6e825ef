package intake

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif" // the kinds of picture that are shown
	_ "image/jpeg"
	_ "image/png"
	"io"
	"os"
	"path/filepath"

	_ "golang.org/x/image/webp"

	"alongside/store"
	"alongside/store/intake/unwrap"
)

// mostPicture is the most bytes of a picture that is kept.
const mostPicture = 20 << 20

// picture finds the picture that a page names in what was saved with the page. A story is whole without one: what cannot be
// shown is left out.
func (r reading) picture(doc document, dir string, found *Found) error {
	named := found.Transcript.Picture
	if named.URL == "" || found.Picture.File != "" {
		return nil
	}
	picture := store.Picture{URL: named.URL, Alt: named.Alt, Credit: named.Credit}
	if doc.page != nil {
		part, saved := doc.page.Part(named.URL)
		if !saved {
			return nil
		}
		body := part.Body()
		ending := pictureEnding(bytes.NewReader(body))
		if ending == "" || len(body) > mostPicture {
			return nil
		}
		var err error
		if found.dir, err = os.MkdirTemp(dir, "alongside-page-"); err != nil {
			return fmt.Errorf("unpacking the picture of the page: %w", err)
		}
		picture.File = filepath.Join(found.dir, "picture"+ending)
		if err := os.WriteFile(picture.File, body, 0o600); err != nil {
			return fmt.Errorf("unpacking the picture of the page: %w", err)
		}
		found.Picture = picture
		return nil
	}
	if doc.path == "" {
		return nil
	}
	path := unwrap.FolderOf(doc.path).Find(named.URL)
	if path == "" || !isPicture(path) {
		return nil
	}
	picture.File = path
	found.Picture = picture
	return nil
}

func isPicture(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	info, err := file.Stat()
	return err == nil && info.Mode().IsRegular() && info.Size() <= mostPicture && pictureEnding(file) != ""
}

// pictureEnding gives what the name of a picture's file ends with, by what is in it; "" for what is no picture.
func pictureEnding(r io.Reader) string {
	_, kind, err := image.DecodeConfig(r)
	switch {
	case err != nil:
		return ""
	case kind == "jpeg":
		return ".jpg"
	}
	return "." + kind
}
