package export

import (
	"io"
	"net/http"
	"os"
)

// largestPicture is what a picture may take, in bytes.
const largestPicture = 20 << 20

// An image is a story's picture that can be written.
type image struct {
	Picture
	media string
}

// image looks at the story's picture. It reports false where there is none that every reader shows: a story is worth
// writing without.
func (s Story) image() (image, bool) {
	none := image{}
	if s.Picture.Path == "" {
		return none, false
	}
	file, err := os.Open(s.Picture.Path)
	if err != nil {
		return none, false
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() > largestPicture {
		return none, false
	}
	head := make([]byte, 512)
	n, _ := io.ReadFull(file, head)
	switch media := http.DetectContentType(head[:n]); media {
	case "image/jpeg", "image/png", "image/gif", "image/webp":
		return image{s.Picture, media}, true
	}
	return none, false
}

// ending is that of the picture's file.
func (i image) ending() string {
	return map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp"}[i.media]
}
