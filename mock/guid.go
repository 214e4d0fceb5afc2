package mock

import (
	crand "crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
)

// guidSource is the source of randomness for Guids.
func (c *config) guidSource() io.Reader {
	if c.seed == nil {
		return crand.Reader
	}
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], uint64(*c.seed))
	return rand.NewChaCha8(key)
}

// hexGuid has the shape that real systems show: 48 hexadecimal digits, which
// is a session id of the servlet container, and the node. It holds no '=' and
// no ':', at which clients would split it.
func hexGuid(random io.Reader, node string) string {
	var b [24]byte
	fillRandom(random, b[:])
	return hex.EncodeToString(b[:]) + "." + node
}

// uuidGuid has the shape that the interface document shows.
func uuidGuid(random io.Reader, node string) string {
	var b [16]byte
	fillRandom(random, b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x.%s", b[:4], b[4:6], b[6:8], b[8:10], b[10:], node)
}

// nextNode is the node name of the next Guid. The lock must be held.
func (c *behavior) nextNode() string {
	if c.nodes == 0 {
		return c.node
	}
	c.turn++
	return fmt.Sprintf("AgentGateway%d", (c.turn-1)%c.nodes)
}

// fillRandom fills b from a source that never fails.
func fillRandom(random io.Reader, b []byte) {
	io.ReadFull(random, b) //nolint:errcheck // neither crypto/rand nor ChaCha8 fails
}

// updateGuid replaces the Guid. In static mode the old one becomes invalid at
// once; in dynamic mode it expires like any replaced Guid.
func (g *Gateway) updateGuid(r *request) (*answer, error) {
	if r.session == nil {
		return nil, noSession(r.agent)
	}
	g.sessions.mu.Lock()
	guid := r.session.grant(g.behavior.newGuid(), r.now).guid
	g.sessions.mu.Unlock()
	return success(r, newObject("result", newObject("guid", guid),
		"message", "success", "retcode", g.doc.SuccessCode())), nil
}
