package mock

import "slices"

// Variant is a named change to the default behavior. A reading is one that the
// document allows: a conformant gateway may behave so.
type Variant struct {
	Name     string   // kebab-case
	Sentence string   // what the gateway does
	Source   string   // which open point it settles, by source and section
	Warns    []string // ids of SHOULD requirements that a reading does not meet
	apply    func(*behavior)
}

// Deviation is a variant that the document does not allow.
type Deviation struct {
	Variant
	Violates []string // ids of requirements; checks of each must fail
	Suffers  []string // ids, or globs such as "streaming/*", that may fail along
}

// Readings lists all readings in a fixed order.
func Readings() []Variant {
	return slices.Concat(
		guidReadings(), guidDeliveryReadings(), sessionReadings(), sessionLifeReadings(), pollReadings(),
		envelopeReadings(), refusalReadings(), recordingReadings(), wireReadings(), headerReadings(),
	)
}

// Deviations lists all deviations in a fixed order.
func Deviations() []Deviation {
	return slices.Concat(
		methodDeviations(),
		addressDeviations(), encodingDeviations(), filetypeDeviations(), locationDeviations(), toleranceDeviations(),
		pathDeviations(),
		guidAcceptanceDeviations(), guidComparisonDeviations(), guidPlaceDeviations(), guidOwnerDeviations(),
		guidDeliveryDeviations(), guidGuardDeviations(), guidUpdateDeviations(), renewalDeviations(),
		signInDeviations(), signOutDeviations(), pollDeviations(),
		successDeviations(), streamingDeviations(), transferDeviations(), framingDeviations(),
		failureDeviations(), failureEffectsDeviations(), retcodeDeviations(), absenceDeviations(),
		transportDeviations(), entitlementDeviations(), traversalDeviations(), directoryDeviations(),
		injectionDeviations(), overlongDeviations(), secrecyDeviations(),
		eventDeviations(), claimDeviations(), globalDeviations(),
	)
}

// reading makes an entry of the registry.
func reading(name, source, sentence string, apply func(*behavior), warns ...string) Variant {
	return Variant{Name: name, Sentence: sentence, Source: source, Warns: warns, apply: apply}
}

func readingNamed(name string) (Variant, bool) {
	for _, v := range Readings() {
		if v.Name == name {
			return v, true
		}
	}
	return Variant{}, false
}

func deviationNamed(name string) (Variant, bool) {
	for _, d := range Deviations() {
		if d.Name == name {
			return d.Variant, true
		}
	}
	return Variant{}, false
}

// deviation makes an entry of the registry.
func deviation(name, sentence string, violates []string, apply func(*behavior), suffers ...string) Deviation {
	return Deviation{Variant{Name: name, Sentence: sentence, apply: apply}, violates, suffers}
}

// breaks lists the requirements that a deviation violates.
func breaks(ids ...string) []string { return ids }
