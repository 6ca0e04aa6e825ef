package feed

import (
	"strings"
	"testing"
)

func TestTheFilterWritesAFeedAnew(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"comments, instructions and types": {"<?xml version='1.0'?><!DOCTYPE rss><rss><!-- x --><?x y?>a</rss>", "<rss>a</rss>"},
		"sections of plain text":           {"<rss>a<![CDATA[<b>]]>c</rss>", "<rss>a&lt;b&gt;c</rss>"},
		"entities of HTML":                 {"<rss>&auml;&amp;&unknown;</rss>", "<rss>ä&amp;&amp;unknown;</rss>"},
		"elements that are not ended":      {"<rss><a><b></rss>", "<rss><a><b></b></a></rss>"},
		"ends without a beginning":         {"<rss></b><a></a></rss>", "<rss><a></a></rss>"},
		"a second root":                    {"<rss></rss><rss>x</rss>", "<rss></rss>"},
		"text after the end":               {"<rss></rss> x", "<rss></rss>"},
		"signs in attributes":              {`<rss a="&lt;&quot;"></rss>`, `<rss a="&lt;&#34;"></rss>`},
		"a prefix of the feed's own": {
			`<rss xmlns:p="https://podcastindex.org/namespace/1.0"><p:season>1</p:season></rss>`,
			`<rss xmlns:podcast="https://podcastindex.org/namespace/1.0"><podcast:season>1</podcast:season></rss>`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := filter(strings.NewReader(c.in)); err != nil || got != c.want {
				t.Errorf("got %s, %v, want %s", got, err, c.want)
			}
		})
	}
}

func TestTheFilterKeepsItsBounds(t *testing.T) {
	deep := strings.Repeat("<a>", 3*mostDepth) + strings.Repeat("</a>", 3*mostDepth)
	text := strings.Repeat("x", mostText)
	for name, c := range map[string]struct {
		in, counted string
		most        int
	}{
		"of depth":                   {"<rss>" + deep + "</rss>", "<a>", mostDepth},
		"of elements in an episode":  {"<rss><channel><item>" + strings.Repeat("<a/>", 2*mostElements) + "</item></channel></rss>", "<a>", mostElements},
		"of elements outside":        {"<rss><channel>" + strings.Repeat("<a/>", 2*mostElements) + "</channel></rss>", "<a>", mostElements},
		"of text in an episode":      {"<rss><channel><item>" + strings.Repeat(text+"<a/>", 3) + "</item></channel></rss>", "x", mostText},
		"of episodes":                {"<rss><channel>" + strings.Repeat("<item></item>", 2*mostRead) + "</channel></rss>", "<item>", mostRead},
		"of attributes":              {"<rss " + manyAttributes(3*mostAttributes) + "></rss>", `="x"`, mostAttributes},
		"of namespaces":              {"<rss>" + strings.Repeat(`<a xmlns:b="u"/><item/>`, 2*mostDeclared) + "</rss>", "xmlns", mostDeclared},
		"of namespaces at one place": {"<rss>" + strings.Repeat("<a"+strings.Repeat(` xmlns:b="u"`, 50)+">", 50) + "</rss>", "xmlns", mostInScope},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := filter(strings.NewReader(c.in))
			if n := strings.Count(got, c.counted); err != nil || n == 0 || n > c.most {
				t.Errorf("%d of %q, %v, want %d at most", n, c.counted, err, c.most)
			}
		})
	}
}

func TestWhatOneEpisodeTakesIsNotMissingInTheNext(t *testing.T) {
	long := "<item>" + strings.Repeat("<a/>", 2*mostElements) + "</item>"
	f := readText(t, rss(long+"<item><guid>2</guid><title>Second</title></item>"))
	if len(f.Episodes) != 1 || f.Episodes[0].Title != "Second" {
		t.Errorf("got %+v", f.Episodes)
	}
}
