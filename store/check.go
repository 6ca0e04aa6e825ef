package store

// A Report is what a check of the library found.
type Report struct {
	Stories  int
	Media    int      // files that were compared with their hashes
	Bytes    int64    // in those files
	Problems []string // sentences; none where all is sound
}

// Sound reports whether nothing is wrong.
func (r Report) Sound() bool { return len(r.Problems) == 0 }
