#!/usr/bin/python3
"""mdocs.py DS OUT [CODE] - one mdoc signed by DS (a key and certificate of fixture.py) in the
file OUT, as our own programs would not make it: nothing here is shared with them.

CODE is Python and runs before anything is made.  It may change
    spaces     {name space: [[digestID, random, element, value], ...]}
    form       "IssuerSigned", "DeviceResponse" or "delivery"
and give functions that change what has been made so far, in this order:
    on_digests(valueDigests), on_mso(mso), on_auth([protected, unprotected, payload]),
    on_signed(IssuerSigned), on_record(record)
Tag(n, value) is a tag, Raw(octets) an item as it is.  What a function returns is not looked at.
"""
import hashlib
import struct
import sys

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils


class Tag:
	def __init__(self, number, value):
		self.number, self.value = number, value


class Raw:
	def __init__(self, octets):
		self.octets = octets


def head(major, n):
	if n < 24:
		return bytes([major << 5 | n])
	for info, form in ((24, ">B"), (25, ">H"), (26, ">I"), (27, ">Q")):
		if n < 1 << 8 * struct.calcsize(form):
			return bytes([major << 5 | info]) + struct.pack(form, n)
	raise ValueError(n)


def cbor(v):
	"""CBOR in the order given (RFC 8949)."""
	if isinstance(v, Raw):
		return v.octets
	if isinstance(v, Tag):
		return head(6, v.number) + cbor(v.value)
	if isinstance(v, bool):
		return b"\xf5" if v else b"\xf4"
	if isinstance(v, int):
		return head(0, v) if v >= 0 else head(1, -1 - v)
	if isinstance(v, bytes):
		return head(2, len(v)) + v
	if isinstance(v, str):
		return head(3, len(v.encode())) + v.encode()
	if isinstance(v, list):
		return head(4, len(v)) + b"".join(map(cbor, v))
	return head(5, len(v)) + b"".join(cbor(k) + cbor(x) for k, x in v.items())


def wrapped(v):
	return Tag(24, cbor(v))


def date(text):
	return Tag(0, text)


def issuer_signed(key, certificate, spaces, hooks):
	run = lambda name, thing: hooks.get(name, lambda x: None)(thing)
	names, digests = {}, {}
	for space, items in spaces.items():
		names[space] = [wrapped({"digestID": n, "random": salt,
			"elementIdentifier": name, "elementValue": value})
			for n, salt, name, value in items]
		digests[space] = {item[0]: hashlib.sha256(cbor(one)).digest()
			for item, one in zip(items, names[space])}
	run("on_digests", digests)
	device = ec.derive_private_key(7, ec.SECP256R1()).public_key().public_numbers()
	mso = {"version": "1.0", "digestAlgorithm": "SHA-256", "valueDigests": digests,
		"deviceKeyInfo": {"deviceKey": {1: 2, -1: 1, -2: device.x.to_bytes(32, "big"),
			-3: device.y.to_bytes(32, "big")}},
		"docType": "org.iso.23220.1.jp.mnc",
		"validityInfo": {"signed": date("2026-11-21T03:00:00Z"),
			"validFrom": date("2026-11-21T03:00:00Z"),
			"validUntil": date("2026-12-21T03:00:00Z")},
		"status": {"status_list": {"idx": 77, "uri": "https://example.jp/status/0"}}}
	run("on_mso", mso)
	auth = [{1: -7}, {33: certificate}, cbor(wrapped(mso))]
	run("on_auth", auth)
	protected = cbor(auth[0])
	signature = key.sign(cbor(["Signature1", protected, b"", auth[2]]),
		ec.ECDSA(hashes.SHA256()))
	r, s = utils.decode_dss_signature(signature)
	made = {"nameSpaces": names, "issuerAuth": [protected, auth[1], auth[2],
		r.to_bytes(32, "big") + s.to_bytes(32, "big")]}
	run("on_signed", made)
	return made


def main():
	ds, target, code = (sys.argv + [""])[1:4]
	with open(ds + ".key", "rb") as file:
		key = serialization.load_pem_private_key(file.read(), None)
	with open(ds + ".der", "rb") as file:
		certificate = file.read()
	salt = lambda n: bytes([n]) * 32
	hooks = {"form": "IssuerSigned", "Tag": Tag, "Raw": Raw, "cbor": cbor, "date": date,
		"wrapped": wrapped, "certificate": certificate, "salt": salt,
		"spaces": {
			"org.iso.23220.1.jp": [
				[5, salt(1), "full_name_unicode", "\u845b\U00020bb7 \u5143"],
				[0x7fffffff, salt(2), "portrait", bytes(range(256)) * 40]],
			"org.iso.23220.1": [[0, salt(3), "birth_date", Tag(1004, "2001-02-03")],
				[1, salt(4), "sex", 9]]}}
	exec(code, hooks)
	record = issuer_signed(key, certificate, hooks["spaces"], hooks)
	if hooks["form"] == "DeviceResponse":
		record = {"version": "1.0", "documents": [{"docType": "org.iso.23220.1.jp.mnc",
			"issuerSigned": record}], "status": 0}
	elif hooks["form"] == "delivery":
		record = {"n": 3, "id": "request-1", "index": 77, "IssuerSigned": record}
	hooks.get("on_record", lambda x: None)(record)
	with open(target, "wb") as file:
		file.write(cbor(record))


main()
