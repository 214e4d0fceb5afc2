package mock

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// errOutside marks the error of an os.Root for a path that leads out of it.
var errOutside = errors.New("outside of the mount")

// directory is the file system of an os.Root. Package os has no value for the
// error of a path that leads out of it: it is the one that is neither an error of
// the operating system nor of io/fs.
type directory struct{ root *os.Root }

// Open implements fs.FS. It opens a pipe without waiting for its other end.
func (d directory) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	f, err := d.root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err == nil {
		return f, nil
	}
	if info, failed := d.Stat(name); failed == nil && !info.Mode().IsRegular() {
		err = fs.ErrNotExist // a socket cannot be opened at all
	}
	return nil, markOutside(err)
}

// Stat implements fs.StatFS.
func (d directory) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(d.root.FS(), name)
	return info, markOutside(err)
}

func markOutside(err error) error {
	_, fromSystem := errors.AsType[syscall.Errno](err)
	if err == nil || fromSystem || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) || errors.Is(err, fs.ErrClosed) {
		return err
	}
	return fmt.Errorf("%w: %w", errOutside, err)
}

// openRecording opens a recording on the mount of its drive.
func (g *Gateway) openRecording(p place) (io.ReadCloser, int64, error) {
	content, size, err := openRegular(g.calls, p.drive+"/"+p.path)
	if errors.Is(err, fs.ErrNotExist) && g.mounts[p.drive] != nil {
		return openRegular(g.mounts[p.drive], p.path)
	}
	return content, size, err
}

// openRegular opens a regular file. Anything else counts as absent. What it is
// is decided after it was opened, since it may be replaced before. Only a
// directory opens without waiting, so other file systems are asked before too.
func openRegular(files fs.FS, name string) (io.ReadCloser, int64, error) {
	if _, waitless := files.(directory); !waitless {
		if info, err := fs.Stat(files, name); err != nil || !info.Mode().IsRegular() {
			return nil, 0, cmp.Or(err, fs.ErrNotExist)
		}
	}
	f, err := files.Open(name)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return &exactReader{f, info.Size()}, info.Size(), nil
}

// exactReader reads exactly the promised number of bytes: a file that grows is
// cut, and one that shrinks is an error, which aborts the connection.
type exactReader struct {
	fs.File
	left int64
}

func (e *exactReader) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n, err := e.File.Read(p[:min(int64(len(p)), e.left)])
	e.left -= int64(n)
	if errors.Is(err, io.EOF) && e.left > 0 {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// Digest returns the size in bytes and the SHA-256, in hexadecimal, of a recording
// as downloads deliver it. An empty filetype is the default one. It fails if there
// is no such recording or it cannot be read.
func (g *Gateway) Digest(recordID, filetype string) (size int64, digest string, err error) {
	p, err := g.locate(recordID, filetype)
	if err != nil {
		return 0, "", err
	}
	content, size, err := g.openRecording(p)
	if err != nil {
		return 0, "", err
	}
	defer content.Close() //nolint:errcheck // read only
	sum := sha256.New()
	if _, err := io.Copy(sum, content); err != nil {
		return 0, "", err
	}
	return size, hex.EncodeToString(sum.Sum(nil)), nil
}
