# issuer-put - one CA certificate makes one issuer, with its lists "user" and "ca".
load helper
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_ca tokyo
	make_ca next p-256 --subject CN=tokyo
	make_ca rsa rsa
	make_ca large p-384
	make_ca nocrl p-256 --usage cert
	make_ca bare p-256 --usage ''
	make_ca noski p-256 --no-ski
	make_cert tokyo leaf
	make_cert tokyo below --is-ca
	openssl req -x509 -newkey rsa:2048 -nodes -keyout pss.key -outform DER -out pss.der \
		-subj /CN=pss -sigopt rsa_padding_mode:pss -sha256 2>/dev/null
	openssl req -x509 -newkey ed25519 -nodes -keyout ed.key -outform DER -out ed.der \
		-subj /CN=ed 2>/dev/null
	store-create -s empty
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	cp "$BATS_FILE_TMPDIR"/*.der .
	cp -r "$BATS_FILE_TMPDIR/empty" st
}
KEY='pkcs11:token=test;object=tokyo'

# put FILE [ARGUMENT...] - register it as "tokyo" unless told otherwise.
put() {
	local file=$1
	shift
	issuer-put -s st -k "$KEY" "${@:-tokyo}" <"$file"
}

# refused WHY COMMAND... - exit 1, this message and no other, and the store as it was.
refused() {
	local why=$1
	cp st/data.mdb before
	shift
	run -1 --separate-stderr "$@"
	[ -z "$output" ]
	[ "$stderr" = "issuer-put: stdin: record 1 @0: $why" ]
	cmp before st/data.mdb
}

@test "an issuer is registered with two lists, five reasons and 72 hours; nothing is said" {
	run -0 --separate-stderr put tokyo.der
	[ -z "$output$stderr" ]
	[ "$(issuer-list -s st -j | jq -c '[.issuer, .list, .scope, .valid, .reasons]')" = \
'["tokyo","ca","ca",259200,["keyCompromise","cACompromise","affiliationChanged",'\
'"superseded","cessationOfOperation"]]
["tokyo","user","user",259200,["keyCompromise","cACompromise","affiliationChanged",'\
'"superseded","cessationOfOperation"]]' ]
	run -0 store-check -s st
}

@test "--reasons takes any, or names; --valid takes s, m, h, d" {
	put tokyo.der --reasons any --valid 3d a
	put rsa.der --reasons superseded,keyCompromise --valid 90m b
	put large.der --reasons certificateHold --valid 3600s c
	put noski.der --valid 3600 d
	[ "$(issuer-list -s st -j | jq -c 'select(.list == "ca") | [.reasons, .valid]')" = \
'[["unspecified","keyCompromise","cACompromise","affiliationChanged","superseded",'\
'"cessationOfOperation","certificateHold","removeFromCRL","privilegeWithdrawn",'\
'"aACompromise"],259200]
[["keyCompromise","superseded"],5400]
[["certificateHold"],3600]
[["keyCompromise","cACompromise","affiliationChanged","superseded",'\
'"cessationOfOperation"],3600]' ]
}

@test "putting the same again changes nothing" {
	put tokyo.der
	cp st/data.mdb before
	run -0 --separate-stderr put tokyo.der -v tokyo
	[ "$stderr" = "issuer-put: tokyo: nothing new" ]
	cmp before st/data.mdb
}

@test "another certificate, key, reasons or validity under a used label is refused" {
	put tokyo.der
	why="tokyo is in use for another certificate, key, reasons or validity"
	refused "$why" put rsa.der
	refused "$why" issuer-put -s st -k 'pkcs11:object=other' tokyo <tokyo.der
	refused "$why" put tokyo.der --reasons any tokyo
	refused "$why" put tokyo.der --valid 71h tokyo
}

@test "the same name and key under another label is refused; with another key it is new" {
	put tokyo.der
	refused "this name and key are registered as tokyo" put tokyo.der osaka
	put next.der next
	[ "$(issuer-list -s st -j | wc -l)" = 4 ]
}

@test "what is no CA certificate is refused" {
	refused "not a CA certificate (RFC 5280 4.2.1.9)" put leaf.der
	printf '0\003\002\001\005' >no.der
	run -1 --separate-stderr put no.der
	[[ $stderr == "issuer-put: stdin: record 1 @0: "* ]]
}

@test "keyUsage without cRLSign is refused; no keyUsage at all is taken" {
	refused "its keyUsage lacks cRLSign (RFC 5280 4.2.1.3)" put nocrl.der
	run -0 put bare.der
}

@test "a self-signed certificate whose signature is not its own is refused" {
	head -c -1 tokyo.der >forged.der
	tail -c 1 tokyo.der | tr '\0-\377' '\1-\377\0' >>forged.der
	refused "signature does not verify" put forged.der
}

@test "one that another CA signed is taken: that signature is the other's business" {
	run -0 put below.der
}

@test "keys that we do not sign with are refused" {
	refused "its key is none we sign with: RSA, P-256, P-384" put ed.der
	run -0 put pss.der pss
	run -0 put rsa.der rsa
	run -0 put large.der large
}

@test "two certificates make no issuer at all, and no certificate neither" {
	cat tokyo.der rsa.der >two.der
	cp st/data.mdb before
	run -1 --separate-stderr put two.der
	[ "$stderr" = "issuer-put: stdin: record 2 @$(stat -c %s tokyo.der): \
one certificate makes one issuer" ]
	run -1 --separate-stderr put /dev/null
	[ "$stderr" = "issuer-put: stdin: no certificate" ]
	cmp before st/data.mdb
}

@test "a stream that is cut is 65, PEM too, and changes nothing" {
	cp st/data.mdb before
	head -c -1 tokyo.der >cut.der
	run -65 --separate-stderr put cut.der
	[ "$stderr" = "issuer-put: stdin: record 1 @0: cut short" ]
	cat tokyo.der cut.der >cut2.der
	run -65 --separate-stderr put cut2.der
	[ "$stderr" = \
"issuer-put: stdin: record 2 @$(stat -c %s tokyo.der): cut short" ]
	run -65 --separate-stderr put "$BATS_FILE_TMPDIR/tokyo.pem"
	[ "$stderr" = "issuer-put: stdin: record 1 @0: not a SEQUENCE (derstream(5))" ]
	cmp before st/data.mdb
}

@test "a certificate above 64 KiB is 65" {
	{ printf '0\203\001\000\001'; head -c 65537 /dev/zero; } >big.der
	run -65 --separate-stderr put big.der
	[ "$stderr" = "issuer-put: stdin: record 1 @0: record is too large" ]
}

@test "a command line that is wrong is 64" {
	refuse() {
		local why=$1
		shift
		run -64 --separate-stderr "$@" <tokyo.der
		[ "$stderr" = "issuer-put: $why" ]
	}
	refuse "-k wants a PKCS#11 URI: pkcs11:token=...;object=..." issuer-put -s st tokyo
	refuse "-k wants a PKCS#11 URI: pkcs11:token=...;object=..." \
		issuer-put -s st -k file:/tokyo.key tokyo
	refuse "-k wants a PKCS#11 URI: pkcs11:token=...;object=..." \
		issuer-put -s st -k "pkcs11:object=$(printf 'x%.0s' {1..1010})" tokyo
	refuse "-s STORE is required; see issuer-put --help" issuer-put -k "$KEY" tokyo
	for label in Tokyo tokyo/user -tokyo 'to kyo' '' "$(printf 'x%.0s' {1..64})"; do
		refuse "$label: not a label: a-z, 0-9 and -, at most 63" \
			issuer-put -s st -k "$KEY" -- "$label"
	done
	refuse "hold: not a reason of RFC 5280 5.3.1" \
		issuer-put -s st -k "$KEY" --reasons superseded,hold tokyo
	refuse ": not a reason of RFC 5280 5.3.1" issuer-put -s st -k "$KEY" --reasons '' tokyo
	for time in 0 -1 1w '' 3660d1 99999h 9999999999999999999; do
		refuse "$time: not a duration, like 72h or 3d" \
			issuer-put -s st -k "$KEY" --valid "$time" tokyo
	done
	run -64 issuer-put -s st -k "$KEY" <tokyo.der
	run -64 issuer-put -s st -k "$KEY" tokyo osaka <tokyo.der
	run -0 issuer-put -s st -k "$KEY" "$(printf 'x%.0s' {1..63})" <tokyo.der
}

@test "-n registers nothing, and still refuses" {
	cp st/data.mdb before
	run -0 put tokyo.der -n tokyo
	run -1 put leaf.der -n tokyo
	cmp before st/data.mdb
}

@test "a missing store is 78, a closed input 74, and descriptors do not end up in the store" {
	run -78 --separate-stderr issuer-put -s none -k "$KEY" tokyo <tokyo.der
	[ "$stderr" = "issuer-put: none: No such file or directory" ]
	run -74 --separate-stderr bash -c 'issuer-put -s st -k pkcs11:object=x tokyo <&-'
	[ "$stderr" = "issuer-put: standard input: Bad file descriptor" ]
	run -0 bash -c 'issuer-put -s st -k pkcs11:object=x tokyo <tokyo.der >&- 2>&-'
	run -0 store-check -s st
	store-backup -s st >backup
	run -78 --separate-stderr issuer-put -s backup -k "$KEY" tokyo <tokyo.der
	[ "$stderr" = "issuer-put: backup: a backup is only read; to work with it, make a \
directory and move it there as data.mdb" ]
}

@test "without room on the disk it is 74, and the store is what it was" {
	before=$(store-show -s st -j | sha256sum)
	run -74 --separate-stderr bash -c "trap '' XFSZ; ulimit -f 16
		issuer-put -s st -k pkcs11:object=x tokyo <tokyo.der"
	[ "$stderr" = "issuer-put: commit: File too large" ]
	run -0 store-check -s st
	[ "$(store-show -s st -j | sha256sum)" = "$before" ]
}
