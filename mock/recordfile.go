package mock

import (
	"errors"
	"io/fs"
	"syscall"

	"github.com/gwcheck/gwcheck/spec"
)

// downloadRecordFile streams the recording that the stages opened.
func (g *Gateway) downloadRecordFile(r *request) (*answer, error) { return recording(r), nil }

func (g *Gateway) checkSwitch(*request) error {
	if !g.download {
		return refuse(spec.DownloadDisabled, "the download is switched off")
	}
	return nil
}

func (g *Gateway) checkLocation(r *request) error {
	if g.pool && r.value(spec.RoleLocation) == "" {
		return refuse(spec.LocationMissing, "the gateway is in pool mode and locationId is missing").with("mode", "pool")
	}
	return nil
}

func (g *Gateway) checkPath(r *request) (err error) {
	r.place, err = g.behavior.locate(r.value(spec.RoleRecord), r.value(spec.RoleFiletype))
	return err
}

func (g *Gateway) checkDrive(r *request) error {
	if g.mounts[r.place.drive] == nil {
		return refuse(spec.DriveUnmapped, "drive %q has no mapping", r.place.drive).with("drive", r.place.drive)
	}
	return nil
}

// checkFile opens the recording while the request can still be refused.
func (g *Gateway) checkFile(r *request) error {
	content, size, err := g.behavior.openRecording(r.place)
	if err != nil {
		return openError(err).with("drive", r.place.drive)
	}
	r.content, r.size = content, size
	return nil
}

// openError is the refusal for a recording that cannot be opened.
func openError(err error) *refusal {
	errno, _ := errors.AsType[syscall.Errno](err)
	switch {
	case errors.Is(err, fs.ErrNotExist), errno == syscall.ENOTDIR:
		return refuse(spec.RecordingAbsent, "there is no such recording")
	case errors.Is(err, errOutside), errors.Is(err, fs.ErrInvalid),
		errno == syscall.ENAMETOOLONG, errno == syscall.ELOOP:
		return refuse(spec.PathInvalid, "the path leads out of the mount or cannot be followed").breaking("security/traversal")
	}
	return refuse(spec.ServerFault, "open the recording: %v", withoutPath(err))
}

// withoutPath is an error without the path that it names.
func withoutPath(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}
