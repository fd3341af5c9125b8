package api_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"flamingo/api"
	"flamingo/config"
)

// oddValues stand where something else belongs, as they are written.
var oddValues = []string{`null`, `true`, `""`, `"x"`, `-1`, `0`, `1.5`, `1e400`, `9223372036854775808`, `[]`, `{}`, `{"$gt":""}`, `[["x"]]`,
	`"\ud800"`, `"\u0000"`, `"\ufeff<script>"`, `"' OR 1=1 --"`, `"../../etc/passwd"`, `"\ud83d\ude00"`, `[null]`, `{"a":1,"a":2}`}

// TestContractHoldsForOddRequests sends requests made from openapi.yaml with
// values of other kinds and sizes in them. Nothing may be answered as it is not
// documented; the client sees to that. FLAMINGO_TEST_REQUESTS is how many.
func TestContractHoldsForOddRequests(t *testing.T) {
	n := 400
	if s := os.Getenv("FLAMINGO_TEST_REQUESTS"); s != "" {
		n, _ = strconv.Atoi(s)
	}
	w := newWorld(t, func(c *config.Config) {
		c.RequestBurst, c.AddressRequestBurst, c.LoginAttempts = 1<<30, 1<<30, 1<<30
	})
	random := rand.New(rand.NewPCG(1, uint64(n)))
	ops := contract(t).Operations()
	for range n {
		o := ops[random.IntN(len(ops))]
		if strings.HasPrefix(o.Path, "/uploads") || strings.HasPrefix(o.Path, "/auth") || o.OperationID == "sync" {
			continue // sessions end, and waiting takes long
		}
		path := placeholder.ReplaceAllStringFunc(samplePath(t, o), func(string) string { return "1" })
		if random.IntN(3) == 0 {
			path = placeholder.ReplaceAllStringFunc(o.Path, func(string) string {
				return url.PathEscape(strings.Trim(oddValues[random.IntN(len(oddValues))], `"`) + "x")
			})
		}
		var body any
		if o.RequestBody != nil {
			if content := o.RequestBody.Value.Content.Get("application/json"); content != nil {
				body = oddBody(random, content.Schema)
			}
		}
		w.alice.Do(t, o.Method, api.Prefix+path, body)
		if t.Failed() {
			t.Fatalf("at %s", o.OperationID)
		}
	}
}

// oddBody is an object of that schema, with odd values in some of its places.
func oddBody(random *rand.Rand, s *openapi3.SchemaRef) string {
	if random.IntN(20) == 0 {
		return strings.Repeat(`{"a":[`, 1+random.IntN(2000))
	}
	var members []string
	for _, name := range slices.Sorted(maps.Keys(s.Value.Properties)) {
		if random.IntN(4) == 0 {
			continue
		}
		value := oddValues[random.IntN(len(oddValues))]
		if random.IntN(20) == 0 {
			long, _ := json.Marshal(strings.Repeat("字", 1<<random.IntN(16)))
			value = string(long)
		}
		members = append(members, fmt.Sprintf("%q:%s", name, value))
		if random.IntN(20) == 0 {
			members = append(members, members[len(members)-1])
		}
	}
	return "{" + strings.Join(members, ",") + "}"
}
