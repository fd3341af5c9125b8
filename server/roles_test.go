package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"flamingo/api"
	"flamingo/api/apitest"
	"flamingo/chat"
	"flamingo/config"
	"flamingo/content"
	"flamingo/models"
	"flamingo/server/servertest"
)

// Who may do what: the table in roles_rules_test.go says it for every operation
// of openapi.yaml and everybody below, and here each of its cells is tried, over
// REST, over the socket and as an old client, where these can do the same.

// roles are who tries. In the strings of the table they stand in this order:
// no credential, API tokens of the owner, people outside the group, people of
// the group, another device.
var roles = []string{
	"nobody", "half", "disabled", // without a credential; without the second factor; with the token of a closed account
	"reader", "sender", "manager", // API tokens of the owner with one scope each
	"stranger", "friend", "blocked", // of the target, who blocked the last one
	"member", "muted", "admin", "owner", "former", "banned", // of the group
	"device", // of the owner, who logged in there as well
}

// outcomes of the letters in the table.
var outcomes = map[byte]string{
	'y': "may", 'u': "401", 's': "403 for the scope", 'f': "403", 'n': "404", 'c': "409", 'i': "400",
}

// letters are those of error codes.
var letters = map[string]byte{"unauthenticated": 'u', "forbidden": 'f', "not_found": 'n', "conflict": 'c', "invalid": 'i'}

// person is somebody of the table.
type person struct {
	*servertest.RESTClient
	role string
}

// stage is what the people of the table act on. The group and the target are
// made anew for whoever changes them.
type stage struct {
	testing.TB
	srv       *servertest.Server
	who       map[string]*person
	helper    chat.Actor // friend of everybody in the group, not in it
	made      int
	target    *servertest.RESTClient
	group     int64
	second    *servertest.RESTClient // another plain member
	other     *servertest.RESTClient // waits to be let in
	link      string                 // into the group, of the owner
	linkID    string
	firstSeq  int64            // of the owner
	ofSecond  int64            // of the second
	own       map[string]int64 // what each member wrote themselves
	file      string           // in a message to the group
	private   string           // what the target sent to their friend
	upload    string           // which the owner has begun
	bot       int64            // of the owner
	hook      string           // webhook of the owner, in or out
	delivery  string           // that waits for it
	hookToken string           // of an incoming one
	request   int              // numbers what is sent
	seen      bool             // what an old client asked for
}

func newStage(t testing.TB) *stage {
	s := &stage{TB: t, who: map[string]*person{}, srv: servertest.Start(t, func(c *config.Config) {
		c.RequestBurst, c.AddressRequestBurst, c.LoginAttempts, c.MessageBurst = 1<<20, 1<<20, 1<<20, 1<<20
	})}
	for _, role := range roles {
		s.who[role] = &person{s.srv.Stranger(), role}
		switch role {
		case "nobody", "reader", "sender", "manager", "device":
		default:
			s.who[role].RESTClient = s.srv.RESTClient(t, role)
		}
	}
	half := s.who["half"]
	setup, err := s.srv.Chat().BeginSecondFactor(s.Context(), actorOf(half.RESTClient), servertest.Password("half"))
	s.ok(err)
	code, err := totp.GenerateCode(setup.Secret, time.Now())
	s.ok(err)
	_, err = s.srv.Chat().ConfirmSecondFactor(s.Context(), actorOf(half.RESTClient), code)
	s.ok(err)
	// With the password alone there is nothing to go on with.
	c, a := s.srv.LogIn(t, "half", servertest.Password("half"))
	if a.Status != http.StatusUnauthorized || bytes.Contains(a.Body, []byte("token")) {
		t.Fatalf("log-in without the second factor: %d %s", a.Status, a.Body)
	}
	half.RESTClient = c
	half.Name = "half"
	s.ok(s.srv.Chat().AdminSetDisabled(s.Context(), "disabled", true))
	s.second, s.other = s.srv.RESTClient(t, "second"), s.srv.RESTClient(t, "other")
	helper := s.srv.RESTClient(t, "helper")
	s.helper = actorOf(helper)
	for _, role := range []string{"member", "muted", "admin", "owner"} {
		s.befriend(s.helper, s.actor(role))
	}
	s.logInAgain("owner")
	return s
}

func (s *stage) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *stage) actor(role string) chat.Actor { return actorOf(s.who[role].RESTClient) }

func (s *stage) befriend(a, b chat.Actor) {
	s.Helper()
	s.ok(s.srv.Chat().RequestFriend(s.Context(), a, b.UserID, ""))
	s.ok(s.srv.Chat().AnswerFriend(s.Context(), b, a.UserID, true))
}

// logInAgain gives somebody a session as it was at first: the one before may
// have ended. To the owner belong a device and tokens.
func (s *stage) logInAgain(role string) {
	s.Helper()
	switch role {
	case "nobody", "half", "disabled":
		return
	case "reader", "sender", "manager", "device":
		role = "owner"
	}
	s.ok(s.srv.Chat().AdminRemoveSecondFactor(s.Context(), role))
	p := s.who[role]
	p.RESTClient = s.srv.RESTClient(s, role)
	if role != "owner" {
		return
	}
	s.who["device"].RESTClient = s.srv.RESTClient(s, role)
	old, err := s.srv.Chat().APITokens(s.Context(), actorOf(p.RESTClient))
	s.ok(err)
	for _, t := range old {
		s.ok(s.srv.Chat().RevokeSession(s.Context(), actorOf(p.RESTClient), t.ID))
	}
	for name, scope := range map[string]chat.Scope{"reader": chat.ScopeRead, "sender": chat.ScopeMessages, "manager": chat.ScopeManage} {
		sess, token, err := s.srv.Chat().CreateAPIToken(s.Context(), actorOf(p.RESTClient), chat.APITokenParams{Name: name, Scopes: []chat.Scope{scope}})
		s.ok(err)
		c := s.srv.Stranger()
		c.ID, c.Name, c.Access, c.Session = p.ID, p.Name, token, sess.ID
		s.who[name].RESTClient = c
	}
}

// area is what an operation acts on.
type area int

const (
	account area = iota // of the one who acts
	people              // the target
	inGroup             // the group
)

// prepare makes what a rule acts on.
func (s *stage) prepare(r *rule) {
	s.Helper()
	s.made++
	switch r.on {
	case people:
		s.makeTarget()
	case inGroup:
		s.makeGroup()
	}
	if r.set != nil {
		r.set(s)
	}
}

// makeTarget makes a person whom one is a friend of and who keeps another away.
func (s *stage) makeTarget() {
	s.Helper()
	s.target = s.srv.RESTClient(s, fmt.Sprint("target", s.made))
	rules, target := s.srv.Chat(), actorOf(s.target)
	s.befriend(s.actor("friend"), target)
	s.ok(rules.Block(s.Context(), target, s.who["blocked"].ID))
	f := s.target.Upload(s, "private.txt", fmt.Appendf(nil, "private %d", s.made))
	s.private = f.File
	s.say(target, models.DirectConversation(target.UserID, s.who["friend"].ID), fmt.Sprintf(`{"segments":[{"file":{"file":%q,"name":"private.txt","size":%d}}]}`, f.File, f.Size))
}

// makeGroup makes a group that everybody stands to as their role says.
func (s *stage) makeGroup() {
	s.Helper()
	rules, owner := s.srv.Chat(), s.actor("owner")
	g, err := rules.CreateGroup(s.Context(), owner, fmt.Sprint("group ", s.made))
	s.ok(err)
	s.group, s.own = g.ID, map[string]int64{}
	c := models.GroupConversation(g.ID)
	f := s.who["owner"].Upload(s, "a.png", pngOf(s, 1+s.made%100, 1+s.made/100))
	s.file = f.File
	for _, role := range []string{"admin", "member", "muted", "former", "banned"} {
		s.ok(rules.JoinGroup(s.Context(), s.actor(role), g.ID))
		s.own[role] = s.say(s.actor(role), c, `{"text":"mine"}`)
	}
	s.firstSeq = s.say(owner, c, fmt.Sprintf(`{"segments":[{"text":"first"},{"file":{"file":%q,"name":"a.png","size":%d}}]}`, f.File, f.Size))
	s.own["owner"] = s.say(owner, c, `{"text":"mine"}`)
	for _, role := range []string{"reader", "sender", "manager", "device"} {
		s.own[role] = s.own["owner"]
	}
	s.ok(rules.JoinGroup(s.Context(), actorOf(s.second), g.ID))
	s.ofSecond = s.say(actorOf(s.second), c, `{"text":"of the second"}`)
	s.ok(rules.LeaveGroup(s.Context(), s.actor("former"), g.ID))
	s.ok(rules.RemoveMember(s.Context(), owner, g.ID, s.who["banned"].ID, true))
	admin, approval, until := models.RoleAdmin, models.JoinApproval, time.Now().Add(time.Hour)
	_, err = rules.EditMember(s.Context(), owner, g.ID, s.who["admin"].ID, chat.MemberEdit{Role: &admin})
	s.ok(err)
	_, err = rules.EditMember(s.Context(), owner, g.ID, s.who["muted"].ID, chat.MemberEdit{MutedUntil: &until})
	s.ok(err)
	inv, link, err := rules.Invite(s.Context(), owner, g.ID, chat.InvitationParams{})
	s.ok(err)
	s.link, s.linkID = link, inv.ID
	_, err = rules.EditGroup(s.Context(), owner, g.ID, chat.GroupEdit{JoinPolicy: &approval})
	s.ok(err)
	s.ok(rules.JoinGroup(s.Context(), actorOf(s.other), g.ID)) // waits
}

// begun begins an upload of the owner, who may have a number of them.
func begun(s *stage) {
	up, err := s.srv.Chat().CreateUpload(s.Context(), s.actor("owner"), chat.UploadParams{Name: "up.txt", Size: 10})
	s.ok(err)
	s.upload = up.ID
}

func (s *stage) say(a chat.Actor, c models.ConversationID, body string) int64 {
	s.Helper()
	s.request++
	sent, err := s.srv.Chat().SendMessage(s.Context(), a, chat.SendParams{Conversation: c, ClientID: fmt.Sprint("stage ", s.request),
		Format: content.Canonical, Content: []byte(body)})
	s.ok(err)
	return sent.Message.Seq
}

// conversation is the one that an operation of an area concerns.
func (s *stage) conversation(on area, p *person) string {
	if on == people {
		if p.ID == 0 {
			return models.DirectConversation(s.target.ID, s.who["friend"].ID).String()
		}
		return p.ConversationWith(s.target.ID)
	}
	return models.GroupConversation(s.group).String()
}

// values are what the parameters of a path are by themselves.
func (s *stage) values(on area, path string, p *person) map[string]string {
	v := map[string]string{"emoji": url.PathEscape("👍"), "name": "work", "seq": fmt.Sprint(s.firstSeq), "token": s.link, "invitation": s.linkID, "file": s.file}
	if on == people {
		v["id"], v["user"], v["file"], v["seq"] = fmt.Sprint(s.target.ID), fmt.Sprint(s.target.ID), s.private, "1"
	} else if s.second != nil {
		v["id"], v["user"] = fmt.Sprint(s.group), fmt.Sprint(s.second.ID)
	}
	switch {
	case strings.HasPrefix(path, "/conversations/"):
		v["id"] = s.conversation(on, p)
	case strings.HasPrefix(path, "/uploads/"):
		v["id"] = s.upload
	}
	return v
}

// do lets p perform an operation as rule says, and returns the letter of what
// came of it.
func (s *stage) do(r *rule, o apitest.Operation, p *person) (letter byte, a servertest.Answer) {
	s.Helper()
	values := s.values(r.on, o.Path, p)
	if r.put != nil {
		for k, v := range r.put(s, p) {
			values[k] = v
		}
	}
	path := o.Path
	for k, v := range values {
		path = strings.ReplaceAll(path, "{"+k+"}", v)
	}
	var body any
	if r.body != nil {
		body = r.body(s, p)
	}
	if r.query != nil {
		path += "?" + r.query(s, p)
	}
	a = p.DoWith(s, o.Method, api.Prefix+path, body, r.header)
	return letterOf(a), a
}

func letterOf(a servertest.Answer) byte {
	var problem servertest.Problem
	var each struct { // of what is done to several at once, there is one here
		Delivered []struct{ Error *struct{ Code string } }
		Refused   []struct{ Code string }
	}
	_, _ = json.Unmarshal(a.Body, &problem), json.Unmarshal(a.Body, &each) // HEAD has no body
	switch {
	case len(each.Delivered) > 0 && each.Delivered[0].Error != nil:
		return letters[each.Delivered[0].Error.Code]
	case len(each.Refused) > 0:
		return letters[each.Refused[0].Code]
	case a.Status/100 == 2:
		return 'y'
	case a.Status == 403 && problem.Reason == string(chat.ReasonScope):
		return 's'
	}
	for letter, what := range outcomes {
		if fmt.Sprint(a.Status) == what {
			return letter
		}
	}
	return '?'
}

// TestS28RolesOverREST tries every cell of the table over REST.
// Refusals change nothing: what the owner and the target see before and after
// all of them is the same.
func TestS28RolesOverREST(t *testing.T) {
	contract, err := apitest.Load()
	if err != nil {
		t.Fatal(err)
	}
	operations := map[string]apitest.Operation{}
	for _, o := range contract.Operations() {
		operations[o.OperationID] = o
	}
	ruled := map[string]bool{}
	for i := range rules {
		ruled[rules[i].operation] = true
		if _, ok := operations[rules[i].operation]; !ok {
			t.Errorf("%s is in the table and not in openapi.yaml", rules[i].operation)
		}
	}
	for id := range operations {
		if !ruled[id] {
			t.Errorf("%s is in openapi.yaml, and the table does not say who may", id)
		}
	}
	if t.Failed() {
		return
	}
	s := newStage(t)
	for i := range rules {
		r := &rules[i]
		o := operations[r.operation]
		t.Run(r.name(), func(t *testing.T) {
			s.TB = t
			s.try(r, o)
		})
	}
}

// try goes through the cells of a rule: refusals first, which share a stage.
func (s *stage) try(r *rule, o apitest.Operation) {
	s.prepare(r)
	changes := o.Method != http.MethodGet && o.Method != http.MethodHead && o.Method != http.MethodOptions
	var before string
	if changes {
		before = s.snapshot(r.on)
	}
	tried := 0
	cell := func(role string, want byte) {
		p := s.who[role]
		if want == 'y' && r.before != nil {
			r.before(s, p)
		}
		if got, a := s.do(r, o, p); got != want {
			s.Errorf("%s: got %q (%d %.200s), want %q: %s", role, got, a.Status, a.Body, want, outcomes[want])
		}
		tried++
	}
	for i, role := range roles {
		if want := r.cell(i); want != 'y' {
			cell(role, want)
		}
	}
	if changes {
		if after := s.snapshot(r.on); after != before {
			s.Errorf("a refusal changed something: before\n%s\nafter\n%s", before, after)
		}
	}
	fresh := true
	for i, role := range roles {
		want := r.cell(i)
		if want != 'y' {
			continue
		}
		if r.once && !fresh {
			s.prepare(r)
		}
		cell(role, want)
		if fresh = false; r.ends {
			s.logInAgain(role)
		}
	}
	if tried != len(roles) {
		s.Errorf("%d of %d cells were tried", tried, len(roles))
	}
}

// snapshot is what the owner and the target see.
func (s *stage) snapshot(on area) string {
	s.Helper()
	var b strings.Builder
	look := func(c *servertest.RESTClient, paths ...string) {
		for _, p := range paths {
			fmt.Fprintf(&b, "%s: %s\n", p, c.Do(s, http.MethodGet, api.Prefix+p, nil).Body)
		}
	}
	switch on {
	case account:
		look(s.who["owner"].RESTClient, "/me", "/me/settings", "/me/second-factor", "/friends", "/blocks", "/groups")
	case people:
		look(s.target, "/friends", "/friend-requests", "/blocks", "/conversations")
	case inGroup:
		group, conversation := fmt.Sprint("/groups/", s.group), fmt.Sprint("/conversations/", models.GroupConversation(s.group))
		look(s.who["owner"].RESTClient, group, group+"/members", group+"/bans", group+"/requests", group+"/invitations",
			conversation+"/messages", conversation+"/pins", conversation+"/changes")
	}
	return b.String()
}

// Context is that of the test of a rule.
func (s *stage) Context() context.Context { return s.TB.Context() }

// rule is a line of the table.
type rule struct {
	operation string // of openapi.yaml
	what      string // which use of it, where there are several
	may       string // a letter for each of roles; blanks are for the eye
	on        area
	once      bool // what one has done, another cannot do again: each needs a stage of their own
	ends      bool // the session, or others of the account
	body      func(*stage, *person) any
	put       func(*stage, *person) map[string]string // values of parameters that are not the usual ones
	query     func(*stage, *person) string
	header    map[string]string
	set       func(*stage)          // what else has to be so, for everybody
	before    func(*stage, *person) // and for those who may

	socket *socketRule
	old    *oldRule
}

func (r *rule) name() string {
	if r.what == "" {
		return r.operation
	}
	return r.operation + ", " + r.what
}

func (r *rule) cell(i int) byte {
	letters := strings.ReplaceAll(r.may, " ", "")
	if len(letters) != len(roles) {
		panic(fmt.Sprintf("%s has %d letters for %d roles", r.name(), len(letters), len(roles)))
	}
	return letters[i]
}

// cellOf is the cell of a role.
func (r *rule) cellOf(role string) byte { return r.cell(slices.Index(roles, role)) }
