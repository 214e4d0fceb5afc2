package rules

import "sync"

// maker is a function that makes a rule, and the evidence that its rules need.
type maker struct {
	function any // of arguments that encoded knows, the document among them or not
	needs    []Evidence
}

// makers are the functions whose rules can be made again, by name. A rule about a
// secret is not among them.
var makers = sync.OnceValue(func() map[string]maker {
	all := map[string]maker{}
	for _, group := range []struct {
		needs     []Evidence
		functions map[string]any
	}{
		{nil, map[string]any{
			"Answered": Answered, "Responded": Responded, "OverTLS": OverTLS, "NotStored": NotStored,
			"Status": Status, "NotPartial": NotPartial, "WellFormed": WellFormed, "NoContentCoding": NoContentCoding,
			"RecordingType": RecordingType, "RecordingCharset": RecordingCharset, "FailureType": FailureType,
			"FailureCharset": FailureCharset, "FailureOneType": FailureOneType, "JSONType": JSONType, "JSONCharset": JSONCharset,
			"GuidSpelling": GuidSpelling, "RenewedWithin": RenewedWithin, "Between": Between, "EventArrived": EventArrived,
			"EventOrder": EventOrder, "EachEventOnce": EachEventOnce, "Served": Served, "NotServed": NotServed,
			"NoneOf": NoneOf, "NoOtherThan": NoOtherThan, "SameBytes": SameBytes,
		}},
		{[]Evidence{BodyKind}, map[string]any{
			"Granted": Granted, "Available": Available, "NotRefused": NotRefused, "NoEnvelope": NoEnvelope, "NoStream": NoStream,
			"NothingFromOutside": NothingFromOutside, "SomeRecording": SomeRecording, "Failure": Failure, "FailureEnvelope": FailureEnvelope,
			"Refused": Refused, "RefusedWith": RefusedWith, "DownloadsEnabled": DownloadsEnabled, "Succeeded": Succeeded, "NoSuccess": NoSuccess,
		}},
		{[]Evidence{Object}, map[string]any{
			"NoEvent": NoEvent, "EmptyPoll": EmptyPoll, "OneEvent": OneEvent, "EventEnvelope": EventEnvelope, "WorkNumber": WorkNumber, "EventOfType": EventOfType,
			"RecordEventFields": RecordEventFields, "RecordEventTypes": RecordEventTypes, "RecordEventLocation": RecordEventLocation,
			"AnEvent": AnEvent, "ResultNames": ResultNames, "RetcodeIsString": RetcodeIsString, "GuidInResult": GuidInResult,
		}},
		{[]Evidence{Text}, map[string]any{
			"JSONText": JSONText, "UTF8": UTF8, "FailureObject": FailureObject, "UniqueNames": UniqueNames, "RetcodeString": RetcodeString,
			"RetcodeForm": RetcodeForm, "RetcodeNotSuccess": RetcodeNotSuccess, "FailureField": FailureField, "Readable": Readable,
			"AnyJSON": AnyJSON, "NoInternals": NoInternals,
		}},
		{[]Evidence{Trailer}, map[string]any{"NoField": NoField}},
		{[]Evidence{Shape}, map[string]any{"DeliversGuid": DeliversGuid, "GuidForm": GuidForm, "GuidCharacters": GuidCharacters}},
		{[]Evidence{Shape, Object}, map[string]any{"NoGuid": NoGuid}},
		{[]Evidence{Pieces}, map[string]any{"NothingOf": NothingOf, "NoBlockPage": NoBlockPage}},
	} {
		for name, function := range group.functions {
			all[name] = maker{function, group.needs}
		}
	}
	return all
})
