// Package replay plays recorded conversations with the original server against
// another one and reports the first difference.
//
// The recordings are the transcripts in tcpcompat/testdata/vectors; their README
// explains the format. Every run invents its own users and files, so that
// transcripts can be played side by side and again against one database.
//
// Frames of the server are checked here with the standard library rather than with
// package wire, which the server itself is made of: flag 1, sizes that agree with
// what follows, an inner length that agrees with the body, nothing behind the
// last field.
package replay

import (
	"fmt"
	"time"
)

// DefaultTimeout is how long a step waits for a frame unless told otherwise.
const DefaultTimeout = 4 * time.Second

// quietPeriod is how long connections must stay silent after the last step.
const quietPeriod = 80 * time.Millisecond

// Config says where the server is and how strict to be.
type Config struct {
	// Addr has the address of each listener under its name in transcripts: chat,
	// file, img, http and monitor.
	Addr map[string]string

	// Strict compares the text of answers byte for byte and takes silence
	// literally. Otherwise JSON may be ordered and spaced freely, and an error
	// answer is welcome where the original was mute.
	Strict bool

	// Defects makes Skip let pass the transcripts in which the original
	// misbehaves. A new server should not copy these.
	Defects bool

	// Timeout is how long to wait for one frame; 0 is DefaultTimeout.
	Timeout time.Duration
}

// Skip returns why t is not to be played with this configuration, or "".
func (c Config) Skip(t *Transcript) string {
	if t.Defect && !c.Defects {
		return "documents a defect of the original"
	}
	for _, name := range t.Needs {
		if c.Addr[name] == "" {
			return fmt.Sprintf("needs the %s listener", name)
		}
	}
	return ""
}

// Run plays t and returns nil when the server behaved as recorded. The error names
// the step and the first difference. Run does not ask Skip; runs are independent
// of each other and may be parallel.
func Run(cfg Config, t *Transcript) error {
	if cfg.Timeout == 0 {
		cfg.Timeout = DefaultTimeout
	}
	p := &player{cfg: cfg, vars: newVariables(t.Setup), conns: map[string]*conn{}}
	defer p.close()
	for i := range t.Steps {
		s := &t.Steps[i]
		if err := p.play(s); err != nil {
			return fmt.Errorf("step %d (%s): %w", i+1, s.label(), err)
		}
	}
	return p.expectQuiet()
}
