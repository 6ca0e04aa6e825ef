// Package plain runs tests without the race detector that would take minutes under it, and find nothing more: what counts
// in them goes on between processes, or within SQLite. It is for tests only.
package plain

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// Run runs the test that calls it in a binary without the race detector, and reports whether it did: where the detector is
// not on it does nothing. Call it from a test itself, not from a part of one, in the package's folder.
func Run(t *testing.T) bool {
	t.Helper()
	if !UnderRace {
		return false
	}
	binary := filepath.Join(t.TempDir(), "plain.test")
	if out, err := exec.Command("go", "test", "-race=false", "-c", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("building the test without the race detector: %v\n%s", err, out)
	}
	out, err := exec.Command(binary, "-test.v", "-test.run=^"+t.Name()+"$").CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Error(err)
	}
	return true
}
