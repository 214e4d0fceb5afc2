package rules

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/gwcheck/gwcheck/internal/wire"
	"github.com/gwcheck/gwcheck/spec"
	"github.com/gwcheck/gwcheck/suites/report"
	"github.com/gwcheck/gwcheck/suites/target"
)

// A rule that judged an exchange can be stored and made again: as the name of the
// function that makes it and its arguments without the document, or as the rules that
// All joined. Rules that are about secrets cannot, since no secret is stored.

// recipe is how a rule was made.
type recipe struct {
	function string
	args     []any
	of       []Rule
}

// by records the function that makes a rule and its arguments.
func (r Rule) by(function string, args ...any) Rule {
	r.made = recipe{function: function, args: args}
	return r
}

// Recipe says how to make the rule again. A part that cannot be made again is empty.
func (r Rule) Recipe() report.Recipe {
	made := report.Recipe{Rule: r.made.function}
	for _, a := range r.made.args {
		made.Args = append(made.Args, encoded(a))
	}
	for _, part := range r.made.of {
		made.Of = append(made.Of, part.Recipe())
	}
	return made
}

// storedRecording is a recording as a recipe stores it.
type storedRecording struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// encoded is an argument as JSON: a recording by name, size and digest, an exchange by its id.
func encoded(arg any) json.RawMessage {
	switch v := arg.(type) {
	case target.Recording:
		arg = stored(v)
	case []target.Recording:
		list := make([]storedRecording, len(v))
		for i, rec := range v {
			list[i] = stored(rec)
		}
		arg = list
	case *wire.Exchange:
		arg = ""
		if v != nil {
			arg = v.ID
		}
	}
	text, err := json.Marshal(arg)
	if err != nil {
		panic(fmt.Sprintf("argument %T of a rule: %v", arg, err)) // a test makes every rule
	}
	return text
}

func stored(rec target.Recording) storedRecording {
	return storedRecording{rec.Name, rec.Size, hex.EncodeToString(rec.SHA256[:])}
}

// Evidence is what a rule needs of a stored exchange beyond its head, its length and
// its digest.
type Evidence int

// The kinds of evidence.
const (
	BodyKind Evidence = iota // whether the body is an envelope, and its retcode
	Object                   // the body, if it begins like JSON
	Text                     // the body
	Trailer                  // that there is none
	Shape                    // the form of the fields that carry Guids
	Pieces                   // bytes of a recording, which are never stored
)

// ErrNoRecipe marks a rule that cannot be made again: it is about a secret, or this
// version does not know it.
var ErrNoRecipe = errors.New("the rule cannot be made again")

// Remake makes a rule again, for the document of this version. It returns the
// evidence that the rule needs. Find returns a stored exchange by its id, nil if there
// is none. The error wraps ErrNoRecipe or says which argument is wrong.
func Remake(doc *spec.Document, made report.Recipe, find func(id string) *wire.Exchange) (Rule, []Evidence, error) {
	if len(made.Of) > 0 {
		return remakeAll(doc, made, find)
	}
	m, ok := makers()[made.Rule]
	if !ok {
		return Rule{}, nil, fmt.Errorf("%w: %q", ErrNoRecipe, made.Rule)
	}
	args, err := m.arguments(doc, made.Args, find)
	if err != nil {
		return Rule{}, nil, fmt.Errorf("rule %s: %w", made.Rule, err)
	}
	fn := reflect.ValueOf(m.function)
	call := fn.Call
	if fn.Type().IsVariadic() {
		call = fn.CallSlice
	}
	rule, _ := call(args)[0].Interface().(Rule)
	return rule, m.needs, nil
}

func remakeAll(doc *spec.Document, made report.Recipe, find func(id string) *wire.Exchange) (Rule, []Evidence, error) {
	var parts []Rule
	var needs []Evidence
	for _, of := range made.Of {
		part, need, err := Remake(doc, of, find)
		if err != nil {
			return Rule{}, nil, err
		}
		parts, needs = append(parts, part), append(needs, need...)
	}
	return All("all of them", parts...), needs, nil
}

// arguments decodes the stored arguments by the types of the parameters.
func (m maker) arguments(doc *spec.Document, list []json.RawMessage, find func(id string) *wire.Exchange) (args []reflect.Value, err error) {
	fn := reflect.TypeOf(m.function)
	for i := range fn.NumIn() {
		if fn.In(i) == reflect.TypeFor[*spec.Document]() {
			args = append(args, reflect.ValueOf(doc))
			continue
		}
		if len(list) == 0 {
			return nil, errors.New("an argument is missing")
		}
		arg, err := argument(fn.In(i), list[0], find)
		if err != nil {
			return nil, err
		}
		args, list = append(args, arg), list[1:]
	}
	if len(list) > 0 {
		return nil, errors.New("there are more arguments than parameters")
	}
	return args, nil
}

// argument decodes one argument.
func argument(as reflect.Type, text json.RawMessage, find func(id string) *wire.Exchange) (reflect.Value, error) {
	switch as {
	case reflect.TypeFor[target.Recording]():
		var one storedRecording
		err := json.Unmarshal(text, &one)
		rec, bad := one.recording()
		return reflect.ValueOf(rec), errors.Join(err, bad)
	case reflect.TypeFor[[]target.Recording]():
		return recordings(text)
	case reflect.TypeFor[*wire.Exchange]():
		var id string
		if err := json.Unmarshal(text, &id); err != nil {
			return reflect.Value{}, err
		}
		x := find(id)
		if x == nil {
			return reflect.Value{}, fmt.Errorf("the exchange %.40q is not stored", id)
		}
		return reflect.ValueOf(x), nil
	}
	v := reflect.New(as)
	if err := json.Unmarshal(text, v.Interface()); err != nil {
		return reflect.Value{}, errors.New("an argument has the wrong type")
	}
	return v.Elem(), nil
}

func recordings(text json.RawMessage) (reflect.Value, error) {
	var all []storedRecording
	err := json.Unmarshal(text, &all)
	list := []target.Recording{}
	for _, one := range all {
		rec, bad := one.recording()
		list, err = append(list, rec), errors.Join(err, bad)
	}
	return reflect.ValueOf(list), err
}

func (s storedRecording) recording() (target.Recording, error) {
	rec := target.Recording{Name: s.Name, Size: s.Size}
	sum, err := hex.DecodeString(s.SHA256)
	if err != nil || len(sum) != len(rec.SHA256) {
		return rec, errors.New("the digest of a recording is not a SHA-256")
	}
	copy(rec.SHA256[:], sum)
	return rec, nil
}
