package wire

import "time"

// DefaultLimits returns the limits that replace zero values of Limits: connect
// 5 s, first byte 15 s, idle 15 s, exchange 2 min, body 256 MiB, head 256 KiB.
func DefaultLimits() Limits {
	return Limits{
		Connect:   5 * time.Second,
		FirstByte: 15 * time.Second,
		Idle:      15 * time.Second,
		Exchange:  2 * time.Minute,
		BodyBytes: 256 << 20,
		HeadBytes: 256 << 10,
	}
}

// or returns l with every zero or negative value replaced by that of d.
func (l Limits) or(d Limits) Limits {
	return Limits{
		Connect:   positive(l.Connect, d.Connect),
		FirstByte: positive(l.FirstByte, d.FirstByte),
		Idle:      positive(l.Idle, d.Idle),
		Exchange:  positive(l.Exchange, d.Exchange),
		BodyBytes: positive(l.BodyBytes, d.BodyBytes),
		HeadBytes: positive(l.HeadBytes, d.HeadBytes),
	}
}

func positive[T ~int | ~int64](v, otherwise T) T {
	if v > 0 {
		return v
	}
	return otherwise
}
