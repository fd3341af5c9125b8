package chat

import (
	"context"
	"fmt"

	"flamingo/models"
)

// ProfileChange holds the fields to change; nil leaves one as it is.
type ProfileChange struct {
	Nickname, CustomFace, Signature, Address, Phone, Mail *string
	FaceType, Gender, Birthday                            *int32
}

// UpdateProfile changes the actor's profile and tells their friends.
func (s *Service) UpdateProfile(ctx context.Context, a Actor, c ProfileChange) (*models.User, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	if err := s.checkFace(ctx, a, "custom_face", c.CustomFace); err != nil {
		return nil, err
	}
	var u *models.User
	ev := UserEvent{UserID: a.UserID, Kind: KindProfile, Action: ActionChanged, Subject: a.UserID, At: s.now()}
	err := s.store.InTx(ctx, func(tx Store) (err error) {
		if u, err = tx.User(ctx, a.UserID); err != nil {
			return err
		}
		if err := showFace(ctx, tx, u.CustomFace, c.CustomFace, s.now()); err != nil {
			return err
		}
		c.apply(u)
		if err := tx.UpdateProfile(ctx, u); err != nil {
			return err
		}
		return s.record(ctx, tx, &ev)
	})
	if err != nil {
		return nil, fmt.Errorf("update profile of user %d: %w", a.UserID, err)
	}
	s.announce(ev)
	s.tellFriends(ctx, a.UserID, ProfileChanged{UserID: a.UserID})
	return u, nil
}

func (c ProfileChange) check() error {
	if c.Nickname != nil {
		if err := name("nickname", *c.Nickname, MaxNickname); err != nil {
			return err
		}
	}
	for _, f := range []struct {
		field string
		value *string
		limit int
	}{{"address", c.Address, MaxAddress}, {"phone", c.Phone, MaxPhone}, {"mail", c.Mail, MaxMail}} {
		if f.value != nil {
			if err := line(f.field, *f.value, f.limit); err != nil {
				return err
			}
		}
	}
	if c.Signature != nil {
		if err := text("signature", *c.Signature, MaxSignature); err != nil {
			return err
		}
	}
	if c.CustomFace != nil {
		if err := faceHash("custom_face", *c.CustomFace); err != nil {
			return err
		}
	}
	if c.FaceType != nil && (*c.FaceType < 0 || *c.FaceType > MaxFaceType) {
		return Invalid("face_type", "is not one of 0 to %d", MaxFaceType)
	}
	return nil
}

func (c ProfileChange) apply(u *models.User) {
	set(&u.Nickname, c.Nickname)
	set(&u.CustomFace, c.CustomFace)
	set(&u.Signature, c.Signature)
	set(&u.Address, c.Address)
	set(&u.Phone, c.Phone)
	set(&u.Mail, c.Mail)
	set(&u.FaceType, c.FaceType)
	set(&u.Gender, c.Gender)
	set(&u.Birthday, c.Birthday)
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// Names returns the nicknames of those of ids that exist.
func (s *Service) Names(ctx context.Context, ids []int64) (map[int64]string, error) {
	users, err := s.usersByID(ctx, ids)
	if err != nil {
		return nil, err
	}
	names := make(map[int64]string, len(users))
	for id, u := range users {
		names[id] = u.Nickname
	}
	return names, nil
}
