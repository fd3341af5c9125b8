package chat

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"time"

	"flamingo/models"
)

// checkFace refuses to show everybody a file that its new owner may not even
// read. Old clients are believed, see checkFiles.
func (s *Service) checkFace(ctx context.Context, a Actor, field string, face *string) error {
	if face == nil || *face == "" || a.Class.Legacy() {
		return nil
	}
	may, err := s.store.MayReadFile(ctx, a.UserID, *face)
	if err == nil && !may {
		err = &Error{Code: CodeForbidden, Field: field, Message: field + " is a file that you neither uploaded nor were sent"}
	}
	return err
}

// showFace makes a new avatar readable for everybody who is signed in. It stays
// so when it is taken off: they have seen it.
func showFace(ctx context.Context, tx Store, before string, face *string, now time.Time) error {
	if face == nil || *face == "" || *face == before {
		return nil
	}
	_, err := tx.Avatar(ctx, *face)
	if IsCode(err, CodeNotFound) {
		err = tx.SaveAvatar(ctx, &models.Avatar{File: *face, CreatedAt: now})
	}
	return err
}

// Limits of avatars and group pictures.
const (
	// MaxAvatar is how large a picture may be that one is made of, in bytes: what
	// phones take. It is held in memory.
	MaxAvatar = 10 << 20

	faceSide   = 64  // what the Windows client makes and shows (CLIENTS.md section 7)
	avatarSide = 512 // the largest that a page shows, twice as many pixels for fine screens
)

// SetAvatar makes the middle of a picture the actor's avatar, for old clients
// and in a larger size for pages, and tells their friends.
func (s *Service) SetAvatar(ctx context.Context, a Actor, body io.Reader) (*models.User, error) {
	list, err := s.savePicture(ctx, a, body, faceSide, avatarSide)
	if err != nil {
		return nil, err
	}
	face := list[0].File
	if err := s.store.SaveAvatar(ctx, &models.Avatar{File: face, Large: list[1].File, CreatedAt: s.now()}); err != nil {
		return nil, err
	}
	return s.UpdateProfile(ctx, a, ProfileChange{CustomFace: &face})
}

// SetGroupPicture makes the middle of a picture that of a group: its owner and
// admins may. Old clients show none of groups.
func (s *Service) SetGroupPicture(ctx context.Context, a Actor, id int64, body io.Reader) (*GroupView, error) {
	// EditGroup decides. Those outside are refused before anything is kept.
	if !models.IsGroupID(id) {
		return nil, Errorf(CodeNotFound, "no such group")
	}
	if err := s.mayTakePart(ctx, a, models.GroupConversation(id)); err != nil {
		return nil, err
	}
	list, err := s.savePicture(ctx, a, body, avatarSide)
	if err != nil {
		return nil, err
	}
	file := list[0].File
	if err := s.store.SaveAvatar(ctx, &models.Avatar{File: file, CreatedAt: s.now()}); err != nil {
		return nil, err
	}
	return s.EditGroup(ctx, a, id, GroupEdit{Picture: &file})
}

// DeleteAvatar takes the avatar off: the built-in picture shows again.
func (s *Service) DeleteAvatar(ctx context.Context, a Actor) (*models.User, error) {
	none := ""
	return s.UpdateProfile(ctx, a, ProfileChange{CustomFace: &none})
}

// savePicture stores the middle of a picture in squares of these sides. The
// picture itself, with what a camera wrote into it, is not kept.
func (s *Service) savePicture(ctx context.Context, a Actor, body io.Reader, sides ...int) ([]BlobInfo, error) {
	if s.blobs == nil || s.pictures == nil {
		return nil, errNoBlobs
	}
	done, err := s.transfers.begin(a.UserID)
	if err != nil {
		return nil, err
	}
	defer done()
	// It grows with what comes, whatever the request declares.
	picture, err := io.ReadAll(io.LimitReader(body, MaxAvatar+1))
	if err != nil {
		return nil, &Error{Code: CodeInvalid, Message: "the body broke off", Err: err}
	}
	if len(picture) > MaxAvatar {
		return nil, Errorf(CodeTooLarge, "a picture of more than %d bytes is too large for this", MaxAvatar)
	}
	squares, err := s.pictures.Square(ctx, bytes.NewReader(picture), sides...)
	if err != nil {
		return nil, err
	}
	infos := make([]BlobInfo, len(squares))
	for i, p := range squares {
		if infos[i], err = s.blobs.SavePicture(ctx, p.Data); err != nil {
			return nil, fmt.Errorf("save avatar: %w", err)
		}
	}
	return infos, nil
}
