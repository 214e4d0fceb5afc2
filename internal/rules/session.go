package rules

import (
	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// JSONType holds if the media type is the one that the document has for a
// success of the operation.
func JSONType(doc *spec.Document, logName string) Rule {
	return mediaType(successType(doc, logName)).by("JSONType", logName)
}

// JSONCharset holds if the charset is the one that the document has for a
// success of the operation.
func JSONCharset(doc *spec.Document, logName string) Rule {
	return charset(successType(doc, logName)).by("JSONCharset", logName)
}

func successType(doc *spec.Document, logName string) string {
	op, ok := doc.Operation(logName)
	if !ok {
		return ""
	}
	return op.Success.ContentType
}

// ResultNames holds if a field of the result is this string.
func ResultNames(field, want string) Rule {
	params := map[string]string{"field": field, "value": want}
	return onResponse("result."+field+" to be "+quoted(want), params, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		e, err := ReadEnvelope(x)
		if err != nil {
			return mismatch("body", "a JSON object with retcode", err.Error())
		}
		result, ok := e.Fields["result"].(map[string]any)
		if !ok {
			return mismatch("result", "an object", jsonType(e.Fields["result"]))
		}
		if result[field] != want {
			return mismatch("result."+field, "the string "+quoted(want), kindOf(result[field]))
		}
		return nil
	}).by("ResultNames", field, want)
}

// RetcodeIsString holds if the envelope has a retcode, and it is a string.
func RetcodeIsString() Rule {
	return onResponse("retcode to be a string", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		e, err := ReadEnvelope(x)
		if err != nil {
			return mismatch("body", "a JSON object with retcode", err.Error())
		}
		if !isString(e.Fields["retcode"]) {
			return mismatch("retcode", "a string", jsonType(e.Fields["retcode"]))
		}
		return nil
	}).by("RetcodeIsString")
}
