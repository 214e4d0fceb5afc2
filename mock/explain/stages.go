package explain

// stageOf names the check of the gateway that refuses for a slip, where one
// requirement does not tell.
var stageOf = map[Slip]string{
	GuidAbsent: "guid", GuidEmpty: "guid", GuidElsewhere: "guid", GuidPrefixed: "guid", GuidQuoted: "guid", GuidCut: "guid",
	GuidLetterCase: "guid", GuidExpired: "guid", GuidReplaced: "guid", GuidOfOtherAgent: "guid", GuidOfEndedAgent: "guid",
	GuidUnknown: "guid", NotSignedIn: "guid", SessionEnded: "guid", SessionNotPolled: "guid",
	AgentUnknown: "password", PasswordWrong: "password", AlreadySignedIn: "handler",
	BodyUnreadable: "body", BodyForm: "body", BodyIncomplete: "body",
	RecordIDAbsent: "parameters", RecordIDEmpty: "parameters", RecordIDMisnamed: "parameters",
	ParameterEncoding: "parameters", FiletypeWrong: "parameters", LocationWrong: "parameters",
	CallRefused: "handler", PollInPushMode: "handler", DownloadOff: "switch", LocationMissing: "location",
	SerialSent: "path", VideoSent: "path", EncodedTwice: "path", FiletypeMissing: "path", FiletypeMismatch: "path",
	BackslashesEaten: "path", DriveMissing: "path", PathQuoted: "path", PathIsURL: "path", PathOutside: "path", PathUnknown: "path",
	DriveUnmapped: "drive", FileOtherCase: "file", FileAbsent: "file",
}
