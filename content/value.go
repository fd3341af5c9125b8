package content

import "strconv"

// value is a JSON value that remembers what encoding/json forgets and the old
// protocol needs: the literal of a number, and every member of an object in
// its order, repeated keys included.
type value struct {
	kind    kind
	str     string // contents of a string, literal of a number or boolean
	items   []value
	members []member
}

type member struct {
	key string
	val value
}

type kind uint8

const (
	null kind = iota
	boolean
	number
	text
	array
	object
)

func (k kind) String() string {
	return [...]string{"null", "a boolean", "a number", "a string", "an array", "an object"}[k]
}

func str(s string) value             { return value{kind: text, str: s} }
func num(n int64) value              { return value{kind: number, str: strconv.FormatInt(n, 10)} }
func arr(items ...value) value       { return value{kind: array, items: items} }
func obj(members ...member) value    { return value{kind: object, members: members} }
func item(key string, v value) value { return obj(member{key, v}) }

// get returns the member of that key; of a repeated key the last one counts,
// as in the original (WIRE.md section 7).
func (v value) get(key string) (value, bool) {
	for i := len(v.members) - 1; i >= 0; i-- {
		if v.members[i].key == key {
			return v.members[i].val, true
		}
	}
	return value{}, false
}

// with returns the object with key set to val, without changing v.
func (v value) with(key string, val value) value {
	v = v.without(key)
	v.members = append(v.members, member{key, val})
	return v
}

// without returns the object without key, in memory of its own.
func (v value) without(key string) value {
	kept := make([]member, 0, len(v.members)+1)
	for _, m := range v.members {
		if m.key != key {
			kept = append(kept, m)
		}
	}
	v.members = kept
	return v
}

// at returns element i of an array; null when there is none.
func (v value) at(i int) value {
	if i < len(v.items) {
		return v.items[i]
	}
	return value{}
}

// integer returns a number that was written as an integer and fits int64.
func (v value) integer() (int64, bool) {
	if v.kind != number {
		return 0, false
	}
	n, err := strconv.ParseInt(v.str, 10, 64)
	return n, err == nil
}

// within reports whether v is a number, whole or not, in the given range.
func (v value) within(low, high float64) bool {
	if v.kind != number {
		return false
	}
	f, err := strconv.ParseFloat(v.str, 64)
	return err == nil && f >= low && f <= high
}

// clamped returns a number as an integer of 0..high, and 0 for anything else.
func (v value) clamped(high int64) int64 {
	if v.kind != number {
		return 0
	}
	f, err := strconv.ParseFloat(v.str, 64)
	if err != nil || f <= 0 {
		return 0
	}
	if f >= float64(high) {
		return high
	}
	return int64(f)
}
