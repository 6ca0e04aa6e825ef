package store

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"slices"
)

// This file reads rows straight from the pages of a damaged database, for where SQLite finds no way to them any more. The
// form is that of https://www.sqlite.org/fileformat2.html; the sections are named below. A page tells no table, so a row
// is taken for one of the table whose columns it fits: in number, in type and in what may be NULL. In a library's tables
// no row fits two.

// Kinds of pages that rows are in (section 1.6).
const (
	leafOfTable = 0x0d // of a table whose rows have numbers
	leafOfIndex = 0x0a // of an index, or a table whose rows have none
)

// readPages gives all rows on the pages of a database that fit one of the tables, except those on pages that are free.
func readPages(path string, tables []*table, put func(*table, []any) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	pages := newPages(file, info.Size())
	free := pages.free()
	for number := uint32(1); number <= pages.count; number++ {
		if free[number] {
			continue
		}
		err := pages.rows(number, func(r row) error {
			for _, t := range tables {
				if values, fits := t.fit(r); fits {
					return put(t, values)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// Pages are those of a database file.
type pages struct {
	file  io.ReaderAt
	size  int64
	count uint32
}

func newPages(file io.ReaderAt, size int64) pages {
	var header [18]byte
	file.ReadAt(header[:], 0) // nothing read is as good as rubbish
	p := pages{file: file, size: int64(binary.BigEndian.Uint16(header[16:]))}
	if p.size == 1 {
		p.size = 65536
	}
	if p.size < 512 || p.size&(p.size-1) != 0 {
		p.size = 4096
	}
	p.count = uint32(min(size/p.size, math.MaxInt32))
	return p
}

func (p pages) page(number uint32) ([]byte, bool) {
	if number < 1 || number > p.count {
		return nil, false
	}
	page := make([]byte, p.size)
	_, err := p.file.ReadAt(page, int64(number-1)*p.size)
	return page, err == nil
}

// free lists the pages that are not in use, as far as the list can be read (section 1.5).
func (p pages) free() map[uint32]bool {
	free := map[uint32]bool{}
	first, ok := p.page(1)
	if !ok {
		return free
	}
	for trunk := binary.BigEndian.Uint32(first[32:]); trunk != 0 && !free[trunk]; {
		page, ok := p.page(trunk)
		if !ok {
			break
		}
		free[trunk] = true
		for i := range min(binary.BigEndian.Uint32(page[4:]), uint32(p.size/4)-2) {
			free[binary.BigEndian.Uint32(page[8+4*i:])] = true
		}
		trunk = binary.BigEndian.Uint32(page)
	}
	return free
}

// A row is one record (section 2.1): its values, and its number in a table whose rows have numbers.
type row struct {
	number   int64
	numbered bool
	values   []any
}

// rows gives the rows on a page; what cannot be read of it is passed over.
func (p pages) rows(number uint32, do func(row) error) error {
	page, ok := p.page(number)
	if !ok {
		return nil
	}
	head := 0
	if number == 1 {
		head = 100
	}
	kind := page[head]
	if kind != leafOfTable && kind != leafOfIndex {
		return nil
	}
	for i := range int(binary.BigEndian.Uint16(page[head+3:])) {
		pointer := head + 8 + 2*i
		if pointer+2 > len(page) {
			break
		}
		r, err := p.row(page, int(binary.BigEndian.Uint16(page[pointer:])), kind == leafOfTable)
		if err != nil {
			continue
		}
		if err := do(r); err != nil {
			return err
		}
	}
	return nil
}

var errNoRow = errors.New("there is no row here")

// row reads the cell at a place of a page (section 1.6).
func (p pages) row(page []byte, at int, numbered bool) (r row, err error) {
	if at < 8 || at >= len(page) {
		return r, errNoRow
	}
	cell := page[at:]
	length, n := sqliteVarint(cell)
	cell = cell[n:]
	if r.numbered = numbered; numbered {
		number, n := sqliteVarint(cell)
		r.number, cell = int64(number), cell[n:]
	}
	payload, err := p.payload(cell, length, numbered)
	if err != nil {
		return r, err
	}
	r.values, err = record(payload)
	return r, err
}

// payload gathers a record of so many bytes, of which what does not fit into its cell is on other pages (section 1.6).
func (p pages) payload(cell []byte, length uint64, ofTable bool) ([]byte, error) {
	const longest = 1 << 26
	if length == 0 || length > longest || int64(length) > p.size*int64(p.count) {
		return nil, errNoRow
	}
	usable, total := int(p.size), int(length)
	most, least := usable-35, (usable-12)*32/255-23
	if !ofTable {
		most = (usable-12)*64/255 - 23
	}
	local := total
	if total > most {
		if local = least + (total-least)%(usable-4); local > most {
			local = least
		}
	}
	if local > len(cell) || total > local && local+4 > len(cell) {
		return nil, errNoRow
	}
	payload := append(make([]byte, 0, total), cell[:local]...)
	if total == local {
		return payload, nil
	}
	for next := binary.BigEndian.Uint32(cell[local:]); len(payload) < total; {
		page, ok := p.page(next)
		if !ok {
			return nil, errNoRow
		}
		next = binary.BigEndian.Uint32(page)
		payload = append(payload, page[4:min(len(page), 4+total-len(payload))]...)
	}
	return payload, nil
}

// record takes a record apart (section 2.1).
func record(payload []byte) ([]any, error) {
	length, n := sqliteVarint(payload)
	if n == 0 || length < uint64(n) || length > uint64(len(payload)) {
		return nil, errNoRow
	}
	header, body := payload[n:length], payload[length:]
	var values []any
	for len(header) > 0 {
		kind, n := sqliteVarint(header)
		if n == 0 {
			return nil, errNoRow
		}
		header = header[n:]
		value, size, ok := valueOf(kind, body)
		if !ok {
			return nil, errNoRow
		}
		values, body = append(values, value), body[size:]
	}
	if len(body) > 0 {
		return nil, errNoRow
	}
	return values, nil
}

// valueOf reads a value of a serial type (section 2.1).
func valueOf(kind uint64, body []byte) (value any, size int, ok bool) {
	switch {
	case kind == 0:
		return nil, 0, true
	case kind == 8 || kind == 9:
		return int64(kind - 8), 0, true
	case kind <= 6:
		size = [...]int{0, 1, 2, 3, 4, 6, 8}[kind]
	case kind == 7:
		size = 8
	case kind < 12 || (kind-12)/2 > uint64(len(body)):
		return nil, 0, false
	default:
		size = int((kind - 12) / 2)
	}
	switch {
	case size > len(body):
		return nil, 0, false
	case kind == 7:
		return math.Float64frombits(binary.BigEndian.Uint64(body)), size, true
	case kind <= 6:
		number := int64(int8(body[0]))
		for _, b := range body[1:size] {
			number = number<<8 | int64(b)
		}
		return number, size, true
	case kind%2 == 0:
		return body[:size:size], size, true
	}
	return string(body[:size]), size, true
}

// sqliteVarint reads a number in SQLite's form of variable length (section 1.6) and tells how many bytes it took; 0 where
// there is none.
func sqliteVarint(b []byte) (uint64, int) {
	var v uint64
	for i := range min(len(b), 9) {
		if i == 8 {
			return v<<8 | uint64(b[i]), 9
		}
		v = v<<7 | uint64(b[i]&0x7f)
		if b[i] < 0x80 {
			return v, i + 1
		}
	}
	return 0, 0
}

// fit gives the values for a table's columns if the row can be one of the table.
func (t *table) fit(r row) ([]any, bool) {
	if len(r.values) != len(t.columns) {
		return nil, false
	}
	values := slices.Clone(r.values)
	numbered := false
	for i, c := range t.columns {
		switch {
		case c.rowid && values[i] != nil, !c.rowid && !c.holds(values[i]):
			return nil, false
		case c.rowid:
			values[i], numbered = r.number, true
		}
	}
	return values, numbered == r.numbered
}

func (c column) holds(value any) bool {
	switch value.(type) {
	case nil:
		return c.optional
	case int64:
		return c.kind == "INTEGER" || c.kind == "REAL" // whole numbers are stored as such
	case float64:
		return c.kind == "REAL"
	case string:
		return c.kind == "TEXT"
	}
	return c.kind == "BLOB"
}
