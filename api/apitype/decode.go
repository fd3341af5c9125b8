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
	"reflect"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"flamingo/chat"
)

// MaxDepth is how deep arrays and objects of a request may nest. The deepest
// that means anything is a forward of forwards within a message.
const MaxDepth = 40

// Decode reads exactly one JSON object into v. Unknown keys are ignored. A
// repeated key, a known key in other letters, null, a wrong type, nesting
// beyond MaxDepth, half a surrogate pair, anything behind the object and bytes
// that are no UTF-8 are CodeInvalid and name the field where there is one: what
// two readers could understand differently is refused. A field takes null when
// its type reads JSON by itself.
func Decode(data []byte, v any) error {
	if !utf8.Valid(data) { // encoding/json would put other characters in their place
		return chat.Errorf(chat.CodeInvalid, "the body is not UTF-8")
	}
	if err := checkKeys(data, reflect.TypeOf(v)); err != nil {
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
	object bool
	fields fields       // of an object that becomes a struct
	next   reflect.Type // what the next value becomes, nil when that is not known
	name   string       // the key of that value, for an array its own
}

func newFrame(object bool, t reflect.Type, name string) frame {
	f := frame{object: object, name: name}
	switch {
	case t == nil:
	case object && t.Kind() == reflect.Struct:
		f.fields = fieldsOf(t)
	case !object && t.Kind() == reflect.Slice:
		f.next = plainType(t.Elem())
	}
	return f
}

// key notes a key of an object.
func (f *frame) key(name string) error {
	if f.fields == nil {
		return nil
	}
	t, known := f.fields[name]
	if !known {
		for field := range f.fields {
			if strings.EqualFold(field, name) { // encoding/json would take it
				return chat.Invalid(field, "is written in other letters")
			}
		}
	}
	f.next, f.name = t, name
	return nil
}

// fields are the types of a struct's fields by their JSON names.
type fields map[string]reflect.Type

// knownFields are those of the structs that were decoded before, by their type.
var knownFields sync.Map

func fieldsOf(t reflect.Type) fields {
	if known, ok := knownFields.Load(t); ok {
		return known.(fields)
	}
	all := fields{}
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" {
			for n, inner := range fieldsOf(f.Type) {
				all[n] = inner
			}
		} else if name != "" && name != "-" {
			all[name] = plainType(f.Type)
		}
	}
	knownFields.Store(t, all)
	return all
}

var readsItself = reflect.TypeFor[json.Unmarshaler]()

// plainType returns what t points to, or nil when it reads JSON by itself.
func plainType(t reflect.Type) reflect.Type {
	if t.Implements(readsItself) || reflect.PointerTo(t).Implements(readsItself) || t.Kind() == reflect.Interface {
		return nil
	}
	if t.Kind() == reflect.Pointer {
		return plainType(t.Elem())
	}
	return t
}

// checkKeys walks the tokens. It finds what encoding/json alone would not
// complain about; repeated keys the decoder of tokens does.
func checkKeys(data []byte, t reflect.Type) error {
	d := jsontext.NewDecoder(bytes.NewBuffer(data))
	into := plainType(t)
	var open []frame
	for {
		token, err := d.ReadToken()
		if err == io.EOF {
			return notJSON(io.ErrUnexpectedEOF)
		}
		if e, ok := errors.AsType[*jsontext.SyntacticError](err); ok && errors.Is(err, jsontext.ErrDuplicateName) {
			return chat.Invalid(fmt.Sprintf("%.64s", e.JSONPointer.LastToken()), "is there twice")
		}
		if err != nil {
			return notJSON(err)
		}
		f := last(open)
		if f != nil && f.object && token.Kind() == '"' {
			if _, read := d.StackIndex(d.StackDepth()); read%2 == 1 { // names and values come by turns
				if err := f.key(token.String()); err != nil {
					return err
				}
				continue
			}
		}
		switch kind := token.Kind(); kind {
		case '{', '[':
			if f == nil && kind == '[' {
				return chat.Errorf(chat.CodeInvalid, "the body must be a JSON object")
			}
			if len(open) >= MaxDepth {
				return chat.Errorf(chat.CodeInvalid, "the body nests deeper than %d", MaxDepth)
			}
			becomes, name := into, ""
			if f != nil {
				becomes, name = f.next, f.name
			}
			open = append(open, newFrame(kind == '{', becomes, name))
			continue
		case '}', ']':
			open = open[:len(open)-1]
		case 'n':
			if f == nil {
				return chat.Errorf(chat.CodeInvalid, "the body must be a JSON object")
			}
			if f.next != nil {
				return chat.Invalid(f.name, "must not be null")
			}
		}
		if f = last(open); f == nil { // a whole value has been read
			if _, err := d.ReadToken(); err != io.EOF {
				return chat.Errorf(chat.CodeInvalid, "there is something behind the JSON object")
			}
			return nil
		}
		if f.object {
			f.next = nil
		}
	}
}

func last(open []frame) *frame {
	if len(open) == 0 {
		return nil
	}
	return &open[len(open)-1]
}
