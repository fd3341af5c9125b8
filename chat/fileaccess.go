package chat

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"flamingo/content"
	"flamingo/models"
)

// maxMessageFiles bounds the files that one message refers to: each is looked
// up before the message is accepted.
const maxMessageFiles = 100

// FilesOf returns the files that a message refers to, under the names by which
// the store of files knows them. Messages that refer to none, nearly all, are
// not decoded.
func FilesOf(m *models.Message) []string {
	if !bytes.Contains(m.Content, []byte(`"file"`)) && !bytes.Contains(m.Content, []byte(`"pic"`)) {
		return nil
	}
	format := content.Format(m.Format)
	list := content.Files(content.Decode(format, m.Content))
	for i, ref := range list {
		list[i] = fileName(ref)
	}
	if format == content.Legacy { // old clients refer to anything
		list = slices.DeleteFunc(list, func(f string) bool { return !isFileHash(f) })
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// fileName is the name of a file in the one form that is compared.
func fileName(ref string) string { return strings.ToLower(ref) }

// isFileHash tells whether name can be that of stored content: an md5.
func isFileHash(name string) bool { return name != "" && faceHash("", name) == nil }

// checkFiles refuses a message that refers to files its sender may not read. To
// know a hash is not to have the file: whoever could send it would get to read
// it (SECURITY-CASES.md S-06). A file that does not exist is refused alike.
//
// Old clients are believed: they name a picture before they upload it, and the
// ports they upload to know no users. What is there, everybody may fetch there.
func (s *Service) checkFiles(ctx context.Context, a Actor, f content.Format, files []string) error {
	if len(files) > maxMessageFiles {
		return &Error{Code: CodeTooLarge, Field: "body", Message: fmt.Sprintf("body refers to more than %d files", maxMessageFiles)}
	}
	if f == content.Legacy && a.Class.Legacy() {
		return nil
	}
	for _, file := range files {
		may, err := s.store.MayReadFile(ctx, a.UserID, file)
		if err != nil {
			return fmt.Errorf("look up file of a message: %w", err)
		}
		if !may {
			return &Error{Code: CodeForbidden, Field: "body", Message: "body refers to a file that you neither uploaded nor were sent"}
		}
	}
	return nil
}

var errNoFile = &Error{Code: CodeNotFound, Message: "no such file"}

// mayReadFile refuses those whom a file is none of the business of, as if it
// did not exist.
func (s *Service) mayReadFile(ctx context.Context, a Actor, file string) error {
	if !isFileHash(file) {
		return errNoFile
	}
	may, err := s.store.MayReadFile(ctx, a.UserID, file)
	if err != nil {
		return fmt.Errorf("look up file: %w", err)
	}
	if !may {
		return errNoFile
	}
	return nil
}
