package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"io"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"alongside/sync/transcript"
)

// An identity is what a story is known by when it is imported again. A field that is "" is not known, and matches none.
type identity struct {
	url    string // the page's address, without what does not tell pages apart
	title  string // title and publisher
	words  string // hash of the words that are spoken
	audio  string // hash of the audio
	day    string // when it was published
	origin string
}

func identify(d Draft, audio string) identity {
	t := d.Transcript
	id := identity{
		url: plainURL(t.URL), title: titleKey(cmp.Or(t.Title, d.Name), t.Source),
		words: wordsHash(t.Turns), audio: audio, origin: d.Origin,
	}
	if len(t.Published) >= len("2006-01-02") {
		id.day = t.Published[:len("2006-01-02")]
	}
	return id
}

func titleKey(title, source string) string {
	if title = plainText(title); title == "" {
		return ""
	}
	return title + "\n" + plainText(source)
}

// findSame gives the saved story that the draft is of, or 0. It is, in this order: the story of the same address; one of
// the same words whose audio is not known to be other; one of the same title and publisher, unless the two were published
// on different days or come from different places with nothing to say of the day ("News at noon").
func findSame(ctx context.Context, tx *sql.Tx, id identity) (int64, error) {
	var found int64
	err := tx.QueryRowContext(ctx, `
		SELECT id FROM stories WHERE same_url = @url AND @url <> ''
		UNION ALL
		SELECT id FROM stories WHERE same_words = @words AND @words <> ''
			AND (audio = @audio OR audio IS NULL OR @audio = '')
		UNION ALL
		SELECT id FROM stories WHERE same_title = @title AND @title <> ''
			AND CASE
				WHEN published <> '' AND @day <> '' THEN substr(published, 1, 10) = @day
				WHEN same_url IS NOT NULL AND @url <> '' THEN 0 -- equal ones were found above
				WHEN same_url IS NULL AND @url = '' THEN origin = @origin
				ELSE 1
			END
		LIMIT 1`,
		sql.Named("url", id.url), sql.Named("words", id.words), sql.Named("audio", id.audio),
		sql.Named("title", id.title), sql.Named("day", id.day), sql.Named("origin", id.origin)).Scan(&found)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return found, err
}

// plainURL gives an address without its scheme, "www.", fragment, closing slash and marks of campaigns.
func plainURL(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" {
		return ""
	}
	host := strings.TrimPrefix(strings.ToLower(u.Host), "www.")
	host = strings.TrimSuffix(strings.TrimSuffix(host, ":80"), ":443")
	query := u.Query()
	for key := range query {
		if strings.HasPrefix(key, "utm_") || key == "fbclid" || key == "gclid" {
			query.Del(key)
		}
	}
	plain := host + strings.TrimRight(u.EscapedPath(), "/")
	if len(query) > 0 {
		plain += "?" + query.Encode()
	}
	return plain
}

// plainText gives text without case and with single spaces, for comparing.
func plainText(text string) string {
	return strings.Join(strings.Fields(cases.Fold().String(norm.NFKC.String(text))), " ")
}

// wordsHash gives a hash of the letters and digits that are spoken, so that another page's quotation marks, paragraphs
// and division into turns make no difference; "" where nothing is spoken.
func wordsHash(turns []transcript.Turn) string {
	hash := sha256.New()
	any := false
	for _, turn := range turns {
		if turn.Kind != transcript.Speech {
			continue
		}
		plain := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsNumber(r) {
				return r
			}
			return -1
		}, plainText(turn.Text))
		any = any || plain != ""
		io.WriteString(hash, plain)
	}
	if !any {
		return ""
	}
	return hex.EncodeToString(hash.Sum(nil))
}
