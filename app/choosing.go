package app

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"

	"fyne.io/fyne/v2/driver"

	"alongside/app/desktop"
	"alongside/app/files"
	"alongside/store/intake"
)

// A chooser has the person choose a file in the desktop's own panel; desktop.ChooseFile is one.
type chooser func(context.Context, desktop.FileRequest) (path string, err error)

// oldFile asks for a file that is there, with one of these endings.
func oldFile(title, what string, endings ...string) desktop.FileRequest {
	return desktop.FileRequest{Kind: desktop.OpenFile, Title: title, Accept: "Open", What: what, Endings: endings}
}

// newFile asks where a file is to be written, and suggests its name.
func newFile(title, what, name string) desktop.FileRequest {
	return desktop.FileRequest{Kind: desktop.SaveFile, Title: title, Accept: "Save", What: what, Endings: []string{filepath.Ext(name)}, Name: name}
}

// folder asks for a folder.
func folder(title string) desktop.FileRequest {
	return desktop.FileRequest{Kind: desktop.OpenFolder, Title: title, Accept: "Choose this folder"}
}

func storyFile() desktop.FileRequest {
	return oldFile("Choose a story", "Stories", intake.StoryEndings()...)
}

func soundFile() desktop.FileRequest {
	return oldFile("Choose the sound", "Sound", intake.SoundEndings()...)
}

// choose lets the reader choose a file or a folder: in the desktop's own chooser, which everyone knows and screen readers
// can read, else in a panel of ours.
func (w *window) choose(r desktop.FileRequest, chosen func(path string)) {
	r.Folder = w.chosen.Folder
	took := func(path string) {
		w.rememberFolder(r.Kind, path)
		chosen(path)
	}
	ask := w.desktopChooser
	if ask == nil {
		w.chooseHere(r, took)
		return
	}
	w.leaveChooser() // one at a time
	ctx, leave := context.WithCancel(w.ctx)
	w.leaveChooser = leave
	r.Parent = w.portalName()
	background(w, func(context.Context) (string, error) {
		defer leave()
		return ask(ctx, r)
	}, func(path string, err error) {
		switch {
		case errors.Is(err, desktop.ErrNoChooser):
			w.chooseHere(r, took)
		case err != nil:
			w.problem(err)
		case path != "":
			took(path)
		}
	})
}

// chooseHere lets the reader choose in a panel of ours.
func (w *window) chooseHere(r desktop.FileRequest, chosen func(path string)) {
	files.Show(w.win.Canvas(), r, w.do, chosen)
}

// rememberFolder keeps where something was chosen, so that one begins there the next time.
func (w *window) rememberFolder(kind desktop.FileKind, path string) {
	if kind != desktop.OpenFolder {
		path = filepath.Dir(path)
	}
	if path != w.chosen.Folder {
		w.chosen.Folder = path
		w.keepPreferences()
	}
}

// portalName is what the desktop's portal calls the window, so that its chooser stands over it; "" where that cannot be
// told, as under Wayland.
func (w *window) portalName() (name string) {
	native, ok := w.win.(driver.NativeWindow)
	if !ok {
		return ""
	}
	native.RunNative(func(context any) {
		if x, ok := context.(driver.X11WindowContext); ok && x.WindowHandle != 0 {
			name = "x11:" + strconv.FormatUint(uint64(x.WindowHandle), 16)
		}
	})
	return name
}
