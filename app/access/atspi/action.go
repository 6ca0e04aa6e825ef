package atspi

import (
	"strings"

	"alongside/app/access"
	"alongside/app/access/atspi/offset"
)

// actionFace is what can be done with an element.
type actionFace struct{ u subject }

func (f actionFace) properties() map[string]any {
	return map[string]any{"NActions": int32(len(f.u.e.Actions))}
}

// one is an action by its number; an empty one where there is none.
func (f actionFace) one(i int32) access.Action {
	if i < 0 || int(i) >= len(f.u.e.Actions) {
		return access.Action{}
	}
	return f.u.e.Actions[i]
}

func (f actionFace) GetName(i int32) string          { return offset.Clean(f.one(i).Name) }
func (f actionFace) GetLocalizedName(i int32) string { return offset.Clean(f.one(i).Name) }
func (f actionFace) GetDescription(i int32) string   { return offset.Clean(f.one(i).Description) }
func (f actionFace) GetKeyBinding(i int32) string    { return keyBinding(f.one(i).Keys) }

// keyBinding is how the bus writes keys: a letter for use within a menu, the way through the menus, and the keys themselves,
// of which only the last is known here.
func keyBinding(keys string) string {
	if keys == "" {
		return ""
	}
	keys, modifiers := offset.Clean(keys), ""
	for {
		name, rest, more := strings.Cut(keys, "+")
		if !more || name == "" || rest == "" {
			break
		}
		if name == "Ctrl" {
			name = "Control"
		}
		modifiers, keys = modifiers+"<"+name+">", rest
	}
	return ";;" + modifiers + keys
}

// A namedAction is one action in the list of all.
type namedAction struct{ Name, Description, Keys string }

// GetActions are all that can be done.
func (f actionFace) GetActions() []namedAction {
	all := make([]namedAction, len(f.u.e.Actions))
	for i, a := range f.u.e.Actions {
		all[i] = namedAction{offset.Clean(a.Name), offset.Clean(a.Description), keyBinding(a.Keys)}
	}
	return all
}

// DoAction has one done, soon.
func (f actionFace) DoAction(i int32) bool {
	do := f.one(i).Do
	if do == nil || f.u.e.States.Has(access.Disabled) {
		return false
	}
	f.u.b.tree.Do(do)
	return true
}
