package apitype

import (
	"encoding/hex"

	"flamingo/chat"
)

// File is stored content, in the shape in which a message refers to it.
type File struct {
	File      string `json:"file"`
	Name      string `json:"name"`
	Size      int64  `json:"size"`
	Type      string `json:"type"`
	Width     int    `json:"width,omitempty"`
	Height    int    `json:"height,omitempty"`
	CreatedAt Time   `json:"created_at"`
}

// FromFile returns f as its owner sees it.
func FromFile(f *chat.File) File {
	return File{File: f.File, Name: f.Name, Size: f.Size, Type: f.Type, Width: f.Width, Height: f.Height, CreatedAt: Time(f.CreatedAt)}
}

// ClaimRequest asks for a challenge, or answers it.
type ClaimRequest struct {
	MD5       string `json:"md5"`
	Size      int64  `json:"size"`
	Name      string `json:"name"`
	Challenge string `json:"challenge"`
	Proof     string `json:"proof"`
}

// Challenge says what to hash.
type Challenge struct {
	Challenge string  `json:"challenge"`
	Nonce     string  `json:"nonce"`
	Pieces    []Piece `json:"pieces"`
}

// Piece is a part of a file, in bytes.
type Piece struct {
	Offset int64 `json:"offset"`
	Length int64 `json:"length"`
}

// FromChallenge returns c for the one it was made for.
func FromChallenge(c *chat.Challenge) Challenge {
	out := Challenge{Challenge: c.Token, Nonce: hex.EncodeToString(c.Nonce), Pieces: make([]Piece, len(c.Pieces))}
	for i, p := range c.Pieces {
		out.Pieces[i] = Piece(p)
	}
	return out
}

// FileLink is an address that needs no token for a while.
type FileLink struct {
	URL     string `json:"url"`
	Expires Time   `json:"expires"`
}

// Upload is a resumable upload; File is there once it is complete.
type Upload struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Size    int64  `json:"size"`
	Offset  int64  `json:"offset"`
	Expires Time   `json:"expires"`
	File    *File  `json:"file,omitempty"`
}

// FromUpload returns u as its owner sees it.
func FromUpload(u *chat.Upload) Upload {
	out := Upload{ID: u.ID, Name: u.Name, Size: u.Size, Offset: u.Offset, Expires: Time(u.Expires)}
	if u.File != nil {
		f := FromFile(u.File)
		out.File = &f
	}
	return out
}
