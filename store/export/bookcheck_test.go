package export

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"
)

// The namespaces of what is in a book.
const (
	nsContainer = "urn:oasis:names:tc:opendocument:xmlns:container"
	nsPackage   = "http://www.idpf.org/2007/opf"
	nsDublin    = "http://purl.org/dc/elements/1.1/"
	nsPage      = "http://www.w3.org/1999/xhtml"
	nsOverlay   = "http://www.w3.org/ns/SMIL"
	nsEPUB      = "http://www.idpf.org/2007/ops"
)

// A checker holds a book against the rules of EPUB 3.3: the container (OCF), the package document and media overlays. It is
// written from the specification, and knows nothing of how books are written here.
type checker struct {
	files    map[string][]byte
	problems []string

	root     string              // the path of the package document
	opf      *node               // the package document
	items    map[string]item     // by their path in the container
	byID     map[string]item     // by their id in the manifest
	pages    map[string]*node    // the XHTML documents, by path
	overlays map[string][]played // what is played, by the path of the document
	lengths  map[string]time.Duration
}

// An item is one of the manifest.
type item struct {
	id, path, media, overlay string
	properties               []string
}

// A played is one par of an overlay.
type played struct {
	page, id, audio string
	begin, end      time.Duration
}

// checkBook gives all that is wrong with a book, and what was read of it.
func checkBook(data []byte) *checker {
	c := &checker{
		files: map[string][]byte{}, items: map[string]item{}, byID: map[string]item{}, pages: map[string]*node{},
		overlays: map[string][]played{}, lengths: map[string]time.Duration{},
	}
	if c.container(data); c.root == "" {
		return c
	}
	if c.opf = c.parse(c.root); c.opf == nil {
		return c
	}
	c.metadata()
	c.manifest()
	c.spine()
	c.content()
	c.navigation()
	c.media()
	return c
}

func (c *checker) says(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

func (c *checker) parse(name string) *node {
	n, err := parse(c.files[name])
	if err != nil {
		c.says("%s is not well-formed: %v", name, err)
		return nil
	}
	ids := map[string]bool{}
	n.each(func(n *node) {
		if id, has := n.attrs[xml.Name{Local: "id"}]; has {
			if ids[id] || !regexp.MustCompile(`^[A-Za-z_][\w.-]*$`).MatchString(id) {
				c.says("%s: id %q stands twice, or is none", name, id)
			}
			ids[id] = true
		}
	})
	return n
}

// container checks the archive itself, and finds the package document.
func (c *checker) container(data []byte) {
	if len(data) < 58 || string(data[30:38]) != "mimetype" || string(data[38:58]) != "application/epub+zip" {
		c.says("the archive does not begin with its media type")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		c.says("it is no archive: %v", err)
		return
	}
	if first := z.File[0]; first.Name != "mimetype" || first.Method != zip.Store || len(first.Extra) > 0 {
		c.says("the first file is %q, method %d", first.Name, first.Method)
	}
	for _, f := range z.File {
		if path.Clean(f.Name) != f.Name || path.IsAbs(f.Name) || strings.ContainsAny(f.Name, "\\:*?\"<>|\x7f") || strings.HasPrefix(f.Name, "..") {
			c.says("the name %q", f.Name)
		}
		if _, twice := c.files[f.Name]; twice {
			c.says("%s is in it twice", f.Name)
		}
		r, err := f.Open()
		if err != nil {
			c.says("%s: %v", f.Name, err)
			continue
		}
		content, err := io.ReadAll(r)
		if err != nil {
			c.says("%s: %v", f.Name, err)
		}
		c.files[f.Name] = content
	}
	n := c.parse("META-INF/container.xml")
	if n == nil {
		return
	}
	roots := n.all(nsContainer, "rootfile")
	if n.attr("version") != "1.0" || len(roots) != 1 || roots[0].attr("media-type") != "application/oebps-package+xml" {
		c.says("container.xml names no package document")
		return
	}
	c.root = roots[0].attr("full-path")
}

// metadata checks what has to be said of every publication.
func (c *checker) metadata() {
	if c.opf.Space != nsPackage || c.opf.attr("version") != "3.0" {
		c.says("the package is version %q", c.opf.attr("version"))
	}
	identified := false
	for _, n := range c.opf.all(nsDublin, "identifier") {
		identified = identified || n.attr("id") == c.opf.attr("unique-identifier") && n.text != ""
	}
	if !identified {
		c.says("unique-identifier refers to no identifier")
	}
	for _, name := range []string{"title", "language"} {
		if found := c.opf.all(nsDublin, name); len(found) == 0 || strings.TrimSpace(found[0].text) == "" {
			c.says("there is no %s", name)
		}
	}
	for _, n := range c.opf.all(nsDublin, "language") {
		if _, err := language.Parse(n.text); err != nil {
			c.says("%q is no language", n.text)
		}
	}
	for _, n := range c.opf.all(nsPackage, "metadata")[0].children {
		if n.Space == nsDublin && strings.TrimSpace(n.text) == "" {
			c.says("%s is empty", n.Local)
		}
	}
	modified := c.meta("dcterms:modified", "")
	if len(modified) != 1 || !regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$`).MatchString(modified[0]) {
		c.says("modified is %q", modified)
	}
}

// meta gives the values of a property of the publication or, where refines is given, of one of its files.
func (c *checker) meta(property, refines string) []string {
	var list []string
	for _, n := range c.opf.all(nsPackage, "meta") {
		if n.attr("property") == property && n.attr("refines") == refines {
			list = append(list, n.text)
		}
	}
	return list
}

// manifest checks that it lists each file once, and only files that are there.
func (c *checker) manifest() {
	for _, n := range c.opf.all(nsPackage, "item") {
		href := n.attr("href")
		if href == "" || strings.ContainsAny(href, ":#?") || strings.HasPrefix(href, "/") {
			c.says("the manifest lists %q", href)
		}
		it := item{
			n.attr("id"), path.Join(path.Dir(c.root), href), n.attr("media-type"), n.attr("media-overlay"),
			strings.Fields(n.attr("properties")),
		}
		if _, twice := c.items[it.path]; twice || it.id == "" {
			c.says("the manifest lists %s twice, or without an id", href)
		}
		if _, here := c.files[it.path]; !here {
			c.says("%s is not there", it.path)
		}
		if !slices.Contains([]string{
			"application/xhtml+xml", "application/smil+xml", "text/css", "audio/mpeg", "audio/mp4", "audio/ogg; codecs=opus",
			"image/jpeg", "image/png", "image/gif", "image/webp",
		}, it.media) {
			c.says("%s is %s, which no reader has to know", it.path, it.media)
		}
		c.items[it.path], c.byID[it.id] = it, it
	}
	for name := range c.files {
		if _, listed := c.items[name]; !listed && name != "mimetype" && name != c.root && !strings.HasPrefix(name, "META-INF/") {
			c.says("%s is not in the manifest", name)
		}
	}
	for _, n := range c.opf.all(nsPackage, "meta") {
		if of, refines := strings.CutPrefix(n.attr("refines"), "#"); refines && c.byID[of].id == "" {
			c.says("there is no %s to refine", of)
		}
		if n.attr("property") == "" || strings.TrimSpace(n.text) == "" {
			c.says("a meta says nothing: %q %q", n.attr("property"), n.text)
		}
	}
	covers := c.having("cover-image")
	if len(covers) > 1 || len(covers) == 1 && !strings.HasPrefix(covers[0].media, "image/") {
		c.says("the covers are %v", covers)
	}
}

// having gives the items with a property.
func (c *checker) having(property string) []item {
	var list []item
	for _, it := range c.items {
		if slices.Contains(it.properties, property) {
			list = append(list, it)
		}
	}
	return list
}

// spine checks that all documents are read, once.
func (c *checker) spine() {
	read := map[string]bool{}
	for _, n := range c.opf.all(nsPackage, "itemref") {
		it, listed := c.byID[n.attr("idref")]
		if !listed || it.media != "application/xhtml+xml" || read[it.id] {
			c.says("the spine has %q, which is no document or in it twice", n.attr("idref"))
		}
		read[it.id] = true
	}
	for _, it := range c.items {
		if it.media == "application/xhtml+xml" && !read[it.id] && !slices.Contains(it.properties, "nav") {
			c.says("%s is not in the spine", it.path)
		}
	}
	if len(read) == 0 {
		c.says("the spine is empty")
	}
}

// content checks the documents, and that all they refer to is in the book.
func (c *checker) content() {
	for name, it := range c.items {
		if it.media != "application/xhtml+xml" {
			continue
		}
		n := c.parse(name)
		if n == nil {
			continue
		}
		c.pages[name] = n
		if titles := n.all(nsPage, "title"); n.Space != nsPage || n.Local != "html" || len(titles) != 1 || strings.TrimSpace(titles[0].text) == "" {
			c.says("%s is no XHTML with a title", name)
		}
		if len(n.all("", "script")) > 0 {
			c.says("%s has a script", name)
		}
	}
	for name, n := range c.pages {
		n.each(func(n *node) {
			for _, attr := range []string{"href", "src"} {
				if to, has := n.attrs[xml.Name{Local: attr}]; has {
					c.resolve(name, to)
				}
			}
		})
	}
}

// resolve checks a reference, and gives the file and the id that it leads to.
func (c *checker) resolve(from, to string) (name, id string) {
	file, id, _ := strings.Cut(to, "#")
	name = from
	if file != "" {
		name = path.Join(path.Dir(from), file)
	}
	if strings.Contains(to, ":") || c.items[name].id == "" {
		c.says("%s refers to %q, which is not in the book", from, to)
	} else if page := c.pages[name]; id != "" && (page == nil || !hasID(page, id)) {
		c.says("%s refers to %q, where there is no such element", from, to)
	}
	return name, id
}

func hasID(n *node, id string) bool {
	found := false
	n.each(func(n *node) { found = found || n.attr("id") == id })
	return found
}

// navigation checks the one document that leads to the others.
func (c *checker) navigation() {
	navs := c.having("nav")
	if len(navs) != 1 || c.pages[navs[0].path] == nil {
		c.says("there are %d navigation documents", len(navs))
		return
	}
	tables := 0
	for _, nav := range c.pages[navs[0].path].all(nsPage, "nav") {
		if nav.attrs[xml.Name{Space: nsEPUB, Local: "type"}] == "toc" {
			tables++
		}
		if len(nav.all(nsPage, "ol")) == 0 {
			c.says("a table of contents without a list")
		}
		for _, list := range nav.all(nsPage, "ol") {
			for _, line := range list.children {
				link := len(line.children) > 0 && line.children[0].Local == "a" && strings.TrimSpace(line.children[0].text) != ""
				if line.Local != "li" || !link || len(line.children) > 2 || len(line.children) == 2 && line.children[1].Local != "ol" {
					c.says("a line of the contents is no link: %q", line.text)
				}
			}
			if len(list.children) == 0 {
				c.says("an empty list in the contents")
			}
		}
	}
	if tables != 1 {
		c.says("there are %d tables of contents", tables)
	}
}
