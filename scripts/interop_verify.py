"""Signs claims with gwcheck and verifies them with securesystemslib, for each kind of key."""

import copy
import hashlib
import json
import pathlib
import subprocess
import sys

from cryptography.hazmat.primitives import serialization as ser
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey

program, base = sys.argv[1], pathlib.Path(sys.argv[2])
TYPES = {
    "claim.dsse.json": "application/vnd.gwcheck.claim+json",
    "statement.dsse.json": "application/vnd.in-toto+json",
}


def product(report, digest):
    """Makes the stored result of the mock one of a gateway with a digest, as a run against one writes it."""
    file = report / "result.json"
    result = json.loads(file.read_text())
    result["target"].pop("simulated", None)
    result["target"]["build"] = {"version": "8.15.0", "digest": "sha256:" + digest}
    file.write_text(json.dumps(result))


def verifies(envelope, key):
    try:
        Envelope.from_dict(copy.deepcopy(envelope)).verify([key], 1)
        return True
    except Exception:  # the library has several kinds of refusals
        return False


def check(ok, what):
    if not ok:
        sys.exit(f"FAILED: {what}")
    print(f"ok: {what}")


digest = hashlib.sha256(b"a build").hexdigest()
report = base / "report"
product(report, digest)
for name, private in (("ed25519", ed25519.Ed25519PrivateKey.generate()), ("ecdsa", ec.generate_private_key(ec.SECP256R1()))):
    key_file, public_file = base / f"{name}.pem", base / f"{name}.pub.pem"
    key_file.touch(mode=0o600)
    key_file.write_bytes(private.private_bytes(ser.Encoding.PEM, ser.PrivateFormat.PKCS8, ser.NoEncryption()))
    public_file.write_bytes(private.public_key().public_bytes(ser.Encoding.PEM, ser.PublicFormat.SubjectPublicKeyInfo))
    subject = f"gateway.tar.gz@sha256:{digest}"
    subprocess.run([program, "certify", report, "--subject", subject, "--key", key_file], check=True)
    subprocess.run([program, "verify", report, "--key", public_file], check=True, stdout=subprocess.DEVNULL)
    for file, kind in TYPES.items():
        envelope = json.loads((report / file).read_text())
        key = SSlibKey.from_crypto(private.public_key(), keyid=envelope["signatures"][0]["keyid"])
        check(verifies(envelope, key), f"{name}: {file} verifies")
        check(envelope["payloadType"] == kind, f"{name}: {file} has the type {kind}")
        for member in ("payload", "payloadType"):
            changed = copy.deepcopy(envelope)
            changed[member] = ("B" if changed[member][0] == "A" else "A") + changed[member][1:]
            check(not verifies(changed, key), f"{name}: {file} with another {member} does not verify")
    payload = json.loads(Envelope.from_dict(json.loads((report / "statement.dsse.json").read_text())).payload)
    named = {d["name"]: d["digest"]["sha256"] for d in payload["predicate"]["configuration"]}
    for file in ("claim.dsse.json", "result.json", "exchanges.har"):
        check(named[file] == hashlib.sha256((report / file).read_bytes()).hexdigest(), f"{name}: the statement names {file} by its digest")
    check(payload["subject"][0]["digest"]["sha256"] == digest, f"{name}: the subject is the build")
