package spec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// decode converts the value of one extension to T. Keys that T does not have and
// values of another type are errors.
func decode[T any](extensions map[string]any, key string, place []any) (T, error) {
	var into T
	value, ok := extensions[key]
	if !ok {
		return into, nil
	}
	data, err := json.Marshal(value)
	if err != nil {
		return into, faultAt(at(place, key), "cannot be read: %v", err)
	}
	return into, strict(data, &into, at(place, key))
}

// decodeList is decode for a list. The place of a fault includes the index.
func decodeList[T any](extensions map[string]any, key string, place []any) ([]T, error) {
	raw, err := decode[[]json.RawMessage](extensions, key, place)
	if err != nil {
		return nil, err
	}
	items := make([]T, len(raw))
	for i, data := range raw {
		if err := strict(data, &items[i], at(place, key, i)); err != nil {
			return nil, err
		}
	}
	return items, nil
}

func strict(data []byte, into any, place []any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return faultAt(place, "%s", strings.TrimPrefix(err.Error(), "json: "))
	}
	return nil
}

// text reads an extension that is a plain string.
func text(extensions map[string]any, key string, place []any) (string, error) {
	return decode[string](extensions, key, place)
}

// onlyKnown rejects extensions that nothing reads, since a misspelled key would
// otherwise be ignored.
func onlyKnown(extensions map[string]any, place []any, known ...string) error {
	for key := range extensions {
		if !slices.Contains(known, key) {
			return faultAt(at(place, key), "unknown extension; known here: %s", list(known))
		}
	}
	return nil
}

// list joins alternatives with commas, for a message.
func list[T any](items []T) string {
	if len(items) == 0 {
		return "none"
	}
	words := make([]string, len(items))
	for i, item := range items {
		words[i] = fmt.Sprint(item)
	}
	return strings.Join(words, ", ")
}
