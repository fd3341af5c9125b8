package chat

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"

	"flamingo/content"
	"flamingo/models"
)

// The demo is two people with a friendship, a group and something to read, so
// that a server that was just started shows what it is.

// metaDemo holds the ids of the two and of their group. An account is one of
// the demo because it is named here, and never because of its name: no link is
// made into an account of somebody else.
const metaDemo = "demo"

// demoPeople are made by the first start with a demo. Nobody knows their
// passwords: one comes in by a sign-in link alone.
var demoPeople = [2]models.User{{Username: "demo-ada", Nickname: "Ada"}, {Username: "demo-ben", Nickname: "Ben"}}

// demoTalk is what they have said to each other and in the group.
var demoTalk = []struct {
	from    int // in demoPeople
	inGroup bool
	text    string
}{
	{0, false, "Hello Ben! This messenger is ours: it runs on one small machine, and nobody else reads along."},
	{1, false, "你好，Ada！ It speaks Chinese, too. Shall we go hiking on Saturday?"},
	{0, false, "Gladly. I made a group, so that the others can join us."},
	{0, true, "Welcome! Saturday at nine, at the old mill. @Ben brings the map."},
	{1, true, "I will. Who has room in the car?"},
}

const demoGroup = "Saturday hike"

// DemoPerson is somebody of the demo and a link that signs in as them.
type DemoPerson struct {
	User  *models.User
	Token string // see SignInLink
}

type demo struct {
	Users [2]int64 `json:"users"`
	Group int64    `json:"group"` // 0 until everything is there
}

// Demo makes the two people of the demo, what they have and what they said,
// unless they are there already, and new links for them. CodeConflict when
// somebody else has one of their names.
func (s *Service) Demo(ctx context.Context) ([]DemoPerson, error) {
	d, err := s.loadDemo(ctx)
	if err != nil {
		return nil, fmt.Errorf("make demo: %w", err)
	}
	if d.Group == 0 {
		if err := s.furnishDemo(ctx, d); err != nil {
			return nil, fmt.Errorf("make demo: %w", err)
		}
	}
	var people []DemoPerson
	for _, id := range d.Users {
		u, err := s.store.User(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("make demo: %w", err)
		}
		token, err := s.SignInLink(ctx, id)
		if err != nil {
			return nil, err
		}
		people = append(people, DemoPerson{u, token})
	}
	return people, nil
}

func (s *Service) loadDemo(ctx context.Context) (*demo, error) {
	d := new(demo)
	value, err := s.store.Meta(ctx, metaDemo)
	if err == nil {
		return d, json.Unmarshal([]byte(value), d)
	}
	if !IsCode(err, CodeNotFound) {
		return nil, err
	}
	people := demoPeople
	for i := range people {
		hash, err := s.passwords.hash(ctx, rand.Text())
		if err != nil {
			return nil, err
		}
		people[i].Password, people[i].Birthday, people[i].RegisteredAt = hash, models.DefaultBirthday, s.now()
	}
	return d, s.store.InTx(ctx, func(tx Store) error {
		for i := range people {
			if err := tx.InsertUser(ctx, &people[i]); IsCode(err, CodeConflict) {
				return Errorf(CodeConflict, "the name %s is taken", people[i].Username)
			} else if err != nil {
				return err
			}
			d.Users[i] = people[i].ID
		}
		return d.save(ctx, tx)
	})
}

func (d *demo) save(ctx context.Context, tx Store) error {
	value, err := json.Marshal(d)
	if err != nil {
		return err
	}
	return tx.SetMeta(ctx, metaDemo, string(value))
}

// furnishDemo does what the two would have done in their clients. A start that
// was cut off in the middle is made up for by the next one.
func (s *Service) furnishDemo(ctx context.Context, d *demo) error {
	var actors [2]Actor
	for i, id := range d.Users {
		actors[i] = Actor{UserID: id, Class: models.ClassWeb}
	}
	ada, ben := actors[0], actors[1]
	friends, err := areFriends(ctx, s.store, ada.UserID, ben.UserID)
	if err != nil {
		return err
	}
	if !friends {
		if err := s.RequestFriend(ctx, ada, ben.UserID, ""); err != nil {
			return err
		}
		if err := s.AnswerFriend(ctx, ben, ada.UserID, true); err != nil {
			return err
		}
	}
	g, err := s.CreateGroup(ctx, ada, demoGroup, ben.UserID)
	if err != nil {
		return err
	}
	for i, m := range demoTalk {
		c := models.DirectConversation(ada.UserID, ben.UserID)
		if m.inGroup {
			c = models.GroupConversation(g.ID)
		}
		body, err := json.Marshal(map[string]string{"text": m.text})
		if err != nil {
			return err
		}
		_, err = s.SendMessage(ctx, actors[m.from], SendParams{Conversation: c, ClientID: fmt.Sprintf("demo %s %d", c, i),
			Format: content.Canonical, Content: body})
		if err != nil {
			return err
		}
	}
	d.Group = g.ID
	return d.save(ctx, s.store)
}
