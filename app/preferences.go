package app

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"alongside/app/look"
	"alongside/app/reader"
	"alongside/store"
	"alongside/store/export"
	"alongside/sync/listening"
)

// preferencesKey is where the library keeps them.
const preferencesKey = "window"

// preferences are what the reader has chosen for all stories. Their zero value is not useful; see usual.
type preferences struct {
	Look     string           `json:"look"`
	Text     float32          `json:"text"` // scale
	Still    bool             `json:"still"`
	Volume   float64          `json:"volume"` // 0 to 1
	Speed    float64          `json:"speed"`
	Width    float32          `json:"width"`
	Height   float32          `json:"height"`
	Begun    bool             `json:"begun"` // has played a story before, so needs no telling how
	Skip     skipped          `json:"skip"`
	Sound    listening.Wishes `json:"sound"`
	Repeats  repeats          `json:"repeats"`
	Along    reader.Along     `json:"along"` // how the caret goes with the sound for those who read by ear or by finger
	Presses  presses          `json:"presses"`
	Folder   string           `json:"folder"` // in which a file was chosen last, "" for none yet
	Sleep    bool             `json:"sleep"`  // the computer may fall asleep while a story plays
	Type     typeChosen       `json:"type"`
	Emphasis reader.Emphasis  `json:"emphasis"` // what stands out while a story is followed
	Set      string           `json:"set"`      // the ready-made set that was chosen last, "" for none
	Delays   delays           `json:"delays"`   // how late the sound of each output is heard
	Panes    reader.Panes     `json:"panes"`    // how a second text is shown
	Print    export.Print     `json:"print"`    // how a story is printed
	Strip    stripChosen      `json:"strip"`
}

// usual are the preferences of someone who has not chosen yet.
func usual() preferences {
	return preferences{
		Look: look.System.String(), Text: 1, Volume: 1, Speed: 1, Width: 1180, Height: 740, Along: reader.UsualAlong(), Repeats: repeats{Times: 3, Slower: true}, Type: usualType(), Emphasis: reader.UsualEmphasis(),
		Presses: usualPresses(),
		Strip:   usualStrip(),
		Panes:   reader.UsualPanes(), Print: export.UsualPrint(),
		Sound: listening.Wishes{PauseFor: 2 * time.Second, Pace: listening.Pace{Words: listening.UsualWords}},
	}
}

// loadPreferences reads them from the library. What is missing or out of range is as usual.
func loadPreferences(ctx context.Context, lib *store.Library) (preferences, error) {
	p := usual()
	text, ok, err := lib.Setting(ctx, preferencesKey)
	if err != nil || !ok {
		return p, err
	}
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		return usual(), fmt.Errorf("reading the window's settings: %w", err)
	}
	return p.mended(), nil
}

// mended brings every value into its range.
func (p preferences) mended() preferences {
	u := usual()
	steps := look.TextScales()
	if !(p.Text >= steps[0] && p.Text <= steps[len(steps)-1]) {
		p.Text = u.Text
	}
	if !(p.Volume >= 0 && p.Volume <= 1) {
		p.Volume = u.Volume
	}
	if all := speeds(); !(p.Speed >= all[0] && p.Speed <= all[len(all)-1]) {
		p.Speed = u.Speed
	}
	if !(p.Width >= leastWidth && p.Width <= 16384) || !(p.Height >= leastHeight && p.Height <= 16384) {
		p.Width, p.Height = u.Width, u.Height
	}
	p.Along = p.Along.Mended()
	p.Type = p.Type.mended()
	p.Emphasis = p.Emphasis.Mended()
	if !slices.ContainsFunc(sets(), func(s set) bool { return s.key == p.Set }) {
		p.Set = u.Set
	}
	if !filepath.IsAbs(p.Folder) {
		p.Folder = u.Folder
	}
	p.Presses = p.Presses.mended()
	p.Panes, p.Print = p.Panes.Mended(), p.Print.Mended()
	p.Strip = p.Strip.mended()
	p.Sound = mendedWishes(p.Sound)
	p.Delays = p.Delays.mended()
	if p.Repeats.Times < 0 || p.Repeats.Times > 100 {
		p.Repeats = u.Repeats
	}
	return p
}

func (p preferences) text() string {
	b, err := json.Marshal(p)
	if err != nil {
		return "{}" // numbers that JSON cannot hold do not survive mended
	}
	return string(b)
}
