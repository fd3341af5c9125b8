package server

import (
	"path/filepath"

	"github.com/gofiber/fiber/v2"

	"flamingo/blob"
	"flamingo/tcpcompat"
	"flamingo/tcpcompat/chatport"
	"flamingo/tcpcompat/fileport"
)

// monitorTokenFile holds the word that opens the monitor console.
const monitorTokenFile = "monitor.token"

// buildLegacy makes what serves old clients, their operator and his scripts.
func (s *Server) buildLegacy() error {
	s.legacy = chatport.New(chatport.Config{Chat: s.chat, Hub: s.hub, Log: s.log, MaxConnections: s.cfg.MaxConnections,
		MaxConnectionsPerAddress: s.cfg.MaxConnectionsPerAddress, FrameBeforeLogin: int(s.cfg.FrameBeforeLogin),
		LoginTimeout: s.cfg.LoginTimeout})

	files := fileport.Config{Area: s.blobs.Area(blob.File), UpgradeDir: filepath.Join(s.cfg.Data, tcpcompat.UpgradeDir),
		Log: s.log, MaxConnections: s.cfg.MaxConnections, MaxConnectionsPerAddress: s.cfg.MaxConnectionsPerAddress}
	s.files = fileport.New(files)
	pictures := files
	pictures.Area, pictures.UpgradeDir = s.blobs.Area(blob.Image), ""
	s.images = fileport.New(pictures)

	texts := tcpcompat.Config{Chat: s.chat, Log: s.log}
	if s.listeners.monitor != nil {
		token, err := s.data.token(monitorTokenFile)
		if err != nil {
			return err
		}
		texts.MonitorToken = token
	}
	s.texts = tcpcompat.New(texts)
	return nil
}

// registerDo is GET /register.do on the main port: for scripts that pass a proxy
// which does not know the other one. What the original closed without a word is a
// bad request here.
func (s *Server) registerDo(c *fiber.Ctx) error {
	body, ok := s.texts.RegisterDo(c.UserContext(), string(c.Request().URI().QueryString()))
	if !ok {
		return fiber.ErrBadRequest
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTML)
	return c.SendString(body)
}
