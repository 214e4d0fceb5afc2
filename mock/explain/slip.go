package explain

// Slip is a kind of mistake. The values are stable: tests of clients compare them.
type Slip string

// The slips.
const (
	AddressUnknown   Slip = "address-unknown"    // no operation has the path
	AddressNotMocked Slip = "address-not-mocked" // the real gateway has it, the mock does not
	MethodWrong      Slip = "method-wrong"       // the path is right, the method is not
	AgentNotANumber  Slip = "agent-not-a-number" // the agent in the path

	GuidAbsent        Slip = "guid-absent"
	GuidEmpty         Slip = "guid-empty"
	GuidElsewhere     Slip = "guid-elsewhere"        // in a cookie, another header or the query
	GuidPrefixed      Slip = "guid-prefixed"         // JSESSIONID= was left on
	GuidQuoted        Slip = "guid-quoted"           // quotes around it
	GuidCut           Slip = "guid-cut"              // its beginning or end is missing
	GuidLetterCase    Slip = "guid-letter-case"      // in another letter case
	GuidExpired       Slip = "guid-expired"          // older than GUIDTIMEOUT, and there is no newer one
	GuidReplaced      Slip = "guid-replaced"         // there is a newer one
	GuidStale         Slip = "guid-stale"            // replaced, but still accepted
	GuidOfOtherAgent  Slip = "guid-of-another-agent" // on the path of another agent
	GuidOfEndedAgent  Slip = "guid-of-ended-session" // its session has ended
	GuidUnknown       Slip = "guid-unknown"          // this deployment never issued it
	NotSignedIn       Slip = "not-signed-in"         // the agent has not signed in at all
	SessionEnded      Slip = "session-ended"         // the agent's session has ended
	SessionNotPolled  Slip = "session-not-polled"    // it ended because nobody polled
	AgentUnknown      Slip = "agent-unknown"         // the mock has no such agent
	PasswordWrong     Slip = "password-wrong"
	AlreadySignedIn   Slip = "already-signed-in" // forcelogin exists
	BodyUnreadable    Slip = "body-unreadable"   // no JSON object
	BodyForm          Slip = "body-form-encoded"
	BodyIncomplete    Slip = "body-incomplete"
	PolledTooFast     Slip = "polled-too-fast"
	PollInPushMode    Slip = "poll-in-push-mode" // events are pushed, so polls are refused
	PolledTwice       Slip = "polled-twice"      // while another poll of the agent was held
	RecordIDAbsent    Slip = "record-id-absent"
	RecordIDEmpty     Slip = "record-id-empty"
	RecordIDMisnamed  Slip = "record-id-misnamed" // in a parameter of another name
	SerialSent        Slip = "record-serial-sent" // recordID of the event in place of fileName
	VideoSent         Slip = "video-sent"         // the fileName of a video conference
	ParameterMisnamed Slip = "parameter-misnamed" // filetype or locationId in other letters
	ParameterEncoding Slip = "parameter-encoding" // broken percent-encoding
	EncodedTwice      Slip = "encoded-twice"      // percent-encoded twice
	FiletypeWrong     Slip = "filetype-wrong"     // neither 1 nor 2
	FiletypeMissing   Slip = "filetype-2-missing" // a voice message without filetype=2
	FiletypeMismatch  Slip = "filetype-mismatch"  // an agent call with filetype=2
	LocationMissing   Slip = "location-missing"   // pool mode
	LocationWrong     Slip = "location-wrong"     // not a number
	DownloadOff       Slip = "download-off"       // the switch of the gateway
	BackslashesEaten  Slip = "backslashes-eaten"  // a shell or a string literal took them
	DriveMissing      Slip = "drive-missing"      // a path without a drive
	PathQuoted        Slip = "path-quoted"        // quotes or spaces around it
	PathIsURL         Slip = "path-is-url"        // file: or https:
	PathOutside       Slip = "path-outside"       // dot segments
	PathUnknown       Slip = "path-unknown"       // of no documented form
	DriveUnmapped     Slip = "drive-unmapped"     // no mount
	FileOtherCase     Slip = "file-in-other-case" // the file is there in other letters
	FileAbsent        Slip = "file-absent"        // no such file
	CallRefused       Slip = "call-refused"       // a call beside the download that does not fit
	MockFault         Slip = "mock-fault"         // an error in the mock
	MockDeviates      Slip = "mock-deviates"      // a deviation or a reading refused the request
)
