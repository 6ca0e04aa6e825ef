package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"alongside/app/control"
	"alongside/app/desktop"
	"alongside/app/reader"
	"alongside/store"
	"alongside/store/intake"
	"alongside/store/intake/subscription"
	"alongside/sync/transcript/parallel"
)

// companionCommands give the open story a second text and take it away.
func companionCommands() []command {
	return []command{
		{name: "Add a translation…", where: inReader, do: (*window).addCompanion, over: closes},
		{name: "Remove the translation", where: inReader, do: (*window).removeCompanion, over: closes},
	}
}

// panesCommands choose how a second text is shown.
func panesCommands() []command {
	return []command{
		{name: "Show the translation", key: plain(fyne.KeyF9), checked: func(w *window) bool { return w.chosen.Panes.On }, do: (*window).togglePanes},
		paneCommand(false, "Translation beside each turn"),
		paneCommand(true, "Translation below each turn"),
	}
}

func paneCommand(below bool, name string) command {
	return command{
		name:    name,
		checked: func(w *window) bool { return w.chosen.Panes.Below == below },
		do:      func(w *window) { w.setPanes(func(p *reader.Panes) { p.Below = below }) },
	}
}

// setPanes changes how a second text is shown, for all stories.
func (w *window) setPanes(change func(*reader.Panes)) {
	change(&w.chosen.Panes)
	w.keepPreferences()
	if w.reading != nil {
		w.reading.screen.View.SetPanes(w.chosen.Panes)
	}
}

// togglePanes shows the second text or hides it; where the open story has none, it says how to add one.
func (w *window) togglePanes() {
	w.setPanes(func(p *reader.Panes) { p.On = !p.On })
	if r := w.reading; r != nil && len(r.story.Companion.Turns) == 0 {
		w.setPanes(func(p *reader.Panes) { p.On = true })
		w.say(control.Message{
			Text:   "This story has no translation yet. Add one, and it stands beside each turn.",
			Action: "Add a translation", Do: w.addCompanion,
		})
		return
	}
	w.tellSwitched("Show the translation", w.chosen.Panes.On)
}

// secondOf is a story's second text as the reader shows it. A long one takes a moment to pair: do not ask on the goroutine that
// draws.
func secondOf(s store.Story) reader.Second {
	c := s.Companion
	second := reader.Second{Title: c.Title, Language: c.Language}
	for _, g := range parallel.Pair(parallel.Whole(s.Transcript, s.Alignment), c.Turns) {
		if text := parallel.Text(c.Turns[g.Second.From:g.Second.To]); text != "" {
			second.Texts = append(second.Texts, reader.Beside{First: g.First.From, Last: g.First.To - 1, Text: text})
		}
	}
	return second
}

// pairedAtOnce is how many turns a story with a second text may have for both to be shown together: the pairing of more takes
// longer than one should wait for the words.
const pairedAtOnce = 500

// secondAtOnce is a story's second text, unless it takes a while to pair.
func secondAtOnce(s store.Story) reader.Second {
	if len(s.Transcript.Turns) > pairedAtOnce {
		return reader.Second{}
	}
	return secondOf(s)
}

// pairAgain shows an open story's second text, paired by what is known of the story by now.
func (w *window) pairAgain(r *reading) {
	if len(r.story.Companion.Turns) == 0 {
		return
	}
	story := r.story
	background(w, func(context.Context) (reader.Second, error) {
		return secondOf(story), nil
	}, func(second reader.Second, _ error) {
		if w.reading == r {
			r.screen.View.SetSecond(second)
		}
	})
}

// addCompanion opens the form for a second text of the open story.
func (w *window) addCompanion() {
	r := w.reading
	if r == nil {
		return
	}
	background(w, func(ctx context.Context) (bool, error) {
		_, err := w.library.EpisodeOf(ctx, r.story.ID)
		if errors.Is(err, store.ErrNoEpisode) {
			return false, nil
		}
		return err == nil, err
	}, func(fromFeed bool, err error) {
		if err != nil {
			w.problem(err)
		} else if w.reading == r {
			w.openCompanionPanel(r, fromFeed)
		}
	})
}

// openCompanionPanel opens the form. Of a story from a feed, that can be asked for translations.
func (w *window) openCompanionPanel(r *reading, fromFeed bool) {
	var open *control.OpenPanel
	field := control.NewField("Its language, if you know it", "For example es")
	problem := control.NewProblem()
	take := func(source intake.Source) {
		tongue, err := tongueOf(field.Text())
		if err != nil {
			problem.Say(sentence(err))
			return
		}
		open.Close()
		w.readCompanion(r, source, tongue)
	}
	file := control.NewButton("Choose the translation’s file", "Choose a file…", control.IconFile, func() {
		w.choose(companionFile(), func(path string) { take(intake.Source{Location: path}) })
	})
	paste := control.NewButton("Use the text that you have copied", "Use the copied text", "", func() {
		text := strings.TrimSpace(w.app.Clipboard().Content())
		if text == "" {
			problem.Say("There is no text to paste. Copy the translation first.")
			return
		}
		take(intake.Source{Text: text})
	})
	box := container.NewVBox(
		words("A translation, or another transcript, stands beside each turn while you read and listen. It may be a text, a saved page, a document, subtitles or a book."),
		words("Alongside finds which turns belong together. Where that is not sure, several stand together."),
	)
	if len(r.story.Companion.Turns) > 0 {
		box.Add(words("It takes the place of the one that this story has."))
	}
	box.Add(words("Its language, if you know it, in two letters. Screen readers then say it rightly."))
	box.Add(field)
	box.Add(container.NewHBox(file))
	box.Add(container.NewHBox(paste))
	if fromFeed {
		const label = "Look in its feed"
		ask := control.NewButton("Look for translations in its feed", label, "", nil)
		ask.OpensMenu(func(near fyne.CanvasObject) {
			problem.Say("Asking the feed…")
			w.askFeed(r, func(list []subscription.Translation) {
				problem.Say("")
				if w.win.Canvas().Overlays().Top() != open {
					return // the form was left meanwhile
				}
				w.chooseTranslation(list, near, func(t subscription.Translation) {
					open.Close()
					w.readCompanion(r, intake.Source{Location: t.URL, Named: t.Feed}, t.Language)
				})
			}, problem.Say)
		})
		box.Add(container.NewHBox(ask))
	}
	box.Add(problem)
	open = control.ShowPanel(w.win.Canvas(), control.Panel{Title: "Add a translation", Content: box, First: file})
}

// askFeed asks the feed of a story for translations, and hands them on; or says why there are none.
func (w *window) askFeed(r *reading, found func([]subscription.Translation), say func(string)) {
	background(w, func(ctx context.Context) ([]subscription.Translation, error) {
		return subscription.Translations(ctx, w.library, r.story.ID, subscription.Web)
	}, func(list []subscription.Translation, err error) {
		switch {
		case err != nil:
			say(sentence(err))
		case len(list) == 0:
			say("The feed has no transcript of this story in another language.")
		default:
			found(list)
		}
	})
}

// chooseTranslation offers translations by their languages.
func (w *window) chooseTranslation(list []subscription.Translation, near fyne.CanvasObject, chosen func(subscription.Translation)) {
	var items []control.MenuItem
	for _, t := range list {
		items = append(items, control.MenuItem{Name: tongueName(t.Language), Do: func() { chosen(t) }})
	}
	control.ShowMenu(w.win.Canvas(), "Translations", items, near)
}

// tongueName is what a language is called: "Spanish".
func tongueName(of string) string {
	tag, err := language.Parse(of)
	if err != nil {
		return of
	}
	return display.English.Tags().Name(tag)
}

// companionFile asks for a second text.
func companionFile() desktop.FileRequest {
	r := storyFile()
	r.Title = "Choose the translation"
	return r
}

// tongueOf reads a language as a person types it: "es", "pt-BR"; "" for none.
func tongueOf(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", nil
	}
	tag, err := language.Parse(text)
	if err != nil || tag == language.Und {
		return "", fmt.Errorf("%q is no language that is known; write two letters, such as es for Spanish, or leave it empty", text)
	}
	return tag.String(), nil
}

// readCompanion reads a second text, keeps it and shows it, and offers to undo that.
func (w *window) readCompanion(r *reading, source intake.Source, tongue string) {
	before := r.story.Companion
	w.changeCompanion(r, func(ctx context.Context) error {
		c, err := intake.ReadCompanion(ctx, source, tongue)
		if err != nil {
			return err
		}
		return w.library.SaveCompanion(ctx, r.story.ID, c)
	}, func() {
		w.setPanes(func(p *reader.Panes) { p.On = true })
		w.say(control.Message{Text: "The translation is here. F9 shows and hides it.", Action: "Undo", Do: func() { w.putCompanion(r, before) }})
	})
}

// removeCompanion takes the second text of the open story away, and offers to undo that.
func (w *window) removeCompanion() {
	r := w.reading
	if r == nil {
		return
	}
	before := r.story.Companion
	if len(before.Turns) == 0 {
		w.say(control.Message{Text: "This story has no translation."})
		return
	}
	w.putCompanion(r, store.Companion{})
	w.say(control.Message{Text: "The translation was removed.", Action: "Undo", Do: func() { w.putCompanion(r, before) }})
}

// putCompanion gives a story a second text that it had before, or none.
func (w *window) putCompanion(r *reading, c store.Companion) {
	w.changeCompanion(r, func(ctx context.Context) error {
		if len(c.Turns) > 0 {
			return w.library.SaveCompanion(ctx, r.story.ID, c)
		}
		err := w.library.RemoveCompanion(ctx, r.story.ID)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		return err
	}, func() {})
}

// changeCompanion changes an open story's second text in the library and then shows it as it is there.
func (w *window) changeCompanion(r *reading, change func(context.Context) error, done func()) {
	type changed struct {
		store.Companion
		second reader.Second
	}
	background(w, func(ctx context.Context) (c changed, err error) {
		if err := change(ctx); err != nil {
			return c, err
		}
		story, err := w.library.Story(ctx, r.story.ID)
		return changed{story.Companion, secondOf(story)}, err
	}, func(c changed, err error) {
		if err != nil {
			w.problem(err)
			return
		}
		r.story.Companion = c.Companion
		r.screen.View.SetSecond(c.second)
		if w.reading == r {
			done()
		}
	})
}
