//go:build linux

package e2e

import (
	"os"
	"testing"
	"time"
)

func TestZZ(t *testing.T) {
	d := sit(t)
	d.openBuses("dbus-send")
	r := d.readAloud()
	r.HearAll(time.Second)
	p := d.launch()
	p.wait("the window", func() bool { return p.title() != "" })
	t.Logf("%q", r.HearAll(2*time.Second))
	for _, k := range []string{"F10", "Down", "Escape", "Escape", "space", "space", "alt+Down", "alt+Down", "alt+Right", "ctrl+b"} {
		f, _ := os.OpenFile(d.home+"/orca/orca.log", os.O_APPEND|os.O_WRONLY, 0)
		f.WriteString("\n=====KEY " + k + "\n")
		f.Close()
		p.key(k)
		t.Logf("%s: %q", k, r.HearAll(1500*time.Millisecond))
	}
	b, _ := os.ReadFile(d.home + "/orca/orca.log")
	os.WriteFile("/work/visit/orca.log", b, 0o644)
}
