# key-list - what is on a token, for people and for jq.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	# shellcheck disable=SC2046
	cc -D_GNU_SOURCE -shared -fPIC -o fault.so $(pkg-config --cflags p11-kit-1) \
		"$PROJECT/test/p11-fault.c"
	make_token empty
	make_token t
	key-generate -a rsa-2048 -K "$(token_uri t b)" >/dev/null
	key-generate -j -a p-384 --start 2026-11-21 --end 2027-11-20 -K "$(token_uri t a)" \
		>a.json
	key-generate -a p-256 -K "$(token_uri t '%1B[2J%22%FF%E6%9D%B1')" >/dev/null
	make_ca brought rsa
	token_import t brought
}
setup() { cd "$BATS_FILE_TMPDIR" || return; }

@test "keys are sorted by label, and what is unusual in one is said" {
	run -0 --separate-stderr key-list -K "$(token_uri t)"
	[ -z "$stderr" ]
	[ ${#lines[@]} = 5 ]
	[ "${lines[0]}" = "LABEL                    TYPE     ID                             \
          START      END        UNUSUAL" ]
	[[ ${lines[1]} == '\x1B[2J"\xFF東 '*"P-256 "* ]]
	[ "${lines[2]}" = "a                        P-384    $(jq -r .id a.json) 2026-11-21 \
2027-11-20 -" ]
	[[ ${lines[3]} =~ ^"b                        RSA-2048 "[0-9A-F]{40} ]]
	[[ ${lines[3]} == *" -          -          -" ]]
	[ "${lines[4]}" = "brought                  RSA-2048 $(printf brought | sha1sum |
		cut -c 1-40 | tr a-f A-F) -          -          not-always_sensitive \
not-never_extractable not-local modifiable sign_recover decrypt unwrap" ]
}

@test "-j says the same as key-generate did, one key a line" {
	key-list -j -K "$(token_uri t)" >all
	[ "$(jq -r .label all | tr '\n' ' ')" = "$(printf '\033[2J"\303\277東 a b brought ')" ]
	sed -n 2p all | cmp a.json
	[ "$(jq -c 'select(.label == "brought") |
		[.type, .bits, .local, .always_sensitive, .extractable, .modifiable]' all)" = \
		'["RSA",2048,false,false,false,true]' ]
	spki=$(openssl pkey -in brought.key -pubout -outform DER | od -An -v -tx1 |
		tr -d ' \n' | tr a-f A-F)
	[ "$(jq -r 'select(.label == "brought") | .spki' all)" = "$spki" ]
}

@test "two keys of one label are told apart by id, here and when one is asked for" {
	cp -a empty two
	sed -i "s|/empty/|/two/|" two/softhsm2.conf
	for id in A1 A2; do
		make_ca "$id"
		SOFTHSM2_CONF=two/softhsm2.conf softhsm2-util --import "$id.key" --token test \
			--label twins --id $id --pin 1234 >/dev/null
		spki=$(openssl pkey -in "$id.key" -pubout -outform DER | od -An -v -tx1 |
			tr -d ' \n' | tr a-f A-F)
		key-list -j -K "$(token_uri two)" >all
		[ "$(jq -r "select(.id == \"$id\") | .spki" all)" = "$spki" ]
	done
	uri=$(token_uri two twins)
	run -78 --separate-stderr der-sign -K "$uri" -c A1.der </dev/null
	[ "$stderr" = "der-sign: A1.der: token test: more than one private key twins" ]
	run -0 der-sign -K "${uri/twins/twins;id=%A1}" -c A1.der </dev/null
	run -0 der-sign -K "${uri/object=twins/id=%A2}" -c A2.der </dev/null
	run -78 --separate-stderr der-sign -K "${uri/object=twins/id=%A3}" -c A2.der </dev/null
	[ "$stderr" = "der-sign: A2.der: token test: there is no private key with id A3" ]
	rm -rf two
}

@test "what a token does not tell is said; a key without id has its public half by label" {
	uri=$(token_uri t | sed "s|module-path=[^&]*|module-path=$PWD/fault.so|")
	P11_HIDE=0x102 key-list -j -K "$uri" >all # CKA_ID
	[ "$(jq -r 'select(.label == "a") | .id' all)" = "" ]
	[ "$(jq -r 'select(.label == "a") | .spki' all)" = "$(jq -r .spki a.json)" ]
	P11_HIDE=0x10c key-list -j -K "$uri" >all # CKA_DERIVE
	[ "$(jq -r 'select(.label == "a") | .derive' all)" = null ]
	P11_HIDE=0x10c run -0 key-list -K "$uri"
	[[ ${lines[2]} == "a "*" unsaid-derive" ]]
	P11_HIDE=0x120 key-list -j -K "$uri" >all # CKA_MODULUS
	[ "$(jq -r 'select(.label == "b") | .spki' all)" = "" ]
}

@test "a token without keys is nothing to print" {
	run -0 key-list -K "$(token_uri empty)"
	[ -z "$output" ]
	run -0 key-list -j -K "$(token_uri empty)"
	[ -z "$output" ]
}

@test "what a killed process or a broken disk left does not hide the other keys" {
	cp -a t broken
	sed -i "s|/t/|/broken/|" broken/softhsm2.conf
	key=$(find broken -name '*.object' ! -name token.object -size +2 | head -n 1)
	for size in 0 8 100 700; do
		head -c $size "$key" \
			>"${key%/*}/00000000-0000-0000-0000-000000000$((100 + size)).object"
	done
	key-list -j -K "$(token_uri broken)" >all
	key-list -j -K "$(token_uri t)" | cmp - all
	rm -rf broken
}

@test "a command line that cannot be meant is 64, a full disk 74, another token 78" {
	uri=$(token_uri t)
	for words in "" "-K $uri operand" "-K $uri --pin-fd -1" "-K $uri --pin-fd 3x"; do
		# shellcheck disable=SC2086
		run -64 key-list $words
	done
	run -74 bash -c 'key-list -K "$0" >/dev/full' "$uri"
	run -78 key-list -K "$(token_uri t '' other)"
}
