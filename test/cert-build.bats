# cert-build - what a profile makes of a request is what cert-check and others accept.
load helper

BEGIN=2026-11-21T00:00:00Z NOW=2026-12-01T00:00:00Z
NAMES=(--set contact=mdoc@example.jp --set crl=https://example.jp/iaca.crl)

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_token t
	key-generate -a p-384 -K "$(token_uri t old)" -K "$(token_uri t new)" >keys
	key-generate -a p-256 -K "$(token_uri t signer)" >>keys
	key-generate -a rsa-2048 -K "$(token_uri t citizen)" >>keys
	csr old 'C=JP, O=Example, CN=Example IACA'
	csr new 'C=JP, O=Example, CN=Example IACA'
	csr signer 'C=JP, CN=Signer 1'
	csr citizen 'C=JP, O=Example, OU=Citizens'
	root old
	openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout theirs.key \
		-subj '/C=JP/CN=Theirs' -addext basicConstraints=critical,CA:TRUE \
		-outform DER -out theirs.csr 2>log
	cat >show.py <<-'PYTHON'
		import sys
		from cryptography import x509
		for path in sys.argv[1:]:
		    cert = x509.load_der_x509_certificate(open(path, "rb").read())
		    print(cert.not_valid_before.isoformat(), cert.not_valid_after.isoformat())
	PYTHON
}
setup() { cd "$BATS_FILE_TMPDIR" || return; }

# csr KEY SUBJECT [NAME] - the request KEY.csr, or NAME.csr, of a key of the token.
csr() {
	cert-request -K "$(token_uri t "$1")" -S "$2" | der-sign -K "$(token_uri t "$1")" \
		>"${3:-$1}.csr"
}
# root KEY - the root certificate KEY.der, valid from 2026-11-01.
root() {
	cert-build iaca "${NAMES[@]}" -t 2026-11-01T00:00:00Z <"$1.csr" |
		der-sign -K "$(token_uri t "$1")" >"$1.der"
	openssl x509 -inform DER -in "$1.der" -out "$1.pem"
}
# signed KEY <tbs >certificate - by the key whose certificate is KEY.der.
signed() { der-sign -K "$(token_uri t "$1")" -c "$1.der" -t "$NOW"; }
# text FILE - a certificate as OpenSSL prints it, without its octets and blanks.
text() {
	openssl x509 -inform DER -in "$1" -noout -text -certopt no_pubkey,no_sigdump |
		sed 's/^ *//; s/ *$//'
}

# says LINE... - these are the messages.
says() {
	for one; do echo "cert-build: $one"; done >messages
	printf '%s\n' "$stderr" | diff messages -
}

# refuses PROFILE FILE MESSAGE... - the request FILE is refused with exactly these messages,
# and nothing is written.
refuses() {
	local profile=$1 file=$2
	shift 2
	local -a issuer=(-c old.der)
	[ "$profile" != iaca ] && [ "$profile" != ca ] || issuer=()
	run -1 --separate-stderr bash -c 'in=$1; shift; "$@" <"$in" >out' - "$file" \
		cert-build "$profile" "${issuer[@]}" "${NAMES[@]}" -t "$NOW"
	says "${@/#/stdin: record 1 @0: }"
	cmp out /dev/null
}

@test "a root is what Table B.1 says, and OpenSSL and GnuTLS verify it" {
	cert-check iaca -t $NOW <old.der | cmp old.der
	text old.der >have
	cat >want <<-'TEXT'
		Signature Algorithm: ecdsa-with-SHA384
		Issuer: C = JP, O = Example, CN = Example IACA
		Validity
		Not Before: Nov  1 00:00:00 2026 GMT
		Not After : Nov  1 00:00:00 2035 GMT
		Subject: C = JP, O = Example, CN = Example IACA
		X509v3 extensions:
		X509v3 Subject Key Identifier:
		SKI
		X509v3 Key Usage: critical
		Certificate Sign, CRL Sign
		X509v3 Issuer Alternative Name:
		email:mdoc@example.jp
		X509v3 Basic Constraints: critical
		CA:TRUE, pathlen:0
		X509v3 CRL Distribution Points:
		Full Name:
		URI:https://example.jp/iaca.crl
	TEXT
	sed -i '/^Signature Algorithm/,$!d; s/^[0-9A-F:]\{59\}$/SKI/' have
	diff want have
	openssl verify -x509_strict -check_ss_sig -attime 1796083200 -CAfile old.pem old.pem
	certtool -i --inder --infile old.der >out
}

@test "a Document Signer's certificate is what Table B.3 says, and verifies" {
	cert-build ds -c old.der "${NAMES[@]}" -t $BEGIN <signer.csr |
		signed old >ds.der
	cert-check ds -c old.der -t $NOW <ds.der | cmp ds.der
	text ds.der >have
	for line in 'Version: 3 (0x2)' 'Signature Algorithm: ecdsa-with-SHA384' \
		'Issuer: C = JP, O = Example, CN = Example IACA' \
		'Subject: C = JP, CN = Signer 1' \
		'Not Before: Nov 21 00:00:00 2026 GMT' 'Not After : Mar 21 00:00:00 2027 GMT' \
		'X509v3 Key Usage: critical' 'Digital Signature' \
		'X509v3 Extended Key Usage: critical' 1.0.18013.5.1.2 \
		'X509v3 Issuer Alternative Name:' email:mdoc@example.jp \
		'X509v3 CRL Distribution Points:' URI:https://example.jp/iaca.crl \
		'X509v3 Private Key Usage Period:' \
		'Not Before: Nov 21 00:00:00 2026 GMT, Not After: Feb 21 00:00:00 2027 GMT'; do
		grep -qxF "$line" have || { echo "no $line"; cat have; return 1; }
	done
	run -1 grep -q 'Basic Constraints' have
	openssl x509 -inform DER -in ds.der -out ds.pem
	openssl verify -x509_strict -ignore_critical -attime 1796083200 -CAfile old.pem ds.pem
}

@test "what is built by each profile passes its check" {
	for profile in ds status ocsp; do
		names=("${NAMES[@]}")
		[ $profile != ocsp ] || names=()
		cert-build $profile -c old.der "${names[@]}" -t $BEGIN <signer.csr |
			signed old | cert-check $profile -c old.der -t $NOW >$profile.der
		[ -s $profile.der ]
	done
	cert-build ca --set 'alternative=C=JP, O=日本' --set 'crl=C=JP, O=Example, CN=Lists' \
		-t $BEGIN <citizen.csr | der-sign -K "$(token_uri t citizen)" |
		cert-check ca -t $NOW >ca.der
	text ca.der >have
	grep -qx 'Signature Algorithm: sha256WithRSAEncryption' have
	grep -qx 'DirName:C = JP, O = Example, CN = Lists' have
	grep -qx 'CA:TRUE' have
	text ocsp.der >have
	grep -qx 'OCSP No Check:' have
	grep -qx 'OCSP Signing' have
	run -1 grep -q 'CRL Distribution' have
	# What is optional is left out when it is not set.
	cert-build ca -t $BEGIN <citizen.csr |
		der-sign -K "$(token_uri t citizen)" >plain.der
	cert-check ca -t $NOW <plain.der | cmp plain.der
	run -1 grep -q 'Alternative Name\|CRL Distribution' <(text plain.der)
}

@test "NewWithOld and OldWithNew lead from either root to the certificates of the other" {
	root new
	cert-build link -c old.der "${NAMES[@]}" -t $NOW <new.der | signed old >new-old.der
	cert-build link -c new.der "${NAMES[@]}" -t $NOW <old.der | signed new >old-new.der
	cert-check link -c old.der -t $NOW <new-old.der | cmp new-old.der
	cert-check link -c new.der -t $NOW <old-new.der | cmp old-new.der
	for key in old new; do
		cert-build ds -c $key.der "${NAMES[@]}" -t $BEGIN <signer.csr |
			signed $key >under-$key.der
	done
	for name in new-old old-new under-old under-new; do
		openssl x509 -inform DER -in $name.der -out $name.pem
	done
	verify() { openssl verify -x509_strict -ignore_critical -attime 1796169600 "$@"; }
	verify -CAfile old.pem -untrusted new-old.pem under-new.pem
	verify -CAfile new.pem -untrusted old-new.pem under-old.pem
	run -2 verify -CAfile old.pem under-new.pem
	# Both ends of it lie inside the validity of both.
	[ "$(/usr/bin/python3 show.py new-old.der)" = \
		"2026-12-01T00:00:00 2035-11-01T00:00:00" ]
}

@test "a link is refused to a certificate of another name, or not signed by its own key" {
	csr citizen 'C=JP, O=Example, CN=Another' another
	cert-build ca -t $BEGIN <another.csr |
		der-sign -K "$(token_uri t citizen)" >another.der
	refuses link another.der 'subject is not the issuer, octet for octet (RFC 5280 6.1.4 l)'
	cert-build ds -c old.der "${NAMES[@]}" -t $BEGIN <signer.csr |
		signed old >ds.der
	refuses link ds.der 'signature does not verify'
	refuses link signer.csr 'not a Certificate (RFC 5280 4.1)'
	refuses ds old.der 'not a CertificationRequest (RFC 2986 4.2)'
}

@test "a link begins and ends inside the validity of both roots" {
	cert-build iaca "${NAMES[@]}" -t 2026-11-15T00:00:00Z <new.csr |
		der-sign -K "$(token_uri t new)" >late.der
	run -1 --separate-stderr cert-build link -c old.der -t 2026-11-14T23:59:59Z <late.der
	says "stdin: record 1 @0: the request's certificate is not valid before \
2026-11-15T00:00:00Z"
	cert-build link -c old.der -t 2026-11-15T00:00:00Z <late.der | signed old >link.der
	[ "$(/usr/bin/python3 show.py link.der)" = \
		"2026-11-15T00:00:00 2035-11-01T00:00:00" ]
	run -1 --separate-stderr cert-build link -c old.der -t 2035-11-01T00:00:01Z <late.der
	says 'stdin: record 1 @0: it would end before it begins'
}

@test "months go by the calendar, and the usage period ends inside the validity" {
	while read -r begin end use; do
		cert-build ds -c old.der "${NAMES[@]}" -t "${begin}Z" <signer.csr >tbs
		der-sign -K "$(token_uri t old)" -c old.der -t "$NOW" <tbs >ds.der
		[ "$(/usr/bin/python3 show.py ds.der)" = "$begin $end" ]
		grep -qF "${use}Z" ds.der || { echo "$begin: not $use"; return 1; }
	done <<-'CASES'
		2026-11-21T00:00:00 2027-03-21T00:00:00 20270221000000
		2026-11-30T12:34:56 2027-03-30T12:34:56 20270228123456
		2027-10-31T00:00:00 2028-02-29T00:00:00 20280131000000
		2027-11-30T23:59:59 2028-03-30T23:59:59 20280229235959
		2026-12-31T00:00:00 2027-04-30T00:00:00 20270331000000
		2027-01-31T00:00:00 2027-05-31T00:00:00 20270430000000
	CASES
}

@test "a usage period longer than the validity is cut at its end" {
	sed '/privateKeyUsagePeriod/s/3 months/6 months/' "$PROJECT/etc/profiles/ds.profile" \
		>long.profile
	cert-build long.profile -c old.der "${NAMES[@]}" -t $BEGIN <signer.csr | signed old |
		cert-check long.profile -c old.der -t $NOW >long.der
	grep -qx 'Not Before: Nov 21 00:00:00 2026 GMT, Not After: Mar 21 00:00:00 2027 GMT' \
		<(text long.der)
}

@test "serials are positive, of 126 bits, and never twice" {
	for ((i = 0; i < 500; i++)); do cat signer.csr; done >many
	cert-build ds -c old.der "${NAMES[@]}" -t $NOW <many >tbs
	/usr/bin/python3 - <<-'PYTHON'
		data, seen, ones = open("tbs", "rb").read(), set(), 0
		while data:
		    size = 4 + int.from_bytes(data[2:4], "big")
		    tbs, data = data[:size], data[size:]
		    assert tbs[4:9] == bytes.fromhex("a003020102")
		    assert tbs[9:11] == b"\x02\x10" and tbs[11] >> 6 == 1, tbs[:32].hex()
		    serial = int.from_bytes(tbs[11:27], "big")
		    seen.add(serial)
		    ones += bin(serial).count("1")
		assert len(seen) == 500
		# 126 fair coins and a one, 500 times: eight standard deviations either side.
		assert abs(ones - 500 * 64) < 8 * (500 * 126 / 4) ** .5, ones
	PYTHON
}

@test "--seed repeats a run octet for octet, and says that it must not be used" {
	echo seed >seed
	cat signer.csr signer.csr >two
	for n in 1 2; do
		run -0 --separate-stderr bash -c 'out=$1; shift; "$@" <two >$out' - tbs$n \
			cert-build ds -c old.der "${NAMES[@]}" -t $NOW --seed seed
		says '--seed: NOTHING HERE IS RANDOM; for tests alone'
	done
	cmp tbs1 tbs2
	[ "$(head -c 60 tbs1 | od -An -tx1 -j 11 -N 16)" != \
		"$(tail -c $(($(stat -c %s tbs1) / 2)) tbs1 | od -An -tx1 -j 11 -N 16)" ]
	: >empty
	run -78 --separate-stderr cert-build ds -c old.der "${NAMES[@]}" --seed empty <two
	says 'empty: an empty seed'
}

@test "requests of OpenSSL and GnuTLS are taken, and the extensions they ask for are not" {
	certtool --generate-privkey --key-type ecdsa --outfile gnutls.key 2>log
	printf 'country = JP\ncn = GnuTLS\nca\ncert_signing_key\n' >template
	certtool --generate-request --load-privkey gnutls.key --template template --outder \
		--outfile gnutls.csr 2>log
	cat theirs.csr signer.csr gnutls.csr >in
	cert-build ds -c old.der "${NAMES[@]}" -t $NOW <in | signed old |
		cert-check ds -c old.der -t $NOW >out
	for name in theirs signer gnutls; do
		cert-build ds -c old.der "${NAMES[@]}" -t $NOW --seed show.py <$name.csr 2>log |
			signed old >$name.der
		run -1 grep -q CA:TRUE <(text $name.der)
	done
	# The key that was asked for is the one that is certified.
	openssl x509 -inform DER -in theirs.der -noout -pubkey >have
	openssl pkey -in theirs.key -pubout | cmp have
}

@test "a request without proof of possession is refused" {
	head -c -1 signer.csr >bad
	tail -c 1 signer.csr | tr '\0-\377' '\1-\377\0' >>bad
	refuses ds bad 'signature does not verify'
	# Another's key in one's own request.
	/usr/bin/python3 - <<-'PYTHON'
		a, b = open("signer.csr", "rb").read(), open("theirs.csr", "rb").read()
		mark = bytes.fromhex("3059301306072a8648ce3d0201")
		i, j = a.index(mark), b.index(mark)
		open("bad", "wb").write(a[:i] + b[j:j + 91] + a[i + 91:])
	PYTHON
	refuses ds bad 'signature does not verify'
	openssl req -new -newkey ed25519 -nodes -keyout ed.key -subj /C=JP/CN=x -outform DER \
		-out bad 2>log
	refuses ds bad 'signature algorithm is not one we verify (RFC 4055, RFC 5758)'
}

@test "a subject or key that the profile does not allow is refused, every breach on a line" {
	csr signer 'C=KR, OU=Nobody' nobody
	refuses ds nobody.csr 'C is not that of the issuer (Table B.3)' \
		'subject has no CN (Table B.3)'
	refuses iaca citizen.csr 'subject has no CN (Table B.1)' \
		'key is RSA-2048, which the profile has not (Table B.1)'
}

@test "a certificate must be valid inside its issuer's" {
	build() { cert-build ds -c old.der "${NAMES[@]}" -t "$1" <signer.csr >out; }
	run -1 --separate-stderr build 2026-10-31T23:59:59Z
	says "stdin: record 1 @0: the issuer's certificate is not valid before \
2026-11-01T00:00:00Z"
	run -1 --separate-stderr build 2035-07-01T00:00:01Z
	says "stdin: record 1 @0: the issuer's certificate is not valid after \
2035-11-01T00:00:00Z"
	cmp out /dev/null
	build 2035-07-01T00:00:00Z
	build 2026-11-01T00:00:00Z
}

@test "an issuer that may not sign certificates, or signs with another algorithm, is refused" {
	cert-build ds -c old.der "${NAMES[@]}" -t $BEGIN <signer.csr |
		signed old >ds.der
	run -78 --separate-stderr cert-build ds -c ds.der "${NAMES[@]}" <signer.csr
	says 'ds.der: may not sign certificates (RFC 5280 4.2.1.3, 4.2.1.9)'
	cert-build ca -t $BEGIN <citizen.csr |
		der-sign -K "$(token_uri t citizen)" >ca.der
	run -1 --separate-stderr cert-build ds -c ca.der "${NAMES[@]}" -t $NOW <signer.csr
	says "stdin: record 1 @0: the issuer's key signs with sha256WithRSAEncryption, which \
the profile has not"
	run -64 --separate-stderr cert-build ds "${NAMES[@]}" <signer.csr
	says "ds: needs the issuer's certificate: -c FILE"
	run -64 --separate-stderr cert-build iaca -c old.der "${NAMES[@]}" <old.csr
	says 'iaca: is for self-signed certificates: no -c'
	make_ca plain p-384 --no-ski
	run -1 --separate-stderr cert-build ds -c plain.der "${NAMES[@]}" -t $NOW <signer.csr
	says "stdin: record 1 @0: the issuer's certificate has no subjectKeyIdentifier \
(RFC 5280 4.2.1.1)"
}

@test "names are set for every word of the profile, once, and are of the kind it wants" {
	wrong() { # wrong MESSAGE OPTION...
		local message=$1
		shift
		run -64 --separate-stderr cert-build iaca "$@" <old.csr
		says "iaca: --set $message"
	}
	crl='crl=http://x/' contact='contact=a@b'
	wrong 'contact is not set, and issuerAltName needs it' --set $crl
	wrong 'crl is not set, and cRLDistributionPoints needs it' --set $contact
	wrong 'url: the profile has no such word' --set $crl --set $contact --set url=x
	wrong 'crl is set twice' --set $crl --set $contact --set $crl
	wrong 'cRLDistributionPoints: a@b: not uri' --set $contact --set crl=a@b
	wrong 'issuerAltName: C=JP: not email or uri' --set $crl --set contact=C=JP
	wrong 'issuerAltName: a b@c: neither TYPE=VALUE, TYPE=VALUE... nor a URI' --set $crl \
		--set 'contact=a b@c'
	run -64 --separate-stderr cert-build iaca --set crl <old.csr
	says '--set crl: not NAME=VALUE'
	run -64 --separate-stderr cert-build iaca
	run -64 --separate-stderr cert-build none <old.csr
	# A URI will do for a contact.
	cert-build iaca --set $crl --set contact=https://example.jp/ -t $NOW <old.csr >tbs
	grep -qF https://example.jp/ tbs
}

@test "a profile may write its names out" {
	sed 's|\$contact|iaca@example.jp|; s|uri \$crl|uri http://fixed/#a|' \
		"$PROJECT/etc/profiles/iaca.profile" >my.profile
	cert-build my.profile -t $BEGIN <old.csr |
		der-sign -K "$(token_uri t old)" >mine.der
	cert-check my.profile -t $NOW <mine.der | cmp mine.der
	run -1 --separate-stderr cert-check my.profile -t $NOW <old.der
	[[ $stderr == *"cRLDistributionPoints is another name than the profile's (Table B.1)" ]]
}

@test "many requests keep their order, and a bad one is left out" {
	cert-request -K "$(token_uri t new)" -S 'C=JP, CN=Second' |
		der-sign -K "$(token_uri t new)" >second.csr
	cat signer.csr citizen.csr second.csr >in
	run -1 --separate-stderr bash -c '"$@" <in >out' - cert-build ds -c old.der \
		"${NAMES[@]}" -t $NOW
	[[ ${stderr_lines[0]} == \
		"cert-build: stdin: record 2 @$(stat -c %s signer.csr): subject has no CN "* ]]
	signed old <out | cert-check ds -c old.der -t $NOW >certs
	size=$(($(od -An -tu1 -j 2 -N 1 certs) * 256 + $(od -An -tu1 -j 3 -N 1 certs) + 4))
	tail -c +$((size + 1)) certs >last.der
	[ "$(openssl x509 -inform DER -in last.der -noout -subject)" = \
		"subject=C = JP, CN = Second" ]
}

@test "a cut stream is 65, no input no output, -n writes nothing, a full disk is 74" {
	build() { cert-build ds -c old.der "${NAMES[@]}" -t $NOW "$@"; }
	cat signer.csr signer.csr | head -c -1 >short
	run -65 --separate-stderr build <short
	says "stdin: record 2 @$(stat -c %s signer.csr): cut short"
	build </dev/null | cmp - /dev/null
	build -n <signer.csr | cmp - /dev/null
	run -74 bash -c '"$@" <signer.csr >/dev/full' - cert-build ds -c old.der "${NAMES[@]}"
}

@test "-v says the serial and the subject" {
	run -0 --separate-stderr bash -c '"$@" <signer.csr >out' - cert-build ds -v -c old.der \
		"${NAMES[@]}" -t $NOW
	serial=$(od -An -tx1 -j 11 -N 16 out | tr -d ' \n' | tr a-f A-F)
	says "serial $serial for C=JP, CN=Signer 1"
}
