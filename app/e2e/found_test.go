//go:build linux

package e2e

import (
	"testing"
	"time"
)

// TestTheKeyForAllStoriesLeadsToItsFieldHoweverLongOneHasRead leaves a story for the field that finds in all of them. The toolkit
// forgets after a while where a screen was shown last; here it does so soon.
func TestTheKeyForAllStoriesLeadsToItsFieldHoweverLongOneHasRead(t *testing.T) {
	t.Parallel()
	d := sit(t)
	d.within = append(d.within, "env", "FYNE_CACHE=1s")
	p := d.openLibrary()
	p.waitTitle("The Fog Bell")
	p.key("space") // it forgets only while something is drawn
	time.Sleep(25 * time.Second)
	p.key("ctrl+shift+f")
	p.write("xylophone")
	p.settle()
	p.key("Return") // which would open the story if it had the focus
	p.settle()
	if got := p.title(); got != "Alongside" {
		t.Errorf("what was typed went elsewhere: the window is called %q", got)
	}
}
