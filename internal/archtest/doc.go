// Package archtest holds tests of the architecture: which package may import
// which, and what only a program may do. docs/architecture.md states the rules.
package archtest
