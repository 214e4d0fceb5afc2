package spec

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/oasdiff/yaml"
)

// FirstEdition returns the date of the first edition of the embedded document,
// which is the default. It reads only the list of editions: loading the whole
// document takes a hundred times as long, and a program that prints its version
// needs no other part.
func FirstEdition() (string, error) {
	var list struct {
		Editions []struct {
			ID string `json:"id"`
		} `json:"x-editions"`
	}
	if _, err := yaml.Unmarshal(topLevel(source, keyEditions), &list, yaml.DecodeOpts{DisableTimestamps: true}); err != nil {
		return "", fmt.Errorf("interface document: %s: %w", keyEditions, err)
	}
	if len(list.Editions) == 0 {
		return "", errors.New("interface document: no " + keyEditions)
	}
	return list.Editions[0].ID, nil
}

// topLevel returns one key with its value from a YAML mapping in block style: all
// lines up to the next one that is neither indented nor empty.
func topLevel(data []byte, key string) []byte {
	_, rest, found := bytes.Cut(data, []byte("\n"+key+":"))
	if !found {
		return nil
	}
	end := 0
	for line := range bytes.Lines(rest) {
		if end > 0 && !bytes.ContainsAny(line[:1], " \t\r\n#-") {
			break
		}
		end += len(line)
	}
	return append([]byte(key+":"), rest[:end]...)
}
