package playback

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jfreymuth/pulse/proto"
)

// pulsePatience is how long the server may take to answer before it counts as gone.
const pulsePatience = 2 * time.Second

// A pulseServer says where a PulseAudio server is looked for, in the way that PulseAudio's own clients do (PipeWire answers
// at the same places).
type pulseServer struct {
	network, address string
}

// A pulseConfig is what the environment and the person's client.conf say.
type pulseConfig struct {
	servers []pulseServer
	sink    string // the sink to play on, "" for the default one
	cookie  []byte
}

// readPulseConfig looks at the environment and the usual files.
func readPulseConfig() pulseConfig {
	home, _ := os.UserHomeDir()
	folder := filepath.Join(home, ".config", "pulse")
	if dir := os.Getenv("XDG_CONFIG_HOME"); dir != "" {
		folder = filepath.Join(dir, "pulse")
	}
	conf := readPulseConf("/etc/pulse/client.conf")
	for key, value := range readPulseConf(filepath.Join(folder, "client.conf")) {
		conf[key] = value
	}
	config := pulseConfig{sink: first(os.Getenv("PULSE_SINK"), conf["default-sink"])}
	if named := first(os.Getenv("PULSE_SERVER"), conf["default-server"]); named != "" {
		config.servers = parsePulseServers(named)
	} else {
		config.servers = usualPulseServers(folder)
	}
	for _, path := range []string{
		os.Getenv("PULSE_COOKIE"), conf["cookie-file"], filepath.Join(folder, "cookie"), filepath.Join(home, ".pulse-cookie"),
	} {
		if cookie, err := os.ReadFile(path); err == nil && len(cookie) == 256 {
			config.cookie = cookie
			break
		}
	}
	if config.cookie == nil {
		config.cookie = make([]byte, 256) // the server then goes by the user's number
	}
	return config
}

// usualPulseServers lists the sockets of a server that nobody named.
func usualPulseServers(folder string) []pulseServer {
	var paths []string
	if dir := os.Getenv("PULSE_RUNTIME_PATH"); dir != "" {
		paths = append(paths, filepath.Join(dir, "native"))
	} else if dir := os.Getenv("XDG_RUNTIME_DIR"); dir != "" {
		paths = append(paths, filepath.Join(dir, "pulse", "native"))
	} else {
		paths = append(paths, fmt.Sprintf("/run/user/%d/pulse/native", os.Getuid()))
	}
	for _, file := range []string{"/etc/machine-id", "/var/lib/dbus/machine-id"} {
		if id, err := os.ReadFile(file); err == nil {
			paths = append(paths, filepath.Join(folder, strings.TrimSpace(string(id))+"-runtime", "native"))
			break
		}
	}
	if host, err := os.Hostname(); err == nil {
		paths = append(paths, filepath.Join(folder, host+"-runtime", "native"))
	}
	paths = append(paths, "/run/pulse/native")
	servers := make([]pulseServer, len(paths))
	for i, path := range paths {
		servers[i] = pulseServer{"unix", path}
	}
	return servers
}

// parsePulseServers reads a list of servers as in PULSE_SERVER: "unix:/run/…", "/run/…", "tcp:host:port", "host", each
// perhaps after the {name of the machine} that it holds for.
func parsePulseServers(list string) []pulseServer {
	var servers []pulseServer
	host, _ := os.Hostname()
	for _, name := range strings.Fields(list) {
		if strings.HasPrefix(name, "{") {
			machine, rest, ok := strings.Cut(name[1:], "}")
			id, _ := os.ReadFile("/etc/machine-id")
			if !ok || (machine != host && machine != strings.TrimSpace(string(id))) {
				continue
			}
			name = rest
		}
		network, address, ok := strings.Cut(name, ":")
		switch {
		case strings.HasPrefix(name, "/"):
			servers = append(servers, pulseServer{"unix", name})
		case ok && network == "unix":
			servers = append(servers, pulseServer{"unix", address})
		case ok && (network == "tcp" || network == "tcp4" || network == "tcp6"):
			servers = append(servers, pulseServer{network, withPort(address)})
		case name != "":
			servers = append(servers, pulseServer{"tcp", withPort(name)})
		}
	}
	return servers
}

// withPort adds PulseAudio's port to an address without one.
func withPort(address string) string {
	if _, _, err := net.SplitHostPort(address); err == nil {
		return address
	}
	return net.JoinHostPort(strings.Trim(address, "[]"), "4713")
}

// readPulseConf reads the settings of a client.conf; a missing file has none.
func readPulseConf(path string) map[string]string {
	settings := make(map[string]string)
	file, err := os.Open(path)
	if err != nil {
		return settings
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if key, value, ok := strings.Cut(line, "="); ok && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, ";") {
			settings[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
	return settings
}

func first(values ...string) string {
	for _, value := range values {
		if value != "" {
			return value
		}
	}
	return ""
}

// dialPulse connects to the first server that answers. Of each message of the server heard is told, from one goroutine;
// the last one is *proto.ConnectionClosed.
func dialPulse(ctx context.Context, config pulseConfig, heard func(any)) (*proto.Client, net.Conn, error) {
	err := ErrNoDevice
	for _, server := range config.servers {
		client, conn, failed := dialPulseServer(ctx, server, config.cookie, heard)
		if failed == nil {
			return client, conn, nil
		}
		if !errors.Is(failed, os.ErrNotExist) {
			err = fmt.Errorf("%w: the sound server at %s: %w", ErrNoDevice, server.address, failed)
		}
	}
	return nil, nil, err
}

func dialPulseServer(
	ctx context.Context, server pulseServer, cookie []byte, heard func(any),
) (*proto.Client, net.Conn, error) {
	dialer := net.Dialer{Timeout: pulsePatience}
	raw, err := dialer.DialContext(ctx, server.network, server.address)
	if err != nil {
		return nil, nil, err
	}
	conn := &pulseConn{raw}
	client := &proto.Client{Callback: heard}
	client.SetTimeout(pulsePatience)
	client.Open(conn)
	var auth proto.AuthReply
	err = client.Request(&proto.Auth{Version: client.Version(), Cookie: cookie}, &auth)
	if err == nil {
		client.SetVersion(auth.Version)
		err = client.Request(&proto.SetClientName{Props: proto.PropList{
			"application.name":      proto.PropListString("Alongside"),
			"application.id":        proto.PropListString("app.alongside.Alongside"),
			"application.icon_name": proto.PropListString("app.alongside.Alongside"),
		}}, &proto.SetClientNameReply{})
	}
	if err != nil {
		conn.Close()
		return nil, nil, err
	}
	return client, conn, nil
}

// A pulseConn makes every failure of the connection look like its end, which is what the client tells of, and lets no
// write wait for a server that does not read.
type pulseConn struct{ net.Conn }

func (c *pulseConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if err != nil {
		err = io.EOF
	}
	return n, err
}

func (c *pulseConn) Write(p []byte) (int, error) {
	_ = c.SetWriteDeadline(time.Now().Add(pulsePatience))
	n, err := c.Conn.Write(p)
	if err != nil {
		c.Close()
	}
	return n, err
}
