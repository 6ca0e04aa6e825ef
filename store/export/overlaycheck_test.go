package export

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"alongside/sync/playback/decode"
)

// media checks the overlays, and what the package says of them.
func (c *checker) media() {
	used := map[string]string{} // the page of each overlay
	for _, it := range c.items {
		if it.overlay == "" {
			continue
		}
		if over := c.byID[it.overlay]; over.media != "application/smil+xml" {
			c.says("%s has the overlay %q, which is none", it.path, it.overlay)
		} else if used[over.path] != "" {
			c.says("%s belongs to two documents", over.path)
		} else {
			used[over.path] = it.path
		}
	}
	total := time.Duration(0)
	for _, it := range c.items {
		if it.media != "application/smil+xml" {
			continue
		}
		page := used[it.path]
		if page == "" {
			c.says("%s belongs to no document", it.path)
			continue
		}
		length := c.overlay(it.path, page)
		total += length
		c.duration("#"+it.id, length)
	}
	if len(used) == 0 {
		return
	}
	c.duration("", total)
	if active := c.meta("media:active-class", ""); len(active) != 1 || strings.ContainsAny(active[0], " .#") {
		c.says("the active class is %q", active)
	}
}

// duration checks what the package says is the length of something.
func (c *checker) duration(of string, want time.Duration) {
	said := c.meta("media:duration", of)
	if len(said) != 1 {
		c.says("there are %d durations of %q", len(said), of)
		return
	}
	if got, err := parseClock(said[0]); err != nil || got != want {
		c.says("the duration of %q is %s, it should be %v", of, said[0], want)
	}
}

// parseClock reads a full clock value of SMIL: hours, minutes, seconds and a fraction.
func parseClock(text string) (time.Duration, error) {
	var h, m, s, ms time.Duration
	if n, err := fmt.Sscanf(text, "%d:%02d:%02d.%03d", &h, &m, &s, &ms); err != nil || n != 4 || m > 59 || s > 59 {
		return 0, fmt.Errorf("%q is no clock value", text)
	}
	return h*time.Hour + m*time.Minute + s*time.Second + ms*time.Millisecond, nil
}

// overlay checks one overlay, and gives how long it is.
func (c *checker) overlay(name, page string) time.Duration {
	n := c.parse(name)
	if n == nil {
		return 0
	}
	if n.Space != nsOverlay || n.Local != "smil" || n.attr("version") != "3.0" || len(n.children) != 1 || n.children[0].Local != "body" {
		c.says("%s is no overlay", name)
	}
	n.each(func(n *node) {
		ref, has := n.attrs[xml.Name{Space: nsEPUB, Local: "textref"}]
		switch {
		case has:
			if file, id := c.resolve(name, ref); file != page || id == "" {
				c.says("%s: textref %q is not in its document", name, ref)
			}
		case n.Local == "seq":
			c.says("%s: a seq without a textref", name)
		}
		if (n.Local == "seq" || n.Local == "body") && len(n.children) == 0 {
			c.says("%s: an empty %s", name, n.Local)
		}
	})
	last := map[string]time.Duration{}
	total := time.Duration(0)
	for _, par := range n.all(nsOverlay, "par") {
		p, ok := c.par(name, page, par)
		if !ok {
			continue
		}
		if p.begin < last[p.audio] {
			c.says("%s: the clip of %s begins at %v, before the last one ended", name, p.id, p.begin)
		}
		last[p.audio] = p.end
		total += p.end - p.begin
		c.overlays[page] = append(c.overlays[page], p)
	}
	return total
}

// par reads a par: one text and one stretch of sound.
func (c *checker) par(name, page string, par *node) (p played, ok bool) {
	texts, sounds := par.all(nsOverlay, "text"), par.all(nsOverlay, "audio")
	if len(texts) != 1 || len(sounds) != 1 || len(par.children) != 2 {
		c.says("%s: a par of %d texts and %d sounds", name, len(texts), len(sounds))
		return p, false
	}
	if p.page, p.id = c.resolve(name, texts[0].attr("src")); p.page != page || p.id == "" {
		c.says("%s: the text %q is not in its document", name, texts[0].attr("src"))
	}
	p.audio, _ = c.resolve(name, sounds[0].attr("src"))
	if !strings.HasPrefix(c.items[p.audio].media, "audio/") {
		c.says("%s: %s is no sound", name, p.audio)
	}
	var errBegin, errEnd error
	p.begin, errBegin = parseClock(sounds[0].attr("clipBegin"))
	p.end, errEnd = parseClock(sounds[0].attr("clipEnd"))
	if errBegin != nil || errEnd != nil || p.end <= p.begin {
		c.says("%s: a clip from %q to %q", name, sounds[0].attr("clipBegin"), sounds[0].attr("clipEnd"))
	}
	if p.end > c.length(p.audio) {
		c.says("%s: a clip ends at %v, %s at %v", name, p.end, p.audio, c.length(p.audio))
	}
	return p, true
}

// length is how long a file of sound is; as long as anyone likes where that cannot be told here.
func (c *checker) length(name string) time.Duration {
	if c.lengths[name] == 0 {
		c.lengths[name] = 1<<63 - 1
		if audio, err := decode.Read(bytes.NewReader(c.files[name]), int64(len(c.files[name]))); err == nil {
			c.lengths[name] = audio.Duration()
		} else if strings.HasSuffix(name, ".mp3") {
			c.says("%s: %v", name, err)
		}
	}
	return c.lengths[name]
}
