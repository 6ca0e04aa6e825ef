package letters

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// A model is kept as numbers of variable length (encoding/binary): how many graphones, each as its letter and its phones;
// then the contexts, the root first, each as what follows it and then each child with its graphone and all that is below.
// Graphones within a context are in order and kept as differences.

// Append writes the model at the end of out.
func (m *Model) Append(out []byte) []byte {
	out = binary.AppendUvarint(out, uint64(len(m.graphones)))
	for _, g := range m.graphones {
		out = binary.AppendUvarint(out, uint64(g.letter))
		out = binary.AppendUvarint(out, uint64(len(g.phones)))
		out = append(out, g.phones...)
	}
	return m.appendContext(out, 0)
}

func (m *Model) appendContext(out []byte, at int32) []byte {
	c := &m.contexts[at]
	out = binary.AppendUvarint(out, uint64(len(c.follows)))
	last := uint16(0)
	for _, f := range c.follows {
		out = binary.AppendUvarint(out, uint64(f.graphone-last))
		out = binary.AppendUvarint(out, uint64(f.count))
		last = f.graphone
	}
	out = binary.AppendUvarint(out, uint64(len(c.children)))
	last = 0
	for _, k := range c.children {
		out = binary.AppendUvarint(out, uint64(k.graphone-last))
		out = m.appendContext(out, k.context)
		last = k.graphone
	}
	return out
}

// Read reads a model that Append wrote.
func Read(data []byte) (*Model, error) {
	d := decoder{data: data}
	m := &Model{}
	for range d.count() {
		letter := rune(d.number())
		m.graphones = append(m.graphones, graphone{letter, d.text()})
	}
	if len(m.graphones) == 0 {
		return nil, errors.New("reading the spelling model: it is empty")
	}
	m.index()
	d.context(m, 0)
	if d.err != nil {
		return nil, fmt.Errorf("reading the spelling model: %w", d.err)
	}
	return m, nil
}

type decoder struct {
	data []byte
	err  error
}

var errDamaged = errors.New("the data is damaged")

func (d *decoder) number() uint64 {
	n, size := binary.Uvarint(d.data)
	if size <= 0 {
		d.err, d.data = errDamaged, nil
		return 0
	}
	d.data = d.data[size:]
	return n
}

// count is a number of things that each take at least one byte.
func (d *decoder) count() int {
	n := d.number()
	if n > uint64(len(d.data)) {
		d.err, d.data = errDamaged, nil
		return 0
	}
	return int(n)
}

func (d *decoder) text() string {
	n := d.count()
	s := string(d.data[:n])
	d.data = d.data[n:]
	return s
}

func (d *decoder) graphone(m *Model, last uint16) uint16 {
	g := uint64(last) + d.number()
	if g >= uint64(len(m.graphones)) {
		d.err = errDamaged
		return 0
	}
	return uint16(g)
}

func (d *decoder) context(m *Model, depth int) int32 {
	at := int32(len(m.contexts))
	m.contexts = append(m.contexts, context{})
	var c context
	last := uint16(0)
	c.follows = make([]follow, d.count())
	for i := range c.follows {
		last = d.graphone(m, last)
		c.follows[i] = follow{last, uint16(d.number())}
		c.total += int(c.follows[i].count)
	}
	if c.total == 0 || depth >= order {
		d.err, d.data = errDamaged, nil
		return at
	}
	last = 0
	c.children = make([]child, d.count())
	for i := range c.children {
		last = d.graphone(m, last)
		c.children[i] = child{last, d.context(m, depth+1)}
	}
	m.contexts[at] = c
	return at
}
