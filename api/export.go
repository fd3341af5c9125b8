package api

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"html/template"
	"log/slog"
	"time"

	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
	"flamingo/chat"
	"flamingo/content"
)

// exportTimeout bounds the writing of one export: a million messages take a minute.
const exportTimeout = 10 * time.Minute

// GET /conversations/{id}/export
func (a *API) exportConversation(c *fiber.Ctx) error {
	id, err := conversation(c)
	if err != nil {
		return err
	}
	form, ok := exports[c.Query("format", "html")]
	if !ok {
		return chat.Invalid("format", "must be html or jsonl")
	}
	// What can be refused is refused before the answer has begun.
	view, err := a.chat.ConversationOf(c.UserContext(), actor(c), id)
	if err != nil {
		return err
	}
	who, log := actor(c), a.log
	c.Set(fiber.HeaderContentType, form.contentType)
	c.Set(fiber.HeaderContentDisposition, fmt.Sprintf(`attachment; filename="%s.%s"`, id, form.ending))
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
		ctx, cancel := context.WithTimeout(context.Background(), exportTimeout)
		defer cancel()
		e := exporter{w: w, name: view.Name, names: map[int64]string{}, chat: a.chat, actor: who}
		if err := form.write(e, ctx, func(write func([]chat.MessageView) error) error {
			return a.chat.Export(ctx, who, id, func(list []chat.MessageView) error {
				if err := write(list); err != nil {
					return err
				}
				return w.Flush() // an error means that the peer has gone
			})
		}); err != nil {
			log.Warn("export ended early", "user", who.UserID, "conversation", id.String(), "err", err, slog.String("format", form.ending))
		}
	})
	return nil
}

// exporter writes a conversation to a file.
type exporter struct {
	w     *bufio.Writer
	name  string           // of the conversation
	names map[int64]string // of the people met so far
	chat  *chat.Service
	actor chat.Actor
}

// pages calls write for each page of the conversation.
type pages func(write func([]chat.MessageView) error) error

var exports = map[string]struct {
	contentType, ending string
	write               func(exporter, context.Context, pages) error
}{
	"html":  {"text/html; charset=utf-8", "html", exporter.html},
	"jsonl": {"application/x-ndjson", "jsonl", exporter.jsonLines},
}

// jsonLines writes a message a line, in the form of the API.
func (e exporter) jsonLines(_ context.Context, each pages) error {
	enc := json.NewEncoder(e.w)
	enc.SetEscapeHTML(false)
	return each(func(list []chat.MessageView) error {
		for i := range list {
			if err := enc.Encode(apitype.FromView(&list[i])); err != nil {
				return err
			}
		}
		return nil
	})
}

var exportHead = template.Must(template.New("head").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{.}}</title>
<style>body{font:15px/1.5 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}p{margin:.3rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
time{color:#666;font-size:.85em;margin-left:.5em}.note{color:#666;font-style:italic}</style></head>
<body><h1>{{.}}</h1>
`))

var exportMessage = template.Must(template.New("message").Parse(
	`{{if .System}}<p class="note">{{.Text}}<time>{{.Time}}</time></p>{{else}}<p><b>{{.From}}</b><time>{{.Time}}</time>
{{if .Recalled}}<span class="note">recalled</span>{{else}}{{.Text}}{{end}}</p>{{end}}
`))

// html writes a page that a browser shows without this server.
func (e exporter) html(ctx context.Context, each pages) error {
	if err := exportHead.Execute(e.w, e.name); err != nil {
		return err
	}
	err := each(func(list []chat.MessageView) error {
		if err := e.learnNames(ctx, list); err != nil {
			return err
		}
		for i := range list {
			m := &list[i]
			body := content.Decode(content.Format(m.Format), m.Content)
			if body.Hidden() {
				continue
			}
			err := exportMessage.Execute(e.w, struct {
				From, Text, Time string
				System, Recalled bool
			}{e.names[m.SenderID], content.PlainText(body), m.SentAt.UTC().Format("2006-01-02 15:04:05 UTC"), m.System, m.RecalledAt != nil})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, err = e.w.WriteString("</body></html>\n")
	return err
}

// learnNames looks up the senders of a page that are not known yet.
func (e exporter) learnNames(ctx context.Context, list []chat.MessageView) error {
	var unknown []int64
	for _, m := range list {
		if _, ok := e.names[m.SenderID]; !ok {
			e.names[m.SenderID] = apitype.ID(m.SenderID)
			unknown = append(unknown, m.SenderID)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	names, err := e.chat.Names(ctx, unknown)
	for id, n := range names {
		e.names[id] = n
	}
	return err
}
