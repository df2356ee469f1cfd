# issuer-list - the issuers and their lists, as records.
load helper
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_ca tokyo
	make_ca osaka rsa
	make_store st tokyo
	issuer-put -s st -k pkcs11:object=osaka --reasons any --valid 36h osaka <osaka.der
	list-put -s st --dp 'C=JP, O=Demo, CN=West' osaka/west
	list-put -s st --dp http://crl.example/osaka.crl --scope ca osaka/ca
	list-put -s st --number 9223372036854775806 tokyo/ca
}
setup() { cd "$BATS_FILE_TMPDIR" || return; }

@test "a record for each list, sorted by label and name, with all that is known of it" {
	run -0 --separate-stderr issuer-list -s st -j
	[ -z "$stderr" ]
	any='["unspecified","keyCompromise","cACompromise","affiliationChanged","superseded",'
	any+='"cessationOfOperation","certificateHold","removeFromCRL","privilegeWithdrawn",'
	any+='"aACompromise"]'
	five='["keyCompromise","cACompromise","affiliationChanged","superseded",'
	five+='"cessationOfOperation"]'
	none='"known":0,"revoked":0,"expiring":0'
	[ "${lines[0]}" = '{"issuer":"osaka","list":"ca","scope":"ca","dp":'\
'"http://crl.example/osaka.crl",'"$none"',"number":0,"valid":129600,"reasons":'"$any}" ]
	[ "${lines[1]}" = '{"issuer":"osaka","list":"user","scope":"user",'"$none"\
',"number":0,"valid":129600,"reasons":'"$any}" ]
	[ "${lines[2]}" = '{"issuer":"osaka","list":"west","scope":"user","dp":'\
'"C=JP, O=Demo, CN=West",'"$none"',"number":0,"valid":129600,"reasons":'"$any}" ]
	[ "${lines[3]}" = '{"issuer":"tokyo","list":"ca","scope":"ca",'"$none"\
',"number":9223372036854775806,"valid":259200,"reasons":'"$five}" ]
	[ "${lines[4]}" = '{"issuer":"tokyo","list":"user","scope":"user",'"$none"\
',"number":0,"valid":259200,"reasons":'"$five}" ]
	[ ${#lines[@]} = 5 ]
}

@test "the records are CBOR; -j is what record-show makes of them" {
	issuer-list -s st >records
	issuer-list -s st -j >lines
	record-show <records | cmp - lines
	record-encode list <lines | cmp - records
}

@test "this and next update are those of the CRL published last" {
	cp -r st published
	crl-build -s published -l tokyo/user -t 2026-11-21T00:00:00Z | sign_crl tokyo >crl
	[ "$(issuer-list -s published -i tokyo -j |
		jq -c 'select(.list == "user") | [.number, .this_update]')" = '[1,null]' ]
	crl-publish -s published -d out -t 2026-11-21T00:00:00Z <crl
	crl-build -s published -l tokyo/user -t 2026-11-22T00:00:00Z >/dev/null
	[ "$(issuer-list -s published -i tokyo -j |
		jq -c 'select(.list == "user") | [.number, .this_update, .next_update]')" = \
		'[2,"2026-11-21T00:00:00Z","2026-11-24T00:00:00Z"]' ]
}

@test "-i chooses issuers; one that is not there is 78" {
	[ "$(issuer-list -s st -j -i tokyo | jq -r .list | tr '\n' ' ')" = "ca user " ]
	run -78 --separate-stderr issuer-list -s st -j -i kyoto
	[ "$stderr" = "issuer-list: the store has no issuer kyoto; issuer-list shows them" ]
	run -64 issuer-list -s st -j -i tokyo/ca
}

@test "an empty store is no output; -n writes nothing" {
	store-create -s "$BATS_TEST_TMPDIR/empty"
	issuer-list -s "$BATS_TEST_TMPDIR/empty" | cmp - /dev/null
	issuer-list -n -s st | cmp - /dev/null
}

@test "no store is 78, a full disk 74, a wrong command line 64" {
	run -78 --separate-stderr bash -c 'issuer-list -s none >records'
	[ "$stderr" = "issuer-list: none: No such file or directory" ]
	run -74 bash -c 'issuer-list -s st >/dev/full'
	run -74 bash -c 'issuer-list -s st >&-'
	run -64 issuer-list -j
	run -64 issuer-list -j -s st -t now
	run -64 issuer-list -j -s st tokyo
}
