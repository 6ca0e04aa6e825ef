package acoustic

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

var errShort = errors.New("the file ends too early")

// cursor reads little-endian numbers from a file in memory. After the first failure it gives zeros; err tells.
type cursor struct {
	data []byte
	err  error
}

func (c *cursor) bytes(n int) []byte {
	if n < 0 || n > len(c.data) {
		c.err, c.data = errShort, nil
		return nil
	}
	out := c.data[:n]
	c.data = c.data[n:]
	return out
}

func (c *cursor) int() int {
	b := c.bytes(4)
	if b == nil {
		return 0
	}
	return int(int32(binary.LittleEndian.Uint32(b)))
}

func (c *cursor) floats(n int) []float32 {
	b := c.bytes(4 * n)
	out := make([]float32, len(b)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return out
}

func (c *cursor) text() string {
	end := bytes.IndexByte(c.data, 0)
	b := c.bytes(end + 1)
	if len(b) == 0 {
		c.err = errShort
		return ""
	}
	return string(b[:end])
}

// s3 opens a file of the "s3" kind: a text header, then a number that shows the byte order.
func s3(data []byte) *cursor {
	const end = "endhdr\n"
	at := bytes.Index(data, []byte(end))
	if at < 0 {
		return &cursor{err: errors.New("no header")}
	}
	c := &cursor{data: data[at+len(end):]}
	if c.int() != 0x11223344 && c.err == nil {
		c.err = errors.New("unknown byte order")
	}
	return c
}

// definition is the file mdef: which senones and which transition matrix each triphone has. Triphones are found by a tree
// of four levels, place in the word, phone, left, right, kept in the form of the file.
type definition struct {
	names       []string
	byName      map[string]Phone
	senones     int
	transitions int
	tree        []byte // nodes of 8 bytes: context int16, children int16, then the first child or the triphone
	entries     []byte // triphones of 12 bytes: senone sequence int32, transition matrix int32, 4 of context
	sequences   []byte // States senones each, uint16
}

type entry struct{ sequence, transition int }

const (
	nodeSize  = 8
	entrySize = 12
	positions = 4
)

func readDefinition(data []byte) (d definition, err error) {
	c := &cursor{data: data}
	if string(c.bytes(4)) != "BMDF" {
		return d, errors.New("reading the model definition: not a binary definition")
	}
	c.int() // version
	c.bytes(c.int())
	var head [10]int
	for i := range head {
		head[i] = c.int()
	}
	named, entries, states := head[0], head[1], head[2]
	d.senones, d.transitions = head[4], head[5]
	sequences, nodes := head[6], head[8]
	if named != phones || states != States {
		return d, fmt.Errorf("reading the model definition: %d phones of %d states, not %d of %d", named, states, phones, States)
	}
	d.byName = make(map[string]Phone, named)
	length := 0
	for i := range named {
		name := c.text()
		d.names = append(d.names, name)
		d.byName[name] = Phone(i)
		length += len(name) + 1
	}
	c.bytes((4 - length%4) % 4)
	d.tree = c.bytes(nodes * nodeSize)
	d.entries = c.bytes(entries * entrySize)
	c.int() // the length of all sequences together
	d.sequences = c.bytes(sequences * States * 2)
	if c.err != nil {
		return d, fmt.Errorf("reading the model definition: %w", c.err)
	}
	return d, nil
}

// entry gives the numbers of a triphone by its number; the phones by themselves come first.
func (d *definition) entry(n int) entry {
	c := cursor{data: d.entries[n*entrySize:]}
	return entry{sequence: c.int(), transition: c.int()}
}

func (d *definition) sequence(n int) (out [States]uint16) {
	for i := range out {
		out[i] = binary.LittleEndian.Uint16(d.sequences[(n*States+i)*2:])
	}
	return out
}

// find walks down the tree.
func (d *definition) find(base, left, right Phone, at Position) (entry, bool) {
	first, count := 0, positions
	for _, want := range [...]int{int(at), int(base), int(left), int(right)} {
		n := first
		for ; n < first+count; n++ {
			if int(int16(binary.LittleEndian.Uint16(d.tree[n*nodeSize:]))) == want {
				break
			}
		}
		if n == first+count {
			return entry{}, false
		}
		node := d.tree[n*nodeSize:]
		count = int(int16(binary.LittleEndian.Uint16(node[2:])))
		first = int(int32(binary.LittleEndian.Uint32(node[4:])))
		if count == 0 {
			if first < 0 {
				return entry{}, false
			}
			return d.entry(first), true
		}
	}
	return entry{}, false
}

func (d *definition) nearest(base, left, right Phone, at Position, silence Phone) entry {
	if e, ok := d.find(base, left, right, at); ok {
		return e
	}
	for p := range Position(positions) {
		if e, ok := d.find(base, left, right, p); ok {
			return e
		}
	}
	if e, ok := d.find(base, silence, right, at); ok {
		return e
	}
	if e, ok := d.find(base, left, silence, at); ok {
		return e
	}
	return d.entry(int(base))
}

// readTransitions reads the matrices of the probabilities of going from state to state, three rows of four each.
func readTransitions(data []byte) ([][States]move, error) {
	const least = 1e-4 // no transition is quite impossible
	c := s3(data)
	count, rows, columns := c.int(), c.int(), c.int()
	c.int() // how many numbers follow
	if c.err == nil && (rows != States || columns != States+1) {
		c.err = fmt.Errorf("matrices of %d×%d", rows, columns)
	}
	out := make([][States]move, 0, phones)
	for range count {
		values := c.floats(rows * columns)
		if c.err != nil {
			break
		}
		var m [States]move
		for i := range m {
			row := values[i*columns : (i+1)*columns]
			sum := float32(0)
			for _, v := range row {
				sum += v
			}
			score := func(v float32) float32 { return float32(math.Log(max(float64(v/sum), least))) }
			m[i] = move{stay: score(row[i]), next: score(row[i+1])}
		}
		out = append(out, m)
	}
	if c.err != nil {
		return nil, fmt.Errorf("reading the model's transition matrices: %w", c.err)
	}
	return out, nil
}
