package content

import (
	"fmt"
	"math"
	"path"
	"strconv"
	"strings"
)

// Kinds of messages of the old clients (CLIENTS.md section 6, msgType).
const (
	typeText         = 1 // text, emoticons, files, and the placeholder of a picture from a PC
	typeConfirmation = 2 // upload confirmation of a picture from a PC; older clients: shake
	typePicture      = 5 // picture that can be loaded already
)

// clientPC is the clientType of a PC, in the name of which the server speaks.
const clientPC = 1

// itemKeys are the keys of a content item in the order in which PC tests them;
// the first one wins.
var itemKeys = [...]string{"msgText", "faceID", "shake", "pic", "file", "remotedesktop"}

// itemOf returns what an item is and its value, "" when it is nothing known.
func itemOf(v value) (string, value) {
	for _, key := range itemKeys {
		if val, ok := v.get(key); ok {
			return key, val
		}
	}
	return "", value{}
}

// Decode turns stored bytes into a body. It never fails: what cannot be read
// becomes text. A picture confirmation of a PC becomes a body that web clients
// do not show (Body.Hidden); the picture itself is in the message before it.
func Decode(f Format, data []byte) Body {
	read := FromLegacy
	if f == Canonical {
		read = decodeCanonical
	}
	b, err := read(data)
	if err != nil {
		return NewText(string(data))
	}
	return b
}

// FromLegacy turns the body of an old client, as Repair returned it or as the
// original server stored it, into canonical form. Items that refer to no
// stored content become text, as in "[picture]".
func FromLegacy(data []byte) (Body, error) {
	root, err := readLegacy(data)
	if err != nil {
		return Body{}, fmt.Errorf("legacy body: %w", err)
	}
	return legacyBody(root), nil
}

func legacyBody(root value) Body {
	if pic, ok := confirmation(root); ok {
		ready := System{Kind: SystemPictureReady, Name: baseName(pic.at(0).str)}
		ready.File, _ = legacyRef(pic.at(1).str)
		return New(Segment{System: &ready})
	}
	var segments []Segment
	switch content, _ := root.get("content"); content.kind {
	case array:
		for _, e := range content.items {
			segments = append(segments, legacySegment(e))
		}
	case text:
		segments = mobileSegments(content.str)
	}
	b := New(segments...)
	if font, ok := root.get("font"); ok {
		b.Font = legacyFont(font)
	}
	return b
}

// PictureConfirmation reports whether the body is the second message that a PC
// sends for a picture, msgType 2: the upload is done, or has failed for good
// (CLIENTS.md section 7). The name is the one its placeholder had, "<md5>.<ext>".
func PictureConfirmation(data []byte) (name string, ok bool) {
	root, err := readLegacy(data)
	if err != nil {
		return "", false
	}
	pic, ok := confirmation(root)
	return pic.at(0).str, ok
}

// confirmation returns the pic array of a confirmation. The older meaning of
// msgType 2, shake, has no such item.
func confirmation(root value) (value, bool) {
	msgType, _ := root.get("msgType")
	if n, ok := msgType.integer(); !ok || n != typeConfirmation {
		return value{}, false
	}
	content, _ := root.get("content")
	if len(content.items) != 1 {
		return value{}, false
	}
	key, pic := itemOf(content.items[0])
	return pic, key == "pic" && pic.at(0).kind == text
}

func legacySegment(e value) Segment {
	if e.kind != object {
		return Segment{Text: cleanText(e.str)}
	}
	key, v := itemOf(e)
	switch key {
	case "msgText":
		return Segment{Text: cleanText(v.str)}
	case "faceID":
		if n, ok := v.integer(); ok && n >= 0 && n <= LastFace {
			return Segment{Face: new(int(n))}
		}
		return Segment{Text: faceText(v)}
	case "shake":
		return Segment{Nudge: true}
	case "pic":
		return legacyPicture(v)
	case "file":
		return legacyFile(v)
	case "remotedesktop":
		return Segment{Text: "[remote desktop]"}
	}
	return Segment{}
}

// legacyPicture reads [name, server name, size, width, height]. The placeholder
// of a PC has "<md5>.<ext>" as server name and refers to the md5 already, so
// that web clients need no confirmation.
func legacyPicture(v value) Segment {
	ref, ok := legacyRef(v.at(1).str)
	if !ok {
		return Segment{Text: "[picture]"}
	}
	return Segment{Image: &Image{File: ref, Name: baseName(v.at(0).str), Size: v.at(2).clamped(math.MaxUint32),
		Width: int(v.at(3).clamped(MaxSide)), Height: int(v.at(4).clamped(MaxSide))}}
}

// legacyFile reads [file name, server name, size, online].
func legacyFile(v value) Segment {
	name := baseName(v.at(0).str)
	ref, ok := legacyRef(v.at(1).str)
	if !ok || name == "" {
		return Segment{Text: labelled("file", name)}
	}
	return Segment{File: &File{File: ref, Name: name, Size: v.at(2).clamped(MaxFileSize)}}
}

// legacyRef returns a server name as file reference, without an extension.
func legacyRef(name string) (string, bool) {
	ref := strings.TrimSuffix(name, path.Ext(name))
	return ref, isRef(ref)
}

// mobileSegments reads the string form of content that newer mobile clients
// are said to send: text with marks such as [103], [shake], [pic,name,size,w,h]
// and [file,name,size] (WIRE.md section 6, 1100). Its pictures and files name
// no stored content.
func mobileSegments(s string) []Segment {
	var segments []Segment
	plain := func(t string) { segments = append(segments, Segment{Text: cleanText(t)}) }
	for {
		open := strings.IndexByte(s, '[')
		length := strings.IndexByte(s[max(open, 0):], ']')
		if open < 0 || length < 0 {
			plain(s)
			return segments
		}
		mark := s[open+1 : open+length]
		seg, ok := mobileMark(mark)
		if !ok {
			plain(s[:open+1])
			s = s[open+1:]
			continue
		}
		plain(s[:open])
		segments = append(segments, seg)
		s = s[open+length+1:]
	}
}

func mobileMark(mark string) (Segment, bool) {
	word, rest, _ := strings.Cut(mark, ",")
	switch word {
	case "shake":
		return Segment{Nudge: true}, rest == ""
	case "pic":
		return Segment{Text: "[picture]"}, rest != ""
	case "file":
		name, _, _ := strings.Cut(rest, ",")
		return Segment{Text: labelled("file", baseName(name))}, rest != ""
	}
	n, err := strconv.ParseUint(mark, 10, 8)
	return Segment{Face: new(int(n))}, err == nil && n <= LastFace
}
