package transcript

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What stands around a transcript and is not part of it, in the words of the pages it was seen on.
var (
	rightsStart = regexp.MustCompile(`^(?i:transcript (?:provided|copyright)|copyright\s*(?:©|\(c\)|[12]\d{3}\b|by\b|npr\b|\S+\s[12]\d{3}\b)|(?:©|\(c\))\s*(?:copyright\s*)?[12]\d{3}\b|© \p{L})`)
	smallPrint  = regexp.MustCompile(`^(?i:accuracy and availability|(?:\w+ )?transcripts? (?:text )?(?:are|is|was|were|may be) (?:\w+ )?(?:created|produced|generated|revised|transcribed|auto|made|edited|provided|subject)|` +
		`this (?:is a |is an |text |transcript |is a rush )(?:may not|rush|auto|was (?:auto|created|generated|made|transcribed|produced)|has been (?:auto|generated)|is (?:a rush|auto|being)|transcript)|` +
		`(?:the )?authoritative record of|visit our website|to see more, visit|all rights reserved|rush transcript|this copy (?:may not be|is for)|content of this transcript)`)
	tailStart = regexp.MustCompile(`(?i)(?:[.!?)\]"”'’]\s+|\n)(transcript provided by |copyright (?:©|\(c\)|[12]\d{3}\b|npr\b)|© ?[12]\d{3}\b|npr transcripts are created|accuracy and availability of (?:npr )?transcripts)`)

	furnitureLine = regexp.MustCompile(`^(?i:` + strings.Join([]string{
		`(?:read |hide |show |view |full |full-text |episode |podcast )?(?:the )?transcript:?`, `listen\W*(?:now|live|\d+:\d\d(?::\d\d)?|to (?:this|the) \w+)?\W*(?:min|minutes)?`,
		`\d+[- –]minute (?:listen|read)`, `(?:\d{1,2}:\d\d(?::\d\d)?[\s/|·•-]*)+`, `heard on .{3,60}`, `(?:published|updated|posted|aired|first published)\b.{0,80}\d{4}.{0,40}`,
		`(?:photo|picture|image|illustration)s? (?:of|by|courtesy)\b.*`, `(?:photo|image|picture)?\s?credits?\b.{0,100}`, `.{0,300}(?:hide|toggle) caption`, `enlarge this image`, `loading\W*`,
		`</?iframe.*`, `https?://\S+`, `support (?:nonprofit|public|our|local|for|independent|the)\b.*(?:give|donate|contribut|support|member)\b.*`, `(?:view|see|show|load) (?:all|more)\b.{0,40}`,
		`(?:share|follow) (?:this|us|on)\b.{0,40}`, `(?:play|listen to|watch) live\b.{0,30}`, `(?:next|coming) up:?`, `on air(?: now)?:?`, `available on air stations`, `more (?:news|stories|episodes|from)\b.{0,60}`,
		`related (?:stories|content|articles|episodes|news):?`, `(?:sign|log) (?:in|up|out)`, `skip to (?:main )?content`, `(?:become|from) (?:an|our) \w+ sponsors?`, `sponsor message`, `advertisement`,
		`toggle more options`, `(?:download|embed|playlist|queue|share|save|print|email|facebook|twitter|flipboard|linkedin|reddit|copy link|bluesky|donate|donate now|subscribe|menu|search|home|play|pause|comments|newsletters?|tags|privacy policy|terms of use|contact us|about us|support us|npr shop|x|live)`,
		`news and music for .{3,30}`, `\p{L}.{1,40}/(?:ap|npr|afp|reuters|epa|getty images|associated press|bloomberg|the washington post|for npr)(?:[ ,/].{0,60})?`,
	}, `|`) + `)$`)
	noteStart  = regexp.MustCompile(`^[\[(*_\s]*(?:(?i:post-broadcast|web|on-air|broadcast)\s+)?(?:(?i:editor(?:s|['’]s|s['’])? note|transcriber['’]s note|post-broadcast|clarification|correction)|NOTE|Note|UPDATE|Update|WARNING|Warning|CONTENT WARNING)\b[^:.]{0,40}[:.\]]`)
	bylineLine = regexp.MustCompile(`^(?i:by|author:|written by|reported by)\s+(\p{Lu}.{2,100})$`)
)

func isFurniture(line string) bool {
	return len(line) <= 500 && furnitureLine.MatchString(line) || rightsStart.MatchString(line) && len(line) < 80
}

// isSmallPrint reports whether a paragraph is about the transcript and its rights.
func isSmallPrint(text string) bool {
	return rightsStart.MatchString(text) || smallPrint.MatchString(text)
}

// cutSmallPrint takes what is about rights from the end of a paragraph.
func cutSmallPrint(text string) (body, small string) {
	if isSmallPrint(text) {
		return "", text
	}
	if m := tailStart.FindStringSubmatchIndex(text); m != nil {
		return strings.TrimSpace(text[:m[2]]), text[m[2]:]
	}
	return text, ""
}

// rightsIn gives the sentences of small print that say whose the transcript is, as published.
func rightsIn(small string) string {
	if !rightsStart.MatchString(small) {
		return ""
	}
	end := 0
	for _, s := range (Turn{Text: small}).Sentences() {
		sentence := s.In(small)
		if end > 0 && !rightsStart.MatchString(sentence) && !strings.HasPrefix(strings.ToLower(sentence), "all rights reserved") {
			break
		}
		end = s.End
	}
	return collapse(small[:end])
}

// endsLikeProse reports whether text ends as a written sentence does.
func endsLikeProse(text string) bool {
	for _, m := range marks(text) {
		if m.End == len(text) {
			text = strings.TrimSpace(text[:m.Start])
			break
		}
	}
	bare := strings.TrimRightFunc(text, isCloser)
	last, _ := utf8.DecodeLastRuneInString(bare)
	return bare != "" && (isTerminal(last) || last == '-' || isDash(last))
}

// isProse tells a paragraph of text from a headline, a caption or a menu.
func isProse(text string) bool {
	return endsLikeProse(text) && !isFurniture(text) && (len(strings.Fields(text)) >= 8 || strings.ContainsFunc(text, isUnspaced) && len(text) > 30)
}

// isHeadline reports whether a line can be the title of a story.
func isHeadline(text string) bool {
	if isFurniture(text) || len(text) > 250 || bylineLine.MatchString(text) || noteStart.MatchString(text) {
		return false
	}
	if _, isDate := findDate(text); isDate && len(strings.Fields(text)) < 9 {
		return false
	}
	return strings.ContainsFunc(text, unicode.IsLetter) && len(strings.Fields(text)) <= 30 && !strings.HasSuffix(text, ".") &&
		!strings.HasSuffix(text, ":") && !strings.HasSuffix(text, ",")
}

// isBio reports whether a paragraph is about one of the people named, as at the end of a story's page.
func isBio(text string, names []string) bool {
	for _, n := range names {
		if len(text) <= len(n) || text[len(n)] != ' ' || !strings.Contains(n, " ") || !strings.EqualFold(text[:len(n)], n) {
			continue
		}
		switch verb, _, _ := strings.Cut(text[len(n)+1:], " "); verb {
		case "is", "was", "has", "covers", "reports", "joined", "writes", "works", "hosts", "serves", "edits", "produces", "lives":
			return true
		}
	}
	return false
}
