# cert-verify - a certificate passes when a path leads to a trusted one, and in no other case.
load helper

NOW=2026-12-01T00:00:00Z

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	# A little world of authorities.  make(NAME, ISSUER, ...) writes NAME.der and NAME.pem.
	cat >world.py <<-'PYTHON'
		import datetime
		from cryptography import x509
		from cryptography.hazmat.primitives import hashes, serialization
		from cryptography.hazmat.primitives.asymmetric import ec
		Form = serialization.Encoding
		authority = x509.AuthorityKeyIdentifier.from_issuer_public_key
		keys, subjects = {}, {}

		def day(text):
		    return datetime.datetime.fromisoformat(text)

		def make(name, issuer, ca=True, length=None, usage=True, subject=None,
		        begin="2020-01-01", end="2040-01-01", key=None, aki=None, more=(),
		        by=None):
		    keys[name] = keys[key] if key else ec.generate_private_key(ec.SECP256R1())
		    public = keys[name].public_key()
		    above = keys[aki or issuer].public_key()
		    subjects[name] = x509.Name.from_rfc4514_string("CN=" + (subject or name))
		    one = (x509.CertificateBuilder().subject_name(subjects[name])
		        .issuer_name(subjects[issuer]).public_key(public)
		        .serial_number(x509.random_serial_number())
		        .not_valid_before(day(begin)).not_valid_after(day(end))
		        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
		        .add_extension(authority(above), False))
		    if ca is not None:
		        basic = x509.BasicConstraints(ca, length if ca else None)
		        one = one.add_extension(basic, True)
		    if usage is not None:
		        one = one.add_extension(x509.KeyUsage(not usage, False, False, False,
		            False, usage, usage, False, False), True)
		    for extension, critical in more:
		        one = one.add_extension(extension, critical)
		    cert = one.sign(keys[by or issuer], hashes.SHA256())
		    open(name + ".der", "wb").write(cert.public_bytes(Form.DER))
		    open(name + ".pem", "wb").write(cert.public_bytes(Form.PEM))

		def leaf(name, issuer, **options):
		    make(name, issuer, ca=False, usage=False, **options)

		odd = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")
		purpose = x509.ExtendedKeyUsage([x509.ObjectIdentifier("1.0.18013.5.1.2")])
		example = x509.NameConstraints([x509.DNSName("example.jp")], None)
		make("root", "root")
		make("other", "other")
		leaf("leaf", "root")
		make("int1", "root")
		make("int2", "int1")
		leaf("leaf1", "int1")
		leaf("leaf2", "int2")
		# each wrong in one thing alone
		leaf("late", "root", end="2026-11-30T23:59:59")
		leaf("early", "root", begin="2026-12-01T00:00:01")
		leaf("last", "root", end="2026-12-01")
		leaf("first", "root", begin="2026-12-01")
		leaf("forged", "root", by="other")
		leaf("otherkey", "root", aki="other")
		leaf("critical", "root", more=[(odd, True)])
		leaf("odd", "root", more=[(odd, False)])
		leaf("purpose", "root", more=[(purpose, True)])
		for name, options in {"noca": dict(ca=False), "nobasic": dict(ca=None),
		        "nosign": dict(usage=False), "nousage": dict(usage=None),
		        "over": dict(end="2026-11-30"), "oddca": dict(more=[(odd, True)]),
		        "names": dict(more=[(example, False)]), "zero": dict(length=0),
		        "one": dict(length=1), "forgedca": dict(by="other")}.items():
		    make(name, "root", **options)
		    leaf("under-" + name, name)
		for name in "zero", "one":
		    make(name + "-ca", name)
		    leaf("under-" + name + "-ca", name + "-ca")
		# a new key under one name, certified by the old: issued to itself
		make("old", "old", length=0, subject="Same")
		make("new", "new", length=0, subject="Same")
		make("link", "old", length=0, subject="Same", key="new")
		leaf("under-new", "new")
		# two that certify each other, and one that nobody trusts
		make("a", "a")
		make("b", "b")
		make("a-by-b", "b", subject="a", key="a")
		make("b-by-a", "a", subject="b", key="b")
		leaf("under-a", "a")
		# a ladder
		make("step0", "root")
		for n in range(1, 9):
		    make("step%d" % n, "step%d" % (n - 1))
		leaf("up6", "step6")
		leaf("up7", "step7")
	PYTHON
	/usr/bin/python3 world.py
}
setup() { cd "$BATS_FILE_TMPDIR" || return; }

# says LINE... - these are the messages.
says() {
	for one; do echo "cert-verify: stdin: $one"; done >messages
	printf '%s\n' "$stderr" | diff messages -
}

# ask_openssl NAME TRUSTED [OTHER...] - the same question put to OpenSSL: its exit status.
ask_openssl() {
	local name=$1 trusted=$2 one
	local -a args=(-attime 1796083200 -CAfile "$trusted.pem")
	# Purposes that are critical it cannot handle.
	[ "$name" != purpose ] || args+=(-ignore_critical)
	shift 2
	for one; do args+=(-untrusted "$one.pem"); done
	openssl verify "${args[@]}" "$name.pem" >openssl.log 2>&1
}

# passes NAME TRUSTED [OTHER...] - NAME.der passes, and OpenSSL thinks so too.
passes() {
	local name=$1 trusted=$2 one
	local -a args=(-c "$trusted.der")
	ask_openssl "$@"
	shift 2
	for one; do args+=(-u "$one.der"); done
	cert-verify "${args[@]}" -t $NOW <"$name.der" | cmp "$name.der"
}

# refuses MESSAGE NAME TRUSTED [OTHER...] - NAME.der is refused between two of trusted ones with
# this message, and OpenSSL refuses it too.
refuses() {
	local message=$1 name=$2 trusted=$3 one
	local -a args=(-c "$trusted.der")
	run -2 ask_openssl "${@:2}"
	shift 3
	for one; do args+=(-u "$one.der"); done
	cat "$trusted.der" "$name.der" "$trusted.der" >in
	run -1 --separate-stderr bash -c '"$@" <in >out' - cert-verify "${args[@]}" -t $NOW
	says "record 2 @$(stat -c %s "$trusted.der"): $message"
	cat "$trusted.der" "$trusted.der" | cmp - out
}

@test "a certificate that a trusted one issued passes, octet for octet and in order" {
	passes leaf root
	cat leaf.der odd.der leaf.der root.der >in
	cert-verify --certificate other.der -c root.der --time $NOW <in | cmp in
	cat root.der other.der >both.der
	# shellcheck disable=SC2002 # a pipe is another way to be read
	cat in | cert-verify -c both.der -t $NOW | cmp in
}

@test "a path leads through others, in whatever order they are given" {
	passes leaf1 root int1
	passes leaf2 root int1 int2
	cat int2.der other.der int1.der >mixed.der
	cert-verify -c root.der -u mixed.der -t $NOW <leaf2.der | cmp leaf2.der
	# The nearest trusted one is enough.
	cert-verify -c int2.der -t $NOW <leaf2.der | cmp leaf2.der
	refuses 'no certificate is of its issuer, CN=int2 (RFC 5280 6.1.3 a 4)' leaf2 root int1
	above='1 above it (RFC 5280 6.1.3 a 4)'
	refuses "no certificate is of CN=int1, the issuer of CN=int2, $above" leaf2 root int2
}

@test "what nobody trusted issued is refused" {
	refuses 'no certificate is of its issuer, CN=root (RFC 5280 6.1.3 a 4)' leaf other
	refuses 'no certificate is of its issuer, CN=root (RFC 5280 6.1.3 a 4)' root other
	# That an untrusted one is offered as a way does not make it trusted.
	above='1 above it (RFC 5280 6.1.3 a 4)'
	refuses "no certificate is of CN=root, the issuer of CN=root, $above" leaf other root
}

@test "a signature that the issuer's key did not make is refused" {
	refuses 'its issuer CN=root: signature does not verify (RFC 5280 6.1.3 a 1)' forged root
	refuses 'CN=root, 2 above it: signature does not verify (RFC 5280 6.1.3 a 1)' \
		under-forgedca root forgedca
}

@test "another key identifier than the issuer's is refused" {
	refuses "its issuer CN=root: no certificate has the key identifier that is named \
(RFC 5280 4.2.1.1)" otherkey root
}

@test "dates are judged, of every certificate of the path and to the second" {
	passes first root
	# OpenSSL takes the last second for the first that is too late: not RFC 5280 4.1.2.5.
	cert-verify -c root.der -t $NOW <last.der | cmp last.der
	refuses 'not valid after 2026-11-30T23:59:59Z (RFC 5280 6.1.3 a 2)' late root
	refuses 'not valid before 2026-12-01T00:00:01Z (RFC 5280 6.1.3 a 2)' early root
	refuses "its issuer CN=over: not valid after 2026-11-30T00:00:00Z \
(RFC 5280 6.1.3 a 2)" under-over root over
	run -1 --separate-stderr cert-verify -c root.der -t 2040-01-01T00:00:01Z <root.der
	says 'record 1 @0: not valid after 2040-01-01T00:00:00Z (RFC 5280 6.1.3 a 2)'
	run -1 --separate-stderr cert-verify -c over.der -t $NOW <under-over.der
	says "record 1 @0: its issuer CN=over: not valid after 2026-11-30T00:00:00Z \
(RFC 5280 6.1.3 a 2)"
	cert-verify -c root.der -u over.der -t 2026-11-30T00:00:00Z <under-over.der |
		cmp under-over.der
}

@test "only a CA that may sign certificates is an issuer" {
	passes under-nousage root nousage
	refuses 'its issuer CN=noca: is no CA (RFC 5280 6.1.4 k)' under-noca root noca
	refuses 'its issuer CN=nobasic: is no CA (RFC 5280 6.1.4 k)' under-nobasic root nobasic
	refuses 'its issuer CN=nosign: is not for keyCertSign (RFC 5280 6.1.4 n)' under-nosign \
		root nosign
}

@test "a path is no longer than any of its CAs allows" {
	passes under-zero root zero
	passes under-one-ca root one one-ca
	passes zero-ca root zero # the last one of a path does not count
	refuses "CN=zero, 2 above it: pathLenConstraint 0 leaves no room for the path \
(RFC 5280 6.1.4 l)" under-zero-ca root zero zero-ca
}

@test "a certificate issued to itself does not count: a link between two keys of one name" {
	passes under-new old link
	passes under-new new
	passes link old
	refuses "its issuer CN=Same: no certificate has the key identifier that is named \
(RFC 5280 4.2.1.1)" under-new old
}

@test "critical extensions that would have to be processed are refused, others are not" {
	passes odd root
	passes purpose root
	refuses 'extension 1.2.3.4 is not processed here (RFC 5280 6.1.4 o)' critical root
	refuses "its issuer CN=oddca: extension 1.2.3.4 is not processed here \
(RFC 5280 6.1.4 o)" under-oddca root oddca
	# Name constraints bind even where they are not critical; OpenSSL processes them.
	run -1 --separate-stderr cert-verify -c root.der -u names.der -t $NOW <under-names.der
	says "record 1 @0: its issuer CN=names: extension 2.5.29.30 is not processed here \
(RFC 5280 6.1.4 o)"
}

@test "authorities that certify each other do not make the search run on" {
	passes under-a b a-by-b
	passes under-a a b-by-a a-by-b
	cat a-by-b.der b-by-a.der a.der b.der >round.der
	run -1 --separate-stderr timeout 5 cert-verify -c root.der -u round.der -t $NOW \
		<under-a.der
	[[ $stderr == *"(RFC 5280 6.1.3 a 4)" ]]
}

@test "a path has at most eight certificates above the first" {
	for n in 0 1 2 3 4 5 6 7; do cat step$n.der; done >steps.der
	cert-verify -c root.der -u steps.der -t $NOW <up6.der | cmp up6.der
	run -1 --separate-stderr cert-verify -c root.der -u steps.der -t $NOW <up7.der
	says 'record 1 @0: a path of more than 8 certificates'
}

@test "of a crowd that bears one name and one key identifier 64 signatures are tried" {
	cat >crowd.py <<-'PYTHON'
		exec(open("world.py").read().split("odd = ")[0])
		make("chief", "chief")
		leaf("under-chief", "chief")
		public = keys["chief"].public_key()
		ski = x509.SubjectKeyIdentifier.from_public_key(public)
		crowd = b""
		for n in range(70):
		    key = ec.generate_private_key(ec.SECP256R1())
		    crowd += (x509.CertificateBuilder().subject_name(subjects["chief"])
		        .issuer_name(subjects["chief"]).public_key(key.public_key())
		        .serial_number(n + 1).not_valid_before(day("2020-01-01"))
		        .not_valid_after(day("2040-01-01")).add_extension(ski, False)
		        .add_extension(x509.BasicConstraints(True, None), True)
		        .sign(key, hashes.SHA256()).public_bytes(Form.DER))
		open("crowd.der", "wb").write(crowd)
	PYTHON
	/usr/bin/python3 crowd.py
	run -1 --separate-stderr cert-verify -c crowd.der -c chief.der -t $NOW <under-chief.der
	says 'record 1 @0: more than 64 signatures to try'
	cert-verify -c chief.der -c crowd.der -t $NOW <under-chief.der | cmp under-chief.der
}

@test "-v says the path" {
	run -0 --separate-stderr bash -c "cat leaf1.der root.der |
		cert-verify -v -c root.der -u int1.der -t $NOW >out"
	says 'record 1 @0: 1 above: CN=int1 (int1.der)' \
		'record 1 @0: 2 above: CN=root (root.der)' \
		"record 2 @$(stat -c %s leaf1.der): is trusted itself"
}

@test "what is no certificate is refused; a cut stream is 65; a full disk 74" {
	printf '\x30\x03\x02\x01\x01' | cat - leaf.der >in
	run -1 --separate-stderr bash -c "cert-verify -c root.der -t $NOW <in >out"
	says 'record 1 @0: not a Certificate (RFC 5280 4.1)'
	cmp leaf.der out
	cat leaf.der leaf.der | head -c -1 >short
	run -65 --separate-stderr bash -c "cert-verify -c root.der -t $NOW <short >out"
	says "record 2 @$(stat -c %s leaf.der): cut short"
	cmp leaf.der out
	cert-verify -c root.der </dev/null | cmp - /dev/null
	cert-verify -n -c root.der -t $NOW <leaf.der | cmp - /dev/null
	run -74 bash -c "cert-verify -c root.der -t $NOW <leaf.der >/dev/full"
}

@test "it is told whom to trust, in DER" {
	run -64 --separate-stderr cert-verify <leaf.der
	[ "$stderr" = "cert-verify: -c FILE is required: whom do you trust?" ]
	run -78 --separate-stderr cert-verify -c root.pem <leaf.der
	[[ $stderr == "cert-verify: root.pem: PEM, and DER is wanted: "* ]]
	run -78 --separate-stderr cert-verify -c root.der -u none.der <leaf.der
	[ "$stderr" = "cert-verify: none.der: No such file or directory" ]
	run -78 --separate-stderr cert-verify -c /dev/null <leaf.der
	[ "$stderr" = "cert-verify: /dev/null: no certificate in it" ]
}

@test "no certificate with one bit turned passes" {
	/usr/bin/python3 - >in <<-'PYTHON'
		import sys
		good = open("leaf.der", "rb").read()
		for at in range(4, len(good)):
		    for bit in (0, 3, 7):
		        bad = bytearray(good)
		        bad[at] ^= 1 << bit
		        sys.stdout.buffer.write(bad)
	PYTHON
	run -1 --separate-stderr bash -c "cert-verify -c root.der -t $NOW <in >out"
	cmp out /dev/null
	[ "${#stderr_lines[@]}" = $(($(stat -c %s in) / $(stat -c %s leaf.der))) ]
}

@test "real paths: the standard's Annex D, and the signer of AAMVA's list" {
	vectors mdoc
	cd "$VECTORS/annex-d"
	cert-verify -c iaca_root_cert.der -t 2020-12-01T00:00:00Z <ds_cert.der | cmp ds_cert.der
	run -1 --separate-stderr cert-verify -c iaca_root_cert.der -t $NOW <ds_cert.der
	[ "$stderr" = "cert-verify: stdin: record 1 @0: not valid after 2021-10-01T00:00:00Z \
(RFC 5280 6.1.3 a 2)" ]
	cd ../vical/aamva-vical-2025-11-18.certs
	cert-verify -c signer_2.der -u signer_1.der -t 2025-11-20T00:00:00Z <signer_0.der |
		cmp signer_0.der
}
