package app

import (
	"context"
	"fmt"
	"io"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"alongside/app/control"
	"alongside/app/reader"
	"alongside/store"
	"alongside/store/export"
	"alongside/sync/playback"
	"alongside/sync/transcript"
)

// wordListCommands are of the words to learn of all stories.
func wordListCommands() []command {
	return []command{{name: "Words of all stories", key: ctrlShift("K"), do: (*window).showAllWords, over: closes}}
}

// A wordList is the panel that lists the words to learn of all stories. What is removed there stays in sight until the panel is
// closed, and can be brought back.
type wordList struct {
	w       *window
	list    *control.List
	panel   *control.OpenPanel
	words   []store.Learnt
	removed []bool
	busy    []bool // being removed or brought back
}

// showAllWords lists the words to learn of all stories. Enter plays one.
func (w *window) showAllWords() {
	background(w, w.library.WordsOfAll, func(words []store.Learnt, err error) {
		switch {
		case err != nil:
			w.problem(err)
		case len(words) == 0:
			w.say(control.Message{Text: "No words are on your list yet. In a story, go to a word, and choose “Add this word” in the Marks menu."})
		default:
			w.closePanels()
			w.openWordList(words)
		}
	})
}

func (w *window) openWordList(words []store.Learnt) {
	l := &wordList{w: w, list: control.NewList("Words of all stories"), words: words, removed: make([]bool, len(words)), busy: make([]bool, len(words))}
	items := make([]control.Item, len(words))
	for n := range words {
		items[n] = l.item(n)
	}
	l.list.SetItems(items)
	l.list.OnRemove = l.remove
	l.list.OnChoose = func(n int) {
		if l.removed[n] {
			l.remove(n)
			return
		}
		w.hearLearnt(l.words[n], wordStretch)
	}
	remove := control.NewButton("Remove, or bring back", "Remove", control.IconRemove, func() { l.remove(l.list.Current()) })
	remove.Keys = "Delete"
	l.panel = control.ShowList(w.win.Canvas(), "Words of all stories", l.list,
		control.NewButton("Hear the sentence", "Sentence", control.IconSound, func() {
			if n := l.list.Current(); !l.removed[n] {
				w.hearLearnt(l.words[n], sentenceStretch)
			}
		}),
		control.NewButton("Open its story there", "Open", control.IconNext, l.open),
		remove,
		control.NewButton("Save a copy", "Save…", control.IconFile, l.save))
}

// item is how a word stands in the list: the word first, so that its letters find it, then its sentence and its story.
func (l *wordList) item(n int) control.Item {
	word := l.words[n]
	item := control.Item{Icon: reader.NotedKind(word.Kind).Icon(), Name: shortened(word.Quote)}
	if word.Note != "" {
		item.Name += " (" + shortened(word.Note) + ")"
	}
	if word.Lost {
		item.Name += ", no longer in its story"
	} else {
		sentence := export.SentenceOf(transcript.Turn{Text: word.Text}, word.Span)
		item.Name += ": “" + strings.Join(strings.Fields(sentence), " ") + "”"
	}
	item.Name += "   (" + shortened(word.Title) + ")"
	if l.removed[n] {
		item.Name, item.Icon = "Removed: "+item.Name+". Enter brings it back.", control.IconRemove
	}
	return item
}

// remove takes a word from the list, or brings it back where it was removed.
func (l *wordList) remove(n int) {
	if n >= len(l.words) || l.busy[n] {
		return
	}
	l.busy[n] = true
	mark, back := l.words[n].Mark, l.removed[n]
	background(l.w, func(ctx context.Context) (store.Mark, error) {
		if back {
			return l.w.library.AddMark(ctx, mark)
		}
		return mark, l.w.library.RemoveMark(ctx, mark.ID)
	}, func(mark store.Mark, err error) {
		l.busy[n] = false
		if err != nil {
			l.w.problem(err)
			return
		}
		l.words[n].Mark, l.removed[n] = mark, !back
		l.list.Change(n, l.item(n))
		if r := l.w.reading; r != nil && r.story.ID == mark.Story {
			l.w.changeMarks(r, func(context.Context) error { return nil }, nil) // shown as they are now
		}
	})
}

// open goes to the word that the keyboard is on, in its story.
func (l *wordList) open() {
	n := l.list.Current()
	if l.removed[n] {
		return
	}
	l.panel.Close()
	l.w.hushElsewhere()
	l.w.openMark(l.words[n].Mark)
}

// openMark opens a mark's story there.
func (w *window) openMark(m store.Mark) {
	if r := w.reading; r != nil && r.story.ID == m.Story {
		w.goToMark(r, m)
		return
	}
	background(w, func(ctx context.Context) (opened, error) {
		return w.load(ctx, m.Story)
	}, func(o opened, err error) {
		if err != nil {
			w.problem(err)
			return
		}
		w.showStory(o, -1)
		w.goToMark(w.reading, m)
	})
}

// save offers the forms in which the words can be written.
func (l *wordList) save() {
	w := l.w
	l.panel.Close()
	var open *control.OpenPanel
	var first fyne.Focusable
	box := container.NewVBox()
	for _, format := range export.Formats() {
		if !format.OfSeveral() {
			continue
		}
		b := control.NewButton(format.Label, format.Label, "", func() {
			open.Close()
			w.choose(newFile("Save the words", format.Label, "Words"+format.Ending), func(path string) { w.writeWords(format, path) })
		})
		b.Description = capitalized(format.About) + "."
		if first == nil {
			first = b
		}
		box.Add(container.NewHBox(b))
		box.Add(newCaption(b.Description))
	}
	open = control.ShowPanel(w.win.Canvas(), control.Panel{Title: "Save the words of all stories", Content: box, First: first})
}

// writeWords writes the words to learn of all stories.
func (w *window) writeWords(format export.Format, path string) {
	background(w, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, export.WriteFile(path, func(to io.Writer) error {
			return format.WriteAll(to, export.AllMarked(ctx, w.library, store.Word))
		})
	}, func(_ struct{}, err error) {
		if err != nil {
			w.problem(err)
			return
		}
		w.say(control.Message{Text: fmt.Sprintf("The words are in %s.", path)})
	})
}

// An elsewhere is a stretch of the sound of a story that is not open, which is played by itself.
type elsewhere struct{ cancel context.CancelFunc }

// hearLearnt plays a word, or its sentence, whichever story it is of.
func (w *window) hearLearnt(word store.Learnt, of func(store.Story, store.Mark) (playback.Stretch, bool)) {
	w.hushElsewhere()
	r := w.reading
	if r != nil && r.story.ID == word.Story {
		w.hearMark(r, word.Mark, of)
		return
	}
	if r != nil && r.player != nil {
		r.player.Pause() // two voices at once are none
	}
	ctx, cancel := context.WithCancel(w.ctx)
	e := &elsewhere{cancel}
	w.elsewhere = e
	device, speed, volume := w.device, w.chosen.Speed, w.chosen.Volume
	background(w, func(context.Context) (string, error) {
		story, err := w.library.Story(ctx, word.Story)
		if err != nil {
			return "", err
		}
		stretch, ok := of(story, word.Mark)
		if !ok {
			return noTimeFor, nil
		}
		audio, err := w.library.OpenSound(story)
		if err != nil {
			return "", err
		}
		defer audio.Close()
		player := playback.NewPlayer(device, audio)
		defer player.Close()
		player.SetSpeed(speed)
		player.SetVolume(volume)
		player.Seek(max(stretch.Start-hearBefore, 0))
		player.Play()
		untilHeard(ctx, player, stretch.End+hearAfter)
		return "", nil
	}, func(why string, err error) {
		cancel()
		if w.elsewhere == e {
			w.elsewhere = nil
		}
		switch {
		case err != nil:
			w.problem(err)
		case why != "":
			w.say(control.Message{Text: why})
		}
	})
}

// hushElsewhere stops what is played of a story that is not open.
func (w *window) hushElsewhere() {
	if w.elsewhere != nil {
		w.elsewhere.cancel()
		w.elsewhere = nil
	}
}
