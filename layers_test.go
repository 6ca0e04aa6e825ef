package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

const (
	module  = "alongside/"
	toolkit = "fyne.io/"
)

// layers says which of the top-level folders each may import from. The folder "." is main itself.
var layers = map[string][]string{
	".":      {"app", "store", "sync", "assets"},
	"app":    {"store", "sync", "assets"},
	"store":  {"sync", "assets"},
	"sync":   {"assets"},
	"assets": {},
}

// drawing lists the folders that may import the window toolkit.
var drawing = []string{".", "app"}

// breaches gives one sentence for each import in the tree that breaks the rule of layers.
func breaches(tree fs.FS) ([]string, error) {
	var found []string
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && ignored(entry.Name()):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		source, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
		if err != nil {
			return fmt.Errorf("reading the imports of %s: %w", name, err)
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return fmt.Errorf("reading the imports of %s: %w", name, err)
			}
			if why := forbidden(layer(name), imported); why != "" {
				found = append(found, fmt.Sprintf("%s imports %s: %s", name, imported, why))
			}
		}
		return nil
	})
	return found, err
}

// ignored reports whether the go command, too, would pass over a folder of this name; build holds what make makes.
func ignored(folder string) bool {
	return folder == "build" || folder == "testdata" || folder[0] == '.' || folder[0] == '_'
}

// layer is the top-level folder that a file of the module lies in.
func layer(name string) string {
	top, _, below := strings.Cut(name, "/")
	if !below {
		return "."
	}
	return top
}

// forbidden says why a file in the folder from may not import the package, or gives "" where it may.
func forbidden(from, imported string) string {
	allowed, known := layers[from]
	if !known {
		return from + " is none of the four folders app, store, sync and assets"
	}
	if strings.HasPrefix(imported, toolkit) && !slices.Contains(drawing, from) {
		return from + " never draws; only app does"
	}
	local, ok := strings.CutPrefix(imported, module)
	if !ok {
		return ""
	}
	to := layer(local + "/")
	if to != from && !slices.Contains(allowed, to) {
		return fmt.Sprintf("%s may import only from %s", from, strings.Join(append([]string{from}, allowed...), ", "))
	}
	return ""
}

func TestLayersAreKept(t *testing.T) {
	found, err := breaches(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, breach := range found {
		t.Error(breach)
	}
}

func TestBrokenLayersAreFound(t *testing.T) {
	cases := map[string]struct {
		file, imported string
		want           bool
	}{
		"the window reads the library":         {"app/window.go", "alongside/store", false},
		"a screen uses another":                {"app/reader/reader.go", "alongside/app/look", false},
		"the library reads pages":              {"store/intake/page.go", "alongside/sync/transcript", false},
		"following uses its own folders":       {"sync/align/align.go", "alongside/sync/timing", false},
		"alignment uses the built-in model":    {"sync/align/model.go", "alongside/assets", false},
		"the window draws":                     {"app/window.go", "fyne.io/fyne/v2", false},
		"main starts the window":               {"main.go", "alongside/app", false},
		"following keeps a story":              {"sync/follow.go", "alongside/store", true},
		"a reader of pages asks the window":    {"sync/transcript/page.go", "alongside/app/look", true},
		"following draws":                      {"sync/follow.go", "fyne.io/fyne/v2/canvas", true},
		"a test of following draws":            {"sync/follow_test.go", "fyne.io/fyne/v2/test", true},
		"the library asks the window":          {"store/library.go", "alongside/app", true},
		"the library draws":                    {"store/library.go", "fyne.io/fyne/v2", true},
		"the assets read a transcript":         {"assets/sample.go", "alongside/sync/transcript", true},
		"a fifth top-level folder":             {"util/strings.go", "strings", true},
		"main is imported by a part of itself": {"app/window.go", "alongside/main", true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			tree := fstest.MapFS{c.file: {Data: fmt.Appendf(nil, "package p\n\nimport %q\n", c.imported)}}
			found, err := breaches(tree)
			if err != nil {
				t.Fatal(err)
			}
			if broken := len(found) > 0; broken != c.want {
				t.Fatalf("%s importing %s: breaches are %q, want one: %v", c.file, c.imported, found, c.want)
			}
			if c.want && !strings.Contains(found[0], c.imported) {
				t.Errorf("%q does not name the import %s", found[0], c.imported)
			}
		})
	}
}
