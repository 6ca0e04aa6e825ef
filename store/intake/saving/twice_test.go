package saving

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"alongside/store"
	"alongside/store/intake"
)

// keepJobs keeps jobs for pages of the kill test, which nobody has begun with.
func keepJobs(t *testing.T, lib *store.Library, sources string, numbers ...int) (jobs []int64) {
	t.Helper()
	for _, n := range numbers {
		source, err := request{Source: sourceOf(sources, n)}.text()
		if err != nil {
			t.Fatal(err)
		}
		job, err := lib.AddJob(t.Context(), store.Job{Title: fmt.Sprint("Bell ", n), Source: source, Step: string(read)})
		if err != nil {
			t.Fatal(err)
		}
		jobs = append(jobs, job)
	}
	return jobs
}

func TestTwoProgramsDoEachJobOnce(t *testing.T) {
	site, dir := newSlowSite(t), t.TempDir()
	one, other, window := openLibrary(t, dir), openLibrary(t, dir), openLibrary(t, dir)
	numbers := []int{1, 2, 4, 5, 6}
	jobs := keepJobs(t, one, site.URL, numbers...)
	ctx, stop := context.WithCancel(t.Context())
	reads := make(chan error)
	go func() { reads <- readUntil(ctx, window) }()
	done := 0
	queues := []*Queue{newQueue(t, t.Context(), one, nil), newQueue(t, t.Context(), other, nil)}
	for _, q := range queues {
		if err := q.Resume(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for _, q := range queues {
		for _, job := range jobs {
			if _, err := q.Wait(t.Context(), job); err == nil {
				done++
			} else if !errors.Is(err, store.ErrNoJob) {
				t.Errorf("job %d: %v", job, err)
			}
		}
		if states := q.States(); len(states) > 0 {
			t.Errorf("what is done is still shown: %+v", states)
		}
	}
	stop()
	if err := <-reads; err != nil {
		t.Errorf("reading meanwhile: %v", err)
	}
	if done != len(jobs) {
		t.Errorf("%d jobs were done %d times", len(jobs), done)
	}
	for _, n := range numbers {
		if pages, sounds := site.ranges("page", n), site.ranges("sound", n); len(pages) != 1 || len(sounds) != 1 {
			t.Errorf("of story %d, the page was fetched %d times and the sound %d times", n, len(pages), len(sounds))
		}
	}
	if stories, err := window.Stories(t.Context()); err != nil || len(stories) != len(numbers) {
		t.Errorf("%d stories, %v", len(stories), err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "media", "jobs", "*")); err != nil || len(left) > 0 {
		t.Errorf("of the downloads %v is left, %v", left, err)
	}
}

// readUntil reads all stories again and again.
func readUntil(ctx context.Context, lib *store.Library) error {
	for ctx.Err() == nil {
		stories, err := lib.Stories(context.WithoutCancel(ctx))
		if err != nil {
			return err
		}
		for _, s := range stories {
			story, err := lib.Story(context.WithoutCancel(ctx), s.ID)
			if err != nil || len(story.Transcript.Turns) != killTurns {
				return fmt.Errorf("%d turns of %q: %w", len(story.Transcript.Turns), s.Title, err)
			}
		}
	}
	return nil
}

func TestAJobIsTakenOverFromAProgramThatEnded(t *testing.T) {
	site, dir := newSlowSite(t), t.TempDir()
	one, other := openLibrary(t, dir), openLibrary(t, dir)
	job := keepJobs(t, one, site.URL, 1)[0]
	claim, err := one.ClaimJob(job)
	if err != nil {
		t.Fatal(err)
	}
	changed := make(chan struct{}, 10000)
	q := newQueue(t, t.Context(), other, func() { changed <- struct{}{} })
	if err := q.Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	until(t, q, changed, func(s State) bool { return s.Running })
	claim.Release()
	if story := saved(t, other, q, job); !story.HasAudio {
		t.Error("it has no sound")
	}
}

func TestWhatStoppedInAnotherProgramStaysStoppedHere(t *testing.T) {
	site, dir := newSlowSite(t), t.TempDir()
	lib := openLibrary(t, dir)
	job := keepJobs(t, lib, site.URL, 1)[0]
	q := newQueue(t, t.Context(), lib, nil)
	other := openLibrary(t, dir)
	claim, err := other.ClaimJob(job)
	if err != nil {
		t.Fatal(err)
	}
	if err := q.Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	jobs, err := other.Jobs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	jobs[0].Problem = "the sound is gone"
	if err := other.SaveJob(t.Context(), jobs[0]); err != nil {
		t.Fatal(err)
	}
	claim.Release()
	if _, err := q.Wait(t.Context(), job); err == nil || err.Error() != "the sound is gone" {
		t.Errorf("error = %v", err)
	}
	if n := len(site.ranges("page", 1)); n != 0 {
		t.Errorf("its page was fetched %d times", n)
	}
}

func TestAJobGivenUpInAnotherProgramIsGoneHere(t *testing.T) {
	site, dir := newSlowSite(t), t.TempDir()
	one, other := openLibrary(t, dir), openLibrary(t, dir)
	changed := make(chan struct{}, 10000)
	q := newQueue(t, t.Context(), one, func() { changed <- struct{}{} })
	job := add(t, q, sourceOf(site.URL, 1))
	until(t, q, changed, func(s State) bool { return s.Step == intake.Downloading && s.Done > 0 })
	if err := other.RemoveJob(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	if _, err := q.Wait(t.Context(), job); err != nil && !errors.Is(err, store.ErrNoJob) {
		t.Errorf("error = %v", err)
	}
	if states := q.States(); len(states) > 0 {
		t.Errorf("it is still shown: %+v", states)
	}
}
