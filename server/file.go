package server

import (
	"context"
	"path/filepath"
	"time"

	"flamingo/blob"
	"flamingo/models"
	"flamingo/picture"
)

// Thumbnails are kept in a directory of their own, which may be deleted, in as
// much space as some 20,000 of them take.
const (
	thumbnailDir  = "thumbcache"
	maxThumbnails = 256 << 20 // bytes
)

// openBlobs opens the one store of files and pictures, which every door shares:
// what a PC uploads is what a browser shows, and the other way round.
func (s *Server) openBlobs() (err error) {
	s.blobs, err = blob.Open(s.cfg.Data, blob.Options{
		MaxSize:  int64(s.cfg.MaxFileSize),
		MinFree:  int64(s.cfg.MinFreeDisk),
		OnStored: s.recordFile,
		Log:      s.log,
	})
	if err != nil {
		return err
	}
	s.pictures, err = picture.New(filepath.Join(s.cfg.Data, thumbnailDir), maxThumbnails)
	return err
}

// recordFile makes the row of a content, whichever door it came through. The
// directory is the truth: a row that could not be written is made when the
// content is stored again.
func (s *Server) recordFile(ctx context.Context, i blob.Info) {
	f := &models.File{MD5: i.MD5, Size: i.Size, Type: i.Type, Picture: i.Area == blob.Image, CreatedAt: time.Now().UTC()}
	if err := s.store.SaveFile(ctx, f); err != nil {
		s.log.Error("file not recorded", "md5", i.MD5, "err", err)
	}
}
