package spec_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/spec"
)

func TestEachConditionHasItsCodes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		condition    spec.Condition
		code         string
		also, reject []string
	}{
		{spec.GuidRefused, "000-003", []string{"100-006"}, []string{"104-005", "0", ""}},
		{spec.NotSignedIn, "100-006", []string{"000-003"}, []string{"104-005", "0"}},
		{spec.DownloadDisabled, "104-001", nil, []string{"104-005", "000-003", "0"}},
		{spec.RecordingAbsent, "104-005", nil, []string{"104-004", "104-001", "0"}},
		{spec.DriveUnmapped, "104-004", []string{"104-005"}, []string{"104-003", "0"}},
		{spec.PathInvalid, "104-003", []string{"104-005", "999-999"}, []string{"0", "104005", ""}},
		{spec.RecordIDMissing, "000-002", []string{"104-003", "104-005"}, []string{"0", "null"}},
		{spec.LocationMissing, "104-010", nil, []string{"104-005", "0"}},
		{spec.ParameterInvalid, "000-002", []string{"104-007"}, []string{"0", "000-0022"}},
		{spec.AlreadySignedIn, "100-002", []string{"100-003"}, []string{"100-004", "0"}},
		{spec.WrongPassword, "100-004", []string{"110-016"}, []string{"100-002", "0"}},
		{spec.SignInInvalid, "100-001", []string{"100-011", "000-002"}, []string{"100-002", "0"}},
		{spec.ServerFault, "104-009", []string{"104-006"}, []string{"0"}},
	}
	d := load(t)
	for _, tt := range tests {
		if got := d.Retcode(tt.condition).Code; got != tt.code {
			t.Errorf("%s: got code %q, want %q", tt.condition, got, tt.code)
		}
		codes := d.Accepts(tt.condition)
		for _, code := range append(slices.Clone(tt.also), tt.code) {
			if !codes.Has(code) {
				t.Errorf("%s: %q is rejected, want it accepted", tt.condition, code)
			}
		}
		for _, code := range tt.reject {
			if codes.Has(code) {
				t.Errorf("%s: %q is accepted, want it rejected", tt.condition, code)
			}
		}
	}
	if len(tests) != len(spec.Conditions()) {
		t.Errorf("%d conditions tested, want all %d", len(tests), len(spec.Conditions()))
	}
}

func TestUnknownConditionAcceptsNothing(t *testing.T) {
	t.Parallel()
	d := load(t)
	codes := d.Accepts("no-such-condition")
	if codes.Has("") || codes.Has("0") || codes.Has("104-005") || d.Retcode("no-such-condition").Code != "" {
		t.Errorf("got %s, want no code", codes)
	}
}

func TestCodesStringNamesTheSet(t *testing.T) {
	t.Parallel()
	d := load(t)
	tests := map[spec.Condition]string{
		spec.DownloadDisabled: "104-001",
		spec.DriveUnmapped:    "104-004 or 104-005",
		spec.PathInvalid:      "any failure code of the form NNN-NNN",
		"no-such-condition":   "no code",
	}
	for condition, want := range tests {
		if got := d.Accepts(condition).String(); got != want {
			t.Errorf("%s: got %q, want %q", condition, got, want)
		}
	}
	if got := d.Accepts(spec.DriveUnmapped).List(); !slices.Equal(got, []string{"104-004", "104-005"}) {
		t.Errorf("list: got %q", got)
	}
}

func TestRetcodeTableIsComplete(t *testing.T) {
	t.Parallel()
	d := load(t)
	for _, r := range d.Retcodes {
		if !d.CodeForm().MatchString(r.Code) || r.Meaning == "" || r.Message == "" {
			t.Errorf("incomplete row: %+v", r)
		}
		if r.Success != (r.Code == d.SuccessCode()) {
			t.Errorf("%s: marked success %t", r.Code, r.Success)
		}
	}
	// Ends of each published range.
	for _, code := range []string{"000-000", "000-007", "100-001", "100-021", "110-016", "104-001", "104-012", "105-001", "105-007"} {
		if _, ok := d.Code(code); !ok {
			t.Errorf("the table lacks %s", code)
		}
	}
	if _, ok := d.Code("999-999"); ok {
		t.Error("the table has a code that nobody published")
	}
}

func TestCodeFormMatchesRetcodesOnly(t *testing.T) {
	t.Parallel()
	form := load(t).CodeForm()
	for code, want := range map[string]bool{
		"0": true, "104-005": true, "000-000": true,
		"": false, "1": false, "00": false, "104005": false, "104-5": false, "104-0055": false,
		" 104-005": false, "104-005\n": false, "x104-005": false,
	} {
		if got := form.MatchString(code); got != want {
			t.Errorf("%q: got %t, want %t", code, got, want)
		}
	}
}

// A requirement that names the codes of a rejection names all that one
// condition permits, so that table and sentence cannot disagree.
func TestRequirementsNameTheCodesOfACondition(t *testing.T) {
	t.Parallel()
	d := load(t)
	permitted := map[string]spec.Condition{}
	for _, c := range spec.Conditions() {
		permitted[sortedCodes(d.Accepts(c).List())] = c
	}
	code := regexp.MustCompile(`\b[0-9]{3}-[0-9]{3}\b`)
	named := 0
	for _, r := range d.Requirements {
		codes := code.FindAllString(r.Text, -1)
		if !strings.Contains(r.Text, "rejected with") || len(codes) == 0 {
			continue
		}
		named++
		if _, ok := permitted[sortedCodes(codes)]; !ok {
			t.Errorf("%s: %q are not the codes of any condition", r.ID, codes)
		}
	}
	if named < 20 {
		t.Errorf("only %d requirements name the codes of a rejection", named)
	}
}

func sortedCodes(codes []string) string {
	codes = slices.Clone(codes)
	slices.Sort(codes)
	return strings.Join(slices.Compact(codes), " ")
}
