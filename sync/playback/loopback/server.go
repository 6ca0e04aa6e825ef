package loopback

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/jfreymuth/pulse/proto"
)

// Sink is the name of the server's sink.
const Sink = "loopback"

// ErrMissing is a machine without PulseAudio's programs.
var ErrMissing = errors.New("pulseaudio is not installed")

// A Server is a PulseAudio server that belongs to one test, with one sink that plays into nothing.
type Server struct {
	dir     string
	command *exec.Cmd
	exited  chan struct{}
}

// Start starts a server whose files lie in dir, which must be short (a socket's path has at most 107 characters). The error
// is ErrMissing where there is no PulseAudio.
func Start(dir string) (*Server, error) {
	s := &Server{dir: dir}
	return s, s.Restart()
}

// Address is where the server is, as in the environment variable PULSE_SERVER.
func (s *Server) Address() string { return "unix:" + s.socket() }

func (s *Server) socket() string { return filepath.Join(s.dir, "native") }

// Environment is what a program needs in its environment to play on this server and on no other, beside its own.
func (s *Server) Environment() []string {
	return []string{
		"PULSE_SERVER=" + s.Address(), "PULSE_RUNTIME_PATH=" + s.dir, "PULSE_STATE_PATH=" + s.dir,
		"PULSE_COOKIE=" + filepath.Join(s.dir, "cookie"), "PULSE_SINK=" + Sink,
	}
}

// Restart starts the server again after Kill, and waits until it answers.
func (s *Server) Restart() error {
	program, err := exec.LookPath("pulseaudio")
	if err != nil {
		return ErrMissing
	}
	_ = os.Remove(s.socket()) // left behind by a killed one
	s.command = exec.Command(program, "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1",
		"--log-target=file:"+filepath.Join(s.dir, "log"),
		"-L", "module-native-protocol-unix auth-anonymous=1 socket="+s.socket(),
		"-L", "module-null-sink rate=48000 sink_name="+Sink)
	s.command.Env = append(os.Environ(), s.Environment()...)
	if err := s.command.Start(); err != nil {
		return fmt.Errorf("starting pulseaudio: %w", err)
	}
	s.exited = make(chan struct{})
	go func(command *exec.Cmd, exited chan struct{}) {
		_ = command.Wait()
		close(exited)
	}(s.command, s.exited)
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		client, conn, err := proto.Connect(s.Address())
		if err != nil {
			continue
		}
		err = client.Request(&proto.LookupSink{SinkName: Sink}, &proto.LookupSinkReply{})
		conn.Close()
		if err == nil {
			return nil
		}
	}
	log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
	s.Kill()
	return fmt.Errorf("pulseaudio does not answer:\n%s", log)
}

// Kill ends the server as a crash would.
func (s *Server) Kill() {
	_ = s.command.Process.Kill()
	<-s.exited
}

// Suspend stops the sink, as when its device is taken away by another program, or lets it go on.
func (s *Server) Suspend(suspended bool) error {
	client, conn, err := proto.Connect(s.Address())
	if err != nil {
		return err
	}
	defer conn.Close()
	return client.Request(&proto.SuspendSink{SinkIndex: proto.Undefined, SinkName: Sink, Suspend: suspended}, nil)
}

// MoveTo makes another sink, of a name and a description, and moves all that plays to it, as when headphones are plugged in.
func (s *Server) MoveTo(name, description string) error {
	client, conn, err := proto.Connect(s.Address())
	if err != nil {
		return err
	}
	defer conn.Close()
	arguments := fmt.Sprintf("rate=48000 sink_name=%s sink_properties='device.description=%q'", name, description)
	if err := client.Request(&proto.LoadModule{Name: "module-null-sink", Args: arguments}, &proto.LoadModuleReply{}); err != nil {
		return fmt.Errorf("making the sink %s: %w", name, err)
	}
	var playing proto.GetSinkInputInfoListReply
	if err := client.Request(&proto.GetSinkInputInfoList{}, &playing); err != nil {
		return fmt.Errorf("asking what plays: %w", err)
	}
	for _, stream := range playing {
		move := proto.MoveSinkInput{SinkInputIndex: stream.SinkInputIndex, DeviceIndex: proto.Undefined, DeviceName: name}
		if err := client.Request(&move, nil); err != nil {
			return fmt.Errorf("moving what plays to %s: %w", name, err)
		}
	}
	return nil
}
