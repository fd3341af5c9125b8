package prove

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"flamingo/api/apitype"
	"flamingo/api/restclient"
)

// program is a user of REST alone: it sends, and reads the logs page by page.
type program struct {
	r        *run
	user     *user
	login    credentials
	received *Received
	have     map[string]int64 // how far it has read; owned by follow
}

func (r *run) addProgram(w *world, u *user) {
	p := &program{r: r, user: u, received: r.history.Receiver(u.name, strconv.FormatInt(u.id, 10), "rest"), have: map[string]int64{}}
	p.login = credentials{user: u, rest: r.restClient()}
	w.programs = append(w.programs, p)
}

// act sends until attack is done, each message until it has an answer.
func (p *program) act(ctx, attack context.Context) {
	random := p.r.random(p.user.name)
	for pause(attack, between(random, time.Millisecond, 20*time.Millisecond)) {
		c := p.user.in[random.IntN(len(p.user.in))]
		m := p.r.history.Mean(c.id, p.received.User, "rest", words(random))
		for lost := false; ctx.Err() == nil; lost = true {
			limit := 5 * time.Second
			if random.IntN(10) == 0 {
				limit = between(random, 0, 10*time.Millisecond)
			}
			once, cancel := context.WithTimeout(ctx, limit)
			p.r.history.Try(m)
			token, err := p.login.get(once)
			if err == nil {
				var sent apitype.Sent
				client := *p.login.rest
				client.Token = token
				if sent, err = client.Send(once, c.id, m.CID, map[string]string{"text": m.Text}); err == nil {
					if lost && sent.Dup {
						p.r.recover()
					}
					p.r.history.Acked(m, sent)
				} else if refused(err) {
					p.r.history.Refuse(m, err)
					p.r.history.Break(Broken{"refused", c.id, p.user.name, sprintf("#%d: %v", m.Number, err)})
				}
			}
			cancel()
			if err == nil || refused(err) || random.IntN(20) == 0 { // sometimes it gives up
				break
			}
			pause(ctx, 20*time.Millisecond+restclient.RetryAfter(err))
		}
	}
}

// refused reports whether the server has decided against a message for good. A
// token that the clock has made worthless is no decision.
func refused(err error) bool {
	p, ok := errors.AsType[*restclient.Problem](err)
	return ok && restclient.Refused(err) && p.Status != http.StatusUnauthorized
}

// follow reads on in every conversation: pages continue each other without a
// hole, and nothing comes twice.
func (p *program) follow(ctx, attack context.Context) {
	random := p.r.random(p.user.name + " reads")
	for pause(attack, between(random, time.Millisecond, 50*time.Millisecond)) {
		c := p.user.in[random.IntN(len(p.user.in))]
		token, err := p.login.get(ctx)
		if err != nil {
			continue
		}
		client := *p.login.rest
		client.Token = token
		called := p.r.history.Now()
		page, err := client.Messages(ctx, c.id, p.have[c.id], 1+random.IntN(200))
		if err != nil {
			continue
		}
		at := p.have[c.id]
		for seq := at + 1; ; seq++ { // the next is a message or to be skipped
			if len(page.Messages) > 0 && page.Messages[0].Seq == seq {
				p.received.Pushed(c.id, seq)
				page.Messages = page.Messages[1:]
			} else if len(page.Skip) > 0 && page.Skip[0][0] == seq {
				seq = page.Skip[0][1]
				page.Skip = page.Skip[1:]
			} else {
				break
			}
			at = seq
		}
		if len(page.Messages) > 0 || len(page.Skip) > 0 {
			p.r.history.Break(Broken{"lost", c.id, p.user.name, sprintf("the page after %d leaves a hole behind %d", p.have[c.id], at)})
		}
		if p.have[c.id] = at; !page.More {
			p.r.history.Looked(c.id, p.user.name, called, at)
		}
	}
}

// whole reads a log from its beginning.
func whole(ctx context.Context, client *restclient.Client, conversation string) ([]apitype.Message, error) {
	var all []apitype.Message
	for after := int64(0); ; {
		page, err := client.Messages(ctx, conversation, after, 200)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Messages...)
		if !page.More {
			return all, nil
		}
		if after, err = strconv.ParseInt(page.Next, 10, 64); err != nil {
			return nil, err
		}
	}
}

// heads lists a user's conversations by id.
func heads(ctx context.Context, client *restclient.Client) (map[string]apitype.Conversation, error) {
	all := map[string]apitype.Conversation{}
	for path := "/conversations"; ; {
		var page apitype.ConversationList
		if err := client.Do(ctx, http.MethodGet, path, nil, &page); err != nil {
			return nil, err
		}
		for _, c := range page.Conversations {
			all[c.ID] = c
		}
		if page.Next == "" {
			return all, nil
		}
		path = "/conversations?cursor=" + page.Next
	}
}
