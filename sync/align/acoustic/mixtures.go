package acoustic

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// unit is what one step of a stored weight is worth, in nats: Sphinx keeps logarithms to the base 1.0001, in steps of 1024.
var unit = float32(1024 * math.Log(1.0001))

// mixtures are the weights of the senones: for each senone, stream and Gaussian of its codebook, −log weight in units. One
// senone's weights lie together, as the few senones that are wanted in one frame are mostly wanted in the next.
type mixtures struct {
	weights [][streams][density]uint8
	book    []Phone              // the codebook of each senone
	linear  [worst + 256]float32 // e^(−unit·n)
}

func (m *mixtures) senones() int { return len(m.weights) }

// readMixtures reads a sendump: named texts, then for each stream and Gaussian a row with a byte for each senone.
func readMixtures(data []byte) (m mixtures, err error) {
	c := &cursor{data: data}
	for n := c.int(); n != 0; n = c.int() {
		name, value, _ := strings.Cut(strings.TrimRight(string(c.bytes(n)), "\x00"), " ")
		if count, err := strconv.Atoi(value); name == "cluster_count" && err == nil && count != 0 {
			return m, errors.New("reading the model's mixture weights: clustered weights are not supported")
		}
	}
	rows, columns := c.int(), c.int()
	if c.err == nil && (rows != density || columns <= 0 || columns > math.MaxUint16) {
		return m, fmt.Errorf("reading the model's mixture weights: %d Gaussians, %d senones", rows, columns)
	}
	m.weights = make([][streams][density]uint8, columns)
	for s := range streams {
		for d := range density {
			for senone, w := range c.bytes(columns) {
				m.weights[senone][s][d] = w
			}
		}
	}
	if c.err != nil {
		return m, fmt.Errorf("reading the model's mixture weights: %w", c.err)
	}
	for i := range m.linear {
		m.linear[i] = float32(math.Exp(-float64(unit) * float64(i)))
	}
	return m, nil
}

// assign finds the codebook of each senone: that of the phone whose states use it.
func (m *mixtures) assign(d *definition) {
	m.book = make([]Phone, m.senones())
	for n := range len(d.entries) / entrySize {
		base := Phone(n)
		if n >= phones {
			base = Phone(d.entries[n*entrySize+9])
		}
		for _, senone := range d.sequence(d.entry(n).sequence) {
			m.book[senone] = base
		}
	}
}
