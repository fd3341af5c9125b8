package replay

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Templates that stand for a value that varies from run to run.
const (
	anyInt   = "#int"
	anyTime  = "#time" // Unix time in seconds, timeTolerance from now at most
	anything = "#any"
)

// timeTolerance allows for a server with another clock.
const timeTolerance = 10 * time.Minute

// clipLength is how much of a text an error shows, in bytes.
const clipLength = 300

var wildcards = map[string]string{
	anyInt:   `(-?[0-9]+)`,
	anyTime:  `([0-9]+)`,
	anything: `(.*?)`,
}

// matchText compares a text with its template.
func (v *variables) matchText(want, got string) error {
	pattern := bytes.NewBufferString(`(?s)\A`)
	var kinds []string
	last := 0
	for _, m := range template.FindAllStringSubmatchIndex(want, -1) {
		pattern.WriteString(regexp.QuoteMeta(want[last:m[0]]))
		last = m[1]
		name := want[m[2]:m[3]]
		if wildcard, ok := wildcards[name]; ok {
			pattern.WriteString(wildcard)
			kinds = append(kinds, name)
			continue
		}
		value, err := v.lookup(name)
		if err != nil {
			return err
		}
		pattern.WriteString(regexp.QuoteMeta(fmt.Sprint(value)))
	}
	pattern.WriteString(regexp.QuoteMeta(want[last:]) + `\z`)
	re, err := regexp.Compile(pattern.String())
	if err != nil {
		return fmt.Errorf("compile template: %w", err)
	}
	groups := re.FindStringSubmatch(got)
	if groups == nil {
		return fmt.Errorf("want text %s, got %s", clip(want), clip(got))
	}
	for i, kind := range kinds {
		if kind == anyTime {
			if err := checkTime(groups[i+1]); err != nil {
				return err
			}
		}
	}
	return nil
}

// matchJSON compares decoded JSON: the same keys, types and values, in any order.
// path says where in the value we are.
func (v *variables) matchJSON(path string, want, got any) error {
	if text, ok := want.(string); ok {
		if m := template.FindStringSubmatch(text); m != nil && m[0] == text && wildcards[m[1]] != "" {
			return matchWildcard(path, m[1], got)
		}
		var err error
		if want, err = v.expandJSON(text); err != nil {
			return err
		}
	}
	if w, g := kindOf(want), kindOf(got); w != g {
		return fmt.Errorf("%s: want %s, got %s", path, w, g)
	}
	switch w := want.(type) {
	case map[string]any:
		return v.matchObject(path, w, got.(map[string]any))
	case []any:
		return v.matchArray(path, w, got.([]any))
	case json.Number:
		if !sameNumber(w.String(), got.(json.Number).String()) {
			return fmt.Errorf("%s: want %s, got %s", path, w, got)
		}
	default:
		if want != got {
			return fmt.Errorf("%s: want %s, got %s", path, clip(fmt.Sprint(want)), clip(fmt.Sprint(got)))
		}
	}
	return nil
}

func (v *variables) matchObject(path string, want, got map[string]any) error {
	for _, key := range slices.Sorted(maps.Keys(want)) {
		value, ok := got[key]
		if !ok {
			return fmt.Errorf("%s/%s: missing", path, key)
		}
		if err := v.matchJSON(path+"/"+key, want[key], value); err != nil {
			return err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[key]; !ok {
			return fmt.Errorf("%s/%s: unexpected key", path, key)
		}
	}
	return nil
}

func (v *variables) matchArray(path string, want, got []any) error {
	for i := range min(len(want), len(got)) {
		if err := v.matchJSON(fmt.Sprintf("%s/%d", path, i), want[i], got[i]); err != nil {
			return err
		}
	}
	if len(want) != len(got) {
		return fmt.Errorf("%s: want %d elements, got %d", path, len(want), len(got))
	}
	return nil
}

// expandJSON evaluates a JSON string. A template that stands alone has the type
// of its variable.
func (v *variables) expandJSON(text string) (any, error) {
	if m := template.FindStringSubmatch(text); m != nil && m[0] == text {
		value, err := v.lookup(m[1])
		if n, ok := value.(int64); ok {
			return json.Number(strconv.FormatInt(n, 10)), err
		}
		return value, err
	}
	return v.expand(text)
}

func matchWildcard(path, kind string, got any) error {
	if kind == anything {
		return nil
	}
	n, ok := got.(json.Number)
	if !ok {
		return fmt.Errorf("%s: want an integer, got %s", path, kindOf(got))
	}
	if _, err := n.Int64(); err != nil {
		return fmt.Errorf("%s: want an integer, got %s", path, n)
	}
	if kind == anyTime {
		if err := checkTime(n.String()); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return nil
}

func checkTime(s string) error {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return fmt.Errorf("time %q is not an integer", s)
	}
	if d := time.Since(time.Unix(n, 0)); d.Abs() > timeTolerance {
		return fmt.Errorf("time %d is %v away from now", n, d.Round(time.Second))
	}
	return nil
}

// sameNumber compares integers as written and other numbers by value.
func sameNumber(a, b string) bool {
	if a == b {
		return true
	}
	if !strings.ContainsAny(a+b, ".eE") {
		return false
	}
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return errX == nil && errY == nil && x == y
}

// decodeJSON reads one JSON value with nothing behind it.
func decodeJSON(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("data after the JSON value")
	}
	return value, nil
}

// jsonAt follows a path of keys and indexes.
func jsonAt(value any, path []string) (any, bool) {
	for _, key := range path {
		switch x := value.(type) {
		case map[string]any:
			var ok bool
			if value, ok = x[key]; !ok {
				return nil, false
			}
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i < 0 || i >= len(x) {
				return nil, false
			}
			value = x[i]
		default:
			return nil, false
		}
	}
	return value, true
}

func kindOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "bool"
	case string:
		return "string"
	case json.Number:
		return "number"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	}
	return fmt.Sprintf("%T", value)
}

// clip quotes the beginning of a text for an error.
func clip(s string) string {
	if len(s) > clipLength {
		return strconv.Quote(s[:clipLength]) + "..."
	}
	return strconv.Quote(s)
}
