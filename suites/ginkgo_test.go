package suites_test

import (
	"os"
	"testing"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/extensions/globals"

	"github.com/gwcheck/gwcheck/suites"
	"github.com/gwcheck/gwcheck/suites/target"
)

// TestGateway runs the checks as Ginkgo specs, for "go test" and the ginkgo
// CLI, with labels for area and level:
//
//	GWCHECK_TARGET=my/target.yaml go test ./suites -run TestGateway -v -ginkgo.label-filter='auth && MUST'
//
// Without the variable the gateway is the mock.
func TestGateway(t *testing.T) {
	cfg := gatewayConfig(t)
	globals.Reset()
	defer globals.Reset()
	end, err := suites.Specs(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	suite, reporter := ginkgo.GinkgoConfiguration()
	reporter.Succinct = !reporter.Verbose
	ginkgo.RunSpecs(t, "gwcheck", suite, reporter)
}

func gatewayConfig(t *testing.T) suites.Config {
	t.Helper()
	path := os.Getenv("GWCHECK_TARGET")
	cfg := startMock(t).config(t)
	if path == "" {
		return cfg
	}
	declared, err := target.Load(path, target.WithEnv(os.LookupEnv), target.WithEditions(cfg.Document.EditionIDs()...))
	if err != nil {
		t.Fatal(err)
	}
	return suites.Config{Document: cfg.Document, Target: declared}
}
