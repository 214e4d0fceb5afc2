package report

import (
	"bufio"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
)

// The files of a report.
const (
	jsonFile     = "result.json"
	htmlFile     = "report.html"
	junitFile    = "junit.xml"
	markdownFile = "summary.md"
	harFile      = "exchanges.har"
)

// files lists the files of a report with their writers.
var files = []struct {
	name  string
	write func(io.Writer, Result) error
}{
	{jsonFile, WriteJSON},
	{htmlFile, WriteHTML},
	{junitFile, WriteJUnit},
	{markdownFile, WriteMarkdown},
	{harFile, WriteHAR},
}

// WriteFiles writes the files of a report into dir: result.json, report.html,
// junit.xml, summary.md and exchanges.har. It creates dir if necessary and
// replaces files of earlier reports. All files are first written under
// temporary names and renamed when all are complete. If writing fails, earlier
// files are unchanged, no temporary file is left, and the error names the file;
// if a rename fails, it says how many files are new.
// The umask decides who may read them.
func WriteFiles(dir string, r Result) (err error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("make report directory: %w", err)
	}
	removeAbandoned(dir)
	var temps []string
	defer func() {
		for _, t := range temps {
			os.Remove(t) // gone already once it has taken its name
		}
	}()
	for _, f := range files {
		temp, err := writeTemp(dir, f.name, r, f.write)
		if err != nil {
			return fmt.Errorf("write %s: %w", filepath.Join(dir, f.name), err)
		}
		temps = append(temps, temp)
		if err := replaceable(filepath.Join(dir, f.name)); err != nil {
			return err
		}
	}
	for i, f := range files {
		if err := os.Rename(temps[i], filepath.Join(dir, f.name)); err != nil {
			return fmt.Errorf("write %s: %w; %d of %d files are new", filepath.Join(dir, f.name), err, i, len(files))
		}
	}
	return nil
}

// abandonedAfter is the age of a temporary file whose writer was killed.
const abandonedAfter = 10 * time.Minute

// temporaryForm is the name of a temporary file.
var temporaryForm = lazyregexp.New(`^\.(result\.json|report\.html|junit\.xml|summary\.md|exchanges\.har)\.[A-Z2-7]{26}$`)

// removeAbandoned removes temporary files that a killed process left.
func removeAbandoned(dir string) {
	entries, _ := os.ReadDir(dir) // writing tells of a directory that cannot be used
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && info.Mode().IsRegular() && temporaryForm().MatchString(e.Name()) && time.Since(info.ModTime()) >= abandonedAfter {
			_ = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}

// replaceable fails if a file cannot be renamed to the name, as far as can be
// told before.
func replaceable(name string) error {
	info, err := os.Lstat(name)
	if err == nil && info.IsDir() {
		return fmt.Errorf("write %s: a directory has this name; remove it", name)
	}
	return nil
}

// writeTemp writes one file under a temporary name and returns that.
func writeTemp(dir, name string, r Result, write func(io.Writer, Result) error) (string, error) {
	// Not os.CreateTemp, whose files nobody else may read.
	f, err := os.OpenFile(filepath.Join(dir, "."+name+"."+rand.Text()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return "", err
	}
	out := bufio.NewWriter(f)
	err = write(out, r)
	for _, step := range []func() error{out.Flush, f.Sync, f.Close} {
		if e := step(); err == nil {
			err = e
		}
	}
	if err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}
