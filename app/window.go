package app

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"alongside/app/access"
	"alongside/app/control"
	"alongside/app/trace"
	"alongside/store"
	"alongside/store/intake/saving"
	"alongside/store/intake/web"
	"alongside/sync/playback"
)

// The smallest window in which everything still fits.
const (
	leastWidth  = 640
	leastHeight = 480
)

// A window is what the reader has on the screen.
type window struct {
	ctx        context.Context
	cancel     context.CancelFunc
	app        fyne.App
	do         func(func()) // runs its argument on the drawing goroutine, later
	win        fyne.Window
	library    *store.Library
	device     playback.Device
	trace      *trace.Trace
	tree       *access.Tree  // what is on the screen, for those who cannot see it
	held       *control.Hold // keys are the screen reader's; nil while they are not
	sleep      *time.Timer   // stops the story; nil for none
	stopsAfter time.Duration // as it was chosen; 0 for not
	untold     fyne.KeyName  // the key that is down and the tree was not told of

	sections []section
	menus    menus

	fontTrouble error // why the font of the reader's own is not used

	fontTold func(error) // hears how reading a font went, while the settings are open

	chosen     chosen
	settings   *openSettings // nil while they are not open
	settingsAt int           // the group of them that was shown last
	elsewhere  *elsewhere    // nil while no word of another story is played
	appearance *appearance
	frames     frameClock

	screen  fyne.CanvasObject // what is shown
	shelf   *shelf
	savings *savings
	feeds   *feeds
	reading *reading // nil while the shelf is on the screen
	saver   *saver
	job     *alignJob // nil while no times are being looked for

	controls mediaControls            // nil where the desktop has none
	keeper   keeper                   // nil where nothing keeps the computer awake
	listener atomic.Pointer[listener] // nil while no story is open

	desktopChooser chooser            // nil where there is none to ask
	leaveChooser   context.CancelFunc // closes the desktop's chooser that was opened last
}

func newWindow(ctx context.Context, a fyne.App, do func(func()), o Options) *window {
	w := &window{app: a, do: do, library: o.Library, device: o.Device, trace: o.Trace, sections: sections(), leaveChooser: func() {}}
	w.ctx, w.cancel = context.WithCancel(ctx)
	w.saver = newSaver(w.ctx, func(err error) { w.do(func() { w.problem(err) }) })
	w.win = a.NewWindow("Alongside")
	w.win.SetMaster()
	w.win.SetPadded(false)
	w.win.SetCloseIntercept(w.close)
	w.win.SetOnDropped(w.dropped)
	w.tree = access.NewTree("Alongside", do)
	w.tree.AddWindow(w.win)
	p, err := loadPreferences(w.ctx, w.library)
	w.chosen = chosenEverywhere(p)
	w.appearance = newAppearance(a.Settings(), w.win.Canvas(), fyne.NewSize(w.chosen.Width, w.chosen.Height))
	w.applyTheme()
	w.setMenus()
	w.watchKeys()
	w.shelf = newShelf(w)
	w.tellKeys(w.shelf.screen.Buttons())
	w.savings = newSavings(w, func(named string) saving.Downloader { return web.NewClient(named) })
	w.feeds = &feeds{w: w}
	w.win.Canvas().SetOnTypedKey(w.typedKey)
	w.win.Canvas().SetOnTypedRune(w.typedRune)
	w.win.Resize(w.appearance.size)
	w.show(w.shelf.screen)
	if err != nil {
		w.problem(err)
	}
	return w
}

// start fills the shelf and opens what was asked for.
func (w *window) start(open string) {
	w.tellRecovery()
	w.recallFont()
	w.savings.resume()
	w.feeds.watch()
	w.feeds.reload(nil)
	w.shelf.fill(func() {
		if open != "" {
			w.openNamed(open)
			return
		}
		if w.reading == nil && w.feeds.catalog == nil && w.win.Canvas().Focused() == nil {
			w.win.Canvas().Focus(w.shelf.screen.First())
		}
	})
}

// close ends the program. What is to be kept is kept in finish, since the toolkit also ends by itself on a signal.
func (w *window) close() {
	w.win.SetCloseIntercept(nil)
	// Not app.Quit: that panics where the system has no file watches left for the toolkit's settings.
	w.app.Driver().Quit()
}

// finish ends what the window began, keeps the place and the window's size, and waits until everything is on disk.
func (w *window) finish() {
	w.leaveReading()
	if !w.win.FullScreen() {
		w.chosen.Width, w.chosen.Height = w.appearance.size.Width, w.appearance.size.Height
	}
	w.keepPreferences()
	w.cancel()
	w.savings.queue.Close()
	w.saver.close()
}

// show puts a screen into the window.
func (w *window) show(screen fyne.CanvasObject) {
	w.closeMenu()            // what it offers is of the screen before
	w.win.Canvas().Unfocus() // what had the focus would never hear that it has not
	w.screen = screen
	w.win.SetContent(newFrame(w.menus.bar, screen, w.resized))
	if screen == w.shelf.screen && w.shelf.look != w.appearance.theme {
		w.applyTheme() // it changed while another screen was shown, and the toolkit tells only what is shown
	}
	w.refreshMenus()
}

// resized follows the window's size: the controls are as large as it allows.
func (w *window) resized() {
	if w.appearance.resized(w.chosen.Text) {
		w.do(w.applyTheme) // not now: the toolkit is laying out
	}
}

// notice is where the screen in view says things.
func (w *window) notice() *control.Notice {
	if w.reading != nil {
		return w.reading.screen.Notice
	}
	if w.feeds.catalog != nil {
		return w.feeds.catalog.Notice
	}
	return w.shelf.screen.Notice
}

func (w *window) say(m control.Message) { w.notice().Say(m) }

// problem tells the reader of an error, in words, on the screen.
func (w *window) problem(err error) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	w.say(control.Message{Text: sentence(err), Problem: true})
}

// background runs work away from the drawing goroutine and then done on it, unless the window has gone.
func background[T any](w *window, work func(context.Context) (T, error), done func(T, error)) {
	go func() {
		value, err := work(w.ctx)
		if w.ctx.Err() != nil {
			return
		}
		w.do(func() { done(value, err) })
	}()
}

// escape closes what lies over the story, from the top down.
func (w *window) escape() {
	switch top := w.win.Canvas().Overlays().Top().(type) {
	case *control.OpenPanel:
		top.Close()
		return
	case *control.Menu:
		top.Close()
		return
	}
	if w.reading != nil && (w.reading.screen.Strip().Dismiss() || w.reading.screen.LeaveFind()) {
		return
	}
	if n := w.notice(); n.Visible() {
		n.Clear()
	}
}

// scrollKey hands a key for scrolling to the panel that lies over the story, else to the transcript, wherever the focus is.
func (w *window) scrollKey(e *fyne.KeyEvent) {
	if panel, ok := w.win.Canvas().Overlays().Top().(*control.OpenPanel); ok {
		panel.Scroll(e.Name)
		return
	}
	if w.reading == nil {
		return
	}
	switch e.Name {
	case fyne.KeyPageUp, fyne.KeyPageDown, fyne.KeyHome, fyne.KeyEnd:
		w.reading.screen.View.ScrollKey(e.Name)
	case fyne.KeyUp:
		w.reading.screen.View.ScrollLines(-1)
	case fyne.KeyDown:
		w.reading.screen.View.ScrollLines(1)
	}
}

// placeEvery is how often the place is kept while a story plays.
const placeEvery = 5 * time.Second

// sentence makes an error's text a sentence: one line, a capital letter, a full stop.
func sentence(err error) string { return sentenceOf(err.Error()) }

func sentenceOf(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[size:]
	if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "!") && !strings.HasSuffix(text, "?") {
		text += "."
	}
	return text
}
