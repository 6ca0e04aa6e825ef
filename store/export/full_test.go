package export

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"alongside/store"
)

// The disk is as large as a part of what is to be written; what is converted on the way lies on it too.
func TestAFullDiskIsSaidInWordsAndLeavesWhatWasThere(t *testing.T) {
	needsConverter(t)
	s := withMarks(fogBell(t))
	for _, f := range Formats() {
		t.Run(f.Name, func(t *testing.T) {
			whole := len(written(t, f.Name, s, Options{}))
			for _, of4 := range []int{1, 3} {
				disk := smallDisk(t, max(whole*of4/4, 4096))
				t.Setenv("TMPDIR", disk)
				path := filepath.Join(disk, "story"+f.Ending)
				if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
					t.Fatal(err)
				}
				err := WriteFile(path, func(w io.Writer) error { return f.Write(t.Context(), w, s, Options{}) })
				if err == nil && whole <= 8192 {
					continue // file systems have no parts of so few bytes
				}
				if !errors.Is(err, store.ErrFull) || !strings.Contains(err.Error(), "the disk is full") {
					t.Errorf("with room for %d in 4: %v", of4, err)
				}
				if content, err := os.ReadFile(path); err != nil || string(content) != "before" {
					t.Errorf("what was there is now %d bytes, %v", len(content), err)
				}
				if files, err := os.ReadDir(disk); err != nil || len(files) != 1 {
					t.Errorf("%v is there, %v", files, err)
				}
			}
		})
	}
}

// smallDisk is a file system of its own with room for so many bytes.
func smallDisk(t *testing.T, bytes int) string {
	t.Helper()
	dir := t.TempDir()
	size := fmt.Sprintf("size=%d", bytes)
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", size, "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("a file system of its own is needed, and cannot be mounted here: %v %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("unmounting: %v %s", err, out)
		}
	})
	return dir
}
