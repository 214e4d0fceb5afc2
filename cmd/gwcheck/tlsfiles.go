package main

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
)

// mostPEM is the size of the largest file of a tlsDir.
const mostPEM = 256 << 10

// unfit is the error of a file that is there and cannot be used as it is. It is
// made anew, unlike a file that cannot be read.
type unfit struct{ error }

// authorities are those in the files that have not expired, the newest first, and
// whether ca.pem holds all of them and nothing else. Every one may have signed what
// a mock serves that runs.
func (d tlsDir) authorities() (list []*x509.Certificate, whole bool, err error) {
	var inCA int
	whole = true
	for _, name := range []string{caFileName, chainFileName} {
		found, err := d.certificates(name)
		if err != nil {
			whole = false
			if !d.tells(name, err) {
				return nil, false, err
			}
		}
		for _, c := range found {
			known := slices.ContainsFunc(list, c.Equal)
			if c.IsCA && c.NotAfter.After(d.now()) && !known {
				list = append(list, c)
			}
		}
		if name == caFileName {
			inCA = len(list)
		}
	}
	return list, whole && inCA == len(list), nil
}

// tells warns of a file that is made anew, and reports whether it can be.
func (d tlsDir) tells(name string, err error) bool {
	var bad unfit
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true
	case errors.As(err, &bad):
		d.warn("%q is made anew: %v; a mock that already runs may have to be started again to be trusted", d.file(name), err)
		return true
	}
	return false
}

// certificates reads a file of certificates. With an error that is unfit they are
// those that can be read.
func (d tlsDir) certificates(name string) (list []*x509.Certificate, err error) {
	rest, err := readRegular(d.file(name), 0)
	if err != nil {
		return nil, err
	}
	for {
		var block *pem.Block
		before := rest
		if block, rest = pem.Decode(rest); block == nil {
			if len(bytes.TrimSpace(before)) > 0 || len(list) == 0 && err == nil {
				err = unfit{errors.New("it holds text that is no certificate; want certificates in PEM alone")}
			}
			return list, err
		}
		if !bytes.HasPrefix(bytes.TrimSpace(before), []byte("-----BEGIN "+block.Type)) {
			err = unfit{errors.New("it holds text that is no certificate; want certificates in PEM alone")}
		}
		cert, broken := x509.ParseCertificate(block.Bytes)
		if broken != nil {
			err = unfit{fmt.Errorf("it holds a certificate that is damaged: %w", broken)}
			continue
		}
		list = append(list, cert)
	}
}

// load reads the certificate and its key, nil if they are to be made anew.
func (d tlsDir) load() (*tls.Certificate, error) {
	chain, err := readRegular(d.file(chainFileName), 0)
	if err != nil {
		return nil, d.unlessUnfit("", err) // of which the authorities have told
	}
	key, err := readRegular(d.file(keyFileName), 0o077)
	if err != nil {
		return nil, d.unlessUnfit(keyFileName, err)
	}
	pair, err := tls.X509KeyPair(chain, key)
	if err != nil {
		return nil, d.unlessUnfit(keyFileName, unfit{fmt.Errorf("%q and it do not belong together: %w", chainFileName, err)})
	}
	pair.Certificate = pair.Certificate[:1] // clients have the authorities
	return &pair, nil
}

// unlessUnfit is the error, or nil if the file can be made anew, of which it tells
// if the file has a name.
func (d tlsDir) unlessUnfit(name string, err error) error {
	var bad unfit
	if name == "" && errors.As(err, &bad) || d.tells(name, err) {
		return nil
	}
	return err
}

func encoded(list ...*x509.Certificate) []byte {
	var text []byte
	for _, c := range list {
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	return text
}

// readRegular reads a small file that is no link, and to which the mode bits
// forbidden give nobody access. It judges what it has opened.
func readRegular(file string, forbidden os.FileMode) ([]byte, error) {
	f, err := openNoLink(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, unfit{errors.New("it is no regular file; want one")}
	case info.Mode().Perm()&forbidden != 0:
		return nil, unfit{fmt.Errorf("it has mode %04o, with which others can read it; want %04o", info.Mode().Perm(), info.Mode().Perm()&^forbidden)}
	}
	data, err := io.ReadAll(io.LimitReader(f, mostPEM+1))
	if err == nil && len(data) > mostPEM {
		err = unfit{fmt.Errorf("it has more than %d bytes", mostPEM)}
	}
	return data, err
}

// removeParts removes what mocks left that were killed while they wrote. Whoever
// holds the lock is the only one who writes here.
func (d tlsDir) removeParts() {
	for _, name := range []string{caFileName, chainFileName, keyFileName, truststoreName} {
		removeParts(d.file(name), 0)
	}
}
