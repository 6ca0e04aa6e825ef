package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// chosen are the preferences in force, and where they belong: to all stories, or to the open one alone. What changes one changes
// it here and then says keepPreferences, which asks settle where it belongs; nobody else has to know of the two.
type chosen struct {
	preferences             // in force
	everywhere  preferences // of all stories
	settled     differences // all that was in force when it was last asked where it belongs
	here        differences // of the open story alone
	story       int64       // the open story; 0 for none
	only        bool        // what is changed from now on is for the open story alone
}

// chosenEverywhere is what is chosen while no story is open.
func chosenEverywhere(p preferences) chosen {
	return chosen{preferences: p, everywhere: p.clone(), settled: fieldsOf(p)}
}

// enter puts in force what a story has otherwise than all stories. What is changed in such a story is changed for it.
func (c *chosen) enter(story int64, own string) {
	c.story, c.here = story, parseDifferences(own)
	c.only = len(c.here) > 0
	c.preferences = c.here.in(c.everywhere)
	c.settled = fieldsOf(c.preferences)
}

// leave puts in force what is chosen for all stories.
func (c *chosen) leave() { *c = chosenEverywhere(c.everywhere.clone()) }

// forget has the open story as all stories.
func (c *chosen) forget() { c.enter(c.story, "") }

// settle puts what was changed where it belongs, and reports which of the two is another now. What is not of reading and
// listening is never of one story. What is changed for all stories is so in the open one as well.
func (c *chosen) settle() (everywhere, here bool) {
	own, all, now := c.here.text(), fieldsOf(c.everywhere), fieldsOf(c.preferences)
	for path, value := range now.since(c.settled) {
		if !c.only || ofTheWindow(path) || reflect.DeepEqual(value, all[path]) {
			delete(c.here, path)
		} else {
			c.here[path] = value
		}
	}
	of := differences{} // of all stories, where this one has something else
	for path := range c.here {
		if value, known := all[path]; known {
			of[path] = value
		}
	}
	before := c.everywhere.text()
	c.everywhere, c.settled = of.in(c.preferences), now
	return c.everywhere.text() != before, c.here.text() != own
}

// differences are some of the preferences, each by its path as it is kept: "sound.Shape.Clarity".
type differences map[string]any

// deepest is how many names a path has at most. What lies deeper is one thing, such as a colour.
const deepest = 3

// fieldsOf are all preferences by their paths.
func fieldsOf(p preferences) differences {
	var all map[string]any
	if err := decode(p.text(), &all); err != nil {
		return differences{}
	}
	d := differences{}
	d.flatten("", all, deepest)
	return d
}

func (d differences) flatten(prefix string, object map[string]any, depth int) {
	for name, value := range object {
		path := prefix + dots().Replace(name)
		if inner, ok := value.(map[string]any); ok && depth > 1 {
			d.flatten(path+".", inner, depth-1)
			continue
		}
		d[path] = value
	}
}

// dots takes dots out of a name, so that it can stand in a path; inNames puts them back.
func dots() *strings.Replacer    { return strings.NewReplacer("~", "~0", ".", "~1") }
func inNames() *strings.Replacer { return strings.NewReplacer("~0", "~", "~1", ".") }

// clone are the same preferences, which share nothing with these.
func (p preferences) clone() (same preferences) {
	text, err := json.Marshal(p)
	if err != nil || json.Unmarshal(text, &same) != nil {
		return p
	}
	return same
}

// decode reads JSON; numbers stay as they are written.
func decode(text string, into any) error {
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.UseNumber()
	return d.Decode(into)
}

// changed are the preferences that are others now than before, as they are now.
func changed(before, now preferences) differences {
	return fieldsOf(now).since(fieldsOf(before))
}

// since are those that are others than before.
func (d differences) since(before differences) differences {
	other := differences{}
	for path, value := range d {
		if !reflect.DeepEqual(before[path], value) {
			other[path] = value
		}
	}
	return other
}

// in are some preferences with the differences.
func (d differences) in(p preferences) preferences {
	if len(d) == 0 {
		return p.clone()
	}
	text, err := json.Marshal(d.nested())
	if err != nil {
		return p
	}
	with := p.clone()
	if err := json.Unmarshal(text, &with); err != nil {
		return p // a stranger's, from a backup
	}
	return with.mended()
}

// nested are the differences as they stand in the preferences' JSON.
func (d differences) nested() map[string]any {
	nested := map[string]any{}
	for path, value := range d {
		names := strings.Split(path, ".")
		object := nested
		for _, name := range names[:len(names)-1] {
			name = inNames().Replace(name)
			inner, ok := object[name].(map[string]any)
			if !ok {
				inner = map[string]any{}
				object[name] = inner
			}
			object = inner
		}
		object[inNames().Replace(names[len(names)-1])] = value
	}
	return nested
}

// text is how differences are kept; "" for none.
func (d differences) text() string {
	if len(d) == 0 {
		return ""
	}
	text, err := json.Marshal(d)
	if err != nil {
		return ""
	}
	return string(text)
}

// parseDifferences reads what text has written. What is not of reading and listening is left out, and so is what cannot be read.
func parseDifferences(text string) differences {
	d := differences{}
	if text != "" && decode(text, &d) != nil || d == nil {
		return differences{}
	}
	maps.DeleteFunc(d, func(path string, _ any) bool { return ofTheWindow(path) })
	return d
}

// ofTheWindow reports whether a preference is not of how one reads and listens, so that no story has one of its own.
func ofTheWindow(path string) bool {
	top, _, _ := strings.Cut(path, ".")
	return slices.Contains([]string{"width", "height", "begun", "presses", "folder", "sleep", "delays"}, top)
}

// keepPreferences has what was changed written: of all stories or of the open one.
func (w *window) keepPreferences() {
	everywhere, here := w.chosen.settle()
	if everywhere {
		text := w.chosen.everywhere.mended().text()
		w.saver.save(preferencesKey, func(ctx context.Context) error {
			return w.library.SaveSetting(ctx, preferencesKey, text)
		})
	}
	if here {
		w.keepHere()
	}
}

// keepHere has what the open story has otherwise written.
func (w *window) keepHere() {
	id, text := w.chosen.story, w.chosen.here.text()
	w.saver.save(fmt.Sprintf("own settings %d", id), func(ctx context.Context) error {
		return w.library.SaveOwnSettings(ctx, id, text)
	})
}

// enterStory puts in force what a story that is about to be shown has otherwise.
func (w *window) enterStory(id int64, own string) {
	before := w.chosen.preferences
	w.chosen.enter(id, own)
	w.putInForce(before)
}

// leaveStory puts in force what is chosen for all stories.
func (w *window) leaveStory() {
	before := w.chosen.preferences
	w.keepPreferences()
	w.chosen.leave()
	w.putInForce(before)
}

// change has other preferences in force, and keeps them.
func (w *window) change(to preferences) {
	before := w.chosen.preferences
	w.chosen.preferences = to
	w.keepPreferences()
	w.putInForce(before)
}

// putInForce shows and plays everything as it is chosen now, where other preferences were in force before.
func (w *window) putInForce(before preferences) {
	now := w.chosen.preferences
	if before.text() == now.text() {
		return
	}
	if now.Look != before.Look || now.Text != before.Text || now.Type != before.Type {
		w.applyTheme()
	}
	if now.Type.Font == ownFont && w.appearance.own.path != now.Type.File {
		w.recallFont()
	}
	if r := w.reading; r != nil {
		r.screen.SetSpeed(now.Speed)
		r.screen.SetVolume(now.Volume)
		r.screen.View.SetAlong(now.Along)
		r.screen.View.SetEmphasis(now.Emphasis)
		r.screen.View.SetPanes(now.Panes)
		r.screen.SetThing(now.Strip.By)
		w.applyStill()
		if r.player != nil {
			r.player.SetSpeed(now.Speed)
			r.player.SetVolume(now.Volume)
			w.applyPlan(r)
		}
	}
	w.tellDesktop()
	w.refreshMenus()
}
