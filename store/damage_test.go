package store

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"alongside/store/plain"
	"alongside/sync/transcript"
)

const (
	keptStories = 12
	keptTurns   = 40
)

// keptLibrary makes a library of keptStories stories, of which the first has audio, and closes it.
func keptLibrary(t *testing.T) (dir, audio string) {
	t.Helper()
	l := openLibrary(t)
	path, hash := audioFile(t, "the sound of story 0")
	for n := range keptStories {
		d := Draft{Transcript: numbered(n, keptTurns), Alignment: timed(numbered(n, keptTurns))}
		if n == 0 {
			d.AudioPath = path
		}
		id := save(t, l, d)
		if err := l.SavePlace(t.Context(), id, ms(1000+n)); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.SaveSetting(t.Context(), "look", "ink"); err != nil {
		t.Fatal(err)
	}
	l.Close()
	return l.Dir(), hash
}

func writeAt(t *testing.T, path string, at int64, content []byte) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteAt(content, at); err != nil {
		t.Fatal(err)
	}
}

func randomBytes(random *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(random.Uint32())
	}
	return b
}

// wholeStories counts the stories whose turns are as they were saved, and checks that all can be read.
func wholeStories(t *testing.T, l *Library) int {
	t.Helper()
	whole := 0
	for _, s := range list(t, l) {
		turns := read(t, l, s.ID).Transcript.Turns
		var n int
		fmt.Sscanf(turns[0].Text, "In story %d", &n)
		if slices.EqualFunc(turns, numbered(n, keptTurns).Turns, sameWords) {
			whole++
		}
	}
	return whole
}

func sameWords(a, b transcript.Turn) bool { return a.Text == b.Text && a.Kind == b.Kind }

func TestADamagedLibraryIsSetAsideAndTheRestRecovered(t *testing.T) {
	if plain.Run(t) {
		return
	}
	random := rand.New(rand.NewPCG(3, 4))
	for _, test := range []struct {
		name   string
		damage func(path string, size int64)
		whole  int // stories that must come back as they were
	}{
		{"its last fifth is cut off", func(path string, size int64) { os.Truncate(path, size*4/5) }, 3},
		{"cut within the header", func(path string, _ int64) { os.Truncate(path, 50) }, 0},
		{"its first page is zeroes", func(path string, _ int64) { writeAt(t, path, 0, make([]byte, 4096)) }, keptStories},
		{"its first page is rubbish", func(path string, _ int64) { writeAt(t, path, 0, randomBytes(random, 4096)) }, keptStories},
		{"all of it is rubbish", func(path string, size int64) { writeAt(t, path, 0, randomBytes(random, int(size))) }, 0},
		{"it is a text", func(path string, _ int64) { os.WriteFile(path, []byte(strings.Repeat("no database\n", 50)), 0o600) }, 0},
		{"rubbish in the middle", func(path string, size int64) { writeAt(t, path, size/2/4096*4096, randomBytes(random, 8192)) }, 8},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir, audio := keptLibrary(t)
			path := filepath.Join(dir, databaseName)
			test.damage(path, sizeOf(path))
			damaged := mustRead(t, path)
			l := openIn(t, dir)
			found := l.Recovered()
			if found == nil {
				t.Fatal("nobody was told")
			}
			if !sameFile(t, filepath.Join(found.SetAside, databaseName), damaged) {
				t.Error("what was set aside is not the damaged library")
			}
			if whole := wholeStories(t, l); whole < test.whole {
				t.Errorf("%d stories are whole, want %d; %v", whole, test.whole, found)
			}
			if !anyHas(t, audio, dir, found.SetAside) {
				t.Error("the audio is gone")
			}
			checkSound(t, l)
		})
	}
}

// anyHas reports whether a media file of that hash is in one of the folders.
func anyHas(t *testing.T, hash string, dirs ...string) bool {
	t.Helper()
	for _, dir := range dirs {
		if _, err := os.Stat(filepath.Join(dir, mediaName, hash+".mp3")); err == nil {
			return true
		}
	}
	return false
}

func checkSound(t *testing.T, l *Library) {
	t.Helper()
	report, err := l.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range report.Problems {
		t.Error(problem)
	}
}

// Each page of the database is lost in turn. Whatever was on it, the words of most stories come back.
func TestTheLossOfAnyOnePageLosesFewStories(t *testing.T) {
	if plain.Run(t) {
		return
	}
	dir, _ := keptLibrary(t)
	path := filepath.Join(dir, databaseName)
	whole := mustRead(t, path)
	for page := range len(whole) / 4096 {
		content := make([]byte, 4096)
		if page%3 == 0 {
			content = randomBytes(rand.New(rand.NewPCG(uint64(page), 1)), 4096)
		}
		t.Run(fmt.Sprintf("page %d", page+1), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, databaseName)
			if err := os.WriteFile(path, whole, 0o600); err != nil {
				t.Fatal(err)
			}
			writeAt(t, path, int64(page)*4096, content)
			l := openIn(t, dir)
			if n := wholeStories(t, l); n < keptStories-3 {
				t.Errorf("%d of %d stories are whole; %v", n, keptStories, l.Recovered())
			}
			checkSound(t, l)
		})
	}
}

// A page that no check finds damaged while the library is opened is met later; then the next Open recovers.
func TestDamageThatIsMetLaterIsRecoveredAtTheNextOpen(t *testing.T) {
	dir, _ := keptLibrary(t)
	l := openIn(t, dir)
	path := filepath.Join(dir, databaseName)
	for at := int64(4096); at < sizeOf(path); at += 4096 {
		writeAt(t, path, at, make([]byte, 4096))
	}
	if _, err := l.Story(t.Context(), 3); !errors.Is(err, ErrDamaged) {
		t.Fatalf("reading a story gave %v, want ErrDamaged", err)
	}
	l.Close()
	if _, err := os.Stat(filepath.Join(dir, suspectName)); err != nil {
		t.Error("the next Open is not told to look closely")
	}
	if openIn(t, dir).Recovered() == nil {
		t.Error("it was not recovered")
	}
}

func TestRecoveryKeepsPlacesSettingsTimesAndSpeakers(t *testing.T) {
	dir, audio := keptLibrary(t)
	writeAt(t, filepath.Join(dir, databaseName), 0, make([]byte, 4096))
	l := openIn(t, dir)
	story := read(t, l, 1)
	if story.Place != ms(1000) {
		t.Errorf("place = %v", story.Place)
	}
	if look, _, err := l.Setting(t.Context(), "look"); err != nil || look != "ink" {
		t.Errorf("setting = %q, %v", look, err)
	}
	if !reflect.DeepEqual(story.Alignment, timed(numbered(0, keptTurns))) {
		t.Error("the times are others")
	}
	if !reflect.DeepEqual(story.Transcript, numbered(0, keptTurns)) {
		t.Error("the transcript is another")
	}
	if story.Audio != audio+".mp3" {
		t.Errorf("audio = %q", story.Audio)
	}
	if hits, err := l.Search(t.Context(), "number 7", 5); err != nil || len(hits) == 0 {
		t.Errorf("search gave %d hits, %v", len(hits), err)
	}
}

func TestALostSpeakerGetsANumber(t *testing.T) {
	dir, _ := keptLibrary(t)
	changeFile(t, dir, "DELETE FROM speakers WHERE story = 2 AND n = 0")
	damageHeader(t, dir)
	turn := read(t, openIn(t, dir), 2).Transcript.Turns[0]
	if turn.Speaker != "Speaker 1" {
		t.Errorf("speaker = %q", turn.Speaker)
	}
}

func TestAStoryThatLostItsTranscriptKeepsItsAudio(t *testing.T) {
	dir, audio := keptLibrary(t)
	changeFile(t, dir, "DELETE FROM turns WHERE story = 1")
	damageHeader(t, dir)
	l := openIn(t, dir)
	story := read(t, l, 1)
	if story.Audio != audio+".mp3" || len(story.Transcript.Turns) != 1 || story.Transcript.Turns[0].Kind != transcript.Note {
		t.Errorf("audio %q, turns %v", story.Audio, story.Transcript.Turns)
	}
	if len(l.Recovered().Partly) != 1 {
		t.Errorf("partly recovered: %v", l.Recovered().Partly)
	}
}

// A book is damaged: what is left of it fits together.
func TestRecoveryMendsABook(t *testing.T) {
	for _, test := range []struct {
		name                   string
		harm                   string
		lose                   func(story Story) string // a media file; "" for none
		sound, picture         bool
		chapters, asides, kept int
	}{
		{"nothing but the header", "", nil, true, true, 3, 1, 1},
		{"a file of its sound", "", func(s Story) string { return s.Parts[0].File }, false, true, 3, 1, 1},
		{"its picture", "", func(s Story) string { return s.Picture.File }, true, false, 3, 1, 1},
		{"its last turns", "DELETE FROM turns WHERE n >= 2", nil, true, true, 2, 0, 1},
		{"the row that names a part", "DELETE FROM parts", nil, true, true, 3, 1, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := openLibrary(t)
			id := save(t, l, bookDraft(t))
			if err := l.Keep(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			story := read(t, l, id)
			l.Close()
			if test.lose != nil {
				if err := os.Remove(l.path(mediaName, test.lose(story))); err != nil {
					t.Fatal(err)
				}
			}
			if test.harm != "" {
				changeFile(t, l.Dir(), test.harm)
			}
			damageHeader(t, l.Dir())
			mended := openIn(t, l.Dir())
			got := read(t, mended, id)
			if got.HasAudio != test.sound || got.Picture.Alt != "" != test.picture {
				t.Errorf("sound %v, picture %+v", got.HasAudio, got.Picture)
			}
			if len(got.Chapters) != test.chapters || len(got.Asides) != test.asides || got.Kept != (test.kept == 1) {
				t.Errorf("chapters %v, asides %v, kept %v", got.Chapters, got.Asides, got.Kept)
			}
			if !test.sound && len(got.Parts) > 0 {
				t.Errorf("without its first file it has the parts %v", got.Parts)
			}
			checkSound(t, mended)
		})
	}
}

// Sound that was let go is still known after the damage, and can be had again.
func TestRecoveryKeepsMarks(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, Draft{Transcript: lighthouse()})
	marked(t, l, id, Note, "never dark", "Ask the harbourmaster")
	gone := marked(t, l, save(t, l, Draft{Transcript: numbered(1, 3)}), Bookmark, numbered(1, 3).Turns[2].Text, "")
	l.Close()
	changeFile(t, l.Dir(), "DELETE FROM turns WHERE story = 2 AND n = 2")
	damageHeader(t, l.Dir())
	l = openIn(t, l.Dir())
	if m := marksOf(t, l, id); len(m) != 1 || m[0].Lost || m[0].Note != "Ask the harbourmaster" {
		t.Errorf("the marks are %+v", m)
	}
	if m := marksOf(t, l, 2); len(m) != 1 || !m[0].Lost || m[0].Quote != gone.Quote {
		t.Errorf("of the story that lost a turn they are %+v", m)
	}
	if n := len(hits(t, l, "harbourmaster")); n != 1 {
		t.Errorf("search finds %d", n)
	}
	checkSound(t, l)
}

func TestRecoveryKnowsWhatWasLetGo(t *testing.T) {
	l := openLibrary(t)
	gone, lost := withSound(t, l, 1, 2*time.Hour), withSound(t, l, 2, time.Hour)
	if _, err := l.LetGo(t.Context(), whole(t, l)-1); err != nil {
		t.Fatal(err)
	}
	path := l.AudioPath(read(t, l, lost).Summary)
	l.Close()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	damageHeader(t, l.Dir())
	l = openIn(t, l.Dir())
	for _, id := range []int64{gone, lost} {
		if s := read(t, l, id); !s.LetGo || s.DownloadURL != soundURL || s.Aligned == "" {
			t.Errorf("story %d: let go %v, from %q, times %q", id, s.LetGo, s.DownloadURL, s.Aligned)
		}
	}
}

// changeFile changes a closed library as no method would.
func changeFile(t *testing.T, dir string, statements ...string) {
	t.Helper()
	db, err := openDatabase(filepath.Join(dir, databaseName), url.Values{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
}

// damageHeader makes the database one that no program would open.
func damageHeader(t *testing.T, dir string) {
	t.Helper()
	writeAt(t, filepath.Join(dir, databaseName), 0, []byte("rubbish"))
}

func TestARecoveryThatWasKilledIsFinished(t *testing.T) {
	for _, test := range []struct {
		name  string
		moved []string // what was moved to the folder for what is set aside before the kill
	}{
		{"before anything was moved", nil},
		{"after the database was moved", []string{databaseName}},
		{"after the log was moved, too", []string{databaseName, databaseName + "-wal"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir, _ := keptLibrary(t)
			setAside := filepath.Join(dir, setAsidePrefix+"20240301-120000.000")
			if err := os.Mkdir(setAside, 0o700); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, databaseName)
			good := mustRead(t, path)
			if err := os.WriteFile(filepath.Join(setAside, recoveredName), good, 0o600); err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{path, path + "-wal"} {
				if err := os.WriteFile(name, []byte("damaged"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			for _, name := range test.moved {
				if err := os.Rename(filepath.Join(dir, name), filepath.Join(setAside, name)); err != nil {
					t.Fatal(err)
				}
			}
			l := openIn(t, dir)
			if n := wholeStories(t, l); n != keptStories {
				t.Errorf("%d stories, want %d", n, keptStories)
			}
			if !sameFile(t, filepath.Join(setAside, databaseName), []byte("damaged")) {
				t.Error("the damaged database was not set aside")
			}
			if l.Recovered() == nil {
				t.Error("nobody was told")
			}
		})
	}
}

func TestADamagedLibraryThatIsOpenElsewhereIsLeftAlone(t *testing.T) {
	dir, _ := keptLibrary(t)
	openIn(t, dir)
	damageHeader(t, dir)
	damaged := mustRead(t, filepath.Join(dir, databaseName))
	if _, err := Open(t.Context(), dir); !errors.Is(err, ErrInUse) {
		t.Errorf("error = %v, want ErrInUse", err)
	}
	if !sameFile(t, filepath.Join(dir, databaseName), damaged) {
		t.Error("it was changed")
	}
}

func TestARecoveryIsToldInSentences(t *testing.T) {
	for want, r := range map[string]Recovery{
		"The library was damaged. 1 story was recovered. The damaged library is kept in /x.": {SetAside: "/x", Stories: 1},
		"The library was damaged. 0 stories were recovered; of 2 stories only a part could be read: “A”, “B”; " +
			"add them again to have them whole. The damaged library is kept in /x.": {SetAside: "/x", Partly: []string{"“A”", "“B”"}},
	} {
		if got := r.String(); got != want {
			t.Errorf("%q\nwant %q", got, want)
		}
	}
}

func FuzzReadPages(f *testing.F) {
	l := openLibrary(f)
	save(f, l, Draft{Transcript: lighthouse(), Alignment: timed(lighthouse())})
	tables, err := tablesOf(background, l.writer)
	if err != nil {
		f.Fatal(err)
	}
	l.Close()
	whole := mustRead(f, l.path(databaseName))
	for at := 0; at+4096 <= len(whole); at += 4096 {
		f.Add(whole[at : at+4096])
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "pages")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		err := readPages(path, tables, func(table *table, values []any) error {
			if len(values) != len(table.columns) {
				t.Errorf("a row of %s has %d values", table.name, len(values))
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}
