// Package cache remembers a bounded number of things, each for a while.
//
// It stands before otter, whose cache is hundreds of generic functions. Whoever
// knows the type of such a cache compiles them all for its keys and values, and
// so does every package that imports a struct with one in it: most of what the
// packages of this project took to compile. A Cache is an interface, so that only
// the package that makes one does.
package cache

import (
	"time"

	"github.com/maypok86/otter/v2"
)

// Cache keeps values by their keys. Any number of goroutines may use it.
type Cache[K comparable, V any] interface {
	// Get returns what is kept for key.
	Get(key K) (V, bool)
	// GetOrCreate is Get, and keeps what create returns when there is nothing. Of
	// many who ask for a key at once, one makes it and all get the same.
	GetOrCreate(key K, create func() V) V
	// Set keeps v for key, in place of what was.
	Set(key K, v V)
	// Delete forgets what is kept for key.
	Delete(key K)
	// Clear forgets everything.
	Clear()
}

// ExpireAfterWrite returns a cache of at most size values, each kept for so long
// after it was set. When there are more, those go that are asked for least.
func ExpireAfterWrite[K comparable, V any](size int, life time.Duration) Cache[K, V] {
	return made(size, otter.ExpiryWriting[K, V](life))
}

// ExpireAfterAccess is ExpireAfterWrite, with time that begins anew whenever
// somebody asks for the value.
func ExpireAfterAccess[K comparable, V any](size int, life time.Duration) Cache[K, V] {
	return made(size, otter.ExpiryAccessing[K, V](life))
}

func made[K comparable, V any](size int, expiry otter.ExpiryCalculator[K, V]) Cache[K, V] {
	return kept[K, V]{otter.Must(&otter.Options[K, V]{MaximumSize: size, ExpiryCalculator: expiry})}
}

type kept[K comparable, V any] struct{ values *otter.Cache[K, V] }

func (c kept[K, V]) Get(key K) (V, bool) { return c.values.GetIfPresent(key) }

func (c kept[K, V]) GetOrCreate(key K, create func() V) V {
	v, _ := c.values.ComputeIfAbsent(key, func() (V, bool) { return create(), false })
	return v
}

func (c kept[K, V]) Set(key K, v V) { c.values.Set(key, v) }

func (c kept[K, V]) Delete(key K) { c.values.Invalidate(key) }

func (c kept[K, V]) Clear() { c.values.InvalidateAll() }
