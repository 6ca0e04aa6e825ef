package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"

	"alongside/app/control"
	"alongside/store"
	"alongside/store/intake"
	"alongside/store/intake/web"
)

// room is what the panel of that name shows.
type room struct {
	usage store.Usage
	most  int64 // bytes that the library may take, 0 for as many as it likes
}

// showStorage tells how much room the library takes, and offers to look after it.
func (w *window) showStorage() {
	background(w, func(ctx context.Context) (s room, err error) {
		if s.usage, err = w.library.Usage(ctx); err == nil {
			s.most, err = w.library.Most(ctx)
		}
		return s, err
	}, func(s room, err error) {
		if err != nil {
			w.problem(err)
			return
		}
		w.showStoragePanel(s)
	})
}

// mostListed is how many stories the panel names: those that take the most.
const mostListed = 12

func (w *window) showStoragePanel(s room) {
	var open *control.OpenPanel
	then := func(do func()) func() {
		return func() {
			open.Close()
			do()
		}
	}
	limit := control.NewButton("How much room the library may take", mostLabel(s.most), "", nil)
	limit.OnTapped = func() { w.chooseMost(s, limit) }
	box := container.NewVBox(words(storageText(w.library.Dir(), s.usage)), container.NewHBox(limit), words(mostText(s)))
	for _, b := range []*control.Button{
		control.NewButton("Back the library up to a file", "Back up…", "", then(w.backUp)),
		control.NewButton("Restore a backup", "Restore a backup…", "", then(w.restore)),
		control.NewButton("Move the library to another folder", "Move the library…", "", then(w.moveLibrary)),
		control.NewButton("Check every file, and repair what is damaged", "Check and repair", "", then(w.checkLibrary)),
	} {
		box.Add(container.NewHBox(b))
	}
	if len(s.usage.Stories) > 0 {
		box.Add(words("What takes the most:"))
	}
	for _, story := range s.usage.Stories[:min(len(s.usage.Stories), mostListed)] {
		box.Add(words(fmt.Sprintf("%s: %s", story.Title, sizeText(story.Whole()))))
	}
	open = control.ShowPanel(w.win.Canvas(), control.Panel{Title: "Storage", Content: box, First: limit})
}

// storageText says what the library takes and what is left on the disk.
func storageText(dir string, u store.Usage) string {
	text := fmt.Sprintf("The library takes %s: sound and pictures %s, words and times %s", sizeText(u.Whole()), sizeText(u.Media), sizeText(u.Database))
	if u.Downloads > 0 {
		text += fmt.Sprintf(", what is being downloaded %s", sizeText(u.Downloads))
	}
	if u.SetAside > 0 {
		text += fmt.Sprintf(", copies kept for safety %s", sizeText(u.SetAside))
	}
	text += "."
	if u.Free >= 0 {
		text += fmt.Sprintf(" %s are free on the disk.", sizeText(u.Free))
	}
	return text + " It is in " + dir + "."
}

// sizeText writes a number of bytes as people do, in units of a thousand.
func sizeText(bytes int64) string {
	value, unit := float64(bytes), 0
	units := [...]string{"bytes", "KB", "MB", "GB", "TB"}
	for value >= 1000 && unit < len(units)-1 {
		value, unit = value/1000, unit+1
	}
	if unit == 0 || value >= 10 {
		return fmt.Sprintf("%.0f %s", value, units[unit])
	}
	return fmt.Sprintf("%.1f %s", value, units[unit])
}

func mostLabel(most int64) string {
	if most == 0 {
		return "No limit"
	}
	return "At most " + sizeText(most)
}

func mostText(s room) string {
	if s.most == 0 {
		return "With a limit, sound that can be downloaded again is let go when room is short: of what was read longest ago first, " +
			"never of stories you keep. Words, times and places stay."
	}
	if over := s.usage.Whole() - s.most; over > 0 {
		return fmt.Sprintf("It is %s too large: what is left was not downloaded, is kept, or is being read.", sizeText(over))
	}
	return "Sound that can be downloaded again is let go when room is short. Words, times and places stay."
}

// chooseMost offers how much room the library may take.
func (w *window) chooseMost(s room, near *control.Button) {
	const gigabyte = 1000 * 1000 * 1000
	menu := &fyne.Menu{}
	for _, most := range []int64{0, gigabyte / 2, gigabyte, 2 * gigabyte, 5 * gigabyte, 10 * gigabyte, 20 * gigabyte, 50 * gigabyte} {
		item := fyne.NewMenuItem(mostLabel(most), func() {
			near.Set(near.Name, mostLabel(most), "")
			w.setMost(most)
		})
		item.Checked = most == s.most
		menu.Items = append(menu.Items, item)
	}
	w.popUp(menu, near)
}

// setMost keeps how much room the library may take, and makes that room.
func (w *window) setMost(most int64) {
	var reading []int64
	if w.reading != nil {
		reading = append(reading, w.reading.story.ID)
	}
	background(w, func(ctx context.Context) (gone store.LetGone, err error) {
		if err := w.library.SetMost(ctx, most); err != nil || most == 0 {
			return gone, err
		}
		return w.library.LetGo(ctx, most, reading...)
	}, func(gone store.LetGone, err error) {
		if err != nil && !errors.Is(err, store.ErrTooLarge) {
			w.problem(err)
			return
		}
		if n := len(gone.Stories); n > 0 {
			w.shelf.reload(nil)
			w.say(control.Message{Text: fmt.Sprintf("The sound of %d stories was let go, which frees %s. It can be had again from each story’s menu.", n, sizeText(gone.Bytes))})
		}
	})
}

// runCounted does something that takes a while, telling how far it is, and then says what came of it.
func (w *window) runCounted(what string, do func(ctx context.Context, told func(done, total int64)) (string, error)) {
	ctx, cancel := context.WithCancel(w.ctx)
	progress := newLatest(w.do, func(p intake.Progress) {
		if ctx.Err() == nil {
			w.say(control.Message{Text: p.String(), Action: "Cancel", Do: cancel})
		}
	})
	background(w, func(context.Context) (string, error) {
		return do(ctx, func(done, total int64) {
			progress.set(intake.Progress{Step: intake.Step(what), Done: done, Total: total})
		})
	}, func(says string, err error) {
		cancel()
		w.notice().Clear()
		if err != nil {
			w.problem(err)
			return
		}
		w.say(control.Message{Text: says})
	})
}

// backUp writes the whole library to one file.
func (w *window) backUp() {
	w.chooseNew("Alongside "+time.Now().Format(time.DateOnly)+".zip", func(path string) {
		w.runCounted("Backing up", func(ctx context.Context, told func(done, total int64)) (string, error) {
			done, err := w.library.Backup(ctx, path, told)
			says := fmt.Sprintf("%d stories are backed up to %s (%s).", done.Stories, path, sizeText(done.Bytes))
			return strings.Join(append([]string{says}, done.Missing...), " "), err
		})
	})
}

// restore brings the stories of a backup back.
func (w *window) restore() {
	w.chooseFile([]string{".zip"}, func(path string) {
		w.runCounted("Restoring", func(ctx context.Context, told func(done, total int64)) (string, error) {
			done, err := w.library.RestoreBackup(ctx, path, told)
			w.do(func() { w.shelf.reload(nil) })
			says := fmt.Sprintf("%d stories were added; %d were here already.", done.Added, done.Joined)
			return strings.Join(append([]string{says}, done.Problems...), " "), err
		})
	})
}

// moveLibrary moves the library to a folder that the reader chooses. The program ends then: all it holds open is elsewhere.
func (w *window) moveLibrary() {
	d := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		if err != nil || folder == nil {
			w.problem(err)
			return
		}
		to := folder.Path()
		if entries, err := os.ReadDir(to); err == nil && len(entries) > 0 {
			to = filepath.Join(to, "Alongside")
		}
		w.leaveReading()
		w.show(w.shelf.screen)
		w.afterSaving(func() { w.moveTo(to) })
	}, w.win)
	d.Show()
	d.Resize(fyne.NewSize(w.appearance.size.Width*0.9, w.appearance.size.Height*0.9))
}

func (w *window) moveTo(to string) {
	ctx, cancel := context.WithCancel(w.ctx)
	progress := newLatest(w.do, func(p intake.Progress) {
		if ctx.Err() == nil {
			w.say(control.Message{Text: p.String(), Action: "Cancel", Do: cancel})
		}
	})
	background(w, func(context.Context) (struct{}, error) {
		return struct{}{}, w.library.Move(ctx, to, func(done, total int64) {
			progress.set(intake.Progress{Step: "Copying the library", Done: done, Total: total})
		})
	}, func(_ struct{}, err error) {
		cancel()
		w.notice().Clear()
		if err != nil {
			w.problem(err)
			return
		}
		control.ShowPanel(w.win.Canvas(), control.Panel{
			Title: "The library has moved", Content: words("It is in " + to + " now. What was in the old folder is still there, and leads " +
				"to the new one. Alongside ends now; open it again to go on."), Closed: w.close,
		})
	})
}

// checkLibrary compares every file with what was saved, and repairs what it can from where it came from.
func (w *window) checkLibrary() {
	w.runCounted("Comparing sound and pictures", func(ctx context.Context, told func(done, total int64)) (string, error) {
		repairs, err := intake.Repairer{Fetch: func(ctx context.Context, address, to string) error {
			_, err := web.NewClient("").Download(ctx, address, to, web.Sound, nil)
			return err
		}}.Repair(ctx, w.library, told)
		if err != nil {
			return "", err
		}
		report, err := w.library.Check(ctx)
		if err != nil {
			return "", err
		}
		w.do(func() { w.shelf.reload(nil) })
		var says []string
		for _, r := range repairs {
			says = append(says, r.Says)
		}
		says = append(says, report.Problems...)
		if len(says) == 0 {
			return fmt.Sprintf("All is well: %d stories, and %d files that are as they were saved.", report.Stories, report.Media), nil
		}
		return strings.Join(says, " "), nil
	})
}
