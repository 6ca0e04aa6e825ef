package export

import (
	"context"
	"encoding/base64"
	"io"
	"os"
)

// converting is how much longer it takes to convert sound than to copy it, about.
const converting = 10

// A copier writes files into what is being written, tells how much of all the work is done, and ends when it is cancelled.
// Work is counted in bytes of sound that are copied.
type copier struct {
	ctx         context.Context
	told        func(share float64)
	done, total float64
}

// newCopier begins the work of copying files, and of converting those that fit says cannot be copied.
func newCopier(ctx context.Context, list []track, fit func(media string) bool, o Options) *copier {
	c := &copier{ctx: ctx, told: o.Progress}
	for _, t := range list {
		c.total += float64(t.bytes)
		if !fit(t.media) {
			c.total += converting * float64(t.bytes)
		}
	}
	return c
}

// part begins a part of the work, and gives what is to be told of how much of that is done, from 0 to 1.
func (c *copier) part(work float64) func(share float64) {
	before := c.done
	return func(share float64) {
		c.done = before + work*min(max(share, 0), 1)
		if c.total > 0 {
			c.told(min(c.done/c.total, 1))
		}
	}
}

// file writes the content of a file, which is so much of the work.
func (c *copier) file(w io.Writer, path string, work int64) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	told := c.part(float64(work))
	_, err = io.Copy(w, &counted{Reader: file, ctx: c.ctx, size: info.Size(), told: told})
	return err
}

// base64 writes the content of a file as in a data: address.
func (c *copier) base64(w io.Writer, path string, work int64) error {
	e := base64.NewEncoder(base64.StdEncoding, w)
	if err := c.file(e, path, work); err != nil {
		return err
	}
	return e.Close()
}

type counted struct {
	io.Reader
	ctx        context.Context
	done, size int64
	told       func(share float64)
}

func (c *counted) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.Reader.Read(p)
	c.done += int64(n)
	c.told(float64(c.done) / float64(max(c.size, 1)))
	return n, err
}
