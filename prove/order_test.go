package prove

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

// logOp is an operation on a log as porcupine sees it: a send that got a place,
// or a read that saw an end.
type logOp struct {
	read bool
	at   int64
}

// logModel is a log by its length: a send gets the next place, a read sees all.
var logModel = porcupine.Model{
	Init: func() any { return int64(0) },
	Step: func(state, input, output any) (bool, any) {
		length, op := state.(int64), input.(logOp)
		if op.read {
			return op.at == length, length
		}
		return op.at == length+1, length + 1
	},
	Equal:             func(a, b any) bool { return a == b },
	DescribeOperation: func(input, output any) string { return fmt.Sprintf("%+v", input) },
}

// TestOrderAgreesWithPorcupine gives thousands of small histories, good and bad,
// to our check and to one that tries every order.
func TestOrderAgreesWithPorcupine(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	verdicts := map[bool]int{}
	for round := range 5000 {
		var ops []porcupine.Operation
		var sends []send
		var reads []Read
		n := 1 + random.Int64N(5)
		// Times are drawn close to the order of the log, so that about half of
		// the histories are good.
		span := func(at int64) (called, returned time.Duration) {
			called = time.Duration(10*at + random.Int64N(25))
			return called, called + time.Duration(1+random.Int64N(20))
		}
		add := func(op logOp, called, returned time.Duration) {
			ops = append(ops, porcupine.Operation{ClientId: len(ops), Input: op, Call: int64(called), Return: int64(returned)})
		}
		for seq := int64(1); seq <= n; seq++ {
			called, returned := span(seq)
			s := send{int(seq), seq, called, returned}
			if random.IntN(5) == 0 { // never acknowledged
				s.acked, returned = never, 1<<62
			}
			sends = append(sends, s)
			add(logOp{at: seq}, called, returned)
		}
		for range random.IntN(5) {
			last := random.Int64N(n + 1)
			called, returned := span(last)
			reads = append(reads, Read{"c", "r", called, returned, last})
			add(logOp{true, last}, called, returned)
		}
		want := porcupine.CheckOperations(logModel, ops)
		random.Shuffle(len(sends), func(i, j int) { sends[i], sends[j] = sends[j], sends[i] })
		against := linearizable(sends, reads)
		if got := len(against) == 0; got != want {
			t.Fatalf("history %d: we say %v (%v), porcupine %v:\n%+v\n%+v", round, got, against, want, sends, reads)
		}
		verdicts[want]++
	}
	if verdicts[true] < 500 || verdicts[false] < 500 {
		t.Errorf("%v: there are too few of a kind to show anything", verdicts)
	}
}
