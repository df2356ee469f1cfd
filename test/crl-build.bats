# crl-build - the TBSCertList of each list, octet for octet what RFC 5280 asks for.
load helper

# tokyo (P-256), its distribution points known; osaka (RSA), without any.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_ca tokyo
	make_ca osaka rsa --subject 'CN=OSAKA,O=Demo,C=JP'
	make_ca nagoya p-384 --no-ski
	make_store fresh tokyo
	list-put -s fresh --dp http://x.example/user tokyo/user
	list-put -s fresh --dp 'C=JP, O=Demo, CN=ARL' tokyo/ca
	issuer-put -s fresh -k pkcs11:object=osaka --reasons any --valid 36h osaka <osaka.der
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	cp -r "$BATS_FILE_TMPDIR/fresh" st
}
NOW=2026-11-21T00:00:00Z

# requests OCTETS - for osaka, as CBOR: their entries have OCTETS octets, about 30 each, as the
# length of a serial is free: an entry is 19 octets and its serial.
requests() {
	/usr/bin/python3 -c 'import sys
octets = int(sys.argv[1])
count = octets // 30
size, longer = divmod(octets - 19 * count, count)
for i in range(count):
	serial = b"\x40" + i.to_bytes(size - 1 + (i >= count - longer), "big")
	sys.stdout.buffer.write(b"\xa4" + b"\x64date\xc1\x1a\x69\x00\x00\x00" +
		b"\x66issuer\x65osaka" + b"\x66reason\x00" +
		b"\x66serial" + bytes([0x40 + len(serial)]) + serial)' "$1"
}

# parse - tbs as openssl sees it: "DEPTH l=LENGTH prim: TAG :VALUE" a line.
parse() {
	openssl asn1parse -inform DER -in tbs |
		sed 's/^.*d=\([0-9]*\) *hl=[0-9]* *l= *\([0-9]*\) /\1 l=\2 /
			s/ *$//; s/  */ /g'
}
times() { parse | sed -n 's/.*\(UTCT\|GENERALIZEDT\)IME :\(.*\)/\2/p'; }

# show NAME [ARGUMENT...] - crl-show -j of the list's next CRL.
show() { crl-build -s st -t $NOW -l "$@" | crl-show -j; }

@test "a list is written as RFC 5280 5.1 says, in this order and no other" {
	{
		request tokyo 7F keyCompromise 2026-11-20T01:02:03Z \
			',"invalidity":"2026-11-19T00:00:00Z"'
		request tokyo 80 superseded
	} | put_requests st -u
	crl-build -s st -l tokyo/user -t $NOW >tbs
	key=$(openssl x509 -in "$BATS_FILE_TMPDIR/tokyo.pem" -noout -ext subjectKeyIdentifier |
		tail -n 1 | tr -d ' :')
	[ "$(parse | sed 's/l=[0-9]* //')" = "\
0 cons: SEQUENCE
1 prim: INTEGER :01
1 cons: SEQUENCE
2 prim: OBJECT :ecdsa-with-SHA256
1 cons: SEQUENCE
2 cons: SET
3 cons: SEQUENCE
4 prim: OBJECT :commonName
4 prim: UTF8STRING :tokyo
1 prim: UTCTIME :261121000000Z
1 prim: UTCTIME :261124000000Z
1 cons: SEQUENCE
2 cons: SEQUENCE
3 prim: INTEGER :7F
3 prim: UTCTIME :261120010203Z
3 cons: SEQUENCE
4 cons: SEQUENCE
5 prim: OBJECT :X509v3 CRL Reason Code
5 prim: OCTET STRING [HEX DUMP]:0A0101
4 cons: SEQUENCE
5 prim: OBJECT :Invalidity Date
5 prim: OCTET STRING [HEX DUMP]:180F32303236313131393030303030305A
2 cons: SEQUENCE
3 prim: INTEGER :80
3 prim: UTCTIME :261120000000Z
3 cons: SEQUENCE
4 cons: SEQUENCE
5 prim: OBJECT :X509v3 CRL Reason Code
5 prim: OCTET STRING [HEX DUMP]:0A0104
1 cons: cont [ 0 ]
2 cons: SEQUENCE
3 cons: SEQUENCE
4 prim: OBJECT :X509v3 Authority Key Identifier
4 prim: OCTET STRING [HEX DUMP]:30168014$key
3 cons: SEQUENCE
4 prim: OBJECT :X509v3 CRL Number
4 prim: OCTET STRING [HEX DUMP]:020101
3 cons: SEQUENCE
4 prim: OBJECT :X509v3 Issuing Distribution Point
4 prim: BOOLEAN :255
4 prim: OCTET STRING [HEX DUMP]:301EA019A0178615\
$(printf http://x.example/user | od -An -tx1 | tr -d ' \n' | tr a-f A-F)8101FF" ]
}

@test "an empty list has no revokedCertificates (RFC 5280 5.1.2.6)" {
	crl-build -s st -l tokyo/user -t $NOW >tbs
	[ "$(parse | grep -c '^1 ')" = 6 ]
	[ "$(crl-show -j <tbs | jq -c '[.entries, .flaws]')" = '[0,[]]' ]
}

@test "one list a record, sorted by label and name; all of them when none is named" {
	crl-build -s st -t $NOW >tbs
	[ "$(crl-show -j <tbs | jq -c '[.issuer, .idp.only_user, .idp.only_ca]')" = \
'["C=JP, O=Demo, CN=OSAKA",false,true]
["C=JP, O=Demo, CN=OSAKA",true,false]
["CN=tokyo",false,true]
["CN=tokyo",true,false]' ]
	for choice in "-i tokyo" "-l tokyo/user -l tokyo/ca" "-i tokyo -l tokyo/ca"; do
		# shellcheck disable=SC2086 # words
		[ "$(crl-build -s st $choice | crl-show -j | jq -c '[.issuer, .idp.only_ca]')" \
			= '["CN=tokyo",true]
["CN=tokyo",false]' ]
	done
	[ "$(issuer-list -s st -j | jq -r .number | xargs)" = "1 1 4 4" ]
}

@test "the issuer's name is that of its certificate, octet for octet" {
	crl-build -s st -l osaka/user -t $NOW >tbs
	at=$(openssl asn1parse -inform DER -in "$BATS_FILE_TMPDIR/osaka.der" |
		grep 'd=2.*SEQUENCE' | sed -n '2s/:.*//p') # after the algorithm
	openssl asn1parse -inform DER -in "$BATS_FILE_TMPDIR/osaka.der" -strparse $((at)) \
		-noout -out name
	[ -s name ]
	LC_ALL=C grep -qaF -f name tbs
}

@test "the algorithm is the key's: RSA and P-256 with SHA-256, P-384 with SHA-384" {
	issuer-put -s st -k pkcs11:object=n nagoya <"$BATS_FILE_TMPDIR/nagoya.der"
	[ "$(crl-build -s st | crl-show -j | jq -r '"\(.issuer) \(.algorithm)"' | uniq)" = \
"CN=nagoya ecdsa-with-SHA384
C=JP, O=Demo, CN=OSAKA sha256WithRSAEncryption
CN=tokyo ecdsa-with-SHA256" ]
}

@test "the key identifier is the certificate's, or the hash of its key when it has none" {
	issuer-put -s st -k pkcs11:object=n nagoya <"$BATS_FILE_TMPDIR/nagoya.der"
	want=$(openssl x509 -in "$BATS_FILE_TMPDIR/nagoya.pem" -pubkey -noout |
		openssl pkey -pubin -outform DER | tail -c 97 | sha1sum | cut -c 1-40)
	[ "$(show nagoya/ca | jq -r .aki)" = "${want^^}" ]
}

@test "nextUpdate is thisUpdate and the issuer's validity, to the second" {
	[ "$(show osaka/user | jq -r '.this_update, .next_update')" = \
"2026-11-21T00:00:00Z
2026-11-22T12:00:00Z" ]
	[ "$(show tokyo/user | jq -r .next_update)" = 2026-11-24T00:00:00Z ]
}

@test "times are UTCTime through 2049 and GeneralizedTime from 2050" {
	request tokyo 01 superseded 2049-12-31T23:59:59Z >requests
	request tokyo 02 superseded 2050-01-01T00:00:00Z >>requests
	record-encode revocation <requests >input
	revocation-put -s st -u -t 2050-01-01T00:00:00Z <input >receipts
	crl-build -s st -l tokyo/user -t 2049-12-28T23:59:59Z >tbs
	[ "$(times)" = "491228235959Z
491231235959Z
491231235959Z
20500101000000Z" ]
	crl-build -s st -l tokyo/user -t 2049-12-29T00:00:00Z >tbs
	[ "$(times)" = "491229000000Z
20500101000000Z
491231235959Z
20500101000000Z" ]
}

@test "lengths of entries on both sides of 127/128, 255/256 and 65535/65536" {
	for octets in 127 128 255 256 65535 65536; do
		cp -r st at
		requests $octets | revocation-put -s at -u -t $NOW >receipts
		crl-build -s at -l osaka/user -t $NOW >tbs
		[ "$(parse | sed -n 's/^1 l=\([0-9]*\) cons: SEQUENCE/\1/p' | tail -n 1)" \
			= $octets ]
		[ "$(crl-show -j <tbs | jq -c '[.entries, .flaws]')" = "[$((octets / 30)),[]]" ]
		run -0 store-check -s at
		rm -r at
	done
}

@test "a number is reserved before anything is written, and spent when that fails" {
	run -74 --separate-stderr bash -c 'crl-build -s st -l tokyo/user >/dev/full'
	[ "$stderr" = "crl-build: standard output: No space left on device" ]
	run -74 bash -c 'crl-build -s st -l tokyo/user >&-'
	[ "$(show tokyo/user | jq -r .number)" = 03 ]
	run -0 store-check -s st
}

@test "a number that cannot be made durable is 74, and nothing is written" {
	run -74 --separate-stderr bash -c "trap '' XFSZ; ulimit -f 16
		crl-build -s st -l tokyo/user >tbs"
	[ "$stderr" = "crl-build: commit: File too large" ]
	cmp tbs /dev/null
	[ "$(show tokyo/user | jq -r .number)" = 01 ]
	run -0 store-check -s st
}

@test "the same store, number and time give the same octets" {
	requests 30000 | revocation-put -s st -u -t $NOW >receipts
	cp -r st st2
	crl-build -s st -t $NOW >one
	crl-build -s st2 -t $NOW >two
	cmp one two
	crl-build -s st -t $NOW >three
	run -1 cmp -s one three
}

@test "of many at once no two take one number" {
	for i in 1 2 3 4 5 6; do
		{
			crl-build -s st -l tokyo/user >tbs$i 2>err$i
			echo $? >status$i
		} &
	done
	wait
	for i in 1 2 3 4 5 6; do
		case $(cat status$i) in
		0) crl-show -j <tbs$i | jq -r .number >>numbers ;;
		75)
			grep -qx 'crl-build: another .* at this moment; run again' err$i
			cmp tbs$i /dev/null
			;;
		*) false ;;
		esac
	done
	[ -s numbers ]
	[ -z "$(sort numbers | uniq -d)" ]
	[ "$(show tokyo/user | jq -r .number)" = 07 ]
}

@test "an entry leaves once a CRL with thisUpdate after notAfter was published" {
	cd "$BATS_FILE_TMPDIR"
	make_cert tokyo short --serial E1 --to 2026-11-20T12:00:00Z
	cd "$BATS_TEST_TMPDIR"
	list-put -s st --dp http://x.example/user tokyo/user
	cert-put -s st <"$BATS_FILE_TMPDIR/short.der"
	{ request tokyo E1 superseded 2026-11-20T00:00:00Z; request tokyo E2; } |
		put_requests st -u
	# published just before, at, and just after the end: only the last lets it go
	for time in 2026-11-20T11:59:59Z 2026-11-20T12:00:00Z 2026-11-20T12:00:01Z; do
		crl-build -s st -l tokyo/user -t $time >tbs
		[ "$(crl-show -j <tbs | jq .entries)" = 2 ]
		crl-build -s st -l tokyo/user -t 2026-11-25T00:00:00Z | crl-show -j >late
		[ "$(jq .entries late)" = 2 ] # built is not published
		crl-build -s st -l tokyo/user -t $time |
			sign_crl "$BATS_FILE_TMPDIR/tokyo" >crl
		crl-publish -s st -d out -t $time <crl
	done
	crl-build -s st -l tokyo/user -t 2026-11-20T13:00:00Z | crl-show -ej >last
	[ "$(jq -r 'select(.type == "entry").serial' last)" = E2 ]
	run -0 store-check -s st
	[ "$(store-show -s st -j -i tokyo | jq -c 'select(.list == "user").revoked')" = 2 ]
}

@test "-n takes no number and writes nothing; -v says what it would" {
	cp st/data.mdb before
	run -0 --separate-stderr bash -c 'crl-build -nv -s st -i tokyo >tbs'
	[ "$stderr" = "crl-build: tokyo/ca: number 1, 0 entries
crl-build: tokyo/user: number 1, 0 entries" ]
	cmp tbs /dev/null
	cmp before st/data.mdb
	store-backup -s st >backup
	run -0 crl-build -n -s backup
}

@test "a list or issuer that is not there is 78, and no number is spent" {
	cp st/data.mdb before
	for choice in "-i kyoto:no issuer kyoto" "-l tokyo/x:no list tokyo/x" \
		"-i tokyo -l kyoto/ca:no list kyoto/ca"; do
		# shellcheck disable=SC2086 # words
		run -78 --separate-stderr bash -c 'crl-build -s st "$@" >tbs' - ${choice%:*}
		[ "$stderr" = "crl-build: the store has ${choice#*:}; issuer-list shows them" ]
		cmp tbs /dev/null
	done
	cmp before st/data.mdb
	run -78 --separate-stderr bash -c 'crl-build -s none >tbs'
	[ "$stderr" = "crl-build: none: No such file or directory" ]
	store-backup -s st >backup
	run -78 bash -c 'crl-build -s backup >tbs'
}

@test "a wrong command line is 64" {
	run -64 --separate-stderr bash -c 'crl-build -s st -l tokyo >tbs'
	[ "$stderr" = "crl-build: tokyo: a list is written LABEL/NAME" ]
	run -64 --separate-stderr bash -c 'crl-build -s st -i tokyo/user >tbs'
	[ "$stderr" = "crl-build: tokyo/user: not a label: a-z, 0-9 and -, at most 63" ]
	run -64 bash -c 'crl-build >tbs'
	run -64 bash -c 'crl-build -s st -t now >tbs'
	run -64 bash -c 'crl-build -s st tokyo >tbs'
}

@test "an empty store is no output; closed descriptors do not end up in the store" {
	store-create -s empty
	crl-build -s empty | cmp - /dev/null
	run -74 bash -c 'crl-build -s st <&- >&- 2>&-'
	run -0 bash -c 'crl-build -s st <&- 2>&- >tbs'
	run -0 store-check -s st
}

@test "a nextUpdate beyond the year 9999 is 78" {
	run -78 --separate-stderr bash -c \
		'crl-build -s st -l tokyo/user -t 9999-12-29T00:00:00Z >tbs'
	[ "$stderr" = "crl-build: tokyo/user: its name or distribution point is too long, or \
its nextUpdate beyond the year 9999" ]
	cmp tbs /dev/null
	run -0 bash -c 'crl-build -s st -l tokyo/user -t 9999-12-28T23:59:59Z >tbs'
}
