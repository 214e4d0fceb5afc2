package spec

import (
	"slices"
	"strings"
)

// keyClientRequirements is the extension with what the document asks of clients.
// No gateway is judged by it; the mock judges its clients.
const keyClientRequirements = "x-client-requirements"

// clientArea is the area of requirements on clients.
const clientArea = "client"

// ClientRequirement returns the requirement on clients with an id, and false if
// there is none.
func (d *Document) ClientRequirement(id string) (Requirement, bool) {
	i := slices.IndexFunc(d.Client, func(r Requirement) bool { return r.ID == id })
	if i < 0 {
		return Requirement{}, false
	}
	return d.Client[i], true
}

func (d *Document) readClientRequirements() error {
	raw, err := decodeList[rawRequirement](d.OpenAPI.Extensions, keyClientRequirements, nil)
	if err != nil {
		return err
	}
	for i, r := range raw {
		if err := d.addClientRequirement(r, []any{keyClientRequirements, i}); err != nil {
			return err
		}
	}
	return nil
}

func (d *Document) addClientRequirement(r rawRequirement, place []any) error {
	if !idForm().MatchString(r.ID) || !strings.HasPrefix(r.ID, clientArea+"/") {
		return faultAt(at(place, "id"), "%q is not of the form %s/name", r.ID, clientArea)
	}
	if _, twice := d.ClientRequirement(r.ID); twice {
		return faultAt(at(place, "id"), "the requirement %q occurs twice", r.ID)
	}
	if err := d.checkRow(r, place); err != nil {
		return err
	}
	d.Client = append(d.Client, Requirement{
		ID: r.ID, Level: r.Level, Text: r.Text, Area: clientArea, Source: Reference(r.Source), Excluded: r.Excluded,
	})
	return nil
}
