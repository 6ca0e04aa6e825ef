package reader

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"alongside/app/look"
	"alongside/sync/transcript"
)

// manyChapters are parts of ten chapters each.
func manyChapters(n int) []Chapter {
	var chapters []Chapter
	for i := range n {
		c := Chapter{Title: fmt.Sprintf("Chapter %d, in which we walk on and on", i+1), Level: 1, Turn: i}
		if i%10 == 0 {
			c = Chapter{Title: fmt.Sprintf("Part %d", i/10+1), Turn: i}
		}
		chapters = append(chapters, c)
	}
	return chapters
}

func showContents(t testing.TB, chapters []Chapter, now int, size fyne.Size, text float32) *Contents {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Options{
		Look: look.Paper, Text: text, Control: look.ControlScale(text, size.Width, size.Height),
	}))
	w := test.NewTempWindow(t, canvas.NewRectangle(nil))
	w.Resize(size)
	c := NewContents(chapters, now)
	ShowContents(w.Canvas(), c)
	return c
}

func TestWhereOneIsIsInSightInTheContents(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 640, Height: 480}, {Width: 1280, Height: 800}} {
		for _, text := range []float32{1, 3} {
			c := showContents(t, manyChapters(500), 345, size, text)
			if e := c.entries[345]; e.top < c.offset || e.top+e.height > c.offset+c.Size().Height {
				t.Errorf("at %v and %.0f%% the entry at %.0f is out of sight: %.0f to %.0f", size, text*100, e.top, c.offset, c.offset+c.Size().Height)
			}
			if c.Size().Height < 100 {
				t.Errorf("at %v and %.0f%% the list is %.0f high", size, text*100, c.Size().Height)
			}
		}
	}
}

func TestKeysWalkThroughTheContents(t *testing.T) {
	c := showContents(t, manyChapters(500), -1, fyne.NewSize(800, 600), 1)
	chosen := -1
	c.OnChoose = func(n int) { chosen = n }
	for _, step := range []struct {
		key  fyne.KeyName
		want int
	}{
		{fyne.KeyUp, 0}, {fyne.KeyDown, 1}, {fyne.KeyEnd, 499}, {fyne.KeyDown, 499}, {fyne.KeyHome, 0},
	} {
		c.TypedKey(&fyne.KeyEvent{Name: step.key})
		if c.chosen != step.want {
			t.Errorf("after %s it is on %d, want %d", step.key, c.chosen, step.want)
		}
	}
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	if c.chosen < 3 || c.chosen > 30 {
		t.Errorf("a page down is entry %d", c.chosen)
	}
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if chosen != c.chosen {
		t.Errorf("Enter goes to %d, want %d", chosen, c.chosen)
	}
}

func TestLettersLookForAChapter(t *testing.T) {
	c := showContents(t, []Chapter{{Title: "The sea"}, {Title: "Winds"}, {Title: "The rock"}, {Title: "Élan"}, {Title: "A bell"}}, 0, fyne.NewSize(800, 600), 1)
	for _, search := range []struct {
		typed string
		want  int
	}{{"w", 1}, {"the r", 2}, {"é", 3}, {"bel", 4}, {"the s", 0}, {"x", 0}} {
		c.typed = "" // some time has passed
		for _, r := range search.typed {
			c.TypedRune(r)
		}
		if c.chosen != search.want {
			t.Errorf("%q leads to entry %d, want %d", search.typed, c.chosen, search.want)
		}
	}
}

func TestPressingAnEntryGoesThere(t *testing.T) {
	c := showContents(t, manyChapters(20), 0, fyne.NewSize(800, 600), 1)
	chosen := -1
	c.OnChoose = func(n int) { chosen = n }
	c.renderer.rows.shown[2].Tapped(nil)
	if chosen != 2 {
		t.Errorf("it goes to %d, want 2", chosen)
	}
}

func TestOnlyEntriesInSightAreDrawn(t *testing.T) {
	c := showContents(t, manyChapters(500), 0, fyne.NewSize(800, 600), 1)
	if n := len(c.renderer.rows.shown); n == 0 || n > 40 {
		t.Errorf("%d entries are drawn", n)
	}
}

func TestDeeperChaptersAreIndented(t *testing.T) {
	c := showContents(t, []Chapter{{Title: "A"}, {Title: "B", Level: 1}, {Title: "C", Level: 2}, {Title: "D", Level: 90}}, 0, fyne.NewSize(640, 480), 3)
	for i, e := range c.entries[:3] {
		if next := c.entries[i+1]; next.indent <= e.indent && i < 2 || next.indent > c.width/2 {
			t.Errorf("entry %d is indented by %.0f, the next by %.0f of %.0f", i, e.indent, next.indent, c.width)
		}
	}
}

func TestChapterIsTheInnermostThatBeganLast(t *testing.T) {
	chapters := []Chapter{{Turn: 2}, {Turn: 2, Level: 1}, {Turn: 5, Level: 1}, {Turn: 9}}
	for turn, want := range map[int]int{0: -1, 2: 1, 4: 1, 5: 2, 8: 2, 9: 3, 100: 3} {
		if got := ChapterAt(chapters, turn); got != want {
			t.Errorf("turn %d is in chapter %d, want %d", turn, got, want)
		}
	}
}

func TestTitlesStandOut(t *testing.T) {
	story := transcript.Transcript{Turns: []transcript.Turn{say("", "The Rock."), say("", "It is grey."), say("", "Nobody lives there.")}}
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Options{Look: look.Paper, Text: 1, Control: 1}))
	v := NewView(story, Chapter{Title: "the rock", Turn: 0}, Chapter{Title: "Loneliness", Level: 1, Turn: 2})
	w := test.NewTempWindow(t, v)
	w.Resize(fyne.NewSize(800, 600))
	blocks := v.page.blocks
	if blocks[0].size <= blocks[1].size || !v.text.style(0).Bold || len(blocks[0].titles) > 0 {
		t.Errorf("a turn that is a title is %.0f high beside %.0f, with the titles %v", blocks[0].size, blocks[1].size, blocks[0].titles)
	}
	if len(blocks[2].titles) != 1 || blocks[2].titles[0].text != "Loneliness" || blocks[2].size != blocks[1].size {
		t.Errorf("over the other chapter stand %v", blocks[2].titles)
	}
	if above := blocks[2].top + blocks[2].titles[0].top; above < blocks[1].top+blocks[1].height {
		t.Error("the title lies on the turn before it")
	}
	if line, ok := v.renderer.lines.shown[lineKey{2, -1}]; !ok || line.Text.Text != "Loneliness" {
		t.Error("the title is not drawn")
	}
}
