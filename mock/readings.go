package mock

func guidReadings() []Variant      { return nil }
func sessionReadings() []Variant   { return nil }
func pollReadings() []Variant      { return nil }
func envelopeReadings() []Variant  { return nil }
func recordingReadings() []Variant { return nil }
func wireReadings() []Variant      { return nil }
