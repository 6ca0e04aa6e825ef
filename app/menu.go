package app

import (
	"runtime"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"alongside/app/control"
)

// menus are the commands as menus, and what makes their keys work.
type menus struct {
	bar    *control.MenuBar // nil where the system has a menu of its own
	system *fyne.MainMenu   // nil elsewhere
}

// setMenus makes menus of the commands. On macOS they are the system's, whose screen reader knows them; elsewhere ours, since
// those that the toolkit draws cannot be told to a screen reader, are too small to hit and too faint to see.
func (w *window) setMenus() {
	if runtime.GOOS == "darwin" {
		w.menus.system = w.systemMenu()
		w.win.SetMainMenu(w.menus.system)
		return
	}
	w.menus.bar = control.NewMenuBar(w.menuSections())
	w.takeKeys()
}

// takeKeys makes the commands' keys work. Keys without Ctrl or Alt come to typedKey.
func (w *window) takeKeys() {
	for _, s := range w.sections {
		for _, c := range s.commands {
			if k, ok := c.key.(*desktop.CustomShortcut); ok && k.Modifier != 0 {
				w.win.Canvas().AddShortcut(k, func(fyne.Shortcut) { w.perform(c) })
			}
			for _, k := range c.also {
				w.win.Canvas().AddShortcut(k, func(fyne.Shortcut) { w.perform(c) })
			}
		}
	}
}

// menuSections are the sections as the menu bar shows them.
func (w *window) menuSections() (all []control.MenuSection) {
	for _, s := range w.sections {
		all = append(all, control.MenuSection{Name: s.name, Items: func() (items []control.MenuItem) {
			for _, c := range s.commands {
				items = append(items, w.menuItem(c))
			}
			return items
		}})
	}
	return all
}

// menuItem is a command as it stands now.
func (w *window) menuItem(c command) control.MenuItem {
	if c.name == "" {
		return control.MenuItem{}
	}
	return control.MenuItem{
		Name:      c.name,
		Key:       keyText(c.key),
		Checkable: c.checked != nil,
		Checked:   c.checked != nil && c.checked(w),
		Disabled:  !w.possible(c),
		Do:        func() { w.perform(c) },
	}
}

// chooseFrom opens the commands of some groups in a menu beside a button.
func (w *window) chooseFrom(near fyne.CanvasObject, groups ...group) {
	var items []control.MenuItem
	for _, s := range w.sections {
		for _, c := range s.commands {
			if slices.Contains(groups, c.group) && w.possible(c) {
				items = append(items, w.menuItem(c))
			}
		}
	}
	w.popUp(items, near)
}

// popUp opens a menu beside what it belongs to, called as that is.
func (w *window) popUp(items []control.MenuItem, near fyne.CanvasObject) {
	name := ""
	if a, ok := near.(fyne.Accessible); ok {
		name = a.AccessibilityLabel()
	}
	control.ShowMenu(w.win.Canvas(), name, items, near)
}

// systemMenu is the sections as the system shows them.
func (w *window) systemMenu() *fyne.MainMenu {
	menu := &fyne.MainMenu{}
	for _, s := range w.sections {
		m := &fyne.Menu{Label: s.name}
		for _, c := range s.commands {
			m.Items = append(m.Items, w.systemItem(c))
		}
		menu.Items = append(menu.Items, m)
	}
	return menu
}

func (w *window) systemItem(c command) *fyne.MenuItem {
	if c.name == "" {
		return fyne.NewMenuItemSeparator()
	}
	item := fyne.NewMenuItem(c.name, func() { w.perform(c) })
	item.Shortcut = c.key
	item.IsQuit = c.name == "Quit"
	return item
}

// refreshMenus ticks and greys the items of the system's menu as things stand now. Ours asks when it is opened.
func (w *window) refreshMenus() {
	if w.menus.system == nil {
		return
	}
	changed := false
	for i, s := range w.sections {
		for j, c := range s.commands {
			item, now := w.menus.system.Items[i].Items[j], w.menuItem(c)
			changed = changed || item.Checked != now.Checked || item.Disabled != now.Disabled
			item.Checked, item.Disabled = now.Checked, now.Disabled
		}
	}
	if changed {
		w.menus.system.Refresh()
	}
}

// toMenus goes to the menu bar, and back to what had the focus if it is there already.
func (w *window) toMenus() {
	if w.menus.bar != nil {
		w.menus.bar.Toggle()
	}
}

// closeMenu takes away the menu that is open, if any.
func (w *window) closeMenu() {
	if menu, ok := w.win.Canvas().Overlays().Top().(*control.Menu); ok {
		menu.CloseAll()
	}
}
