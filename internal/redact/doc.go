// Package redact keeps passwords, Guids and cookie values out of everything
// that gwcheck shows or writes. A Redactor learns secrets and replaces each of
// them in a text with a mark such as "[password]".
//
// # What is masked
//
// A secret is masked in each of these spellings:
//
//   - as it is, and in any letter case;
//   - percent-encoded once, twice or three times, in whole or in part, with hex
//     digits of either case, also in the form %uXXXX;
//   - in base64 and base64url, at every alignment, alone or within a longer
//     text, on one line or on several, also when the line breaks are escaped;
//   - in hexadecimal of either case, with any punctuation, space or prefix
//     (0x, \x, %, U+) between the bytes;
//   - with the escapes of JSON, JavaScript and Go (\uXXXX, \u{X}, \UXXXXXXXX,
//     \xXX, octal, one letter or one punctuation mark, surrogate pairs) and with
//     decimal, hexadecimal and named references of HTML and XML;
//   - quoted-printable, with soft line breaks, and on folded lines;
//   - in UTF-16 of either byte order, as bytes or as bytes shown escaped;
//   - its characters U+0080 to U+00FF also as one byte, as in ISO 8859-1.
//
// Any two of these may be combined, for example percent-encoded base64 or the
// hexadecimal digits of UTF-16, with one more layer of escapes around both.
// A secret is masked whole and in pieces: any 8 consecutive characters of
// it, since a peer or a bound may have cut it anywhere.
//
// Three kinds of text count less. A secret of fewer than 8 characters, one that
// is an agent id or a phone number, and one that is on the list of ordinary
// words (Words) are masked only where they stand as a value: the whole text, or
// what follows "=", ":" or ">" as a parameter, field or member. A piece that
// consists of such words is no piece, nor is the node that a Guid names after
// its last dot. Weak tells whether a secret is of this kind.
//
// # What this package does not do
//
// It does not know where secrets come from, and it does not make text printable
// or bound what callers keep. Mask before shortening.
//
// # Cost
//
// Learning costs time linear in the secrets, masking time linear in the text,
// however many secrets there are and whatever a peer sends. The index of all
// secrets stays below 64 MiB: each kind of secret has a budget, twice, once for
// what the harness itself sends and once for what a gateway gives out, and a
// full budget drops the oldest of its own secrets, never those of another.
package redact
