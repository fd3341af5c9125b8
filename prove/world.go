package prove

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"flamingo/api/apitype"
	"flamingo/api/restclient"
	"flamingo/models"
)

// world is who takes part, and where they talk.
type world struct {
	users         []*user
	conversations []*conversation
	devices       []*device
	programs      []*program
	olds          []*old
}

type user struct {
	name, password string
	id             int64
	in             []*conversation
	devices        []*device          // browsers
	session        *restclient.Client // of whoever sets up and compares

	mu sync.Mutex
	// open are messages whose sender gave up without an answer. Any device of
	// the user may send them again.
	open []*Message
}

type conversation struct {
	id      string
	members []*user
}

// password is the same for everybody: it is not what is proved.
const password = "prove it"

// settle makes accounts, friends, groups and clients.
func (r *run) settle(ctx context.Context) (*world, error) {
	w := new(world)
	add := func(name string) (*user, error) {
		u := &user{name: name, password: password, session: r.restClient()}
		s, err := u.session.Register(ctx, name, password)
		if err != nil {
			return nil, fmt.Errorf("register %s: %w", name, err)
		}
		if u.id, err = strconv.ParseInt(s.User.ID, 10, 64); err != nil {
			return nil, err
		}
		w.users = append(w.users, u)
		return u, nil
	}
	// alice, bob and carol have two browsers each, dora a browser and a PC.
	for _, name := range []string{"alice", "bob", "dora", "carol", "rita", "paula", "andy"} {
		if _, err := add(name); err != nil {
			return nil, err
		}
	}
	if err := befriend(ctx, w.users); err != nil {
		return nil, err
	}
	if err := w.talk(ctx); err != nil {
		return nil, err
	}
	for i, devices := range []int{2, 2, 1, 2} {
		for n := range devices {
			r.addDevice(w, w.users[i], n)
		}
	}
	r.addProgram(w, w.users[4])
	r.addOld(w, w.users[2], models.ClassPC)
	r.addOld(w, w.users[5], models.ClassPC)
	r.addOld(w, w.users[6], models.ClassAndroid)
	for _, o := range w.olds { // what they get begins with their first log-in
		if err := o.enter(); err != nil {
			return nil, err
		}
		o.client.Leave(false)
	}
	for _, c := range w.conversations {
		var head apitype.Conversation
		if err := c.members[0].session.Do(ctx, http.MethodGet, restclient.Conversation(c.id, ""), nil, &head); err != nil && !direct(c.id) {
			return nil, err
		}
		r.history.Conversation(c.id, head.Seq)
	}
	return w, nil
}

func direct(conversation string) bool { return conversation[0] == 'd' }

// befriend makes friends of everybody: requests that cross are accepted.
func befriend(ctx context.Context, users []*user) error {
	for _, u := range users {
		for _, other := range users {
			if u == other {
				continue
			}
			err := u.session.Do(ctx, http.MethodPost, "/friend-requests", map[string]any{"user": strconv.FormatInt(other.id, 10)}, nil)
			if err != nil {
				return fmt.Errorf("%s asks %s to be friends: %w", u.name, other.name, err)
			}
		}
	}
	return nil
}

// talk makes the conversations: a group of all, a group of some, and every
// second pair.
func (w *world) talk(ctx context.Context) error {
	group := func(name string, members []*user) error {
		var ids []string
		for _, u := range members[1:] {
			ids = append(ids, strconv.FormatInt(u.id, 10))
		}
		var g apitype.Group
		if err := members[0].session.Do(ctx, http.MethodPost, "/groups", map[string]any{"name": name, "users": ids}, &g); err != nil {
			return fmt.Errorf("make a group: %w", err)
		}
		w.meet("g"+g.ID, members)
		return nil
	}
	if err := group("everybody", w.users); err != nil {
		return err
	}
	if err := group("some", w.users[:len(w.users)/2+1]); err != nil {
		return err
	}
	n := 0
	for i, a := range w.users {
		for _, b := range w.users[i+1:] {
			if n++; n%2 == 1 {
				w.meet(models.ConversationWith(a.id, b.id).String(), []*user{a, b})
			}
		}
	}
	return nil
}

func (w *world) meet(id string, members []*user) {
	c := &conversation{id, members}
	w.conversations = append(w.conversations, c)
	for _, u := range members {
		u.in = append(u.in, c)
	}
}

// restClient returns a client of the server that nobody has become yet.
func (r *run) restClient() *restclient.Client {
	return &restclient.Client{Base: "http://" + r.server.Addrs().HTTP, HTTP: &http.Client{Timeout: 10 * time.Second}}
}

// credentials keep a session of a user that is good now.
type credentials struct {
	user *user
	rest *restclient.Client

	mu    sync.Mutex
	token string
}

// get returns an access token; when the one there is is refused, it logs in.
func (c *credentials) get(ctx context.Context) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	client := *c.rest
	if client.Token = c.token; c.token != "" {
		err := client.Do(ctx, http.MethodGet, "/me", nil, nil)
		if err == nil || !restclient.Refused(err) {
			return c.token, err
		}
	}
	if _, err := client.LogIn(ctx, c.user.name, c.user.password); err != nil {
		return "", err
	}
	c.token = client.Token
	return c.token, nil
}

// as returns a client with the token there is. Refused, the caller may get another.
func (c *credentials) as() *restclient.Client {
	c.mu.Lock()
	defer c.mu.Unlock()
	client := *c.rest
	client.Token = c.token
	return &client
}

// give leaves a message for any device of the user to send again.
func (u *user) give(m *Message) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.open = append(u.open, m)
}

// take returns a message that was given up, nil when there is none.
func (u *user) take(random *rand.Rand) *Message {
	u.mu.Lock()
	defer u.mu.Unlock()
	if len(u.open) == 0 {
		return nil
	}
	i := random.IntN(len(u.open))
	m := u.open[i]
	u.open = slices.Delete(u.open, i, i+1)
	return m
}

// words are what messages say: mostly little, sometimes a lot.
func words(random *rand.Rand) string {
	n := 1 + random.IntN(12)
	if random.IntN(20) == 0 {
		n = 200 + random.IntN(1500)
	}
	b := make([]byte, 0, n*5)
	for range n {
		b = append(b, vocabulary[random.IntN(len(vocabulary))]...)
		b = append(b, ' ')
	}
	return string(b[:len(b)-1])
}

var vocabulary = []string{"heron", "egret", "spoonbill", "ibis", "stork", "火烈鸟", "crane", "grebe", "ögla", "🦩"}
