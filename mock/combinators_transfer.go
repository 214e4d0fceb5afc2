package mock

import "net"

// unbufferableRecording is the size from which recordings do not fit into the buffers of a connection, in bytes.
const unbufferableRecording = 512 << 10

// onUnbufferableRecording replaces how recordings are written that do not fit
// into the buffers of a connection.
func onUnbufferableRecording(write func(w *rawWriter) error) func(*behavior) {
	return onAnswer(func(a *answer) bool { return a.streams() && a.size >= unbufferableRecording }, raw(write))
}

// writeUnbuffered writes a chunked recording through small buffers, so that the
// writer is as slow as the reader.
func writeUnbuffered(w *rawWriter) error {
	w.shrinkSendBuffer()
	w.head("Connection: close", "Transfer-Encoding: chunked")
	w.endHead()
	if err := w.chunks(16<<10, ""); err != nil {
		return err
	}
	if _, err := w.WriteString("0\r\n\r\n"); err != nil {
		return err
	}
	return w.Flush()
}

// shrinkSendBuffer makes the system buffer little of what is written.
func (w *rawWriter) shrinkSendBuffer() {
	if t, ok := within[*net.TCPConn](w.conn); ok {
		t.SetWriteBuffer(16 << 10) //nolint:errcheck // then it keeps more
	}
}
