//go:build linux

package e2e

import (
	"context"
	"encoding/binary"
	"fmt"
	"hash/maphash"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// A display is what can be seen. It is read from the memory that Xvfb draws in, which has the form of a file of the
// program xwd.
type display struct {
	name   string // as in DISPLAY
	memory []byte
	pixels []byte // four bytes a pixel: blue, green, red, none
	stride int    // bytes a row
	size   image.Point
	seed   maphash.Seed
}

// mapDisplay opens the memory in which Xvfb draws.
func mapDisplay(path string) (*display, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	memory, err := syscall.Mmap(int(file.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("reading what Xvfb draws: %w", err)
	}
	field := func(n int) int { return int(binary.BigEndian.Uint32(memory[4*n:])) }
	s := &display{memory: memory, stride: field(12), size: image.Pt(field(4), field(5)), seed: maphash.MakeSeed()}
	if field(11) != 32 {
		return nil, fmt.Errorf("Xvfb draws with %d bits a pixel, want 32", field(11))
	}
	const colorSize = 12
	s.pixels = memory[field(0)+colorSize*field(19):]
	return s, nil
}

func (s *display) close() { _ = syscall.Munmap(s.memory) }

// picture copies what can be seen in an area, or everywhere where the area is empty.
func (s *display) picture(area image.Rectangle) *image.RGBA {
	area = s.within(area)
	p := image.NewRGBA(image.Rectangle{Max: area.Size()})
	for y := range area.Dy() {
		row := s.row(area, y)
		for x := range area.Dx() {
			b, g, r := row[4*x], row[4*x+1], row[4*x+2]
			copy(p.Pix[p.PixOffset(x, y):], []byte{r, g, b, 0xff})
		}
	}
	return p
}

// sum tells, for an area or for everything, whether it looks as before.
func (s *display) sum(area image.Rectangle) uint64 {
	area = s.within(area)
	var h maphash.Hash
	h.SetSeed(s.seed)
	for y := range area.Dy() {
		_, _ = h.Write(s.row(area, y))
	}
	return h.Sum64()
}

func (s *display) within(area image.Rectangle) image.Rectangle {
	all := image.Rectangle{Max: s.size}
	if area.Empty() {
		return all
	}
	return area.Intersect(all)
}

func (s *display) row(area image.Rectangle, y int) []byte {
	return s.pixels[(area.Min.Y+y)*s.stride+4*area.Min.X:][:4*area.Dx()]
}

// changed waits until an area looks different from a sum, and gives the moment.
func (s *display) changed(area image.Rectangle, from uint64, within time.Duration) (time.Time, bool) {
	for deadline := time.Now().Add(within); ; time.Sleep(500 * time.Microsecond) {
		now := time.Now()
		if s.sum(area) != from {
			return now, true
		}
		if now.After(deadline) {
			return now, false
		}
	}
}

// A watch notes when areas of the display change.
type watch struct {
	changes []time.Time
	quit    context.CancelFunc
	done    chan struct{}
}

// watch begins to look at areas, every millisecond.
func (s *display) watch(areas []image.Rectangle) *watch {
	ctx, quit := context.WithCancel(context.Background())
	w := &watch{quit: quit, done: make(chan struct{})}
	sum := func() (sum uint64) {
		for _, a := range areas {
			sum = sum*31 + s.sum(a)
		}
		return sum
	}
	go func() {
		defer close(w.done)
		for last := sum(); ; {
			select {
			case <-ctx.Done():
				return
			case <-time.After(time.Millisecond):
			}
			at := time.Now()
			if now := sum(); now != last {
				last = now
				w.changes = append(w.changes, at)
			}
		}
	}()
	return w
}

// stop ends the watch and gives the moments of change.
func (w *watch) stop() []time.Time {
	w.quit()
	<-w.done
	return w.changes
}

// save writes what can be seen to a file.
func (s *display) save(path string, area image.Rectangle) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(file, s.picture(area)); err != nil {
		return err
	}
	return file.Close()
}
