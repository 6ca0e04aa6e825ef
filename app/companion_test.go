package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"alongside/app/control"
	"alongside/app/reader"
	"alongside/store"
	"alongside/store/export"
	"alongside/store/intake"
	"alongside/store/intake/subscription"
	"alongside/sync/playback"
	"alongside/sync/transcript/parallel"
)

// companionScenes are a story with a second text and what can be done about paper. They come after a story has been opened.
func companionScenes() []scene {
	panel := func(name string, open func(*desk)) scene {
		return scene{name: name, enter: func(d *desk) {
			open(d)
			d.until(name+" is open", func() bool { return d.win.Canvas().Overlays().Top() != nil })
		}, leave: func(d *desk) { d.closePanels() }}
	}
	return []scene{
		{name: "a story with its translation", enter: func(d *desk) {
			d.addTranslation()
			d.notice().Clear()
		}},
		{
			name:  "its translation below",
			enter: func(d *desk) { d.setPanes(func(p *reader.Panes) { p.Below = true }) },
			leave: func(d *desk) { d.setPanes(func(p *reader.Panes) { p.Below = false }) },
		},
		panel("adding a translation", func(d *desk) { d.openCompanionPanel(d.reading, true) }),
		panel("printing", func(d *desk) { d.printStory() }),
	}
}

// translationOf is an invented translation of a story: each word is another one.
func translationOf(s store.Story) store.Companion {
	c := store.Companion{Language: "de", Title: "Übersetzung"}
	for _, turn := range s.Transcript.Turns {
		words := strings.Fields(turn.Text)
		for i := range words {
			words[i] = "wort" + strings.Repeat("e", len(words[i])%4)
		}
		turn.Text = strings.Join(words, " ")
		c.Turns = append(c.Turns, parallel.Turn{Turn: turn})
	}
	return c
}

// addTranslation gives the open story a second text.
func (d *desk) addTranslation() {
	r, c := d.reading, translationOf(d.reading.story)
	d.changeCompanion(r, func(ctx context.Context) error { return d.library.SaveCompanion(ctx, r.story.ID, c) }, func() {})
	d.until("the translation is shown", func() bool { return r.screen.View.HasSecond() })
}

// german is a file with a translation of the sample story's first turns, and without those after them.
func german(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	write(t, path, []byte("Die Nebelglocke\n\nANNA VALE: Jeden Abend stieg jemand auf den Turm.\n\nBEN ORR: Und läutete die Glocke.\n"))
	return path
}

func TestATranslationIsAddedFromAFileAndStandsBesideTheStory(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.win.Resize(fyne.NewSize(1280, 800))
	c := chooses(german(t, "glocke.de.txt"), nil)
	d.desktopChooser = c.choose
	d.addCompanion()
	d.until("the form is open", func() bool { return d.panel() != nil })
	d.tap("Choose the translation’s file")
	d.untilSaid("translation is here")
	if got := d.reading.story.Companion; got.Language != "de" || len(got.Turns) != 2 {
		t.Errorf("the story has %+v", got)
	}
	if !d.says("Jeden Abend") && !d.says("läutete") {
		t.Error("nothing of it is on the screen")
	}
	kept, err := d.library.Story(t.Context(), d.reading.story.ID)
	if err != nil || len(kept.Companion.Turns) != 2 {
		t.Errorf("in the library it is %+v, %v", kept.Companion, err)
	}
}

func TestATranslationIsAddedFromTheClipboard(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.app.Clipboard().SetContent("ANNA VALE: Jeden Abend stieg jemand auf den Turm.\n\nBEN ORR: Und läutete die Glocke.")
	d.addCompanion()
	d.until("the form is open", func() bool { return d.panel() != nil })
	d.tap("Use the text that you have copied")
	d.untilSaid("translation is here")
	if got := d.reading.story.Companion; len(got.Turns) != 2 || got.Origin != "" {
		t.Errorf("the story has %+v", got)
	}
}

func TestALanguageThatIsNoneIsSaidAndNothingIsLost(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.app.Clipboard().SetContent("Guten Morgen.")
	d.addCompanion()
	d.until("the form is open", func() bool { return d.panel() != nil })
	for _, o := range d.seen() {
		if f, ok := o.(*control.Field); ok {
			f.SetText("nonsense!")
		}
	}
	d.tap("Use the text that you have copied")
	if d.panel() == nil || !d.says("no language that is known") {
		t.Error("the form does not say what is wrong")
	}
}

func TestTheTranslationsOfAFeedAreOfferedByTheirLanguages(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.openCompanionPanel(d.reading, true)
	if !d.hasButton("Look for translations in its feed") {
		t.Error("the feed cannot be asked")
	}
	var took subscription.Translation
	d.chooseTranslation([]subscription.Translation{{Language: "es"}, {Language: "pt-BR"}}, d.panel(), func(t subscription.Translation) { took = t })
	if !d.says("Spanish") || !d.says("Brazilian Portuguese") {
		t.Error("the languages are not named")
	}
	d.press(fyne.KeyDown)
	d.press(fyne.KeyReturn)
	if took.Language != "pt-BR" {
		t.Errorf("Down and Enter take %q", took.Language)
	}
}

func TestAStoryFromElsewhereHasNoFeedToAsk(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.addCompanion()
	d.until("the form is open", func() bool { return d.panel() != nil })
	if d.hasButton("Look for translations in its feed") {
		t.Error("a feed is offered")
	}
}

// untilSilenceIsTold waits for the message that there is no sound device, which would else take the place of a later one.
func (d *desk) untilSilenceIsTold() {
	d.t.Helper()
	d.until("it is told that there is no sound", func() bool { return d.reading.wasState == playback.Silenced })
}

func TestAddingATranslationCanBeUndone(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.untilSilenceIsTold()
	d.readCompanion(d.reading, intake.Source{Location: german(t, "one.txt")}, "de")
	d.untilSaid("translation is here")
	d.tap("Undo")
	d.until("it is gone", func() bool { return !d.reading.screen.View.HasSecond() })
}

func TestRemovingATranslationCanBeUndone(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.untilSilenceIsTold()
	d.addTranslation()
	d.removeCompanion()
	d.until("it is gone", func() bool { return !d.reading.screen.View.HasSecond() })
	d.untilSaid("was removed")
	d.tap("Undo")
	d.until("it is back", func() bool { return d.reading.screen.View.HasSecond() })
}

func TestATranslationIsThereWhenItsStoryIsOpenedAgain(t *testing.T) {
	lib := newLibrary(t)
	d := newDesk(t, lib)
	d.openSample()
	d.addTranslation()
	id := d.reading.story.ID
	d.showShelf()
	d.openStory(id, -1)
	d.until("the story is open", func() bool { return d.reading != nil && d.reading.story.ID == id })
	if !d.reading.screen.View.HasSecond() {
		t.Error("its translation is not shown")
	}
}

func TestALongStoryIsShownBeforeItsTranslationIsPaired(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	var long store.Story
	for range pairedAtOnce + 1 {
		long.Transcript.Turns = append(long.Transcript.Turns, d.reading.story.Transcript.Turns[0])
	}
	long.Companion = translationOf(long)
	if got := secondAtOnce(long); len(got.Texts) > 0 {
		t.Error("it is paired while the reader waits")
	}
	d.reading.story.Companion = translationOf(d.reading.story)
	d.pairAgain(d.reading)
	d.until("it is shown", func() bool { return d.reading.screen.View.HasSecond() })
}

func TestF9ShowsAndHidesTheTranslation(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.addTranslation()
	d.win.Canvas().Unfocus()
	for _, want := range []bool{false, true} {
		d.typedKey(&fyne.KeyEvent{Name: fyne.KeyF9})
		if d.chosen.Panes.On != want || d.says("wort") != want {
			t.Errorf("it is chosen: %v, on the screen: %v, want %v", d.chosen.Panes.On, d.says("wort"), want)
		}
	}
}

func TestF9OffersToAddATranslationWhereThereIsNone(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.togglePanes()
	d.untilSaid("no translation yet")
	if !d.chosen.Panes.On {
		t.Error("the next translation would be hidden")
	}
}

func TestHowATranslationIsShownIsKept(t *testing.T) {
	lib := newLibrary(t)
	d := newDesk(t, lib)
	d.openSample()
	d.setPanes(func(p *reader.Panes) { p.Below, p.Share = true, 0.6 })
	want := d.chosen.Panes
	d.finish()
	again, err := loadPreferences(context.Background(), lib)
	if err != nil || again.Panes != want {
		t.Errorf("it is %+v, %v; want %+v", again.Panes, err, want)
	}
}

func TestPagesArePrintedAsChosen(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.openSample()
	d.addTranslation()
	path := filepath.Join(t.TempDir(), "bell.html")
	c := chooses(path, nil)
	d.desktopChooser = c.choose
	d.shortcut(fyne.KeyP, fyne.KeyModifierControl)
	d.until("the panel is open", func() bool { return d.panel() != nil })
	d.setPrint(func(p *export.Print) { p.Size, p.Times = 28, true })
	d.tap("Save the page to print")
	d.untilSaid("The page is in " + path)
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"font: 28pt/1.5", `class="time"`, `<div class="second" lang="de"`, d.reading.story.Title} {
		if !strings.Contains(string(page), want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	if !d.hasButton("Open it in the browser") {
		t.Error("nothing opens it in the browser")
	}
}

func TestTheStoryThatHasTheFocusOnTheShelfIsPrinted(t *testing.T) {
	d := newDesk(t, newLibrary(t))
	d.start("")
	d.until("a card has the focus", func() bool { return d.focus() != "" })
	d.printStory()
	d.until("the panel is open", func() bool { return d.panel() != nil && d.hasButton("Save the page to print") })
}

func TestHowPagesArePrintedIsKept(t *testing.T) {
	lib := newLibrary(t)
	d := newDesk(t, lib)
	d.openSample()
	d.setPrint(func(p *export.Print) { p.Size, p.Paper = 24, "letter" })
	want := d.chosen.Print
	d.finish()
	again, err := loadPreferences(context.Background(), lib)
	if err != nil || again.Print != want {
		t.Errorf("it is %+v, %v; want %+v", again.Print, err, want)
	}
}

// The story in ../shared with a translation in which two turns are one and one is left out: each of the rest stands beside its own.
func TestARealStoryStandsBesideItsTranslation(t *testing.T) {
	page := filepath.Join("..", "..", "shared", "seed", "kgou-page.txt")
	if _, err := os.Stat(page); err != nil {
		t.Skip("the story is not here:", err)
	}
	d := newDesk(t, newLibrary(t))
	id, err := intake.Add(t.Context(), d.library, intake.Source{Location: page}, nil)
	if err != nil {
		t.Fatal(err)
	}
	story, err := d.library.Story(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	c := translationOf(story)
	c.Turns[7].Text += " " + c.Turns[8].Text
	c.Turns = append(c.Turns[:8:8], c.Turns[9:]...)
	if err := d.library.SaveCompanion(t.Context(), id, c); err != nil {
		t.Fatal(err)
	}
	d.start("")
	d.win.Resize(fyne.NewSize(1280, 800))
	d.openStory(id, -1)
	d.until("the story is open", func() bool { return d.reading != nil && d.reading.story.ID == id })
	if !d.reading.screen.View.HasSecond() || !d.says("wort") {
		t.Fatal("its translation is not on the screen")
	}
	alone := 0
	for _, b := range secondOf(d.reading.story).Texts {
		if b.First == b.Last {
			alone++
		}
	}
	if want := len(story.Transcript.Turns) - 4; alone < want {
		t.Errorf("%d texts stand beside one turn, want at least %d", alone, want)
	}
}
