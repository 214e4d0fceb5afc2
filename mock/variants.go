package mock

import "slices"

// Variant is a named change to the default behavior. A reading is a variant that
// the document allows: a conformant gateway may behave so.
type Variant struct {
	Name     string   // kebab-case
	Sentence string   // what the gateway does
	Source   string   // the open point of the document that a reading is about, by source and section; "" for a deviation
	Warns    []string // ids of SHOULD requirements that a reading does not meet
	apply    func(*behavior)
}

// Deviation is a variant that the document does not allow.
type Deviation struct {
	Variant
	Violates []string // ids of requirements that it violates: checks of each fail
	Suffers  []string // ids, or patterns such as "streaming/*", of requirements that may fail too
}

// Readings returns all readings in a fixed order. The caller owns the slice.
func Readings() []Variant {
	return slices.Concat(
		guidReadings(), guidDeliveryReadings(), sessionReadings(), sessionLifeReadings(), pollReadings(),
		envelopeReadings(), refusalReadings(), recordingReadings(), wireReadings(), headerReadings(),
	)
}

// Deviations returns all deviations in a fixed order. The caller owns the slice.
func Deviations() []Deviation {
	return slices.Concat(
		methodDeviations(),
		addressDeviations(), encodingDeviations(), filetypeDeviations(), locationDeviations(), toleranceDeviations(),
		pathDeviations(),
		guidAcceptanceDeviations(), guidComparisonDeviations(), guidPlaceDeviations(), guidOwnerDeviations(),
		guidDeliveryDeviations(), guidGuardDeviations(), guidUpdateDeviations(), renewalDeviations(),
		signInDeviations(), passwordDeviations(), signOutDeviations(), pollDeviations(),
		successDeviations(), kindDeviations(), streamingDeviations(), transferDeviations(), framingDeviations(),
		failureDeviations(), failureEffectsDeviations(), retcodeDeviations(), absenceDeviations(),
		transportDeviations(), guardDeviations(), entitlementDeviations(), traversalDeviations(), directoryDeviations(),
		injectionDeviations(), overlongDeviations(), secrecyDeviations(),
		eventDeviations(), claimDeviations(), triggerDeviations(), refusalEffectDeviations(), globalDeviations(),
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
