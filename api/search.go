package api

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
	"flamingo/chat"
	"flamingo/content"
	"flamingo/models"
)

// GET /search
func (a *API) search(c *fiber.Ctx) error {
	switch in := c.Query("in", "messages"); in {
	case "messages":
		return a.searchMessages(c, content.Kind(c.Query("kind")))
	case "files":
		return a.searchMessages(c, content.KindFile)
	case "people":
		return a.searchPeople(c)
	case "groups":
		return a.searchGroups(c)
	}
	return chat.Invalid("in", "must be one of messages, people, groups and files")
}

func (a *API) searchPeople(c *fiber.Ctx) error {
	after, limit, err := keyPage(c)
	if err != nil {
		return err
	}
	list, next, err := a.chat.FindUsers(c.UserContext(), actor(c), c.Query("q"), after, limit)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromFoundPeople(list, next))
}

func (a *API) searchGroups(c *fiber.Ctx) error {
	after, limit, err := keyPage(c)
	if err != nil {
		return err
	}
	list, next, err := a.chat.FindGroups(c.UserContext(), actor(c), c.Query("q"), after, limit)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromFoundGroups(list, next))
}

func (a *API) searchMessages(c *fiber.Ctx, kind content.Kind) error {
	p := chat.SearchParams{Query: c.Query("q"), Kind: kind}
	limit, err := number(c, "limit", defaultPage, 1, chat.MaxPage)
	if err != nil {
		return err
	}
	p.Limit = int(limit)
	if p.From, err = number(c, "from", 0, 1, models.MaxID); err != nil {
		return err
	}
	if id := c.Query("c"); id != "" {
		if p.Conversation, err = models.ParseConversationID(id); err != nil {
			return chat.Invalid("c", "is not a conversation, such as d3-12 or g268435456")
		}
	}
	if p.Since, err = timeOf(c, "since"); err != nil {
		return err
	}
	if p.Until, err = timeOf(c, "until"); err != nil {
		return err
	}
	if p.Before, err = apitype.DecodeSearchCursor(c.Query("cursor")); err != nil {
		return err
	}
	hits, next, err := a.chat.SearchMessages(c.UserContext(), actor(c), p)
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromSearch(hits, p.Query, next))
}

// timeOf reads a time of the query; the zero time when it is absent.
func timeOf(c *fiber.Ctx, name string) (time.Time, error) {
	s := c.Query(name)
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, chat.Invalid(name, "is not a time as in RFC 3339")
	}
	return t.UTC(), nil
}
