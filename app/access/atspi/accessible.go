package atspi

import (
	"cmp"
	"maps"
	"os"
	"strconv"
	"strings"

	"alongside/app/access"
	"alongside/app/access/atspi/offset"
)

// The interfaces of an element, by what they are called on the bus.
const (
	accessible   = "org.a11y.atspi.Accessible"
	applications = "org.a11y.atspi.Application"
	component    = "org.a11y.atspi.Component"
	actions      = "org.a11y.atspi.Action"
	values       = "org.a11y.atspi.Value"
	texts        = "org.a11y.atspi.Text"
	editables    = "org.a11y.atspi.EditableText"
	selections   = "org.a11y.atspi.Selection"
	documents    = "org.a11y.atspi.Document"
	collections  = "org.a11y.atspi.Collection"
)

// object holds the interfaces of the subject.
func (u subject) object() object {
	o := object{}
	for _, name := range u.interfaces() {
		o[name] = u.face(name)
	}
	return o.complete()
}

// interfaces are the names of those that the subject has.
func (u subject) interfaces() []string {
	if u.e == nil {
		return []string{accessible, applications, collections}
	}
	names := []string{accessible, component, collections}
	add := func(has bool, name string) {
		if has {
			names = append(names, name)
		}
	}
	add(len(u.e.Actions) > 0, actions)
	add(hasNumber(u.e), values)
	t := textOf(u.e)
	add(t != nil, texts)
	add(t != nil && t.Replace != nil, editables)
	add(u.e.Role == access.List, selections)
	add(u.e.Role == access.Document, documents)
	return names
}

func (u subject) face(name string) any {
	switch name {
	case accessible:
		return accessibleFace{u}
	case applications:
		return applicationFace{u.b}
	case component:
		return componentFace{u}
	case actions:
		return actionFace{u}
	case values:
		return valueFace{u}
	case texts:
		return textFace{u, textOf(u.e)}
	case editables:
		return editableFace{u, textOf(u.e)}
	case selections:
		return selectionFace{u}
	case documents:
		return documentFace{u}
	}
	return collectionFace{u}
}

func (u subject) reference() reference {
	if u.e == nil {
		return u.b.reference(rootPath)
	}
	return u.b.referenceTo(u.e)
}

func (u subject) role() role {
	if u.e == nil {
		return application()
	}
	return roleOf(u.e.Role)
}

func (u subject) name() string {
	if u.e == nil {
		return offset.Clean(u.s.Name)
	}
	return offset.Clean(u.e.Name)
}

func (u subject) description() string {
	if u.e == nil {
		return ""
	}
	return offset.Clean(u.e.Description)
}

func (u subject) children() []*access.Element {
	if u.e == nil {
		return u.s.Windows
	}
	return u.e.Children
}

func (u subject) parent() reference {
	switch {
	case u.e == nil:
		return u.b.parent()
	case u.e.Parent == 0:
		return u.b.reference(rootPath)
	}
	return u.b.reference(pathOf(u.e.Parent))
}

func (u subject) index() int32 {
	if u.e == nil {
		return -1
	}
	return int32(u.e.Index)
}

func (u subject) states() stateSet {
	if u.e == nil {
		var set stateSet
		set.addIf(true, stateEnabled, stateSensitive, stateShowing, stateVisible)
		return set
	}
	return statesOf(u.s, u.e)
}

// attributes are what has no place of its own on the bus.
func (u subject) attributes() map[string]string {
	all := map[string]string{"toolkit": toolkitName}
	if u.e == nil {
		return all
	}
	maps.Copy(all, u.e.Attributes)
	number := func(name string, n int) {
		if n > 0 {
			all[name] = strconv.Itoa(n)
		}
	}
	number("level", u.e.Level)
	if u.e.Position > 0 {
		number("posinset", u.e.Position)
		number("setsize", u.e.Count)
	}
	if u.e.Value != nil && u.e.Value.Text != "" && hasNumber(u.e) {
		all["valuetext"] = u.e.Value.Text
	}
	for name, v := range all {
		all[name] = offset.Clean(v)
	}
	return all
}

// accessibleFace is what all objects have.
type accessibleFace struct{ u subject }

func (f accessibleFace) properties() map[string]any {
	return map[string]any{
		"Name": f.u.name(), "Description": f.u.description(), "Parent": f.u.parent(), "ChildCount": int32(len(f.u.children())),
		"Locale": locale(), "AccessibleId": f.u.attributes()["id"], "HelpText": "",
	}
}

// GetChildAtIndex is one of the children; the null object where there is none.
func (f accessibleFace) GetChildAtIndex(i int32) reference {
	return f.u.b.referenceTo(at(f.u.children(), i))
}

// GetChildren are all children.
func (f accessibleFace) GetChildren() []reference { return f.u.b.references(f.u.children()) }

// GetIndexInParent is the subject's place among its parent's children.
func (f accessibleFace) GetIndexInParent() int32 { return f.u.index() }

// GetRole is the number of the subject's role.
func (f accessibleFace) GetRole() uint32 { return f.u.role().number }

// GetRoleName is the name of the subject's role, for programs.
func (f accessibleFace) GetRoleName() string { return f.u.role().name }

// GetLocalizedRoleName is the same: readers have names for people of their own.
func (f accessibleFace) GetLocalizedRoleName() string { return f.u.role().name }

// GetState is the states that the subject is in.
func (f accessibleFace) GetState() []uint32 {
	states := f.u.states()
	return states[:]
}

// GetAttributes is whatever else is known of the subject.
func (f accessibleFace) GetAttributes() map[string]string { return f.u.attributes() }

// GetApplication is the program.
func (f accessibleFace) GetApplication() reference { return f.u.b.reference(rootPath) }

// GetInterfaces are the names of the subject's interfaces.
func (f accessibleFace) GetInterfaces() []string { return f.u.interfaces() }

// A relation is what other objects are to the subject.
type relation struct {
	Kind    uint32
	Targets []reference
}

// The kinds of relation used here.
const (
	flowsTo   = 10
	flowsFrom = 11
)

// GetRelationSet says of what is read in a document what is read next and what before: so a reader can go on by itself.
func (f accessibleFace) GetRelationSet() []relation {
	relations := []relation{}
	if f.u.e == nil || f.u.e.Text == nil {
		return relations
	}
	owner := f.u.s.Parent(f.u.e)
	if owner == nil || owner.Role != access.Document {
		return relations
	}
	i := int32(f.u.e.Index)
	if next := at(owner.Children, i+1); next != nil {
		relations = append(relations, relation{flowsTo, []reference{f.u.b.referenceTo(next)}})
	}
	if before := at(owner.Children, i-1); before != nil {
		relations = append(relations, relation{flowsFrom, []reference{f.u.b.referenceTo(before)}})
	}
	return relations
}

// at is an element of a list, or nil.
func at(list []*access.Element, i int32) *access.Element {
	if i < 0 || int(i) >= len(list) {
		return nil
	}
	return list[i]
}

func (b *bridge) references(elements []*access.Element) []reference {
	list := make([]reference, len(elements))
	for i, e := range elements {
		list[i] = b.referenceTo(e)
	}
	return list
}

// locale is the language of messages that the environment asks for, as POSIX names it.
func locale() string {
	name, _, _ := strings.Cut(cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"), "C"), ".")
	return offset.Clean(name)
}

// What the bus is told of the toolkit.
const (
	toolkitName    = "Fyne"
	toolkitVersion = "2.8"
	busVersion     = "2.1"
)

// applicationFace is what only the program has.
type applicationFace struct{ b *bridge }

func (f applicationFace) properties() map[string]any {
	return map[string]any{
		"ToolkitName": toolkitName, "Version": toolkitVersion, "ToolkitVersion": toolkitVersion, "AtspiVersion": busVersion,
		"InterfaceVersion": uint32(1), "Id": f.b.number.Load(),
	}
}

// set takes the number by which the registry calls the program.
func (f applicationFace) set(property string, v any) bool {
	n, ok := v.(int32)
	if property != "Id" || !ok {
		return false
	}
	f.b.number.Store(n)
	return true
}

// GetLocale is the program's language.
func (f applicationFace) GetLocale(uint32) string { return locale() }

// GetApplicationBusAddress is where a bus between program and reader alone would be; there is none.
func (f applicationFace) GetApplicationBusAddress() string { return "" }
