package cache_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"flamingo/cache"
)

func TestManyWhoAskAtOnceGetOne(t *testing.T) {
	c := cache.ExpireAfterAccess[string, *int](100, time.Hour)
	var made atomic.Int32
	var wg sync.WaitGroup
	got := make([]*int, 16)
	for i := range got {
		wg.Go(func() { got[i] = c.GetOrCreate("a", func() *int { made.Add(1); return new(int) }) })
	}
	wg.Wait()
	for _, v := range got {
		if v != got[0] {
			t.Fatal("two of them have different values")
		}
	}
	if n := made.Load(); n != 1 {
		t.Errorf("it was made %d times", n)
	}
}

func TestWhatIsForgottenIsMadeAnew(t *testing.T) {
	c := cache.ExpireAfterWrite[int, string](100, time.Hour)
	c.Set(1, "one")
	c.Set(2, "two")
	c.Set(3, "three")
	c.Delete(1)
	if v, ok := c.Get(1); ok {
		t.Errorf("what was deleted is %q", v)
	}
	if v, ok := c.Get(2); !ok || v != "two" {
		t.Errorf("got %q, %v", v, ok)
	}
	if v := c.GetOrCreate(1, func() string { return "another" }); v != "another" {
		t.Errorf("got %q", v)
	}
	c.Clear()
	for key := 1; key <= 3; key++ {
		if v, ok := c.Get(key); ok {
			t.Errorf("after clearing there is %q", v)
		}
	}
}
