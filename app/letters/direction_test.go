package letters

import (
	"slices"
	"strings"
	"testing"
)

// seen is a line as it stands from left to right, with stretches that are read from the right in small brackets.
func seen(line string, startsRight bool) string {
	parts := Stretches(line, startsRight)
	slices.SortFunc(parts, func(a, b Stretch) int { return a.Order() - b.Order() })
	var out []string
	for _, p := range parts {
		text := p.Drawn
		if p.RightToLeft && strings.TrimSpace(text) != "" {
			text = "‹" + text + "›"
		}
		out = append(out, text)
	}
	return strings.Join(out, "|")
}

func TestStretchesStandInTheOrderOfBothDirections(t *testing.T) {
	cases := []struct {
		name  string
		line  string
		right bool
		want  string
	}{
		{"one direction", "the fog bell.", false, "the fog bell."},
		{"from the right, with a sign at the end", "שלום לכולם.", true, "‹.›|‹שלום לכולם›"},
		{"two sentences", "שלום. היום", true, "‹היום›| |‹.›|‹שלום›"},
		{"a number among them", "היום 12 נובמבר", true, "‹נובמבר›| |12| |‹היום›"},
		{"a number with a point in it", "עוד 12.5% היום", true, "‹היום›| |12.5%| |‹עוד›"},
		{"other words among them", "זה Fog Bell כאן", true, "‹כאן›| |Fog Bell| |‹זה›"},
		{"words from the right among others", "He said שלום to all", false, "He said |‹שלום›| to all"},
		{"two such words", "He said שלום, שלום again", false, "He said |‹שלום›| |‹,›|‹שלום›| again"},
		{"brackets are turned round", "(שלום)", true, "‹(›|‹שלום›|‹)›"},
		{"Arabic", "مرحبا بكم، أهلا", true, "‹أهلا›| |‹،›|‹مرحبا بكم›"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := seen(c.line, c.right); got != c.want {
				t.Errorf("it stands as\n%s, want\n%s", got, c.want)
			}
			at := 0
			for _, p := range Stretches(c.line, c.right) {
				if p.Start != at {
					t.Errorf("a stretch begins at %d, want %d", p.Start, at)
				}
				at = p.End
			}
			if at != len(c.line) {
				t.Errorf("they end at %d, want %d", at, len(c.line))
			}
		})
	}
}

func TestTheFirstLetterSaysWhereLinesBegin(t *testing.T) {
	for text, want := range map[string]bool{"12. שלום": true, "“Bell” שלום": false, "مرحبا": true, "…": false} {
		if got := StartsRight(text); got != want {
			t.Errorf("%q begins at the right: %v", text, got)
		}
	}
}
