package spec

import (
	"regexp"
	"slices"
)

// anyCode in the document means every failure code of the form NNN-NNN.
const anyCode = "any"

// Conditions returns all conditions. A document ties each of them to one code.
func Conditions() []Condition {
	return []Condition{
		GuidRefused, NotSignedIn, DownloadDisabled, RecordingAbsent, DriveUnmapped,
		PathInvalid, RecordIDMissing, LocationMissing, ParameterInvalid,
		AlreadySignedIn, WrongPassword, SignInInvalid, ServerFault,
	}
}

// Retcode returns the retcode that the mock sends for a condition. A loaded
// document has one for each of Conditions; for any other it is zero.
func (d *Document) Retcode(c Condition) Retcode {
	r, _ := d.retcodeFor(c)
	return r
}

// Accepts returns the retcodes that are conformant for a condition. The set is
// empty for a condition that is not one of Conditions.
func (d *Document) Accepts(c Condition) Codes {
	r, also := d.retcodeFor(c)
	set := Codes{success: d.success, form: d.codeForm}
	if r.Code != "" {
		set.codes = append(set.codes, r.Code)
	}
	for _, code := range also {
		if code == anyCode {
			set.any = true
			continue
		}
		set.codes = append(set.codes, code)
	}
	return set
}

func (d *Document) retcodeFor(c Condition) (Retcode, []string) {
	for _, r := range d.Retcodes {
		for _, condition := range r.Conditions {
			if condition.Name == c {
				return r, condition.Also
			}
		}
	}
	return Retcode{}, nil
}

// Code returns the row of the retcode table for a code, and false if the table
// does not have it.
func (d *Document) Code(code string) (Retcode, bool) {
	i := slices.IndexFunc(d.Retcodes, func(r Retcode) bool { return r.Code == code })
	if i < 0 {
		return Retcode{}, false
	}
	return d.Retcodes[i], true
}

// SuccessCode returns the retcode of success, "0" in the embedded document.
func (d *Document) SuccessCode() string { return d.success }

// CodeForm returns the pattern that every retcode matches, success included.
func (d *Document) CodeForm() *regexp.Regexp { return d.codeForm }

// readRetcodes reads the retcode table, the form of a code and the code of
// success.
func (d *Document) readRetcodes() error {
	raw, err := decodeList[rawRetcode](d.OpenAPI.Extensions, keyRetcodes, nil)
	if err != nil {
		return err
	}
	if d.codeForm, err = d.readCodeForm(); err != nil {
		return err
	}
	for i, r := range raw {
		if err := d.addRetcode(r, []any{keyRetcodes, i}); err != nil {
			return err
		}
	}
	if d.success == "" {
		return faultAt([]any{keyRetcodes}, "no code is marked success: true")
	}
	return d.checkConditions()
}

const keyRetcodes = "x-retcodes"

type rawRetcode struct {
	Code, Meaning, Message, Source string
	Success                        bool
	Conditions                     []rawCondition
}

type rawCondition struct {
	Name Condition
	Also []string
}

// schemaRetcode is the schema whose pattern is the form of a retcode.
const schemaRetcode = "Retcode"

func (d *Document) readCodeForm() (*regexp.Regexp, error) {
	place := []any{"components", "schemas", schemaRetcode}
	schema, ok := d.Schema(schemaRetcode)
	if !ok || schema.Pattern == "" {
		return nil, faultAt(place, "a schema with the pattern of a retcode is needed")
	}
	form, err := regexp.Compile(schema.Pattern)
	if err != nil {
		return nil, faultAt(at(place, "pattern"), "%v", err)
	}
	return form, nil
}

func (d *Document) addRetcode(r rawRetcode, place []any) error {
	switch _, known := d.Code(r.Code); {
	case !d.codeForm.MatchString(r.Code):
		return faultAt(at(place, "code"), "%q is not of the form %s", r.Code, d.codeForm)
	case known:
		return faultAt(at(place, "code"), "%q occurs in the table twice", r.Code)
	case r.Meaning == "":
		return faultAt(place, "the meaning of %q is missing", r.Code)
	case r.Success && d.success != "":
		return faultAt(place, "%q and %q are both marked success", d.success, r.Code)
	case r.Success:
		d.success = r.Code
	}
	if err := d.checkTags(r.Source, at(place, "source")); err != nil {
		return err
	}
	row := Retcode{Code: r.Code, Success: r.Success, Meaning: r.Meaning, Message: r.Message, Source: r.Source}
	for _, c := range r.Conditions {
		row.Conditions = append(row.Conditions, CodeCondition(c))
	}
	d.Retcodes = append(d.Retcodes, row)
	return nil
}

// checkConditions makes sure that each condition has exactly one row, and that
// the table has every further code.
func (d *Document) checkConditions() error {
	codes := map[Condition]string{}
	for i, r := range d.Retcodes {
		for j, c := range r.Conditions {
			place := []any{keyRetcodes, i, "conditions", j}
			if err := d.checkCondition(r, c, place); err != nil {
				return err
			}
			if before, twice := codes[c.Name]; twice {
				return faultAt(place, "condition %q already has the code %s", c.Name, before)
			}
			codes[c.Name] = r.Code
		}
	}
	for _, c := range Conditions() {
		if codes[c] == "" {
			return faultAt([]any{keyRetcodes}, "no code for the condition %q", c)
		}
	}
	return nil
}

func (d *Document) checkCondition(r Retcode, c CodeCondition, place []any) error {
	if !slices.Contains(Conditions(), c.Name) {
		return faultAt(at(place, "name"), "unknown condition %q; known: %s", c.Name, list(Conditions()))
	}
	if r.Success {
		return faultAt(place, "the code of success cannot have the condition %q", c.Name)
	}
	for k, code := range c.Also {
		if code == anyCode {
			continue
		}
		if row, ok := d.Code(code); !ok || row.Success {
			return faultAt(at(place, "also", k), "%q is not a failure code of the table", code)
		}
	}
	return nil
}
