// Package wrongclients has clients of a gateway that each make one mistake, and one
// that makes none. With them the judgement of the mock on its clients is proven:
// each wrong client must be found for the requirement that it breaks, and the right
// one for nothing.
package wrongclients
