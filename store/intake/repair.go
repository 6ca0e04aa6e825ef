package intake

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"alongside/store"
	"alongside/sync/timing"
)

// A Fetch downloads what is at an address to a file.
type Fetch func(ctx context.Context, address, to string) error

// OtherSound is what to do where an address gives other sound than was saved, such as an episode with other advertising.
type OtherSound int

const (
	LeaveOther OtherSound = iota // say so, and change nothing
	TakeOther                    // take it; the story's times are found anew
)

// A Repairer mends the library's media from where they came from.
type Repairer struct {
	Fetch Fetch      // nil: nothing is downloaded
	Other OtherSound // what to do with sound that is not the same
}

// A Repair tells what became of one damaged file.
type Repair struct {
	Damage store.Damage
	Mended bool
	Other  bool    // its address gives other sound now
	Align  []int64 // stories that have the other sound now, and whose times are to be found: call Align
	Says   string  // what was done, or what the person can do
}

// Repair compares each media file with its hash and mends those that are not as they were saved: from the file that the
// story was read from or one in its folder, else from its address, and only with the very same content unless other sound
// is to be taken. Told, which may be nil, hears how far the comparing is. A part of a book comes only from its folder.
func (r Repairer) Repair(ctx context.Context, lib *store.Library, told func(done, total int64)) ([]Repair, error) {
	damaged, err := lib.Damaged(ctx, told)
	if err != nil {
		return nil, err
	}
	var repairs []Repair
	for _, d := range damaged {
		repair, err := r.one(ctx, lib, d)
		if err != nil {
			return repairs, err
		}
		repairs = append(repairs, repair)
	}
	return repairs, nil
}

func (r Repairer) one(ctx context.Context, lib *store.Library, d store.Damage) (Repair, error) {
	repair := Repair{Damage: d}
	for _, path := range originals(d) {
		err := lib.Mend(ctx, d, path)
		if err == nil {
			repair.Mended, repair.Says = true, fmt.Sprintf("Mended from %s.", path)
			return repair, nil
		}
		if ctx.Err() != nil || errors.Is(err, store.ErrFull) {
			return repair, err
		}
	}
	err := r.download(ctx, lib, &repair)
	return repair, err
}

// originals are the files near those that the stories were read from that may be the one that is damaged.
func originals(d store.Damage) (paths []string) {
	const most = 20
	for _, use := range d.Uses {
		if use.Origin == "" || !filepath.IsAbs(use.Origin) {
			continue
		}
		folder := filepath.Dir(use.Origin)
		entries, err := os.ReadDir(folder)
		if err != nil {
			continue
		}
		for _, entry := range entries {
			info, err := entry.Info()
			if err == nil && info.Mode().IsRegular() && info.Size() == d.Bytes && len(paths) < most {
				paths = append(paths, filepath.Join(folder, entry.Name()))
			}
		}
	}
	return paths
}

// download mends from an address.
func (r Repairer) download(ctx context.Context, lib *store.Library, repair *Repair) error {
	use, known := downloadable(repair.Damage)
	if !known || r.Fetch == nil {
		repair.Says = repair.Damage.String()
		return nil
	}
	folder, err := os.MkdirTemp("", "alongside-repair-*")
	if err != nil {
		return fmt.Errorf("making room for a download: %w", err)
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "again"+filepath.Ext(repair.Damage.File))
	if err := r.Fetch(ctx, use.URL, path); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		repair.Says = fmt.Sprintf("It could not be downloaded again (%v). %s", err, repair.Damage)
		return nil
	}
	path, err = r.mend(ctx, lib, repair.Damage, path, folder)
	switch {
	case err == nil:
		repair.Mended, repair.Says = true, fmt.Sprintf("Downloaded again from %s.", use.URL)
	case !errors.Is(err, store.ErrOther):
		return err
	case use.Role != store.Sound:
		repair.Other, repair.Says = true, fmt.Sprintf("At %s is another picture now. Add “%s” again to take it.", use.URL, use.Title)
	case r.Other == TakeOther:
		return r.take(ctx, lib, repair, path)
	default:
		repair.Other, repair.Says = true, fmt.Sprintf("At %s is other sound now than was saved of “%s”, perhaps with other advertising. "+
			"Nothing was changed. It can be taken all the same; the times are then found anew.", use.URL, use.Title)
	}
	return nil
}

// mend takes what was downloaded, or, where that was converted when it was saved, converts it again. It gives the file that
// can be played.
func (r Repairer) mend(ctx context.Context, lib *store.Library, d store.Damage, path, folder string) (string, error) {
	err := lib.Mend(ctx, d, path)
	if !errors.Is(err, store.ErrOther) {
		return path, err
	}
	converted, done, problem := Playable(ctx, path, "", nil)
	if problem != nil {
		return path, err
	}
	defer done()
	if converted == path {
		return path, err
	}
	kept := filepath.Join(folder, "converted"+filepath.Ext(converted))
	if err := os.Rename(converted, kept); err != nil {
		return path, err
	}
	return kept, lib.Mend(ctx, d, kept)
}

// downloadable gives a use with an address, if a file can be had from one at all.
func downloadable(d store.Damage) (store.Use, bool) {
	for _, use := range d.Uses {
		web := strings.HasPrefix(use.URL, "https://") || strings.HasPrefix(use.URL, "http://")
		if web && use.Role != store.PartOfBook {
			return use, true
		}
	}
	return store.Use{}, false
}

// take gives all stories that lost their sound the other one.
func (r Repairer) take(ctx context.Context, lib *store.Library, repair *Repair, path string) error {
	sound, err := hear(ctx, path)
	if err != nil {
		repair.Says = fmt.Sprintf("What is at the address now cannot be taken (%v). %s", err, repair.Damage)
		return nil
	}
	for _, use := range repair.Damage.Uses {
		if use.Role != store.Sound {
			continue
		}
		if err := lib.SaveDownload(ctx, use.Story, path, sound.duration, use.URL); err != nil {
			return err
		}
		if err := lib.SaveAlignment(ctx, use.Story, timing.Alignment{}); err != nil {
			return err
		}
		repair.Align = append(repair.Align, use.Story)
	}
	repair.Other, repair.Mended = true, true
	repair.Says = fmt.Sprintf("Took the other sound that is at %s now.", repair.Damage.Uses[0].URL)
	return nil
}
