package api

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"net/http"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
	"flamingo/chat"
)

// What of tus 1.0 is spoken here (https://tus.io/protocols/resumable-upload):
// the core, and the extensions named below.
const (
	tusVersion    = "1.0.0"
	tusExtensions = "creation,creation-with-upload,checksum,expiration,termination"
	tusAlgorithms = "md5,sha1,sha256"
	tusType       = "application/offset+octet-stream"

	statusChecksumMismatch = 460 // of tus
)

// Headers of tus.
const (
	headerTusResumable   = "Tus-Resumable"
	headerUploadOffset   = "Upload-Offset"
	headerUploadLength   = "Upload-Length"
	headerUploadMetadata = "Upload-Metadata"
	headerUploadChecksum = "Upload-Checksum"
	headerUploadExpires  = "Upload-Expires"

	// headerFile names the file that a finished upload has become.
	headerFile = "Flamingo-File"
)

// statusError is an error with a status that its code does not have elsewhere.
type statusError struct {
	error
	status int
}

func (e *statusError) Unwrap() error { return e.error }

// tus holds a request to the version that is spoken here.
func tus(handle fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		c.Set(headerTusResumable, tusVersion)
		if c.Get(headerTusResumable) != tusVersion {
			c.Set("Tus-Version", tusVersion)
			return &statusError{chat.Invalid(headerTusResumable, "is not %s", tusVersion), fiber.StatusPreconditionFailed}
		}
		return handle(c)
	}
}

// OPTIONS /uploads
func (a *API) describeUploads(c *fiber.Ctx) error {
	c.Set(headerTusResumable, tusVersion)
	c.Set("Tus-Version", tusVersion)
	c.Set("Tus-Extension", tusExtensions)
	c.Set("Tus-Checksum-Algorithm", tusAlgorithms)
	c.Set("Tus-Max-Size", strconv.FormatInt(a.maxFileSize, 10))
	return c.SendStatus(fiber.StatusNoContent)
}

// POST /uploads
func (a *API) createUpload(c *fiber.Ctx) error {
	if c.Get("Upload-Defer-Length") != "" {
		return chat.Invalid("Upload-Defer-Length", "is not supported: the length has to be known")
	}
	size, err := strconv.ParseInt(c.Get(headerUploadLength), 10, 64)
	if err != nil || size < 0 {
		return chat.Invalid(headerUploadLength, "is not a number of bytes")
	}
	metadata := c.Get(headerUploadMetadata)
	name, err := metadataName(metadata)
	if err != nil {
		return err
	}
	up, err := a.chat.CreateUpload(c.UserContext(), actor(c), chat.UploadParams{Name: name, Size: size, Metadata: metadata})
	if err != nil {
		return err
	}
	if isPiece(c) && size > 0 && c.Request().Header.ContentLength() != 0 {
		if up, err = a.write(c, up.ID, 0); err != nil {
			return err
		}
	}
	c.Set(fiber.HeaderLocation, Prefix+"/uploads/"+up.ID)
	a.setUpload(c, up)
	c.Status(fiber.StatusCreated) // without a body
	return nil
}

// HEAD /uploads/{id}
func (a *API) headUpload(c *fiber.Ctx) error {
	up, err := a.chat.Upload(c.UserContext(), actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	c.Set(headerUploadLength, strconv.FormatInt(up.Size, 10))
	if up.Metadata != "" {
		c.Set(headerUploadMetadata, up.Metadata)
	}
	a.setUpload(c, up)
	return nil
}

// GET /uploads/{id}
func (a *API) upload(c *fiber.Ctx) error {
	up, err := a.chat.Upload(c.UserContext(), actor(c), c.Params("id"))
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromUpload(up))
}

// PATCH /uploads/{id}
func (a *API) writeUpload(c *fiber.Ctx) error {
	if !isPiece(c) {
		return &statusError{chat.Invalid(fiber.HeaderContentType, "is not %s", tusType), fiber.StatusUnsupportedMediaType}
	}
	offset, err := strconv.ParseInt(c.Get(headerUploadOffset), 10, 64)
	if err != nil || offset < 0 {
		return chat.Invalid(headerUploadOffset, "is not a number of bytes")
	}
	up, err := a.write(c, c.Params("id"), offset)
	if err != nil {
		return err
	}
	a.setUpload(c, up)
	return c.SendStatus(fiber.StatusNoContent)
}

// DELETE /uploads/{id}
func (a *API) deleteUpload(c *fiber.Ctx) error {
	if err := a.chat.DeleteUpload(c.UserContext(), actor(c), c.Params("id")); err != nil {
		return err
	}
	return c.SendStatus(fiber.StatusNoContent)
}

// write appends the body to an upload.
func (a *API) write(c *fiber.Ctx, id string, offset int64) (*chat.Upload, error) {
	sum, err := checksum(c.Get(headerUploadChecksum))
	if err != nil {
		return nil, err
	}
	body, done, err := a.body(c)
	if err != nil {
		return nil, err
	}
	defer done()
	up, err := a.chat.WriteUpload(c.UserContext(), actor(c), id, offset, body, sum)
	if e := chat.Describe(err); err != nil && e.Reason == chat.ReasonChecksum {
		return nil, &statusError{e, statusChecksumMismatch}
	}
	return up, err
}

// setUpload says how far an upload is.
func (a *API) setUpload(c *fiber.Ctx, up *chat.Upload) {
	c.Set(headerUploadOffset, strconv.FormatInt(up.Offset, 10))
	c.Set(headerUploadExpires, up.Expires.UTC().Format(http.TimeFormat))
	if up.File != nil {
		c.Set(headerFile, up.File.File)
	}
}

func isPiece(c *fiber.Ctx) bool { return c.Get(fiber.HeaderContentType) == tusType }

// metadataName reads the file name out of Upload-Metadata: keys and values in
// base64, as in "filename d29ybGQ=,filetype dGV4dA==".
func metadataName(metadata string) (string, error) {
	for pair := range strings.SplitSeq(metadata, ",") {
		key, value, _ := strings.Cut(strings.TrimSpace(pair), " ")
		if key != "filename" && key != "name" {
			continue
		}
		name, err := base64.StdEncoding.DecodeString(value)
		if err != nil {
			return "", chat.Invalid(headerUploadMetadata, "has a %s that is not in base64", key)
		}
		if len(name) > 0 {
			return string(name), nil
		}
	}
	return "unnamed", nil
}

// checksum reads Upload-Checksum, as in "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0="; nil
// when there is none.
func checksum(header string) (*chat.Checksum, error) {
	if header == "" {
		return nil, nil
	}
	algorithm, value, _ := strings.Cut(header, " ")
	sum, err := base64.StdEncoding.DecodeString(value)
	if err != nil {
		return nil, chat.Invalid(headerUploadChecksum, "is not in base64")
	}
	var h hash.Hash
	switch algorithm {
	case "md5":
		h = md5.New()
	case "sha1":
		h = sha1.New()
	case "sha256":
		h = sha256.New()
	default:
		return nil, chat.Invalid(headerUploadChecksum, "is of none of the algorithms %s", tusAlgorithms)
	}
	return &chat.Checksum{Hash: h, Sum: sum}, nil
}
