package align_test

import (
	"bufio"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// mark is what is known of one turn, sentence or word: when it is spoken, if it is.
type mark struct {
	start  time.Duration
	spoken bool
	text   string
}

// marks reads the truth of a set and says of which unit it is.
func marks(b testing.TB, folder string) (unit string, out []mark) {
	b.Helper()
	f, err := os.Open(filepath.Join(folder, "truth.tsv"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		if unit == "" {
			unit = fields[2]
			continue
		}
		seconds, err := strconv.ParseFloat(fields[0], 64)
		out = append(out, mark{time.Duration(seconds * float64(time.Second)), err == nil, fields[3]})
	}
	return unit, out
}
