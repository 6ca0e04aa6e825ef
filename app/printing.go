package app

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"alongside/app/control"
	"alongside/store/export"
)

// printCommand prints a story.
func printCommand() command {
	return command{name: "Print…", key: ctrl(fyne.KeyP), do: (*window).printStory, over: closes}
}

// printStory offers to print the open story, or the one that has the focus.
func (w *window) printStory() {
	id := int64(0)
	if w.reading != nil {
		id = w.reading.story.ID
	} else if current, ok := w.shelf.screen.Current(); ok && w.feeds.catalog == nil {
		id = current
	}
	if id > 0 {
		w.printStoryOf(id)
	}
}

func (w *window) printStoryOf(id int64) {
	w.readSaved(id, w.showPrintPanel)
}

// printed is how a story is printed: as was chosen for paper, in the font of the screen. A font of the reader's own stays on
// their computer.
func (w *window) printed() export.Print {
	p := w.chosen.Print
	p.Font = w.chosen.Type.Font
	return p.Mended()
}

// setPrint changes how stories are printed.
func (w *window) setPrint(change func(*export.Print)) {
	change(&w.chosen.Print)
	w.keepPreferences()
}

// Steps of what can be chosen for paper.
func printSizes() []float64   { return []float64{10, 12, 14, 16, 18, 20, 24, 28, 32, 40} }
func printLines() []float64   { return []float64{1.2, 1.35, 1.5, 1.75, 2} }
func printColumns() []float64 { return []float64{40, 50, 60, 70, 80, 100} }

// paperCommands choose the paper, secondCommands where a second text stands on it.
func paperCommands() []command {
	return []command{
		printChoice("A4 paper", func(p *export.Print) *string { return &p.Paper }, "A4"),
		printChoice("US Letter paper", func(p *export.Print) *string { return &p.Paper }, "letter"),
	}
}

func secondCommands() []command {
	second := func(p *export.Print) *string { return &p.Second }
	return []command{
		printChoice("Print the translation beside each turn", second, export.SecondBeside),
		printChoice("Print the translation below each turn", second, export.SecondBelow),
		printChoice("Do not print the translation", second, export.NoSecond),
	}
}

func printChoice(name string, of func(*export.Print) *string, value string) command {
	return command{
		name:    name,
		checked: func(w *window) bool { return *of(&w.chosen.Print) == value },
		do:      func(w *window) { w.setPrint(func(p *export.Print) { *of(p) = value }) },
	}
}

// showPrintPanel shows what can be chosen for paper. The page itself is printed by the browser, which can make a PDF of it, too.
func (w *window) showPrintPanel(story export.Story) {
	var open *control.OpenPanel
	now := w.chosen.Print
	set := func(change func(*export.Print, float64)) func(float64) {
		return func(value float64) { w.setPrint(func(p *export.Print) { change(p, value) }) }
	}
	size := control.NewSlider("Size of letters on paper", printSizes(), now.Size, func(n float64) string { return fmt.Sprintf("%.4g pt", n) },
		set(func(p *export.Print, n float64) { p.Size = n }))
	box := container.NewVBox(
		words("Alongside writes a page, black on white, that your browser prints or makes into a PDF. It has the font that you chose in Settings."),
		size,
		control.NewSlider("Height of lines on paper", printLines(), now.Line, ofText, set(func(p *export.Print, n float64) { p.Line = n })),
		control.NewSlider("Longest line on paper", printColumns(), now.Column, func(n float64) string { return fmt.Sprintf("%.4g letters", n) },
			set(func(p *export.Print, n float64) { p.Column = n })),
		w.choiceOf("Paper", paperCommands()),
	)
	if len(story.Alignment.Turns) > 0 {
		box.Add(control.NewSwitch("Times in the margin", now.Times, func(on bool) { w.setPrint(func(p *export.Print) { p.Times = on }) }))
	}
	if len(story.Marks) > 0 {
		box.Add(control.NewSwitch("Your notes and highlights", now.Marks, func(on bool) { w.setPrint(func(p *export.Print) { p.Marks = on }) }))
	}
	if len(story.Companion.Turns) > 0 {
		box.Add(w.choiceOf("Translation on paper", secondCommands()))
	}
	save := control.NewMainButton("Save the page to print", "Save the page…", "", func() {
		open.Close()
		w.choosePrint(story)
	})
	open = control.ShowPanel(w.win.Canvas(), control.Panel{Title: "Print", Content: box, First: size, Buttons: []*control.Button{save}})
}

// choosePrint asks where the page is to go.
func (w *window) choosePrint(story export.Story) {
	name := fileName(story.Transcript.Title) + " – to print.html"
	w.choose(newFile("Save the page to print", "Web pages", name), func(path string) { w.writePrint(story, path) })
}

// writePrint writes the page and offers to open it in the browser.
func (w *window) writePrint(story export.Story, path string) {
	look := w.printed()
	background(w, func(ctx context.Context) (struct{}, error) {
		format, err := export.Named("print")
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, export.WriteFile(path, func(to io.Writer) error {
			return format.Write(ctx, to, story, export.Options{Print: look})
		})
	}, func(_ struct{}, err error) {
		if err != nil {
			w.problem(err)
			return
		}
		w.say(control.Message{
			Text:   fmt.Sprintf("The page is in %s. Open it in the browser, and print it there.", path),
			Action: "Open it in the browser", Do: func() { w.openInBrowser(path) },
		})
	})
}

// openInBrowser opens a file that Alongside has written.
func (w *window) openInBrowser(path string) {
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(path)}
	if err := w.app.OpenURL(&address); err != nil {
		w.problem(fmt.Errorf("no browser could be opened (%w); open %s yourself", err, path))
	}
}
