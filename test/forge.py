#!/usr/bin/python3
"""forge.py CA IN OUT CODE [CA IN OUT CODE]... - the CRL or certificate IN, its parts changed by CODE, signed again
by CA (a key and certificate of fixture.py): what a CA could publish, but nobody's tools would
make.

CODE is Python.  It changes tbs, the list of the parts of TBSCertList, each in DER:
version, signature, issuer, thisUpdate, nextUpdate, revokedCertificates, crlExtensions; or of
TBSCertificate: version, serialNumber, signature, issuer, validity, subject,
subjectPublicKeyInfo, extensions.
It may set outer, the outer signatureAlgorithm, and sign, what makes a signature of octets.
"""
import sys

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding

NULL = b"\5\0"


def tlv(tag, body):
	size = len(body)
	octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
	head = bytes([size]) if size < 128 else bytes([0x80 | len(octets)]) + octets
	return bytes([tag]) + head + body


def sequence(*parts):
	return tlv(0x30, b"".join(parts))


def split(der):
	"""The first item of der, and what follows."""
	size, head = der[1], 2
	if size > 127:
		head += size & 127
		size = int.from_bytes(der[2:head], "big")
	return der[:head + size], der[head + size:]


def inside(der):
	"""The contents of an item."""
	return der[2 if der[1] < 128 else 2 + (der[1] & 127):]


def items(der):
	"""What a constructed item holds, one by one."""
	rest, found = inside(der), []
	while rest:
		one, rest = split(rest)
		found.append(one)
	return found


def oid(text):
	first, second, *rest = map(int, text.split("."))
	octets = bytes([40 * first + second])
	for arc in rest:
		part = [arc & 127]
		while arc > 127:
			arc >>= 7
			part.insert(0, 128 | arc & 127)
		octets += bytes(part)
	return tlv(6, octets)


def algorithm(text, parameters=b""):
	return sequence(oid(text), parameters)


def pkcs1(last, parameters=NULL):
	return algorithm("1.2.840.113549.1.1.%d" % last, parameters)


def ecdsa(last, parameters=b""):
	return algorithm("1.2.840.10045.4." + last, parameters)


def pss(salt, name="2.16.840.1.101.3.4.2.1", mask=None):
	over = pkcs1(8, algorithm(mask or name, NULL))
	return pkcs1(10, sequence(tlv(0xa0, algorithm(name, NULL)), tlv(0xa1, over),
		tlv(0xa2, tlv(2, bytes([salt])))))


def sign_pss(salt):
	return lambda data: key.sign(data, padding.PSS(padding.MGF1(hashes.SHA256()), salt),
		hashes.SHA256())


def sign_with(digest):
	if isinstance(key, ec.EllipticCurvePrivateKey):
		return lambda data: key.sign(data, ec.ECDSA(digest))
	return lambda data: key.sign(data, padding.PKCS1v15(), digest)


def extension(text, value, critical=False):
	return sequence(oid(text), b"\x01\x01\xff" if critical else b"", tlv(4, value))


def extend(der, more):
	"""Extensions with one more at their end."""
	return tlv(der[0], sequence(inside(items(der)[0]), more))


def drop(der, text):
	"""Extensions without this one."""
	rest = [one for one in items(items(der)[0]) if items(one)[0] != oid(text)]
	return tlv(der[0], sequence(*rest))


def swap(der, more):
	"""Extensions with another one of the same kind in the place of the first."""
	rest = [more if items(one)[0] == items(more)[0] else one for one in items(items(der)[0])]
	return tlv(der[0], sequence(*rest))


for n in range(1, len(sys.argv), 4):
	ca, source, target, code = sys.argv[n:n + 4]
	with open(ca + ".key", "rb") as file:
		key = serialization.load_pem_private_key(file.read(), None)
	with open(source, "rb") as file:
		tbs = items(items(file.read())[0])
	outer, sign = None, sign_with(hashes.SHA256())
	exec(code)
	body = sequence(*tbs)
	outer = outer or tbs[{2: 1, 0xa0: 2}.get(tbs[0][0], 0)]
	with open(target, "wb") as file:
		file.write(sequence(body, outer, tlv(3, b"\0" + sign(body))))
