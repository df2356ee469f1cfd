load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	local name
	for name in iaca other; do "$PROJECT/test/fixture.py" iaca "$name"; done
	"$PROJECT/test/fixture.py" ds iaca ds
	"$PROJECT/test/fixture.py" iaca large --key p-384
	"$PROJECT/test/fixture.py" ds large largeds
	make_crl iaca clean
	make_crl iaca others 0A,keyCompromise 0B
	make_crl iaca listed 0A "$SERIAL,keyCompromise" 0B
	make_crl iaca old "--next=2026-11-21T12:00:00Z"
	make_crl other other
	issue good.cbor
	issue response.cbor 'form = "DeviceResponse"'
	issue delivery.cbor 'form = "delivery"'
	issue large.cbor '' largeds
}

setup() { cd "$BATS_FILE_TMPDIR" || return; }

SERIAL=42DDEE0102030405060708090A0B0C0D
NOW=2026-11-22T00:00:00Z

# issue OUT [CODE [DS]] - see mdocs.py.
issue() { "$PROJECT/test/mdocs.py" "${3:-ds}" "$1" "${2-}"; }

verify() { mdoc-verify -c iaca.der -t "$NOW" "$@"; }

# forge CODE - the certificate ds.der, changed by CODE (see forge.py), and its key: bad.
forge() {
	cp ds.key bad.key
	"$PROJECT/test/forge.py" "${2:-iaca}" ds.der bad.der "$1"
}

# says FILE MESSAGE [OPTION...] - FILE is refused between two good ones with this message, ISO
# standing for ISO/IEC 18013-5.
says() {
	cat good.cbor "$1" good.cbor >stream
	run -1 --separate-stderr bash -c 'mdoc-verify "$@" <stream >out' - \
		-c iaca.der -c large.der -t "$NOW" "${@:3}"
	want="mdoc-verify: stdin: record 2 @$(stat -c %s good.cbor): ${2/ISO /ISO/IEC 18013-5 }"
	[ "$stderr" = "$want" ] || {
		printf 'want: %s\nhave: %s\n' "$want" "$stderr"
		return 1
	}
	cat good.cbor good.cbor | cmp - out
}

# refused CODE MESSAGE [OPTION...] - the mdoc that CODE makes of a good one is refused.
refused() {
	issue bad.cbor "$1"
	says bad.cbor "${@:2}"
}

# passed CODE [OPTION...] - it passes.
passed() {
	issue fine.cbor "$1"
	verify "${@:2}" <fine.cbor >out
	cmp fine.cbor out
}

# ds_refused CODE MESSAGE [OPTION...] - so does one whose certificate CODE has changed.
ds_refused() {
	forge "$1"
	issue bad.cbor '' bad
	says bad.cbor "$2" "${@:3}"
}

@test "IssuerSigned, DeviceResponse and delivery pass octet for octet and in order" {
	cat good.cbor response.cbor delivery.cbor good.cbor >in
	verify <in >out
	cmp in out
	# shellcheck disable=SC2002 # a pipe is another way to be read
	cat in large.cbor | mdoc-verify --certificate other.der -c large.der -c iaca.der \
		--time "$NOW" >out
	cat in large.cbor | cmp - out
	verify </dev/null >out
	cmp /dev/null out
	verify -n <in >out
	cmp /dev/null out
}

@test "Annex D of the standard verifies at its time, alone and in its DeviceResponse" {
	vectors mdoc/annex-d
	for file in issuer_signed device_response; do
		mdoc-verify -c "$VECTORS/iaca_root_cert.der" -t 2020-12-01T00:00:00Z \
			<"$VECTORS/$file.cbor" >out
		cmp "$VECTORS/$file.cbor" out
	done
	run -1 --separate-stderr bash -c 'mdoc-verify -c "$0/iaca_root_cert.der" \
		-t 2021-10-01T00:00:01Z <"$0/issuer_signed.cbor"' "$VECTORS"
	[ "$stderr" = "mdoc-verify: stdin: record 1 @0: DS certificate ended \
2021-10-01T00:00:00Z, and it is 2021-10-01T00:00:01Z (RFC 5280 6.1.3 a 2)" ]
}

@test "each of Annex D's negatives fails for its own reason" {
	vectors mdoc/annex-d
	local count=0 file reason
	local -A reasons=(
		[digest]='1 @0: name space 1, item 1: digest is not the one in the MSO'\
' (ISO/IEC 18013-5 9.3.1 step 3)'
		[auth]='1 @0: step 2 of ISO/IEC 18013-5 9.3.1: issuerAuth: signature does not'\
' verify (RFC 9052 4.4)'
		[chain]='1 @0: DS certificate: signature does not verify (RFC 5280 6.1.3 a 1)'
		[alg]='1 @0: issuerAuth: alg is EdDSA, neither ES256 nor ES384 (RFC 9053 2.1)'
		[kind]='2 @3394: not a map: neither IssuerSigned nor DeviceResponse nor a'\
' delivery'
		[cut]='1 @0: cut short'
	)
	while read -r file reason; do
		status=0
		mdoc-verify -c "$VECTORS/iaca_root_cert.der" -t 2020-12-01T00:00:00Z \
			<"$VECTORS/negative/$file.cbor" >out 2>err || status=$?
		[ "$(<err)" = "mdoc-verify: stdin: record ${reasons[$reason]}" ]
		if [ "$reason" = cut ]; then [ "$status" = 65 ]; else [ "$status" = 1 ]; fi
		count=$((count + 1))
	done <<-'END'
		docType_in_mso auth
		ds_cert_pubkey chain
		ds_cert_sig chain
		family_name_value digest
		mso_digest auth
		mso_validUntil auth
		protected_alg alg
		salt digest
		signature auth
		trailing kind
		truncated cut
	END
	[ "$count" = "$(find "$VECTORS/negative" -name '*.cbor' | wc -l)" ]
}

@test "x5chain is in the unprotected header, and of one certificate" {
	refused 'on_auth = lambda a: a[1].clear()' \
		'issuerAuth without x5chain (ISO 9.1.2.4)'
	refused 'on_auth = lambda a: (a[0].update(a[1]), a[1].clear())' \
		'x5chain is in the protected header (ISO 9.1.2.4)'
	refused 'on_auth = lambda a: a[1].update({33: [certificate, certificate]})' \
		'x5chain holds more than the DS certificate (ISO 9.1.2.4)'
	refused 'on_auth = lambda a: a[1].update({33: [certificate]})' \
		'x5chain is an array of fewer than two (RFC 9360 2)'
}

@test "alg is one of ours, protected, and the signature verifies" {
	refused 'on_auth = lambda a: a[0].update({1: -36})' \
		'issuerAuth: alg is ES512, neither ES256 nor ES384 (RFC 9053 2.1)'
	refused 'on_auth = lambda a: a[0].clear()' \
		'issuerAuth: no alg in the protected header (RFC 9052 3.1)'
	refused 'on_signed = lambda s: s["issuerAuth"].__setitem__(3, bytes(63) + b"\1")' \
		'step 2 of ISO 9.3.1: issuerAuth: a half of the signature is not in 1..n-1'\
' (FIPS 186-4 6.4.2)'
	refused 'on_signed = lambda s: s["issuerAuth"].__setitem__(3, b"\1" * 64)' \
		'step 2 of ISO 9.3.1: issuerAuth: signature does not verify (RFC 9052 4.4)'
	refused 'on_signed = lambda s: s.update(issuerAuth=Tag(18, s["issuerAuth"]))' \
		'issuerAuth is tagged (ISO 9.1.2.4)'
}

@test "the DS certificate is of an IACA given: name, key identifier, signature" {
	run -1 --separate-stderr mdoc-verify -c other.der -t "$NOW" <good.cbor
	[ "$stderr" = "mdoc-verify: stdin: record 1 @0: DS certificate: no IACA certificate \
has its issuer's name, octet for octet: C=JP, CN=iaca (ISO/IEC 18013-5 9.3.3)" ]
	ds_refused 'tbs[3] = tbs[3].replace(b"JP", b"jp")' "DS certificate: no IACA certificate\
 has its issuer's name, octet for octet: C=jp, CN=iaca (ISO/IEC 18013-5 9.3.3)"
	ds_refused 'tbs[7] = drop(tbs[7], "2.5.29.35")' "DS certificate: no IACA certificate of\
 that name has its authorityKeyIdentifier: C=JP, CN=iaca (ISO 9.3.3)"
	forge '' other
	issue bad.cbor '' bad
	says bad.cbor 'DS certificate: signature does not verify (RFC 5280 6.1.3 a 1)'
}

@test "an IACA may sign certificates" {
	"$PROJECT/test/forge.py" iaca iaca.der weak.der \
		'tbs[7] = swap(tbs[7], extension("2.5.29.15", b"\3\2\1\2", True))'
	run -1 --separate-stderr mdoc-verify -c weak.der -t "$NOW" <good.cbor
	[ "$stderr" = "mdoc-verify: stdin: record 1 @0: DS certificate: the certificate of its \
issuer is no CA's that may sign certificates: C=JP, CN=iaca (ISO/IEC 18013-5 9.3.3)" ]
	"$PROJECT/test/forge.py" iaca iaca.der weak.der 'tbs[7] = drop(tbs[7], "2.5.29.19")'
	run -1 --separate-stderr mdoc-verify -c weak.der -t "$NOW" <good.cbor
	[[ $stderr == *"is no CA's that may sign certificates"* ]]
}

@test "the DS certificate is for signing mdocs, by Table B.3" {
	local usage='DS certificate: keyUsage is not critical with digitalSignature alone'\
' (ISO Table B.3)'
	local purpose='DS certificate: extKeyUsage is not critical with 1.0.18013.5.1.2 (ISO'\
' Table B.3)'
	ds_refused 'tbs[7] = swap(tbs[7], extension("2.5.29.15", b"\3\2\7\x80"))' "$usage"
	ds_refused 'tbs[7] = swap(tbs[7], extension("2.5.29.15", b"\3\2\6\xc0", True))' "$usage"
	ds_refused 'tbs[7] = drop(tbs[7], "2.5.29.15")' "$usage"
	ds_refused 'tbs[7] = swap(tbs[7], extension("2.5.29.37",
		sequence(oid("1.0.18013.5.1.2"))))' "$purpose"
	ds_refused 'tbs[7] = swap(tbs[7], extension("2.5.29.37",
		sequence(oid("1.0.18013.5.1.6")), True))' "$purpose"
	ds_refused 'tbs[7] = drop(tbs[7], "2.5.29.37")' "$purpose"
	ds_refused 'tbs[7] = extend(tbs[7], extension("1.2.3", NULL, True))' \
		'DS certificate: critical extension 1.2.3 is not one of Table B.3 (RFC 5280'\
' 4.2)'
}

@test "what else Table B.3 says counts under --strict alone" {
	verify --strict <good.cbor | cmp good.cbor -
	forge 'tbs[7] = drop(tbs[7], "2.5.29.18")'
	issue bad.cbor '' bad
	verify <bad.cbor | cmp bad.cbor -
	says bad.cbor 'DS certificate: issuerAltName is missing (Table B.3)' --strict
}

@test "both certificates are valid at the time" {
	run -1 --separate-stderr mdoc-verify -c iaca.der -t 2027-03-21T00:00:01Z <good.cbor
	[ "$stderr" = "mdoc-verify: stdin: record 1 @0: DS certificate ended \
2027-03-21T00:00:00Z, and it is 2027-03-21T00:00:01Z (RFC 5280 6.1.3 a 2)" ]
	run -1 --separate-stderr mdoc-verify -c iaca.der -t 2026-11-20T23:59:59Z <good.cbor
	[ "$stderr" = "mdoc-verify: stdin: record 1 @0: DS certificate begins \
2026-11-21T00:00:00Z, and it is 2026-11-20T23:59:59Z (RFC 5280 6.1.3 a 2)" ]
	"$PROJECT/test/forge.py" iaca iaca.der ended.der 'tbs[4] = sequence(
		tlv(23, b"250101000000Z"), tlv(23, b"261121120000Z"))'
	run -1 --separate-stderr mdoc-verify -c ended.der -t "$NOW" <good.cbor
	[ "$stderr" = "mdoc-verify: stdin: record 1 @0: IACA certificate ended \
2026-11-21T12:00:00Z, and it is $NOW (RFC 5280 6.1.3 a 2)" ]
}

@test "each item's digest is in the MSO, over the octets that came" {
	local place='name space 1, item 2'
	refused 'on_digests = lambda d: d["org.iso.23220.1.jp"].update({0x7fffffff:'\
' bytes(32)})' \
		"$place: digest is not the one in the MSO (ISO 9.3.1 step 3)"
	refused 'on_digests = lambda d: d["org.iso.23220.1.jp"].pop(0x7fffffff)' \
		"$place: the MSO has no such digestID (ISO 9.3.1 step 3)"
	refused 'on_digests = lambda d: d.pop("org.iso.23220.1")' \
		'name space 2, item 1: the MSO has no such name space (ISO 9.3.1 step 3)'
	refused 'spaces["org.iso.23220.1.jp"][1][0] += 1' \
		"$place: digestID is not below 2^31 (ISO 9.1.2.4)"
	refused 'spaces["org.iso.23220.1.jp"][1][1] = bytes(15)' \
		"$place: random of fewer than 16 octets (ISO 9.1.2.5)"
	refused 'def on_signed(s):
	items = s["nameSpaces"]["org.iso.23220.1.jp"]; items[1] = items[1].value' \
		"$place: not tag 24 around a byte string (RFC 8949 3.4.5.1)"
	refused 'def on_signed(s):
	s["nameSpaces"]["org.iso.23220.1.jp"][1].value += b"\0"' \
		"$place: octets behind what tag 24 holds (RFC 8949 3.4.5.1)"
	passed 'spaces["org.iso.23220.1.jp"][1][1] = bytes(16)'
}

@test "decoys, elements held back, none at all and other hashes pass" {
	passed 'on_digests = lambda d: (d["org.iso.23220.1"].update({99: bytes(32)}),
		d.update(more={1: bytes(32)}))'
	passed 'on_signed = lambda s: s["nameSpaces"].pop("org.iso.23220.1")'
	passed 'on_signed = lambda s: s.pop("nameSpaces")'
	for hash in 384 512; do
		passed "import hashlib
def on_mso(m):
	m['digestAlgorithm'] = 'SHA-$hash'
	m['valueDigests'] = {'x': {1: hashlib.sha$hash(cbor(item)).digest()}}
item = wrapped({'digestID': 1, 'random': bytes(16), 'elementIdentifier': 'e',
	'elementValue': 1})
on_signed = lambda s: s.update(nameSpaces={'x': [item]})"
	done
}

@test "docType of the Document is that of the MSO, in each document" {
	refused 'form = "DeviceResponse"
on_record = lambda r: r["documents"][0].update(docType="org.iso.18013.5.1.mDL")' \
		'document 1: docType of the Document is not that of the MSO (ISO 9.3.1 step 4)'
	refused 'form = "DeviceResponse"
on_record = lambda r: r["documents"].append({**r["documents"][0], "docType": "x"})' \
		'document 2: docType of the Document is not that of the MSO (ISO 9.3.1 step 4)'
	refused 'form = "DeviceResponse"
on_record = lambda r: r.pop("documents")' \
		'a DeviceResponse without documents (ISO 9.3.1)'
}

@test "validityInfo holds at the time, and within the DS certificate" {
	refused 'on_mso = lambda m:'\
' m["validityInfo"].update(signed=date("2026-11-20T23:59:59Z"))' \
		'signed, 2026-11-20T23:59:59Z, is outside the validity of the DS certificate'\
' (ISO 9.3.1 step 5)'
	refused 'on_mso = lambda m:'\
' m["validityInfo"].update(validFrom=date("2026-11-22T00:00:01Z"))' \
		'not valid yet: validFrom is 2026-11-22T00:00:01Z, and it is'\
' 2026-11-22T00:00:00Z (ISO 9.3.1 step 5)'
	refused 'on_mso = lambda m:'\
' m["validityInfo"].update(validUntil=date("2026-11-21T23:59:59Z"))' \
		'valid no more: validUntil is 2026-11-21T23:59:59Z, and it is'\
' 2026-11-22T00:00:00Z (ISO 9.3.1 step 5)'
	passed 'on_mso = lambda m:'\
' m["validityInfo"].update(validFrom=date("2026-11-22T00:00:00Z"))'
	passed 'on_mso = lambda m:'\
' m["validityInfo"].update(validUntil=date("2026-11-22T00:00:00Z"))'
	refused 'on_mso = lambda m:'\
' m["validityInfo"].update(validFrom=date("2026-11-21T02:59:59Z"))' \
		'validFrom is before signed (ISO 9.1.2.4)'
	refused 'on_mso = lambda m:'\
' m["validityInfo"].update(validUntil=date("2026-11-21T03:00:00Z"))' \
		'validUntil is not after validFrom (ISO 9.1.2.4)'
	for time in 2026-11-21T03:00:00.0Z 2026-11-21T12:00:00+09:00 2026-11-21t03:00:00z \
		2026-11-31T03:00:00Z; do
		refused "on_mso = lambda m: m['validityInfo'].update(signed=date('$time'))" \
			'a time of validityInfo is not there, or not a tdate in whole'\
' seconds and Z (ISO 9.1.2.4)'
	done
}

@test "the DS certificate is not on its IACA's CRL, which is current" {
	local why='(ISO/IEC 18013-5 9.3.3, RFC 5280 6.3.3)'
	verify --crl clean.crl <good.cbor | cmp good.cbor -
	verify --crl others.crl --crl other.crl -c other.der <good.cbor | cmp good.cbor -
	cat old.crl clean.crl >both.crl
	verify --crl both.crl <good.cbor | cmp good.cbor -
	run -1 --separate-stderr verify --crl listed.crl <good.cbor
	[ "$stderr" = "mdoc-verify: stdin: record 1 @0: DS certificate is revoked: it is on\
 the \
CRL of its IACA $why" ]
	run -1 verify --crl clean.crl --crl listed.crl <good.cbor
	run -1 --separate-stderr verify --crl old.crl <good.cbor
	[ "$stderr" = "mdoc-verify: stdin: record 1 @0: the CRL of the DS certificate's IACA\
 is \
not current $why" ]
	run -1 --separate-stderr verify -c other.der --crl other.crl <good.cbor
	[ "$stderr" = "mdoc-verify: stdin: record 1 @0: no CRL of the DS certificate's IACA\
 was \
given $why" ]
}

@test "a CRL that cannot tell all is 78" {
	run -78 --separate-stderr verify --crl other.crl <good.cbor
	[ "$stderr" = "mdoc-verify: other.crl: issued by another CA, C=JP, CN=other: no \
certificate has this name (RFC 5280 6.3.3 f)" ]
	make_crl iaca scoped --scope user
	run -78 --separate-stderr verify --crl scoped.crl <good.cbor
	[ "$stderr" = "mdoc-verify: scoped.crl: issuingDistributionPoint, so that it may not\
 be \
all of the IACA's (ISO/IEC 18013-5 Table B.10)" ]
	run -78 verify --crl /dev/null <good.cbor
	run -78 verify --crl none.crl <good.cbor
	head -c 100 clean.crl >cut.crl
	run -78 verify --crl cut.crl <good.cbor
}

@test "what is not of the form is refused, each for its own reason" {
	local clause='(ISO 9.1.2.4)'
	refused 'on_mso = lambda m: m.update(version="2.0")' "version of the MSO is not 1.x\
 $clause"
	refused 'on_mso = lambda m: m.pop("docType")' "docType of the MSO is not text $clause"
	refused 'on_mso = lambda m: m.update(deviceKeyInfo={})' \
		"deviceKeyInfo without deviceKey $clause"
	refused 'on_mso = lambda m: m.update(digestAlgorithm="SHA-1")' \
		'digestAlgorithm is neither SHA-256 nor SHA-384 nor SHA-512 (ISO 9.1.2.5)'
	refused 'on_digests = lambda d: d["org.iso.23220.1"].update({99: bytes(31)})' \
		"a digest is not of digestAlgorithm's size (ISO 9.1.2.5)"
	refused 'on_mso = lambda m: m["status"].update(status_list={"idx": 1})' \
		'status_list without idx or uri (Token Status List 6.3)'
	refused 'on_auth = lambda a: a.__setitem__(2, a[2][2:])' \
		'not tag 24 around a byte string (RFC 8949 3.4.5.1)'
	refused 'on_auth = lambda a: a.__setitem__(2, a[2] + b"\0")' \
		'the payload is not one item (RFC 8949 5.3.1)'
	refused 'on_signed = lambda s: s["issuerAuth"].__setitem__(2, Raw(b"\xf6"))' \
		"issuerAuth without payload $clause"
	refused 'on_signed = lambda s: s["nameSpaces"].clear()' \
		'nameSpaces is not a map of at least one (ISO 8.3.2.1.2.2)'
	refused 'form = "delivery"
on_record = lambda r: r.pop("id")' 'a delivery without n, id or index (cborstream(5))'
	refused 'on_record = lambda r: r.pop("issuerAuth")' \
		'a map that is neither IssuerSigned nor DeviceResponse nor a delivery'
	refused 'spaces["org.iso.23220.1"] += [[n + 2, salt(3), "e", 1] for n in range(1023)]' \
		'more than 1024 items in a name space'
}

@test "a stream that breaks ends with 65, and what was whole before is there" {
	head -c 500 good.cbor | cat delivery.cbor - >in
	run -65 --separate-stderr bash -c 'mdoc-verify -c iaca.der -t "$0" <in >out' "$NOW"
	[ "$stderr" = "mdoc-verify: stdin: record 2 @$(stat -c %s delivery.cbor): cut short" ]
	cmp delivery.cbor out
}

@test "-v says who signed, and how many elements" {
	run -0 --separate-stderr bash -c 'mdoc-verify -v -c iaca.der -t "$0" <response.cbor'\
' >out' \
		"$NOW"
	[ "$stderr" = "mdoc-verify: stdin: record 1 @0: document 1: 4 elements, signed by \
C=JP, CN=ds, serial $SERIAL (iaca.der)" ]
}

@test "no message says what an element holds, nor its name" {
	for code in 'on_digests = lambda d: d.pop("org.iso.23220.1.jp")' \
		'spaces["org.iso.23220.1.jp"][0][1] = b""' \
		'on_signed = lambda s: s["nameSpaces"].update({"\u845b": [1]})'; do
		issue bad.cbor "$code"
		run -1 --separate-stderr verify -vv <bad.cbor
		[[ $stderr != *葛* && $stderr != *full_name* && $stderr != *2001* ]]
	done
}

@test "the command line and its files" {
	run -64 --separate-stderr mdoc-verify <good.cbor
	[ "$stderr" = "mdoc-verify: -c FILE is required; see mdoc-verify --help" ]
	run -64 mdoc-verify -c iaca.der file </dev/null
	run -64 mdoc-verify -c iaca.der -t yesterday </dev/null
	run -78 --separate-stderr mdoc-verify -c none.der </dev/null
	[ "$stderr" = "mdoc-verify: none.der: No such file or directory" ]
	run -78 mdoc-verify -c good.cbor </dev/null
	run -74 --separate-stderr bash -c 'mdoc-verify -c iaca.der -t "$0" <good.cbor'\
' >/dev/full' \
		"$NOW"
	[ "$stderr" = "mdoc-verify: standard output: No space left on device" ]
}

@test "hostile octets cost a second and 256 MB at most, and end as the table says" {
	vectors cbor
	local file status
	while read -r file; do
		status=0
		memory 256 timeout 1 mdoc-verify -c iaca.der <"$file" >out 2>err || status=$?
		[ ! -s out ]
		case $status in 1 | 65) [ -s err ] ;; *) echo "$file: $status"; return 1 ;; esac
	done < <(find "$VECTORS" "$VECTORS/../cose" -name '*.cbor' -size +0 | sort)
}
