// Package suites crosses a fence: it imports net/url.
package suites

import _ "net/url"
