package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gwcheck/gwcheck/internal/front"
	"github.com/gwcheck/gwcheck/internal/selfcheck"
	"github.com/gwcheck/gwcheck/mock"
)

// legalFile is what selfcheck writes about legal gateways.
const legalFile = "legal.json"

// legalGateway is a gateway that a seed decides: readings that go together, and
// how its answers are transported.
type legalGateway struct {
	readings, warns []string
	node            string
	front           *front.Variation // nil: the mock serves itself
}

const (
	mostReadings = 12 // of a gateway
	servesItself = 4  // one gateway in so many has no front end
)

// ownWire are readings that write answers byte by byte, so that no front end can.
var ownWire = []string{"chunk-extensions", "trailers", "http-1.0", "no-reason-phrase", "header-white-space"}

// nodes are the ends of Guids.
var nodes = []string{"", "", "n", "gateway-17.example", "AgentGateway_0000000000000000000000000000000001", "7"}

// drawLegal draws a legal gateway.
func drawLegal(seed uint64) legalGateway {
	random := rand.New(rand.NewPCG(seed, 4)) //nolint:gosec // it is no secret
	g := legalGateway{node: nodes[random.IntN(len(nodes))]}
	if random.IntN(servesItself) > 0 {
		v := front.Draw(seed)
		g.front = &v
	}
	all := mock.Readings()
	most := random.IntN(mostReadings + 1)
	for _, i := range random.Perm(len(all)) {
		name := all[i].Name
		if len(g.readings) >= most || g.front != nil && slices.Contains(ownWire, name) || mock.CheckReadings(append(slices.Clone(g.readings), name)...) != nil {
			continue
		}
		g.readings, g.warns = append(g.readings, name), append(g.warns, all[i].Warns...)
	}
	return g
}

// sentence says what is unusual about a gateway.
func (g legalGateway) sentence() string {
	parts := []string{"readings " + orNone(g.readings)}
	if g.front != nil {
		parts = append(parts, "transport "+orNone(g.front.Names))
	}
	if g.node != "" {
		parts = append(parts, "node "+g.node)
	}
	return strings.Join(parts, "; ")
}

func orNone(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

// proveLegal runs the suites against generated legal gateways.
func proveLegal(ctx context.Context, env Env, count int, o generatedOptions) error {
	s := selfcheck.LegalSummary{Used: map[string]int{}}
	for _, r := range mock.Readings() {
		s.Used["reading "+r.Name] = 0
	}
	for _, name := range front.AllNames() {
		s.Used["transport: "+name] = 0
	}
	cfg := selfcheck.Config{Parallel: o.parallel, Partial: true}
	for i := range count {
		seed := o.seed + uint64(i) //nolint:gosec // a small count
		g := drawLegal(seed)
		for _, name := range g.readings {
			s.Used["reading "+name]++
		}
		if g.front != nil {
			for _, name := range g.front.Kinds() {
				s.Used["transport: "+name]++
			}
		}
		cfg.Cases = append(cfg.Cases, selfcheck.Case{Name: fmt.Sprintf("gateway %d", seed), Kind: selfcheck.Legal, Sentence: g.sentence(), Seed: seed, Suffers: g.warns})
	}
	s.Summary = prove(ctx, env, cfg)
	write := map[string]func(io.Writer) error{"text": s.WriteText, "json": s.WriteJSON, "markdown": s.WriteText}
	if err := write[o.format](env.Stdout); err != nil {
		return broken("write the outcome of legal gateways: %w", err)
	}
	fmt.Fprintf(env.Stderr, "selfcheck took %s\n", s.Took.Round(100*time.Millisecond))
	if o.out != "" {
		if err := writeReport(filepath.Join(o.out, legalFile), s.WriteJSON); err != nil {
			return err
		}
	}
	return proofCode(ctx, s.Summary)
}
