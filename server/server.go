// Package server builds flamingo from its parts: in order, each handed to the
// next, and stops them in reverse. It is the only package that knows them all,
// and it holds no rule of its own.
package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"flamingo/api"
	"flamingo/blob"
	"flamingo/chat"
	"flamingo/config"
	"flamingo/hub"
	"flamingo/picture"
	"flamingo/store"
	"flamingo/tcpcompat"
	"flamingo/tcpcompat/chatport"
	"flamingo/tcpcompat/fileport"
	"flamingo/webhook"
	"flamingo/ws"
)

// StopTimeout is how long a graceful stop may take. What was acknowledged is
// durable before, so an end after that loses nothing either.
const StopTimeout = 10 * time.Second

// Addrs are the addresses in use; those that are off are empty.
type Addrs struct {
	HTTP       string `json:"http,omitempty"`
	TCPChat    string `json:"tcp_chat,omitempty"`
	TCPFile    string `json:"tcp_file,omitempty"`
	TCPImage   string `json:"tcp_image,omitempty"`
	TCPMonitor string `json:"tcp_monitor,omitempty"`
	TCPHTTP    string `json:"tcp_http,omitempty"`
}

// Server is a running flamingo. New has opened its database and its listeners;
// Run serves them.
type Server struct {
	cfg   config.Config
	log   *slog.Logger
	data  *dataDir
	store *store.Store
	blobs *blob.Store
	hub   *hub.Hub
	clock *clock
	chat  *chat.Service

	pictures *picture.Maker
	app      *fiber.App
	api      *api.API
	sockets  *ws.Server
	legacy   *chatport.Server
	files    *fileport.Server
	images   *fileport.Server
	texts    *tcpcompat.Server

	listeners listeners
	addrs     Addrs
}

// New opens every listener, the data directory and the database. An error is
// one sentence for the operator, and leaves nothing open.
func New(ctx context.Context, cfg config.Config, log *slog.Logger) (_ *Server, err error) {
	s := &Server{cfg: cfg, log: log}
	defer func() {
		if err != nil {
			s.release()
		}
	}()
	// First, so that a port in use is known before the database is touched.
	if err := s.listen(ctx); err != nil {
		return nil, err
	}
	if err := s.openState(ctx); err != nil {
		return nil, err
	}
	if err := s.buildLegacy(); err != nil {
		return nil, err
	}
	if err := s.buildHTTP(); err != nil {
		return nil, err
	}
	return s, nil
}

// openState opens what outlives a run, and the rules on top of it.
func (s *Server) openState(ctx context.Context) (err error) {
	if s.data, err = openDataDir(s.cfg.Data); err != nil {
		return err
	}
	key, err := s.data.secret("token.key")
	if err != nil {
		return err
	}
	if s.store, err = openStore(ctx, s.cfg, s.log); err != nil {
		return err
	}
	if err := s.openBlobs(); err != nil {
		return err
	}
	fileKey, err := s.data.secret("file.key")
	if err != nil {
		return err
	}
	pusher, err := s.buildPush()
	if err != nil {
		return err
	}
	settings, err := settingsInForce(s.cfg)
	if err != nil {
		return err
	}
	s.hub = hub.New()
	s.clock = newClock(s.cfg.TestClock, s.log)
	s.chat, err = chat.New(ctx, chat.Options{Store: s.store, Notifier: s.hub, Log: s.log, Now: s.clock.now, TokenKey: key,
		Blobs: blobs{s.blobs}, Pictures: s.pictures, FileKey: fileKey, Pusher: pusher, Webhooks: webhook.New(networks(s.cfg.OutboundAllow)),
		Limits: limits(s.cfg), Settings: settings, CheapHashes: s.cfg.CheapHashes, CredentialCache: s.data.takeCredentials(s.log)})
	return err
}

// Addrs returns the addresses in use.
func (s *Server) Addrs() Addrs { return s.addrs }

// Chat returns the rules, for tests that look behind the doors.
func (s *Server) Chat() *chat.Service { return s.chat }

// Blobs returns the bytes of files and pictures, for every door and for tests.
func (s *Server) Blobs() *blob.Store { return s.blobs }

// Hub returns the connected sessions.
func (s *Server) Hub() *hub.Hub { return s.hub }

// Run serves until ctx is done, then stops gracefully. A listener that fails
// stops the others.
func (s *Server) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	// The doors outlive ctx: they are closed in order by stop.
	serving, stopServing := context.WithCancel(context.WithoutCancel(ctx))
	defer stopServing()

	var doors sync.WaitGroup
	doors.Go(func() { trim(serving) })
	s.serve(&doors, cancel, "http", s.listeners.http, func(l net.Listener) error { return s.app.Listener(l) })
	s.serve(&doors, cancel, "tcp-chat", s.listeners.chat, func(l net.Listener) error { return s.legacy.Serve(serving, l) })
	s.serve(&doors, cancel, "tcp-file", s.listeners.file, func(l net.Listener) error { return s.files.Serve(serving, l) })
	s.serve(&doors, cancel, "tcp-image", s.listeners.image, func(l net.Listener) error { return s.images.Serve(serving, l) })
	s.serve(&doors, cancel, "tcp-monitor", s.listeners.monitor, func(l net.Listener) error { return s.texts.ServeMonitor(serving, l) })
	s.serve(&doors, cancel, "tcp-http", s.listeners.register, func(l net.Listener) error { return s.texts.ServeHTTPRegister(serving, l) })

	<-ctx.Done()
	err := context.Cause(ctx)
	if errors.Is(err, context.Canceled) {
		err = nil // asked to stop
	}
	return errors.Join(err, s.stop(&doors, stopServing))
}

func (s *Server) serve(doors *sync.WaitGroup, fail context.CancelCauseFunc, name string, l net.Listener, serve func(net.Listener) error) {
	if l == nil {
		return
	}
	doors.Go(func() {
		if err := serve(l); err != nil && !errors.Is(err, net.ErrClosed) {
			fail(fmt.Errorf("serve %s: %w", name, err))
		}
	})
}

// stop ends sessions, doors, rules and store, in this order: nothing is
// answered any more when what it would be answered from is gone.
func (s *Server) stop(doors *sync.WaitGroup, stopServing context.CancelFunc) error {
	s.log.Info("stopping")
	ctx, cancel := context.WithTimeout(context.Background(), StopTimeout)
	defer cancel()

	var errs []error
	if err := s.hub.Stop(ctx); err != nil {
		errs = append(errs, fmt.Errorf("end sessions: %w", err))
	}
	stopServing()
	s.api.Stop()
	if err := s.app.ShutdownWithContext(ctx); err != nil {
		errs = append(errs, fmt.Errorf("stop http: %w", err))
	}
	s.listeners.close() // a door that had not begun to serve when it was stopped ends at this
	doors.Wait()
	errs = append(errs, s.chat.Close(ctx))
	s.data.keepCredentials(s.chat.CredentialCache(), s.log)
	s.chat = nil
	errs = append(errs, s.release())
	s.log.Info("stopped")
	return errors.Join(errs...)
}

// Close ends a server that was not Run.
func (s *Server) Close() error { return s.release() }

// release closes what New opened. Parts that are not there are passed over.
func (s *Server) release() error {
	var errs []error
	s.listeners.close()
	if s.chat != nil {
		ctx, cancel := context.WithTimeout(context.Background(), StopTimeout)
		errs = append(errs, s.chat.Close(ctx))
		cancel()
	}
	if s.clock != nil {
		s.clock.close()
	}
	if s.blobs != nil { // it records in the store what it finds
		errs = append(errs, s.blobs.Close())
	}
	if s.pictures != nil {
		errs = append(errs, s.pictures.Close())
	}
	if s.store != nil {
		errs = append(errs, s.store.Close())
	}
	if s.data != nil {
		errs = append(errs, s.data.close())
	}
	return errors.Join(errs...)
}
