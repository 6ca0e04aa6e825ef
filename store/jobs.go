package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"
)

// A Job is a story that is being saved. It is kept, so that the saving goes on after the program was ended or killed.
type Job struct {
	ID      int64
	Source  string // what is to be saved, as package intake writes it
	Title   string // what to call it until its own title is known
	Step    string // what is done next
	Story   int64  // once its text is in the library, else 0
	Problem string // why it stopped, in words; "" where it goes on
	Wants   string // the half of the story that the person is asked for, "" where nothing is
	Added   time.Time
}

// ErrNoJob is given for a job that is done, or was given up.
var ErrNoJob = errors.New("this story is not being saved any more")

// AddJob keeps a new job and gives its number.
func (l *Library) AddJob(ctx context.Context, j Job) (id int64, err error) {
	err = l.write(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `INSERT INTO jobs (source, title, step, story, problem, wants, added)
			VALUES (?, ?, ?, nullif(?, 0), ?, ?, ?) RETURNING id`,
			j.Source, j.Title, j.Step, j.Story, j.Problem, j.Wants, time.Now().UnixMilli()).Scan(&id)
	})
	return id, failed(err, "beginning to save %s", quoted(j.Title))
}

// SaveJob keeps how far a job has come, or gives ErrNoJob.
func (l *Library) SaveJob(ctx context.Context, j Job) error {
	err := l.change(ctx, `UPDATE jobs SET source = ?, title = ?, step = ?, story = nullif(?, 0), problem = ?, wants = ? WHERE id = ?`,
		j.Source, j.Title, j.Step, j.Story, j.Problem, j.Wants, j.ID)
	if errors.Is(err, ErrNotFound) {
		err = ErrNoJob
	}
	return failed(err, "keeping how far %s is saved", quoted(j.Title))
}

// Jobs lists the stories that are being saved, the first begun first.
func (l *Library) Jobs(ctx context.Context) (jobs []Job, err error) {
	err = l.read(ctx, func(tx *sql.Tx) error {
		jobs, err = each(ctx, tx, scanJob, jobRows+" ORDER BY id")
		return err
	})
	return jobs, failed(err, "listing the stories that are being saved")
}

// Job gives one of them, or ErrNoJob.
func (l *Library) Job(ctx context.Context, id int64) (job Job, err error) {
	err = l.read(ctx, func(tx *sql.Tx) error {
		job, err = scanJob(tx.QueryRowContext(ctx, jobRows+" WHERE id = ?", id))
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return Job{}, ErrNoJob
	}
	return job, failed(err, "reading how far a story is saved")
}

const jobRows = "SELECT id, source, title, step, coalesce(story, 0), problem, wants, added FROM jobs"

func scanJob(row scanner) (j Job, err error) {
	var added int64
	err = row.Scan(&j.ID, &j.Source, &j.Title, &j.Step, &j.Story, &j.Problem, &j.Wants, &added)
	j.Added = time.UnixMilli(added)
	return j, err
}

// RemoveJob ends a job that is done or given up, with what was downloaded for it. The story, if its text is saved, stays.
func (l *Library) RemoveJob(ctx context.Context, id int64) error {
	err := l.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM jobs WHERE id = ?", id)
		return err
	})
	if err == nil { // what another program is writing there just now goes with its work, or when the library is opened next
		os.RemoveAll(l.jobDir(id))
		os.Remove(l.jobDir(id) + ".lock")
	}
	return failed(err, "ending the saving of a story")
}

// A Claim is the right to work on a job: no other program has it meanwhile. Release it.
type Claim struct {
	Dir  string // a folder for what is downloaded; it stays until the job is removed
	lock *fileLock
}

// ClaimJob gives the right to work on a job, or ErrInUse where another has it.
func (l *Library) ClaimJob(id int64) (*Claim, error) {
	dir := l.jobDir(id)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, failed(err, "making a folder for what is downloaded")
	}
	file, err := os.OpenFile(dir+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, failed(err, "making a folder for what is downloaded")
	}
	lock := &fileLock{file}
	if !lock.tryExclusive() {
		file.Close()
		return nil, fmt.Errorf("saving a story: %w", ErrInUse)
	}
	return &Claim{dir, lock}, nil
}

// Release gives the right back.
func (c *Claim) Release() { c.lock.Close() }

func (l *Library) jobDir(id int64) string {
	return l.path(mediaName, jobsName, fmt.Sprint(id))
}

// sweepJobs deletes what was downloaded for jobs that are no more.
func (l *Library) sweepJobs(ctx context.Context) error {
	// The folders are listed first: one of a job that another program adds meanwhile is then not among them.
	entries, err := os.ReadDir(l.path(mediaName, jobsName))
	if err != nil {
		return ignoreMissing(err)
	}
	jobs, err := l.Jobs(ctx)
	if err != nil {
		return err
	}
	alive := map[string]bool{}
	for _, j := range jobs {
		alive[fmt.Sprint(j.ID)], alive[fmt.Sprint(j.ID)+".lock"] = true, true
	}
	for _, entry := range entries {
		if !alive[entry.Name()] {
			err = errors.Join(err, os.RemoveAll(l.path(mediaName, jobsName, entry.Name())))
		}
	}
	return err
}
