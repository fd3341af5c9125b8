package chat

import (
	"context"
	"time"

	"flamingo/models"
)

// checkFace refuses to show everybody a file that its new owner may not even
// read. Old clients are believed, see checkFiles.
func (s *Service) checkFace(ctx context.Context, a Actor, face *string) error {
	if face == nil || *face == "" || a.Class.Legacy() {
		return nil
	}
	may, err := s.store.MayReadFile(ctx, a.UserID, *face)
	if err == nil && !may {
		err = &Error{Code: CodeForbidden, Field: "custom_face", Message: "custom_face is a file that you neither uploaded nor were sent"}
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
