// Package apitype holds the shapes of openapi.yaml and of the real-time
// protocol as Go structs, and turns rows into them. Ids are strings, because
// JavaScript counts to 2^53; times are RFC 3339 with milliseconds, in UTC.
package apitype

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"flamingo/chat"
)

// MaxDepth is how deep arrays and objects of a request may nest. The deepest
// that means anything is a forward of forwards within a message.
const MaxDepth = 40

// Decode reads exactly one JSON object into v. Unknown keys are ignored. A
// repeated key, a wrong type, nesting beyond MaxDepth, anything behind the
// object and bytes that are no UTF-8 are CodeInvalid and name the field: what two readers could understand
// differently is refused.
func Decode(data []byte, v any) error {
	if !utf8.Valid(data) { // encoding/json would put other characters in their place
		return chat.Errorf(chat.CodeInvalid, "the body is not UTF-8")
	}
	if err := checkKeys(data); err != nil {
		return err
	}
	err := json.Unmarshal(data, v)
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		if e.Field == "" {
			return chat.Errorf(chat.CodeInvalid, "the body must be a JSON object")
		}
		return chat.Invalid(e.Field, "must not be a JSON %s", e.Value)
	}
	if err != nil {
		return notJSON(err)
	}
	return nil
}

func notJSON(err error) error {
	return &chat.Error{Code: chat.CodeInvalid, Message: "the body is not valid JSON", Err: err}
}

// frame is an array or object that is open.
type frame struct {
	keys    map[string]struct{} // nil for an array
	wantKey bool
}

// checkKeys walks the tokens, which encoding/json alone would not complain about.
func checkKeys(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var open []frame
	for {
		token, err := d.Token()
		if err == io.EOF {
			return notJSON(io.ErrUnexpectedEOF)
		}
		if err != nil {
			return notJSON(err)
		}
		switch t := token.(type) {
		case json.Delim:
			if t == '{' || t == '[' {
				if len(open) == 0 && t == '[' {
					return chat.Errorf(chat.CodeInvalid, "the body must be a JSON object")
				}
				if len(open) >= MaxDepth {
					return chat.Errorf(chat.CodeInvalid, "the body nests deeper than %d", MaxDepth)
				}
				f := frame{}
				if t == '{' {
					f = frame{keys: map[string]struct{}{}, wantKey: true}
				}
				open = append(open, f)
				continue
			}
			open = open[:len(open)-1]
		case string:
			if f := last(open); f != nil && f.wantKey {
				if _, ok := f.keys[t]; ok {
					return chat.Invalid(fmt.Sprintf("%.64s", t), "is there twice")
				}
				f.keys[t] = struct{}{}
				f.wantKey = false
				continue
			}
		}
		f := last(open)
		if f == nil { // a whole value has been read
			if _, err := d.Token(); err != io.EOF {
				return chat.Errorf(chat.CodeInvalid, "there is something behind the JSON object")
			}
			return nil
		}
		f.wantKey = f.keys != nil
	}
}

func last(open []frame) *frame {
	if len(open) == 0 {
		return nil
	}
	return &open[len(open)-1]
}
