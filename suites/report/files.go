package report

// The files of a report.
const (
	jsonFile     = "result.json"
	htmlFile     = "report.html"
	junitFile    = "junit.xml"
	markdownFile = "summary.md"
	harFile      = "exchanges.har"
)
