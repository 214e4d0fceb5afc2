package rules

import (
	"fmt"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
)

// JSONType holds if the media type is the one that the operation documents for
// its answer.
func JSONType(doc *spec.Document, logName string) Rule {
	return mediaType("the media type of "+logName, answerType(doc, logName))
}

// JSONCharset holds if the charset is the one that the operation documents.
func JSONCharset(doc *spec.Document, logName string) Rule {
	return charset("the charset of "+logName, answerType(doc, logName))
}

func answerType(doc *spec.Document, logName string) string {
	op, ok := doc.Operation(logName)
	if !ok {
		return ""
	}
	return op.Success.ContentType
}

// ResultNames holds if a field of the result is that string.
func ResultNames(field, want string) Rule {
	params := map[string]string{"field": field, "value": want}
	return onAnswer(fmt.Sprintf("a result with %s %q", field, want), params, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		e, err := ReadEnvelope(x)
		if err != nil {
			return mismatch("body", "an envelope", err.Error())
		}
		result, ok := e.Fields["result"].(map[string]any)
		if !ok {
			return mismatch("result", "an object", jsonType(e.Fields["result"]))
		}
		if result[field] != want {
			return mismatch(field, fmt.Sprintf("the string %q", want), jsonType(result[field]))
		}
		return nil
	})
}

// RetcodeIsString holds if the envelope has a retcode, and it is a string.
func RetcodeIsString() Rule {
	return onAnswer("a retcode that is a string", nil, func(_ *wire.Response, x *wire.Exchange) []report.Mismatch {
		e, err := ReadEnvelope(x)
		if err != nil {
			return mismatch("body", "an envelope", err.Error())
		}
		if !isString(e.Fields["retcode"]) {
			return mismatch("retcode", "a string", jsonType(e.Fields["retcode"]))
		}
		return nil
	})
}
