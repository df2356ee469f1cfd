#!/usr/bin/python3
"""fixture.py - certificates and CRLs for tests, made by python3-cryptography, which shares no
code with us.  Everything is fixed by the options, so that a test can say what must come out.

    fixture.py ca NAME [--key rsa|p-256|p-384] [--usage crl,cert] [--no-ski]
        a key and its self-signed CA certificate: NAME.key (PKCS#8, PEM), NAME.pem, NAME.der
    fixture.py cert CA NAME [--serial HEX] [--count N] [--dp URI-or-DN] [--is-ca] [--no-aki]
        N certificates of CA with serials from HEX upwards, one after the other: NAME.der
    fixture.py iaca NAME [--key p-256|p-384]
        the root certificate of an issuing authority (ISO/IEC 18013-5 Table B.1) for 2026 to
        2034, and its key: NAME.key, NAME.pem, NAME.der
    fixture.py ds CA NAME [--key p-256|p-384]
        a Document Signer's certificate (Table B.3) of that root from 2026-11-21 for four
        months, three of them of signing, and its key: NAME.key, NAME.pem, NAME.der
    fixture.py crl CA NAME [--number N] [--this TIME] [--next TIME] [--dp URI-or-DN]
               [--scope user|ca] [ENTRY...]
        a CRL of CA: NAME.crl.  ENTRY is SERIAL[,REASON[,DATE[,INVALIDITY]]] with the serial
        in hexadecimal, times in RFC 3339, reasons by name, "-" for none.
    fixture.py sign CA
        TBSCertLists on standard input, one after the other, to signed CRLs
"""
import argparse
import datetime
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

CURVES = {"p-256": ec.SECP256R1, "p-384": ec.SECP384R1}


def time(text):
	return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")


def der(thing):
	return thing.public_bytes(serialization.Encoding.DER)


def write(path, data):
	with open(path, "wb") as file:
		file.write(data)


def new_key(kind):
	if kind == "rsa":
		return rsa.generate_private_key(65537, 2048)
	return ec.generate_private_key(CURVES[kind]())


def hash_for(key):
	large = isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.key_size == 384
	return hashes.SHA384() if large else hashes.SHA256()


def load(name):
	"""The certificate and the key of a CA that the command ca made."""
	with open(name + ".key", "rb") as file:
		key = serialization.load_pem_private_key(file.read(), None)
	with open(name + ".der", "rb") as file:
		return x509.load_der_x509_certificate(file.read()), key


def general_name(text):
	if "://" in text:
		return x509.UniformResourceIdentifier(text)
	return x509.DirectoryName(x509.Name.from_rfc4514_string(text))


def key_usage(wanted):
	names = ("digital_signature content_commitment key_encipherment data_encipherment"
		" key_agreement key_cert_sign crl_sign encipher_only decipher_only").split()
	alias = {"crl": "crl_sign", "cert": "key_cert_sign", "sign": "digital_signature"}
	on = {alias[word] for word in wanted.split(",") if word}
	return x509.KeyUsage(**{name: name in on for name in names})


def ca(args):
	key = new_key(args.key)
	subject = x509.Name.from_rfc4514_string(args.subject or "CN=" + args.name)
	made = (x509.CertificateBuilder().subject_name(subject).issuer_name(subject)
		.public_key(key.public_key()).serial_number(int(args.serial, 16))
		.not_valid_before(time(args.start)).not_valid_after(time(args.end))
		.add_extension(x509.BasicConstraints(True, None), True))
	if args.usage:
		made = made.add_extension(key_usage(args.usage), True)
	if not args.no_ski:
		made = made.add_extension(
			x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
	write_pair(args.name, key, made.sign(key, hash_for(key)))


def write_pair(name, key, certificate):
	write(name + ".key", key.private_bytes(serialization.Encoding.PEM,
		serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
	write(name + ".pem", certificate.public_bytes(serialization.Encoding.PEM))
	write(name + ".der", der(certificate))


def mdoc(key, issuer, subject, start, end, serial):
	"""What both certificates of an mdoc issuer have."""
	point = x509.DistributionPoint([general_name("https://example.jp/iaca.crl")], None, None,
		None)
	return (x509.CertificateBuilder().issuer_name(issuer)
		.subject_name(x509.Name.from_rfc4514_string("CN=%s,C=JP" % subject))
		.public_key(key.public_key()).serial_number(serial)
		.not_valid_before(time(start)).not_valid_after(time(end))
		.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
		.add_extension(x509.IssuerAlternativeName([x509.RFC822Name("iaca@example.jp")]),
			False)
		.add_extension(x509.CRLDistributionPoints([point]), False))


def iaca(args):
	key = new_key(args.key)
	name = x509.Name.from_rfc4514_string("CN=%s,C=JP" % args.name)
	made = (mdoc(key, name, args.name, "2026-01-01T00:00:00Z", "2035-01-01T00:00:00Z",
			0x41DDEE0102030405060708090A0B0C0D)
		.add_extension(key_usage("crl,cert"), True)
		.add_extension(x509.BasicConstraints(True, 0), True))
	write_pair(args.name, key, made.sign(key, hash_for(key)))


def ds(args):
	issuer, issuer_key = load(args.ca)
	key = new_key(args.key)
	period = b"\x30\x22\x80\x0f20261121000000Z\x81\x0f20270221000000Z"
	made = (mdoc(key, issuer.subject, args.name, "2026-11-21T00:00:00Z",
			"2027-03-21T00:00:00Z", 0x42DDEE0102030405060708090A0B0C0D)
		.add_extension(authority(issuer), False)
		.add_extension(key_usage("sign"), True)
		.add_extension(x509.ExtendedKeyUsage([x509.ObjectIdentifier("1.0.18013.5.1.2")]),
			True)
		.add_extension(x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.16"),
			period), False))
	write_pair(args.name, key, made.sign(issuer_key, hash_for(issuer_key)))


def cert(args):
	issuer, key = load(args.ca)
	public = new_key("p-256").public_key()
	key_id = x509.SubjectKeyIdentifier.from_public_key(public)
	made = []
	for serial in range(int(args.serial, 16), int(args.serial, 16) + args.count):
		subject = args.subject or "CN=%s %X" % (args.name, serial)
		one = (x509.CertificateBuilder().issuer_name(issuer.subject)
			.subject_name(x509.Name.from_rfc4514_string(subject))
			.public_key(public).serial_number(serial)
			.not_valid_before(time(args.start)).not_valid_after(time(args.end))
			.add_extension(x509.BasicConstraints(args.is_ca, None), True)
			.add_extension(key_usage("crl,cert" if args.is_ca else "sign"), True))
		one = one.add_extension(key_id, False)
		if not args.no_aki:
			one = one.add_extension(authority(issuer), False)
		if args.dp:
			names = [general_name(args.dp)]
			point = x509.DistributionPoint(names, None, None, None)
			one = one.add_extension(x509.CRLDistributionPoints([point]), False)
		made.append(der(one.sign(key, hash_for(key))))
	write(args.name + ".der", b"".join(made))


def authority(issuer):
	"""authorityKeyIdentifier: what the issuer calls its key, else its hash."""
	try:
		own = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
		return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(own)
	except x509.ExtensionNotFound:
		return x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key())


def entry(text, this):
	serial, reason, date, invalid = (text.split(",") + ["-"] * 3)[:4]
	made = (x509.RevokedCertificateBuilder().serial_number(int(serial, 16))
		.revocation_date(this if date == "-" else time(date)))
	if reason != "-":
		made = made.add_extension(x509.CRLReason(x509.ReasonFlags(reason)), False)
	if invalid != "-":
		made = made.add_extension(x509.InvalidityDate(time(invalid)), False)
	return made.build()


def crl(args):
	issuer, key = load(args.ca)
	this = time(args.this)
	made = (x509.CertificateRevocationListBuilder().issuer_name(issuer.subject)
		.last_update(this).next_update(time(args.next))
		.add_extension(authority(issuer), False)
		.add_extension(x509.CRLNumber(args.number), False))
	if args.dp or args.scope:
		made = made.add_extension(x509.IssuingDistributionPoint(
			[general_name(args.dp)] if args.dp else None, None,
			args.scope == "user", args.scope == "ca", None, False, False), True)
	for text in args.entry:
		made = made.add_revoked_certificate(entry(text, this))
	write(args.name + ".crl", der(made.sign(key, hash_for(key))))


def header(tag, size):
	"""The identifier and length octets of a DER object."""
	if size < 128:
		return bytes([tag, size])
	octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
	return bytes([tag, 128 + len(octets)]) + octets


def objects(data):
	"""The DER objects that stand one after the other in data."""
	while data:
		long = data[1] - 128 if data[1] > 127 else 0
		size = int.from_bytes(data[2:2 + long], "big") if long else data[1]
		yield data[:2 + long + size]
		data = data[2 + long + size:]


def sign(args):
	_, key = load(args.ca)
	algorithm = "300d06092a864886f70d01010b0500" # sha256WithRSAEncryption
	if isinstance(key, ec.EllipticCurvePrivateKey): # ecdsa-with-SHA384, -SHA256
		last = "03" if key.curve.key_size == 384 else "02"
		algorithm = "300a06082a8648ce3d0403" + last
	for tbs in objects(sys.stdin.buffer.read()):
		if isinstance(key, rsa.RSAPrivateKey):
			made = key.sign(tbs, padding.PKCS1v15(), hash_for(key))
		else:
			made = key.sign(tbs, ec.ECDSA(hash_for(key)))
		rest = bytes.fromhex(algorithm) + header(3, len(made) + 1) + b"\0" + made
		sys.stdout.buffer.write(header(48, len(tbs) + len(rest)) + tbs + rest)


def main():
	parser = argparse.ArgumentParser(description=__doc__,
		formatter_class=argparse.RawDescriptionHelpFormatter)
	sub = parser.add_subparsers(dest="command", required=True)
	one = sub.add_parser("ca")
	one.add_argument("name")
	one.add_argument("--key", default="p-256", choices=["rsa", *CURVES])
	one.add_argument("--usage", default="crl,cert", help="empty: no keyUsage at all")
	one.add_argument("--no-ski", action="store_true")
	one.set_defaults(run=ca)
	two = sub.add_parser("cert")
	two.add_argument("ca")
	two.add_argument("name")
	two.add_argument("--count", type=int, default=1)
	two.add_argument("--dp")
	two.add_argument("--is-ca", action="store_true")
	two.add_argument("--no-aki", action="store_true")
	two.set_defaults(run=cert)
	four = sub.add_parser("iaca")
	four.add_argument("name")
	four.set_defaults(run=iaca)
	five = sub.add_parser("ds")
	five.add_argument("ca")
	five.add_argument("name")
	five.set_defaults(run=ds)
	for both in (four, five):
		both.add_argument("--key", default="p-256", choices=CURVES)
	for both in (one, two):
		both.add_argument("--serial", default="01")
		both.add_argument("--subject", help="RFC 4514; default CN=NAME")
		both.add_argument("--from", dest="start", default="2020-01-01T00:00:00Z")
		both.add_argument("--to", dest="end", default="2040-01-01T00:00:00Z")
	three = sub.add_parser("crl")
	three.add_argument("ca")
	three.add_argument("name")
	three.add_argument("--number", type=int, default=1)
	three.add_argument("--this", default="2026-11-21T00:00:00Z")
	three.add_argument("--next", default="2026-11-24T00:00:00Z")
	three.add_argument("--dp")
	three.add_argument("--scope", choices=["user", "ca"])
	three.set_defaults(run=crl)
	four = sub.add_parser("sign")
	four.set_defaults(run=sign)
	four.add_argument("ca")
	args, args.entry = parser.parse_known_args()
	if args.entry and (args.command != "crl" or args.entry[0].startswith("-")):
		parser.error("unexpected: " + args.entry[0])
	args.run(args)


main()
