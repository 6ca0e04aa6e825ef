package atspi

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"alongside/app/access"
)

func TestKeysAreNamedAsTheBusNamesThem(t *testing.T) {
	for _, c := range []struct {
		key  access.Key
		want deviceEvent
	}{
		{access.Key{Name: fyne.KeyA, Down: true}, deviceEvent{Symbol: 'a', Name: "a", IsText: true}},
		{
			access.Key{Name: fyne.KeyA, Down: true, Modifiers: fyne.KeyModifierShift},
			deviceEvent{Symbol: 'A', Name: "A", IsText: true, Modifiers: 1},
		},
		{access.Key{Name: "Ä", Down: true}, deviceEvent{Symbol: 0xe4, Name: "ä", IsText: true}},
		{access.Key{Name: "Ж", Down: true}, deviceEvent{Symbol: 0x01000436, Name: "ж", IsText: true}},
		{access.Key{Name: fyne.KeySpace, Down: true}, deviceEvent{Symbol: 0x20, Name: "space"}},
		{
			access.Key{Name: fyne.KeyRight, Down: true, ScanCode: 114, Modifiers: fyne.KeyModifierControl | fyne.KeyModifierAlt},
			deviceEvent{Symbol: 0xff53, Code: 114, Name: "Right", Modifiers: 12},
		},
		{access.Key{Name: desktop.KeyControlLeft}, deviceEvent{Kind: 1, Symbol: 0xffe3, Name: "Control_L"}},
		{access.Key{Name: "", Down: true}, deviceEvent{}},
	} {
		got := deviceEventOf(c.key)
		got.Time = 0
		if got != c.want {
			t.Errorf("%q is told as %+v, want %+v", c.key.Name, got, c.want)
		}
	}
}

func TestKeysOfACommandAreWrittenAsTheBusWritesThem(t *testing.T) {
	for keys, want := range map[string]string{
		"": "", "F11": ";;F11", "Ctrl+O": ";;<Control>O", "Ctrl+Shift+F": ";;<Control><Shift>F", "Ctrl++": ";;<Control>+", "+": ";;+",
	} {
		if got := keyBinding(keys); got != want {
			t.Errorf("%q is written %q, want %q", keys, got, want)
		}
	}
}
