package reader

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"alongside/app/control"
	"alongside/app/look"
	"alongside/sync/transcript"
)

func TestAChapterIsNamedInFullInTheContents(t *testing.T) {
	test.NewTempApp(t)
	list := NewContents([]Chapter{{Title: "Part\n 1"}, {Title: "The sea", Level: 1}, {Title: " "}, {Title: "Winds"}}, 1)
	var got []string
	for n := range list.Len() {
		got = append(got, list.Name(n))
	}
	want := []string{"Part 1", "The sea, level 2, you are here", "A chapter without a title", "Winds"}
	if !slices.Equal(got, want) {
		t.Errorf("they are called %q, want %q", got, want)
	}
}

func TestTheContentsOpenWhereOneIs(t *testing.T) {
	for now, want := range map[int]int{-1: 0, 0: 0, 2: 2} {
		test.NewTempApp(t)
		list := NewContents([]Chapter{{Title: "A"}, {Title: "B"}, {Title: "C"}}, now)
		if got := list.Current(); got != want {
			t.Errorf("in chapter %d the keyboard is on entry %d, want %d", now, got, want)
		}
	}
}

func TestTheContentsHaveTheFocusAndRoom(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 640, Height: 480}, {Width: 1280, Height: 800}} {
		for _, text := range []float32{1, 3} {
			test.NewTempApp(t).Settings().SetTheme(look.New(look.Options{
				Look: look.Paper, Text: text, Control: look.ControlScale(text, size.Width, size.Height),
			}))
			w := test.NewTempWindow(t, control.NewButton("Contents", "Contents", "", nil))
			w.Resize(size)
			list := NewContents(make([]Chapter, 500), 345)
			control.ShowList(w.Canvas(), "Contents", list)
			if w.Canvas().Focused() != list || list.Size().Height < 100 {
				t.Errorf("at %v and %.0f%% the list is %.0f high, the focus on %T", size, text*100, list.Size().Height, w.Canvas().Focused())
			}
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
	if line, ok := v.renderer.lines.Shown(lineKey{turn: 2, line: -1}); !ok || line.Text.Text != "Loneliness" {
		t.Error("the title is not drawn")
	}
}
