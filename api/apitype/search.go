package apitype

import (
	"strconv"

	"flamingo/chat"
	"flamingo/content"
	"flamingo/models"
)

// snippetSize is the number of characters of a hit that are shown: two lines.
const snippetSize = 160

// SearchHit is a message that was found, and the part of it that was looked for.
type SearchHit struct {
	Message Message         `json:"message"`
	Snippet []content.Piece `json:"snippet"`
}

// SearchResult is a page of what was found: hits in messages, newest first, or
// people, or groups.
type SearchResult struct {
	Hits   []SearchHit `json:"hits"`
	People []Profile   `json:"people,omitzero"`
	Groups []Group     `json:"groups,omitzero"`
	Next   string      `json:"next"`
}

// FromFoundPeople returns a page of people.
func FromFoundPeople(list []models.User, next int64) SearchResult {
	out := SearchResult{Hits: []SearchHit{}, People: make([]Profile, len(list)), Next: EncodeKey(next)}
	for i := range list {
		out.People[i] = FromProfile(&list[i])
	}
	return out
}

// FromFoundGroups returns a page of groups.
func FromFoundGroups(list []chat.GroupView, next int64) SearchResult {
	return SearchResult{Hits: []SearchHit{}, Groups: FromGroups(list, next).Groups, Next: EncodeKey(next)}
}

// FromSearch returns a page of hits for query.
func FromSearch(list []chat.MessageView, query string, next int64) SearchResult {
	out := SearchResult{Hits: make([]SearchHit, len(list))}
	for i := range list {
		m := FromView(&list[i])
		pieces := content.Highlight(content.SearchText(m.Content()), query, snippetSize)
		if pieces == nil {
			pieces = []content.Piece{}
		}
		out.Hits[i] = SearchHit{m, pieces}
	}
	if next != 0 {
		out.Next = strconv.FormatInt(next, 36)
	}
	return out
}

// DecodeSearchCursor reads the next of a SearchResult. An empty one is the top.
func DecodeSearchCursor(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(s, 36, 64)
	if err != nil || id <= 0 || strconv.FormatInt(id, 36) != s {
		return 0, chat.Invalid("cursor", "is not one that this server gave")
	}
	return id, nil
}
