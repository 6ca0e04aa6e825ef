package app

import "strings"

// A named is what a preference is called in a sentence. Of several names that fit a path the first is taken.
type named struct{ path, name string }

func preferenceNames() []named {
	return []named{
		{"text", "text size"},
		{"type.font", "font"},
		{"type.file", "font"},
		{"type.spacing", "room in the text"},
		{"type.own", "own colours"},
		{"look", "colours"},
		{"speed", "speed"},
		{"volume", "loudness"},
		{"sound.Pace", "even pace"},
		{"sound.Even", "voices alike loud"},
		{"sound.Shape.Compression", "soft sounds"},
		{"sound.Shape.Clarity", "consonants"},
		{"sound.Shape", "left and right"},
		{"sound.Shorten", "long silences"},
		{"sound.Pause", "pauses put in"},
		{"sound.OnlyTold", "what is left out"},
		{"repeats", "repeats"},
		{"still", "gliding"},
		{"emphasis.mark", "what is marked"},
		{"emphasis.dim", "what is dimmed"},
		{"emphasis.ruler", "reading ruler"},
		{"emphasis.window", "lines around the voice"},
		{"emphasis.lines", "lines around the voice"},
		{"emphasis.single", "one word at a time"},
		{"emphasis.hide", "hidden words"},
		{"along", "screen reader"},
		{"skip", "what is skipped"},
		{"panes", "second text"},
		{"strip", "what the strip goes by"},
		{"print", "printing"},
	}
}

// names are what some preferences are called, each name once; that a ready-made set was chosen is not named.
func (d differences) names() (all []string) {
	rest := map[string]bool{}
	for path := range d {
		rest[path] = path != setKey
	}
	add := func(name, prefix string) {
		found := false
		for path, open := range rest {
			if open && strings.HasPrefix(path, prefix) {
				rest[path], found = false, true
			}
		}
		if found && (len(all) == 0 || all[len(all)-1] != name) {
			all = append(all, name)
		}
	}
	for _, n := range preferenceNames() {
		add(n.name, n.path)
	}
	add("other settings", "")
	return all
}

// listed joins names as in a sentence: "speed, text size and font".
func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
