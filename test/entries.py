#!/usr/bin/python3
"""entries.py CRL - the entries of a DER CRL, a line each: serial, revocation date, reason
(unspecified when there is none), invalidity date or "-".  Read with python3-cryptography, or
with a tag walk of its own where that refuses the list; never with inkan."""
import sys
from datetime import datetime, timezone

REASONS = ["unspecified", "keyCompromise", "cACompromise", "affiliationChanged", "superseded",
           "cessationOfOperation", "certificateHold", "", "removeFromCRL",
           "privilegeWithdrawn", "aACompromise"]


def tlv(data, at):
    """Tag, start and end of the contents of the item at an offset."""
    tag, length, at = data[at], data[at + 1], at + 2
    if length & 0x80:
        octets = length & 0x7F
        length, at = int.from_bytes(data[at:at + octets], "big"), at + octets
    return tag, at, at + length


def children(data, begin, end):
    while begin < end:
        tag, start, begin = tlv(data, begin)
        yield tag, start, begin


def stamp(data, tag, begin, end):
    text = data[begin:end].decode("ascii")
    if tag == 0x17:
        text = ("19" if text[0] >= "5" else "20") + text
    when = datetime.strptime(text, "%Y%m%d%H%M%SZ").replace(tzinfo=timezone.utc)
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def revoked(data):
    """Where revokedCertificates lies: the one SEQUENCE after the times."""
    _, begin, end = tlv(data, 0)
    _, begin, end = tlv(data, begin)
    times = 0
    for tag, start, stop in children(data, begin, end):
        times += tag in (0x17, 0x18)
        if tag == 0x30 and times:
            return start, stop
    return 0, 0


def entry(data, begin, end):
    fields = list(children(data, begin, end))
    serial = int.from_bytes(data[fields[0][1]:fields[0][2]], "big", signed=True)
    reason, invalidity = "unspecified", "-"
    for _, start, stop in children(data, *fields[2][1:]) if len(fields) > 2 else ():
        parts = list(children(data, start, stop))
        oid, value = data[parts[0][1]:parts[0][2]], tlv(data, parts[-1][1])
        if oid == b"\x55\x1d\x15":
            reason = REASONS[data[value[1]]]
        elif oid == b"\x55\x1d\x18":
            invalidity = stamp(data, *value)
    return f"{serial:X} {stamp(data, *fields[1])} {reason} {invalidity}"


def by_library(data):
    from cryptography import x509
    for e in x509.load_der_x509_crl(data):
        reason, invalidity = "unspecified", "-"
        for extension in e.extensions:
            if isinstance(extension.value, x509.CRLReason):
                reason = extension.value.reason.value
            elif isinstance(extension.value, x509.InvalidityDate):
                invalidity = extension.value.invalidity_date.strftime("%Y-%m-%dT%H:%M:%SZ")
        date = e.revocation_date.strftime("%Y-%m-%dT%H:%M:%SZ")
        yield f"{e.serial_number:X} {date} {reason} {invalidity}"


data = open(sys.argv[1], "rb").read()
try:
    lines = list(by_library(data))
except ValueError:
    lines = [entry(data, start, stop) for _, start, stop in children(data, *revoked(data))]
print("\n".join(lines)) if lines else None
