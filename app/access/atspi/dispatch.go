package atspi

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/godbus/dbus/v5"

	"alongside/app/access"
)

const below = "/org/a11y/atspi/accessible/"

func pathOf(id access.ID) dbus.ObjectPath {
	return dbus.ObjectPath(below + strconv.FormatUint(uint64(id), 10))
}

// A subject is what a call is about: an element of a snapshot, or the program itself.
type subject struct {
	b *bridge
	s *access.Snapshot
	e *access.Element // nil for the program
}

// A face is an interface of an object: its methods are those of the bus, by the same names.
type face interface {
	// properties are the values of the interface's properties.
	properties() map[string]any
}

// LookupObject finds what lies at a path. What has gone answers as such.
func (b *bridge) LookupObject(path dbus.ObjectPath) (dbus.ServerObject, bool) {
	<-b.ready
	s := b.tree.Snapshot()
	name, found := strings.CutPrefix(string(path), below)
	switch {
	case path == cachePath:
		return object{"org.a11y.atspi.Cache": cacheFace{b, s}}.complete(), true
	case name == "root":
		return subject{b: b, s: s}.object(), true
	case !found:
		return nil, false
	}
	id, err := strconv.ParseUint(name, 10, 64)
	if err != nil {
		return nil, false
	}
	e := b.element(s, access.ID(id))
	if e == nil {
		return object{accessible: goneFace{path}}, true
	}
	return subject{b, s, e}.object(), true
}

// element is the one with an ID: of the windows, or one that only says something.
func (b *bridge) element(s *access.Snapshot, id access.ID) *access.Element {
	if e := s.Element(id); e != nil {
		return e
	}
	return b.said.element(id)
}

// An object holds the interfaces of something on the bus by their names.
type object map[string]any

// complete adds what all objects have.
func (o object) complete() object {
	o[properties] = propertiesFace{o}
	return o
}

// LookupInterface is the interface with a name; without one, that which has the method asked for.
func (o object) LookupInterface(name string) (dbus.Interface, bool) {
	if name == "" {
		return anyFace(o), true
	}
	f, ok := o[name]
	if !ok {
		if gone, ok := o[accessible].(goneFace); ok {
			return absent(gone), true
		}
		return nil, false
	}
	return methods{f}, true
}

// anyFace finds methods that were called without naming their interface.
type anyFace object

func (o anyFace) LookupMethod(name string) (dbus.Method, bool) {
	for _, f := range o {
		if m, ok := (methods{f}).LookupMethod(name); ok {
			return m, true
		}
	}
	return nil, false
}

// methods finds the methods of an interface.
type methods struct{ of any }

func (m methods) LookupMethod(name string) (dbus.Method, bool) {
	if gone, ok := m.of.(goneFace); ok && name != "GetState" {
		return absent(gone).LookupMethod(name)
	}
	v := reflect.ValueOf(m.of).MethodByName(name)
	if !v.IsValid() {
		return nil, false
	}
	return method{v}, true
}

// A method is one that the bus may call. It may return an error last.
type method struct{ reflect.Value }

func (m method) Call(arguments ...any) ([]any, error) {
	in := make([]reflect.Value, len(arguments))
	for i, a := range arguments {
		in[i] = reflect.ValueOf(a).Elem()
	}
	out := m.Value.Call(in)
	var err error
	if m.fails() {
		err, _ = out[len(out)-1].Interface().(error)
		out = out[:len(out)-1]
	}
	results := make([]any, len(out))
	for i, v := range out {
		results[i] = v.Interface()
	}
	return results, err
}

// fails reports whether the method's last result is an error.
func (m method) fails() bool {
	n := m.Type().NumOut()
	return n > 0 && m.Type().Out(n-1) == reflect.TypeFor[error]()
}

func (m method) NumArguments() int       { return m.Type().NumIn() }
func (m method) NumReturns() int         { return m.Type().NumOut() }
func (m method) ArgumentValue(i int) any { return reflect.Zero(m.Type().In(i)).Interface() }
func (m method) ReturnValue(i int) any   { return reflect.Zero(m.Type().Out(i)).Interface() }

// goneFace is what is left of an element that has gone: it says that it is no more, and nothing else.
type goneFace struct{ path dbus.ObjectPath }

// GetState is that of a thing that is no more.
func (goneFace) GetState() []uint32 {
	var s stateSet
	s.add(stateDefunct)
	return s[:]
}

// absent answers calls to what has gone.
type absent goneFace

func (a absent) LookupMethod(string) (dbus.Method, bool) { return unknownObject(a), true }

// unknownObject is every method of what has gone, with whatever arguments.
type unknownObject goneFace

func (u unknownObject) Call(...any) ([]any, error) {
	return nil, dbus.NewError("org.freedesktop.DBus.Error.UnknownObject", []any{fmt.Sprintf("%s is no more", u.path)})
}

func (u unknownObject) DecodeArguments(*dbus.Conn, string, *dbus.Message, []any) ([]any, error) {
	return nil, nil
}

func (unknownObject) NumArguments() int     { return 0 }
func (unknownObject) NumReturns() int       { return 0 }
func (unknownObject) ArgumentValue(int) any { return nil }
func (unknownObject) ReturnValue(int) any   { return nil }

// propertiesFace answers for the properties of all interfaces of an object.
type propertiesFace struct{ of object }

// A setter is an interface with properties that can be written.
type setter interface {
	set(property string, value any) bool
}

func (p propertiesFace) values(name string) (map[string]any, error) {
	f, ok := p.of[name].(face)
	if !ok {
		return nil, dbus.MakeUnknownInterfaceError(name)
	}
	return f.properties(), nil
}

// Get is one property.
func (p propertiesFace) Get(name, property string) (dbus.Variant, error) {
	values, err := p.values(name)
	if err != nil {
		return dbus.Variant{}, err
	}
	v, ok := values[property]
	if !ok {
		return dbus.Variant{}, dbus.NewError("org.freedesktop.DBus.Error.UnknownProperty", []any{fmt.Sprintf("%s has no property %s", name, property)})
	}
	return dbus.MakeVariant(v), nil
}

// GetAll is all properties of an interface.
func (p propertiesFace) GetAll(name string) (map[string]dbus.Variant, error) {
	values, err := p.values(name)
	all := make(map[string]dbus.Variant, len(values))
	for property, v := range values {
		all[property] = dbus.MakeVariant(v)
	}
	return all, err
}

// Set writes a property.
func (p propertiesFace) Set(name, property string, value dbus.Variant) error {
	if s, ok := p.of[name].(setter); ok && s.set(property, value.Value()) {
		return nil
	}
	return dbus.NewError("org.freedesktop.DBus.Error.PropertyReadOnly", []any{fmt.Sprintf("%s of %s cannot be set to that", property, name)})
}
