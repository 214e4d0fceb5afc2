package spec_test

import (
	"fmt"

	"github.com/gwcheck/gwcheck/spec"
)

func ExampleDefault() {
	doc, err := spec.Default()
	if err != nil {
		fmt.Println(err)
		return
	}
	op, _ := doc.Operation(spec.DownloadRecordFile)
	fmt.Println(op.Method, op.PathFor("102"))
	fmt.Println(doc.Accepts(spec.DriveUnmapped))
	// Output:
	// GET /agentgateway/resource/recordfile/102
	// 104-004 or 104-005
}
