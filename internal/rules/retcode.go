package rules

import (
	"strings"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// refusals say what is to be refused, by the condition of the document.
var refusals = map[spec.Condition]string{
	spec.GuidRefused:      "the Guid to be refused",
	spec.NotSignedIn:      "an agent who is not signed in to be refused",
	spec.DownloadDisabled: "the download to be refused because downloads are disabled",
	spec.RecordingAbsent:  "a recording that does not exist to be refused",
	spec.DriveUnmapped:    "a drive without a mapping to be refused",
	spec.PathInvalid:      "an invalid recording path to be refused",
	spec.RecordIDMissing:  "a missing recordId to be refused",
	spec.LocationMissing:  "a missing locationId to be refused",
	spec.ParameterInvalid: "an invalid parameter to be refused",
	spec.AlreadySignedIn:  "a second sign-in to be refused",
	spec.WrongPassword:    "a wrong password to be refused",
	spec.SignInInvalid:    "an invalid sign-in to be refused",
	spec.ServerFault:      "a server fault to be reported",
}

// refusalOf names a refusal and the codes that the document has for it.
func refusalOf(c spec.Condition, codes spec.Codes) string {
	what, known := refusals[c]
	if !known {
		what = "a refusal for " + strings.ReplaceAll(string(c), "-", " ")
	}
	return what + " (" + codes.String() + ")"
}

// Refused holds if the response is a failure with a retcode of the condition.
func Refused(doc *spec.Document, c spec.Condition) Rule {
	rule := All(refusalOf(c, doc.Accepts(c)), Failure(doc), RefusedWith(doc, c)).About(FailureForm)
	rule.Params["condition"] = string(c)
	return rule.by("Refused", c)
}

// RefusedWith holds if the retcode is one of the condition, whatever the form
// of the rest.
func RefusedWith(doc *spec.Document, c spec.Condition) Rule {
	rule := RetcodeIn(doc, doc.Accepts(c)).About(FailureForm)
	rule.Name = refusalOf(c, doc.Accepts(c))
	return rule.by("RefusedWith", c)
}

// RetcodeIn holds if the retcode is one of the codes.
func RetcodeIn(doc *spec.Document, codes spec.Codes) Rule {
	params := map[string]string{"retcodes": codes.String()}
	return onResponse("retcode "+codes.String(), params, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		if code := Retcode(x); !codes.Has(code) {
			return mismatch("retcode", codes.String(), withMeaning(doc, code))
		}
		return nil
	})
}

// DownloadsEnabled holds if the retcode is not one of downloads that are
// disabled. A response without a retcode, such as a recording, has none of them.
func DownloadsEnabled(doc *spec.Document) Rule {
	codes := doc.Accepts(spec.DownloadDisabled)
	params := map[string]string{"retcodes": codes.String()}
	return onResponse("downloads to be enabled", params, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		if code := Retcode(x); code != "" && codes.Has(code) {
			return mismatch("retcode", "not "+codes.String(), withMeaning(doc, code))
		}
		return nil
	}).by("DownloadsEnabled")
}

// Succeeded holds if a JSON operation returned the retcode of success.
func Succeeded(doc *spec.Document) Rule {
	success := withMeaning(doc, doc.SuccessCode())
	return onResponse("retcode "+success, nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		code := Retcode(x)
		if code == doc.SuccessCode() {
			return nil
		}
		if _, err := ReadEnvelope(x); err != nil {
			return append(answered(x), report.Mismatch{What: "body", Expected: "a JSON object", Got: err.Error()})
		}
		return append(answered(x), report.Mismatch{What: "retcode", Expected: success, Got: withMeaning(doc, code)})
	}).by("Succeeded")
}

// NoSuccess holds if the retcode, if there is one, is not that of success.
func NoSuccess(doc *spec.Document) Rule {
	return onResponse("no success", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		if Retcode(x) == doc.SuccessCode() {
			return mismatch("retcode", "none, or a failure code", withMeaning(doc, doc.SuccessCode()))
		}
		return nil
	}).by("NoSuccess")
}

// withMeaning is a retcode and what the document says that it means.
func withMeaning(doc *spec.Document, code string) string {
	if row, known := doc.Code(code); known && row.Meaning != "" {
		return code + " (" + row.Meaning + ")"
	}
	return orNone(code)
}
