#!/usr/bin/python3
"""tbs-crl.py - TBSCertLists with whatever is asked for in them, right or wrong, put together octet
by octet.  fixture.py makes the lists that a certificate authority would sign.

    tbs-crl.py OUT [--v1] [--issuer CN] [--number N] [--no-next] [--no-aki] [--idp] [--indirect]
           [--delta N] [--extension HEX]... [ENTRY...]

ENTRY is SERIAL[,REASON[,DATE[,INVALIDITY[,ISSUER]]]]: the contents of the INTEGER in hex, as
they are to stand; the number of a reason; times as YYYYMMDDHHMMSSZ; the CN of
certificateIssuer; "-" for none.  =HEX is octets in place of an entry.  --extension is a whole
Extension.
"""
import argparse


def tlv(tag, *parts):
	body = b"".join(parts)
	size = len(body)
	if size < 0x80:
		return bytes([tag, size]) + body
	octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
	return bytes([tag, 0x80 | len(octets)]) + octets + body


def integer(n):
	return tlv(2, n.to_bytes(n.bit_length() // 8 + 1, "big"))


def time(text):
	if "1950" <= text[:4] < "2050":
		return tlv(0x17, text[2:].encode())
	return generalized(text)


def generalized(text):
	return tlv(0x18, text.encode())


def name(cn):
	attribute = tlv(0x30, bytes.fromhex("0603550403"), tlv(0x0C, cn.encode()))
	return tlv(0x30, tlv(0x31, attribute))


def extension(arc, value, critical=False):
	flag = tlv(1, b"\xff") if critical else b""
	return tlv(0x30, bytes([6, 3, 0x55, 0x1D, arc]), flag, tlv(4, value))


def entry(text):
	if text.startswith("="):
		return bytes.fromhex(text[1:])
	serial, reason, date, invalid, issuer = (text.split(",") + ["-"] * 4)[:5]
	made = b""
	if reason != "-":
		made += extension(21, tlv(0x0A, bytes([int(reason)])))
	if invalid != "-":
		made += extension(24, generalized(invalid))
	if issuer != "-":
		made += extension(29, tlv(0x30, tlv(0xA4, name(issuer))), True)
	date = "20261120000000Z" if date == "-" else date
	made = tlv(0x30, made) if made else b""
	return tlv(0x30, tlv(2, bytes.fromhex(serial)), time(date), made)


def extensions(args):
	made = b"" if args.no_aki else extension(35, tlv(0x30, tlv(0x80, b"KEY ID")))
	made += extension(20, integer(args.number))
	if args.idp or args.indirect:
		point = tlv(0xA0, tlv(0xA0, tlv(0x86, b"http://crl.example/1")))
		indirect = tlv(0x84, b"\xff") if args.indirect else b""
		made += extension(28, tlv(0x30, point, indirect), True)
	if args.delta is not None:
		made += extension(27, integer(args.delta), True)
	return tlv(0xA0, tlv(0x30, made, *map(bytes.fromhex, args.extension)))


def main():
	parser = argparse.ArgumentParser(description=__doc__,
		formatter_class=argparse.RawDescriptionHelpFormatter)
	parser.add_argument("out")
	parser.add_argument("entry", nargs="*")
	for flag in ("v1", "no-next", "no-aki", "idp", "indirect"):
		parser.add_argument("--" + flag, action="store_true")
	parser.add_argument("--issuer", default="test")
	parser.add_argument("--number", type=int, default=1)
	parser.add_argument("--delta", type=int)
	parser.add_argument("--extension", action="append", default=[])
	args = parser.parse_intermixed_args()
	revoked = b"".join(map(entry, args.entry))
	made = tlv(0x30,
		b"" if args.v1 else integer(1),
		tlv(0x30, bytes.fromhex("06082a8648ce3d040302")),
		name(args.issuer),
		time("20261121000000Z"),
		b"" if args.no_next else time("20261124000000Z"),
		tlv(0x30, revoked) if revoked else b"",
		b"" if args.v1 else extensions(args))
	with open(args.out, "wb") as file:
		file.write(made)


main()
