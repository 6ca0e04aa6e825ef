package app

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"alongside/app/control"
	"alongside/app/library"
	"alongside/store/intake"
)

// addStory opens the form for a new story.
func (w *window) addStory() { w.openAddPanel(library.AddRequest{}) }

// pasteStory opens the form with the clipboard's text in it.
func (w *window) pasteStory() {
	text := strings.TrimSpace(w.app.Clipboard().Content())
	if text == "" {
		w.say(control.Message{Text: "There is no text to paste. Copy the transcript first: in the browser, select it and press Ctrl + C.", Problem: true})
		return
	}
	if library.IsAddress(text) && len(strings.Fields(text)) == 1 {
		w.openAddPanel(library.AddRequest{Source: text})
		return
	}
	w.openAddPanel(library.AddRequest{Text: text})
}

// openAddPanel opens the form, filled in as far as is known.
func (w *window) openAddPanel(with library.AddRequest) *library.AddPanel {
	return w.openForm(with, "Add a story", w.importAgain)
}

// openForm opens the form with a title of its own, for something that is to be done with what it says.
func (w *window) openForm(with library.AddRequest, title string, do func(library.AddRequest)) *library.AddPanel {
	var open *control.OpenPanel
	form := library.NewAddPanel(library.AddActions{
		ChooseFile:  func(chosen func(string)) { w.choose(storyFile(), chosen) },
		ChooseAudio: func(chosen func(string)) { w.choose(soundFile(), chosen) },
		Add: func(r library.AddRequest) {
			open.Close()
			do(r)
		},
		Cancel: func() { open.Close() },
	})
	form.Fill(with)
	open = control.ShowPanel(w.win.Canvas(), control.Panel{Title: title, Content: form, First: form.First(), Bare: true})
	return form
}

// openFile chooses a file and adds it at once.
func (w *window) openFile() {
	w.choose(storyFile(), func(path string) { w.importStory(library.AddRequest{Source: path}) })
}

// dropped adds what was dropped on the window: a story, or the open story's sound. Files that belong together become one
// story.
func (w *window) dropped(_ fyne.Position, files []fyne.URI) {
	var paths []string
	for _, f := range files {
		paths = append(paths, f.Path())
	}
	lists, paths := listsOf(paths)
	for _, list := range lists {
		w.feeds.importList(list)
	}
	if len(paths) == 0 {
		return
	}
	if len(paths) == 1 && intake.IsSound(paths[0]) && w.reading != nil {
		w.setSound(w.reading.story.ID, paths[0])
		return
	}
	if len(paths) == 1 {
		w.importStory(library.AddRequest{Source: paths[0]})
		return
	}
	background(w, func(ctx context.Context) (intake.Pairs, error) {
		return intake.Pair(ctx, paths)
	}, func(pairs intake.Pairs, err error) {
		if err != nil {
			w.problem(err)
			return
		}
		w.importPairs(pairs)
	})
}

// listsOf takes lists of feeds out of the files that were dropped.
func listsOf(paths []string) (lists, rest []string) {
	for _, path := range paths {
		if strings.EqualFold(filepath.Ext(path), ".opml") {
			lists = append(lists, path)
		} else {
			rest = append(rest, path)
		}
	}
	return lists, rest
}

// importPairs saves several stories, halves too, and says what was left out. What a half lacks is said here where it is the
// only story, else by its card.
func (w *window) importPairs(pairs intake.Pairs) {
	sources, notes := pairs.Stories, pairs.Notes
	for _, half := range pairs.Left {
		source := half.Source
		if half.Missing == intake.NoTranscript && source.Location == "" {
			source.Location, source.AudioPath = source.AudioPath, ""
		}
		sources = append(sources, source)
	}
	if len(sources) == 1 {
		for _, half := range pairs.Left {
			notes = append(notes, half.Why)
		}
		w.savings.add(sources[0], w.problem)
	}
	if len(sources) > 1 {
		w.savings.addAll(sources, notes)
	} else if len(notes) > 0 {
		w.say(control.Message{Text: strings.Join(notes, " ")})
	}
}

// importStory saves a story, telling how far it is, and opens it.
func (w *window) importStory(r library.AddRequest) { w.runImport(r, w.problem) }

// importAgain saves what the form asked for. If that fails the form comes back as it was, so that nothing typed is lost.
func (w *window) importAgain(r library.AddRequest) {
	w.runImport(r, func(err error) {
		if !errors.Is(err, context.Canceled) {
			w.openAddPanel(r).Say(sentence(err))
		}
	})
}

// addSound chooses the sound of the open story.
func (w *window) addSound() {
	if w.reading != nil {
		w.chooseSoundFor(w.reading.story.ID)
	}
}

func (w *window) chooseSoundFor(id int64) {
	w.choose(soundFile(), func(path string) { w.setSound(id, path) })
}

// setSound gives a story its sound, telling how far it is.
func (w *window) setSound(id int64, path string) {
	w.runTold(func(ctx context.Context, told func(intake.Progress)) (int64, error) {
		return intake.SetAudio(ctx, w.library, id, path, told)
	}, w.problem)
}

// runImport begins to save a story. What cannot be saved is told to failed.
func (w *window) runImport(r library.AddRequest, failed func(error)) {
	w.savings.add(sourceOf(r), failed)
}

// runTold does what ends in a story, telling how far it is, and shows the story.
func (w *window) runTold(work func(ctx context.Context, told func(intake.Progress)) (int64, error), failed func(error)) {
	ctx, cancel := context.WithCancel(w.ctx)
	progress := newLatest(w.do, func(p intake.Progress) {
		if ctx.Err() == nil {
			w.say(control.Message{Text: p.String(), Ongoing: true, Action: "Cancel", Do: cancel})
		}
	})
	background(w, func(context.Context) (int64, error) {
		return work(ctx, progress.set)
	}, func(id int64, err error) {
		cancel()
		w.notice().Clear()
		if err != nil {
			failed(err)
			return
		}
		w.imported(id)
	})
}

// imported shows a story that was just saved.
func (w *window) imported(id int64) {
	w.shelf.reload(nil)
	w.openStory(id, -1)
}
