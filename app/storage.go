package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"alongside/app/control"
	"alongside/store"
	"alongside/store/intake"
	"alongside/store/intake/web"
)

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
			w.say(control.Message{Text: fmt.Sprintf("Sound of %s was let go, which frees %s. It can be had again from the story’s menu.", countOf(n), sizeText(gone.Bytes))})
		}
	})
}

// runCounted does something that takes a while, telling how far it is, and then says what came of it.
func (w *window) runCounted(what string, do func(ctx context.Context, told func(done, total int64)) (string, error)) {
	ctx, cancel := context.WithCancel(w.ctx)
	progress := newLatest(w.do, func(p intake.Progress) {
		if ctx.Err() == nil {
			w.say(control.Message{Text: p.String(), Ongoing: true, Action: "Cancel", Do: cancel})
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
	w.choose(newFile("Back up the library", "Backups", "Alongside "+time.Now().Format(time.DateOnly)+".zip"), w.backUpTo)
}

func (w *window) backUpTo(path string) {
	w.runCounted("Backing up", func(ctx context.Context, told func(done, total int64)) (string, error) {
		done, err := w.library.Backup(ctx, path, told)
		says := fmt.Sprintf("%s %s backed up to %s (%s).", countOf(done.Stories), oneOr(done.Stories, "is", "are"), path, sizeText(done.Bytes))
		return strings.Join(append([]string{says}, done.Missing...), " "), err
	})
}

// restore brings the stories of a backup back.
func (w *window) restore() {
	w.choose(oldFile("Choose a backup", "Backups", ".zip"), w.restoreFrom)
}

func (w *window) restoreFrom(path string) {
	w.runCounted("Restoring", func(ctx context.Context, told func(done, total int64)) (string, error) {
		done, err := w.library.RestoreBackup(ctx, path, told)
		w.do(func() { w.shelf.reload(nil) })
		says := fmt.Sprintf("%s %s added; %d %s here already.", countOf(done.Added), oneOr(done.Added, "was", "were"), done.Joined, oneOr(done.Joined, "was", "were"))
		return strings.Join(append([]string{says}, done.Problems...), " "), err
	})
}

// countOf names a number of stories.
func countOf(n int) string {
	if n == 1 {
		return "1 story"
	}
	return fmt.Sprintf("%d stories", n)
}

// oneOr is the word for one where there is one, else that for several.
func oneOr(n int, one, several string) string {
	if n == 1 {
		return one
	}
	return several
}

// moveLibrary moves the library to a folder that the reader chooses. The program ends then: all it holds open is elsewhere.
func (w *window) moveLibrary() {
	w.choose(folder("Move the library to a folder"), func(to string) {
		if entries, err := os.ReadDir(to); err == nil && len(entries) > 0 {
			to = filepath.Join(to, "Alongside")
		}
		w.leaveReading()
		w.show(w.shelf.screen)
		w.afterSaving(func() { w.moveTo(to) })
	})
}

func (w *window) moveTo(to string) {
	ctx, cancel := context.WithCancel(w.ctx)
	progress := newLatest(w.do, func(p intake.Progress) {
		if ctx.Err() == nil {
			w.say(control.Message{Text: p.String(), Ongoing: true, Action: "Cancel", Do: cancel})
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
			return fmt.Sprintf("All is well: %s, and %d %s as saved.", countOf(report.Stories), report.Media, oneOr(report.Media, "file that is", "files that are")), nil
		}
		return strings.Join(says, " "), nil
	})
}
