package suites

import (
	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

// parametersToleranceChecks: what real clients add, omit or spell differently.
func parametersToleranceChecks(doc *spec.Document) []engine.Check {
	tolerated := []struct {
		id, title string
		changes   []engine.RequestOption
	}{
		{"parameters/unknown-ignored:time", "the unknown parameter time is ignored", []engine.RequestOption{appendParam("time", "1545030000000")}},
		{"parameters/unknown-ignored:anti-cache", "the unknown parameter resteasy_jsapi_anti_cache is ignored", []engine.RequestOption{appendParam("resteasy_jsapi_anti_cache", "1545030000000")}},
		{"parameters/unknown-ignored:in-front", "an unknown parameter before the others is ignored", []engine.RequestOption{prependParam("time", "1545030000000")}},
		{"parameters/unknown-ignored:no-value", "an unknown parameter without a value is ignored", []engine.RequestOption{bareParam("time")}},
		{"parameters/content-type-not-required", "a download without Content-Type is served", []engine.RequestOption{withoutField("Content-Type")}},
		{"parameters/content-type-spellings:no-space", "a Content-Type without the space is accepted", []engine.RequestOption{withContentType("application/json;charset=UTF-8")}},
		{"parameters/content-type-spellings:no-charset", "a Content-Type without charset is accepted", []engine.RequestOption{withContentType("application/json")}},
		{"parameters/odd-cookies:stripped", "a Cookie field without an equals sign is ignored", []engine.RequestOption{withField("Cookie", "JSESSIONIDA1B2C3D4; Path/agentgateway; HttpOnly")}},
		{"parameters/odd-cookies:attributes", "a Cookie field with the attributes of Set-Cookie is ignored", []engine.RequestOption{withField("Cookie", "JSESSIONID=A1B2C3D4; Path=/agentgateway; HttpOnly; Secure")}},
		{"parameters/odd-cookies:empty", "an empty Cookie field is ignored", []engine.RequestOption{withField("Cookie", "")}},
	}
	checks := []engine.Check{
		{ID: "parameters/any-order", Title: "filetype is accepted before recordId", Needs: served(), Body: filetypeInFront},
		{ID: "parameters/any-order:in-pool", Title: "locationId and filetype are accepted before recordId", Needs: served(engine.PoolOn), Body: filetypeInFront},
		{ID: "parameters/no-body", Title: "a download without a body is served", Needs: served(), Body: noBody},
		{ID: "parameters/content-type-documented", Title: "a download with the documented Content-Type is served", Needs: served(), Body: documentedType(doc)},
	}
	for _, one := range tolerated {
		checks = append(checks, engine.Check{ID: one.id, Title: one.title, Needs: served(), Body: stillServed(one.changes...)})
	}
	return checks
}

func filetypeInFront(t *engine.T) {
	s, rec := t.Twin()
	if rec.Filetype == "" {
		rec.Filetype = t.Doc().DefaultFiletype()
	}
	t.Given(t.Download(s, rec), rules.Served(rec))
	t.Then(t.Download(s, rec, reversed()), rules.Served(rec))
}

// noBody sends what the document has: no body and nothing that announces one.
// It also reports how a client is answered that accepts JSON only.
func noBody(t *engine.T) {
	s, rec := t.SignIn(0), t.AgentCall()
	t.Then(t.Download(s, rec), rules.Served(rec))
	observeDownload(t, "parameters/accept-json", "Accept: application/json", s, rec, withField("Accept", "application/json"))
}

// documentedType detects a gateway that expects the body that the
// Content-Type speaks: without the field the download works.
func documentedType(doc *spec.Document) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.SignIn(0), t.AgentCall()
		op, _ := doc.Operation(spec.DownloadRecordFile)
		t.Then(t.Download(s, rec, withContentType(op.BodyType)), rules.Served(rec))
	}
}
