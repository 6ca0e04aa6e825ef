package app

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"alongside/app/control"
	"alongside/store"
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
	limit := control.NewButton(mostName(s.most), mostLabel(s.most), "", nil)
	limit.OpensMenu(func(near fyne.CanvasObject) {
		w.chooseMost(s.most, near, func(most int64) {
			s.most = most
			limit.Set(mostName(most), mostLabel(most), "")
			w.setMost(most)
		})
	})
	box := container.NewVBox(words(storageText(s.usage)))
	for _, part := range partsOf(s.usage) {
		box.Add(part)
	}
	box.Add(heading("How much it may take"))
	box.Add(container.NewHBox(limit))
	box.Add(words(mostText(s)))
	box.Add(heading("Look after it"))
	for _, b := range []*control.Button{
		control.NewButton("Back the library up to a file", "Back up…", "", then(w.backUp)),
		control.NewButton("Restore a backup", "Restore a backup…", "", then(w.restore)),
		control.NewButton("Move the library to another folder", "Move the library…", "", then(w.moveLibrary)),
		control.NewButton("Check every file, and repair what is damaged", "Check and repair", "", then(w.checkLibrary)),
	} {
		box.Add(container.NewHBox(b))
	}
	box.Add(words("It is in " + w.library.Dir() + "."))
	if len(s.usage.Stories) > 0 {
		box.Add(heading("What takes the most"))
	}
	for _, story := range s.usage.Stories[:min(len(s.usage.Stories), mostListed)] {
		box.Add(control.NewAmount(story.Title, sizeText(story.Whole()), share(story.Whole(), s.usage.Stories[0].Whole())))
	}
	open = control.ShowPanel(w.win.Canvas(), control.Panel{Title: "Storage", Content: box, First: limit})
}

// heading is a line that says what follows it in a panel, below the panel's title.
func heading(text string) fyne.CanvasObject { return control.NewHeading(text, 2) }

// storageText says what the library takes and what is left on the disk.
func storageText(u store.Usage) string {
	text := fmt.Sprintf("The library takes %s.", sizeText(u.Whole()))
	if u.Free >= 0 {
		text += fmt.Sprintf(" %s are free on the disk.", sizeText(u.Free))
	}
	return text
}

// partsOf are the lines that say what takes how much; what takes nothing is left out.
func partsOf(u store.Usage) (lines []fyne.CanvasObject) {
	for _, part := range []struct {
		name  string
		bytes int64
	}{
		{"Sound and pictures", u.Media},
		{"Words and times", u.Database},
		{"What is being downloaded", u.Downloads},
		{"Copies kept for safety", u.SetAside},
	} {
		if part.bytes > 0 {
			lines = append(lines, control.NewAmount(part.name, sizeText(part.bytes), share(part.bytes, u.Whole())))
		}
	}
	return lines
}

func share(part, whole int64) float64 { return float64(part) / float64(max(whole, 1)) }

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
	return strings.Replace(fmt.Sprintf("%.1f", value), ".0", "", 1) + " " + units[unit]
}

func mostLabel(most int64) string {
	if most == 0 {
		return "No limit"
	}
	return "At most " + sizeText(most)
}

func mostName(most int64) string { return "How much room the library may take: " + mostLabel(most) }

func mostText(s room) string {
	if s.most == 0 {
		return "With a limit, sound that can be downloaded again is let go when room is short: of what was read longest ago first, " +
			"never of stories that you keep or have put a bookmark in. Words, times and places stay."
	}
	if over := s.usage.Whole() - s.most; over > 0 {
		return fmt.Sprintf("It is %s too large: what is left was not downloaded, is kept or bookmarked, or is being read.", sizeText(over))
	}
	return "Sound that can be downloaded again is let go when room is short. Words, times and places stay."
}

// chooseMost offers how much room the library may take.
func (w *window) chooseMost(now int64, near fyne.CanvasObject, chosen func(most int64)) {
	const gigabyte = 1000 * 1000 * 1000
	var items []control.MenuItem
	for _, most := range []int64{0, gigabyte / 2, gigabyte, 2 * gigabyte, 5 * gigabyte, 10 * gigabyte, 20 * gigabyte, 50 * gigabyte} {
		items = append(items, control.MenuItem{Name: mostLabel(most), Checkable: true, Checked: most == now, Do: func() { chosen(most) }})
	}
	w.popUp(items, near)
}
