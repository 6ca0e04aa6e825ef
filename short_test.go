package main

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What short mode leaves out, as under the race detector, is only done if the Makefile names its package in LONG.
func TestWhatShortModeLeavesOutIsDoneWithoutIt(t *testing.T) {
	makefile, err := os.ReadFile("Makefile")
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile(`(?m)^LONG\s*:=(.*)$`).FindSubmatch(makefile)
	if row == nil {
		t.Fatal("the Makefile has no LONG")
	}
	long := strings.Fields(string(row[1]))
	const leavesOut = "testing." + "Short()"
	err = fs.WalkDir(os.DirFS("."), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() && name != "." && ignored(entry.Name()) {
			return fs.SkipDir
		}
		if !strings.HasSuffix(name, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(name)
		if folder := "./" + path.Dir(name); strings.Contains(string(source), leavesOut) && !slices.Contains(long, folder) {
			t.Errorf("%s leaves something out in short mode, and LONG does not name %s", name, folder)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
