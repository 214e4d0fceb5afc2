package mock

import (
	"net/http"
	"slices"

	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/spec"
)

// recordingReadings vary the recording and the parameters of a download.
func recordingReadings() []Variant {
	return []Variant{
		reading("octet-type-space", "REC-2023 Response Description",
			"The media type of a recording has a space before its parameter.",
			onRecording(contentType("application/octet-stream; charset=utf-8"))),
		reading("octet-type-case", "RFC 9110 section 8.3.1",
			"The media type of a recording is spelled in another case.",
			onRecording(contentType("Application/Octet-stream;charset=UTF-8"))),
		reading("octet-type-quoted", "RFC 9110 section 8.3.2",
			"The charset of a recording's media type is quoted.",
			onRecording(contentType(`application/octet-stream;charset="utf-8"`))),
		reading("content-disposition", "REC-2023 Response Description",
			"A recording has a Content-Disposition with a file name.",
			onRecording(header("Content-Disposition", `attachment; filename="recording.V3"`))),
		reading("caching-headers", "RFC 9111 section 5.2",
			"A recording has an entity tag and must not be stored.",
			onRecording(header("Cache-Control", "no-store, private"), header("Etag", `"1"`), header("Accept-Ranges", "none"))),
		reading("filetype-not-compared", "REC-2023 URI, table 1 row 3",
			"Paths of both kinds are served whatever the filetype.", filetypeNotCompared),
		reading("filetype-other-is-one", "REC-2023 URI, table 1 row 3",
			"Any filetype other than 2 means 1.",
			onIncoming(spec.DownloadRecordFile, func(r *request) {
				if r.value(spec.RoleFiletype) != "2" {
					r.set(spec.RoleFiletype, "1")
				}
			})),
		reading("filetype-empty-refused", "REC-2023 URI, table 1 row 3",
			"An empty filetype is refused.",
			addRefusal(spec.DownloadRecordFile, stageParams+"-empty", func(r *request) error {
				if v := r.values[spec.RoleFiletype]; v.given && v.text == "" {
					return refuse(spec.ParameterInvalid, "filetype is empty")
				}
				return nil
			})),
		reading("location-not-read", "REC-2023 URI, table 1 row 4",
			"Any locationId is accepted.",
			onIncoming(spec.DownloadRecordFile, func(r *request) {
				if v := r.values[spec.RoleLocation]; v.text != "" {
					r.set(spec.RoleLocation, "0")
				}
			})),
		reading("location-not-a-number-is-404", "REC-2023 URI, table 1 row 4",
			"A locationId that is not a number gets status 404.",
			addRefusal(spec.DownloadRecordFile, stageLocation+"-type", func(r *request) error {
				p, _ := r.op.Param(spec.RoleLocation)
				if v := r.values[spec.RoleLocation]; v.text != "" && !fits(p.Schema, v.text) {
					return &routeError{status: http.StatusNotFound}
				}
				return nil
			})),
		reading("location-must-fit", "REC-2023 URI, table 1 row 4",
			"In pool mode a recording is found only on its own node.", locationMustFit),
		reading("empty-recording-is-104-005", "ERR-A",
			"An empty recording is refused with 104-005.", emptyRefused("104-005")),
		reading("empty-recording-is-104-009", "ERR-A",
			"An empty recording is refused with 104-009.", emptyRefused("104-009")),
	}
}

func filetypeNotCompared(c *behavior) {
	locate := c.locate
	kinds := []string{}
	for _, g := range c.doc.Grammars {
		if !slices.Contains(kinds, g.Filetype) {
			kinds = append(kinds, g.Filetype)
		}
	}
	c.locate = func(recordID, filetype string) (place, error) {
		p, err := locate(recordID, filetype)
		for _, kind := range kinds {
			if err != nil {
				p, err = locate(recordID, kind)
			}
		}
		return p, err
	}
}

func locationMustFit(c *behavior) {
	addRefusal(spec.DownloadRecordFile, stageLocation+"-fits", func(r *request) error {
		if given := r.value(spec.RoleLocation); c.pool && given != "" && given != fixtures.LocationID {
			return refuse(spec.RecordingAbsent, "the recording lies on another node")
		}
		return nil
	})(c)
}

// emptyRefused refuses empty recordings.
func emptyRefused(retcode string) func(*behavior) {
	return func(c *behavior) {
		list := c.stages[spec.DownloadRecordFile]
		c.stages[spec.DownloadRecordFile] = append(list, stage{stageFile + "-empty", func(_ *Gateway, r *request) error {
			if r.size == 0 {
				return refuseWith(retcode, spec.RecordingAbsent, "the recording is empty")
			}
			return nil
		}})
	}
}
