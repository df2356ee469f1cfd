# store-check - every invariant of statusstore(5), each breached alone.
load helper

# One certificate of tokyo, 5EA1..., revoked, its CRL number 1 published; two requests of
# osaka without certificates.  The serials are long so that `patch` finds them and nothing else.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_ca tokyo
	make_ca osaka
	make_store st tokyo osaka
	make_cert tokyo certs --serial 5EA15EA15EA15EA1
	cert-put -s st <certs.der
	list-put -s st --dp http://a.example/x.crl --scope ca tokyo/x
	request tokyo 5EA15EA15EA15EA1 superseded 2026-11-20T00:00:00Z ',"case":"A-1"' |
		put_requests st
	{ request osaka 0A0A0A0A0A0A0A0A; request osaka 0B0B0B0B0B0B0B0B; } | put_requests st -u
	crl-build -s st -l tokyo/user -t 2026-11-21T00:00:00Z | sign_crl tokyo >crl
	crl-publish -s st -d out -t 2026-11-21T00:00:00Z <crl
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	cp -r "$BATS_FILE_TMPDIR/st" .
}

# patch OLD NEW - put octets (hex) in the place of others wherever they stand in the store.
patch() {
	/usr/bin/python3 -c 'import sys
old, new = (bytes.fromhex(text) for text in sys.argv[1:])
data = open("st/data.mdb", "rb").read()
assert len(old) == len(new) and old in data
open("st/data.mdb", "wb").write(data.replace(old, new))' "$1" "$2"
}
text() { printf %s "$1" | od -An -v -tx1 | tr -d ' \n'; }

# breach LINE... - store-check exits 1 and says exactly these lines.
breach() {
	run -1 --separate-stderr store-check -s st
	[ -z "$output" ]
	[ "$stderr" = "$(printf 'store-check: %s\n' "$@")" ]
}

SERIAL=5EA15EA15EA15EA1
END=0000000083aa7e80 # 2040-01-01, when the certificates of make_cert end

@test "a good store passes, says nothing, and is read only; -v says what there was" {
	cp st/data.mdb before
	run -0 --separate-stderr store-check -s st
	[ -z "$output$stderr" ]
	run -0 --separate-stderr store-check -vs st
	[ "$stderr" = "store-check: 2 issuers, 5 lists: good" ]
	cmp before st/data.mdb
}

@test "an entry that holds another serial than its key" {
	patch "0208${SERIAL}170d" 02085EA15EA15EA15EA2170d
	breach "tokyo/user: entry $SERIAL: holds another serial"
}

@test "an entry that is no DER" {
	patch "302702085EA1" 302802085EA1
	breach "tokyo/user: entry $SERIAL: item goes past the end of what contains it"
}

@test "an entry that is not encoded as we encode it" {
	patch "${SERIAL}170d3236313132303030303030305a300c300a0603551d1504030a0104" \
		"${SERIAL}170d3236313132303030303030305a300c300a0603551d1504030a0100"
	breach "tokyo/user: entry $SERIAL: is not encoded as we encode it" \
		"tokyo/user: entry $SERIAL: reason 0 is not one of its issuer's"
}

@test "an entry whose reason its issuer does not admit" {
	patch "${SERIAL}170d3236313132303030303030305a300c300a0603551d1504030a0104" \
		"${SERIAL}170d3236313132303030303030305a300c300a0603551d1504030a0109"
	breach "tokyo/user: entry $SERIAL: reason 9 is not one of its issuer's"
}

@test "an entry whose key is none" {
	patch "080A0A0A0A0A0A0A0A7fff" 070A0A0A0A0A0A0A0A7fff
	breach "osaka/user: entry 0A0A0A0A0A0A0A0A: key or value is malformed" \
		"osaka/user: totals say 2 entries, 82 octets, 2 unregistered; \
the entries are 2, 41, 1"
}

@test "entries that are out of order" {
	patch "080B0B0B0B0B0B0B0B7fff" 08090B0B0B0B0B0B0B7fff
	breach "osaka/user: entry 090B0B0B0B0B0B0B: is out of order" \
		"osaka/user: entry 090B0B0B0B0B0B0B: holds another serial"
}

@test "an expiry that is not the certificate's" {
	patch "08${SERIAL}$END" "08${SERIAL}0000000083aa7e81"
	breach "tokyo/user: entry $SERIAL: its expiry is not its certificate's" \
		"tokyo/user: expiry table disagrees with the entries at row 1"
}

@test "an expiry where no certificate is registered" {
	patch "080A0A0A0A0A0A0A0A7fffffffffffffff" "080A0A0A0A0A0A0A0A$END"
	breach "osaka/user: entry 0A0A0A0A0A0A0A0A: its expiry is not its certificate's" \
		"osaka/user: totals say 2 entries, 82 octets, 2 unregistered; \
the entries are 2, 82, 1" "osaka/user: expiry table has 0 rows, want 1"
}

@test "an expiry table that counts wrong, or has a row too many or too few" {
	row=8${END:1}0000000000000001
	patch "${row}0000000000000029" "${row}000000000000002a"
	breach "tokyo/user: expiry table disagrees with the entries at row 1"
	patch "${row}000000000000002a" "8${END:1}00000000000000000000000000000029"
	breach "tokyo/user: expiry table has 0 rows, want 1"
	patch "${SERIAL}$END" "${SERIAL}7fffffffffffffff"
	patch "8${END:1}00000000000000000000000000000029" "${row}0000000000000029"
	breach "tokyo/user: entry $SERIAL: its expiry is not its certificate's" \
		"tokyo/user: totals say 1 entries, 41 octets, 0 unregistered; \
the entries are 1, 41, 1" "tokyo/user: expiry table disagrees with the entries at row 1"
}

@test "an entry that is not on the list its certificate belongs to" {
	patch "08${SERIAL}0000000100" "08${SERIAL}0000000200"
	breach "tokyo/ca: says 0 certificates, has 1" "tokyo/user: says 1 certificates, has 0" \
		"tokyo/user: entry $SERIAL: is not on ca, its certificate's list"
}

@test "a certificate of a list that is not there" {
	patch "08${SERIAL}00000001" "08${SERIAL}00000063"
	breach "tokyo: certificate $SERIAL: belongs to a list that is not there" \
		"tokyo/user: says 1 certificates, has 0"
}

@test "a count of certificates that is wrong" {
	patch "65$(text known)01" "65$(text known)02"
	breach "tokyo/user: says 2 certificates, has 1"
}

@test "totals that are wrong: entries, octets, unregistered" {
	patch "67$(text revoked)02" "67$(text revoked)03"
	breach "osaka/user: totals say 3 entries, 82 octets, 2 unregistered; \
the entries are 2, 82, 2"
	patch "67$(text revoked)03" "67$(text revoked)02"
	patch "66$(text octets)1852" "66$(text octets)1853"
	breach "osaka/user: totals say 2 entries, 83 octets, 2 unregistered; \
the entries are 2, 82, 2"
	patch "66$(text octets)1853" "66$(text octets)1852"
	patch "6c$(text unregistered)02" "6c$(text unregistered)01"
	breach "osaka/user: totals say 2 entries, 82 octets, 1 unregistered; \
the entries are 2, 82, 2"
}

@test "a case without its entry" {
	patch "08${SERIAL}a1" 085EA15EA15EA15EA3a1
	breach "tokyo/user: case 5EA15EA15EA15EA3: there is no such entry"
}

@test "a CRL that was published and never numbered, or ends before it begins" {
	patch "66$(text number)0166$(text sha256)" "66$(text number)0266$(text sha256)"
	breach "tokyo/user: published CRL 2 was never reserved (last 1)"
	patch "66$(text number)0266$(text sha256)" "66$(text number)0166$(text sha256)"
	patch "64$(text this)c11a6b" "64$(text this)c11a7b"
	breach "tokyo/user: published CRL ends before it begins"
}

@test "two lists that nobody can tell apart" {
	patch "$(text a.example/x.crl)" "$(text b.example/x.crl)"
	run -0 store-check -s st
	list-put -s st --dp http://a.example/x.crl tokyo/y
	patch "$(text a.example/x.crl)" "$(text b.example/x.crl)"
	breach "tokyo/x: has the distribution point of y" \
		"tokyo/y: has the distribution point of x"
}

@test "what is no store at all is 78, and so is none, and one of another format" {
	run -78 --separate-stderr store-check -s none
	[ "$stderr" = "store-check: none: No such file or directory" ]
	mkdir empty
	run -78 --separate-stderr store-check -s empty
	[ "$stderr" = "store-check: empty/data.mdb: No such file or directory" ]
	seq 10000 >junk
	run -78 --separate-stderr store-check -s junk
	[ "$stderr" = "store-check: junk: MDB_INVALID: File is not an LMDB file" ]
	patch "$(text format)0000000000000001" "$(text format)0000000000000002"
	run -78 --separate-stderr store-check -s st
	[ "$stderr" = "store-check: st: not a store of format 1" ]
}

@test "a catalog or a certificate that cannot be read is 70, an assumption that was false" {
	patch "08${SERIAL}0000000100" "08${SERIAL}0000000109"
	run -70 --separate-stderr store-check -s st
	[ "$stderr" = "store-check: certificate: MDB_CORRUPTED: Located page was wrong type" ]
	patch "64$(text this)c11a" "64$(text this)c17a"
	run -70 --separate-stderr store-check -s st
	[ "$stderr" = "store-check: catalog: MDB_CORRUPTED: Located page was wrong type" ]
}

@test "all breaches are named, however many" {
	patch "${SERIAL}170d" "5EA15EA15EA15EA2170d"
	patch "65$(text known)01" "65$(text known)02"
	patch "6c$(text unregistered)02" "6c$(text unregistered)01"
	breach "osaka/user: totals say 2 entries, 82 octets, 1 unregistered; \
the entries are 2, 82, 2" "tokyo/user: says 2 certificates, has 1" \
		"tokyo/user: entry $SERIAL: holds another serial"
}

@test "without -s, or with an operand, it is 64" {
	run -64 --separate-stderr store-check
	[ "$stderr" = "store-check: -s STORE is required; see store-check --help" ]
	run -64 store-check -s st st
}
