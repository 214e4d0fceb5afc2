// Package agentcalls serves what real clients call between sign-in and download:
// the state of an agent with its events, monitoring, playback that succeeds, and
// the older pair of calls that downloads a recording. The facts come from the pages
// of the vendor and from nine client programs. It has no telephony: an agent never
// talks, and no call is answered.
package agentcalls
