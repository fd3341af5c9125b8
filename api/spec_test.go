package api_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"flamingo/api"
	"flamingo/api/apitest"
)

func contract(t testing.TB) *apitest.Contract {
	t.Helper()
	c, err := apitest.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The file at the top of the tree is where people look; Go embeds only what is
// beside the package.
func TestSpecAtTheTopIsTheOneThatIsServed(t *testing.T) {
	top, err := os.Stat("../openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	here, err := os.Stat("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !os.SameFile(top, here) {
		t.Error("openapi.yaml at the top is another file; it has to be a link: ln -sfn api/openapi.yaml openapi.yaml")
	}
}

func TestRoutesAreTheOperations(t *testing.T) {
	var documented, routes []string
	for _, o := range contract(t).Operations() {
		entry := o.Method + " " + o.Path + ", " + o.Needs()
		if o.Parameters.GetByInAndName("header", "Idempotency-Key") != nil {
			entry += ", takes an Idempotency-Key"
		}
		documented = append(documented, entry)
	}
	for _, r := range api.Operations() {
		needs := "a session"
		if r.Open {
			needs = "nothing"
		} else if r.Scope != "" {
			needs = "scope " + string(r.Scope)
		}
		if r.Named {
			needs += ", takes an Idempotency-Key"
		}
		routes = append(routes, r.Method+" "+r.Path+", "+needs)
	}
	for _, r := range routes {
		if !slices.Contains(documented, r) {
			t.Errorf("%s: served, but not in openapi.yaml (as security: [] / [{ bearer: [read] }] / none)", r)
		}
	}
	for _, d := range documented {
		if !slices.Contains(routes, d) {
			t.Errorf("%s: in openapi.yaml, but not served", d)
		}
	}
}

// What all operations have in common.
func TestOperationsAreDescribedAlike(t *testing.T) {
	ids := map[string]bool{}
	for _, o := range contract(t).Operations() {
		op := o.Operation
		fail := func(format string, args ...any) {
			t.Helper()
			t.Errorf(o.Method+" "+o.Path+": "+format, args...)
		}
		if !regexp.MustCompile("^[a-z]+[a-zA-Z]*$").MatchString(op.OperationID) || ids[op.OperationID] {
			fail("operationId is %q, want one of its own in camelCase", op.OperationID)
		}
		ids[op.OperationID] = true
		if op.Summary == "" || strings.HasSuffix(op.Summary, ".") || len(op.Tags) != 1 {
			fail("want a summary without a full stop and one tag, got %q and %q", op.Summary, op.Tags)
		}
		always := []string{"429", "503"}
		if o.Needs() != "nothing" {
			always = append(always, "401", "403")
		}
		if op.RequestBody != nil {
			always = append(always, "413")
		}
		for _, status := range always {
			if op.Responses.Value(status) == nil {
				fail("does not declare %s", status)
			}
		}
		for status, r := range op.Responses.Map() {
			if status >= "400" && r.Value.Content.Get("application/problem+json") == nil {
				fail("%s is not a problem", status)
			}
			if status == "default" || strings.Contains(status, "X") {
				fail("%s documents everything, and so nothing", status)
			}
		}
	}
}

// A client may rely on there being nothing but what is documented, or the
// document says that there may be more.
func TestAnswersAreClosed(t *testing.T) {
	seen := map[*openapi3.Schema]bool{}
	var walk func(where string, s *openapi3.SchemaRef)
	walk = func(where string, s *openapi3.SchemaRef) {
		if s == nil || seen[s.Value] {
			return
		}
		seen[s.Value] = true
		if s.Ref != "" {
			where = strings.TrimPrefix(s.Ref, "#/components/schemas/")
		}
		closed := s.Value.AdditionalProperties
		if s.Value.Type.Is("object") && len(s.Value.Properties) > 0 && closed.Has == nil && closed.Schema == nil {
			t.Errorf("%s: want additionalProperties: false", where)
		}
		for name, p := range s.Value.Properties {
			walk(where+"."+name, p)
		}
		walk(where+"[]", s.Value.Items)
		walk(where+".*", closed.Schema)
		for _, list := range []openapi3.SchemaRefs{s.Value.OneOf, s.Value.AnyOf, s.Value.AllOf} {
			for _, p := range list {
				walk(where, p)
			}
		}
	}
	for _, o := range contract(t).Operations() {
		for status, r := range o.Operation.Responses.Map() {
			for _, content := range r.Value.Content {
				walk(o.Operation.OperationID+" "+status, content.Schema)
			}
		}
	}
}

// Every operation shows what is sent and what comes back: an example for each
// JSON body of a request and of a success, which is as its schema says.
func TestEveryOperationHasExamples(t *testing.T) {
	check := func(what string, content openapi3.Content) {
		media := content.Get("application/json")
		if media == nil || content["application/json"] == nil {
			return
		}
		if media.Example == nil {
			t.Errorf("%s has no example", what)
			return
		}
		data, err := json.Marshal(media.Example)
		if err != nil {
			t.Fatal(err)
		}
		var value any
		if err := json.Unmarshal(data, &value); err != nil {
			t.Fatal(err)
		}
		if err := media.Schema.Value.VisitJSON(value, openapi3.EnableJSONSchema2020()); err != nil {
			t.Errorf("the example of %s: %v", what, err)
		}
	}
	for _, o := range contract(t).Operations() {
		if o.RequestBody != nil {
			check("a request of "+o.OperationID, o.RequestBody.Value.Content)
		}
		for status, response := range o.Responses.Map() {
			if strings.HasPrefix(status, "2") {
				check("an answer "+status+" of "+o.OperationID, response.Value.Content)
			}
		}
	}
}
