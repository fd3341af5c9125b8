package chatport

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// Clients that came at once and found no place must not come back at once: the
// server would be idle until they do, and then send most of them away again.
func TestLoginsThatFindNoPlaceAreSentAwaySpread(t *testing.T) {
	for _, test := range []struct {
		name    string
		again   bool
		within  time.Duration // the last is away
		waiting time.Duration // for a place
	}{
		{"a PC that comes by itself", true, pcPatience, time.Duration(admissionShare * float64(loginDeadline))},
		{"somebody who looks at the window", false, loginDeadline, time.Duration(admissionShare * float64(loginDeadline))},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &Server{logins: make(chan struct{})} // nobody gets a place
				const clients, slots = 1000, 10
				var mu sync.Mutex
				var away [slots]int // by the time at which they were sent away
				began := time.Now()
				var group sync.WaitGroup
				for range clients {
					group.Go(func() {
						if _, ok := s.admit(t.Context(), began, test.again); ok {
							t.Error("a log-in was admitted without a place")
						}
						took := time.Since(began)
						if took < test.waiting || took > test.within {
							t.Errorf("sent away after %v, want from %v to %v", took, test.waiting, test.within)
							return
						}
						mu.Lock()
						defer mu.Unlock()
						away[min(slots-1, int(slots*(took-test.waiting)/(test.within-test.waiting)))]++
					})
				}
				group.Wait()
				for slot, n := range away {
					if n < clients/slots/2 || n > 2*clients/slots {
						t.Errorf("%d of %d were sent away in part %d of %d of the time: not spread (%v)", n, clients, slot+1, slots, away)
					}
				}
			})
		})
	}
}
