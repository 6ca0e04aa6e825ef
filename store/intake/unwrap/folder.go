package unwrap

import (
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// A Folder is where a browser saved what belongs to a page: beside "Story.html" the folder "Story_files".
type Folder struct {
	page string // the page's file
	path string // "" where there is none
}

// companions are what the name of the folder ends with after the page's name, in the languages of browsers and of Windows,
// which keeps such a folder together with its page.
func companions() []string {
	return []string{
		"_files", ".files", "_file", "-files", "-Dateien", "_Dateien", "_fichiers", "_archivos", "_ficheiros", "_arquivos", "_bestanden",
		"-filer", "_filer", "_tiedostot", "_pliki", "_soubory", "_súbory", "_subory", "_elemei", "_fajlovi", "_datoteke", "_fitxers",
		"_fitxategiak", "_failid", "_fails", "_bylos", "_dosyalar", "_html", "_data", "_media", "_assets", "_resources",
	}
}

// FolderOf finds the folder beside a page's file; the Folder is empty where there is none, and then finds nothing.
func FolderOf(page string) Folder {
	f := Folder{page: page}
	dir, base := filepath.Dir(page), strings.TrimSuffix(filepath.Base(page), filepath.Ext(page))
	entries, err := os.ReadDir(dir)
	if err != nil || base == "" {
		return f
	}
	best := len(companions())
	for _, entry := range entries {
		after, begins := strings.CutPrefix(entry.Name(), base)
		rank := slices.IndexFunc(companions(), func(c string) bool { return strings.EqualFold(c, after) })
		if begins && entry.IsDir() && rank >= 0 && rank < best {
			f.path, best = filepath.Join(dir, entry.Name()), rank
		}
	}
	return f
}

// PageOf finds the page that a folder was saved beside; "" where it belongs to none.
func PageOf(folder string) string {
	for _, ending := range companions() {
		base := filepath.Base(folder)
		if len(base) <= len(ending) || !strings.EqualFold(base[len(base)-len(ending):], ending) {
			continue
		}
		for _, ext := range []string{".html", ".htm", ".xhtml"} {
			page := filepath.Join(filepath.Dir(folder), base[:len(base)-len(ending)]+ext)
			if info, err := os.Stat(page); err == nil && info.Mode().IsRegular() {
				return page
			}
		}
	}
	return ""
}

// Path is the folder's; "" where there is none.
func (f Folder) Path() string { return f.path }

// Find gives the file that an address on the page leads to: one that is relative to the page, or one on the network whose
// file was saved under its name. It is "" where there is none in the folder or beside the page.
func (f Folder) Find(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Path == "" {
		return ""
	}
	clean := strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(u.Path, `\`, "/")), "/")
	if _, below, found := strings.Cut("/"+clean, "/"+filepath.Base(f.path)+"/"); found && f.path != "" {
		if file := f.inside(f.path, below); file != "" {
			return file
		}
	}
	if u.Scheme == "" && u.Host == "" {
		if file := f.inside(filepath.Dir(f.page), clean); file != "" {
			return file
		}
	}
	name := path.Base(clean)
	for _, dir := range []string{f.path, filepath.Dir(f.page)} {
		if file := f.inside(dir, name); file != "" {
			return file
		}
	}
	return ""
}

// inside gives a file below a folder, that no link leads out of it.
func (f Folder) inside(dir, name string) string {
	root, err := os.OpenRoot(dir)
	if err != nil || !fs.ValidPath(name) {
		return ""
	}
	defer root.Close()
	info, err := root.Stat(filepath.FromSlash(name))
	if err != nil {
		if name = alike(root, name); name == "" {
			return ""
		}
		info, err = root.Stat(name)
	}
	if err != nil || !info.Mode().IsRegular() {
		return ""
	}
	return filepath.Join(dir, filepath.FromSlash(name))
}

// alike finds a file whose name differs only in case, as it may after it went through another system.
func alike(root *os.Root, name string) string {
	const most = 10_000
	if strings.Contains(name, "/") {
		return ""
	}
	dir, err := root.Open(".")
	if err != nil {
		return ""
	}
	defer dir.Close()
	names, _ := dir.Readdirnames(most)
	slices.Sort(names)
	for _, other := range names {
		if strings.EqualFold(other, name) {
			return other
		}
	}
	return ""
}
