package mock

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Message is the head of a request or an answer, and the body of an answer that is
// no recording. Guids are named by their pseudonyms; passwords, cookies and
// credentials are left out.
type Message struct {
	Fields []Parameter // header fields in order of their names, which have the spelling of package net/http for requests
	Body   string      // of an answer that is no recording; "" for requests, since sign-ins hold passwords
}

// Parameter is a name and a value, with secrets masked.
type Parameter struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Bounds of what is kept of a message, in bytes and in number.
const (
	longestShown = 1024
	mostShown    = 64
	longestBody  = 4096
)

// secretFields are those whose values are not shown.
var secretFields = []string{"Authorization", "Cookie", "Proxy-Authorization", "Set-Cookie", "Service_token"}

func shown(text string, most int) string {
	if len(text) > most {
		return text[:most] + fmt.Sprintf("... (%d bytes)", len(text))
	}
	return text
}

func (g *Gateway) requestMessage(r *request) Message {
	return Message{Fields: g.fields(r.http.Header)}
}

func (g *Gateway) responseMessage(a *answer) Message {
	m := Message{Fields: g.fields(a.header)}
	if a.contentType != "" {
		m.Fields = append(m.Fields, Parameter{"Content-Type", a.contentType})
	}
	if !a.streams() {
		m.Body = g.mask(shown(string(a.rendered), longestBody))
	}
	return m
}

// fields are header fields with secrets masked.
func (g *Gateway) fields(h http.Header) []Parameter {
	list := make([]Parameter, 0, min(len(h), mostShown))
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, v := range h[name] {
			if len(list) < mostShown {
				list = append(list, Parameter{name, g.fieldValue(name, v)})
			}
		}
	}
	return list
}

func (g *Gateway) fieldValue(name, v string) string {
	switch {
	case slices.ContainsFunc(secretFields, func(s string) bool { return strings.EqualFold(s, name) }):
		return fmt.Sprintf("<%d bytes>", len(v))
	case strings.EqualFold(name, g.doc.GuidHeader):
		prefix, bare := "", v
		if cut, ok := strings.CutPrefix(v, "JSESSIONID="); ok {
			prefix, bare = "JSESSIONID=", cut
		}
		return prefix + "<" + g.guidName(bare) + ">"
	}
	return g.mask(shown(v, longestShown))
}

// parameters are the query parameters of a request with secrets masked.
func (g *Gateway) parameters(r *request) []Parameter {
	var list []Parameter
	for _, name := range slices.Sorted(maps.Keys(r.query)) {
		if len(list) < mostShown {
			list = append(list, Parameter{g.mask(shown(name, longestShown)), g.mask(shown(r.query[name].text, longestShown))})
		}
	}
	return list
}

// eventType is the type of the event that an answer delivers, "" if it has none.
func eventType(a *answer) string {
	e := a.event()
	if e == nil {
		return ""
	}
	name, _ := e.get("eventType").(string)
	return name
}
