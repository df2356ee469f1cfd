# der-sign - what is to be signed comes back with its signature, octet for octet.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	# shellcheck disable=SC2046
	cc -D_GNU_SOURCE -shared -fPIC -o fault.so $(pkg-config --cflags p11-kit-1) \
		"$PROJECT/test/p11-fault.c"
	make_token t
	for key in rsa p-256 p-384; do
		make_ca $key $key
		token_import t $key
		make_crl $key $key 01 02,keyCompromise 0A,superseded,2026-01-01T00:00:00Z
		tbs of $key.crl >$key.tbs
	done
	make_ca lists p-256 --usage crl
	make_ca certs p-256 --usage cert
	for ca in lists certs; do
		token_import t $ca
		make_crl $ca $ca
		tbs of $ca.crl >$ca.tbs
	done
	# A second authority called CN=p-256; its key is on the token as "twin".
	mkdir twin
	(cd twin && make_ca p-256 && make_crl p-256 p-256 && mv p-256.key twin.key)
	tbs of twin/p-256.crl >twin.tbs
	token_import t twin/twin
	key-generate -j -a p-256 -K "$(token_uri t own)" >own.json
	key-generate -j -a rsa-2048 -K "$(token_uri t own-rsa)" >own-rsa.json
	key-generate -a p-256 --start 2026-10-01 --end 2026-12-31 -K "$(token_uri t season)" \
		>season.txt
}
setup() { cd "$BATS_FILE_TMPDIR" || return; }

tbs() { "$PROJECT/test/tbs.py" "$@"; }
sign() { der-sign -K "$(token_uri t "$1")" -c "$1.der" "${@:2}"; }
faulty() {
	token_uri t "$@" |
		sed "s|module-path=[^&]*|module-path=$BATS_FILE_TMPDIR/fault.so|"
}
many() { yes "$2" | head -n "$1" | xargs cat; }
# What follows needs confinement, which the sanitizers do without (see cli_confine).
confined() { [[ $INKAN_BIN != */san/bin ]] || skip "not confined under the sanitizers"; }
# copy_token FROM TO
copy_token() {
	rm -rf "$2"
	cp -a "$1" "$2"
	sed -i "s|/$1/|/$2/|" "$2/softhsm2.conf"
}
# refused WHY - the only thing that der-sign said of record 1.
refused() { [ "$stderr" = "der-sign: stdin: record 1 @0: $1" ]; }

@test "lists of each algorithm come back whole, and openssl, certtool and python agree" {
	for key in rsa p-256 p-384; do
		sign $key <$key.tbs >out.$key
		run -0 openssl crl -inform DER -in out.$key -noout -verify -CAfile $key.pem
		[ "$output" = "verify OK" ]
		run -0 certtool --verify-crl --load-ca-certificate $key.der --inder \
			--infile out.$key
		[[ $output == *"Verification output: Verified."* ]]
		tbs verify out.$key $key.pem
		tbs of out.$key | cmp $key.tbs
	done
}

@test "every signature algorithm that a key has is made, the one inside outside too" {
	for case in rsa:sha256-rsa rsa:sha512-rsa p-256:ecdsa-sha256 p-256:ecdsa-sha384 \
		p-384:ecdsa-sha256 p-384:ecdsa-sha384; do
		key=${case%:*}
		tbs of $key.crl --algorithm "${case#*:}" >other.tbs
		sign $key <other.tbs >out
		run -0 openssl crl -inform DER -in out -noout -verify -CAfile $key.pem
		[ "$output" = "verify OK" ]
	done
}

@test "five hundred P-256 signatures verify, the short ones too" {
	many 500 p-256.tbs >many
	sign p-256 <many >out
	run -0 tbs verify out p-256.pem
	[[ $output == "500 "*"70 71 72" ]]
}

@test "a certificate under its issuer verifies as one" {
	spki=$(jq -r .spki own.json)
	tbs certificate "$spki" --issuer CN=rsa --algorithm sha256-rsa >new.tbs
	sign rsa <new.tbs >new.der
	openssl x509 -inform DER -in new.der -out new.pem
	run -0 openssl verify -CAfile rsa.pem new.pem
	[ "$output" = "new.pem: OK" ]
}

@test "a key alone signs its own requests and self-signed certificates, and responses" {
	for key in own own-rsa; do
		spki=$(jq -r .spki $key.json)
		tbs request "$spki" --subject CN=$key >request.tbs
		der-sign -K "$(token_uri t $key)" <request.tbs >request.der
		run -0 openssl req -inform DER -in request.der -noout -verify
		[ "$output" = "Certificate request self-signature verify OK" ]
	done
	spki=$(jq -r .spki own.json)
	tbs certificate "$spki" --algorithm ecdsa-sha256 >self.tbs
	der-sign -K "$(token_uri t own)" <self.tbs >self.der
	openssl x509 -inform DER -in self.der -out self.pem
	run -0 openssl verify -check_ss_sig -CAfile self.pem self.pem
	tbs response CN=subject >response.tbs
	der-sign -K "$(token_uri t own)" <response.tbs >basic.der
	# OCSPResponse around it: RFC 6960 4.2.1
	python3 - basic.der >response.der <<-EOP
		import sys
		def wrap(tag, *parts):
		    inner = b"".join(parts)
		    size = bytes([len(inner)]) if len(inner) < 128 else \
		        b"\x82" + len(inner).to_bytes(2, "big")
		    return bytes([tag]) + size + inner
		basic = open(sys.argv[1], "rb").read()
		oid = bytes.fromhex("06092b0601050507300101")
		sys.stdout.buffer.write(wrap(0x30, b"\x0a\1\0",
		    wrap(0xA0, wrap(0x30, oid, wrap(4, basic)))))
	EOP
	run -0 openssl ocsp -respin response.der -VAfile self.pem
	[[ $output == *"Response verify OK"* ]]
}

@test "a key alone signs nothing that is not its own" {
	uri=$(token_uri t own)
	other=$(jq -r .spki own-rsa.json)
	tbs request "$other" >request.tbs
	run -1 --separate-stderr der-sign -K "$uri" <request.tbs
	refused "the request is for another key (RFC 2986 3)"
	for options in "$other" "$(jq -r .spki own.json) --issuer CN=other"; do
		# shellcheck disable=SC2086
		tbs certificate $options --algorithm ecdsa-sha256 >new.tbs
		run -1 --separate-stderr der-sign -K "$uri" <new.tbs
		refused "a certificate that is not this key's own needs its issuer's: -c"
	done
	run -1 --separate-stderr der-sign -K "$uri" <p-256.tbs
	refused "a list needs its issuer's certificate: -c"
}

@test "what does not belong to the certificate is named and left out; the rest is signed" {
	cat rsa.tbs p-256.tbs rsa.tbs >mixed
	run -1 --separate-stderr bash -c \
		'der-sign -K "$0" -c p-256.der <mixed >out' "$(token_uri t p-256)"
	why="its issuer is not the certificate's subject (RFC 5280 5.1.2.3)"
	[ "$stderr" = "der-sign: stdin: record 1 @0: $why
der-sign: stdin: record 3 @$(($(stat -c %s rsa.tbs) + $(stat -c %s p-256.tbs))): $why" ]
	tbs verify out p-256.pem
	tbs of out | cmp p-256.tbs
	spki=$(jq -r .spki own.json)
	tbs certificate "$spki" --issuer CN=other --algorithm ecdsa-sha256 >new
	run -1 --separate-stderr sign p-256 <new
	refused "its issuer is not the certificate's subject (RFC 5280 4.1.2.4)"
	tbs request "$(jq -r .spki own.json)" >new
	run -1 --separate-stderr sign p-256 <new
	refused "the request is for another key (RFC 2986 3)"
}

@test "keyUsage and authorityKeyIdentifier of the certificate are minded" {
	sign lists <lists.tbs >out
	run -1 --separate-stderr sign certs <certs.tbs
	refused "its issuer's key is not for cRLSign (RFC 5280 4.2.1.3)"
	spki=$(jq -r .spki own.json)
	tbs certificate "$spki" --issuer CN=certs --algorithm ecdsa-sha256 >new
	sign certs <new >out
	tbs certificate "$spki" --issuer CN=lists --algorithm ecdsa-sha256 >new
	run -1 --separate-stderr sign lists <new
	refused "its issuer's key is not for keyCertSign (RFC 5280 4.2.1.3)"
	run -1 --separate-stderr sign p-256 <twin.tbs
	refused "its authorityKeyIdentifier is of another key (RFC 5280 4.2.1.1)"
	tbs of twin/p-256.crl --no-extensions >other.tbs
	sign p-256 <other.tbs >out
}

@test "an algorithm inside that the key does not have, or nobody should, is refused" {
	uri=$(token_uri t rsa)
	while read -r key algorithm why; do
		tbs of $key.crl --algorithm "$algorithm" >other.tbs
		run -1 --separate-stderr sign $key <other.tbs
		[[ $stderr == "der-sign: stdin: record 1 @0: "*"$why"* ]]
	done <<-END
		rsa ecdsa-sha256 it asks for an ECDSA signature
		p-256 sha256-rsa it asks for an RSA signature
		rsa sha1-rsa SHA-1
		p-256 ecdsa-sha1 SHA-1
		rsa pss RSASSA-PSS
		rsa sha256-rsa-without-null RFC 4055 5
		p-256 ed25519 signature algorithm
	END
}

@test "what is none of the four kinds, or signed already, is refused" {
	printf '\x30\x03\x02\x01\x05' >none
	run -1 --separate-stderr sign p-256 <none
	refused "neither a TBSCertList, TBSCertificate, CertificationRequestInfo nor \
ResponseData"
	for signed in p-256.crl p-256.der; do
		run -1 --separate-stderr sign p-256 <$signed
		refused "it is signed already"
	done
}

@test "certificate and usage period are judged by the time given" {
	sign p-256 -t 2039-12-31T23:59:59Z <p-256.tbs >out
	for time in 2019-12-31T23:59:59Z 2040-01-01T00:00:01Z; do
		run -1 --separate-stderr sign p-256 -t $time <p-256.tbs
		refused "its issuer's certificate is not valid now (RFC 5280 4.1.2.5)"
	done
	uri=$(token_uri t season)
	tbs response CN=x >response.tbs
	for time in 2026-10-01T00:00:00Z 2026-12-31T23:59:59Z; do
		der-sign -K "$uri" -t $time <response.tbs >out
	done
	run -1 --separate-stderr der-sign -K "$uri" -t 2026-09-30T23:59:59Z <response.tbs
	refused "the key's usage period has not begun (CKA_START_DATE)"
	run -1 --separate-stderr der-sign -K "$uri" -t 2027-01-01T00:00:00Z <response.tbs
	refused "the key's usage period is over (CKA_END_DATE)"
}

@test "a key that is not the certificate's is 78, both are named, and nothing is signed" {
	for pair in "rsa p-256" "p-256 rsa" "p-256 p-384" "certs lists"; do
		read -r key ca <<<"$pair"
		run -78 --separate-stderr der-sign -K "$(token_uri t "$key")" -c "$ca.der" \
			<"$ca.tbs"
		[ "$stderr" = "der-sign: $ca.der: token test: key $key is not the private half \
of its public key" ]
		[ -z "$output" ]
	done
}

@test "a missing certificate, key, token, module or PIN is 78, with empty input too" {
	uri=$(token_uri t p-256)
	for bad in "${uri/object=p-256/object=none}" "${uri/token=test/token=none}" \
		"${uri/libsofthsm2/none}" "${uri/\/t\/pin//t/none}" "$uri&pin-value=1"; do
		run -78 --separate-stderr der-sign -K "$bad" -c p-256.der </dev/null
		[ ${#stderr_lines[@]} = 1 ]
	done
	run -78 --separate-stderr der-sign -K "$uri" -c none.der </dev/null
	[ "$stderr" = "der-sign: none.der: No such file or directory" ]
	run -78 --separate-stderr der-sign -K "$uri" -c /dev/null <p-256.tbs
	[ "$stderr" = "der-sign: /dev/null: no certificate in it" ]
	run -78 --separate-stderr der-sign -K "$uri" -c p-256.pem </dev/null
	[[ $stderr == "der-sign: p-256.pem: "* ]]
	run -78 --separate-stderr der-sign -s none </dev/null
}

@test "a command line that cannot be meant is 64" {
	uri=$(token_uri t p-256)
	for words in "" "-s x -K $uri" "-s x -c p-256.der" "-c p-256.der" "-K $uri operand" \
		"-K $uri -t yesterday" "-K $uri --pin-fd 0" "-K $uri --pin-fd -1"; do
		# shellcheck disable=SC2086
		run -64 der-sign $words </dev/null
		[ ${#lines[@]} = 1 ]
	done
}

@test "a cut stream is 65, what was whole before has been signed; junk is 65" {
	many 2 p-256.tbs | head -c -1 >short
	run -65 --separate-stderr bash -c 'der-sign -K "$0" -c p-256.der <short >out' \
		"$(token_uri t p-256)"
	[ "$stderr" = "der-sign: stdin: record 2 @$(stat -c %s p-256.tbs): cut short" ]
	run -0 tbs verify out p-256.pem
	[[ $output == "1 "* ]]
	run -65 sign p-256 <p-256.pem
}

@test "no input or -n is no output; a full disk is 74; -v says who signed what" {
	uri=$(token_uri t p-256)
	run -0 --separate-stderr bash -c \
		'der-sign -K "$0" -c p-256.der </dev/null | cmp - /dev/null' "$uri"
	[ -z "$stderr" ]
	run -0 --separate-stderr bash -c \
		'der-sign -nv -K "$0" -c p-256.der <p-256.tbs | cmp - /dev/null' "$uri"
	[ "$stderr" = "der-sign: signed a TBSCertList of p-256.der" ]
	run -74 bash -c 'der-sign -K "$0" -c p-256.der <p-256.tbs >/dev/full' "$uri"
}

@test "with a store, tokens and keys are opened once, and the issuer is found by name" {
	store-create -s "$BATS_TEST_TMPDIR/s"
	for ca in rsa p-384; do
		issuer-put -s "$BATS_TEST_TMPDIR/s" -k "$(faulty $ca)" $ca <$ca.der
	done
	cat rsa.tbs p-384.tbs rsa.tbs p-384.tbs >four
	P11_LOG=5 der-sign -s "$BATS_TEST_TMPDIR/s" <four >out 5>log
	[ "$(grep -c C_Login log)" = 1 ]
	[ "$(grep -c C_FindObjectsInit log)" = 4 ] # two keys, and the public halves of both
	[ "$(grep -c C_SignInit log)" = 6 ]        # four records and two proofs
	for ca in rsa p-384; do
		sign $ca <$ca.tbs >one
		run -0 openssl crl -inform DER -in one -noout -verify -CAfile $ca.pem
		[ "$output" = "verify OK" ]
	done
	# RSA signs one thing in one way: the first record of both runs is the same.
	sign rsa <rsa.tbs >one
	head -c "$(stat -c %s one)" out | cmp one
	run -1 --separate-stderr der-sign -s "$BATS_TEST_TMPDIR/s" <p-256.tbs
	refused "its issuer is not known"
	tbs response CN=x >response.tbs
	run -1 --separate-stderr der-sign -s "$BATS_TEST_TMPDIR/s" <response.tbs
	refused "a request or a response names no issuer: sign it with -K"
}

@test "where two issuers share a name, authorityKeyIdentifier says which, and must" {
	store-create -s "$BATS_TEST_TMPDIR/s"
	issuer-put -s "$BATS_TEST_TMPDIR/s" -k "$(token_uri t p-256)" one <p-256.der
	run -1 --separate-stderr der-sign -s "$BATS_TEST_TMPDIR/s" <twin.tbs
	refused "no issuer of its name has that authorityKeyIdentifier (RFC 5280 4.2.1.1)"
	issuer-put -s "$BATS_TEST_TMPDIR/s" -k "$(token_uri t twin)" two <twin/p-256.der
	der-sign -s "$BATS_TEST_TMPDIR/s" <p-256.tbs >out
	tbs verify out p-256.pem
	der-sign -s "$BATS_TEST_TMPDIR/s" <twin.tbs >out
	tbs verify out twin/p-256.pem
	tbs of p-256.crl --no-extensions >other.tbs
	run -1 --separate-stderr der-sign -s "$BATS_TEST_TMPDIR/s" <other.tbs
	refused "several issuers have its name, and no authorityKeyIdentifier says which \
(RFC 5280 4.2.1.1)"
}

@test "a store that names another key than the certificate's is 78" {
	store-create -s "$BATS_TEST_TMPDIR/s"
	issuer-put -s "$BATS_TEST_TMPDIR/s" -k "$(token_uri t twin)" tokyo <p-256.der
	run -78 --separate-stderr der-sign -s "$BATS_TEST_TMPDIR/s" <p-256.tbs
	[ "$stderr" = "der-sign: tokyo: token test: key twin is not the private half of its \
public key" ]
	[ -z "$output" ]
}

@test "two SoftHSM configurations, or one PIN for two tokens, are not for one run" {
	store-create -s "$BATS_TEST_TMPDIR/s"
	make_token "$BATS_TEST_TMPDIR/u"
	token_import "$BATS_TEST_TMPDIR/u" p-384
	issuer-put -s "$BATS_TEST_TMPDIR/s" -k "$(token_uri t rsa)" rsa <rsa.der
	issuer-put -s "$BATS_TEST_TMPDIR/s" -k "$(token_uri "$BATS_TEST_TMPDIR/u" p-384)" \
		p-384 <p-384.der
	cat rsa.tbs p-384.tbs >two
	run -78 --separate-stderr bash -c 'der-sign -s "$0" <two >out' "$BATS_TEST_TMPDIR/s"
	[ "$stderr" = "der-sign: p-384: two values of x-softhsm2-conf in one run; sign for \
each in its own" ]
	sign rsa <rsa.tbs | cmp out
	run -78 --separate-stderr der-sign --pin-fd 7 -s "$BATS_TEST_TMPDIR/s" <two 7<t/pin
	[ "$stderr" = "der-sign: p-384: one PIN was given and a second token is named; use \
pin-source" ]
}

@test "the token going away in the middle is 75, and what was written is whole" {
	many 20 rsa.tbs >many
	for fault in C_SignInit:0xb3 C_Sign:0x32 C_Sign:0x5 C_Sign:0x30; do
		P11_FAULT="${fault%:*} 8 99 ${fault#*:}" run -75 --separate-stderr bash -c \
			'der-sign -K "$0" -c rsa.der <many >out' "$(faulty rsa)"
		[[ $stderr == "der-sign: rsa.der: token test: "*"(${fault%:*}: CKR_"*")" ]]
		run -0 tbs verify out rsa.pem
		[[ $output == "6 "* ]] # the first signature is the proof
	done
	P11_FAULT="C_Sign 8 99 0x20" run -70 bash -c \
		'der-sign -K "$0" -c rsa.der <many >out' "$(faulty rsa)"
}

@test "the token's files going away in the middle end the run, and nothing is torn" {
	copy_token t gone
	many 3000 rsa.tbs >many
	(sleep 0.2 && rm -rf gone/tokens) &
	run --separate-stderr bash -c 'der-sign -K "$0" -c rsa.der <many >out' \
		"$(token_uri gone rsa)"
	wait
	rm -rf gone
	[[ $status = 75 || $status = 78 ]]
	[ ${#stderr_lines[@]} = 1 ]
	run -0 tbs verify out rsa.pem
}

@test "a login does not write the token, not as root either" {
	confined
	copy_token t here
	cp -a here before
	find here -type f -printf '%P %i %T@ %s\n' | sort >before.txt
	der-sign -K "$(token_uri here p-256)" -c p-256.der <p-256.tbs >out
	key-list -K "$(token_uri here)" >out
	find here -type f -printf '%P %i %T@ %s\n' | sort | cmp before.txt
	diff -r before here
	rm -rf before here
}

@test "on a kernel without Landlock, a token that can be written is warned of" {
	confined
	# what cli_confine asks the kernel: ENOSYS
	echo 'long syscall(long n, ...) { return n < 0 ? 0 : -1; }' |
		cc -shared -fPIC -x c -o old-kernel.so -
	copy_token t here
	uri=$(token_uri here p-256)
	warning="this kernel has no Landlock, and the token's files may be written: a kill \
during login can destroy its keys; make them read-only"
	export OLD="env LD_PRELOAD=$PWD/old-kernel.so"
	run -0 --separate-stderr bash -c \
		'$OLD der-sign -K "$0" -c p-256.der <p-256.tbs >out' "$uri"
	[ "$stderr" = "der-sign: p-256.der: $warning" ]
	run -0 --separate-stderr $OLD key-list -K "$uri"
	[ "$stderr" = "key-list: $warning" ]
	chmod -R a-w here/tokens
	run -0 --separate-stderr unprivileged $OLD "$INKAN_BIN/key-list" -K "$uri"
	[ -z "$stderr" ]
	chmod -R u+w here
	rm -rf here
}

@test "killed at any moment, and eight at once, it leaves the token as it was" {
	confined
	copy_token t here
	many 3 p-256.tbs >many
	uri=$(token_uri here p-256)
	for ((i = 0; i < 40; i++)); do
		printf -v after '0.%03d' $((RANDOM % 30))
		timeout -s KILL "$after" der-sign -K "$uri" -c p-256.der <many >out || :
	done 2>killed
	for ((round = 0; round < 5; round++)); do
		pids=()
		for ((i = 0; i < 8; i++)); do
			der-sign -K "$uri" -c p-256.der <many >"out.$i" &
			pids+=($!)
		done
		for pid in "${pids[@]}"; do wait "$pid"; done
	done
	for ((i = 0; i < 8; i++)); do tbs verify "out.$i" p-256.pem; done
	diff -r t here --exclude softhsm2.conf
	rm -rf here
}

@test "where modes keep the token from being written, it signs as well" {
	copy_token t ro
	chmod -R a-w ro/tokens
	uri=$(token_uri ro p-256)
	unprivileged "$INKAN_BIN/der-sign" -K "$uri" -c p-256.der <p-256.tbs >out
	chmod -R u+w ro
	rm -rf ro
	tbs verify out p-256.pem
}

@test "a list of any size is signed in little memory, from a file and from a pipe" {
	tbs of p-256.crl --entries 300000 >large.tbs
	[ "$(stat -c %s large.tbs)" -gt 8000000 ]
	sign p-256 <large.tbs >out
	cat large.tbs | sign p-256 >piped
	for file in out piped; do
		run -0 openssl crl -inform DER -in $file -noout -verify -CAfile p-256.pem
		[ "$output" = "verify OK" ]
	done
	# The lengths of the header on both sides of an octet more.
	for entries in 0 1 2 3 4 5 6 7 8 9 10 11 12 2420 2421 2422 2423 2424 2425; do
		tbs of p-256.crl --no-extensions --entries $entries
	done >sizes.tbs
	sign p-256 <sizes.tbs >out
	run -0 tbs verify out p-256.pem
	[[ $output == "19 "* ]]
}
