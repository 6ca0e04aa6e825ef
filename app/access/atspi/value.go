package atspi

import (
	"math"

	"alongside/app/access"
	"alongside/app/access/atspi/offset"
)

// hasNumber reports whether an element's value is a number, and not only words.
func hasNumber(e *access.Element) bool {
	return e.Value != nil && (e.Value.Set != nil || e.Value.Most > e.Value.Least)
}

// valueFace is a number that can be read, and perhaps set.
type valueFace struct{ u subject }

func (f valueFace) properties() map[string]any {
	v := f.u.e.Value
	return map[string]any{
		"MinimumValue": v.Least, "MaximumValue": v.Most, "MinimumIncrement": v.Step, "CurrentValue": v.Now, "Text": offset.Clean(v.Text),
	}
}

// set has the value set, soon, to what lies between its least and its most.
func (f valueFace) set(property string, to any) bool {
	v := f.u.e.Value
	n, ok := to.(float64)
	if property != "CurrentValue" || !ok || math.IsNaN(n) || v.Set == nil || f.u.e.States.Has(access.Disabled) {
		return false
	}
	f.u.b.tree.Do(func() { v.Set(max(min(n, v.Most), v.Least)) })
	return true
}
