package target_test

import (
	"errors"
	"fmt"
	"os"

	"github.com/gwcheck/gwcheck/suites/target"
)

func ExampleLoad() {
	t, err := target.Load("target.yaml", target.WithEnv(os.LookupEnv), target.WithEditions("2023-09-27"))
	if err != nil {
		fmt.Println("cannot use the target file:", errors.Is(err, os.ErrNotExist))
		return
	}
	fmt.Println(t.Name)
	// Output: cannot use the target file: true
}

// All problems of a file are listed, each with its place.
func ExampleParse() {
	_, err := target.Parse([]byte("gwcheck: target/v1\nname: Example\ndeployments: none\n"), ".")
	var invalid *target.Error
	if errors.As(err, &invalid) {
		for _, p := range invalid.Problems {
			fmt.Printf("line %d, column %d: %s\n", p.Line, p.Column, p.Message)
		}
	}
	// Output: line 3, column 14: must be a list, but is text
}
