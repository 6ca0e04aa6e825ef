package export

import (
	"fmt"
	"time"

	"alongside/sync"
	"alongside/sync/transcript"
)

// A par is one entry of an overlay: an element and the stretch of one file that belongs to it. Its times are those of the
// file, to the millisecond.
type par struct {
	place      sync.Place
	pause      int // the turn after which the pause is, for a place that is nowhere
	track      int
	begin, end time.Duration
}

// pars cuts clips at the boundaries of the files.
func (b *book) pars(clips []clip) []par {
	var list []par
	last := -1
	for _, c := range clips {
		if c.place.Turn >= 0 {
			last = c.place.Turn
		}
		for k, t := range b.tracks {
			from, to := max(c.start, t.start), min(c.end, t.end)
			p := par{
				place: c.place, pause: last, track: k,
				begin: (from - t.start).Round(time.Millisecond), end: (to - t.start).Truncate(time.Millisecond),
			}
			// The end is the next one's beginning, so that no sound is left out, but never past the end of the file.
			if rounded := (to - t.start).Round(time.Millisecond); rounded <= t.length() {
				p.end = rounded
			}
			if p.end > p.begin {
				list = append(list, p)
			}
		}
	}
	return list
}

// target is the id of what a par marks.
func (p par) target() string {
	switch {
	case p.place.Turn < 0:
		return pauseID(p.pause)
	case p.place.Word >= 0:
		return wordID(p.place.Turn, p.place.Word)
	case p.place.Sentence >= 0:
		return sentenceID(p.place.Turn, p.place.Sentence)
	}
	return turnID(p.place.Turn)
}

// pauseID is the id of what stands for a pause after a turn. Before the first turn the heading does.
func pauseID(after int) string {
	if after < 0 {
		return "title"
	}
	return fmt.Sprintf("p%d", after+1)
}

// silent reports whether a turn is one that nobody would hear.
func (b *book) silent(turn int) bool { return b.Transcript.Turns[turn].Kind == transcript.Note }

// writeOverlay writes the overlay of a sheet: the clips of each turn in a seq of their own, so that a reader can skip it.
func (b *book) writeOverlay(m markup, p sheet) {
	text := "../" + p.textName()
	m.printf(`<?xml version="1.0" encoding="UTF-8"?>
<smil xmlns="http://www.w3.org/ns/SMIL" xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">
<body id="body" epub:textref="%s#text">
`, text)
	open := -1
	for i, par := range p.pars {
		if turn := par.place.Turn; turn != open {
			if open >= 0 {
				m.WriteString("</seq>\n")
			}
			if open = turn; turn >= 0 {
				m.printf(`<seq id="seq%v" epub:textref="%s#%s"`, i+1, text, turnID(turn))
				if kind := b.aside(turn); kind != "" {
					m.printf(` epub:type="%s"`, kind)
				}
				m.WriteString(">\n")
			}
		}
		m.printf(`<par id="par%v"><text src="%s#%s"/><audio src="../%s" clipBegin="%s" clipEnd="%s"/></par>`+"\n",
			i+1, text, par.target(), b.trackPath(par.track), clockValue(par.begin), clockValue(par.end))
	}
	if open >= 0 {
		m.WriteString("</seq>\n")
	}
	m.WriteString("</body>\n</smil>\n")
}

// aside is what kind of aside a turn is, "" where it is none that readers of EPUB know.
func (b *book) aside(turn int) string {
	for _, a := range b.Asides {
		if turn < a.First || turn > a.Last {
			continue
		}
		switch a.Kind {
		case "pagebreak", "footnote", "endnote", "table", "table-row", "table-cell", "list", "list-item", "figure", "aside":
			return a.Kind
		}
	}
	return ""
}

// clockValue writes a time as SMIL does: 0:01:23.456.
func clockValue(d time.Duration) string {
	ms := d.Milliseconds()
	return fmt.Sprintf("%d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}
