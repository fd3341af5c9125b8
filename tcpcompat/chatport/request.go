package chatport

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"flamingo/content"
)

// fields are the members of the JSON object in a request.
type fields map[string]any

// parseFields reads the data of a request. Both clients put JSON together
// without escaping everything: package content repairs what can be repaired.
// What is no object is refused like any other bad data.
func parseFields(data []byte, fromAndroid bool) (fields, bool) {
	repaired, err := content.Repair(data, fromAndroid)
	if err != nil {
		return nil, false
	}
	d := json.NewDecoder(bytes.NewReader(repaired))
	d.UseNumber()
	var f fields
	if d.Decode(&f) != nil || f == nil {
		return nil, false
	}
	return f, true
}

// text returns a member that must be a string.
func (f fields) text(key string) (string, bool) {
	s, ok := f[key].(string)
	return s, ok
}

// number returns a member that must be an int32; a fraction of zero is fine.
func (f fields) number(key string) (int32, bool) {
	n, ok := f[key].(json.Number)
	if !ok {
		return 0, false
	}
	return toInt32(n)
}

func toInt32(n json.Number) (int32, bool) {
	if !strings.ContainsAny(string(n), ".eE") {
		i, err := strconv.ParseInt(string(n), 10, 32)
		return int32(i), err == nil
	}
	v, err := n.Float64()
	if err != nil || v != math.Trunc(v) || v < math.MinInt32 || v > math.MaxInt32 {
		return 0, false
	}
	return int32(v), true
}

// texts and numbers return several members, all of which must be there.
func (f fields) texts(keys ...string) (list []string, ok bool) {
	for _, k := range keys {
		s, ok := f.text(k)
		if !ok {
			return nil, false
		}
		list = append(list, s)
	}
	return list, true
}

func (f fields) numbers(keys ...string) (list []int32, ok bool) {
	for _, k := range keys {
		n, ok := f.number(k)
		if !ok {
			return nil, false
		}
		list = append(list, n)
	}
	return list, true
}

// targets reads the {"targets":[1,2]} of a mass message.
func (f fields) targets() []int64 {
	list, _ := f["targets"].([]any)
	var ids []int64
	for _, v := range list {
		if n, ok := v.(json.Number); ok {
			if id, ok := toInt32(n); ok {
				ids = append(ids, int64(id))
			}
		}
	}
	return ids
}
