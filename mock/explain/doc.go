// Package explain says what is wrong with a request to a CC-Gateway: every rule
// of the interface document that the request broke, where the rule stands, what
// was expected, what came, whose fault that is, and the slip that most likely led
// to it. It is given what the gateway knows (see [Case]) and decides nothing: the
// answer to the client is the gateway's.
//
// Texts never hold a Guid or a password. A Guid is named by the order in which
// its agent got it: "Guid 3 of agent 102".
package explain
