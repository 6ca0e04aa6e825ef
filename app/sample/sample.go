// Package sample puts the story that comes with the program into a new library, so that there is something to hear and
// follow at the first start.
package sample

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"alongside/assets"
	"alongside/store"
	"alongside/sync/timing"
)

// setting is kept in a library that has been given the sample story, so that it does not come back once it is removed.
const setting = "sample story"

// Add puts the sample story into a library that has never had it, and gives its number; 0 where it was given before.
func Add(ctx context.Context, lib *store.Library) (int64, error) {
	if _, given, err := lib.Setting(ctx, setting); err != nil || given {
		return 0, err
	}
	draft, err := draft()
	if err != nil {
		return 0, fmt.Errorf("reading the sample story: %w", err)
	}
	folder, err := os.MkdirTemp("", "alongside")
	if err != nil {
		return 0, fmt.Errorf("unpacking the sample story: %w", err)
	}
	defer os.RemoveAll(folder)
	story := assets.Sample()
	draft.AudioPath = filepath.Join(folder, story.AudioName)
	if err := os.WriteFile(draft.AudioPath, story.Audio, 0o600); err != nil {
		return 0, fmt.Errorf("unpacking the sample story: %w", err)
	}
	id, err := lib.Save(ctx, draft)
	if err != nil {
		return 0, err
	}
	return id, lib.SaveSetting(ctx, setting, "given")
}

func draft() (store.Draft, error) {
	transcript, alignment, err := timing.ReadStory(bytes.NewReader(assets.Sample().Timed))
	if err != nil {
		return store.Draft{}, err
	}
	alignment.Method = "by construction"
	return store.Draft{Transcript: transcript, Alignment: alignment}, nil
}
