package mock

import (
	"errors"
	"io"
	"io/fs"
	"syscall"

	"github.com/gwcheck/gwcheck/spec"
)

// downloadRecordFile streams the recording that the stages have opened.
func (g *Gateway) downloadRecordFile(r *request) (*answer, error) { return recording(r), nil }

func (g *Gateway) checkSwitch(*request) error {
	if !g.download {
		return refuse(spec.DownloadDisabled, "the download is switched off")
	}
	return nil
}

func (g *Gateway) checkLocation(r *request) error {
	if g.pool && r.value(spec.RoleLocation) == "" {
		return refuse(spec.LocationMissing, "pool mode, and no node is given")
	}
	return nil
}

func (g *Gateway) checkPath(r *request) (err error) {
	r.place, err = g.conduct.locate(r.value(spec.RoleRecord), r.value(spec.RoleFiletype))
	return err
}

func (g *Gateway) checkDrive(r *request) error {
	if g.mounts[r.place.drive] == nil {
		return refuse(spec.DriveUnmapped, "drive %q has no mapping", r.place.drive)
	}
	return nil
}

// checkFile opens the recording, so that a refusal is still possible.
func (g *Gateway) checkFile(r *request) error {
	content, size, err := g.conduct.open(r.place)
	if err != nil {
		return unopened(err)
	}
	r.content, r.size = content, size
	return nil
}

// unopened says what it means that a recording cannot be opened. Errors that
// do not come from the operating system are those of os.Root and io/fs, which
// refuse names that lead out of the mount.
func unopened(err error) error {
	errno, fromSystem := errors.AsType[syscall.Errno](err)
	switch {
	case errors.Is(err, fs.ErrNotExist), errno == syscall.ENOTDIR:
		return refuse(spec.RecordingAbsent, "no such recording")
	case !fromSystem, errno == syscall.ENAMETOOLONG, errno == syscall.ELOOP, errno == syscall.EINVAL:
		return refuse(spec.PathInvalid, "the path cannot be followed")
	}
	return refuse(spec.ServerFault, "%v", errno)
}

// openRecording opens a recording on the mount of its drive.
func (g *Gateway) openRecording(p place) (io.ReadCloser, int64, error) {
	content, size, err := openRegular(g.calls, p.drive+"/"+p.path)
	if errors.Is(err, fs.ErrNotExist) && g.mounts[p.drive] != nil {
		return openRegular(g.mounts[p.drive], p.path)
	}
	return content, size, err
}

// openRegular opens a regular file. Anything else counts as absent; it is not
// even opened, since a pipe or a device may block.
func openRegular(files fs.FS, name string) (io.ReadCloser, int64, error) {
	info, err := fs.Stat(files, name)
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() {
		return nil, 0, fs.ErrNotExist
	}
	f, err := files.Open(name)
	if err != nil {
		return nil, 0, err
	}
	if info, err = f.Stat(); err == nil && !info.Mode().IsRegular() {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return &exact{f, info.Size()}, info.Size(), nil
}

// exact reads as many bytes as were promised: a file that grows meanwhile is
// cut, one that shrinks is an error and thus breaks the connection off.
type exact struct {
	fs.File
	left int64
}

func (e *exact) Read(p []byte) (int, error) {
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
