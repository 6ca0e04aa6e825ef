package playback

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	stdsync "sync"
)

// Default is the machine's usual sound device: a PulseAudio or PipeWire server where one answers, else what the operating
// system offers. It is looked for when a Player needs it, each time anew; all Players share it.
func Default() Device { return usual() }

// usual is made once, because Oto allows one context in a program.
var usual = stdsync.OnceValue(func() *usualDevice { return &usualDevice{oto: &otoDevice{}} })

type usualDevice struct {
	pulse pulseDevice
	oto   *otoDevice

	mu     stdsync.Mutex
	served bool // a sound server has answered before: the sound card is its, not ours
}

func (d *usualDevice) Connect(ctx context.Context, changed func()) (Sink, error) {
	sink, err := d.pulse.Connect(ctx, changed)
	d.mu.Lock()
	d.served = d.served || err == nil
	served := d.served
	d.mu.Unlock()
	if err == nil || served || os.Getenv("PULSE_SERVER") != "" || !hasCard() {
		return sink, err
	}
	sink, failed := d.oto.Connect(ctx, changed)
	if failed != nil {
		return nil, errors.Join(err, failed)
	}
	return sink, nil
}

// hasCard reports whether it makes sense to ask the operating system for sound. Without a card ALSA writes a page of
// complaints to standard error, and Oto cannot be asked a second time.
func hasCard() bool {
	if runtime.GOOS != "linux" {
		return true
	}
	home, _ := os.UserHomeDir()
	for _, pattern := range []string{"/dev/snd/pcmC*p", "/etc/asound.conf", filepath.Join(home, ".asoundrc")} {
		if found, _ := filepath.Glob(pattern); len(found) > 0 {
			return true
		}
	}
	return false
}
