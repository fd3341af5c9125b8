package legacyclient

import (
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"
)

func TestInbox(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b Inbox[int]
		any := func(int) bool { return true }
		even := func(n int) bool { return n%2 == 0 }
		want := func(what string, match func(int) bool, n int, wantErr error) {
			t.Helper()
			if got, err := b.Take(time.Second, match); got != n || !errors.Is(err, wantErr) {
				t.Errorf("%s: got %d and error %v, want %d and %v", what, got, err, n, wantErr)
			}
		}
		began := time.Now()
		want("nothing came", any, 0, ErrNothing)
		if took := time.Since(began); took != time.Second {
			t.Errorf("waited %v, want a second", took)
		}
		b.Put(1, 2, 3)
		want("not the first", even, 2, nil)
		want("what was left", any, 1, nil)
		time.AfterFunc(500*time.Millisecond, func() { b.Put(4) })
		want("came while waiting", even, 4, nil)
		time.AfterFunc(500*time.Millisecond, func() { b.End(io.EOF); b.End(io.ErrClosedPipe) })
		want("ended while waiting", even, 0, io.EOF)
		want("came before the end", any, 3, nil)
		want("empty after the end", any, 0, io.EOF)
		b.Reset()
		want("begun again", any, 0, ErrNothing)
	})
}
