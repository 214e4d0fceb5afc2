package mock

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Mutant is a deviation that is composed: an operator, which says what is wrong, at
// a place, which says with which answers or decisions, under a trigger, which says
// for which requests.
type Mutant struct {
	ID                       string // OPERATOR:PLACE:TRIGGER
	Operator, Place, Trigger string
	Sentence                 string   // what the gateway does
	Violates                 []string // ids of requirements; checks of one of them fail
	Deployments              []string // names of those of a Set on which it shows
	apply                    func(*behavior)
}

// Exclusion is a rule that excludes combinations of operator, place and trigger.
type Exclusion struct {
	Rule         string // a sentence
	Combinations int    // how many it excludes that no earlier rule does
}

// MutantSpace is all that the vocabulary of mutants can say.
type MutantSpace struct {
	Operators, Places, Triggers []string // names, in a fixed order
	Mutants                     []Mutant // in a fixed order
	Excluded                    []Exclusion
}

// Combinations is how many there are, excluded ones as well.
func (s MutantSpace) Combinations() int { return len(s.Operators) * len(s.Places) * len(s.Triggers) }

// placeKind is a set of kinds of places. An operator is for some kinds.
type placeKind int

const (
	ofRecording   placeKind = 1 << iota // answers that stream a recording
	ofFailure                           // refusals of downloads
	ofCallFailure                       // refusals of other operations
	ofCall                              // success envelopes
	ofDelivery                          // success envelopes that deliver a Guid
	ofEvent                             // answers to polls with an event
	ofEmptyPoll                         // answers to polls without an event
	ofRefusal                           // decisions to refuse, which can be wrong
	ofGrant                             // decisions to serve, which can be wrong
)

// deploymentSet is a set of configurations of a gateway.
type deploymentSet int

const (
	onDynamic deploymentSet = 1 << iota
	onStatic
	onPool
	onDisabled

	whereEnabled = onDynamic | onStatic | onPool
	anywhere     = whereEnabled | onDisabled
)

// deployment is the configuration of a gateway.
func (c *behavior) deployment() deploymentSet {
	switch {
	case !c.download:
		return onDisabled
	case c.pool:
		return onPool
	case c.authMode == Static:
		return onStatic
	}
	return onDynamic
}

// factSet is a set of things that are known of a request.
type factSet int

const (
	ofPath factSet = 1 << iota // it names a recording
	ofSize                     // the recording is opened
	ofGuid                     // its Guid is accepted
)

// mutantOperator is what can be wrong.
type mutantOperator struct {
	name, does string // "loses the last byte of"; the place follows
	kinds      placeKind
	// breaks lists the requirements that are violated at a place; none means that
	// the document allows it there.
	breaks func(p *mutantPlace) []string
	grants bool // it is about whether a request is served and with what, so what a trigger stands for is violated, too
	edit   func(*answer)
	decide func(p *mutantPlace, when condition) func(*behavior) // in place of edit
}

// mutantPlace is where something can be wrong.
type mutantPlace struct {
	name, what string // "the answer to a sign-in"
	kinds      placeKind
	on         deploymentSet // where it exists
	facts      factSet       // what is known there
	logName    string        // of the operation
	is         func(*answer) bool
	breaks     []string // requirements that a wrong decision violates
	accept     func(when condition) func(*behavior)
}

// mutantTrigger is when something is wrong.
type mutantTrigger struct {
	name, when string // "for every agent but the first"
	on         deploymentSet
	needs      factSet
	is         func(*situation, *request) bool
	prepare    func(*behavior) // makes it possible that the trigger holds; legal by itself
	also       []string        // requirements that a download violates, too, if it is not served exactly
	tolerated  []string        // requirements that a refusal violates in place of the usual ones: nothing more is promised
}

// condition is what a trigger says of a request at a place.
type condition func(*request) bool

// Rules that exclude combinations, in the order in which they are applied.
const (
	ruleKind       = "The operator changes nothing that the place has."
	ruleLegal      = "No requirement forbids the operator at the place."
	ruleDeployment = "The place does not exist on the deployment of the trigger."
	ruleFacts      = "What the trigger looks at is not known at the place."
)

// exclusion is the rule that excludes a combination, "" if none does.
func exclusion(o *mutantOperator, p *mutantPlace, t *mutantTrigger) string {
	switch {
	case o.kinds&p.kinds == 0:
		return ruleKind
	case len(o.breaks(p)) == 0:
		return ruleLegal
	case p.on&t.on == 0:
		return ruleDeployment
	case t.needs&^p.facts != 0:
		return ruleFacts
	}
	return ""
}

// Mutants returns all mutants, and counts the excluded combinations by rule.
func Mutants() MutantSpace {
	operators, places, triggers := mutantOperators(), mutantPlaces(), mutantTriggers()
	space := MutantSpace{Operators: names(operators, func(o mutantOperator) string { return o.name }),
		Places: names(places, func(p mutantPlace) string { return p.name }), Triggers: names(triggers, func(t mutantTrigger) string { return t.name })}
	count := map[string]int{}
	for i := range operators {
		for j := range places {
			for k := range triggers {
				if rule := exclusion(&operators[i], &places[j], &triggers[k]); rule != "" {
					count[rule]++
					continue
				}
				space.Mutants = append(space.Mutants, composed(&operators[i], &places[j], &triggers[k]))
			}
		}
	}
	for _, rule := range []string{ruleKind, ruleLegal, ruleDeployment, ruleFacts} {
		space.Excluded = append(space.Excluded, Exclusion{rule, count[rule]})
	}
	return space
}

func names[T any](list []T, name func(T) string) (all []string) {
	for _, e := range list {
		all = append(all, name(e))
	}
	return all
}

// composed makes a mutant of its parts.
func composed(o *mutantOperator, p *mutantPlace, t *mutantTrigger) Mutant {
	m := Mutant{ID: o.name + ":" + p.name + ":" + t.name, Operator: o.name, Place: p.name, Trigger: t.name}
	m.Sentence = strings.TrimSuffix("The gateway "+o.does+" "+p.what+", "+t.when, ", ") + "."
	m.Violates = o.breaks(p)
	if o.grants && p.kinds&ofRecording != 0 {
		if o.decide != nil && t.tolerated != nil {
			m.Violates = nil
		}
		m.Violates = slices.Concat(m.Violates, t.also, t.tolerated)
	}
	for d, name := range map[deploymentSet]string{onDynamic: "dynamic", onStatic: "static", onPool: "pool", onDisabled: "disabled"} {
		if p.on&t.on&d != 0 {
			m.Deployments = append(m.Deployments, name)
		}
	}
	slices.Sort(m.Deployments)
	m.apply = func(c *behavior) {
		h := watch(c)
		if t.prepare != nil {
			t.prepare(c)
		}
		when := func(r *request) bool { s := h.of(r); return s != nil && t.is(s, r) && t.on&c.deployment() != 0 }
		if o.decide != nil {
			o.decide(p, when)(c)
		} else {
			onAnswer(func(a *answer) bool { return p.is(a) && when(a.request) }, o.edit)(c)
		}
		h.finish(c)
	}
	return m
}

// MutantNamed finds a mutant by its id, or two by their ids with a plus sign
// between them. The error says which part is unknown.
func MutantNamed(id string) ([]Mutant, error) {
	operators, places, triggers := mutantOperators(), mutantPlaces(), mutantTriggers()
	var found []Mutant
	for part := range strings.SplitSeq(id, "+") {
		words := strings.Split(part, ":")
		if len(words) != 3 {
			return nil, fmt.Errorf("mutant %q: want OPERATOR:PLACE:TRIGGER", part)
		}
		o := slices.IndexFunc(operators, func(o mutantOperator) bool { return o.name == words[0] })
		p := slices.IndexFunc(places, func(p mutantPlace) bool { return p.name == words[1] })
		t := slices.IndexFunc(triggers, func(t mutantTrigger) bool { return t.name == words[2] })
		if o < 0 || p < 0 || t < 0 {
			return nil, fmt.Errorf("mutant %q: %w", part, errors.Join(unknownPart(o, "operator", words[0]), unknownPart(p, "place", words[1]), unknownPart(t, "trigger", words[2])))
		}
		if rule := exclusion(&operators[o], &places[p], &triggers[t]); rule != "" {
			return nil, fmt.Errorf("mutant %q is excluded: %s", part, rule)
		}
		found = append(found, composed(&operators[o], &places[p], &triggers[t]))
	}
	return found, nil
}

func unknownPart(at int, kind, name string) error {
	if at >= 0 {
		return nil
	}
	return fmt.Errorf("there is no %s %q", kind, cmp.Or(name, "(empty)"))
}

// WithMutant makes the gateway behave like mutants; see [MutantNamed] for the ids.
func WithMutant(ids ...string) Option {
	return func(c *config) error {
		for _, id := range ids {
			found, err := MutantNamed(id)
			if err != nil {
				return err
			}
			for _, m := range found {
				c.variants = append(c.variants, m.apply)
			}
		}
		return nil
	}
}
