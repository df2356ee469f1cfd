#!/usr/bin/python3
"""tbs.py - what is to be signed, for tests: taken out of what others signed, changed in one
thing, or made from a key.

    tbs.py of FILE.der [--algorithm NAME|HEX] [--no-extensions] [--entries N]
        the first element of a SIGNED{} (certificate, list, request, response), with another
        inner algorithm, without its extensions, with N entries of its own
    tbs.py request SPKI-HEX [--subject NAME]
        the CertificationRequestInfo of a public key
    tbs.py certificate SPKI-HEX [--subject NAME] [--issuer NAME] [--algorithm NAME|HEX]
        a TBSCertificate of 2020 to 2040; its issuer is its subject unless told
    tbs.py response NAME
        ResponseData of a responder of that name, with one answer: good
    tbs.py verify FILE.der CA.pem
        how many signed lists stand in FILE, whole, each with a good signature of that CA, and
        the lengths that signatures have
"""
import argparse
import sys

from cryptography import x509

ALGORITHMS = {
	"sha1-rsa": "300d06092a864886f70d0101050500",
	"sha256-rsa": "300d06092a864886f70d01010b0500",
	"sha512-rsa": "300d06092a864886f70d01010d0500",
	"sha256-rsa-without-null": "300b06092a864886f70d01010b",
	"pss": "304106092a864886f70d01010a3034a00f300d06096086480165030402010500"
		"a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120",
	"ecdsa-sha1": "300906072a8648ce3d0401",
	"ecdsa-sha256": "300a06082a8648ce3d040302",
	"ecdsa-sha384": "300a06082a8648ce3d040303",
	"ed25519": "300506032b6570",
}


def split(octets):
	"""The elements that stand one after the other."""
	found, at = [], 0
	while at < len(octets):
		head, size = 2, octets[at + 1]
		if size & 0x80:
			head += size & 0x7F
			size = int.from_bytes(octets[at + 2 : at + head], "big")
		found.append(octets[at : at + head + size])
		at += head + size
	return found


def contents(element):
	return element[2 + (element[1] & 0x7F if element[1] & 0x80 else 0) :]


def wrap(tag, *parts):
	inner = b"".join(parts)
	size = len(inner).to_bytes((len(inner).bit_length() + 7) // 8 or 1, "big")
	if len(inner) > 127:
		size = bytes([0x80 | len(size)]) + size
	return bytes([tag]) + size + inner


def algorithm(text):
	return bytes.fromhex(ALGORITHMS.get(text, text))


def name(text):
	return x509.Name.from_rfc4514_string(text).public_bytes()


def part_of(args):
	with open(args.what[0], "rb") as file:
		parts = split(contents(split(contents(file.read()))[0]))
	at = next(i for i, part in enumerate(parts) if part[0] == 0x30)
	if args.algorithm:
		parts[at] = algorithm(args.algorithm)
	if args.no_extensions and parts[-1][0] in (0xA0, 0xA3):
		del parts[-1]
	if args.entries is not None:
		start = 1 << 62
		entries = wrap(0x30, *(wrap(0x30, wrap(2, n.to_bytes(8, "big")), parts[at + 2])
			for n in range(start, start + args.entries)))
		after = at + 4 if parts[at + 3][0] in (0x17, 0x18) else at + 3
		if after < len(parts) and parts[after][0] == 0x30:
			del parts[after]
		parts.insert(after, entries)
	return wrap(0x30, *parts)


def request(args):
	return wrap(0x30, wrap(2, b"\0"), name(args.subject), bytes.fromhex(args.what[0]),
		wrap(0xA0))


def certificate(args):
	dates = wrap(0x30, wrap(0x17, b"200101000000Z"), wrap(0x17, b"400101000000Z"))
	return wrap(0x30, wrap(0xA0, wrap(2, b"\2")), wrap(2, b"\5"), algorithm(args.algorithm),
		name(args.issuer or args.subject), dates, name(args.subject),
		bytes.fromhex(args.what[0]))


def response(args):
	sha1 = bytes.fromhex("300906052b0e03021a0500")
	which = wrap(0x30, sha1, wrap(4, bytes(20)), wrap(4, bytes(20)), wrap(2, b"\5"))
	time = wrap(0x18, b"20261121000000Z")
	return wrap(0x30, wrap(0xA1, name(args.what[0])), time,
		wrap(0x30, wrap(0x30, which, wrap(0x80), time)))


def verify(args):
	with open(args.what[0], "rb") as file:
		lists = split(file.read())
	with open(args.what[1], "rb") as file:
		key = x509.load_pem_x509_certificate(file.read()).public_key()
	sizes = set()
	for octets in lists:
		made = x509.load_der_x509_crl(octets)
		if not made.is_signature_valid(key) or split(contents(octets))[0] != \
			made.tbs_certlist_bytes:
			sys.exit("a signature does not verify")
		sizes.add(len(made.signature))
	return ("%d %s\n" % (len(lists), " ".join(map(str, sorted(sizes))))).encode()


def main():
	parser = argparse.ArgumentParser(description=__doc__,
		formatter_class=argparse.RawDescriptionHelpFormatter)
	made = {"of": part_of, "request": request, "certificate": certificate,
		"response": response, "verify": verify}
	parser.add_argument("kind", choices=made)
	parser.add_argument("what", nargs="+")
	parser.add_argument("--algorithm")
	parser.add_argument("--no-extensions", action="store_true")
	parser.add_argument("--entries", type=int)
	parser.add_argument("--subject", default="CN=subject")
	parser.add_argument("--issuer")
	args = parser.parse_args()
	sys.stdout.buffer.write(made[args.kind](args))


main()
