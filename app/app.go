// Package app is Alongside's window: it ties the screens to the library, the player and the clock.
//
// Its words: the [window] holds the one thing on the screen, which is either the shelf (the library's stories) or a
// [reading] (one open story). A [command] is something the reader can ask for; the menus, the keys and the list of keys
// are all made from the same commands. [preferences] are what the reader has chosen, for all stories.
//
// State lives here and in what it ties together; the screens only draw what they are told. Everything in this package runs
// on Fyne's one goroutine, except where a comment says otherwise.
package app

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"alongside/app/access/atspi"
	"alongside/app/desktop"
	"alongside/app/look"
	"alongside/app/trace"
	"alongside/assets"
	"alongside/store"
	"alongside/sync/playback"
)

// ID is the application's name among all applications.
const ID = "app.alongside.Alongside"

// Options are what the window needs from outside.
type Options struct {
	Library *store.Library
	Device  playback.Device
	Open    string       // a story, by its number or the start of its title, or a file or address to add; "" for none
	More    []string     // further files and addresses to add
	Trace   *trace.Trace // gets each change of the highlight as it is shown; nil for none
}

// Run shows the window until it is closed or ctx is done. Where the library's window is open already, that one shows what was
// asked for, and Run ends at once. It must be called on the main goroutine.
func Run(ctx context.Context, o Options) error {
	desktop.KeepToRunningBus()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	instance, err := claim(ctx, o)
	if errors.Is(err, desktop.ErrHanded) {
		return nil
	} else if err != nil {
		return err
	}
	asked := desktop.WatchAppearance(ctx)
	a := fyneapp.NewWithID(ID)
	a.SetIcon(fyne.NewStaticResource("alongside.png", assets.Icon()))
	w := newWindow(ctx, a, fyne.Do, o)
	stop := context.AfterFunc(ctx, func() { fyne.Do(w.close) })
	defer stop()
	go atspi.Serve(w.ctx, w.tree, atspi.Options{}) // ends with the window, and has nothing else to say
	w.desktopChooser = desktop.ChooseFile
	w.followDesktop(asked)
	w.controls, w.keeper = desktop.NewMediaControls(w.ctx, remote{w}), desktop.NewAwake(w.ctx)
	w.tellDesktop()
	go instance.Serve(w.accept)
	w.start(o.Open)
	w.openRequest(desktop.RequestOf(o.More))
	w.win.Show()
	a.Run()
	w.finish()
	return nil
}

// claim makes this the one program that has the library open, or hands over to the one that is.
func claim(ctx context.Context, o Options) (*desktop.Instance, error) {
	usual, err := store.Follow(store.DefaultDir())
	if err != nil {
		usual = store.DefaultDir() // it was moved to where nothing can be read now, so this is another one
	}
	words := o.More
	if o.Open != "" {
		words = append([]string{o.Open}, words...)
	}
	return desktop.Claim(ctx, desktop.InstanceName(o.Library.Dir(), usual), desktop.RequestOf(words))
}

// fonts are the typefaces built into the program.
func fonts() look.Fonts {
	return look.Fonts{
		Regular: fyne.NewStaticResource("AtkinsonHyperlegibleNext-Regular.ttf", assets.Font(assets.Regular)),
		Bold:    fyne.NewStaticResource("AtkinsonHyperlegibleNext-SemiBold.ttf", assets.Font(assets.SemiBold)),
		Italic:  fyne.NewStaticResource("AtkinsonHyperlegibleNext-Italic.ttf", assets.Font(assets.Italic)),
	}
}
