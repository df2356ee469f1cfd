# key-generate - keys that sign and do nothing else, whole or not at all.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	# shellcheck disable=SC2046
	cc -D_GNU_SOURCE -shared -fPIC -o fault.so $(pkg-config --cflags p11-kit-1) \
		"$PROJECT/test/p11-fault.c"
	make_token fresh
}
# Each test has a token of its own.
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	copy_token "$BATS_FILE_TMPDIR/fresh" t
}

# copy_token FROM TO
copy_token() {
	cp -a "$1" "$2"
	sed -i "s|^directories.tokendir = .*|directories.tokendir = $PWD/$2/tokens|" \
		"$2/softhsm2.conf"
}
# The URI of a key of token t, by the module that has faults.
faulty() {
	token_uri t "$@" |
		sed "s|module-path=[^&]*|module-path=$BATS_FILE_TMPDIR/fault.so|"
}
# Another program's view of token t.
p11() {
	SOFTHSM2_CONF=t/softhsm2.conf p11tool --provider "$SOFTHSM_MODULE" --login \
		--set-pin 1234 "$@"
}
objects() { find t -name '*.object' ! -name token.object | wc -l; }
labels() { key-list -j -K "$(token_uri t)" | jq -r .label; }

@test "a key of each algorithm says of itself what a signing key must" {
	for algorithm in p-256 p-384 rsa-2048 rsa-3072; do
		key-generate -j -a $algorithm -K "$(token_uri t $algorithm)" >"$algorithm.json"
		[ "$(wc -l <"$algorithm.json")" = 1 ]
		[ "$(jq -cS 'del(.id, .spki, .type, .bits, .curve)' "$algorithm.json")" = \
			"$(jq -cSn --arg name $algorithm '{label: $name, start: null, end: null,
			token: true, private: true, sensitive: true, always_sensitive: true,
			extractable: false, never_extractable: true, local: true,
			modifiable: false, sign: true, sign_recover: false, decrypt: false,
			unwrap: false, derive: false, always_authenticate: false}')" ]
	done
	[ "$(jq -c '[.type, .bits, .curve]' ./*.json | tr '\n' ' ')" = \
		'["EC",null,"P-256"] ["EC",null,"P-384"] ["RSA",2048,null] ["RSA",3072,null] ' ]
}

@test "id is of the public key, and others read the same public key and attributes" {
	for algorithm in p-384 rsa-2048; do
		key-generate -j -a $algorithm -K "$(token_uri t $algorithm)" >key.json
		jq -r .spki key.json | python3 -c 'import sys
sys.stdout.buffer.write(bytes.fromhex(sys.stdin.read()))' >spki
		sha256sum <spki | cut -c 1-40 | tr a-f A-F >id
		jq -r .id key.json | cmp id
		p11 --export-pubkey "pkcs11:token=test;object=$algorithm" --outfile theirs.pem
		openssl pkey -pubin -inform DER -in spki -out ours.pem
		cmp ours.pem theirs.pem
		run -0 p11 --list-privkeys "pkcs11:token=test;object=$algorithm"
		[[ $output == *"CKA_PRIVATE; CKA_NEVER_EXTRACTABLE; CKA_SENSITIVE; "* ]]
		[[ $output != *MODIFIABLE* ]]
		[[ $output != *WRAP* ]]
	done
}

@test "what is printed for people is the same, and dates come back" {
	run -0 --separate-stderr key-generate -a p-256 --start 2026-10-01 --end 2027-03-31 \
		-K "$(token_uri t ds-2026q4)"
	[ -z "$stderr" ]
	[ "${lines[0]}" = "key      ds-2026q4" ]
	[[ ${lines[1]} =~ ^"  id     "[0-9A-F]{40}$ ]]
	[ "${lines[2]}" = "  type   P-256" ]
	[ "${lines[3]}" = "  start  2026-10-01" ]
	[ "${lines[4]}" = "  end    2027-03-31" ]
	[ "${lines[5]}" = "  is     token private sensitive always_sensitive never_extractable \
local sign" ]
	[ "${lines[6]}" = "  is not extractable modifiable sign_recover decrypt unwrap derive \
always_authenticate" ]
	[[ ${lines[7]} =~ ^"  spki   3059301306072A8648CE3D0201"[0-9A-F]+$ ]]
	[ ${#lines[@]} = 8 ]
}

@test "several keys are made with one login" {
	P11_LOG=5 key-generate -j -a p-256 -K "$(faulty a)" -K "$(faulty b)" 5>log >keys
	[ "$(jq -r .label keys | tr '\n' ' ')" = "a b " ]
	[ "$(grep -c C_Login log)" = 1 ]
	[ "$(grep -c C_GenerateKeyPair log)" = 2 ]
}

@test "a label in use is refused before anything is made" {
	key-generate -a p-256 -K "$(token_uri t one)" >/dev/null
	run -78 --separate-stderr key-generate -a p-256 -K "$(token_uri t two)" \
		-K "$(token_uri t one)"
	[ "$stderr" = "key-generate: token test: there is a key one already" ]
	[ -z "$output" ]
	[ "$(labels)" = one ]
}

@test "a public key that was brought under that label is not touched" {
	make_ca theirs
	openssl pkey -in theirs.key -pubout -out theirs.pub
	p11 --write --load-pubkey theirs.pub --label alien pkcs11:token=test
	run -78 --separate-stderr key-generate -a p-256 -K "$(token_uri t alien)"
	[ "$stderr" = "key-generate: token test: there is a public key alien already, \
brought from elsewhere" ]
	[ "$(objects)" = 1 ]
}

@test "-n checks everything and makes nothing" {
	run -0 key-generate -n -a p-256 -K "$(token_uri t one)"
	[ -z "$output" ]
	[ "$(objects)" = 0 ]
	key-generate -a p-256 -K "$(token_uri t one)" >/dev/null
	run -78 key-generate -n -a p-256 -K "$(token_uri t one)"
	run -78 key-generate -n -a p-256 -K "$(token_uri t one other)"
}

@test "a command line that cannot be meant is 64" {
	for words in "" "-a p-256" "-K $(token_uri t k)" "-a p-257 -K $(token_uri t k)" \
		"-a p-256 --start 2026-02-30 -K $(token_uri t k)" \
		"-a p-256 --end 21.11.2026 -K $(token_uri t k)" \
		"-a p-256 --start 2026-11-21 --end 2026-11-20 -K $(token_uri t k)" \
		"-a p-256 -K $(token_uri t k) -K $(token_uri t k)" \
		"-a p-256 --pin-fd x -K $(token_uri t k)" \
		"-a p-256 -K $(token_uri t k) operand"; do
		# shellcheck disable=SC2086
		run -64 key-generate $words
		[ ${#lines[@]} = 1 ]
	done
	[ "$(objects)" = 0 ]
}

@test "a URI that names no new key, or holds a PIN, is 78 and is not printed" {
	uri=$(token_uri t k)
	for bad in "$(token_uri t)" "${uri/object=k/object=k;id=%01}" \
		"${uri/object=k/object=}" "${uri/token=test/token=other}" \
		"$uri&pin-value=1234" "pkcs11:object=k"; do
		run -78 --separate-stderr key-generate -a p-256 -K "$bad"
		[ -z "$output" ]
		[ ${#stderr_lines[@]} = 1 ]
		[[ $stderr != *1234* ]]
	done
	[ "$(objects)" = 0 ]
}

@test "the PIN comes from pin-source as a path or a URL, or from a descriptor" {
	uri=$(token_uri t) none=$(token_uri t | sed 's|&pin-source=.*||')
	echo 1234 >pin
	run -0 key-list -K "${uri/pin-source=/pin-source=file:}"
	run -0 key-list -K "${uri/pin-source=/pin-source=file://}"
	run -0 key-list -K "$none&pin-source=$PWD/pin"
	run -0 key-list --pin-fd 7 -K "$none" 7<pin
	run -0 bash -c 'printf 1234 | key-list --pin-fd 0 -K "$0"' "$none"
	run -78 --separate-stderr key-list -K "$none"
	[ "$stderr" = "key-list: token test: no PIN was given; add pin-source=/path to the \
URI" ]
	run -78 --separate-stderr key-list -K "$none&pin-source=$PWD/nothing"
	[ "$stderr" = "key-list: pin-source $PWD/nothing: No such file or directory" ]
	run -78 --separate-stderr key-list -K "$none&pin-source=pin"
	[ "$stderr" = "key-list: pin-source is neither an absolute path nor a file: URL" ]
	for text in "" "\\n" "12\\n34\\n" "12\\0034"; do
		printf "$text" >pin
		run -78 key-list -K "$none&pin-source=$PWD/pin"
		run -78 key-list --pin-fd 7 -K "$none" 7<pin
	done
	head -c 256 /dev/zero | tr '\0' 1 >pin
	run -78 --separate-stderr key-list -K "$none&pin-source=$PWD/pin"
	[[ $stderr == *"not a PIN"* ]]
	run -78 key-list --pin-fd 9 -K "$none" 9<&-
}

@test "a wrong PIN is tried once; the last try of a token is never taken" {
	echo 9999 >t/pin
	P11_LOG=5 run -78 --separate-stderr key-list -K "$(faulty)" 5>log
	[ "$stderr" = "key-list: token test: the PIN is wrong (C_Login: CKR_PIN_INCORRECT)" ]
	[ "$(grep -c C_Login log)" = 1 ]
	echo 1234 >t/pin
	for flag in 0x20000 0x40000; do # CKF_USER_PIN_FINAL_TRY, CKF_USER_PIN_LOCKED
		P11_FLAGS=$flag P11_LOG=5 run -78 key-list -K "$(faulty)" 5>log
		run -1 grep C_Login log
	done
	for rv in 0xa1 0xa2 0xa3 0xa4 0x5; do
		P11_FAULT="C_Login 1 9 $rv" P11_LOG=5 run key-list -K "$(faulty)" 5>log
		[ "$status" = "$([ $rv = 0x5 ] && echo 75 || echo 78)" ]
		[ "$(grep -c C_Login log)" = 1 ]
	done
}

@test "a start that fails for a passing reason is tried three times in all" {
	for fault in "C_Initialize 1 %d 0x5" "C_GetTokenInfo 1 %d 0x5" \
		"C_OpenSession 1 %d 0xe0" "C_Login 1 %d 0x102"; do
		# a token of SoftHSM's, and its slot without one
		slots=$([[ $fault == C_Get* ]] && echo 2 || echo 1)
		printf -v twice "$fault" $((2 * slots))
		printf -v thrice "$fault" $((3 * slots))
		P11_FAULT=$twice run -0 key-list -K "$(faulty)"
		P11_FAULT=$thrice run -78 key-list -K "$(faulty)"
	done
}

@test "a module or token that is not there is 78 and named" {
	uri=$(token_uri t k)
	run -78 --separate-stderr key-generate -a p-256 -K "${uri/libsofthsm2/none}"
	[[ $stderr == "key-generate: PKCS#11 module "*"none.so: "*"No such file"* ]]
	run -78 --separate-stderr key-generate -a p-256 -K "$(token_uri t k other)"
	[ "$stderr" = "key-generate: token other: there is no such token" ]
	run -78 --separate-stderr key-generate -a p-256 -K "${uri/softhsm2.conf/none.conf}"
	[ "$stderr" = "key-generate: x-softhsm2-conf $PWD/t/none.conf: No such file or \
directory" ]
	mv t/tokens t/gone
	run -78 --separate-stderr key-generate -a p-256 -K "$uri"
	[[ $stderr == "key-generate: token test: "*"(C_Initialize: CKR_GENERAL_ERROR)" ]]
}

@test "without module-path, the modules of p11-kit are asked" {
	run -0 key-list -K "$(token_uri t | sed 's|module-path=[^&]*&||')"
}

@test "a token of that name twice is refused" {
	SOFTHSM2_CONF=t/softhsm2.conf softhsm2-util --init-token --free --label test \
		--pin 1234 --so-pin 5678 >/dev/null
	run -78 --separate-stderr key-list -K "$(token_uri t)"
	[ "$stderr" = "key-list: token test: 2 tokens have that name; add serial= to the URI" ]
	serial=$(SOFTHSM2_CONF=t/softhsm2.conf softhsm2-util --show-slots |
		sed -n 's/^ *Serial number: *\([0-9a-f]\{1,\}\) *$/\1/p' | head -n 1)
	run -0 key-list -K "$(token_uri t | sed "s|token=test|token=test;serial=$serial|")"
}

@test "an attribute that comes back other than asked is 70 and named" {
	P11_LIE=0x162 run -70 --separate-stderr key-generate -a p-256 -K "$(faulty k)"
	[ "$stderr" = "key-generate: key k: extractable should be false and is not; the key \
stays on the token and must not be used" ]
	P11_LIE=0x108 run -70 --separate-stderr key-generate -a p-256 -K "$(faulty l)"
	[[ $stderr == "key-generate: key l: sign should be true and is not; "* ]]
}

@test "what the token does not do leaves nothing behind" {
	for fault in "C_GenerateKeyPair 1 1 0x70" "C_CopyObject 1 1 0x54" \
		"C_CopyObject 2 2 0x31"; do
		P11_FAULT=$fault run --separate-stderr key-generate -a p-256 -K "$(faulty k)"
		[ "$status" = "$([[ $fault == *0x31 ]] && echo 75 || echo 78)" ]
		[ -z "$output" ]
		[ "$(objects)" = 0 ]
	done
}

@test "killed at any call it leaves a whole key or none, and can be run again" {
	for fault in "C_GenerateKeyPair 1 1 kill" "C_GenerateKeyPair 1 1 killed" \
		"C_CopyObject 1 1 kill" "C_CopyObject 1 1 killed" "C_CopyObject 2 2 kill" \
		"C_DestroyObject 1 1 kill"; do
		rm -rf t
		copy_token "$BATS_FILE_TMPDIR/fresh" t
		P11_FAULT=$fault run -137 key-generate -a p-256 -K "$(faulty k)"
		if [[ $fault != C_Destroy* ]]; then
			[ -z "$(labels)" ]
			key-generate -j -a p-256 -K "$(token_uri t k)" >/dev/null
		fi
		[ "$(key-list -j -K "$(token_uri t)" |
			jq -c '[.label, .modifiable, (.id | length), (.spki | length)]')" = \
			'["k",false,40,182]' ]
		[ "$(objects)" = 2 ]
	done
}

@test "two at once make one key; the other is 75, or finds it there" {
	for _ in 1 2 3 4 5; do
		rm -rf t
		copy_token "$BATS_FILE_TMPDIR/fresh" t
		one=0 two=0
		key-generate -a p-256 -K "$(token_uri t k)" >/dev/null 2>one &
		key-generate -a p-256 -K "$(token_uri t k)" >/dev/null 2>two || two=$?
		wait $! || one=$?
		[[ " 0 75, 0 78, 75 0, 78 0," == *" $one $two,"* ]]
		[ "$(labels)" = k ]
	done
	flock t/softhsm2.conf sleep 2 &
	sleep 0.2
	run -75 --separate-stderr key-generate -a p-256 -K "$(token_uri t l)"
	[ "$stderr" = "key-generate: $PWD/t/softhsm2.conf is locked: another process makes \
keys" ]
	run -0 key-list -K "$(token_uri t)"
	wait
}

@test "a read-only token is 78, a full disk 74" {
	chmod -R a-w t/tokens
	run -78 --separate-stderr unprivileged "$INKAN_BIN/key-generate" -a p-256 \
		-K "$(token_uri t k)"
	[ "$stderr" = "key-generate: token test: it does not keep the key; \
is it read-only, or full?" ]
	chmod -R u+w t/tokens
	run -74 bash -c 'key-generate -a p-256 -K "$0" >/dev/full' "$(token_uri t k)"
}
