package app

import (
	"context"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // the formats of pictures that can be shown
	_ "image/jpeg"
	_ "image/png"
	"io"
	"os"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"

	"alongside/app/reader"
)

// Limits of a story's picture.
const (
	pictureBytes  = 64 << 20
	picturePixels = 40e6
	pictureSide   = 1600 // what is larger is made smaller: it is shown no larger, and graphics cards have limits
)

// errPicture is a picture that cannot be shown.
var errPicture = errors.New("the story's picture cannot be shown")

// showPicture shows the story's picture, decoded away from the drawing goroutine.
func (w *window) showPicture(r *reading) {
	path := w.library.PicturePath(r.story)
	if path == "" {
		return
	}
	background(w, func(context.Context) (image.Image, error) { return readPicture(path) }, func(img image.Image, err error) {
		switch {
		case w.reading != r:
		case err != nil:
			w.problem(err)
		default:
			r.screen.View.SetPicture(reader.Picture{Image: img, Alt: r.story.Picture.Alt, Credit: r.story.Picture.Credit})
		}
	})
}

// readPicture reads a JPEG, PNG, GIF or WebP file, no larger than it can be shown. Of a moving picture it gives the first.
func readPicture(path string) (img image.Image, err error) {
	defer func() {
		if r := recover(); r != nil { // a decoder that gives up on a strange file is no reason for the program to
			err = fmt.Errorf("%w: %s is damaged: %v", errPicture, path, r)
		}
	}()
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errPicture, err)
	}
	defer file.Close()
	config, format, err := image.DecodeConfig(io.LimitReader(file, pictureBytes))
	if err != nil {
		return nil, fmt.Errorf("%w: %s is no JPEG, PNG, GIF or WebP: %w", errPicture, path, err)
	}
	if config.Width <= 0 || config.Height <= 0 || float64(config.Width)*float64(config.Height) > picturePixels {
		return nil, fmt.Errorf("%w: %s is %d by %d pixels, and more than 40 million are too many", errPicture, path, config.Width, config.Height)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("%w: %w", errPicture, err)
	}
	img, _, err = image.Decode(io.LimitReader(file, pictureBytes))
	if err != nil {
		return nil, fmt.Errorf("%w: the %s file %s is damaged: %w", errPicture, format, path, err)
	}
	return smaller(img), nil
}

// smaller is a picture brought to a size at which it can be shown.
func smaller(img image.Image) image.Image {
	size := img.Bounds().Size()
	longest := max(size.X, size.Y)
	if longest <= pictureSide {
		return img
	}
	to := image.Rect(0, 0, max(size.X*pictureSide/longest, 1), max(size.Y*pictureSide/longest, 1))
	small := image.NewRGBA(to)
	draw.ApproxBiLinear.Scale(small, to, img, img.Bounds(), draw.Src, nil)
	return small
}
