package api_test

import (
	"fmt"
	"time"
)

func walkGroups(w *world) {
	owner, friend, other := w.srv.RESTClient(w, "gudrun"), w.srv.RESTClient(w, "gerd"), w.srv.RESTClient(w, "greta")
	w.want(owner, 204, "POST /friend-requests", object{"user": fmt.Sprint(friend.ID)})
	w.want(friend, 204, "POST /friend-requests", object{"user": fmt.Sprint(owner.ID)}) // which accepts
	var g struct{ ID string }
	w.want(owner, 201, "POST /groups", object{"name": "our group", "users": []string{fmt.Sprint(friend.ID), fmt.Sprint(other.ID)}}).Into(w, &g)
	w.want(owner, 400, "POST /groups", object{"name": " "})
	at := func(method, rest string) string { return method + " /groups/" + g.ID + rest }
	member := func(method string) string { return at(method, fmt.Sprintf("/members/%d", friend.ID)) }

	tag := w.want(owner, 200, "GET /groups?limit=1").Header.Get("ETag")
	w.want(owner.With("If-None-Match", tag), 304, "GET /groups?limit=1")
	w.want(owner, 400, "GET /groups?cursor=x")
	w.want(other, 200, at("GET", ""))
	w.refused(owner, "GET /groups/%s", noGroup)
	w.want(owner, 200, at("PATCH", ""), object{"notice": "be kind", "join_policy": "approval"})
	w.refused(owner, "PATCH /groups/%s", noGroup, object{"notice": "x"})
	w.raw(owner, 200, at("PUT", "/picture"), pngPicture(w, 100, 80))
	w.raw(owner, 400, at("PUT", "/picture"), []byte("<svg/>"))
	w.raw(owner, 400, "PUT /groups/x/picture", pngPicture(w, 100, 80))
	w.raw(owner, 413, at("PUT", "/picture"), bombPNG())
	w.raw(owner, 404, "PUT /groups/"+noGroup+"/picture", pngPicture(w, 100, 80))
	w.want(owner, 200, at("DELETE", "/picture"))
	w.refused(owner, "DELETE /groups/%s/picture", noGroup)

	w.want(owner, 200, at("GET", "/members?limit=1"))
	w.refused(owner, "GET /groups/%s/members", noGroup)

	w.want(other, 200, at("POST", "/join"), object{"greeting": "let me in"})
	w.want(owner, 409, at("POST", "/join"), object{})
	w.refused(owner, "POST /groups/%s/join", noGroup, object{})
	w.want(owner, 200, at("GET", "/requests"))
	w.refused(owner, "GET /groups/%s/requests", noGroup)
	refuse, accept := at("POST", fmt.Sprintf("/requests/%d/refuse", other.ID)), at("POST", fmt.Sprintf("/requests/%d/accept", other.ID))
	w.want(owner, 204, refuse)
	w.want(owner, 404, refuse)
	w.refused(owner, "POST /groups/%s/requests/"+noUser+"/refuse", noGroup)
	w.want(other, 200, at("POST", "/join"), object{})
	w.want(owner, 204, accept)
	w.refused(owner, "POST /groups/%s/requests/"+noUser+"/accept", noGroup)

	w.want(owner, 200, at("POST", "/members"), object{"users": []string{fmt.Sprint(friend.ID), fmt.Sprint(w.carl.ID)}})
	w.refused(owner, "POST /groups/%s/members", noGroup, object{"users": []string{noUser}})
	w.want(owner, 200, member("PATCH"), object{"role": "admin", "muted_until": time.Now().Add(time.Hour)})
	w.want(owner, 200, member("PATCH"), `{"muted_until":null,"card":"Gerdi"}`)
	w.refused(owner, "PATCH /groups/%s/members/"+noUser, noGroup, object{"card": "x"})
	w.want(owner, 204, member("DELETE")+"?ban=true")
	w.refused(owner, "DELETE /groups/%s/members/"+noUser, noGroup)
	w.want(owner, 200, at("GET", "/bans"))
	w.refused(owner, "GET /groups/%s/bans", noGroup)
	w.want(friend, 403, at("POST", "/join"), object{})
	w.want(owner, 204, at("DELETE", fmt.Sprintf("/bans/%d", friend.ID)))
	w.refused(owner, "DELETE /groups/%s/bans/"+noUser, noGroup)

	var link struct{ ID, Token string }
	w.want(owner, 201, at("POST", "/invitations"), object{"uses": 1, "expires_in": 3600}).Into(w, &link)
	w.refused(owner, "POST /groups/%s/invitations", noGroup, object{})
	w.want(owner, 200, at("GET", "/invitations"))
	w.refused(owner, "GET /groups/%s/invitations", noGroup)
	w.want(friend, 200, "GET /invitations/"+link.Token)
	w.want(friend, 404, "GET /invitations/"+link.Token+"x")
	w.want(friend, 200, "POST /invitations/"+link.Token+"/accept")
	w.want(w.carl, 404, "POST /invitations/"+link.Token+"/accept")
	w.want(owner, 204, at("DELETE", "/invitations/"+link.ID))
	w.refused(owner, "DELETE /groups/%s/invitations/"+link.ID, noGroup)

	w.want(owner, 204, at("POST", "/transfer"), object{"user": fmt.Sprint(friend.ID)})
	w.refused(owner, "POST /groups/%s/transfer", noGroup, object{"user": noUser})
	w.want(owner, 204, at("POST", "/leave"))
	w.refused(owner, "POST /groups/%s/leave", noGroup)
	w.want(friend, 204, at("DELETE", ""))
	w.refused(friend, "DELETE /groups/%s", noGroup)
}
