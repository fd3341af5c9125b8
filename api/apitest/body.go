package apitest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// specURL stands for openapi.yaml where schemas refer to it.
const specURL = "https://flamingo.invalid/openapi.json"

// bodies checks bodies against their schemas. openapi3filter can do that as well,
// but compiles a schema anew for each body: that took longer than what was tested.
type bodies struct {
	mu       sync.Mutex
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema // by place in the document
}

func newBodies(doc *openapi3.T) (*bodies, error) {
	text, err := doc.MarshalJSON()
	if err != nil {
		return nil, err
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	for name, bits := range map[string]int{"int32": 32, "int64": 64} {
		c.RegisterFormat(&jsonschema.Format{Name: name, Validate: func(v any) error {
			n, ok := v.(json.Number)
			if !ok {
				return nil
			}
			_, err := strconv.ParseInt(n.String(), 10, bits)
			return err
		}})
	}
	if err := c.AddResource(specURL, document); err != nil {
		return nil, err
	}
	return &bodies{compiler: c, compiled: map[string]*jsonschema.Schema{}}, nil
}

// check returns in what a body differs from content, which stands at place.
func (b *bodies) check(place string, content openapi3.Content, contentType string, body []byte) error {
	media := content.Get(contentType)
	if media == nil {
		return fmt.Errorf("content type %q is not documented", contentType)
	}
	if base, _, err := mime.ParseMediaType(contentType); err != nil || base != "application/json" && !strings.HasSuffix(base, "+json") {
		return err // a file
	}
	if media.Schema == nil {
		return errors.New("the documentation has no schema")
	}
	for name, m := range content {
		if m == media {
			place = at(place, "content", name, "schema")
		}
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("body: %w", err)
	}
	schema, err := b.schema(place)
	if err != nil {
		return err
	}
	return schema.Validate(value)
}

func (b *bodies) schema(place string) (*jsonschema.Schema, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if s := b.compiled[place]; s != nil {
		return s, nil
	}
	s, err := b.compiler.Compile(specURL + place)
	if err != nil {
		return nil, fmt.Errorf("openapi.yaml: %w", err)
	}
	b.compiled[place] = s
	return s, nil
}

// at returns the JSON pointer, as the fragment of a URL, to what stands below place.
func at(place string, names ...string) string {
	for _, n := range names {
		n = strings.NewReplacer("~", "~0", "/", "~1").Replace(n)
		place += "/" + strings.NewReplacer("{", "%7B", "}", "%7D", "*", "%2A").Replace(n)
	}
	return place
}
