package store

import (
	"errors"
	"os"
	"slices"
	"testing"
	"time"
)

// bookDraft is a book: two files of sound, chapters, a page's number to skip and a picture.
func bookDraft(t testing.TB) Draft {
	t.Helper()
	first, _ := audioFile(t, "the first chapter's sound")
	second, _ := audioFile(t, "the second chapter's sound")
	picture, _ := audioFile(t, "a picture")
	return Draft{
		Transcript: lighthouse(), Alignment: timed(lighthouse()), AudioPath: first,
		Parts:    []Part{{File: second, Start: 45 * time.Second}},
		Chapters: []Chapter{{Title: "One", Turn: 0}, {Title: "The waves", Level: 1, Turn: 1}, {Title: "Two", Turn: 2}},
		Asides:   []Aside{{First: 3, Last: 3, Kind: "pagebreak"}},
		Picture:  Picture{File: picture, URL: "https://example.org/rock.jpg", Alt: "A rock in the sea", Credit: "Ada Grün"},
	}
}

func TestABookComesBackAsItWasSaved(t *testing.T) {
	l := openLibrary(t)
	draft := bookDraft(t)
	story := read(t, l, save(t, l, draft))
	if !slices.Equal(story.Chapters, draft.Chapters) {
		t.Errorf("the chapters are %v, want %v", story.Chapters, draft.Chapters)
	}
	if !slices.Equal(story.Asides, draft.Asides) {
		t.Errorf("the asides are %v, want %v", story.Asides, draft.Asides)
	}
	if p := story.Picture; p.Alt != draft.Picture.Alt || p.Credit != draft.Picture.Credit || p.URL != draft.Picture.URL {
		t.Errorf("the picture is %+v, want %+v", p, draft.Picture)
	}
	paths := append(l.AudioPaths(story), l.PicturePath(story))
	for i, want := range []string{"the first chapter's sound", "the second chapter's sound", "a picture"} {
		if got := string(mustRead(t, paths[i])); got != want {
			t.Errorf("file %d holds %q, want %q", i, got, want)
		}
	}
	if story.Parts[0].Start != 45*time.Second {
		t.Errorf("the second file begins at %v", story.Parts[0].Start)
	}
}

func TestChaptersThatDoNotFitAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Draft){
		"a chapter after the end": func(d *Draft) { d.Chapters[2].Turn = 4 },
		"a chapter before turn 1": func(d *Draft) { d.Chapters[0].Turn = -1 },
		"an aside after the end":  func(d *Draft) { d.Asides[0].Last = 4 },
		"an aside turned round":   func(d *Draft) { d.Asides[0].Last = 2 },
	} {
		t.Run(name, func(t *testing.T) {
			l := openLibrary(t)
			draft := bookDraft(t)
			spoil(&draft)
			if _, err := l.Save(t.Context(), draft); !errors.Is(err, ErrMisfit) {
				t.Errorf("got %v, want %v", err, ErrMisfit)
			}
			if stories, _ := l.Stories(t.Context()); len(stories) != 0 {
				t.Errorf("there are %d stories", len(stories))
			}
		})
	}
}

func TestFilesThatABookNoLongerUsesAreDeleted(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, l *Library, id int64){
		"removed": func(t *testing.T, l *Library, id int64) {
			if err := errors.Join(l.Remove(t.Context(), id), l.Purge(t.Context())); err != nil {
				t.Fatal(err)
			}
		},
		"given other sound": func(t *testing.T, l *Library, id int64) {
			path, _ := audioFile(t, "the whole book in one file")
			if err := l.SaveAudio(t.Context(), id, path, time.Minute); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := openLibrary(t)
			id := save(t, l, bookDraft(t))
			story := read(t, l, id)
			change(t, l, id)
			for _, path := range l.AudioPaths(story) {
				if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
					t.Errorf("%s is still there: %v", path, err)
				}
			}
		})
	}
}

func TestAPictureIsReplaced(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, bookDraft(t))
	before := l.PicturePath(read(t, l, id))
	path, _ := audioFile(t, "another picture")
	if err := l.SavePicture(t.Context(), id, Picture{File: path, Alt: "A bell"}); err != nil {
		t.Fatal(err)
	}
	story := read(t, l, id)
	if story.Picture.Alt != "A bell" || string(mustRead(t, l.PicturePath(story))) != "another picture" {
		t.Errorf("the picture is %+v", story.Picture)
	}
	if _, err := os.Stat(before); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the old picture is still there: %v", err)
	}
}

func TestAStoryIsKeptUntilThatIsTakenBack(t *testing.T) {
	l := openLibrary(t)
	id := save(t, l, bookDraft(t))
	for _, step := range []struct {
		do   func() error
		want bool
	}{
		{func() error { return l.Keep(t.Context(), id) }, true},
		{func() error { return l.Keep(t.Context(), id) }, true},
		{func() error { return l.Unkeep(t.Context(), id) }, false},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		if got := read(t, l, id).Kept; got != step.want {
			t.Errorf("kept is %v, want %v", got, step.want)
		}
	}
}

func TestAJobGoesOnAfterTheLibraryWasClosed(t *testing.T) {
	dir := t.TempDir()
	l := openIn(t, dir)
	job := Job{Source: `{"location":"https://example.org/a"}`, Title: "A story", Step: "fetching"}
	var err error
	if job.ID, err = l.AddJob(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	claim, err := l.ClaimJob(job.ID)
	if err != nil {
		t.Fatal(err)
	}
	half := claim.Dir + "/sound.part"
	if err := os.WriteFile(half, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	job.Story, job.Step = save(t, l, bookDraft(t)), "sound"
	if err := l.SaveJob(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	claim.Release()
	l.Close()

	l = openIn(t, dir)
	jobs, err := l.Jobs(t.Context())
	if err != nil || len(jobs) != 1 {
		t.Fatalf("the jobs are %v, %v", jobs, err)
	}
	jobs[0].Added = time.Time{}
	if jobs[0] != job {
		t.Errorf("the job is %+v, want %+v", jobs[0], job)
	}
	if got := string(mustRead(t, half)); got != "half" {
		t.Errorf("what was downloaded is %q", got)
	}
	if err := l.RemoveJob(t.Context(), job.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(half); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what was downloaded for a job that ended is still there: %v", err)
	}
	if err := l.SaveJob(t.Context(), job); !errors.Is(err, ErrNoJob) {
		t.Errorf("saving a job that ended gives %v, want %v", err, ErrNoJob)
	}
}

func TestTwoDoNotWorkOnOneJob(t *testing.T) {
	dir := t.TempDir()
	one, other := openIn(t, dir), openIn(t, dir)
	id, err := one.AddJob(t.Context(), Job{Source: "{}", Step: "fetching"})
	if err != nil {
		t.Fatal(err)
	}
	claim, err := one.ClaimJob(id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.ClaimJob(id); !errors.Is(err, ErrInUse) {
		t.Errorf("a second claim gives %v, want %v", err, ErrInUse)
	}
	claim.Release()
	claim, err = other.ClaimJob(id)
	if err != nil {
		t.Fatalf("after the first was released: %v", err)
	}
	claim.Release()
}
