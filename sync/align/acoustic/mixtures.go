package acoustic

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// unit is what one step of a stored weight is worth, in nats: Sphinx keeps logarithms to the base 1.0001, in steps of 1024.
var unit = float32(1024 * math.Log(1.0001))

// mixtures are the weights of the senones, for each stream and Gaussian −log weight in units. Senones are numbered anew, phone
// by phone. One senone's weights lie together, as the few senones that are wanted in one frame are mostly wanted in the next.
type mixtures struct {
	weights [][streams][density]uint8
	phone   []Phone              // whose codebook each senone mixes
	linear  [worst + 256]float32 // e^(−unit·n)
	unknown []float32            // Unknown for each senone
	rows    [phones]rowsOfPhone
}

// rowsOfPhone are the weights of the senones of a phone, first to first+count, arranged for wide arithmetic: a row for each
// stream and Gaussian, as they are and not as logarithms.
type rowsOfPhone struct {
	first, count int
	all          []float32 // empty where there is no wide arithmetic
}

// row is the row of a stream's Gaussian.
func (r *rowsOfPhone) row(stream int, gaussian uint8) []float32 {
	at := (stream*density + int(gaussian)) * r.count
	return r.all[at : at+r.count]
}

func (m *mixtures) senones() int { return len(m.phone) }

// sendump is the file of the weights: for each stream and Gaussian a row of −log weights in units, a byte for each senone.
type sendump struct {
	columns int
	rows    [streams][density][]byte
}

func readMixtures(data []byte) (s sendump, err error) {
	c := &cursor{data: data}
	for n := c.int(); n != 0; n = c.int() {
		name, value, _ := strings.Cut(strings.TrimRight(string(c.bytes(n)), "\x00"), " ")
		if count, err := strconv.Atoi(value); name == "cluster_count" && err == nil && count != 0 {
			return s, errors.New("reading the model's mixture weights: clustered weights are not supported")
		}
	}
	rows, columns := c.int(), c.int()
	if c.err == nil && (rows != density || columns <= 0 || columns > math.MaxUint16/2) {
		return s, fmt.Errorf("reading the model's mixture weights: %d Gaussians, %d senones", rows, columns)
	}
	s.columns = columns
	for i := range s.rows {
		for d := range s.rows[i] {
			s.rows[i][d] = c.bytes(columns)
		}
	}
	if c.err != nil {
		return s, fmt.Errorf("reading the model's mixture weights: %w", c.err)
	}
	return s, nil
}

// newMixtures arranges the weights of a file by phones and gives the new numbers of the file's senones.
func newMixtures(s *sendump, d *definition) (m mixtures, number []uint16) {
	for i := range m.linear {
		m.linear[i] = float32(math.Exp(-float64(unit) * float64(i)))
	}
	of := make([][]int, phones)
	for senone, phone := range d.owners() {
		of[phone] = append(of[phone], senone)
	}
	number = make([]uint16, s.columns)
	for p, senones := range of {
		first := len(m.phone)
		for k, senone := range senones {
			number[senone] = uint16(first + k)
		}
		for len(senones)%lanes != 0 { // wide arithmetic takes as many at once
			senones = append(senones, senones[0])
		}
		m.phone = append(m.phone, slices.Repeat([]Phone{Phone(p)}, len(senones))...)
		m.fill(s, senones)
		m.rows[p] = rowsOfPhone{first: first, count: len(senones)}
	}
	m.unknown = slices.Repeat([]float32{Unknown}, m.senones())
	if canWide() {
		m.arrangeRows()
	}
	return m, number
}

// fill adds the weights of the senones with these numbers in the file.
func (m *mixtures) fill(s *sendump, senones []int) {
	first := len(m.weights)
	m.weights = append(m.weights, make([][streams][density]uint8, len(senones))...)
	for i := range s.rows {
		for d, row := range s.rows[i] {
			for k, senone := range senones {
				m.weights[first+k][i][d] = row[senone]
			}
		}
	}
}

func (m *mixtures) arrangeRows() {
	for p := range m.rows {
		r := &m.rows[p]
		r.all = make([]float32, streams*density*r.count)
		for k := range r.count {
			for i := range streams {
				for d, w := range m.weights[r.first+k][i] {
					r.row(i, uint8(d))[k] = m.linear[w]
				}
			}
		}
	}
}

// owners gives for each senone the phone whose states use it.
func (d *definition) owners() []Phone {
	out := make([]Phone, d.senones)
	for n := range len(d.entries) / entrySize {
		base := Phone(n)
		if n >= phones {
			base = Phone(d.entries[n*entrySize+9])
		}
		for _, senone := range d.sequence(d.entry(n).sequence) {
			out[senone] = base
		}
	}
	return out
}
