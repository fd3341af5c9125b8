// Package launch runs a server of this program as a child process: with a data
// directory of its own, on ports of the system's choice, and with nothing of
// the settings around it. It can be stopped as an operator would, or killed
// where it stands, and started again on the same data and addresses.
package launch

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Addrs are the addresses that --print-addrs says.
type Addrs struct {
	HTTP     string `json:"http"`
	TCPChat  string `json:"tcp_chat"`
	TCPFile  string `json:"tcp_file"`
	TCPImage string `json:"tcp_image"`
}

// startTimeout is far more than a start takes, also one that repairs a database
// whose process was killed.
const startTimeout = 60 * time.Second

// stopTimeout is more than a graceful stop may take.
const stopTimeout = 15 * time.Second

// Server is a server that can be started any number of times.
type Server struct {
	program string
	args    []string
	dir     string
	addrs   Addrs

	mu   sync.Mutex
	cmd  *exec.Cmd
	done chan error // receives the end of cmd
}

// New prepares a server whose data and log are in dir. args are settings; they
// may name no address, which New chooses.
func New(dir string, args ...string) (*Server, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	return &Server{program: program, dir: dir, args: args}, nil
}

// Program makes the server run another binary of flamingo than this one.
func (s *Server) Program(path string) { s.program = path }

// Addrs returns the addresses; they stay the same over restarts.
func (s *Server) Addrs() Addrs { return s.addrs }

// LogFile is where the server writes what it has to say.
func (s *Server) LogFile() string { return filepath.Join(s.dir, "server.log") }

// Start runs the server and returns when all its listeners are open. more are
// settings of this run alone.
func (s *Server) Start(ctx context.Context, more ...string) error {
	// The port of a server that was killed may be taken for a moment by one of
	// the connections to it that found nobody there.
	const tries = 20
	for try := 1; ; try++ {
		err := s.start(more)
		if err == nil || try == tries || ctx.Err() != nil {
			return err
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
		}
	}
}

func (s *Server) start(more []string) error {
	log, err := os.OpenFile(s.LogFile(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	args := slices.Concat([]string{"serve", "--data=" + filepath.Join(s.dir, "data"), "--print-addrs"}, s.listen(), s.args, more)
	cmd := exec.Command(s.program, args...)
	cmd.Dir, cmd.Stderr, cmd.Env = s.dir, log, environment()
	cmd.SysProcAttr = childAttributes()
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start the server: %w", err)
	}
	done := make(chan error, 1)
	line := make(chan []byte, 1)
	go func() {
		out := bufio.NewReader(pipe)
		first, _ := out.ReadBytes('\n')
		line <- first
		io.Copy(io.Discard, out)
		done <- cmd.Wait()
	}()
	timeout := time.AfterFunc(startTimeout, func() { cmd.Process.Kill() })
	first := <-line
	timeout.Stop()
	if err := json.Unmarshal(first, &s.addrs); err != nil {
		cmd.Process.Kill()
		<-done
		return fmt.Errorf("the server did not start: %s", s.lastWords())
	}
	s.mu.Lock()
	s.cmd, s.done = cmd, done
	s.mu.Unlock()
	return nil
}

// listen returns the settings of the listeners: any port at first, the same ever after.
func (s *Server) listen() []string {
	const anyPort = "127.0.0.1:0"
	a := s.addrs
	if a.HTTP == "" {
		a = Addrs{anyPort, anyPort, anyPort, anyPort}
	}
	return []string{"--http=" + a.HTTP, "--tcp-chat=" + a.TCPChat, "--tcp-file=" + a.TCPFile, "--tcp-image=" + a.TCPImage}
}

// environment is ours without settings that were not meant for the child.
func environment() []string {
	return slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "FLAMINGO_") })
}

// lastWords returns the last line of the log.
func (s *Server) lastWords() string {
	data, err := os.ReadFile(s.LogFile())
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	return lines[len(lines)-1]
}

// PID returns the number of the process, 0 while there is none.
func (s *Server) PID() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cmd == nil {
		return 0
	}
	return s.cmd.Process.Pid
}

// Kill ends the process where it stands, as a crash or the system would.
func (s *Server) Kill() {
	s.mu.Lock()
	cmd, done := s.cmd, s.done
	s.cmd = nil
	s.mu.Unlock()
	if cmd != nil {
		cmd.Process.Kill()
		<-done
	}
}

// Stop ends the process as an operator does. An error says that it did not end
// by itself, or not cleanly.
func (s *Server) Stop() error {
	s.mu.Lock()
	cmd, done := s.cmd, s.done
	s.cmd = nil
	s.mu.Unlock()
	if cmd == nil {
		return nil
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case err := <-done:
		return err
	case <-time.After(stopTimeout):
		cmd.Process.Kill()
		<-done
		return errors.New("the server did not stop in time")
	}
}
