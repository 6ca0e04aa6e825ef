package app

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"alongside/app/control"
	"alongside/store/export"
)

// saveCopy offers the forms in which the open story, or the one that has the focus, can be written for other programs.
func (w *window) saveCopy() {
	if w.reading != nil {
		w.saveCopyOf(w.reading.story.ID)
		return
	}
	if id, ok := w.shelf.screen.Current(); ok && id > 0 && w.feeds.catalog == nil {
		w.saveCopyOf(id)
	}
}

func (w *window) saveCopyOf(id int64) {
	w.offerCopies(id, func(export.Format) bool { return true })
}

// saveNotesOf offers the forms in which what is marked in a story can be written.
func (w *window) saveNotesOf(id int64) {
	w.offerCopies(id, func(f export.Format) bool { return f.NeedsMarks })
}

// offerCopies reads a story and offers some forms in which it can be written.
func (w *window) offerCopies(id int64, among func(export.Format) bool) {
	w.readSaved(id, func(story export.Story) { w.chooseFormat(story, among) })
}

// readSaved reads a story of the library to be written elsewhere, and then goes on with it.
func (w *window) readSaved(id int64, then func(export.Story)) {
	background(w, func(ctx context.Context) (export.Story, error) {
		story, err := w.library.Story(ctx, id)
		return export.Saved(story, w.library), err
	}, func(story export.Story, err error) {
		if err != nil {
			w.problem(err)
			return
		}
		then(story)
	})
}

// chooseFormat shows the forms, of some, that a story can be written in, and what each is good for.
func (w *window) chooseFormat(story export.Story, among func(export.Format) bool) {
	var open *control.OpenPanel
	var first fyne.Focusable
	box := container.NewVBox()
	for _, format := range export.Formats() {
		if !among(format) || format.Check(story) != nil {
			continue
		}
		b := control.NewButton(format.Label, format.Label, "", func() {
			open.Close()
			w.chooseCopy(story, format)
		})
		b.Description = capitalized(format.About) + "."
		if first == nil {
			first = b
		}
		box.Add(container.NewHBox(b))
		box.Add(words(b.Description))
	}
	open = control.ShowPanel(w.win.Canvas(), control.Panel{Title: "Save a copy", Content: box, First: first})
}

// chooseCopy asks where a copy is to go.
func (w *window) chooseCopy(story export.Story, format export.Format) {
	w.choose(newFile("Save a copy", format.Label, fileName(story.Transcript.Title)+format.Ending), func(path string) { w.writeCopy(story, format, path) })
}

// writeCopy writes a copy, telling how far it is.
func (w *window) writeCopy(story export.Story, format export.Format, path string) {
	ctx, cancel := context.WithCancel(w.ctx)
	progress := newLatest(w.do, func(share float64) {
		if ctx.Err() == nil {
			w.say(control.Message{Text: fmt.Sprintf("Writing %s, %d%%", filepath.Base(path), int(share*100)), Ongoing: true, Action: "Cancel", Do: cancel})
		}
	})
	background(w, func(context.Context) (struct{}, error) {
		return struct{}{}, export.WriteFile(path, func(to io.Writer) error {
			return format.Write(ctx, to, story, export.Options{Progress: progress.set, Print: w.printed()})
		})
	}, func(_ struct{}, err error) {
		stopped := ctx.Err() != nil
		cancel()
		w.notice().Clear()
		switch {
		case stopped:
		case err != nil:
			w.problem(err)
		default:
			w.say(control.Message{Text: fmt.Sprintf("The copy is in %s.", path)})
		}
	})
}

// fileName makes a file's name of a title, without what some systems do not allow in one.
func fileName(title string) string {
	const most = 80
	name := strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(`/\:*?"<>|`, r), unicode.IsControl(r):
			return ' '
		}
		return r
	}, title)
	runes := []rune(strings.Join(strings.Fields(name), " "))
	name = strings.TrimRight(string(runes[:min(len(runes), most)]), " .")
	if name == "" {
		return "A story"
	}
	return name
}

func capitalized(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}
