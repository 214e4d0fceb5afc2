package main

import (
	"encoding/hex"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/gwcheck/gwcheck/fixtures"
)

func fixturesListCommand(env Env) *cobra.Command {
	cmd := &cobra.Command{Use: "list", Short: "Show the sample recordings, which the mock serves by default", Args: noArguments}
	format := oneOf(cmd, "format", "output format", "table", "json", "markdown")
	cmd.RunE = func(*cobra.Command, []string) error {
		if err := listFixtures().write(env.Stdout, format.value); err != nil {
			return broken("write the list: %w", err)
		}
		return nil
	}
	return cmd
}

// listFixtures lists what a client needs to download each recording, and to see
// whether it got it.
func listFixtures() register {
	type row struct {
		Name       string `json:"name"`
		RecordID   string `json:"recordId"`
		Filetype   string `json:"filetype"`
		LocationID string `json:"locationId"`
		Size       int64  `json:"size"`
		SHA256     string `json:"sha256"`
		About      string `json:"about"`
	}
	r := register{columns: []string{"recording", "filetype", "bytes", "recordId", "about"}}
	data := []row{}
	for _, rec := range fixtures.Catalogue() {
		sum := rec.SHA256()
		data = append(data, row{rec.Name, rec.RecordID, rec.Filetype, rec.LocationID, rec.Size, hex.EncodeToString(sum[:]), rec.About})
		r.rows = append(r.rows, []string{rec.Name, rec.Filetype, strconv.FormatInt(rec.Size, 10), rec.RecordID, rec.About})
	}
	r.data = data
	return r
}
