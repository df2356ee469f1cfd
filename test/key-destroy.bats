# key-destroy - one key, named twice, is gone; nothing else is touched.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_token fresh
	key-generate -j -K "$(token_uri fresh one)" -a p-256 >one.json
	key-generate -j -K "$(token_uri fresh two)" -a p-384 >two.json
}
# Each test has a token of its own, with the keys one and two.
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	cp -a "$BATS_FILE_TMPDIR/fresh" t
	cp "$BATS_FILE_TMPDIR"/*.json .
	sed -i "s|^directories.tokendir = .*|directories.tokendir = $PWD/t/tokens|" \
		t/softhsm2.conf
}

objects() { find t -name '*.object' ! -name token.object | wc -l; }
labels() { key-list -j -K "$(token_uri t)" | jq -r .label | tr '\n' ' '; }

# says TEXT - the only message so far is this one.
says() {
	[ "$stderr" = "key-destroy: $1" ] || {
		printf 'want: key-destroy: %s\nhave: %s\n' "$1" "$stderr"
		return 1
	}
}

# untouched - both keys are there, with their public halves.
untouched() { [ "$(objects) $(labels)" = "4 one two " ]; }

@test "the key is gone with its public half, the other stays and signs" {
	run -0 --separate-stderr key-destroy -K "$(token_uri t one)" --label one
	[ -z "$stderr" ]
	[ "$(objects) $(labels)" = "2 two " ]
	[ "${lines[0]}" = "destroyed one" ]
	[ "${lines[1]}" = "  id      $(jq -r .id one.json)" ]
	[ "${lines[2]}" = "  type    P-256" ]
	[[ ${lines[3]} =~ ^"  spki    SHA-256 "[0-9A-F]{64}$ ]]
	# The id of a key of ours is the beginning of that hash.
	[[ ${lines[3]} == *"$(jq -r .id one.json)"* ]]
	[ ${#lines[@]} = 4 ]
	run -78 --separate-stderr key-destroy -K "$(token_uri t one)" --label one
	says 'token test: there is no private key one'
	key-generate -K "$(token_uri t one)" -a p-256 >again.txt
}

@test "-j says the same as one line of JSON" {
	key-destroy -j -K "$(token_uri t two)" --label two >out
	[ "$(wc -l <out)" = 1 ]
	jq -r .spki two.json | /usr/bin/python3 -c 'import hashlib, sys
print(hashlib.sha256(bytes.fromhex(sys.stdin.read())).hexdigest().upper())' >digest
	[ "$(jq -c . out)" = "$(jq -c --arg digest "$(cat digest)" '{destroyed: "two", id: .id,
		type: "P-384", spki_sha256: $digest}' two.json)" ]
	[ "$(labels)" = "one " ]
}

@test "another label than the key's destroys nothing" {
	for label in two One on onee "one " ""; do
		run -64 --separate-stderr key-destroy -K "$(token_uri t one)" --label "$label"
		says 'the label typed is not that of the key; nothing is destroyed'
		[ -z "$output" ]
	done
	untouched
}

@test "without --label it is asked for at a terminal, and nowhere else" {
	run -64 --separate-stderr bash -c 'key-destroy -K "$1" <<<one' - "$(token_uri t one)"
	says "type the key's label again: --label LABEL"
	untouched
	token_uri t one >uri
	# script(1) gives the program a terminal of its own.
	run -64 script -qec 'key-destroy -K "$(cat uri)"' /dev/null <<<two
	[[ $output == *"this destroys the key for good; type its label:"* ]]
	[[ $output == *"nothing is destroyed"* ]]
	untouched
	run -0 script -qec 'key-destroy -K "$(cat uri)"' /dev/null <<<one
	[[ $output == *"destroyed one"* ]]
	[ "$(labels)" = "two " ]
}

@test "a URI that fits several keys, or none, destroys nothing" {
	for id in 01 02; do
		openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out k.pem
		SOFTHSM2_CONF=t/softhsm2.conf softhsm2-util --import k.pem --token test \
			--label twin --id $id --pin 1234 >log
	done
	[ "$(objects)" = 8 ]
	run -78 --separate-stderr key-destroy -K "$(token_uri t twin)" --label twin
	says 'token test: more than one private key twin'
	run -78 --separate-stderr key-destroy -K "$(token_uri t)" --label one
	says "the key's URI names no key: add object=LABEL or id="
	run -78 --separate-stderr key-destroy -K "$(token_uri t none)" --label none
	says 'token test: there is no private key none'
	[ "$(objects)" = 8 ]
	# By its id one of them is meant, and only its own public half goes with it.
	key-destroy -K "$(token_uri t 'twin;id=%01')" --label twin >out
	grep -qx '  id      01' out
	[ "$(objects)" = 6 ]
	[ "$(key-list -j -K "$(token_uri t)" | jq -r 'select(.label == "twin") | .id')" = 02 ]
}

@test "of several public keys of that label and id it is not known which, so nothing goes" {
	openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out k.pem
	openssl pkey -in k.pem -pubout -out k.pub
	SOFTHSM2_CONF=t/softhsm2.conf p11tool --provider "$SOFTHSM_MODULE" --login \
		--set-pin 1234 --write --load-pubkey k.pub --label one \
		--id "$(jq -r .id one.json)" 'pkcs11:token=test' >log 2>&1
	[ "$(objects)" = 5 ]
	run -78 --separate-stderr key-destroy -K "$(token_uri t one)" --label one
	says 'token test: more than one public key of that label and id; nothing is destroyed'
	[ "$(objects) $(labels)" = "5 one two " ]
}

@test "a key that may not sign can be destroyed, and one without a public half" {
	openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521 -out k.pem
	SOFTHSM2_CONF=t/softhsm2.conf softhsm2-util --import k.pem --token test --label odd \
		--id 03 --no-public-key --pin 1234 >log
	[ "$(objects)" = 5 ]
	key-destroy -j -K "$(token_uri t odd)" --label odd >out
	[ "$(jq -c . out)" = '{"destroyed":"odd","id":"03","type":"other","spki_sha256":null}' ]
	untouched
}

@test "-n checks everything and destroys nothing" {
	run -0 --separate-stderr key-destroy -n -K "$(token_uri t one)" --label one
	[ -z "$output$stderr" ]
	run -64 key-destroy -n -K "$(token_uri t one)" --label two
	run -78 key-destroy -n -K "$(token_uri t none)" --label none
	untouched
}

@test "a wrong PIN is 78, a missing URI 64, an output that cannot be written 74" {
	run -64 --separate-stderr key-destroy --label one
	says '-K URI is required'
	exec 7<<<9999
	run -78 --separate-stderr key-destroy -K "$(token_uri t one)" --label one --pin-fd 7
	exec 7<&-
	untouched
	run -74 bash -c 'key-destroy -K "$1" --label one >/dev/full' - "$(token_uri t one)"
	[ "$(labels)" = "two " ]
}
