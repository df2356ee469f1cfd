# cert-put - certificates of registered issuers, each verified, into their lists.
load helper
DP='CN=Chiyoda-ku CRLDP,O=Demo,C=JP' # as fixture.py reads it; list-put has it turned round

TWENTY=80FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF # octets, the first bit set

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_ca tokyo
	make_ca osaka rsa
	make_ca next p-256 --subject CN=tokyo
	make_ca other
	make_store fresh tokyo osaka
	list-put -s fresh --dp 'C=JP, O=Demo, CN=Chiyoda-ku CRLDP' tokyo/chiyoda
	list-put -s fresh --dp http://crl.example/ca --scope ca tokyo/cross
	make_cert tokyo three --serial A1 --count 3
	make_cert osaka osaka1 --serial A1
	make_cert other foreign
	make_cert next forged # the name of tokyo, another key
	make_cert next forged2 --no-aki --serial 02
	make_cert tokyo noaki --no-aki --serial B7
	make_cert tokyo again --serial A1
	make_cert tokyo dp --dp "$DP" --serial B1
	make_cert tokyo strange --dp http://nobody.example/crl --serial B2
	make_cert tokyo cross --is-ca --serial C1
	make_cert tokyo crossdp --is-ca --serial C2 --dp http://crl.example/ca
	make_cert tokyo wrongdp --is-ca --serial C3 --dp "$DP"
	make_cert tokyo userdp --serial C4 --dp http://crl.example/ca
	make_cert tokyo link --is-ca --serial C5 --subject CN=tokyo
	openssl req -new -newkey rsa:2048 -nodes -keyout leaf.key -out leaf.csr -subj /CN=leaf \
		2>/dev/null
	for name in wide=$TWENTY long=01$TWENTY; do
		openssl x509 -req -in leaf.csr -CA tokyo.pem -CAkey tokyo.key -days 5000 \
			-set_serial "0x${name#*=}" -outform DER -out "${name%=*}.der" \
			2>/dev/null
	done
	make_cert tokyo late --serial D1 --from 2049-12-31T23:59:59Z --to 2050-01-01T00:00:00Z
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	cp "$BATS_FILE_TMPDIR"/*.der .
	cp -r "$BATS_FILE_TMPDIR/fresh" st
}

# known - "LABEL/NAME count" of the lists that know certificates.
known() { issuer-list -s st -j | jq -r 'select(.known > 0) | "\(.issuer)/\(.list) \(.known)"'; }

# get SERIAL - what cert-get answers for tokyo.
get() {
	echo '{"issuer":"tokyo","serial":"'"$1"'"}' | record-encode query |
		cert-get -s st -t 2026-11-21T00:00:00Z | record-show
}

# refused WHY FILE - the record between two good ones is left out, these go in, exit 1.
refused() {
	cat three.der "$2" dp.der >input
	run -1 --separate-stderr cert-put -s st <input
	[ -z "$output" ]
	[ "$stderr" = "cert-put: stdin: record 4 @$(stat -c %s three.der): $1" ]
	[ "$(known)" = "tokyo/chiyoda 1
tokyo/user 3" ]
	run -0 store-check -s st
}

@test "certificates of several issuers go in; validity and kind are kept, nothing is said" {
	cat three.der osaka1.der >input
	run -0 --separate-stderr cert-put -s st <input
	[ -z "$output$stderr" ]
	[ "$(known)" = "osaka/user 1
tokyo/user 3" ]
	[ "$(get A3)" = '{"issuer":"tokyo","serial":"A3","status":"good","list":"user",'\
'"kind":"user","not_before":"2020-01-01T00:00:00Z","not_after":"2040-01-01T00:00:00Z"}' ]
	run -0 store-check -s st
}

@test "the same again changes nothing" {
	cat three.der dp.der >input
	cert-put -s st <input
	store-backup -s st >before
	run -0 --separate-stderr cert-put -s st <input
	[ -z "$stderr" ]
	run -0 --separate-stderr cert-put -v -s st <dp.der
	[ "$stderr" = "cert-put: tokyo B1: nothing new" ]
	cat input input >twice
	run -0 cert-put -s st <twice
	store-backup -s st | cmp - before
}

@test "the same serial with other contents is refused; the first one stands" {
	refused "another certificate of its issuer has this serial (RFC 5280 4.1.2.2)" again.der
	cp -r "$BATS_FILE_TMPDIR/fresh" other
	cert-put -s other <again.der
	run -1 cert-put -s other <three.der
}

@test "the issuer is found by name and key identifier, and must have signed" {
	name="no issuer of the store has this name and key (RFC 5280 4.1.2.4, 4.2.1.1)"
	refused "$name" foreign.der
	refused "$name" forged.der
	refused "signature does not verify" forged2.der
	head -c -1 dp.der >flipped.der
	tail -c 1 dp.der | tr '\0-\377' '\1-\377\0' >>flipped.der
	refused "signature does not verify" flipped.der
}

@test "of two issuers with one name the one that signed is found, AKI or not" {
	issuer-put -s st -k pkcs11:object=next next <next.der
	cat forged.der forged2.der noaki.der three.der >input
	run -0 cert-put -s st <input
	[ "$(known)" = "next/user 2
tokyo/user 4" ]
}

@test "a certificate belongs to the list its distribution point names, else to its kind's" {
	cat dp.der strange.der cross.der crossdp.der >input
	run -0 cert-put -s st <input
	[ "$(known)" = "tokyo/ca 1
tokyo/chiyoda 1
tokyo/cross 1
tokyo/user 1" ]
	[ "$(get B1 | jq -r .list)" = chiyoda ]
	[ "$(get B2 | jq -r .list)" = user ]
	[ "$(get C2 | jq -c '[.list, .kind]')" = '["cross","ca"]' ]
}

@test "a distribution point of a list of the other scope is refused" {
	why="its distribution point is that of a list of the other scope (RFC 5280 5.2.5)"
	refused "$why" wrongdp.der
	refused "$why" userdp.der
}

@test "cross, link and self-signed certificates belong to the list of CA certificates" {
	cat cross.der link.der tokyo.der >input
	run -0 cert-put -s st <input
	[ "$(known)" = "tokyo/ca 3" ]
}

@test "serials of 20 octets and dates on both sides of 2050 are kept exactly" {
	cat wide.der late.der >input
	run -0 cert-put -s st <input
	[ "$(get $TWENTY | jq -r .status)" = good ]
	[ "$(get D1 | jq -c '[.not_before, .not_after]')" = \
		'["2049-12-31T23:59:59Z","2050-01-01T00:00:00Z"]' ]
	run -0 store-check -s st
}

@test "a serial above 20 octets is refused" {
	refused "serial of more than 20 octets (RFC 5280 4.1.2.2)" long.der
}

@test "a certificate that ends before it begins is refused" {
	openssl asn1parse -inform DER -in late.der -strparse 4 -noout -out tbs
	sed 's/491231235959Z/491231235958Z/; s/20500101000000Z/20491231235957Z/' tbs >tbs2
	sign_crl "$BATS_FILE_TMPDIR/tokyo" <tbs2 >early.der
	refused "ends before it begins (RFC 5280 4.1.2.5)" early.der
}

@test "what is no certificate is refused and the rest goes in" {
	openssl crl2pkcs7 -nocrl -certfile "$BATS_FILE_TMPDIR/tokyo.pem" -outform DER >p7.der
	cat p7.der three.der >input
	run -1 --separate-stderr cert-put -s st <input
	[[ $stderr == "cert-put: stdin: record 1 @0: "* ]]
	[ ${#stderr_lines[@]} = 1 ]
	[ "$(known)" = "tokyo/user 3" ]
}

@test "a stream that is cut or garbled is 65 and changes nothing, from a file or a pipe" {
	cp st/data.mdb before
	head -c -1 three.der >short
	run -65 --separate-stderr cert-put -s st <short
	[[ $stderr == "cert-put: stdin: record 3 @"*": cut short" ]]
	run -65 --separate-stderr bash -c 'cat short | cert-put -s st'
	[[ $stderr == "cert-put: stdin: record 3 @"*": cut short" ]]
	{ cat three.der; echo; cat dp.der; } >garbled
	run -65 --separate-stderr cert-put -s st <garbled
	[ "$stderr" = "cert-put: stdin: record 4 @$(stat -c %s three.der): \
not a SEQUENCE (derstream(5))" ]
	{ cat three.der; printf '0\203\001\000\001'; head -c 65537 /dev/zero; } >big
	run -65 --separate-stderr cert-put -s st <big
	[ "$stderr" = "cert-put: stdin: record 4 @$(stat -c %s three.der): \
record is too large" ]
	cmp before st/data.mdb
}

@test "no input is no change; -n changes nothing and still refuses" {
	cp st/data.mdb before
	run -0 cert-put -s st </dev/null
	run -0 cert-put -n -s st <three.der
	run -1 cert-put -n -s st <foreign.der
	cmp before st/data.mdb
}

@test "a certificate whose serial is revoked already: the entry learns when it ends" {
	{ request tokyo A1; request tokyo A9; } | put_requests st -u
	[ "$(get A1 | jq -c '[.status, .list, .not_after]')" = '["revoked","user",null]' ]
	cert-put -s st <three.der
	run -0 store-check -s st
	[ "$(get A1 | jq -c '[.status, .list, .not_after]')" = \
		'["revoked","user","2040-01-01T00:00:00Z"]' ]
	[ "$(store-show -s st -i tokyo -j -t 2039-12-15T00:00:00Z |
		jq -c 'select(.list == "user") | [.revoked, .expiring]')" = "[2,1]" ]
}

@test "one that belongs to another list is revoked there too, and stays where it was" {
	request tokyo B1 | put_requests st -u
	cert-put -s st <dp.der
	run -0 store-check -s st
	[ "$(get B1 | jq -c '[.status, .list, .date]')" = \
		'["revoked","chiyoda","2026-11-20T00:00:00Z"]' ]
	for list in user chiyoda; do
		[ "$(crl-build -s st -l tokyo/$list | crl-show -ej |
			jq -r 'select(.type == "entry") | .serial')" = B1 ]
	done
}

@test "a missing store is 78, a closed or unreadable input 74, a wrong command line 64" {
	run -78 --separate-stderr cert-put -s none <three.der
	[ "$stderr" = "cert-put: none: No such file or directory" ]
	run -74 --separate-stderr bash -c 'cert-put -s st <&-'
	[ "$stderr" = "cert-put: standard input: Bad file descriptor" ]
	run -74 --separate-stderr cert-put -s st <.
	[ "$stderr" = "cert-put: standard input: Is a directory" ]
	run -64 cert-put <three.der
	run -64 cert-put -s st three.der </dev/null
}

@test "closed descriptors do not end up in the store; no room on the disk is 74" {
	run -0 bash -c 'cert-put -s st <three.der >&- 2>&-'
	run -0 store-check -s st
	before=$(store-show -s st -j | sha256sum)
	run -74 --separate-stderr bash -c "trap '' XFSZ; ulimit -f 16; cert-put -s st <dp.der"
	[ "$stderr" = "cert-put: commit: File too large" ]
	run -0 store-check -s st
	[ "$(store-show -s st -j | sha256sum)" = "$before" ]
}
