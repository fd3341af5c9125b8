package models

import "time"

// File is content that was stored, by whichever door it came.
type File struct {
	MD5       string `gorm:"primaryKey;column:f_md5"` // of the bytes, 32 lower-case hex digits
	Size      int64
	Type      string // media type, sniffed
	Picture   bool   // kept in imgcache rather than filecache
	CreatedAt time.Time
}

// Meta is a setting of the whole store, such as its epoch.
type Meta struct {
	Name  string `gorm:"primaryKey"`
	Value string
}
