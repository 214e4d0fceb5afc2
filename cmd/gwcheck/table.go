package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// register is one list that gwcheck can show: as a table, as Markdown, or as
// JSON, which is made from data.
type register struct {
	columns []string
	rows    [][]string
	data    any
}

// write writes the register in one of the formats table, json and markdown.
func (r register) write(w io.Writer, format string) error {
	switch format {
	case "json":
		return writeJSON(w, r.data)
	case "markdown":
		return r.markdown(w)
	}
	return r.table(w)
}

func (r register) table(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, strings.ToUpper(strings.Join(r.columns, "\t")))
	for _, row := range r.rows {
		fmt.Fprintln(t, strings.TrimRight(strings.Join(row, "\t"), "\t"))
	}
	return t.Flush()
}

func (r register) markdown(w io.Writer) error {
	var b strings.Builder
	markdownRow(&b, r.columns)
	b.WriteString(strings.Repeat("| --- ", len(r.columns)) + "|\n")
	for _, row := range r.rows {
		markdownRow(&b, row)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func markdownRow(b *strings.Builder, cells []string) {
	for _, c := range cells {
		b.WriteString("| " + cell(c) + " ")
	}
	b.WriteString("|\n")
}

// cell makes a text safe inside a table of Markdown.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "\r", " ", "\n", " ").Replace(s)
}

// writeJSON writes indented JSON that keeps angle brackets readable.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
