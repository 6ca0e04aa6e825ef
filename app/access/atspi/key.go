package atspi

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"alongside/app/access"
)

// Readers follow the keys, to say what the caret has come to: a letter, a word or a line. The registry passes keys on to them.
const (
	keysPath = "/org/a11y/atspi/registry/deviceeventcontroller"
	keysFace = "org.a11y.atspi.DeviceEventController"
)

// A deviceEvent is a key going down or up, as the registry takes it.
type deviceEvent struct {
	Kind      uint32 // 0 down, 1 up
	Symbol    int32  // of X11
	Code      int32  // of the hardware
	Modifiers int32  // of X11
	Time      int32  // milliseconds
	Name      string
	IsText    bool
}

// keyWithin is how long readers may take for a key before what it brought about is told.
const keyWithin = 150 * time.Millisecond

// report tells readers of a key, and waits until they have it: what the key brings about they must hear of afterwards.
func (b *bridge) report(ctx context.Context, k access.Key) {
	ctx, stop := context.WithTimeout(ctx, keyWithin)
	defer stop()
	b.bus.Object(registryName, keysPath).CallWithContext(ctx, keysFace+".NotifyListenersSync", 0, deviceEventOf(k))
}

func deviceEventOf(k access.Key) deviceEvent {
	symbol, name := symbolOf(k)
	e := deviceEvent{
		Symbol: symbol, Code: int32(k.ScanCode), Modifiers: modifiersOf(k.Modifiers), Time: int32(k.At.UnixMilli() & 0x7fffffff),
		Name: name, IsText: utf8.RuneCountInString(name) == 1,
	}
	if !k.Down {
		e.Kind = 1
	}
	return e
}

// modifiersOf are X11's bits of the modifiers.
func modifiersOf(m fyne.KeyModifier) int32 {
	var bits int32
	for _, one := range []struct {
		modifier fyne.KeyModifier
		bit      int32
	}{
		{fyne.KeyModifierShift, 1},
		{fyne.KeyModifierControl, 4},
		{fyne.KeyModifierAlt, 8},
		{fyne.KeyModifierSuper, 64},
	} {
		if m&one.modifier != 0 {
			bits |= one.bit
		}
	}
	return bits
}

// symbolOf is X11's number and name of a key (keysymdef.h).
func symbolOf(k access.Key) (int32, string) {
	if s, ok := namedSymbols()[k.Name]; ok {
		return s.number, s.name
	}
	letter := string(k.Name)
	if utf8.RuneCountInString(letter) != 1 {
		return 0, letter
	}
	if k.Modifiers&fyne.KeyModifierShift == 0 {
		letter = strings.ToLower(letter)
	}
	r, _ := utf8.DecodeRuneInString(letter)
	if r > 0xff {
		return r | 0x01000000, letter
	}
	return r, letter
}

type symbol struct {
	number int32
	name   string
}

// namedSymbols are the keys that write no letter.
func namedSymbols() map[fyne.KeyName]symbol {
	return map[fyne.KeyName]symbol{
		fyne.KeySpace:     {0x20, "space"},
		fyne.KeyBackspace: {0xff08, "BackSpace"},
		fyne.KeyTab:       {0xff09, "Tab"},
		fyne.KeyReturn:    {0xff0d, "Return"},
		fyne.KeyEnter:     {0xff8d, "KP_Enter"},
		fyne.KeyEscape:    {0xff1b, "Escape"},
		fyne.KeyHome:      {0xff50, "Home"},
		fyne.KeyLeft:      {0xff51, "Left"},
		fyne.KeyUp:        {0xff52, "Up"},
		fyne.KeyRight:     {0xff53, "Right"},
		fyne.KeyDown:      {0xff54, "Down"},
		fyne.KeyPageUp:    {0xff55, "Page_Up"},
		fyne.KeyPageDown:  {0xff56, "Page_Down"},
		fyne.KeyEnd:       {0xff57, "End"},
		fyne.KeyInsert:    {0xff63, "Insert"},
		fyne.KeyDelete:    {0xffff, "Delete"},
		fyne.KeyF1:        {0xffbe, "F1"},
		fyne.KeyF2:        {0xffbf, "F2"},
		fyne.KeyF3:        {0xffc0, "F3"},
		fyne.KeyF4:        {0xffc1, "F4"},
		fyne.KeyF5:        {0xffc2, "F5"},
		fyne.KeyF6:        {0xffc3, "F6"},
		fyne.KeyF7:        {0xffc4, "F7"},
		fyne.KeyF8:        {0xffc5, "F8"},
		fyne.KeyF9:        {0xffc6, "F9"},
		fyne.KeyF10:       {0xffc7, "F10"},
		fyne.KeyF11:       {0xffc8, "F11"},
		fyne.KeyF12:       {0xffc9, "F12"},

		desktop.KeyShiftLeft:    {0xffe1, "Shift_L"},
		desktop.KeyShiftRight:   {0xffe2, "Shift_R"},
		desktop.KeyControlLeft:  {0xffe3, "Control_L"},
		desktop.KeyControlRight: {0xffe4, "Control_R"},
		desktop.KeyCapsLock:     {0xffe5, "Caps_Lock"},
		desktop.KeyAltLeft:      {0xffe9, "Alt_L"},
		desktop.KeyAltRight:     {0xffea, "Alt_R"},
		desktop.KeySuperLeft:    {0xffeb, "Super_L"},
		desktop.KeySuperRight:   {0xffec, "Super_R"},
		desktop.KeyMenu:         {0xff67, "Menu"},
	}
}
