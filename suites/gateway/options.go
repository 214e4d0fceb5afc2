package gateway

import (
	"github.com/gwcheck/gwcheck/internal/client"
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
)

// Option alters one thing of a request in documented form.
type Option = client.Option

// WithGuid replaces the value of the Guid header; "" sends an empty one.
func WithGuid(guid string) Option {
	return func(r *client.Request) { r.Guid, r.SendsGuid = guid, true }
}

// WithoutGuid leaves the Guid header out.
func WithoutGuid() Option { return func(r *client.Request) { r.SendsGuid = false } }

// WithAgent puts another agent into the path.
func WithAgent(id string) Option { return func(r *client.Request) { r.Agent = id } }

// WithMethod replaces the request method.
func WithMethod(method string) Option { return func(r *client.Request) { r.Method = method } }

// WithHeader adds a header field, spelled as given.
func WithHeader(name, value string) Option {
	return func(r *client.Request) { r.Fields = append(r.Fields, wire.Field{Name: name, Value: value}) }
}

// WithParameter sets the query parameter of a role, in its place or as the last one.
func WithParameter(role spec.Role, value string) Option {
	return func(r *client.Request) { r.SetParam(role, wire.Param{Value: value}) }
}
