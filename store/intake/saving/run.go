package saving

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"alongside/store"
	"alongside/store/intake"
	"alongside/store/intake/web"
)

// run works on a job until it is done or cannot go on.
func (q *Queue) run(id int64) {
	ctx, cancel := context.WithCancel(q.ctx)
	defer cancel()
	if !q.board.start(id, cancel) {
		return
	}
	claim, err := q.claim(ctx, id)
	switch {
	case errors.Is(err, store.ErrNoJob):
		q.board.remove(id)
		return
	case err != nil:
		q.board.halted(id, err)
		return
	}
	w := &work{Queue: q, job: store.Job{ID: id}, dir: claim.Dir}
	ended := w.run(ctx)
	claim.Release() // before anyone hears that it does not run, who may begin with it again at once
	ended()
}

// lookAgain is how often it is looked whether another program still works on a job.
const lookAgain = 500 * time.Millisecond

// claim waits until no other program works on a job, and shows meanwhile how far it is.
func (q *Queue) claim(ctx context.Context, id int64) (*store.Claim, error) {
	for {
		claim, err := q.lib.ClaimJob(id)
		if !errors.Is(err, store.ErrInUse) {
			return claim, err
		}
		job, err := q.lib.Job(ctx, id)
		if err != nil {
			return nil, err
		}
		q.board.show(job)
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(lookAgain):
		}
	}
}

// run does what is left of the job, and gives what tells how that ended.
func (w *work) run(ctx context.Context) (ended func()) {
	job, err := w.lib.Job(ctx, w.job.ID) // only now that it is claimed: another program may have gone on with it
	if err == nil {
		w.job = job
		err = w.ended(ctx, w.all(ctx))
	}
	if errors.Is(err, store.ErrNoJob) {
		w.lib.RemoveJob(context.WithoutCancel(ctx), w.job.ID) // the folder of its downloads, made again by the claim or the work
	}
	return func() {
		switch {
		case errors.Is(err, store.ErrNoJob):
			w.board.remove(w.job.ID)
		case w.job.Step == "": // it could not be read
			w.board.halted(w.job.ID, err)
		default:
			w.board.stopped(w.job, err)
		}
	}
}

// A work is the work on one job.
type work struct {
	*Queue
	job     store.Job
	request request
	dir     string // for what is downloaded
}

// all does the steps that are left.
func (w *work) all(ctx context.Context) (err error) {
	if w.job.Problem != "" {
		return errors.New(w.job.Problem) // it stopped in another program
	}
	if w.request, err = parseRequest(w.job.Source); err != nil {
		return err
	}
	for {
		next, err := w.one(ctx)
		if err != nil || next == "" {
			return err
		}
		if err := w.keep(ctx, next); err != nil {
			return err
		}
	}
}

// one does one step and gives the next, "" after the last.
func (w *work) one(ctx context.Context) (next step, err error) {
	switch step(w.job.Step) {
	case read:
		return picture, w.read(ctx)
	case picture:
		return sound, w.picture(ctx)
	case sound:
		return times, w.sound(ctx)
	case times:
		return parted, w.times(ctx)
	case parted:
		return "", w.chapters(ctx)
	}
	return "", fmt.Errorf("going on with saving a story: there is no step %q; add the story again", w.job.Step)
}

func (w *work) keep(ctx context.Context, next step) (err error) {
	w.job.Step = string(next)
	if w.job.Source, err = w.request.text(); err != nil {
		return err
	}
	if err := w.lib.SaveJob(ctx, w.job); err != nil {
		return err
	}
	w.board.show(w.job)
	return nil
}

// ended keeps what became of the job, and gives the error that is left. One that ended with the program is left as it is, to
// go on with it.
func (w *work) ended(ctx context.Context, err error) error {
	kept := context.WithoutCancel(ctx)
	var missing *intake.MissingError
	switch {
	case err == nil, errors.Is(err, store.ErrNoJob), w.job.Story != 0 && errors.Is(err, store.ErrNotFound):
		if err = w.lib.RemoveJob(kept, w.job.ID); err != nil {
			w.job.Problem = sentence(err)
		}
		w.makeRoom(kept)
	case ctx.Err() != nil:
		err = ctx.Err()
	case errors.As(err, &missing):
		w.job.Wants = string(missing.Half)
		err = errors.Join(fmt.Errorf("%w: %w", ErrMissing, err), w.remember(kept, missing))
	default:
		w.job.Problem = sentence(err)
		if lost := w.lib.SaveJob(kept, w.job); errors.Is(lost, store.ErrNoJob) {
			return lost // it was given up in another program
		} // where it fails otherwise, the first error says more, and the next program tries again
	}
	return err
}

// makeRoom keeps the library within the size that the person set. Where that cannot be done the window and the command line
// say so when they are asked how large it is; a story that was just saved is no place for that.
func (w *work) makeRoom(ctx context.Context) {
	most, err := w.lib.Most(ctx)
	if err != nil || most == 0 {
		return
	}
	reading := []int64{w.job.Story}
	if w.options.Reading != nil {
		reading = append(reading, w.options.Reading())
	}
	w.lib.LetGo(ctx, most, reading...)
}

// remember keeps what was found of a story of which a half is missing.
func (w *work) remember(ctx context.Context, missing *intake.MissingError) (err error) {
	found := missing.Found
	w.job.Title = cmp.Or(found.Transcript.Title, found.Name, w.job.Title)
	w.request.AudioPath = cmp.Or(found.AudioPath, w.request.AudioPath)
	w.request.Known, w.request.Inside = &found.Transcript, found.Inside
	if w.job.Source, err = w.request.text(); err != nil {
		return err
	}
	return w.lib.SaveJob(ctx, w.job)
}

func (w *work) told(p intake.Progress) { w.board.progress(w.job.ID, p, nil) }

// online waits for a place among those that download.
func (w *work) online(ctx context.Context) (leave func(), err error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case w.network <- struct{}{}:
		return func() { <-w.network }, nil
	}
}

// read reads the source, and saves the words and what else is there already.
func (w *work) read(ctx context.Context) error {
	leave, err := w.online(ctx)
	if err != nil {
		return err
	}
	find := w.readSource
	if w.request.Episode != nil {
		find = w.readEpisode
	}
	found, err := find(ctx)
	leave()
	if err != nil {
		return err
	}
	defer found.Close()
	w.board.change(w.job.ID, func(n *note) { n.state.Read = intake.Found{Notes: found.Notes, Repairs: found.Repairs} })
	w.job.Title = cmp.Or(found.Transcript.Title, found.Name)
	if w.job.Story, err = intake.Save(ctx, w.lib, found, w.told); err != nil {
		return err
	}
	w.request.AudioURL = cmp.Or(w.request.AudioURL, found.Transcript.Audio.URL)
	if p := found.Transcript.Picture; found.Picture.File == "" && p.URL != "" {
		w.request.PictureURL, w.request.Alt, w.request.Credit = p.URL, p.Alt, p.Credit
	}
	w.request.Inside, w.request.Marks = found.Inside || w.request.staysInside(), found.Marks
	if w.request.Episode != nil {
		return w.lib.LinkEpisode(ctx, w.request.Episode.Episode, w.job.Story)
	}
	return nil
}

// source is what is to be read, with room in the job's own folder.
func (w *work) source() intake.Source {
	source := w.request.Source
	source.Dir = w.dir
	return source
}

func (w *work) readSource(ctx context.Context) (intake.Found, error) {
	if w.request.Known != nil {
		known := intake.Found{Transcript: *w.request.Known, Inside: w.request.Inside}
		return intake.Complete(ctx, known, w.source(), w.told)
	}
	return intake.ReadTold(ctx, w.source(), w.told)
}

// picture downloads the story's picture. A story is whole without one, so that only the end of the program is an error.
func (w *work) picture(ctx context.Context) error {
	story, err := w.lib.Story(ctx, w.job.Story)
	if err != nil || !isAddress(w.request.PictureURL) || story.Picture.URL == w.request.PictureURL {
		return err
	}
	w.told(intake.Progress{Step: intake.Picturing})
	file := filepath.Join(w.dir, "picture")
	got, err := w.download(ctx, w.request.PictureURL, file, web.Picture, intake.Picturing)
	switch {
	case errors.Is(err, web.ErrFull):
		return err
	case err != nil:
		return ctx.Err()
	}
	path := file + endingOf(got)
	if err := os.Rename(file, path); err != nil {
		return nil
	}
	err = w.lib.SavePicture(ctx, w.job.Story, store.Picture{
		File: path, URL: w.request.PictureURL, Alt: w.request.Alt, Credit: w.request.Credit,
	})
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrFull) {
		return err
	}
	return ctx.Err()
}

// sound downloads the story's sound, unless it has one.
func (w *work) sound(ctx context.Context) error {
	story, err := w.lib.Story(ctx, w.job.Story)
	if err != nil || story.HasAudio || !isAddress(w.request.AudioURL) {
		return err
	}
	path, err := w.fetchSound(ctx)
	if err != nil {
		return err
	}
	_, err = intake.SetDownload(ctx, w.lib, w.job.Story, path, w.request.AudioURL, w.told)
	if err != nil && ctx.Err() == nil && !errors.Is(err, store.ErrFull) {
		os.Remove(path) // it may be what is wrong
	}
	return err
}

const soundName = "sound" // what the sound is downloaded to, with an ending once it is whole

// fetchSound downloads the story's sound, unless that was done before the program ended, and says where it is.
func (w *work) fetchSound(ctx context.Context) (string, error) {
	entries, err := os.ReadDir(w.dir)
	if err != nil {
		return "", fmt.Errorf("saving the sound of %q: %w", w.job.Title, err)
	}
	for _, entry := range entries {
		if name := entry.Name(); strings.HasPrefix(name, soundName+".") && !strings.HasPrefix(name, soundName+web.PartEnding) {
			return filepath.Join(w.dir, name), nil
		}
	}
	w.told(intake.Progress{Step: intake.Downloading})
	file := filepath.Join(w.dir, soundName)
	got, err := w.download(ctx, w.request.AudioURL, file, web.Sound, intake.Downloading)
	if err != nil {
		return "", err
	}
	path := file + endingOf(got)
	if err := os.Rename(file, path); err != nil {
		return "", fmt.Errorf("saving the sound of %q: %w", w.job.Title, err)
	}
	return path, nil
}

func (w *work) download(ctx context.Context, address, path string, kind web.Kind, step intake.Step) (web.File, error) {
	leave, err := w.online(ctx)
	if err != nil {
		return web.File{}, err
	}
	defer leave()
	return w.options.Downloads(w.named()).Download(ctx, address, path, kind, func(done, total int64) {
		w.told(intake.Progress{Step: step, Done: done, Total: total})
	})
}

// staysInside reports whether all that is to be downloaded is what a page in the person's own network named, before the other
// half was given: that may name nothing there.
func (r request) staysInside() bool {
	k := r.Known
	return k != nil && r.Named != "" && (r.AudioURL == "" || r.AudioURL == k.Audio.URL) && (r.PictureURL == "" || r.PictureURL == k.Picture.URL)
}

// named is the address whose host may be in the person's own network: one that they named, and that was found there.
func (w *work) named() string {
	switch {
	case w.request.Episode != nil:
		return w.request.Episode.FeedURL
	case w.request.Inside:
		return cmp.Or(w.request.Named, w.request.Location)
	}
	return ""
}

// times finds when the words are spoken, unless that is known.
func (w *work) times(ctx context.Context) error {
	if err := w.distrust(ctx); err != nil {
		return err
	}
	for {
		story, err := w.lib.Story(ctx, w.job.Story)
		if err != nil || !story.HasAudio || story.Aligned != "" && story.Aligned != intake.Unfinished {
			return err
		}
		w.told(intake.Progress{Step: intake.Aligning})
		inside, out, err := w.gate.enter(ctx)
		if err != nil {
			return err
		}
		err = intake.Align(inside, w.lib, w.job.Story, intake.Listener{Told: w.aligned})
		madeWay := errors.Is(context.Cause(inside), errMakeWay)
		out()
		if !madeWay || ctx.Err() != nil {
			return err
		}
	}
}

func (w *work) aligned(a intake.Aligned) {
	w.board.progress(w.job.ID, intake.Progress{Step: intake.Aligning, Done: int64(a.Done), Total: int64(a.Duration)}, &a)
}

// Align finds when the words of a story are spoken for someone who has it open: before any other story's.
func (q *Queue) Align(ctx context.Context, id int64, l intake.Listener) error {
	out, err := q.gate.enterFirst(ctx)
	if err != nil {
		return err
	}
	defer out()
	return intake.Align(ctx, q.lib, id, l)
}

// endingOf is the ending for a file's name that says what is in it.
func endingOf(f web.File) string {
	switch f.Type {
	case "audio/mpeg", "audio/mp3":
		return ".mp3"
	case "audio/ogg", "application/ogg":
		return ".ogg"
	case "audio/flac", "audio/x-flac":
		return ".flac"
	case "audio/wav", "audio/x-wav", "audio/vnd.wave":
		return ".wav"
	case "image/jpeg":
		return ".jpg"
	case "image/png", "image/gif", "image/webp":
		return "." + strings.TrimPrefix(f.Type, "image/")
	}
	return strings.ToLower(filepath.Ext(f.Name))
}

func isAddress(text string) bool {
	return strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://")
}

// nameOf is what a story is called until its title is known.
func nameOf(s intake.Source) string {
	if s.Title != "" {
		return s.Title
	}
	if s.Location != "" {
		if isAddress(s.Location) {
			return s.Location
		}
		return filepath.Base(s.Location)
	}
	const most = 8
	words := strings.Fields(s.Text)
	return strings.Join(words[:min(len(words), most)], " ")
}

// sentence puts an error on one line.
func sentence(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
