package mock

import (
	"github.com/gwcheck/gwcheck/fixtures"
	"github.com/gwcheck/gwcheck/spec"
)

// locationDeviations read locationId wrongly.
func locationDeviations() []Deviation {
	return []Deviation{
		deviation("location-refused-in-pool", "In pool mode every locationId is refused.",
			breaks("parameters/location-in-pool", "events/location-usable", "success/availability"), onLocation(func(c *behavior, id string) error {
				if c.pool && id != "" {
					return refuse(spec.ParameterInvalid, "locationId %q leads nowhere", id)
				}
				return nil
			}), "*/*"),
		deviation("location-counted-from-zero", "In pool mode recordings are found under locationId minus one.",
			breaks("parameters/location-in-pool", "events/location-usable", "success/availability"), onLocation(func(c *behavior, id string) error {
				if c.pool && id == fixtures.LocationID {
					return refuse(spec.RecordingAbsent, "not on node %q", id)
				}
				return nil
			}), "*/*"),
		deviation("location-refused-outside-pool", "Outside pool mode a locationId is refused.",
			breaks("parameters/location-outside-pool"), onLocation(func(c *behavior, id string) error {
				if !c.pool && id != "" {
					return refuse(spec.ParameterInvalid, "locationId outside of pool mode")
				}
				return nil
			})),
		deviation("location-searched-outside-pool", "Outside pool mode a recording is found only on the node that locationId names.",
			breaks("parameters/location-outside-pool"), onLocation(func(c *behavior, id string) error {
				if !c.pool && id != "" && id != fixtures.LocationID {
					return refuse(spec.RecordingAbsent, "not on node %q", id)
				}
				return nil
			})),
	}
}

// onLocation adds a check of the locationId.
func onLocation(check func(c *behavior, id string) error) func(*behavior) {
	return func(c *behavior) {
		addRefusal(download, "on-location", func(r *request) error { return check(c, r.values[spec.RoleLocation].text) })(c)
	}
}
