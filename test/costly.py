#!/usr/bin/python3
"""costly.py DIR - files of octets that promise much, or nest, repeat and mix what a reader of
DER, CBOR or JSON must not spend much on.
"""
import os
import sys


def write(name, data):
	with open(os.path.join(sys.argv[1], name), "wb") as file:
		file.write(data)


def nested(depth, shortest):
	"""SEQUENCEs within SEQUENCEs, their lengths as DER wants them, or not."""
	parts, size = [], 0
	for _ in range(depth):
		octets = size.to_bytes(4, "big")
		if shortest:
			octets = octets.lstrip(b"\0") or b"\0"
		head = bytes([0x80 | len(octets)]) + octets
		if shortest and size < 128:
			head = bytes([size])
		parts.append(b"\x30" + head)
		size += len(parts[-1])
	return b"".join(reversed(parts))


def der():
	for size in (b"\x84\xff\xff\xff\xff", b"\x84\x7f\xff\xff\xff", b"\x83\xff\xff\xff",
		b"\x88" + b"\x7f" + b"\xff" * 7, b"\x80", b"\xff"):
		write("der-" + size.hex(), b"\x30" + size)
		write("der-more-" + size.hex(), b"\x30" + size + bytes(100000))
	write("der-deep", nested(20000, True))
	write("der-deep-long", nested(20000, False))
	write("der-many", b"\x30\x00" * 20000)
	write("der-large", b"\x30\x83\x1e\x84\x80" + bytes(2000000))


def cbor():
	for first in range(0x80, 0xe0, 0x20):
		for size in (b"\x9a\x7f\xff\xff\xff", b"\x9b" + b"\xff" * 8, b"\x9f", b"\x9c"):
			head = bytes([first | size[0] & 31]) + size[1:]
			write("cbor-" + head.hex(), head)
	for first in (0x5a, 0x7a):
		write("cbor-%x" % first, bytes([first]) + b"\x7f\xff\xff\xff")
		write("cbor-%x-more" % first, bytes([first]) + b"\0\x0f\xff\xff" + bytes(1000000))
	for octet in (0x81, 0x9f, 0xc0, 0xd8, 0xa1, 0xbf, 0x5f, 0x7f, 0x00, 0xf6, 0xff):
		write("cbor-run-%x" % octet, bytes([octet]) * 20000)
	keys = [b"\x19" + n.to_bytes(2, "big") + b"\0" for n in range(256, 65536)]
	head = b"\xb9" + len(keys).to_bytes(2, "big")
	write("cbor-keys", head + b"".join(keys))
	write("cbor-keys-descending", head + b"".join(reversed(keys)))
	write("cbor-keys-same", head + keys[0] * len(keys))


def json():
	for name, text in (("array", "["), ("object", '{"a":'), ("string", '"\\u0000'),
		("minus", "-"), ("digits", "9"), ("space", " "), ("lines", "\n"),
		("nul", "\0"), ("quote", '"'), ("utf", "\udcff"), ("braces", "{}\n")):
		write("json-" + name, (text * 20000).encode("utf-8", "surrogateescape"))
		line = '{"issuer":' + text * 20000 + "}\n"
		write("json-in-" + name, line.encode("utf-8", "surrogateescape"))
	write("json-keys", b"{" + b",".join(b'"%d":0' % n for n in range(50000)) + b"}\n")
	write("json-same", b"{" + b",".join([b'"issuer":"a"'] * 50000) + b"}\n")
	write("json-long", b'{"issuer":"' + b"a" * 3000000 + b'"}\n')


def short():
	write("nothing", b"")
	for octet in range(0, 256, 16):
		write("octet-%02x" % octet, bytes([octet]))


der()
cbor()
json()
short()
