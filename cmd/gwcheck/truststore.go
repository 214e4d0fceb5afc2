package main

import (
	"crypto/x509"
	"encoding/pem"
	"os"

	"software.sslmate.com/src/go-pkcs12"
)

// The trust store of --tls-dir holds the certificates of ca.pem in the form that
// clients in Java and on .NET read. They are public; the password is that of Java's
// own trust store, since most readers demand one.
const (
	truststoreName     = "truststore.p12"
	truststorePassword = "changeit"
)

func (d tlsDir) writeTruststore(authorities []*x509.Certificate) error {
	data, err := pkcs12.Modern.EncodeTrustStore(authorities, truststorePassword)
	if err != nil {
		return err
	}
	return replaceFile(d.file(truststoreName), data, forAnyone)
}

func exists(file string) bool {
	_, err := os.Lstat(file)
	return err == nil
}

// certificatesIn are the certificates of a text in PEM.
func certificatesIn(text []byte) (list []*x509.Certificate, err error) {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}
