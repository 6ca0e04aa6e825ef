package app

import (
	"fmt"
	"slices"
	"time"

	"alongside/sync/tapping"
)

// presses are what is known of how the reader says that something starts now.
type presses struct {
	Late  [keptPresses]int `json:"late"` // of the latest presses, how late each was, in milliseconds; the latest first
	Known int              `json:"known"`
	Speed float64          `json:"speed"` // at which a story is tapped through
}

// keptPresses are as many as tell how late somebody presses these days.
const keptPresses = 24

func usualPresses() presses { return presses{Speed: 1.5} }

func (p presses) mended() presses {
	if !slices.Contains(tapSpeeds(), p.Speed) {
		p.Speed = usualPresses().Speed
	}
	if p.Known < 0 || p.Known > keptPresses {
		p.Known, p.Late = 0, [keptPresses]int{}
	}
	return p
}

// delay is how late the reader presses, as far as that is known.
func (p presses) delay() time.Duration {
	late := make([]time.Duration, p.Known)
	for i := range late {
		late[i] = time.Duration(p.Late[i]) * time.Millisecond
	}
	return tapping.Learn(late, tapping.Usual)
}

// learn takes note of how late some presses were.
func (p *presses) learn(late []time.Duration) {
	for _, by := range late {
		copy(p.Late[1:], p.Late[:])
		p.Late[0] = int(by.Milliseconds())
		p.Known = min(p.Known+1, keptPresses)
	}
}

// forget begins anew.
func (p *presses) forget() { p.Late, p.Known = [keptPresses]int{}, 0 }

// text says in words how late the reader presses.
func (p presses) text() string {
	how := "as most people do"
	if p.Known > 0 {
		how = fmt.Sprintf("as your last %d presses tell", p.Known)
	}
	return fmt.Sprintf("You press about %.2f seconds after you hear it, %s. That is taken off.", p.delay().Seconds(), how)
}

func tapSpeeds() []float64 { return []float64{1, 1.25, 1.5, 1.75, 2} }
