package target

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"github.com/gwcheck/gwcheck/internal/lazyregexp"
	"github.com/gwcheck/gwcheck/internal/strictyaml"
)

var (
	locationForm = lazyregexp.New(`^[0-9]{1,18}$`)
	digestForm   = lazyregexp.New(`^[0-9A-Fa-f]{64}$`)
)

// listed is a recording with its place in the file.
type listed struct {
	Recording
	at strictyaml.Node
}

// recordings reads a list of recordings, or the file that holds it and perhaps
// what is absent.
func (r *reader) recordings(n strictyaml.Node) (list []listed, absent strictyaml.Node) {
	if n.IsObject() {
		n, absent = r.recordingsFile(n.Object("file").Need("file", "a file with the recordings"))
	}
	names := map[string]bool{}
	for _, item := range n.List() {
		rec := recording(item)
		if names[rec.Name] && rec.Name != "" {
			item.Failf("the name %q is taken by an earlier recording", rec.Name)
		}
		names[rec.Name] = true
		list = append(list, listed{rec, item})
	}
	return list, absent
}

// recordingsFile reads a file that holds either the list alone or, as "gwcheck
// fixtures export" writes it, the keys recordings and absent.
func (r *reader) recordingsFile(n strictyaml.Node) (list, absent strictyaml.Node) {
	var none strictyaml.Node
	name := n.Line(4096)
	if name == "" {
		return none, none
	}
	name = r.path(name)
	data, err := r.readFile(name)
	if err != nil {
		n.Failf("the recordings file cannot be read: %v", err)
		return none, none
	}
	doc, root, err := strictyaml.Parse(name, data, strictyaml.Secrets{})
	r.included = append(r.included, doc)
	if err != nil || root.IsList() {
		return root, none
	}
	o := root.Object("recordings", "absent")
	return o.Need("recordings", "a list of the recordings"), o.Get("absent")
}

func recording(n strictyaml.Node) Recording {
	o := n.Object("name", "recordId", "filetype", "locationId", "size", "sha256")
	rec := Recording{
		Name:       o.Need("name", "it is shown in reports").Match(nameForm(), nameWords),
		RecordID:   o.Need("recordId", "the path and name that a client requests").Line(4096),
		Filetype:   o.Get("filetype").Option("1", "2"),
		LocationID: location(o.Get("locationId")),
		Size:       o.Need("size", "the number of bytes decides whether a download is complete").Size(-1, 0, 1<<50),
	}
	digest := o.Need("sha256", "the digest decides whether a download is intact")
	text := digest.Match(digestForm(), "a SHA-256 of 64 hexadecimal digits")
	if b, err := hex.DecodeString(text); err == nil && len(b) == sha256.Size {
		rec.SHA256 = [sha256.Size]byte(b)
		if rec.Size == 0 && rec.SHA256 != sha256.Sum256(nil) {
			digest.Failf("is not the SHA-256 of an empty recording, which size 0 says this is")
		}
	}
	return rec
}

// location is a node ID: the interface document types it as a number, events
// deliver it as text.
func location(n strictyaml.Node) string {
	if n.IsInt() {
		return strconv.FormatInt(n.Int(0, 0, 1<<60), 10)
	}
	return n.Match(locationForm(), "a node ID of decimal digits")
}
