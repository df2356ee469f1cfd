#!/usr/bin/python3
"""crl_numbers.py - a CRL number belongs to one list of one content.

    crl_numbers.py [--rising] FILE...
    crl_numbers.py --split NAME <lists

Reads files of CertificateList or TBSCertList, one after the other, DER; what is cut short at a
file's end is passed over.  Exit 1 when two of one issuer, scope and number differ in what is
signed; with --rising also when a list's number falls from one file to the next.  Prints how
many numbers there were.

--split takes lists in sets of six: NAME.00 is the first set, NAME.00.1 its first list.
"""
import hashlib
import sys

NUMBER, SCOPE = bytes.fromhex("0603551d14"), bytes.fromhex("0603551d1c")


def take(data, at):
	"""Where the contents of the item at this place begin and end; None: it is cut."""
	if at + 2 > len(data):
		return None
	size, begin = data[at + 1], at + 2
	if size > 127:
		begin += size - 128
		size = int.from_bytes(data[at + 2:begin], "big")
	return (begin, begin + size) if begin + size <= len(data) else None


def items(data):
	"""The whole items in data, tag and length included."""
	at = 0
	while (span := take(data, at)) is not None:
		yield data[at:span[1]]
		at = span[1]


def inside(item):
	begin, end = take(item, 0)
	return item[begin:end]


def read(tbs):
	"""What a list is known by, and its number."""
	parts = list(items(inside(tbs)))
	issuer, scope, number = parts[2], b"", None
	for extension in items(inside(inside(parts[-1]))):
		fields = list(items(inside(extension)))
		if fields[0] == NUMBER:
			number = int.from_bytes(inside(inside(fields[-1])), "big")
		elif fields[0] == SCOPE:
			scope = fields[-1]
	return (issuer, scope), number


def write(name, data):
	with open(name, "wb") as file:
		file.write(data)


def split(name):
	lists = list(items(sys.stdin.buffer.read()))
	for at in range(0, len(lists), 6):
		made = "%s.%02d" % (name, at // 6)
		write(made, b"".join(lists[at:at + 6]))
		for n, one in enumerate(lists[at:at + 6]):
			write("%s.%d" % (made, n + 1), one)


def main():
	files = sys.argv[1:]
	if files[:1] == ["--split"]:
		split(files[1])
		return
	rising = files[:1] == ["--rising"]
	known, last = {}, {}
	for name in files[rising:]:
		with open(name, "rb") as file:
			data = file.read()
		for record in items(data):
			first = next(items(inside(record)))
			tbs = first if first[0] == 0x30 else record
			which, number = read(tbs)
			digest = hashlib.sha256(tbs).hexdigest()
			if known.setdefault((which, number), digest) != digest:
				sys.exit("%s: number %d was there with other contents" % (name, number))
			if rising and number < last.get(which, 0):
				sys.exit("%s: number %d after %d" % (name, number, last[which]))
			last[which] = number
	print(len(known))


main()
