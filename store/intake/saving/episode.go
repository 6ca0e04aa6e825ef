package saving

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"alongside/store"
	"alongside/store/intake"
	"alongside/store/intake/feed"
	"alongside/store/intake/subscription"
	"alongside/store/intake/web"
	"alongside/sync/align"
	"alongside/sync/timing"
	"alongside/sync/transcript"
)

// AddEpisode keeps a new job for an episode of a feed and begins with it; its number is given.
func (q *Queue) AddEpisode(ctx context.Context, e subscription.Source) (int64, error) {
	return q.addJob(ctx, request{
		Source:   intake.Source{Location: cmp.Or(e.TranscriptURL, e.Page), Named: e.FeedURL, Title: e.Title},
		Episode:  &e,
		AudioURL: e.AudioURL, PictureURL: e.PictureURL,
	})
}

// errNoWords is for an episode whose feed and page have no transcript.
var errNoWords = errors.New("neither the feed nor the episode's page has its transcript; if you have it, give it as a file or paste it")

// readEpisode reads the words of an episode, and describes it as its feed does: what a file of subtitles says of itself is
// less than that.
func (w *work) readEpisode(ctx context.Context) (intake.Found, error) {
	e := w.request.Episode
	found, err := intake.Found{}, error(errNoWords)
	if w.request.Location != "" || w.request.Text != "" {
		found, err = intake.ReadTold(ctx, w.source(), w.told)
	}
	describe(*e, &found)
	var missing *intake.MissingError
	noWords := errors.Is(err, errNoWords) || errors.As(err, &missing) || errors.Is(err, transcript.ErrNoTranscript)
	if noWords && ctx.Err() == nil {
		return found, &intake.MissingError{
			Half: intake.NoTranscript, Found: found, Err: fmt.Errorf("saving “%s”: %w", e.Title, errNoWords),
		}
	}
	return found, err
}

// describe says of a story what its feed says of it.
func describe(e subscription.Source, found *intake.Found) {
	t := &found.Transcript
	t.Title = e.Title
	t.Source = cmp.Or(e.Feed, t.Source)
	t.Published = cmp.Or(e.Published, t.Published)
	t.Language = cmp.Or(t.Language, e.Language)
	t.URL = cmp.Or(e.Page, t.URL)
	if len(t.Authors) == 0 && e.Author != "" {
		t.Authors = []string{e.Author}
	}
	if e.AudioURL != "" {
		t.Audio = transcript.Audio{URL: e.AudioURL, Type: e.AudioType, Duration: e.Duration}
	}
}

// distrust takes away the times that came with an episode's transcript, if better ones can be found: the advertising in an
// episode's sound is another in each download, so that the times of others need not fit.
func (w *work) distrust(ctx context.Context) error {
	if w.request.Episode == nil {
		return nil
	}
	story, err := w.lib.Story(ctx, w.job.Story)
	published := slices.Contains([]string{timing.FormatVTT, timing.FormatSRT, timing.FormatPodcast}, story.Aligned)
	if err != nil || !story.HasAudio || !published || align.Knows(ctx, story.Language) != nil {
		return err
	}
	return w.lib.SaveAlignment(ctx, story.ID, timing.Alignment{})
}

// chapters puts what the sound or the episode's feed names as chapters where it is heard. A story is whole without them, so
// that only the end of the program is an error.
func (w *work) chapters(ctx context.Context) error {
	marks := w.request.Marks
	if e := w.request.Episode; e != nil && isAddress(e.ChaptersURL) {
		page, err := web.NewClient(e.FeedURL).Page(ctx, e.ChaptersURL, nil)
		if err != nil {
			return ctx.Err()
		}
		listed, err := feed.ReadChapters(e.ChaptersURL, bytes.NewReader(page.Body))
		if err != nil {
			return ctx.Err()
		}
		for _, c := range listed {
			marks = append(marks, intake.Mark{Start: c.Start, Title: c.Title})
		}
	}
	if len(marks) == 0 {
		return nil
	}
	story, err := w.lib.Story(ctx, w.job.Story)
	if err != nil {
		return err
	}
	if chapters := chaptersAt(marks, story.Alignment); len(chapters) > 0 {
		err = w.lib.SaveChapters(ctx, w.job.Story, chapters)
	}
	return err
}

// chaptersAt finds the turns with which chapters begin.
func chaptersAt(marks []intake.Mark, a timing.Alignment) []store.Chapter {
	const early = time.Second // a turn that begins so much before its chapter still is its first
	var chapters []store.Chapter
	turn := 0
	for _, m := range marks {
		for turn < len(a.Turns) && (!a.Turns[turn].Known() || a.Turns[turn].Start < m.Start-early) {
			turn++
		}
		if turn == len(a.Turns) {
			break
		}
		if n := len(chapters); n > 0 && chapters[n-1].Turn == turn {
			continue // nothing is said in the one before
		}
		chapters = append(chapters, store.Chapter{Title: m.Title, Turn: turn})
	}
	return chapters
}

// episode is the number of the episode of which this is the saving; 0 for none.
func (r request) episode() int64 {
	if r.Episode == nil {
		return 0
	}
	return r.Episode.Episode
}

// KeepNewest begins to save those of a feed's newest episodes that are to be there offline, and are not. It tells how many.
func (q *Queue) KeepNewest(ctx context.Context, feed int64) (begun int, err error) {
	plan, err := subscription.Wanted(ctx, q.lib, feed)
	if err != nil {
		return 0, err
	}
	if _, err := q.lib.LetGoOf(ctx, plan.LetGo...); err != nil {
		return 0, err
	}
	for _, e := range plan.Save {
		if q.board.saves(e.ID) {
			continue
		}
		source, err := subscription.SourceOf(ctx, q.lib, e.ID)
		if err != nil {
			return begun, err
		}
		if _, err := q.AddEpisode(ctx, source); err != nil {
			return begun, err
		}
		begun++
	}
	return begun, nil
}
