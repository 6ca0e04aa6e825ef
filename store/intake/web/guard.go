package web

import (
	"context"
	"net"
	"net/netip"
	"net/url"
	"slices"
	stdsync "sync"
	"syscall"
	"time"
)

// A guard lets a story's fetches connect to the internet, but not from there to this machine or the network it is in: a page
// must not make a reader's program ask their router for things. The host that the person named may be inside, if it is so
// from the first connection on: a name whose address changes between two connections is an attack. What comes from inside
// may name more that is on its host; what comes from the internet may not.
type guard struct {
	named    string                // the host in the address that the person named, "" for none
	isInside func(netip.Addr) bool // the function of that name, but for tests

	mu      stdsync.Mutex
	begun   bool // there was a connection to the named host
	inside  bool // and it was inside
	outside bool // a page came from the internet, or through a proxy; what is fetched from now on is what it named
}

// allow gives ErrPrivate where the host, at the numeric address, may not be connected to. It says whether the address is inside.
func (g *guard) allow(host, numeric string, fromOutside bool) (inside bool, err error) {
	address, err := netip.ParseAddrPort(numeric)
	if err != nil {
		return false, err
	}
	inside = g.isInside(address.Addr())
	g.mu.Lock()
	defer g.mu.Unlock()
	first := host == g.named && !g.begun && !g.outside && !fromOutside
	if inside && !first && (host != g.named || !g.inside || g.outside || fromOutside) {
		return inside, ErrPrivate
	}
	if host == g.named && (first || inside) {
		g.begun, g.inside = true, inside
	}
	return inside, nil
}

// cameFromOutside has the guard know that a page came from the internet.
func (g *guard) cameFromOutside() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.outside = true
}

// look looks at an address before it is asked for. Behind a proxy there is no more to see than this.
func (g *guard) look(to *url.URL) error {
	address, err := netip.ParseAddr(to.Hostname())
	if err == nil && g.isInside(address) && to.Hostname() != g.named {
		return ErrPrivate
	}
	return nil
}

// A way is that of one fetch, from redirect to redirect.
type way struct {
	guard      *guard
	answerTime time.Duration

	mu      stdsync.Mutex
	proxies []string // host:port; what the person's settings say
	outside bool     // it has been on the internet, or, through a proxy, wherever that leads
}

func (w *way) wentOutside() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.outside
}

func (w *way) throughProxy(proxy *url.URL) {
	port := proxy.Port()
	if port == "" {
		port = map[string]string{"https": "443", "socks5": "1080", "socks5h": "1080"}[proxy.Scheme]
	}
	if port == "" {
		port = "80"
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.proxies = append(w.proxies, net.JoinHostPort(proxy.Hostname(), port))
}

func (w *way) isProxy(address string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Contains(w.proxies, address)
}

// dial connects. The check is made on the address that a name stands for, when the connection is made, so that nothing
// can change in between.
func (w *way) dial(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: w.answerTime, KeepAlive: 30 * time.Second}
	if w.isProxy(address) {
		w.went(false)
	} else {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		dialer.Control = func(_, numeric string, _ syscall.RawConn) error { return w.allow(host, numeric) }
	}
	return dialer.DialContext(ctx, network, address)
}

func (w *way) allow(host, numeric string) error {
	inside, err := w.guard.allow(host, numeric, w.wentOutside())
	if err != nil {
		return err
	}
	w.went(inside)
	return nil
}

func (w *way) went(inside bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.outside = w.outside || !inside
}

// isInside reports whether an address is of this machine, of a private network, or of none at all, as the registries of
// special-purpose addresses (RFC 6890) list them.
func isInside(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return true
	}
	for _, special := range [...]string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15",
		"198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "fec0::/10",
	} {
		if netip.MustParsePrefix(special).Contains(a) {
			return true
		}
	}
	return wrapsInside(a)
}

// wrapsInside reports whether an IPv6 address stands for an IPv4 one that is inside: through NAT64 or 6to4.
func wrapsInside(a netip.Addr) bool {
	if !a.Is6() {
		return false
	}
	b := a.As16()
	switch {
	case netip.MustParsePrefix("64:ff9b::/96").Contains(a):
		return isInside(netip.AddrFrom4([4]byte(b[12:16])))
	case netip.MustParsePrefix("2002::/16").Contains(a):
		return isInside(netip.AddrFrom4([4]byte(b[2:6])))
	case netip.MustParsePrefix("::/96").Contains(a):
		return isInside(netip.AddrFrom4([4]byte(b[12:16])))
	}
	return false
}
