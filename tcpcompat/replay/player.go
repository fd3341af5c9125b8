package replay

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"flamingo/tcpcompat/wire"
)

// player is one run of a transcript.
type player struct {
	cfg   Config
	vars  *variables
	conns map[string]*conn // by label
	order []*conn          // as opened
}

// play performs one step.
func (p *player) play(s *Step) error {
	switch s.Op {
	case "sleep":
		time.Sleep(s.duration())
		return nil
	case "connect":
		return p.connect(s)
	}
	c := p.conns[s.Who]
	if c == nil {
		return fmt.Errorf("no connection %q", s.Who)
	}
	switch s.Op {
	case "send":
		return p.send(c, s)
	case "batch":
		return p.sendBatch(c, s)
	case "raw":
		return p.sendRaw(c, s)
	case "send_text":
		return p.sendText(c, s)
	case "recv":
		body, err := c.nextButLate(p.cfg.Timeout)
		if err != nil {
			return err
		}
		return p.check(c, s, body)
	case "recv_text":
		return c.expectText(p.cfg.Timeout, func(got string) error { return p.vars.matchText(s.Text, got) })
	case "silence":
		return p.expectSilence(c, s)
	case "close":
		return p.disconnect(c)
	case "expect_close":
		return p.expectClose(c)
	}
	return fmt.Errorf("unknown op %q", s.Op)
}

func (s *Step) duration() time.Duration { return time.Duration(s.Ms) * time.Millisecond }

func (p *player) connect(s *Step) error {
	addr := p.cfg.Addr[s.To]
	if addr == "" {
		return fmt.Errorf("no address of the %s listener", s.To)
	}
	c, err := dial(addr, s.Who, s.To)
	if err != nil {
		return err
	}
	p.conns[s.Who] = c
	p.order = append(p.order, c)
	return nil
}

func (p *player) send(c *conn, s *Step) error {
	b, err := p.vars.encode(c.port, s)
	if err != nil {
		return err
	}
	return writeStep(c, s, b)
}

func (p *player) sendBatch(c *conn, s *Step) error {
	var all []byte
	for i := range s.Frames {
		b, err := p.vars.encode(c.port, &s.Frames[i])
		if err != nil {
			return fmt.Errorf("frame %d: %w", i, err)
		}
		all = append(all, b...)
	}
	return c.write(all, s.Split)
}

func (p *player) sendRaw(c *conn, s *Step) error {
	b, err := unhex(s.Hex)
	if err != nil {
		return err
	}
	return writeStep(c, s, b)
}

func (p *player) sendText(c *conn, s *Step) error {
	text, err := p.vars.expand(s.Text)
	if err != nil {
		return err
	}
	return c.write([]byte(text), s.Split)
}

// writeStep writes a frame. The server may close on the first pieces of a bad one,
// so that later pieces fail: the steps that follow say whether it should have.
func writeStep(c *conn, s *Step, b []byte) error {
	if err := c.write(b, s.Split); err != nil && s.Split == nil {
		return err
	}
	return nil
}

// expectSilence waits for nothing, or for an error answer where one is welcome.
func (p *player) expectSilence(c *conn, s *Step) error {
	body, err := c.next(s.duration())
	switch {
	case errors.Is(err, errTimeout):
		if s.OrErrorReply && !p.cfg.Strict {
			c.late = append(c.late, wire.Cmd(s.Cmd))
		}
		return nil
	case err != nil:
		return err
	case s.OrErrorReply && !p.cfg.Strict && isErrorReply(body, wire.Cmd(s.Cmd)):
		return nil
	}
	return fmt.Errorf("want silence, got %s", describe(c, body))
}

// nextButLate is next without an error answer that was welcome before.
func (c *conn) nextButLate(d time.Duration) (body []byte, err error) {
	for {
		body, err = c.next(d)
		i := slices.IndexFunc(c.late, func(cmd wire.Cmd) bool { return isErrorReply(body, cmd) })
		if err != nil || i < 0 {
			return body, err
		}
		c.late = slices.Delete(c.late, i, i+1)
	}
}

// expectClose wants the end of the connection, and the server to be its cause.
func (p *player) expectClose(c *conn) error {
	body, err := c.next(p.cfg.Timeout)
	switch {
	case err == nil:
		return fmt.Errorf("want the server to close, got %s", describe(c, body))
	case errors.Is(err, errTimeout):
		return errors.New("want the server to close, the connection is still open")
	case errors.Is(err, errBadFrame):
		return err
	}
	return nil
}

// disconnect closes a connection on which everything has been received.
func (p *player) disconnect(c *conn) error {
	delete(p.conns, c.who)
	p.order = slices.DeleteFunc(p.order, func(o *conn) bool { return o == c })
	err := c.close()
	if body, nextErr := c.next(0); nextErr == nil {
		return fmt.Errorf("unread frame before close: %s", describe(c, body))
	}
	return err
}

// expectQuiet checks that nothing unexpected is left or comes after the last step.
func (p *player) expectQuiet() error {
	deadline := time.Now().Add(quietPeriod)
	for _, c := range p.order {
		body, err := c.next(max(0, time.Until(deadline)))
		if err == nil {
			return fmt.Errorf("after the last step %s received %s", c.who, describe(c, body))
		}
		if errors.Is(err, errBadFrame) {
			return fmt.Errorf("after the last step on %s: %w", c.who, err)
		}
	}
	return nil
}

// close ends all connections in the order in which they were opened.
func (p *player) close() {
	for _, c := range p.order {
		c.close()
	}
}

// isErrorReply tells whether body answers cmd (any, when 0) with a code that is
// not zero.
func isErrorReply(body []byte, cmd wire.Cmd) bool {
	r := wire.NewReader(body)
	data := r.Bytes("data")
	if r.Err() != nil || (cmd != 0 && r.Cmd != cmd) {
		return false
	}
	value, err := decodeJSON(data)
	if err != nil {
		return false
	}
	object, _ := value.(map[string]any)
	code, ok := object["code"].(json.Number)
	return ok && code != "0"
}

// describe names a frame in an error.
func describe(c *conn, body []byte) string {
	r := wire.NewReader(body)
	if c.port != "chat" {
		return fmt.Sprintf("cmd %d seq %d", r.Cmd, r.Seq)
	}
	return fmt.Sprintf("cmd %d seq %d %s", r.Cmd, r.Seq, clip(string(r.Bytes("data"))))
}
