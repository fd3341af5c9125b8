package chat

import (
	"context"
	"crypto/rand"
	"fmt"
	"hash"
	"sync"
	"time"

	"flamingo/models"
)

// Limits of resumable uploads.
const (
	// UploadLife is how long an upload waits for its next bytes: over a night.
	UploadLife = 24 * time.Hour

	// maxUploads is how many unfinished uploads a user may have: a folder of pictures.
	maxUploads = 100

	// maxUploadMetadata bounds, in bytes, what a client wants to be told again.
	maxUploadMetadata = 4 << 10

	// uploadSweepPeriod is how often expired uploads are removed.
	uploadSweepPeriod = 10 * time.Minute
	uploadSweepBatch  = 100
)

// UploadParams begin a resumable upload.
type UploadParams struct {
	Name     string
	Size     int64
	Metadata string // returned as it is
}

// Upload is a resumable upload.
type Upload struct {
	ID       string
	Offset   int64 // bytes that are here
	Size     int64
	Name     string
	Metadata string
	Expires  time.Time
	File     *File // once it is complete
}

// Checksum checks a piece of an upload. Sum is what Hash has to say of it.
type Checksum struct {
	Hash hash.Hash
	Sum  []byte
}

// CreateUpload begins an upload. One of no bytes is complete at once.
func (s *Service) CreateUpload(ctx context.Context, a Actor, p UploadParams) (*Upload, error) {
	name, err := checkFileName(p.Name)
	if err != nil {
		return nil, err
	}
	if len(p.Metadata) > maxUploadMetadata {
		return nil, tooLong("metadata", maxUploadMetadata, "bytes")
	}
	if s.blobs == nil {
		return nil, errNoBlobs
	}
	n, err := s.store.CountUploads(ctx, a.UserID)
	if err != nil {
		return nil, err
	}
	if n >= maxUploads {
		return nil, &Error{Code: CodeRateLimited, Message: fmt.Sprintf("you have %d unfinished uploads", n), RetryAfter: time.Minute}
	}
	now := s.now()
	row := &models.Upload{ID: rand.Text(), UserID: a.UserID, Name: name, Metadata: p.Metadata, Size: p.Size,
		CreatedAt: now, ExpiresAt: now.Add(UploadLife)}
	w, err := s.blobs.CreateUpload(ctx, row.ID, p.Size)
	if err != nil {
		return nil, err
	}
	defer w.Abort()
	if row.State, err = w.Suspend(); err != nil {
		return nil, fmt.Errorf("create upload: %w", err)
	}
	if err := s.store.InsertUpload(ctx, row); err != nil {
		s.removeUpload(row.ID)
		return nil, err
	}
	if p.Size == 0 {
		return s.WriteUpload(ctx, a, row.ID, 0, noBody{}, nil)
	}
	return s.describeUpload(ctx, a, row, 0)
}

// noBody is a body without bytes.
type noBody struct{}

func (noBody) Read([]byte) (int, error) { return 0, fmt.Errorf("no body") }
func (noBody) Close() error             { return nil }
func (noBody) Len() int64               { return 0 }

// Upload returns how far an upload of the actor's is. Whoever brings it bytes at
// the moment is interrupted: it is asked by clients whose connection broke, and
// the server need not have noticed.
func (s *Service) Upload(ctx context.Context, a Actor, id string) (*Upload, error) {
	var up *Upload
	err := s.withUpload(ctx, a, id, nil, func(row *models.Upload) error {
		if row.File != "" {
			var err error
			up, err = s.describeUpload(ctx, a, row, row.Size)
			return err
		}
		w, err := s.blobs.Resume(ctx, id, row.Size, row.State)
		if err != nil {
			return err
		}
		offset := w.Offset()
		if _, err := w.Suspend(); err != nil {
			return fmt.Errorf("look at upload: %w", err)
		}
		up, err = s.describeUpload(ctx, a, row, offset)
		return err
	})
	return up, err
}

// WriteUpload appends a body at offset, which has to be where the upload is:
// CodeConflict otherwise. What came before the body broke off stays, unless a
// checksum would have had the last word. With its last byte the upload is a
// file of the actor's.
func (s *Service) WriteUpload(ctx context.Context, a Actor, id string, offset int64, body Body, sum *Checksum) (*Upload, error) {
	done, err := s.transfers.begin(a.UserID)
	if err != nil {
		return nil, err
	}
	defer done()
	var up *Upload
	err = s.withUpload(ctx, a, id, body, func(row *models.Upload) error {
		if row.File != "" {
			if offset != row.Size {
				return errUploadOffset(row.Size)
			}
			up, err = s.describeUpload(ctx, a, row, row.Size)
			return err
		}
		up, err = s.writeUpload(ctx, a, row, offset, body, sum)
		return err
	})
	return up, err
}

func errUploadOffset(at int64) error {
	return &Error{Code: CodeConflict, Field: "Upload-Offset", Message: fmt.Sprintf("Upload-Offset is not %d, where the upload is", at)}
}

func (s *Service) writeUpload(ctx context.Context, a Actor, row *models.Upload, offset int64, body Body, sum *Checksum) (*Upload, error) {
	w, err := s.blobs.Resume(ctx, row.ID, row.Size, row.State)
	if err != nil {
		return nil, err
	}
	if w.Offset() != offset {
		w.Suspend()
		return nil, errUploadOffset(w.Offset())
	}
	if body.Len() > row.Size-offset {
		w.Suspend()
		return nil, Errorf(CodeTooLarge, "the body is larger than the %d bytes that are missing", row.Size-offset)
	}
	failed := s.take(w, row.Size-offset, body, sum)
	if failed == nil && w.Offset() == row.Size {
		return s.finishUpload(ctx, a, row, w)
	}
	// What was taken stays, whatever the failure: the client goes on from there.
	at := w.Offset()
	if row.State, err = w.Suspend(); err != nil {
		return nil, fmt.Errorf("write upload: %w", err)
	}
	row.ExpiresAt = s.now().Add(UploadLife)
	if err := s.store.UpdateUpload(ctx, row); err != nil {
		return nil, err
	}
	if failed != nil {
		return nil, failed
	}
	return s.describeUpload(ctx, a, row, at)
}

// take writes up to n bytes of body. A piece with a checksum is taken as a whole
// or not at all.
func (s *Service) take(w BlobWriter, n int64, body Body, sum *Checksum) error {
	if sum == nil {
		return copyTo(w, body, n)
	}
	mark := w.Mark()
	err := copyTo(hashingWriter{w, sum.Hash}, body, n)
	if err == nil && string(sum.Hash.Sum(nil)) != string(sum.Sum) {
		err = &Error{Code: CodeInvalid, Reason: ReasonChecksum, Field: "Upload-Checksum", Message: "Upload-Checksum is not that of the body"}
	}
	if err != nil {
		if rerr := w.Rewind(mark); rerr != nil {
			return fmt.Errorf("write upload: %w", rerr)
		}
	}
	return err
}

type hashingWriter struct {
	BlobWriter
	hash hash.Hash
}

func (w hashingWriter) Write(p []byte) (int, error) {
	n, err := w.BlobWriter.Write(p)
	w.hash.Write(p[:n])
	return n, err
}

func (s *Service) finishUpload(ctx context.Context, a Actor, row *models.Upload, w BlobWriter) (*Upload, error) {
	info, err := w.Commit(ctx)
	if err != nil {
		// The bytes are gone: better to begin again than to wait for ever.
		if derr := s.store.DeleteUpload(ctx, row.ID); derr != nil {
			s.log.Warn("failed upload not removed", "err", derr)
		}
		return nil, err
	}
	f, err := s.ownFile(ctx, a, row.Name, info)
	if err != nil {
		return nil, err
	}
	row.File, row.State, row.ExpiresAt = info.File, nil, s.now().Add(UploadLife)
	if err := s.store.UpdateUpload(ctx, row); err != nil {
		return nil, err
	}
	up := uploadOf(row, row.Size)
	up.File = f
	return up, nil
}

// DeleteUpload forgets an upload. A file that it became stays.
func (s *Service) DeleteUpload(ctx context.Context, a Actor, id string) error {
	return s.withUpload(ctx, a, id, nil, func(row *models.Upload) error {
		if err := s.store.DeleteUpload(ctx, id); err != nil {
			return err
		}
		s.removeUpload(id)
		return nil
	})
}

func (s *Service) removeUpload(id string) {
	if err := s.blobs.RemoveUpload(id); err != nil {
		s.log.Warn("upload not removed", "err", err) // the next start does it
	}
}

func uploadOf(row *models.Upload, offset int64) *Upload {
	return &Upload{ID: row.ID, Offset: offset, Size: row.Size, Name: row.Name, Metadata: row.Metadata, Expires: row.ExpiresAt}
}

func (s *Service) describeUpload(ctx context.Context, a Actor, row *models.Upload, offset int64) (*Upload, error) {
	up := uploadOf(row, offset)
	if row.File == "" {
		return up, nil
	}
	b, f, err := s.OpenFile(ctx, a, row.File)
	if err != nil {
		return nil, err
	}
	b.Close()
	f.Name = row.Name
	s.measure(ctx, f)
	up.File = f
	return up, nil
}

// uploads are the uploads that somebody looks at or writes to.
type uploads struct {
	mu     sync.Mutex // for map work only
	active map[string]*activeUpload
}

type activeUpload struct {
	body Body          // to be closed by who wants the upload next; may be nil
	done chan struct{} // closed when it is free
}

func newUploads() *uploads { return &uploads{active: map[string]*activeUpload{}} }

// take waits until nobody else has the upload, and sees to it that this does
// not depend on a peer who may be gone.
func (u *uploads) take(ctx context.Context, id string, body Body) (release func(), err error) {
	mine := &activeUpload{body: body, done: make(chan struct{})}
	for {
		u.mu.Lock()
		other := u.active[id]
		if other == nil {
			u.active[id] = mine
			u.mu.Unlock()
			return func() {
				u.mu.Lock()
				delete(u.active, id)
				u.mu.Unlock()
				close(mine.done)
			}, nil
		}
		u.mu.Unlock()
		if other.body != nil {
			other.body.Close()
		}
		select {
		case <-other.done:
		case <-ctx.Done():
			return nil, &Error{Code: CodeUnavailable, Message: "the upload is in use", RetryAfter: time.Second, Err: ctx.Err()}
		}
	}
}

var errNoUpload = &Error{Code: CodeNotFound, Message: "no such upload"}

// withUpload calls fn with an upload of the actor's that nobody else touches
// until it returns. The ids of others, and of what has expired, are not there.
func (s *Service) withUpload(ctx context.Context, a Actor, id string, body Body, fn func(*models.Upload) error) error {
	if s.blobs == nil {
		return errNoBlobs
	}
	// Before anybody is interrupted: only its owner may do that.
	if err := s.ownUpload(ctx, a, id, new(models.Upload)); err != nil {
		return err
	}
	release, err := s.uploads.take(ctx, id, body)
	if err != nil {
		return err
	}
	defer release()
	row := new(models.Upload)
	if err := s.ownUpload(ctx, a, id, row); err != nil {
		return err
	}
	return fn(row)
}

func (s *Service) ownUpload(ctx context.Context, a Actor, id string, row *models.Upload) error {
	found, err := s.store.Upload(ctx, id)
	if IsCode(err, CodeNotFound) || err == nil && (found.UserID != a.UserID || found.ExpiresAt.Before(s.now())) {
		return errNoUpload
	}
	if err != nil {
		return err
	}
	*row = *found
	return nil
}

// sweepUploads removes uploads that expired, until ctx ends.
func (s *Service) sweepUploads(ctx context.Context) {
	tick := time.NewTicker(uploadSweepPeriod)
	defer tick.Stop()
	for {
		if err := s.removeExpired(ctx); err != nil && ctx.Err() == nil {
			s.log.Warn("expired uploads not removed", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// removeOrphans removes what a crash has left without a row. It comes before
// anybody can begin an upload.
func (s *Service) removeOrphans(ctx context.Context) error {
	ids, err := s.blobs.Uploads()
	if err != nil {
		return err
	}
	for _, id := range ids {
		_, err = s.store.Upload(ctx, id)
		if IsCode(err, CodeNotFound) {
			err = s.blobs.RemoveUpload(id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) removeExpired(ctx context.Context) error {
	for {
		list, err := s.store.ExpiredUploads(ctx, s.now(), uploadSweepBatch)
		if err != nil {
			return err
		}
		for _, u := range list {
			if err := s.store.DeleteUpload(ctx, u.ID); err != nil && !IsCode(err, CodeNotFound) {
				return err
			}
			s.removeUpload(u.ID)
		}
		if len(list) < uploadSweepBatch {
			return nil
		}
	}
}
