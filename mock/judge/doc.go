// Package judge gives a verdict on the clients of a mock gateway: what they broke
// of the interface, by requirement. It sees the entries of a journal in their
// order and follows each agent of each deployment. A refusal that is not the
// client's fault, and one that was announced (see [Judge.Announce]), counts for
// nothing. What a client made of an answer it tells with a receipt (see
// [Judge.Receive]): only then can the mock know that a refusal with status 200 was
// taken for a recording.
package judge
