#!/usr/bin/python3
"""cose - drafts for cose-sign, and what came of them, by another implementation.

  cose.py drafts COUNT [--size OCTETS] [--chain PLACE] [--tagged] >drafts
      drafts numbered from 1, as mso-build and others write them
  cose.py verify CERTIFICATE [--drafts FILE] <signed
      verify each record by the certificate's key; write the drafts that they came from, octet
      for octet, to FILE; print how many there are, how many have a short r, a short s, and
      then the header of the first
  cose.py certificate CA KEY NAME [--from T] [--to T] [--use-from T] [--use-to T] [--usage U]
      NAME.der for the key of KEY.key by the authority CA; --use-: privateKeyUsagePeriod
"""
import argparse
import datetime
import hashlib
import sys

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

CURVES = {256: (-7, hashes.SHA256(), 32), 384: (-35, hashes.SHA384(), 48)}


def head(major, value):
	for info, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
		if value < 24:
			return bytes([major << 5 | value])
		if value < 1 << 8 * size:
			return bytes([major << 5 | info]) + value.to_bytes(size, "big")
	raise ValueError(value)


def encode(item):
	if isinstance(item, bool):
		return b"\xf5" if item else b"\xf4"
	if isinstance(item, int):
		return head(0, item) if item >= 0 else head(1, -1 - item)
	if isinstance(item, bytes):
		return head(2, len(item)) + item
	if isinstance(item, str):
		return head(3, len(item.encode())) + item.encode()
	if isinstance(item, list):
		return head(4, len(item)) + b"".join(map(encode, item))
	pairs = sorted((encode(k), encode(v)) for k, v in item.items())
	return head(5, len(pairs)) + b"".join(k + v for k, v in pairs)


def decode(data, at=0):
	"""The item at data[at] and its end; a map as a list of pairs, a tag as a tuple."""
	major, info = data[at] >> 5, data[at] & 31
	size = 0 if info < 24 else 1 << info - 24
	value = int.from_bytes(data[at + 1:at + 1 + size], "big") if size else info
	at += 1 + size
	if major in (0, 1):
		return (value if major == 0 else -1 - value), at
	if major in (2, 3):
		octets = data[at:at + value]
		return (octets if major == 2 else octets.decode()), at + value
	if major in (4, 5):
		items = []
		for _ in range(value * (major - 3)):
			begin = at
			item, at = decode(data, at)
			items.append(item if major == 4 else (item, data[begin:at]))
		return (items if major == 4 else list(zip(items[::2], items[1::2]))), at
	if major == 6:
		item, at = decode(data, at)
		return (value, item), at
	return ("simple", value), at


def drafts(args):
	for n in range(1, args.count + 1):
		seed = hashlib.sha256(b"%d" % n).digest()
		draft = {"n": n, "id": "request-%d" % n, "docType": "org.iso.18013.5.1.mDL",
			"payload": (seed * (args.size // 32 + 1))[:args.size],
			"nameSpaces": {"a": [seed, "\u53f6"]}}
		if args.chain:
			draft["x5chain"] = args.chain
		if args.tagged:
			draft["tagged"] = True
		sys.stdout.buffer.write(encode(draft))


def check(message, key, certificate):
	"""Verify one COSE_Sign1; its protected map, header maps and halves of the signature."""
	alg, digest, half = CURVES[key.curve.key_size]
	protected, unprotected, payload, signature = message
	if len(signature) != 2 * half:
		sys.exit("a signature of %d octets" % len(signature))
	r, s = (int.from_bytes(x, "big") for x in (signature[:half], signature[half:]))
	structure = encode(["Signature1", protected, b"", payload])
	key.verify(encode_dss_signature(r, s), structure, ec.ECDSA(digest))
	signed = dict((k, v[0]) for (k, _), v in decode(protected)[0])
	others = dict((k, v[0]) for (k, _), v in unprotected)
	if signed[1] != alg or 1 in others:
		sys.exit("alg is %r" % signed[1])
	for place in (signed, others):
		if 33 in place and place[33] != certificate:
			sys.exit("x5chain is another certificate")
	return signed, others, r >> 8 * (half - 1) == 0, s >> 8 * (half - 1) == 0


def verify(args):
	der = open(args.certificate, "rb").read()
	key = x509.load_der_x509_certificate(der).public_key()
	data, at, count, short = sys.stdin.buffer.read(), 0, 0, [0, 0]
	first, out = "", open(args.drafts, "wb") if args.drafts else None
	while at < len(data):
		record, at = decode(data, at)
		count += 1
		members, message = [], None
		for (name, encoded), (value, octets) in record:
			if name == "signed":
				message = value
			else:
				members.append((encoded, octets))
		tag = message[0] if isinstance(message, tuple) else None
		try:
			signed, others, r, s = check(message[1] if tag else message, key, der)
		except InvalidSignature:
			sys.exit("record %d: the signature is bad" % count)
		short[0] += r
		short[1] += s
		first = first or " tag %s protected %s unprotected %s" % (tag, sorted(signed),
			sorted(others))
		payload = (message[1] if tag else message)[2]
		members.append((encode("payload"), encode(payload)))
		members.sort()
		if out:
			out.write(head(5, len(members)) + b"".join(k + v for k, v in members))
	print("%d %d %d%s" % (count, *short, first))


def time(text):
	return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")


def period(use_from, use_to):
	"""PrivateKeyUsagePeriod, RFC 3280 4.2.1.4."""
	octets = b""
	for tag, text in ((0x80, use_from), (0x81, use_to)):
		if text:
			written = time(text).strftime("%Y%m%d%H%M%SZ").encode()
			octets += bytes([tag, len(written)]) + written
	return bytes([0x30, len(octets)]) + octets


def certificate(args):
	with open(args.ca + ".key", "rb") as file:
		ca = serialization.load_pem_private_key(file.read(), None)
	with open(args.key + ".key", "rb") as file:
		key = serialization.load_pem_private_key(file.read(), None)
	name = x509.Name.from_rfc4514_string
	made = (x509.CertificateBuilder().issuer_name(name("CN=" + args.ca))
		.subject_name(name("CN=" + args.name)).public_key(key.public_key())
		.serial_number(7).not_valid_before(time(args.start))
		.not_valid_after(time(args.end)))
	if args.usage:
		bits = ["digital_signature", "content_commitment", "key_encipherment",
			"data_encipherment", "key_agreement", "key_cert_sign", "crl_sign",
			"encipher_only", "decipher_only"]
		made = made.add_extension(
			x509.KeyUsage(**{bit: bit == args.usage for bit in bits}), True)
	if args.use_from or args.use_to or args.use:
		octets = (bytes.fromhex(args.use) if args.use
			else period(args.use_from, args.use_to))
		oid = x509.ObjectIdentifier("2.5.29.16")
		made = made.add_extension(x509.UnrecognizedExtension(oid, octets), False)
	with open(args.name + ".der", "wb") as file:
		signed = made.sign(ca, hashes.SHA256())
		file.write(signed.public_bytes(serialization.Encoding.DER))


def main():
	parser = argparse.ArgumentParser(description=__doc__,
		formatter_class=argparse.RawDescriptionHelpFormatter)
	sub = parser.add_subparsers(dest="command", required=True)
	one = sub.add_parser("drafts")
	one.set_defaults(run=drafts)
	one.add_argument("count", type=int)
	one.add_argument("--size", type=int, default=100)
	one.add_argument("--chain", choices=["protected", "unprotected"])
	one.add_argument("--tagged", action="store_true")
	two = sub.add_parser("verify")
	two.set_defaults(run=verify)
	two.add_argument("certificate")
	two.add_argument("--drafts")
	three = sub.add_parser("certificate")
	three.set_defaults(run=certificate)
	for name in ("ca", "key", "name"):
		three.add_argument(name)
	three.add_argument("--from", dest="start", default="2020-01-01T00:00:00Z")
	three.add_argument("--to", dest="end", default="2040-01-01T00:00:00Z")
	for name in ("--use-from", "--use-to", "--use", "--usage"):
		three.add_argument(name)
	args = parser.parse_args()
	args.run(args)


main()
