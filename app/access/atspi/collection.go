package atspi

import (
	"slices"

	"github.com/godbus/dbus/v5"

	"alongside/app/access"
)

// How the things that a rule names have to be matched, as the bus numbers it.
const (
	matchAll = iota + 1
	matchAny
	matchNone
	matchEmpty
)

// A matchRule says which elements are looked for.
type matchRule struct {
	States         []int32
	StatesMatch    int32
	Attributes     map[string]string
	AttributeMatch int32
	Roles          []int32
	RolesMatch     int32
	Interfaces     []string
	InterfaceMatch int32
	Invert         bool
}

// Sort orders, as the bus numbers them. The order of elements here is that in which they are read and that of the Tab key.
const (
	canonical = iota + 1
	flow
	tabOrder
	reverseCanonical
	reverseFlow
	reverseTab
)

// collectionFace finds elements below one. A rule that makes no sense finds nothing.
type collectionFace struct{ u subject }

func (collectionFace) properties() map[string]any { return map[string]any{} }

// GetMatches are all elements below this one that a rule names, up to a number of them: 0 for all.
func (f collectionFace) GetMatches(rule matchRule, sort uint32, count int32, _ bool) []reference {
	found := f.find(rule)
	return f.u.b.references(first(sorted(found, sort), count))
}

// GetMatchesFrom are those that come after one of the elements.
func (f collectionFace) GetMatchesFrom(from dbus.ObjectPath, rule matchRule, sort, _ uint32, count int32, _ bool) []reference {
	found := f.find(rule, from)
	i := slices.IndexFunc(found, func(e *access.Element) bool { return pathOf(e.ID) == from })
	return f.u.b.references(first(sorted(found[i+1:], sort), count))
}

// GetMatchesTo are those that come before one of the elements.
func (f collectionFace) GetMatchesTo(to dbus.ObjectPath, rule matchRule, sort, _ uint32, _ bool, count int32, _ bool) []reference {
	found := f.find(rule, to)
	i := slices.IndexFunc(found, func(e *access.Element) bool { return pathOf(e.ID) == to })
	return f.u.b.references(first(sorted(found[:max(i, 0)], sort), count))
}

// GetActiveDescendant is the element below this one that has the focus.
func (f collectionFace) GetActiveDescendant() reference {
	focused := f.u.s.Focused()
	for e := focused; e != nil; e = f.u.s.Parent(e) {
		if e == f.u.e || f.u.e == nil {
			return f.u.b.referenceTo(focused)
		}
	}
	return nowhere()
}

// find is all elements below this one that a rule names, in reading order, and those at the paths.
func (f collectionFace) find(rule matchRule, paths ...dbus.ObjectPath) []*access.Element {
	var found []*access.Element
	var look func(list []*access.Element)
	look = func(list []*access.Element) {
		for _, e := range list {
			if f.matches(e, rule) || slices.Contains(paths, pathOf(e.ID)) {
				found = append(found, e)
			}
			look(e.Children)
		}
	}
	look(f.u.children())
	return found
}

func (f collectionFace) matches(e *access.Element, rule matchRule) bool {
	u := subject{f.u.b, f.u.s, e}
	matched := rule.statesOf(u) && rule.attributesOf(u) && rule.rolesOf(u) && rule.interfacesOf(u)
	return matched != rule.Invert
}

// agrees reports whether what an element has of what a rule names is what the rule asks for.
func agrees(match int32, has, named, all int) bool {
	switch match {
	case matchAll:
		return has == named
	case matchAny:
		return named == 0 || has > 0
	case matchNone:
		return has == 0
	case matchEmpty:
		return all == 0 || named == 0
	}
	return named == 0
}

func (rule matchRule) statesOf(u subject) bool {
	if len(rule.States) == 0 {
		return true
	}
	set, has, named := u.states(), 0, 0
	for state := range 32 * min(len(rule.States), len(set)) {
		if rule.States[state/32]&(1<<(state%32)) == 0 {
			continue
		}
		named++
		if set.has(state) {
			has++
		}
	}
	return agrees(rule.StatesMatch, has, named, 1)
}

func (rule matchRule) rolesOf(u subject) bool {
	named, has, number := 0, 0, int(u.role().number)
	for i, bits := range rule.Roles {
		for bit := range 32 {
			if bits&(1<<bit) == 0 {
				continue
			}
			named++
			if 32*i+bit == number {
				has++
			}
		}
	}
	if rule.RolesMatch == matchAll && named > 1 { // no element has two
		return false
	}
	return agrees(rule.RolesMatch, has, named, 1)
}

func (rule matchRule) attributesOf(u subject) bool {
	if len(rule.Attributes) == 0 {
		return true
	}
	attributes, has := u.attributes(), 0
	for name, v := range rule.Attributes {
		if is, ok := attributes[name]; ok && is == v {
			has++
		}
	}
	return agrees(rule.AttributeMatch, has, len(rule.Attributes), len(attributes))
}

func (rule matchRule) interfacesOf(u subject) bool {
	if len(rule.Interfaces) == 0 {
		return true
	}
	interfaces, has := u.interfaces(), 0
	for _, name := range rule.Interfaces {
		if slices.Contains(interfaces, name) || slices.Contains(interfaces, "org.a11y.atspi."+name) {
			has++
		}
	}
	return agrees(rule.InterfaceMatch, has, len(rule.Interfaces), 1)
}

// sorted is the elements in the order asked for.
func sorted(list []*access.Element, sort uint32) []*access.Element {
	switch sort {
	case reverseCanonical, reverseFlow, reverseTab:
		list = slices.Clone(list)
		slices.Reverse(list)
	case canonical, flow, tabOrder:
	}
	return list
}

// first is a number of elements; all of them if it is none.
func first(list []*access.Element, count int32) []*access.Element {
	if count <= 0 || int(count) >= len(list) {
		return list
	}
	return list[:count]
}
