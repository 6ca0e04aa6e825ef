package files

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"alongside/app/control"
	"alongside/app/desktop"
	"alongside/app/look"
)

// A desk is a chooser in a window, and what was chosen in it.
type desk struct {
	*Chooser
	t       *testing.T
	window  fyne.Window
	before  *control.Button
	waiting chan func()
	took    []string
}

// open opens a chooser and waits for its first listing.
func open(t *testing.T, r desktop.FileRequest) *desk {
	t.Helper()
	return openIn(t, r, fyne.NewSize(800, 600), 1)
}

func openIn(t *testing.T, r desktop.FileRequest, size fyne.Size, text float32) *desk {
	t.Helper()
	d := launch(t, r, size, text)
	d.settle()
	return d
}

// launch opens a chooser that has listed nothing yet.
func launch(t *testing.T, r desktop.FileRequest, size fyne.Size, text float32) *desk {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(look.New(look.Options{
		Look: look.Paper, Text: text, Control: look.ControlScale(text, size.Width, size.Height),
	}))
	d := &desk{t: t, before: control.NewButton("Before", "Before", "", nil), waiting: make(chan func(), 100)}
	d.window = test.NewTempWindow(t, d.before)
	d.window.Resize(size)
	d.window.Canvas().Focus(d.before)
	r.Title, r.Accept = "Choose a story", "Accept"
	d.Chooser = Show(d.window.Canvas(), r, func(do func()) { d.waiting <- do }, func(path string) { d.took = append(d.took, path) })
	return d
}

// settle does what waits until the disk has answered.
func (d *desk) settle() {
	d.t.Helper()
	late := time.After(10 * time.Second)
	for d.busy {
		select {
		case do := <-d.waiting:
			do()
		case <-late:
			d.t.Fatal("the disk does not answer")
		}
	}
}

// press presses keys where the focus is, and waits for what comes of each.
func (d *desk) press(keys ...fyne.KeyName) {
	d.t.Helper()
	for _, key := range keys {
		d.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key})
		d.settle()
	}
}

func (d *desk) tap(b *control.Button) {
	d.t.Helper()
	b.Tapped(nil)
	d.settle()
}

// enter types something into the field and presses Enter.
func (d *desk) enter(text string) {
	d.t.Helper()
	d.window.Canvas().Focus(d.field.Focus())
	d.field.SetText(text)
	d.press(fyne.KeyReturn)
}

// names are what is listed.
func (d *desk) names() (names []string) {
	for n := range d.list.Len() {
		names = append(names, d.list.Name(n))
	}
	return names
}

// tree makes files, and folders where a name ends in a slash, and gives the folder that they lie in.
func tree(t *testing.T, names ...string) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		path := filepath.Join(root, name)
		if strings.HasSuffix(name, "/") {
			err = os.MkdirAll(path, 0o700)
		} else if err = os.MkdirAll(filepath.Dir(path), 0o700); err == nil {
			err = os.WriteFile(path, []byte("words"), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func stories(folder string) desktop.FileRequest {
	return desktop.FileRequest{Kind: desktop.OpenFile, Endings: []string{".txt", ".html"}, Folder: folder}
}

func saving(folder string) desktop.FileRequest {
	return desktop.FileRequest{Kind: desktop.SaveFile, Endings: []string{".vtt"}, Folder: folder, Name: "bell.vtt"}
}

func TestFoldersAndFilesOfTheWantedKindsAreListed(t *testing.T) {
	root := tree(t, "sea.txt", "Bell.HTML", "picture.png", ".hidden.txt", ".secret/", "zoo/", "Anna/", ".txt")
	for kind, want := range map[desktop.FileKind][]string{
		desktop.OpenFile:   {"Anna, folder", "zoo, folder", "Bell.HTML", "sea.txt"},
		desktop.SaveFile:   {"Anna, folder", "zoo, folder", "Bell.HTML", "sea.txt"},
		desktop.OpenFolder: {"Anna, folder", "zoo, folder"},
	} {
		r := stories(root)
		r.Kind = kind
		if got := open(t, r).names(); !slices.Equal(got, want) {
			t.Errorf("kind %d lists %q, want %q", kind, got, want)
		}
	}
}

func TestNumberedFilesAreListedInOrder(t *testing.T) {
	root := tree(t, "Part 10.txt", "part 2.txt", "Part 1.txt", "part 02b.txt", "Part.txt", "10.txt", "9.txt")
	want := []string{"9.txt", "10.txt", "Part 1.txt", "part 2.txt", "part 02b.txt", "Part 10.txt", "Part.txt"}
	if got := open(t, stories(root)).names(); !slices.Equal(got, want) {
		t.Errorf("it lists %q, want %q", got, want)
	}
}

func TestLinksAreListedAsWhatTheyLeadTo(t *testing.T) {
	root := tree(t, "there/", "there/sea.txt")
	for link, to := range map[string]string{"folder": "there", "file.txt": "there/sea.txt", "gone.txt": "nowhere"} {
		if err := os.Symlink(filepath.Join(root, to), filepath.Join(root, link)); err != nil {
			t.Skip(err)
		}
	}
	if got, want := open(t, stories(root)).names(), []string{"folder, folder", "there, folder", "file.txt"}; !slices.Equal(got, want) {
		t.Errorf("it lists %q, want %q", got, want)
	}
}

func TestAFileIsChosenByKeys(t *testing.T) {
	root := tree(t, "books/", "books/bell.txt", "books/sea.txt")
	d := open(t, stories(root))
	d.press(fyne.KeyReturn)
	if d.folder != filepath.Join(root, "books") {
		t.Fatalf("Enter on a folder leads to %s", d.folder)
	}
	d.window.Canvas().Focused().TypedRune('s')
	d.press(fyne.KeyReturn)
	if want := filepath.Join(root, "books", "sea.txt"); !slices.Equal(d.took, []string{want}) {
		t.Errorf("it chose %q, want %s", d.took, want)
	}
	if d.window.Canvas().Overlays().Top() != nil || d.window.Canvas().Focused() != d.before {
		t.Errorf("the panel is open, or the focus is on %T", d.window.Canvas().Focused())
	}
}

func TestBackspaceGoesUpToTheFolderOneCameFrom(t *testing.T) {
	root := tree(t, "a/", "b/", "c/")
	d := open(t, stories(filepath.Join(root, "b")))
	d.press(fyne.KeyBackspace)
	if d.folder != root || d.list.Name(d.list.Current()) != "b, folder" {
		t.Errorf("it shows %s, with the keyboard on %q", d.folder, d.list.Name(d.list.Current()))
	}
}

func TestThePlacesAreAboveAllFolders(t *testing.T) {
	home := tree(t, "Documents/")
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	d := open(t, stories(""))
	if d.folder != home {
		t.Errorf("it begins in %s, want home", d.folder)
	}
	for range 50 {
		if d.folder == "" {
			break
		}
		d.tap(d.up)
	}
	got := strings.Join(d.names(), "; ")
	if d.folder != "" || !strings.Contains(got, "Home, folder; Documents, folder") {
		t.Fatalf("at the top it lists %s", got)
	}
	d.list.SetCurrent(1)
	d.press(fyne.KeyReturn)
	if want := filepath.Join(home, "Documents"); d.folder != want {
		t.Errorf("the place leads to %s, want %s", d.folder, want)
	}
}

func TestAFolderThatHasGoneLeadsHome(t *testing.T) {
	home := tree(t)
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	if d := open(t, stories(filepath.Join(home, "gone"))); d.folder != home {
		t.Errorf("it begins in %q, want home", d.folder)
	}
}

func TestAPathThatIsTypedIsTaken(t *testing.T) {
	root := tree(t, "books/bell.txt", "other.png")
	cases := []struct{ typed, folder, chosen string }{
		{filepath.Join(root, "books", "bell.txt"), "", filepath.Join(root, "books", "bell.txt")},
		{"books/bell.txt", "", filepath.Join(root, "books", "bell.txt")},
		{"other.png", "", filepath.Join(root, "other.png")}, // of another kind, but asked for
		{"~/books", filepath.Join(root, "books"), ""},
		{"..", filepath.Dir(root), ""},
	}
	for _, c := range cases {
		t.Run(c.typed, func(t *testing.T) {
			t.Setenv("HOME", root)
			t.Setenv("USERPROFILE", root)
			d := open(t, stories(root))
			d.enter(c.typed)
			if c.chosen == "" && d.window.Canvas().Focused() != d.list {
				t.Errorf("the focus is on %T, want the list", d.window.Canvas().Focused())
			}
			if c.chosen != "" && !slices.Equal(d.took, []string{c.chosen}) || c.chosen == "" && (d.folder != c.folder || len(d.took) > 0) {
				t.Errorf("it chose %q and shows %s", d.took, d.folder)
			}
		})
	}
}

func TestWhatCannotBeDoneIsSaid(t *testing.T) {
	root := tree(t, "books/", "books/bell.vtt/")
	folders := stories(root)
	folders.Kind = desktop.OpenFolder
	cases := []struct {
		name string
		open desktop.FileRequest
		do   func(d *desk)
		want string
	}{
		{"a path that leads nowhere", stories(root), func(d *desk) { d.enter("nowhere.txt") }, "There is no “" + filepath.Join(root, "nowhere.txt")},
		{"no name", saving(root), func(d *desk) { d.enter("") }, "Type a name first."},
		{"a name in a folder that is not there", saving(root), func(d *desk) { d.enter("gone/bell") }, "There is no folder “" + filepath.Join(root, "gone")},
		{"a new file by the name of a folder", saving(filepath.Join(root, "books")), func(d *desk) { d.enter("bell") }, "is no file"},
		{"an empty folder", stories(filepath.Join(root, "books", "bell.vtt")), func(*desk) {}, "nothing here that can be opened"},
		{"nothing to choose", stories(filepath.Join(root, "books", "bell.vtt")), func(d *desk) { d.tap(d.accept) }, "Choose a file first."},
		{"a folder without folders", func() desktop.FileRequest {
			r := folders
			r.Folder = filepath.Join(root, "books", "bell.vtt")
			return r
		}(), func(*desk) {}, "no folders"},
		{"no folder yet", folders, func(d *desk) { d.tap(d.toPlaces); d.tap(d.accept) }, "Choose a folder first."},
		{"above the places", stories(root), func(d *desk) { d.tap(d.toPlaces); d.tap(d.up) }, "nothing above"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, c.open)
			c.do(d)
			if !strings.Contains(d.says.Text, c.want) || !d.says.Visible() || len(d.took) > 0 {
				t.Errorf("it says %q and chose %q, want it to say %q", d.says.Text, d.took, c.want)
			}
		})
	}
}

func TestAFolderThatMayNotBeReadSaysSo(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		if got := whyUnreadable("/x", os.ErrPermission); !strings.Contains(got, "may not look into “/x”") {
			t.Errorf("it says %q", got)
		}
		return // one who may read everything cannot be refused
	}
	root := tree(t, "locked/")
	if err := os.Chmod(filepath.Join(root, "locked"), 0); err != nil {
		t.Fatal(err)
	}
	d := open(t, stories(root))
	d.press(fyne.KeyReturn)
	if d.folder != root || !strings.Contains(d.says.Text, "may not look into") {
		t.Errorf("it shows %s and says %q", d.folder, d.says.Text)
	}
}

func TestANewFileGetsTheEndingOfItsKind(t *testing.T) {
	root := tree(t)
	for typed, want := range map[string]string{"bell.vtt": "bell.vtt", "sea": "sea.vtt", "SEA.VTT": "SEA.VTT", "1. The sea": "1. The sea.vtt"} {
		d := open(t, saving(root))
		if d.window.Canvas().Focused() != d.field.Focus() {
			t.Fatalf("the focus is on %T, want the name", d.window.Canvas().Focused())
		}
		d.enter(typed)
		if want := filepath.Join(root, want); !slices.Equal(d.took, []string{want}) {
			t.Errorf("%q chose %q, want %s", typed, d.took, want)
		}
	}
}

func TestANameTypedBeforeTheFolderIsListedIsMeantForThatFolder(t *testing.T) {
	r := saving(tree(t))
	d := launch(t, r, fyne.NewSize(800, 600), 1)
	d.press(fyne.KeyReturn)
	if want := filepath.Join(r.Folder, "bell.vtt"); !slices.Equal(d.took, []string{want}) {
		t.Errorf("it chose %q, want %s", d.took, want)
	}
}

func TestAFileIsReplacedOnlyWhenThatIsAskedFor(t *testing.T) {
	root := tree(t, "bell.vtt")
	d := open(t, saving(root))
	d.press(fyne.KeyReturn)
	if len(d.took) > 0 || !strings.Contains(d.says.Text, "“bell.vtt” is there already") {
		t.Fatalf("it chose %q and says %q", d.took, d.says.Text)
	}
	d.press(fyne.KeyReturn) // by habit
	if len(d.took) > 0 || d.window.Canvas().Focused() != d.field.Focus() || d.says.Visible() {
		t.Fatalf("after a second Enter it chose %q, with the focus on %T", d.took, d.window.Canvas().Focused())
	}
	d.press(fyne.KeyReturn)
	d.tap(d.accept)
	if want := filepath.Join(root, "bell.vtt"); !slices.Equal(d.took, []string{want}) {
		t.Errorf("it chose %q, want %s", d.took, want)
	}
}

func TestTheButtonToKeepAFileIsThereOnlyWhenAskedAboutOne(t *testing.T) {
	d := open(t, saving(tree(t, "bell.vtt")))
	there := func() bool { return slices.Contains(d.buttons.Objects, fyne.CanvasObject(d.another)) }
	before := there()
	d.press(fyne.KeyReturn)
	asked := there()
	d.tap(d.another)
	if before || !asked || there() {
		t.Errorf("it is there before: %v, when asked: %v, afterwards: %v", before, asked, there())
	}
}

func TestAnotherNameIsNotAskedAbout(t *testing.T) {
	root := tree(t, "bell.vtt")
	d := open(t, saving(root))
	d.press(fyne.KeyReturn)
	d.enter("sea")
	if want := filepath.Join(root, "sea.vtt"); !slices.Equal(d.took, []string{want}) {
		t.Errorf("it chose %q, want %s", d.took, want)
	}
}

func TestAFileInTheListLendsItsName(t *testing.T) {
	root := tree(t, "old.vtt")
	d := open(t, saving(root))
	d.window.Canvas().Focus(d.list)
	d.press(fyne.KeyReturn)
	if d.field.Text() != "old.vtt" || len(d.took) > 0 || d.window.Canvas().Focused() != d.field.Focus() {
		t.Errorf("the name is %q, chosen is %q", d.field.Text(), d.took)
	}
}

func TestTheNameStaysWhileOneLooksForAFolder(t *testing.T) {
	root := tree(t, "books/")
	d := open(t, saving(root))
	d.enter("books")
	if d.folder != filepath.Join(root, "books") || d.field.Text() != "bell.vtt" {
		t.Errorf("it shows %s, with the name %q", d.folder, d.field.Text())
	}
}

func TestTheFolderThatIsShownIsChosen(t *testing.T) {
	root := tree(t, "books/inner/")
	r := stories(root)
	r.Kind = desktop.OpenFolder
	d := open(t, r)
	d.press(fyne.KeyReturn)
	d.tap(d.accept)
	if want := filepath.Join(root, "books"); !slices.Equal(d.took, []string{want}) {
		t.Errorf("it chose %q, want %s", d.took, want)
	}
}

func TestLeavingChoosesNothingAndGivesTheFocusBack(t *testing.T) {
	d := open(t, stories(tree(t, "bell.txt")))
	d.tap(d.leave)
	if len(d.took) > 0 || d.window.Canvas().Focused() != d.before {
		t.Errorf("it chose %q, the focus is on %T", d.took, d.window.Canvas().Focused())
	}
}

func TestEscapeIsTheWindowsEverywhere(t *testing.T) {
	d := open(t, stories(tree(t, "bell.txt")))
	passed := 0
	d.window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		if e.Name == fyne.KeyEscape {
			passed++
		}
	})
	for _, f := range []fyne.Focusable{d.list, d.field.Focus(), d.up, d.accept} {
		d.window.Canvas().Focus(f)
		d.press(fyne.KeyEscape)
	}
	if passed != 4 {
		t.Errorf("the window got %d of 4", passed)
	}
}

func TestAFolderThatAnswersTooLateIsNotShown(t *testing.T) {
	root := tree(t, "slow/", "quick/")
	d := open(t, stories(root))
	slow := make(chan struct{})
	d.away(func() func() { <-slow; return func() { t.Error("the slow one is shown") } })
	d.goTo(filepath.Join(root, "quick"), "")
	d.settle()
	close(slow)
	select {
	case do := <-d.waiting:
		do()
	case <-time.After(5 * time.Second):
		t.Fatal("the slow one never answered")
	}
	if d.folder != filepath.Join(root, "quick") {
		t.Errorf("it shows %s", d.folder)
	}
}

func TestASlowDiskIsSaid(t *testing.T) {
	d := open(t, stories(tree(t, "bell.txt")))
	slow := make(chan struct{})
	d.away(func() func() { <-slow; return func() {} })
	(<-d.waiting)()
	if !strings.Contains(d.says.Text, "Reading") {
		t.Errorf("it says %q", d.says.Text)
	}
	close(slow)
	d.settle()
	if d.says.Visible() {
		t.Errorf("afterwards it says %q", d.says.Text)
	}
}

func TestNamesThatCannotBeShownAreMarked(t *testing.T) {
	for name, want := range map[string]string{"a\nb": "a□b", "gpj\u202etxt": "gpj□txt", "caf\xe9.txt": "caf□.txt", "Élan": "Élan"} {
		if got := shown(name); got != want {
			t.Errorf("%q is shown as %q, want %q", name, got, want)
		}
	}
}

func TestALongPathShowsItsEnd(t *testing.T) {
	path := "/" + strings.Repeat("deep/", 100) + "end"
	if got := shortened(path); !strings.HasPrefix(got, "…") || !strings.HasSuffix(got, "/end") || len([]rune(got)) > 130 {
		t.Errorf("it is shown as %q", got)
	}
}

func TestTheListHasRoomAtEverySize(t *testing.T) {
	root := tree(t, "A rather long name of a folder that takes some room/", "bell.txt")
	deep := filepath.Join(root, strings.Repeat("deep/", 30))
	if err := os.MkdirAll(deep, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, size := range []fyne.Size{{Width: 640, Height: 480}, {Width: 1280, Height: 800}} {
		for _, text := range []float32{0.5, 1, 3, 4} {
			d := openIn(t, saving(deep), size, text)
			d.wrong("There is no folder of that name. Type another name, or look for the folder in the list.")
			target := d.content.Objects[1].(*control.List).Theme().Size(look.SizeTarget)
			if got := d.list.Size().Height; got < 2*target {
				t.Errorf("at %v and %.0f%% the list is %.0f high, with rows of %.0f", size, 100*text, got, target)
			}
			bottom := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.accept).Y + d.accept.Size().Height
			if bottom > size.Height {
				t.Errorf("at %v and %.0f%% the buttons end at %.0f", size, 100*text, bottom)
			}
		}
	}
}

func TestAFolderOfTenThousandFilesIsListedAtOnce(t *testing.T) {
	root := tree(t)
	for n := range 10_000 {
		if err := os.WriteFile(filepath.Join(root, fmt.Sprintf("%05d.txt", n)), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	start := time.Now()
	d := open(t, stories(root))
	if took := time.Since(start); d.list.Len() != 10_000 || took > 3*time.Second {
		t.Errorf("%d files were listed in %v", d.list.Len(), took)
	}
	t.Logf("10,000 files were listed in %v", time.Since(start))
}

func TestAFolderIsNotListedWithoutEnd(t *testing.T) {
	root := tree(t)
	for n := range mostListed + 10 {
		if err := os.Symlink("/", filepath.Join(root, fmt.Sprintf("%05d", n))); err != nil {
			t.Skip(err)
		}
	}
	l, err := read(root, stories(root))
	if err != nil || len(l.entries) != mostListed || !l.cut {
		t.Errorf("%d entries, cut %v, %v", len(l.entries), l.cut, err)
	}
}
