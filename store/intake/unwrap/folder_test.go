package unwrap

import (
	"os"
	"path/filepath"
	"testing"
)

// saved makes files in a folder of the test's own, and gives the folder.
func saved(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestTheFolderBesideAPageIsFoundInEveryLanguage(t *testing.T) {
	for _, folder := range []string{"The Bell_files", "The Bell-Dateien", "The Bell_fichiers", "The Bell_archivos", "The Bell.files", "The Bell_soubory", "The Bell_FILES"} {
		t.Run(folder, func(t *testing.T) {
			dir := saved(t, "The Bell.html", folder+"/bell.mp3", "Another_files/bell.mp3")
			page := filepath.Join(dir, "The Bell.html")
			if got, want := FolderOf(page).Path(), filepath.Join(dir, folder); got != want {
				t.Errorf("the page's folder is %q, not %q", got, want)
			}
			if got := PageOf(filepath.Join(dir, folder)); got != page {
				t.Errorf("the folder's page is %q, not %q", got, page)
			}
			if got := PageOf(filepath.Join(dir, "Another_files")); got != "" {
				t.Errorf("a folder without a page has the page %q", got)
			}
		})
	}
}

func TestWhatAPageNamesIsFoundInItsFolder(t *testing.T) {
	dir := saved(t, "Bell.html", "Bell_files/bell one.mp3", "Bell_files/deep/two.mp3", "Bell_files/PHOTO.JPG", "beside.mp3", "sub/three.mp3")
	folder := FolderOf(filepath.Join(dir, "Bell.html"))
	for name, c := range map[string]struct{ address, want string }{
		"by a relative address":             {"./Bell_files/bell%20one.mp3", "Bell_files/bell one.mp3"},
		"below the folder":                  {"Bell_files/deep/two.mp3", "Bell_files/deep/two.mp3"},
		"by an address that was made whole": {"https://x.example/stories/Bell_files/deep/two.mp3", "Bell_files/deep/two.mp3"},
		"by its name on the network":        {"https://x.example/sound/bell%20one.mp3?download=1", "Bell_files/bell one.mp3"},
		"in another case":                   {"https://x.example/photo.jpg", "Bell_files/PHOTO.JPG"},
		"beside the page":                   {"https://x.example/beside.mp3", "beside.mp3"},
		"in a folder of its own":            {"sub/three.mp3", "sub/three.mp3"},
		"not in one on the network":         {"https://x.example/sub/three.mp3", ""},
		"not where there is none":           {"none.mp3", ""},
		"not the folder itself":             {"Bell_files/", ""},
		"not what is no address":            {"http://[", ""},
	} {
		t.Run(name, func(t *testing.T) {
			want := ""
			if c.want != "" {
				want = filepath.Join(dir, filepath.FromSlash(c.want))
			}
			if got := folder.Find(c.address); got != want {
				t.Errorf("%s leads to %q, not %q", c.address, got, want)
			}
		})
	}
}

func TestNoAddressLeadsOutOfTheFolder(t *testing.T) {
	dir := saved(t, "in/Bell.html", "in/Bell_files/x", "secret.mp3", "deep/secret2.mp3")
	if err := os.Symlink(filepath.Join(dir, "secret.mp3"), filepath.Join(dir, "in", "Bell_files", "link.mp3")); err != nil {
		t.Skipf("no links can be made here: %v", err)
	}
	folder := FolderOf(filepath.Join(dir, "in", "Bell.html"))
	for _, address := range []string{
		"../secret.mp3", "Bell_files/../../secret.mp3", "%2e%2e/secret.mp3", `..\secret.mp3`, filepath.ToSlash(filepath.Join(dir, "secret.mp3")),
		"file://" + filepath.ToSlash(filepath.Join(dir, "secret.mp3")), "Bell_files/link.mp3", "link.mp3", "../deep/secret2.mp3",
	} {
		if got := folder.Find(address); got != "" {
			t.Errorf("%s leads to %s", address, got)
		}
	}
	if got := (Folder{}).Find("secret.mp3"); got != "" {
		t.Errorf("without a page it leads to %s", got)
	}
}
