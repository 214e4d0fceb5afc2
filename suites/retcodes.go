package suites

import (
	"strings"

	"github.com/gwcheck/gwcheck/internal/engine"
	"github.com/gwcheck/gwcheck/internal/rules"
	"github.com/gwcheck/gwcheck/spec"
)

// retcodesChecks: which retcode a gateway returns for which condition. Each
// condition is tested alone: which of two takes precedence is unspecified.
func retcodesChecks(doc *spec.Document) []engine.Check {
	voice := func(r recording) bool { return r.Filetype != "" && r.Filetype != doc.DefaultFiletype() }
	return []engine.Check{
		{ID: "retcodes/download-disabled", Title: "a download is rejected with 104-001 where downloads are disabled", Needs: engine.Requires(engine.DownloadOff, somePath), Body: downloadDisabled(anyRecording)},
		{ID: "retcodes/download-disabled:voice-message", Title: "the download of a voice message is rejected where downloads are disabled",
			Needs: engine.Requires(engine.DownloadOff).WithRecording("a voice message", voice), Body: downloadDisabled(voice)},
		{ID: "retcodes/recording-absent", Title: "a path without a recording is rejected", Needs: served(absentPath), Body: refusedFor(spec.RecordingAbsent, absent)},
		{ID: "retcodes/recording-absent:no-such-day", Title: "a path in a folder that does not exist is rejected", Needs: served(absentPath), Body: refusedFor(spec.RecordingAbsent, noSuchDay)},
		{ID: "retcodes/recording-absent:voice-message", Title: "a voice message that does not exist is rejected",
			Needs: served().WithRecording("a voice message", voice), Body: refusedThough(voice, spec.RecordingAbsent, func(_ *engine.T, rec recording) recording { return neverRecorded(rec) })},
		{ID: "retcodes/drive-unmapped", Title: "a drive without a mapping is rejected", Needs: served(absentDrive), Body: driveUnmapped},
		{ID: "retcodes/drive-unmapped:voice-message", Title: "a voice message on a drive without a mapping is rejected", Needs: served(absentDrive).WithRecording("a voice message", voice),
			Body: refusedThough(voice, spec.DriveUnmapped, func(t *engine.T, rec recording) recording { return onDrive(rec, t.Deployment().Absent.Drive) })},
		{ID: "retcodes/location-missing", Title: "in pool mode a download without locationId is rejected", Needs: served(engine.PoolOn), Body: refused(spec.LocationMissing, without(spec.RoleLocation))},
		{ID: "retcodes/location-missing:voice-message", Title: "in pool mode a voice message without locationId is rejected", Needs: served(engine.PoolOn).WithRecording("a voice message", voice),
			Body: locationMissing(voice)},
		{ID: "retcodes/guid-refused:absent", Title: "a download without a Guid is rejected with the retcode for an invalid Guid", Needs: served(), Body: codeFor(spec.GuidRefused, withoutGuid())},
		{ID: "retcodes/guid-refused:never-issued", Title: "a Guid that was never issued is rejected with the retcode for an invalid Guid", Needs: served(), Body: codeFor(spec.GuidRefused, withGuid(inventedGuid))},
		{ID: "retcodes/not-signed-in", Title: "a download after the sign-out is rejected with the retcode for a signed-out agent", Needs: served(), Body: notSignedIn},
	}
}

// refusedFor: a recording that cannot be had must be refused for this
// condition, after one that can be had was served.
func refusedFor(c spec.Condition, which func(t *engine.T) recording) func(t *engine.T) {
	return func(t *engine.T) {
		s, _ := t.Twin()
		t.Then(t.Download(s, which(t)), rules.Refused(t.Doc(), c))
	}
}

// refusedThough is refusedFor after a recording of the same kind was served.
func refusedThough(pick func(recording) bool, c spec.Condition, which func(t *engine.T, rec recording) recording) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.SignIn(0), t.Recording(pick)
		t.Given(t.Download(s, rec), rules.Served(rec))
		t.Then(t.Download(s, which(t, rec)), rules.Refused(t.Doc(), c))
	}
}

// codeFor judges the retcode of a refusal and nothing else of it.
func codeFor(c spec.Condition, changes ...engine.RequestOption) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.Twin()
		t.Then(t.Download(s, rec, changes...), rules.RefusedWith(t.Doc(), c))
	}
}

// downloadDisabled also reports which code is returned when another condition
// holds too.
func downloadDisabled(pick func(recording) bool) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.SignIn(0), recording{Name: "any", RecordID: t.Deployment().Absent.RecordID}
		if found, ok := engine.FirstRecording(t.Deployment(), pick); ok {
			rec = found
		}
		t.Then(t.Download(s, rec), rules.Refused(t.Doc(), spec.DownloadDisabled))
		precedence(t, "switched off, and no Guid", t.Download(s, rec, withoutGuid()))
		precedence(t, "switched off, and no recordId", t.Download(s, rec, without(spec.RoleRecord)))
	}
}

// noSuchDay is the declared path without a recording in a folder of a day on
// which nothing was recorded, if the folder of the day can be told.
func noSuchDay(t *engine.T) recording {
	rec := absent(t)
	elements := strings.Split(slashed(rec.RecordID), "/")
	for i, e := range elements[:len(elements)-1] {
		if len(e) == len("20060102") && strings.Trim(e, "0123456789") == "" {
			elements[i] = "99991231"
		}
	}
	rec.RecordID = strings.Join(elements, "/")
	return rec
}

func driveUnmapped(t *engine.T) {
	s, rec := t.Twin()
	elsewhere := onDrive(rec, t.Deployment().Absent.Drive)
	t.Then(t.Download(s, elsewhere), rules.Refused(t.Doc(), spec.DriveUnmapped))
	precedence(t, "no mapping, and no Guid", t.Download(s, elsewhere, withoutGuid()))
	precedence(t, "no mapping, and a filetype that does not exist", t.Download(s, elsewhere, withParam(spec.RoleFiletype, "3")))
}

func locationMissing(pick func(recording) bool) func(t *engine.T) {
	return func(t *engine.T) {
		s, rec := t.SignIn(0), t.Recording(pick)
		t.Given(t.Download(s, rec), rules.Served(rec))
		t.Then(t.Download(s, rec, without(spec.RoleLocation)), rules.Refused(t.Doc(), spec.LocationMissing))
		precedence(t, "no locationId, and no recordId", t.Download(s, rec, without(spec.RoleLocation), without(spec.RoleRecord)))
	}
}

func notSignedIn(t *engine.T) {
	s, rec := t.OwnSession(0), t.AgentCall()
	t.Given(t.Download(s, rec), rules.Served(rec))
	t.Given(t.SignOut(s), rules.Succeeded(t.Doc()))
	t.Then(t.Download(s, rec), rules.RefusedWith(t.Doc(), spec.NotSignedIn))
}
