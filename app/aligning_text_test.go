package app

import (
	"strings"
	"testing"

	"alongside/sync/align/synthesis"
)

func TestEstimatesAreExplainedWithWhatHelps(t *testing.T) {
	if got := estimateText(synthesis.ErrMissing); !strings.Contains(got, "estimated") || !strings.Contains(got, "install the program espeak-ng") {
		t.Errorf("without espeak-ng it says %q", got)
	}
	if got := estimateText(synthesis.ErrLanguage); !strings.Contains(got, "estimated") || strings.Contains(got, "install") {
		t.Errorf("in a language that nothing speaks it says %q", got)
	}
}
