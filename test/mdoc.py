#!/usr/bin/python3
"""mdoc.py - documents for tests, with a CBOR reader and writer that share no code with us.

    mdoc.py ds FILE [--from TIME] [--to TIME] [--use FROM/UNTIL] [--key p-256|p-384]
               [--usage sign|cert|none]
        a Document Signer's certificate, self-signed, which nobody here minds
    mdoc.py admit [--index N] <issuance >admitted
        what admission adds: a time, and indices from N upwards
    mdoc.py set MEMBER HEX|- <record >record
        the record with another encoding of a member, or without it
    mdoc.py drafts ADMITTED <drafts
        recompute every digest of the drafts and compare every value with the octets of the
        request; prints a line of JSON for each draft
    mdoc.py deliver <signed >delivery
        what issuance makes of signed drafts: IssuerSigned, octets as they are
    mdoc.py seeded FILE COUNT
        so many octets of the random source that FILE seeds, in hex
"""
import argparse
import datetime
import hashlib
import json
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


class Tag:
	def __init__(self, number, value):
		self.number, self.value = number, value


class Span:
	"""A value with the octets that encode it."""

	def __init__(self, value, octets):
		self.value, self.octets = value, octets


def read(data, at=0):
	"""The item at data[at:] as a Span of Spans, and where it ends."""
	begin, major, info = at, data[at] >> 5, data[at] & 31
	at += 1
	assert info < 28, "indefinite or reserved"
	number = info
	if info >= 24:
		size = 1 << (info - 24)
		number = int.from_bytes(data[at : at + size], "big")
		at += size
	if major == 0:
		value = number
	elif major == 1:
		value = -1 - number
	elif major in (2, 3):
		assert at + number <= len(data), "ends too soon"
		value = data[at : at + number]
		at += number
		value = value.decode() if major == 3 else value
	elif major == 4:
		value = []
		for _ in range(number):
			item, at = read(data, at)
			value.append(item)
	elif major == 5:
		value = {}
		for _ in range(number):
			key, at = read(data, at)
			assert key.value not in value, "key there twice"
			value[key.value], at = read(data, at)
	elif major == 6:
		inner, at = read(data, at)
		value = Tag(number, inner)
	else:
		value = {20: False, 21: True, 22: None}[number]
	return Span(value, data[begin:at]), at


def head(major, number):
	if number < 24:
		return bytes([major << 5 | number])
	size = next(n for n in (1, 2, 4, 8) if number < 1 << (8 * n))
	info = {1: 24, 2: 25, 4: 26, 8: 27}[size]
	return bytes([major << 5 | info]) + number.to_bytes(size, "big")


def text(string):
	return head(3, len(string.encode())) + string.encode()


def put_map(members):
	"""Encoded values by text key, in the deterministic order."""
	rows = sorted((text(key), value) for key, value in members.items())
	return head(5, len(rows)) + b"".join(key + value for key, value in rows)


def stream(data):
	at = 0
	while at < len(data):
		item, at = read(data, at)
		yield item


def emit(data):
	sys.stdout.buffer.write(data)


def time(string):
	return datetime.datetime.strptime(string, "%Y-%m-%dT%H:%M:%SZ")


def usage_period(string):
	"""privateKeyUsagePeriod (RFC 3280 4.2.1.4) as an extension."""
	def field(tag, when):
		value = time(when).strftime("%Y%m%d%H%M%SZ").encode()
		return bytes([tag, len(value)]) + value if when else b""
	first, last = string.split("/")
	value = (field(0x80, first) if first else b"") + (field(0x81, last) if last else b"")
	return x509.UnrecognizedExtension(
		x509.ObjectIdentifier("2.5.29.16"), bytes([0x30, len(value)]) + value)


def ds(args):
	curve = {"p-256": ec.SECP256R1, "p-384": ec.SECP384R1}[args.key]
	key = ec.generate_private_key(curve())
	name = x509.Name.from_rfc4514_string("CN=ds,C=JP")
	made = (x509.CertificateBuilder().subject_name(name).issuer_name(name)
		.public_key(key.public_key()).serial_number(1)
		.not_valid_before(time(args.start)).not_valid_after(time(args.end)))
	if args.usage != "none":
		flags = [args.usage == "sign", *[False] * 4, args.usage == "cert", *[False] * 3]
		made = made.add_extension(x509.KeyUsage(*flags), True)
	if args.use:
		made = made.add_extension(usage_period(args.use), False)
	made = made.sign(key, hashes.SHA256())
	with open(args.file, "wb") as file:
		file.write(made.public_bytes(serialization.Encoding.DER))


def admit(args):
	index = args.index
	for record in stream(sys.stdin.buffer.read()):
		members = {key: span.octets for key, span in record.value.items()}
		count = len(record.value["deviceKeys"].value)
		members["indices"] = head(4, count) + b"".join(
			head(0, index + i) for i in range(count))
		members["admitted"] = head(6, 1) + head(0, 1795219200)
		index += count
		emit(put_map(members))


def change(args):
	for record in stream(sys.stdin.buffer.read()):
		members = {key: span.octets for key, span in record.value.items()}
		if args.value == "-":
			del members[args.member]
		else:
			members[args.member] = bytes.fromhex(args.value)
		emit(put_map(members))


def plain(span):
	value = span.value
	if isinstance(value, Tag):
		return [value.number, plain(value.value)]
	if isinstance(value, bytes):
		return value.hex()
	if isinstance(value, list):
		return [plain(item) for item in value]
	if isinstance(value, dict):
		return {str(key): plain(item) for key, item in value.items()}
	return value


def encoded(span):
	"""What 24(bstr) holds."""
	assert isinstance(span.value, Tag) and span.value.number == 24
	inner, end = read(span.value.value.value)
	assert end == len(span.value.value.value)
	return inner


def look(draft, wanted):
	"""One draft against the elements that were asked for."""
	fields = draft.value
	assert list(fields) == "n id index docType payload x5chain nameSpaces".split()
	payload, end = read(fields["payload"].value)
	assert end == len(fields["payload"].value)
	mso = encoded(payload).value
	order, ids, randoms, all_digests = {}, {}, [], mso["valueDigests"].value
	assert list(all_digests) == list(fields["nameSpaces"].value) == list(wanted)
	for space, items in fields["nameSpaces"].value.items():
		digests = all_digests[space].value
		left = {name: span.octets for name, span in wanted[space].value.items()}
		order[space], ids[space] = [], []
		for item in items.value:
			inner = encoded(item).value
			assert list(inner) == [
				"digestID", "random", "elementIdentifier", "elementValue"]
			number, name = inner["digestID"].value, inner["elementIdentifier"].value
			assert digests[number].value == hashlib.sha256(item.octets).digest()
			assert left.pop(name) == inner["elementValue"].octets
			assert len(inner["random"].value) == 32
			randoms.append(inner["random"].value.hex())
			order[space].append(name)
			ids[space].append(number)
		assert not left, "items are missing"
		assert all(0 <= number < 1 << 31 for number in digests)
		assert all(len(digest.value) == 32 for digest in digests.values())
	return {
		**{name: fields[name].value
			for name in ("n", "id", "index", "docType", "x5chain")},
		"keys": list(mso), "mso": {key: plain(span) for key, span in mso.items()
			if key not in ("valueDigests",)},
		"digests": {space: list(all_digests[space].value) for space in all_digests},
		"order": order, "ids": ids, "randoms": randoms,
	}


def drafts(args):
	with open(args.admitted, "rb") as file:
		wanted = [(record.value, n) for record in stream(file.read())
			for n in range(len(record.value["deviceKeys"].value))]
	made = list(stream(sys.stdin.buffer.read()))
	assert len(made) == len(wanted), "so many drafts, so many keys"
	for draft, (request, n) in zip(made, wanted):
		seen = look(draft, request["nameSpaces"].value)
		assert seen["n"] == n and seen["id"] == request["id"].value
		assert seen["index"] == request["indices"].value[n].value
		assert seen["docType"] == seen["mso"]["docType"] == request["docType"].value
		assert seen["mso"]["deviceKeyInfo"]["deviceKey"] == plain(
			request["deviceKeys"].value[n])
		print(json.dumps(seen))


def deliver(args):
	for record in stream(sys.stdin.buffer.read()):
		members = {key: span.octets for key, span in record.value.items()}
		issued = put_map({"nameSpaces": members["nameSpaces"],
			"issuerAuth": members["signed"]})
		emit(put_map({"IssuerSigned": issued,
			**{name: members[name] for name in ("n", "id", "index")}}))


def seeded(args):
	with open(args.file, "rb") as file:
		key = hashlib.sha256(file.read()).digest()
	out = b""
	while len(out) < args.count:
		out += hashlib.sha256(key + (len(out) // 32).to_bytes(8, "big")).digest()
	print(out[: args.count].hex())


def main():
	parser = argparse.ArgumentParser()
	commands = parser.add_subparsers(required=True)
	one = commands.add_parser("ds")
	one.set_defaults(run=ds)
	one.add_argument("file")
	one.add_argument("--from", dest="start", default="2026-11-21T00:00:00Z")
	one.add_argument("--to", dest="end", default="2027-03-21T00:00:00Z")
	one.add_argument("--use")
	one.add_argument("--key", default="p-256")
	one.add_argument("--usage", default="sign", choices=["sign", "cert", "none"])
	two = commands.add_parser("admit")
	two.set_defaults(run=admit)
	two.add_argument("--index", type=int, default=0)
	three = commands.add_parser("set")
	three.set_defaults(run=change)
	three.add_argument("member")
	three.add_argument("value")
	four = commands.add_parser("drafts")
	four.set_defaults(run=drafts)
	four.add_argument("admitted")
	commands.add_parser("deliver").set_defaults(run=deliver)
	five = commands.add_parser("seeded")
	five.set_defaults(run=seeded)
	five.add_argument("file")
	five.add_argument("count", type=int)
	args = parser.parse_args()
	args.run(args)


if __name__ == "__main__":
	main()
