package replay

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"flamingo/tcpcompat/wire"
)

// value is a decoded field of a frame: raw, and json if it is JSON, of strings,
// number of integers.
type value struct {
	raw    []byte
	json   any
	number int64
}

// check compares a frame with a recv step and captures what the step names.
func (p *player) check(c *conn, s *Step, body []byte) error {
	r := wire.NewReader(body)
	if r.Err() != nil {
		return r.Err()
	}
	if r.Cmd != wire.Cmd(s.Cmd) {
		return fmt.Errorf("want cmd %d, got %s", s.Cmd, describe(c, body))
	}
	if s.Seq != nil && (r.Seq > *s.Seq || r.Seq < *s.Seq-s.SeqSlack) {
		return fmt.Errorf("want seq %d, got %s", *s.Seq, describe(c, body))
	}
	values, err := decode(&r, s)
	if err != nil {
		return err
	}
	// What is captured may already be compared in the same frame.
	for _, name := range slices.Sorted(maps.Keys(s.Capture)) {
		if err := p.vars.capture(name, s.Capture[name], values); err != nil {
			return err
		}
	}
	for i, f := range s.Fields {
		if err := p.checkField(f, values[i]); err != nil {
			label := f.Name
			if label == "" {
				label = f.Type
			}
			return fmt.Errorf("field %d (%s): %w", i, label, err)
		}
	}
	return nil
}

// decode takes the fields of a step out of a frame, which must have no more.
func decode(r *wire.Reader, s *Step) ([]value, error) {
	values := make([]value, len(s.Fields))
	for i, f := range s.Fields {
		label := fmt.Sprintf("field %d (%s)", i, f.Type)
		v := &values[i]
		switch f.Type {
		case "string":
			v.raw = r.Bytes(label)
			if r.Err() != nil || (f.JSON == nil && s.Capture == nil) {
				break
			}
			var err error
			if v.json, err = decodeJSON(v.raw); err != nil && f.JSON != nil {
				return nil, fmt.Errorf("%s: invalid JSON %s: %w", label, clip(string(v.raw)), err)
			}
		case "int32":
			v.number = int64(r.Int32(label))
		case "int64":
			v.number = r.Int64(label)
		default:
			return nil, fmt.Errorf("%s: unknown type", label)
		}
	}
	if r.Err() != nil {
		return nil, r.Err()
	}
	if rest := r.Rest(); len(rest) > 0 {
		return nil, fmt.Errorf("%d bytes after the last field", len(rest))
	}
	return values, nil
}

// capture stores what stands at path: the index of a field and, for one with JSON,
// the keys that follow.
func (v *variables) capture(name, path string, values []value) error {
	keys := strings.Split(path, "/")
	i, err := strconv.Atoi(keys[0])
	if err != nil || i < 0 || i >= len(values) {
		return fmt.Errorf("capture %s: no field %s", name, keys[0])
	}
	if len(keys) == 1 {
		v.values[name] = values[i].number
		return nil
	}
	found, ok := jsonAt(values[i].json, keys[1:])
	if !ok {
		return fmt.Errorf("capture %s: no %s in %s", name, path, clip(string(values[i].raw)))
	}
	if n, ok := found.(json.Number); ok {
		if found, err = n.Int64(); err != nil {
			return fmt.Errorf("capture %s: %w", name, err)
		}
	}
	v.values[name] = found
	return nil
}

func (p *player) checkField(f Field, got value) error {
	switch {
	case f.Type != "string":
		return p.checkInteger(f, got.number)
	case f.JSON != nil:
		if err := p.vars.matchJSON("", f.JSON, got.json); err != nil {
			return err
		}
		if p.cfg.Strict && f.Text != nil {
			return p.vars.matchText(*f.Text, string(got.raw))
		}
		return nil
	case f.Text != nil:
		return p.vars.matchText(*f.Text, string(got.raw))
	}
	want, err := p.vars.bytes(f)
	if err != nil {
		return err
	}
	if !bytes.Equal(want, got.raw) {
		return fmt.Errorf("binary content differs: want %d bytes, got %d", len(want), len(got.raw))
	}
	return nil
}

func (p *player) checkInteger(f Field, got int64) error {
	if f.Value == "${"+anyInt+"}" {
		return nil
	}
	want, err := p.vars.integer(f.Value)
	if err != nil {
		return err
	}
	if want != got {
		return fmt.Errorf("want %d, got %d", want, got)
	}
	return nil
}
