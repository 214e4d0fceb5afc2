package wrongclients

import (
	"net/http"
	"time"
)

// World is what a client lives in: a gateway with the agents 102 and 103, whose
// passwords are their ids and "-password".
type World struct {
	URL     string                                                 // of the gateway, without a slash at the end
	HTTP    *http.Client                                           // waits for 100 Continue
	Sleep   func(time.Duration)                                    // by the gateway's clock
	Record  func(agent string) error                               // makes the gateway record a call
	Expire  func(agent string)                                     // ends the session of an agent
	Held    func(agent string) bool                                // whether a poll of the agent waits
	Receive func(agent, recordID string, got bool, content []byte) // tells what the client made of a download
	Expect  func(agent, retcode string)                            // announces a refusal
}

// Setting is the gateway that a client needs.
type Setting struct {
	Static bool // static authentication; otherwise dynamic
	Pool   bool
	Hold   bool // polls are held; otherwise they are answered at once
}

// Case is one client.
type Case struct {
	Name        string
	Sentence    string
	Requirement string // that it breaks; "" for a right one
	Setting     Setting
	Run         func(*World) error // fails only if the client could not do what it wanted
}

// Truncated is the recordId of a recording that the gateway cannot read to its end.
const Truncated = "z:/1/0/20240516/102/1200000.V3"

// Recordings of the gateway.
const (
	callID  = "y:/1/0/20181217/120/1524488.V3"
	voiceID = "y:/1/record/20190412/playvoice1551276018824.wav"
	absent  = "y:/1/0/20181217/120/0000000.V3"
)
