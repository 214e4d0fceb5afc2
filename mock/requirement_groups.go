package mock

// recordingRequirements may fail too when every recording is changed: whatever looks
// at a recording to see whether it was served.
var recordingRequirements = []string{"auth/*", "events/*", "method/*", "parameters/*", "paths/*", "security/*", "session/*",
	"streaming/*", "success/*", "failure/next-download-works"}

// refusalRequirements may fail along where failures cannot be told for what they are:
// whatever has to be refused.
var refusalRequirements = []string{"auth/*", "events/*", "method/*", "parameters/*", "paths/*", "retcodes/*", "security/*", "session/*"}

// eventRecordingRequirements are the requirements by which a recording is judged whose
// bytes nobody knows beforehand: by its form alone.
var eventRecordingRequirements = []string{"events/file-name-downloadable", "events/location-usable"}
