package mock

import "github.com/gwcheck/gwcheck/spec"

// stage is one check that may refuse a request.
type stage struct {
	name  string
	check checker
}

// checker refuses a request with an error, or returns nil.
type checker func(*Gateway, *request) error

// Names of the stages.
const (
	stageGuid     = "guid"       // the agent is not signed in, or the Guid is not valid
	stageParams   = "parameters" // a parameter is missing or wrong
	stageSwitch   = "switch"     // the download is switched off
	stageLocation = "location"   // pool mode without locationId
	stagePath     = "path"       // the recordId is not a valid path
	stageDrive    = "drive"      // the drive has no mapping
	stageFile     = "file"       // the recording does not exist
	stageBody     = "body"       // the body of a sign-in is invalid
	stagePassword = "password"   // wrong password
)

// defaultStages checks in this order: who asks, for what, whether it is offered,
// and whether it exists.
func defaultStages(op *spec.Operation) []stage {
	var list []stage
	if op.NeedsGuid {
		list = append(list, stage{stageGuid, (*Gateway).checkGuid})
	}
	list = append(list, stage{stageParams, (*Gateway).checkParameters})
	switch op.LogName {
	case spec.DownloadRecordFile:
		list = append(list,
			stage{stageSwitch, (*Gateway).checkSwitch},
			stage{stageLocation, (*Gateway).checkLocation},
			stage{stagePath, (*Gateway).checkPath},
			stage{stageDrive, (*Gateway).checkDrive},
			stage{stageFile, (*Gateway).checkFile})
	case spec.Login, spec.ForceLogin:
		list = append(list,
			stage{stageBody, (*Gateway).checkBody},
			stage{stagePassword, (*Gateway).checkPassword})
	}
	return list
}
