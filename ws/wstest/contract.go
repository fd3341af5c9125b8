// Package wstest holds what the real-time door says to asyncapi.yaml. The
// sockets of the tests pass every frame through it: an event or a reply that is
// not documented fails the test.
package wstest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"flamingo/api"
	"flamingo/ws"
)

// Contract is asyncapi.yaml, ready to be checked against, and what was seen of
// it. Its methods may be called from any goroutine.
type Contract struct {
	compiler *jsonschema.Compiler

	mu      sync.Mutex
	schemas map[string]*jsonschema.Schema
	seen    map[string]int
}

const base = "file:///"

// Load returns the contract; the error says what in asyncapi.yaml is wrong.
var Load = sync.OnceValues(func() (*Contract, error) {
	c := &Contract{compiler: jsonschema.NewCompiler(), schemas: map[string]*jsonschema.Schema{}, seen: map[string]int{}}
	for name, text := range map[string][]byte{"asyncapi.yaml": ws.Spec(), "openapi.yaml": api.Spec()} {
		var doc any
		if err := yaml.Unmarshal(text, &doc); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		data, err := json.Marshal(doc)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		plain, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		if err := c.compiler.AddResource(base+name, plain); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	for _, name := range append(Events(), "Request", "Reply", "ReplyTo/hello", "ReplyTo/sync") {
		if _, err := c.schema(name); err != nil {
			return nil, err
		}
	}
	return c, nil
})

// Events returns the schema of every event.
func Events() (list []string) {
	for _, ev := range []string{"msg", "skip", "chg", "u", "receipt", "typing", "presence", "profile", "ping", "bye"} {
		list = append(list, "EventOf/"+ev)
	}
	return list
}

func (c *Contract) schema(name string) (*jsonschema.Schema, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.schemas[name]; s != nil {
		return s, nil
	}
	s, err := c.compiler.Compile(base + "asyncapi.yaml#/components/schemas/" + name)
	if err != nil {
		return nil, fmt.Errorf("asyncapi.yaml: %w", err)
	}
	c.schemas[name] = s
	return s, nil
}

// CheckFrame returns what is wrong with a frame of the server. op is that of
// the request that it answers, if it answers one and that is known.
func (c *Contract) CheckFrame(frame []byte, op string) error {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(frame))
	if err != nil {
		return err
	}
	o, _ := v.(map[string]any)
	if ev, ok := o["ev"].(string); ok {
		return c.check("EventOf/"+ev, v)
	}
	if err := c.check("Reply", v); err != nil {
		return err
	}
	if d, ok := o["d"]; ok && op != "" {
		return c.check("ReplyTo/"+op, d)
	}
	return nil
}

func (c *Contract) check(name string, v any) error {
	s, err := c.schema(name)
	if err != nil {
		return err
	}
	if err := s.Validate(v); err != nil {
		return fmt.Errorf("not as asyncapi.yaml has it: %w", err)
	}
	c.mu.Lock()
	c.seen[name]++
	c.mu.Unlock()
	return nil
}

// Seen reports how often a schema, such as EventOf/msg, was met.
func (c *Contract) Seen(name string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.seen[name]
}
