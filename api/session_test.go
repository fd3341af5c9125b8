package api_test

import (
	"flamingo/config"
	"flamingo/server/servertest"
)

func walkSessions(w *world) {
	dora := object{"username": "dora", "password": "secret", "device": object{"id": "1", "name": "a test"}}
	w.want(w.nobody, 201, "POST /auth/register", dora)
	w.want(w.nobody, 409, "POST /auth/register", dora)
	w.want(w.nobody, 400, "POST /auth/register", object{"username": "", "password": "secret"})
	w.want(w.nobody, 200, "POST /auth/login", dora)
	w.want(w.nobody, 400, "POST /auth/login", `{"username": ["dora"], "password": "secret"}`)
	w.want(w.nobody, 401, "POST /auth/login", object{"username": "dora", "password": "wrong"})

	w.want(w.alice, 200, "GET /server")
	c, _ := w.srv.LogIn(w, "dora", "secret")
	var list struct{ Sessions []struct{ ID string } }
	w.want(c, 200, "GET /sessions").Into(w, &list)
	if len(list.Sessions) != 3 {
		w.Errorf("got %d sessions after three log-ins", len(list.Sessions))
	}
	w.want(c, 204, "DELETE /sessions/"+list.Sessions[2].ID)
	w.want(c, 404, "DELETE /sessions/"+list.Sessions[2].ID)

	link := object{"token": signInLink(w, c.ID), "device": object{"name": "a laptop"}}
	w.want(w.nobody, 400, "POST /auth/link", object{"token": link["token"], "device": object{"name": "two\nlines"}})
	c.Take(w, w.want(w.nobody, 200, "POST /auth/link", link))
	w.want(w.nobody, 401, "POST /auth/link", link)

	w.want(w.nobody, 400, "POST /auth/refresh", object{"refresh_token": object{}})
	w.want(w.nobody, 401, "POST /auth/refresh", object{"refresh_token": "made up"})
	c.Take(w, w.want(w.nobody, 200, "POST /auth/refresh", object{"refresh_token": c.Refresh}))
	w.want(c, 204, "POST /auth/logout")
	w.want(c, 401, "POST /auth/logout")

	c, _ = w.srv.LogIn(w, "dora", "secret")
	w.want(c, 204, "PUT /me/password", object{"old_password": "secret", "new_password": "other"})
	w.want(c, 403, "PUT /me/password", object{"old_password": "secret", "new_password": "other"})
	w.want(c, 400, "PUT /me/password", object{"old_password": "other", "new_password": ""})
	link["token"] = signInLink(w, c.ID)
	if err := w.srv.Chat().AdminSetDisabled(w.Context(), "dora", true); err != nil {
		w.Fatal(err)
	}
	w.want(w.nobody, 403, "POST /auth/link", link)
	w.want(w.nobody, 403, "POST /auth/login", object{"username": "dora", "password": "other"})

	closed := servertest.Start(w, func(c *config.Config) { c.Registration = config.RegistrationClosed })
	w.want(closed.Stranger(), 403, "POST /auth/register", dora)
}

func signInLink(w *world, user int64) string {
	w.Helper()
	token, err := w.srv.Chat().SignInLink(w.Context(), user)
	if err != nil {
		w.Fatal(err)
	}
	return token
}
