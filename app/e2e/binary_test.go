//go:build linux

package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	stdsync "sync"
	"testing"
)

// TestMain gives the tests a folder to build the program in, and takes it away after them.
func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "alongside")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	built = filepath.Join(folder, "alongside")
	code := m.Run()
	os.RemoveAll(folder)
	os.Exit(code)
}

// built is where the program is built, once for all tests.
var built string

var build = stdsync.OnceValue(func() error {
	out, err := exec.Command("go", "build", "-tags", "migrated_fynedo", "-o", built, "../..").CombinedOutput()
	if err != nil {
		return fmt.Errorf("building Alongside: %w\n%s", err, out)
	}
	return nil
})

// binaryOf gives the program: the one that ALONGSIDE_BINARY names, else one built now.
func binaryOf(t testing.TB) string {
	t.Helper()
	if path := os.Getenv("ALONGSIDE_BINARY"); path != "" {
		return path
	}
	if err := build(); err != nil {
		t.Fatal(err)
	}
	return built
}
