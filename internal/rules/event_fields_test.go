package rules_test

import (
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/internal/rules"
)

func TestEveryDocumentedFieldOfARecordEventIsRequired(t *testing.T) {
	t.Parallel()
	for _, field := range []string{"taskId", "caller", "called", "locationId", "recordID", "fileName", "callId", "fileMediaType"} {
		without := answer(200, jsonType, strings.Replace(documentedEvent, `"`+field+`"`, `"x"`, 1))
		if found := rules.RecordEventFields().Judge(without); len(found) != 1 || found[0].What != field {
			t.Errorf("an event without %s: %v", field, found)
		}
		if found := rules.RecordEventTypes().Judge(without); len(found) > 0 {
			t.Errorf("the type of %s is judged though it is absent: %v", field, found)
		}
		listed := answer(200, jsonType, `{"retcode":"0","event":{"content":{"`+field+`":[]}}}`)
		if found := rules.RecordEventTypes().Judge(listed); len(found) != 1 || found[0].What != field {
			t.Errorf("an event with a list as %s: %v", field, found)
		}
	}
}
