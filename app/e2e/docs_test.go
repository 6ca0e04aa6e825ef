//go:build linux

package e2e

import (
	"os"
	"strings"
	"testing"
)

// docsRow is a step as docs/accessibility.md tells it.
func (s visitStep) docsRow() string {
	key := s.key
	if key == "" {
		key = "–"
	}
	var said []string
	for _, w := range s.want {
		said = append(said, strings.TrimSpace(w))
	}
	return "| " + s.what + " | " + key + " | " + strings.Join(said, " · ") + " |\n"
}

func TestTheDocsTellTheVisitAsItIs(t *testing.T) {
	docs, err := os.ReadFile("../../docs/accessibility.md")
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	for _, s := range visitSteps() {
		want.WriteString(s.docsRow())
	}
	if !strings.Contains(string(docs), want.String()) {
		t.Errorf("docs/accessibility.md should have the rows\n%s", want.String())
	}
}
