package api

import (
	"github.com/gofiber/fiber/v2"

	"flamingo/api/apitype"
)

// GET /push/key
func (a *API) pushKey(c *fiber.Ctx) error {
	key, err := a.chat.PushKey()
	if err != nil {
		return err
	}
	return c.JSON(apitype.PushKey{Key: key})
}

// PUT /push/subscription
func (a *API) subscribePush(c *fiber.Ctx) error {
	var req apitype.PushSubscription
	if err := bind(c, &req); err != nil {
		return err
	}
	key, auth, err := req.Params()
	if err != nil {
		return err
	}
	return done(c, a.chat.SubscribePush(c.UserContext(), actor(c), req.Endpoint, key, auth))
}

// DELETE /push/subscription
func (a *API) unsubscribePush(c *fiber.Ctx) error {
	return done(c, a.chat.UnsubscribePush(c.UserContext(), actor(c)))
}

// GET /push/gateway
func (a *API) pushGateway(c *fiber.Ctx) error {
	g, err := a.chat.PushGateway(c.UserContext(), actor(c))
	if err != nil {
		return err
	}
	return c.JSON(apitype.FromPushGateway(g))
}

// PUT /push/gateway
func (a *API) setPushGateway(c *fiber.Ctx) error {
	var req apitype.PushGatewayRequest
	if err := bind(c, &req); err != nil {
		return err
	}
	g, err := a.chat.SetPushGateway(c.UserContext(), actor(c), req.URL, req.Secret)
	if err != nil {
		return err
	}
	out := apitype.FromPushGateway(g)
	out.Secret = g.Secret
	return c.JSON(out)
}

// DELETE /push/gateway
func (a *API) deletePushGateway(c *fiber.Ctx) error {
	return done(c, a.chat.DeletePushGateway(c.UserContext(), actor(c)))
}
