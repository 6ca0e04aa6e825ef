package reader

import (
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"alongside/app/control"
	"alongside/app/letters"
	"alongside/app/look"
	"alongside/sync/transcript"
)

// A Chapter is a named part of a story, from a turn to the next chapter of its level or of one above.
type Chapter struct {
	Title string
	Level int // 0 of the whole, 1 within the chapter of level 0 before it, and so on
	Turn  int // its first
}

// An opening is how a turn that begins chapters stands on the page.
type opening struct {
	above []title // titles that stand over the turn, outermost first
	scale float32 // of the turn's own text, where it is itself a title, else 1
	level int     // of that title
}

// A title is a chapter's title over its first turn.
type title struct {
	letters.Phrase
	level int
}

// scale is how large the title is, beside the text.
func (t title) scale() float32 { return titleScale(t.level) }

// The room above titles, beside that between turns, and below them, in text sizes.
const (
	titleGap  = 0.6
	titleRoom = 0.5
)

// titleScale is how large a title of a level is, beside the text.
func titleScale(level int) float32 {
	return [...]float32{1.5, 1.3, 1.15}[min(max(level, 0), 2)]
}

// titleSize is how large a title is for a size of text in a column: never so large that its words would be broken apart.
func titleSize(scale, size, column float32) float32 {
	const letters = 24 // that a line should hold
	return max(size, min(scale*size, column/(letters*averageLetter)))
}

// openings are the turns of a story that begin chapters. A chapter whose first turn says its title needs none over it.
func openings(turns []transcript.Turn, chapters []Chapter, m *letters.Metrics) map[int]opening {
	all := map[int]opening{}
	for _, c := range chapters {
		if c.Turn < 0 || c.Turn >= len(turns) {
			continue
		}
		o, ok := all[c.Turn]
		if !ok {
			o.scale = 1
		}
		switch words := strings.Join(strings.Fields(c.Title), " "); {
		case words == "":
		case sameWords(words, turns[c.Turn].Text):
			o.scale, o.level = titleScale(c.Level), c.Level
		default:
			o.above = append(o.above, title{m.Phrase(words, fyne.TextStyle{Bold: true}), c.Level})
		}
		all[c.Turn] = o
	}
	return all
}

// sameWords reports whether two texts are the same but for signs, spaces and capitals.
func sameWords(a, b string) bool {
	letters := func(text string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsNumber(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, text)
	}
	return len(b) < 4*len(a)+20 && letters(a) == letters(b)
}

// ChapterAt is the innermost chapter that a turn lies in, by its place in the list; -1 before the first one.
func ChapterAt(chapters []Chapter, turn int) int {
	// They are in the order of their turns; of several that begin together the last is the innermost.
	n, _ := slices.BinarySearchFunc(chapters, turn, func(c Chapter, turn int) int {
		if c.Turn <= turn {
			return -1
		}
		return 1
	})
	return n - 1
}

// drawTitles shows the titles over a turn that begins chapters. Their lines are kept like those of the turn, under numbers
// below 0.
func (r *viewRenderer) drawTitles(i int, b block) {
	v, quiet := r.v, r.v.dims(i)
	for n, l := range b.titles {
		y := b.top + l.top - v.offset
		if y > v.Size().Height || y+b.leading*l.size < 0 {
			continue
		}
		text, fresh := r.lines.Use(lineKey{i, -1 - n, quiet})
		if fresh {
			text.show(l.line, l.text, l.size, fyne.TextStyle{Bold: true})
			ink := theme.ColorNameForeground
			if quiet {
				ink = look.ColorDimmed
			}
			text.Color = v.Theme().Color(ink, fyne.CurrentApp().Settings().ThemeVariant())
			text.paint(fyne.NewSize(v.page.column, b.leading*l.size))
			control.SetShown(text.sign, false)
		}
		text.place(fyne.NewPos(v.left(), y))
	}
}
