// Package apitest holds what the REST door is asked and what it answers to
// openapi.yaml. The REST client of the tests passes every exchange through it:
// a route, field, header or status that is not documented fails the test, and
// so does a success for a request that is not as documented.
package apitest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"flamingo/api"
)

// Contract is openapi.yaml, ready to be checked against, and what was seen of
// it. Its methods may be called from any goroutine.
type Contract struct {
	Doc    *openapi3.T
	router routers.Router
	bodies *bodies

	mu   sync.Mutex
	seen map[string]map[int]int // operation id, status: how often
}

// Load returns the contract; the error says what in openapi.yaml is wrong.
var Load = sync.OnceValues(func() (*Contract, error) {
	doc, err := openapi3.NewLoader().LoadFromData(api.Spec())
	if err != nil {
		return nil, fmt.Errorf("read openapi.yaml: %w", err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		return nil, fmt.Errorf("openapi.yaml: %w", err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, fmt.Errorf("openapi.yaml: %w", err)
	}
	bodies, err := newBodies(doc)
	if err != nil {
		return nil, fmt.Errorf("openapi.yaml: %w", err)
	}
	return &Contract{Doc: doc, router: router, bodies: bodies, seen: map[string]map[int]int{}}, nil
})

// Exchange is a request and its answer. The bodies have been read.
type Exchange struct {
	Request  *http.Request
	Sent     []byte
	Response *http.Response
	Received []byte
}

// Check returns in what an exchange differs from the contract. Requests that
// are not for the API pass.
func (c *Contract) Check(x Exchange) error {
	if !strings.HasPrefix(x.Request.URL.Path, api.Prefix+"/") {
		return nil
	}
	if err := c.check(x); err != nil {
		return fmt.Errorf("%s %s, sent %.300q, answered %d %.600q: %w", x.Request.Method, x.Request.URL.RequestURI(),
			x.Sent, x.Response.StatusCode, x.Received, err)
	}
	return nil
}

func (c *Contract) check(x Exchange) error {
	status := x.Response.StatusCode
	if status >= http.StatusInternalServerError && status != http.StatusServiceUnavailable && status != http.StatusInsufficientStorage {
		return errors.New("the server failed")
	}
	if err := checkHeaders(x.Response); err != nil {
		return err
	}
	req := x.Request.Clone(context.Background())
	route, params, err := c.router.FindRoute(req)
	if err != nil {
		return c.checkUndocumented(x, err)
	}
	c.note(route.Operation.OperationID, status)
	if status != http.StatusServiceUnavailable && (x.Response.Header.Get("RateLimit") == "" || x.Response.Header.Get("RateLimit-Policy") == "") {
		return errors.New("the RateLimit fields are missing")
	}
	input := &openapi3filter.RequestValidationInput{Request: req, PathParams: params, Route: route, Options: options}
	if status < http.StatusBadRequest {
		err := openapi3filter.ValidateRequest(context.Background(), input)
		if err == nil {
			err = c.checkSent(route, x)
		}
		if err != nil {
			return fmt.Errorf("succeeded, but the request is not as documented: %w", err)
		}
	}
	if route.Operation.Responses.Status(status) == nil {
		return fmt.Errorf("this status is not documented for %s", route.Operation.OperationID)
	}
	answer := &openapi3filter.ResponseValidationInput{RequestValidationInput: input, Status: status, Header: x.Response.Header, Options: options}
	err = openapi3filter.ValidateResponse(context.Background(), answer)
	if err == nil {
		err = c.checkReceived(route, x)
	}
	if err != nil {
		return fmt.Errorf("the answer is not as documented: %w", err)
	}
	return nil
}

func (c *Contract) checkSent(route *routers.Route, x Exchange) error {
	documented := route.Operation.RequestBody
	if documented == nil {
		return nil
	}
	if len(x.Sent) == 0 {
		if documented.Value.Required {
			return errors.New("there is no body")
		}
		return nil
	}
	place := documented.Ref
	if place == "" {
		place = at("#/paths", route.Path, strings.ToLower(route.Method), "requestBody")
	}
	return c.bodies.check(place, documented.Value.Content, x.Request.Header.Get("Content-Type"), x.Sent)
}

func (c *Contract) checkReceived(route *routers.Route, x Exchange) error {
	status := x.Response.StatusCode
	if route.Method == http.MethodHead || status == http.StatusNotModified {
		return nil
	}
	documented := route.Operation.Responses.Status(status)
	if len(documented.Value.Content) == 0 {
		if len(x.Received) > 0 {
			return errors.New("there is a body, and none is documented")
		}
		return nil
	}
	place := documented.Ref
	if place == "" {
		place = at("#/paths", route.Path, strings.ToLower(route.Method), "responses", strconv.Itoa(status))
	}
	return c.bodies.check(place, documented.Value.Content, x.Response.Header.Get("Content-Type"), x.Received)
}

// checkUndocumented is for what is no operation: the answer has to say so.
func (c *Contract) checkUndocumented(x Exchange, err error) error {
	s := x.Response.StatusCode
	if s != http.StatusNotFound && s != http.StatusMethodNotAllowed && s != http.StatusTooManyRequests &&
		x.Request.Method != http.MethodOptions && x.Request.Method != http.MethodHead {
		return fmt.Errorf("this is not in openapi.yaml (%w)", err)
	}
	return nil
}

// checkHeaders is what every answer of the API has in common.
func checkHeaders(r *http.Response) error {
	// Files may be kept, by browsers that ask each time whether they still may.
	if got := r.Header.Get("Cache-Control"); got != "private, no-store" && got != "private, no-cache" {
		return fmt.Errorf("Cache-Control is %q, want the answer to stay out of caches", got)
	}
	if got := r.Header.Get("X-Content-Type-Options"); got != "nosniff" {
		return fmt.Errorf("X-Content-Type-Options is %q", got)
	}
	return nil
}

var options = &openapi3filter.Options{
	IncludeResponseStatus: true,
	SkipSettingDefaults:   true,
	ExcludeRequestBody:    true, // see bodies
	ExcludeResponseBody:   true,
	AuthenticationFunc: func(_ context.Context, in *openapi3filter.AuthenticationInput) error {
		if !strings.HasPrefix(in.RequestValidationInput.Request.Header.Get("Authorization"), "Bearer ") {
			return errors.New("there is no bearer token")
		}
		return nil
	},
}

func (c *Contract) note(operation string, status int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seen[operation] == nil {
		c.seen[operation] = map[int]int{}
	}
	c.seen[operation][status]++
}

// Unseen lists the declared statuses that no exchange has had so far, as in
// "sendMessage 409".
func (c *Contract) Unseen() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var list []string
	for _, op := range c.Operations() {
		for status := range op.Responses.Map() {
			n, err := strconv.Atoi(status)
			if err != nil || c.seen[op.OperationID][n] == 0 {
				list = append(list, op.OperationID+" "+status)
			}
		}
	}
	slices.Sort(list)
	return list
}

// Operation is an operation and where it is.
type Operation struct {
	*openapi3.Operation
	Method, Path string // "/conversations/{id}"
}

// Needs says who may call it: "nothing", "a session" or "scope read".
func (o Operation) Needs() string {
	if o.Security == nil {
		return "a session"
	}
	for _, s := range *o.Security {
		return "scope " + strings.Join(s["bearer"], " ")
	}
	return "nothing"
}

// Operations lists all operations in the order of their paths.
func (c *Contract) Operations() []Operation {
	var all []Operation
	for _, path := range slices.Sorted(maps.Keys(c.Doc.Paths.Map())) {
		ops := c.Doc.Paths.Value(path).Operations()
		for _, method := range slices.Sorted(maps.Keys(ops)) {
			all = append(all, Operation{ops[method], method, path})
		}
	}
	return all
}
