package playback_test

import (
	"testing"
	"time"
)

func TestSilentPlayerTellsWhenItBeginsToMove(t *testing.T) {
	p := silentPlayer(t, 10*time.Second)
	changed, stop := p.Watch()
	defer stop()
	p.Play()
	late := time.After(time.Second)
	for {
		select {
		case <-changed:
			if _, rate := p.Now(); rate > 0 {
				return
			}
		case <-late:
			t.Fatal("it moves and nobody was told")
		}
	}
}
