package mock

// recordingRequirements may fail too when every recording is changed: all whose
// checks download one.
var recordingRequirements = []string{"auth/*", "events/*", "method/*", "parameters/*", "paths/*", "security/*", "session/*",
	"streaming/*", "success/*", "failure/next-download-works"}

// refusalRequirements may fail too when failures cannot be recognized: all
// whose checks expect a refusal.
var refusalRequirements = []string{"auth/*", "events/*", "method/*", "parameters/*", "paths/*", "retcodes/*", "security/*", "session/*"}

// eventRecordingRequirements are about recordings whose bytes are not known in
// advance, so only their form is judged.
var eventRecordingRequirements = []string{"events/file-name-downloadable", "events/location-usable"}
