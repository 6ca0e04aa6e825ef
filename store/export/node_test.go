package export

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// A node is an element of a parsed document.
type node struct {
	xml.Name
	attrs    map[xml.Name]string
	children []*node
	text     string // of itself and all within
}

func (n *node) attr(name string) string { return n.attrs[xml.Name{Local: name}] }

// all gives the elements of that name in the tree, in order; any namespace where space is "".
func (n *node) all(space, local string) []*node {
	var list []*node
	if n.Local == local && (space == "" || n.Space == space) {
		list = append(list, n)
	}
	for _, c := range n.children {
		list = append(list, c.all(space, local)...)
	}
	return list
}

func (n *node) each(visit func(*node)) {
	visit(n)
	for _, c := range n.children {
		c.each(visit)
	}
}

// parse reads a document, which must be well-formed.
func parse(data []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	root := &node{}
	open := []*node{root}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		top := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			n := &node{Name: token.Name, attrs: map[xml.Name]string{}}
			for _, a := range token.Attr {
				if _, twice := n.attrs[a.Name]; twice {
					return nil, fmt.Errorf("attribute %s stands twice", a.Name.Local)
				}
				n.attrs[a.Name] = a.Value
			}
			top.children = append(top.children, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			for _, n := range open {
				n.text += string(token)
			}
		}
	}
	if len(root.children) != 1 {
		return nil, errors.New("there is not one root element")
	}
	return root.children[0], nil
}
