package spec

import (
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// LogNames returns the log names of all operations. A document has each of them.
func LogNames() []string {
	return []string{
		DownloadRecordFile, Login, ForceLogin, Logout, ForceLogout,
		GetAgentEvent, UpdateGuid, HandShake, Heartbeat,
	}
}

func roles() []Role {
	return []Role{RoleAgent, RoleRecord, RoleFiletype, RoleLocation, RoleCalldata}
}

// Operation returns the operation with a log name, and false if there is none.
func (d *Document) Operation(logName string) (*Operation, bool) {
	for _, o := range d.Operations {
		if o.LogName == logName {
			return o, true
		}
	}
	return nil, false
}

// Param returns the parameter with a role, and false if there is none.
func (o *Operation) Param(r Role) (Parameter, bool) {
	i := slices.IndexFunc(o.Parameters, func(p Parameter) bool { return p.Role == r })
	if i < 0 {
		return Parameter{}, false
	}
	return o.Parameters[i], true
}

// PathFor returns the path for an agent ID, which it percent-encodes. The path
// has no query.
func (o *Operation) PathFor(agent string) string {
	p, ok := o.Param(RoleAgent)
	if !ok {
		return o.Path
	}
	return strings.ReplaceAll(o.Path, "{"+p.Name+"}", url.PathEscape(agent))
}

// Schema returns the schema of that name in the components of the document, and
// false if there is none.
func (d *Document) Schema(name string) (*openapi3.Schema, bool) {
	if d.OpenAPI.Components == nil {
		return nil, false
	}
	ref := d.OpenAPI.Components.Schemas[name]
	if ref == nil || ref.Value == nil {
		return nil, false
	}
	return ref.Value, true
}

// Keys of the extensions of operations, their parameters and answers.
const (
	keyLogName     = "x-log-name"
	keyMockOnly    = "x-mock-only"
	keyRole        = "x-role"
	keyPrefix      = "x-prefix"
	keyAnswer      = "x-answer"
	keyRequestType = "x-request-content-type"
)

// Roles of the two headers that carry a Guid.
const (
	roleGuid    = "guid"
	roleSetGuid = "set-guid"
)

// pathPrefix is the prefix of the path of every operation.
const pathPrefix = "/agentgateway/resource/"

func (d *Document) readOperations() error {
	if err := d.readGuidHeader(); err != nil {
		return err
	}
	items := d.OpenAPI.Paths.Map()
	for _, p := range d.OpenAPI.Paths.InMatchingOrder() {
		methods := items[p].Operations()
		for _, method := range sorted(methods) {
			if err := d.addOperation(p, method, items[p], methods[method]); err != nil {
				return err
			}
		}
	}
	for _, name := range LogNames() {
		if _, ok := d.Operation(name); !ok {
			return faultAt([]any{"paths"}, "no operation has %s: %s", keyLogName, name)
		}
	}
	for _, o := range d.MockOnly {
		o.Failure = d.Operations[0].Failure
	}
	slices.SortStableFunc(d.Operations, func(a, b *Operation) int {
		return slices.Index(LogNames(), a.LogName) - slices.Index(LogNames(), b.LogName)
	})
	return nil
}

func sorted[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// readGuidHeader finds the security scheme that carries the Guid.
func (d *Document) readGuidHeader() error {
	place := []any{"components", "securitySchemes"}
	if d.OpenAPI.Components == nil {
		return faultAt(place, "no scheme has %s: %s", keyRole, roleGuid)
	}
	schemes := d.OpenAPI.Components.SecuritySchemes
	for _, name := range sorted(schemes) {
		s := schemes[name].Value
		if role, err := text(s.Extensions, keyRole, at(place, name)); err != nil {
			return err
		} else if role == roleGuid && s.In == openapi3.ParameterInHeader && s.Name != "" {
			d.GuidHeader = s.Name
			return nil
		}
	}
	return faultAt(place, "no header scheme has %s: %s", keyRole, roleGuid)
}

func (d *Document) addOperation(path, method string, item *openapi3.PathItem, op *openapi3.Operation) error {
	place := []any{"paths", path, strings.ToLower(method)}
	if err := onlyKnown(op.Extensions, place, keyLogName, keyRequirements, keyMockOnly); err != nil {
		return err
	}
	name, err := text(op.Extensions, keyLogName, place)
	if err != nil {
		return err
	}
	if op.Extensions[keyMockOnly] != nil {
		return d.addMockOnly(name, path, method, item, op, place)
	}
	if err := d.checkOperation(name, path, place); err != nil {
		return err
	}
	o := &Operation{LogName: name, Method: method, Path: path, Summary: op.Summary, NeedsGuid: d.needsGuid(op)}
	if err := d.readBody(o, op, place); err != nil {
		return err
	}
	params := append(slices.Clone(item.Parameters), op.Parameters...)
	if o.Parameters, err = readParameters(params, place); err != nil {
		return err
	}
	if _, ok := o.Param(RoleAgent); !ok {
		return faultAt(at(place, "parameters"), "no path parameter has %s: %s", keyRole, RoleAgent)
	}
	if err := readAnswers(o, op, place); err != nil {
		return err
	}
	d.Operations = append(d.Operations, o)
	return d.readRequirements(op.Extensions, name, place)
}

func (d *Document) checkOperation(name, path string, place []any) error {
	switch _, twice := d.Operation(name); {
	case !slices.Contains(LogNames(), name):
		return faultAt(at(place, keyLogName), "unknown operation %q; known: %s", name, list(LogNames()))
	case twice:
		return faultAt(at(place, keyLogName), "%q names two operations", name)
	case !strings.HasPrefix(path, pathPrefix):
		return faultAt(place, "the path must begin with %s", pathPrefix)
	}
	return nil
}

// needsGuid follows OpenAPI: an operation's own security replaces the global one.
func (d *Document) needsGuid(op *openapi3.Operation) bool {
	if op.Security != nil {
		return len(*op.Security) > 0
	}
	return len(d.OpenAPI.Security) > 0
}

// readBody reads the schema and Content-Type of the request body. A request
// without a body has the Content-Type of the whole document.
func (d *Document) readBody(o *Operation, op *openapi3.Operation, place []any) error {
	var err error
	if op.RequestBody == nil || op.RequestBody.Value == nil {
		o.BodyType, err = text(d.OpenAPI.Extensions, keyRequestType, nil)
		return err
	}
	content := op.RequestBody.Value.Content
	if len(content) != 1 {
		return faultAt(at(place, "requestBody"), "has %d media types; one is needed", len(content))
	}
	for mediaType, media := range content {
		o.BodyType = mediaType
		if media.Schema != nil {
			o.Body = media.Schema.Value
		}
	}
	return nil
}
