package web

import (
	"net/http"
	"slices"
)

// movedTo follows the redirects that led to an answer, from their beginning and for as long as each is for good.
func movedTo(response *http.Response) (moved string) {
	chain := []*http.Request{response.Request} // the last first
	for chain[len(chain)-1].Response != nil {
		chain = append(chain, chain[len(chain)-1].Response.Request)
	}
	for _, request := range slices.Backward(chain[:len(chain)-1]) {
		status := request.Response.StatusCode
		if status != http.StatusMovedPermanently && status != http.StatusPermanentRedirect {
			break
		}
		moved = request.URL.String()
	}
	return moved
}
