package replay

import (
	"crypto/md5"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// nonceLength keeps invented names at 12 characters for a one-letter label.
const nonceLength = 10

// template matches ${name}.
var template = regexp.MustCompile(`\$\{([^{}]*)\}`)

// variables are the values of one run: invented, generated and captured.
type variables struct {
	values map[string]any // int64, string, or another JSON value that was captured
	files  map[string][]byte
}

func newVariables(s Setup) *variables {
	nonce := strings.ToLower(rand.Text()[:nonceLength])
	v := &variables{values: map[string]any{"nonce": nonce}, files: map[string][]byte{}}
	for _, user := range s.Users {
		v.values[user+".username"] = "u" + nonce + strings.ToLower(user)
	}
	for label, spec := range s.Files {
		content := generate(nonce+label, spec.Size)
		sum := md5.Sum(content)
		v.files[label] = content
		v.values[label+".md5"] = hex.EncodeToString(sum[:])
		v.values[label+".size"] = int64(spec.Size)
	}
	return v
}

// generate returns size bytes that depend on seed alone: a chain of md5 sums.
func generate(seed string, size int) []byte {
	content := make([]byte, 0, size+md5.Size)
	for sum := md5.Sum([]byte(seed)); len(content) < size; sum = md5.Sum(sum[:]) {
		content = append(content, sum[:]...)
	}
	return content[:size]
}

// lookup returns the value of what stands between the braces of a template.
func (v *variables) lookup(name string) (any, error) {
	if spec, ok := strings.CutPrefix(name, "repeat:"); ok {
		if i := strings.LastIndexByte(spec, ':'); i >= 0 {
			n, err := strconv.Atoi(spec[i+1:])
			if err != nil {
				return nil, fmt.Errorf("expand ${%s}: %w", name, err)
			}
			return strings.Repeat(spec[:i], n), nil
		}
	}
	bare, asString := strings.CutSuffix(name, ":s")
	value, ok := v.values[bare]
	if !ok {
		return nil, fmt.Errorf("unknown variable %q", name)
	}
	if asString {
		return fmt.Sprint(value), nil
	}
	return value, nil
}

// expand replaces the templates in s. The first one that is unknown is the error.
func (v *variables) expand(s string) (string, error) {
	var firstErr error
	out := template.ReplaceAllStringFunc(s, func(m string) string {
		value, err := v.lookup(m[2 : len(m)-1])
		if err != nil {
			if firstErr == nil {
				firstErr = err
			}
			return m
		}
		return fmt.Sprint(value)
	})
	return out, firstErr
}

// integer evaluates the value of an integer field; a missing one is 0.
func (v *variables) integer(value any) (int64, error) {
	switch x := value.(type) {
	case nil:
		return 0, nil
	case json.Number:
		return x.Int64()
	case string:
		s, err := v.expand(x)
		if err != nil {
			return 0, err
		}
		return strconv.ParseInt(s, 10, 64)
	}
	return 0, fmt.Errorf("value %v is not a number", value)
}

// bytes evaluates a string field that is not given as JSON alone.
func (v *variables) bytes(f Field) ([]byte, error) {
	switch {
	case f.File != "":
		content := v.files[f.File]
		if f.Offset+f.Len > len(content) {
			return nil, fmt.Errorf("file %s has %d bytes, not %d at %d", f.File, len(content), f.Len, f.Offset)
		}
		return content[f.Offset : f.Offset+f.Len], nil
	case f.Hex != nil:
		return unhex(*f.Hex)
	case f.Text != nil:
		s, err := v.expand(*f.Text)
		return []byte(s), err
	}
	return nil, nil
}

func unhex(s string) ([]byte, error) {
	return hex.DecodeString(strings.ReplaceAll(s, " ", ""))
}
