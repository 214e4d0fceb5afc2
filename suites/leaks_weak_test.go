package suites_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/gwcheck/gwcheck/mock"
	"github.com/gwcheck/gwcheck/suites/target"
)

// A password that is short, an ordinary word or a phone number is hidden where it
// stands as a value, and nowhere else: sentences and names keep the same letters.
func TestWeakPasswordsAreHiddenAsValuesAndSentencesStay(t *testing.T) {
	const phone = "40038123"
	for _, password := range []string{"node7", "recording", phone, "102"} {
		t.Run(password, func(t *testing.T) {
			sentence := fmt.Sprintf("the %s of x%s is not there (see %s)", password, password, password)
			body, _ := json.Marshal(map[string]any{"message": sentence, "retcode": "000-000", "result": map[string]string{"password": password, "note": "pw=" + password}})
			u := startMockBehind(t, refuseDownloads(string(body), "X-Trace: pw="+password), mock.WithAgent("102", password), mock.WithAgent("103", password))
			for i := range u.target.Deployments {
				u.target.Deployments[i].Agents = []target.Agent{
					{ID: "102", Password: target.NewSecret(password), Phone: phone}, {ID: "103", Password: target.NewSecret(password), Phone: "40039123"},
				}
			}
			cfg := u.config(t)
			cfg.Archive = true
			cfg.Only = []string{"success", "failure", "retcodes"}
			all := outputsOf(t, cfg)
			har := strings.NewReplacer(`\"`, `"`).Replace(all["exchanges.har"])
			if !strings.Contains(har, sentence) {
				t.Errorf("exchanges.har does not say %q", sentence)
			}
			for _, value := range []string{`"password":"` + password + `"`, "pw=" + password} {
				if strings.Contains(har, value) || strings.Contains(all["text"], value) {
					t.Errorf("exchanges.har shows the value %s", value)
				}
			}
		})
	}
}

// refuseDownloads answers every download with one body and one field.
func refuseDownloads(body, field string) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !strings.Contains(r.URL.Path, "/recordfile/") {
				next.ServeHTTP(w, r)
				return
			}
			name, value, _ := strings.Cut(field, ": ")
			w.Header().Set(name, value)
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, body)
		})
	}
}
