package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"alongside/store"
	"alongside/store/intake"
	"alongside/store/intake/saving"
	"alongside/store/intake/web"
)

// downloader gives what downloads again what is lost. It does so from the public internet only, if nothing else was said:
// what the library tells of where something came from may be a stranger's word.
func (s *session) downloader() saving.Downloader {
	if s.Downloads != nil {
		return s.Downloads
	}
	return web.NewClient("")
}

// getSound downloads a story's sound again.
func (s *session) getSound(ctx context.Context, story int64) error {
	progress := newProgress(s.Err)
	queue := saving.New(ctx, s.opened, saving.Options{
		Downloads: func(string) saving.Downloader { return s.downloader() },
	})
	defer queue.Close()
	progress.set(intake.Progress{Step: intake.Downloading})
	defer progress.end()
	job, err := queue.GetSound(ctx, story)
	if err != nil {
		return err
	}
	if _, err := queue.Wait(ctx, job); err != nil {
		return errors.Join(err, queue.Cancel(context.WithoutCancel(ctx), job))
	}
	return nil
}

// repairLibrary mends what is damaged, before the library is checked, and says what became of it.
func (s *session) repairLibrary(ctx context.Context, other intake.OtherSound) []finding {
	lib, err := s.library(ctx)
	if err != nil {
		return nil // the check says so
	}
	fetch := func(ctx context.Context, address, to string) error {
		_, err := s.downloader().Download(ctx, address, to, web.Sound, nil)
		return err
	}
	progress := newBytesLine(s.Err, "Comparing sound and pictures")
	repairs, err := intake.Repairer{Fetch: fetch, Other: other}.Repair(ctx, lib, progress.set)
	progress.end()
	var findings []finding
	for _, r := range repairs {
		file := filepath.Join(lib.Dir(), "media", r.Damage.File)
		f := finding{Part: "repair", OK: r.Mended, Says: fmt.Sprintf("“%s”: %s", r.Damage.Uses[0].Title, r.Says), File: file}
		if r.Other && !r.Mended && r.Damage.Uses[0].Role == store.Sound {
			f.Do = "To take the other sound: alongside check --repair --take-other"
		}
		findings = append(findings, f)
		for _, id := range r.Align {
			err = errors.Join(err, s.align(ctx, lib, id))
		}
	}
	if err != nil {
		findings = append(findings, finding{Part: "repair", Says: sentence(err) + "."})
	}
	return findings
}
