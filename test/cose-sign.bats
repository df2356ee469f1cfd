# cose-sign - a draft comes back with a COSE_Sign1 in it, and everything else as it was.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	# shellcheck disable=SC2046
	cc -D_GNU_SOURCE -shared -fPIC -o fault.so $(pkg-config --cflags p11-kit-1) \
		"$PROJECT/test/p11-fault.c"
	make_token t
	for key in p-256 p-384 rsa; do
		make_ca $key $key
		token_import t $key
		cose certificate p-256 $key ds-$key
	done
	make_ca other
	cose certificate p-256 other ds-other
	key-generate -a p-256 --start 2026-10-01 --end 2026-12-31 -K "$(token_uri t season)" \
		>season.txt
	cose drafts 100 >drafts
}
setup() { cd "$BATS_FILE_TMPDIR" || return; }

cose() { "$PROJECT/test/cose.py" "$@"; }
sign() { cose-sign -K "$(token_uri t p-256)" -c ds-p-256.der "$@"; }
faulty() {
	token_uri t "$@" |
		sed "s|module-path=[^&]*|module-path=$BATS_FILE_TMPDIR/fault.so|"
}
# whole FILE CERTIFICATE DRAFTS - each record of FILE verifies, and they come from the first of
# DRAFTS, in their order, nothing else changed; how many.
whole() {
	local count
	count=$(cose verify "$2" --drafts back <"$1" | cut -d ' ' -f 1)
	head -c "$(stat -c %s back)" "$3" | cmp back >&2
	echo "$count"
}
# item OCTETS... - the octets, each printf's argument.
item() { printf '%b' "$@"; }
# One draft: {"payload": h'0102'} with one more member.
draft() { item '\xa2' "$1" '\x67payload\x42\x01\x02'; }
# refused WHY [OPTION...] <drafts - record 2 of two good ones around it, and nothing else.
refused() {
	local why=$1 first
	cat >bad
	head -c "$(stat -c %s one)" drafts >one
	{ cat one bad one; } >three
	run -1 --separate-stderr bash -c 'cose-sign "$@" <three >out' - "${@:2}"
	first=$(stat -c %s one)
	[ "$stderr" = "cose-sign: stdin: record 2 @$first: $why" ]
	cat one one >two
	[ "$(whole out ds-p-256.der two)" = 2 ]
}

@test "drafts come back signed by either curve, every other member as it was, in order" {
	for key in p-256 p-384; do
		cose-sign -K "$(token_uri t $key)" -c ds-$key.der <drafts >out
		run -0 cose verify ds-$key.der --drafts back <out
		[[ $output == "100 "*" tag None protected [1] unprotected []" ]]
		cmp back drafts
	done
}

@test "x5chain stands where the draft asks for it, tag 18 where it asks for that" {
	cose drafts 3 --chain unprotected >some
	sign <some >out
	run -0 cose verify ds-p-256.der --drafts back <out
	[[ $output == "3 "*" tag None protected [1] unprotected [33]" ]]
	cmp back some
	cose drafts 3 --chain protected --tagged >some
	sign <some >out
	run -0 cose verify ds-p-256.der --drafts back <out
	[[ $output == "3 "*" tag 18 protected [1, 33] unprotected []" ]]
	cmp back some
}

@test "headers that the draft asks for are there, beside alg" {
	item '\xa3\x67payload\x40\x69protected\xa2\x10\x19\x03\xe7\x20\xf6' \
		'\x6bunprotected\xa1\x04\x41k' >headers
	sign <headers >out
	run -0 cose verify ds-p-256.der --drafts back <out
	[[ $output == "1 "*" tag None protected [-1, 1, 16] unprotected [4]" ]]
	cmp back headers
}

@test "what the draft says is signed octet for octet" {
	item '\xa1\x67payload\x42\x01\x02' >one
	sign <one >out
	# {"signed": [<<{1: -7}>>, {}, h'0102', 64 octets]}, and no more
	item '\xa1\x66signed\x84\x43\xa1\x01\x26\xa0\x42\x01\x02\x58\x40' >begin
	head -c "$(stat -c %s begin)" out | cmp begin
	[ "$(stat -c %s out)" = $(($(stat -c %s begin) + 64)) ]
}

@test "without a certificate a key signs what asks for none" {
	cose-sign -K "$(token_uri t p-256)" <drafts >out
	[ "$(whole out ds-p-256.der drafts)" = 100 ]
	head -c "$(cose drafts 1 | wc -c)" drafts >one
	cose drafts 1 --chain unprotected |
		refused "it asks for x5chain, and there is no certificate: -c" \
			-K "$(token_uri t p-256)"
}

@test "ten thousand P-256 signatures verify, the short ones too" {
	cose drafts 10000 --size 32 >many
	sign -j 2 <many >out
	run -0 cose verify ds-p-256.der --drafts back <out
	read -r count short_r short_s _ <<<"$output"
	[ "$count" = 10000 ]
	[ "$short_r" -gt 0 ]
	[ "$short_s" -gt 0 ]
	cmp back many
}

@test "records keep their order, whatever their number and that of the processes" {
	cose drafts 1000 >thousand
	for jobs in 1 2 3 8; do
		sign -j $jobs <thousand >out
		[ "$(whole out ds-p-256.der thousand)" = 1000 ]
		for count in 1 15 16 17 31 32 33 63 64 65; do
			cose drafts $count >some
			sign -j $jobs <some >out
			[ "$(whole out ds-p-256.der some)" = $count ]
		done
	done
}

@test "what is no draft is named and left out, with any number of processes" {
	head -c "$(cose drafts 1 | wc -c)" drafts >one
	own=(-K "$(token_uri t p-256)" -c ds-p-256.der)
	item '\x80' | refused "not a draft: it is not a map" "${own[@]}"
	item '\xa0' | refused "not a draft: it has no payload" "${own[@]}"
	item '\xa1\x67payload\x62ab' |
		refused "payload is not a byte string (RFC 9052 4.2)" "${own[@]}" -j 2
	item '\xa1\x01\x02' | refused "a member whose key is not text" "${own[@]}"
	draft '\x66signed\xf6' | refused "it is signed already" "${own[@]}" -j 3
	draft '\x67x5chain\x64both' |
		refused "x5chain is neither protected nor unprotected" "${own[@]}"
	draft '\x66tagged\x12' | refused "tagged is neither true nor false" "${own[@]}"
	draft '\x69protected\x80' | refused "a header is not a map (RFC 9052 3)" "${own[@]}"
	for place in '\x69protected' '\x6bunprotected'; do
		draft "$place"'\xa1\x01\x26' | refused "the draft says alg, which is the \
signer's to say (RFC 9052 3.1)" "${own[@]}"
		draft "$place"'\xa1\x18\x21\x41a' |
			refused "the draft brings an x5chain of its own (RFC 9360 2)" "${own[@]}"
	done
	draft '\x69protected\xa2\x20\x00\x10\x00' |
		refused "the labels of a header are not in order (RFC 8949 4.2.1)" "${own[@]}"
	item '\xa3\x67payload\x40\x69protected\xa1\x03\x00\x6bunprotected\xa1\x03\x00' |
		refused "a label in both headers (RFC 9052 3)" "${own[@]}"
	draft '\x69protected\xa1\x02\x81\x05' |
		refused "crit names what is not in the protected header (RFC 9052 3.1)" \
			"${own[@]}"
}

@test "a draft that would be too deep or too large once signed is refused" {
	head -c "$(cose drafts 1 | wc -c)" drafts >one
	own=(-K "$(token_uri t p-256)" -c ds-p-256.der)
	deep() { printf '\\x81%.0s' $(seq "$1") && printf '\\x80'; }
	draft '\x6bunprotected\xa1\x04\x41k' >good
	sign <good >out
	draft '\x6bunprotected\xa1\x18\x64'"$(deep 12)" >good
	sign <good >out
	draft '\x6bunprotected\xa1\x18\x64'"$(deep 14)" |
		refused "nested too deep (cborstream(5))" "${own[@]}"
	{
		item '\xa1\x67payload\x5a\x00\xff\xff\xf0'
		head -c 16777200 /dev/zero
	} | refused "record is too large (cborstream(5))" "${own[@]}"
}

@test "a certificate outside its validity or its key's usage period is 78, to the second" {
	uri=$(token_uri t p-256)
	unusable() {
		run -78 --separate-stderr cose-sign -K "$uri" -c "$1.der" -t "$2" <drafts
		[ "$stderr" = "cose-sign: $1.der: $3" ]
		[ -z "$output" ]
	}
	usable() { cose-sign -K "$uri" -c "$1.der" -t "$2" -n <drafts; }
	span=(--from 2026-11-01T00:00:00Z --to 2027-03-01T00:00:00Z)
	cose certificate p-256 p-256 ds "${span[@]}"
	usable ds 2026-11-01T00:00:00Z
	usable ds 2027-03-01T00:00:00Z
	unusable ds 2026-10-31T23:59:59Z \
		"the certificate is not valid yet (RFC 5280 4.1.2.5)"
	unusable ds 2027-03-01T00:00:01Z \
		"the certificate is not valid any more (RFC 5280 4.1.2.5)"
	cose certificate p-256 p-256 use "${span[@]}" --use-from 2026-11-02T00:00:00Z \
		--use-to 2027-02-01T00:00:00Z
	usable use 2026-11-02T00:00:00Z
	usable use 2027-02-01T00:00:00Z
	unusable use 2026-11-01T23:59:59Z \
		"the key's usage period has not begun (privateKeyUsagePeriod)"
	unusable use 2027-02-01T00:00:01Z \
		"the key's usage period is over (privateKeyUsagePeriod)"
	cose certificate p-256 p-256 use "${span[@]}" --use-to 2027-02-01T00:00:00Z
	usable use 2026-11-01T00:00:00Z
	unusable use 2027-02-01T00:00:01Z \
		"the key's usage period is over (privateKeyUsagePeriod)"
	cose certificate p-256 p-256 use "${span[@]}" --use-from 2026-11-02T00:00:00Z
	usable use 2027-03-01T00:00:00Z
	for bad in 3000 0500 301180 3011800f32303236313130323030303030305a00 \
		3011820f32303236313130323030303030305a 300d800b3236313130323030303030305a; do
		cose certificate p-256 p-256 use "${span[@]}" --use $bad
		unusable use 2026-12-01T00:00:00Z \
			"privateKeyUsagePeriod is malformed (RFC 3280 4.2.1.4)"
	done
}

@test "a certificate whose key is for something else is 78" {
	uri=$(token_uri t p-256)
	for usage in digital_signature content_commitment; do
		cose certificate p-256 p-256 ds --usage $usage
		cose-sign -K "$uri" -c ds.der <drafts >out
	done
	for usage in key_cert_sign crl_sign key_agreement; do
		cose certificate p-256 p-256 ds --usage $usage
		run -78 --separate-stderr cose-sign -K "$uri" -c ds.der <drafts
		[ "$stderr" = \
			"cose-sign: ds.der: the key is not for digitalSignature (RFC 5280 4.2.1.3)" ]
	done
}

@test "a key outside the period that its token keeps is 78" {
	uri=$(token_uri t season)
	for time in 2026-10-01T00:00:00Z 2026-12-31T23:59:59Z; do
		cose-sign -K "$uri" -t $time <drafts >out
	done
	for jobs in 1 2; do
		run -78 --separate-stderr cose-sign -K "$uri" -t 2026-09-30T23:59:59Z \
			-j $jobs <drafts
		[ "$stderr" = \
			"cose-sign: -K: the key's usage period has not begun (CKA_START_DATE)" ]
		run -78 --separate-stderr cose-sign -K "$uri" -t 2027-01-01T00:00:00Z \
			-j $jobs <drafts
		[ "$stderr" = "cose-sign: -K: the key's usage period is over (CKA_END_DATE)" ]
	done
}

@test "a key that is not the certificate's, or of no curve of ours, is 78" {
	for jobs in 1 3; do
		for cert in ds-other ds-p-384 ds-rsa; do
			run -78 --separate-stderr cose-sign -K "$(token_uri t p-256)" \
				-c $cert.der -j $jobs <drafts
			[ "$stderr" = "cose-sign: $cert.der: token test: key p-256 is not the \
private half of its public key" ]
			[ -z "$output" ]
		done
		run -78 --separate-stderr cose-sign -K "$(token_uri t rsa)" -c ds-rsa.der \
			-j $jobs <drafts
		[ "$stderr" = "cose-sign: ds-rsa.der: the key is neither of P-256 nor of P-384 \
(RFC 9053 2.1)" ]
	done
}

@test "a missing certificate, key, token, module or PIN is 78, with empty input too" {
	uri=$(token_uri t p-256)
	for jobs in 1 2; do
		for bad in "${uri/object=p-256/object=none}" "${uri/token=test/token=none}" \
			"${uri/libsofthsm2/none}" "${uri/\/t\/pin//t/none}" "$uri&pin-value=1"; do
			run -78 --separate-stderr cose-sign -K "$bad" -j $jobs </dev/null
			[ ${#stderr_lines[@]} = 1 ]
		done
	done
	run -78 --separate-stderr cose-sign -K "$uri" -c none.der </dev/null
	[ "$stderr" = "cose-sign: none.der: No such file or directory" ]
	run -78 --separate-stderr cose-sign -K "$uri" -c /dev/null </dev/null
	[ "$stderr" = "cose-sign: /dev/null: no certificate in it" ]
	run -78 --separate-stderr cose-sign -K "$uri" -c p-256.pem </dev/null
	[[ $stderr == "cose-sign: p-256.pem: "* ]]
}

@test "a command line that cannot be meant is 64" {
	uri=$(token_uri t p-256)
	for words in "" "-c ds-p-256.der" "-K $uri operand" "-K $uri -t yesterday" \
		"-K $uri --pin-fd 0" "-K $uri --pin-fd -1" "-K $uri -j 0" "-K $uri -j 65" \
		"-K $uri -j two" "-K $uri -j -1"; do
		# shellcheck disable=SC2086
		run -64 cose-sign $words </dev/null
		[ ${#lines[@]} = 1 ]
	done
}

@test "a cut stream is 65, and what was whole before has been signed; junk is 65" {
	uri=$(token_uri t p-256)
	head -c -1 drafts >short
	for jobs in 1 2 3; do
		run -65 --separate-stderr bash -c \
			'cose-sign -K "$0" -c ds-p-256.der -j $1 <short >out' "$uri" $jobs
		[[ $stderr == "cose-sign: stdin: record 100 @"*": cut short" ]]
		[ "$(whole out ds-p-256.der drafts)" = 99 ]
		run -65 --separate-stderr sign -j $jobs < <(item '\xff')
		[ "$stderr" = \
			"cose-sign: stdin: record 1 @0: indefinite length (RFC 8949 4.2.1)" ]
	done
}

@test "no input or -n is no output; a full disk is 74; -v tells of each record" {
	uri=$(token_uri t p-256)
	for jobs in 1 2; do
		run -0 --separate-stderr bash -c \
			'cose-sign -K "$0" -j $1 </dev/null | cmp - /dev/null' "$uri" $jobs
		[ -z "$stderr" ]
		run -0 --separate-stderr bash -c \
			'cose-sign -n -K "$0" -j $1 <drafts | cmp - /dev/null' "$uri" $jobs
		[ -z "$stderr" ]
		run -74 --separate-stderr bash -c \
			'cose-sign -K "$0" -j $1 <drafts >/dev/full' "$uri" $jobs
		[[ $stderr == "cose-sign: "*"No space left on device" ]]
		cose drafts 3000 --size 400 >many
		run -74 bash -c 'cose-sign -K "$0" -j $1 <many >/dev/full' "$uri" $jobs
	done
	cose drafts 1 >single
	run -0 --separate-stderr bash -c 'cose-sign -nv -K "$0" <single' "$uri"
	[ "$stderr" = "cose-sign: signed 100 octets" ]
}

@test "each process logs in once, finds its key once and proves it" {
	for jobs in 1 2 5; do
		P11_LOG=5 cose-sign -K "$(faulty p-256)" -c ds-p-256.der -j $jobs <drafts \
			>out 5>log
		[ "$(grep -c C_Login log)" = $jobs ]
		[ "$(grep -c C_FindObjectsInit log)" = $((2 * jobs)) ] # and its public half
		[ "$(grep -c C_SignInit log)" = $((100 + jobs)) ]
	done
}

@test "a wrong PIN is tried once, whatever the number of processes" {
	P11_LOG=5 run -78 --separate-stderr bash -c \
		'cose-sign -K "$0" -j 8 --pin-fd 7 <drafts 7<<<wrong 5>log' "$(faulty p-256)"
	[ ${#stderr_lines[@]} = 1 ]
	[ "$(grep -c C_Login log)" = 1 ]
	cose-sign -K "$(token_uri t p-256)" -j 3 --pin-fd 7 <drafts 7<t/pin >out
	[ "$(whole out ds-p-256.der drafts)" = 100 ]
}

@test "a process that is killed ends the run with 75, and what was written is whole" {
	cose drafts 2000 >many
	for jobs in 2 3; do
		P11_FAULT="C_Sign 50 50 kill" run -75 --separate-stderr bash -c \
			'cose-sign -K "$0" -c ds-p-256.der -j $1 <many >out' \
			"$(faulty p-256)" $jobs
		[ "$stderr" = "cose-sign: signing process 1 was killed by signal 9 (Killed)" ]
		# The first process had signed three batches, and proved its key.
		[ "$(whole out ds-p-256.der many)" = $((jobs * 3 * 16)) ]
	done
}

@test "whichever process is killed, at any moment, nothing torn or out of order is written" {
	cose drafts 30000 --size 32 >many
	killed=0
	for ((i = 0; i < 12; i++)); do
		cose-sign -K "$(token_uri t p-256)" -c ds-p-256.der -j 3 <many >out 2>err &
		pid=$!
		sleep "0.$(printf %02d $((8 + i * 3)))"
		victim=$(pgrep -P $pid | sed -n "$((i % 3 + 1))p" || :)
		[ -z "$victim" ] || kill -KILL "$victim" || :
		status=0
		wait $pid || status=$?
		count=$(whole out ds-p-256.der many)
		if [ $status = 75 ]; then
			killed=$((killed + 1))
			grep -q "^cose-sign: signing process [123] was killed by signal 9" err
			[ "$count" -lt 30000 ]
		else # it was killed before it began, or had nothing left to do
			[ $status = 0 ]
			[ "$count" = 30000 ]
		fi
	done
	[ $killed -gt 6 ]
}

@test "a process that dies by its own fault is 70" {
	cose drafts 30000 --size 32 >many
	rm -f out
	cose-sign -K "$(token_uri t p-256)" -c ds-p-256.der -j 2 <many >out 2>err &
	pid=$!
	until [ -s out ]; do kill -0 $pid; done # all of them have begun
	pkill -ABRT -P $pid
	status=0
	wait $pid || status=$?
	[ $status = 70 ]
	grep -q "^cose-sign: signing process [12] was killed by signal 6 (Aborted)" err
	whole out ds-p-256.der many
}

@test "when the first process is killed the others end, though one of them hangs" {
	cose drafts 30000 --size 32 >many
	cose-sign -K "$(token_uri t p-256)" -j 3 <many >out 2>err &
	pid=$!
	until [ "$(pgrep -c -P $pid)" = 3 ]; do kill -0 $pid; done
	mapfile -t children < <(pgrep -P $pid | sort -n)
	kill -STOP "${children[2]}"
	kill -KILL $pid
	wait $pid || :
	for ((i = 0; i < 100; i++)); do
		alive=0
		for child in "${children[@]:0:2}"; do
			[ ! -e "/proc/$child" ] || grep -q '^State:.*Z' "/proc/$child/status" ||
				alive=1
		done
		[ $alive = 1 ] || break
		sleep 0.1
	done
	kill -KILL "${children[2]}"
	[ $alive = 0 ]
}

@test "the token going away in the middle is 75, and what was written is whole" {
	for jobs in 1 2; do
		for fault in C_SignInit:0xb3 C_Sign:0x32 C_Sign:0x5 C_Sign:0x30; do
			P11_FAULT="${fault%:*} 8 99 ${fault#*:}" run -75 --separate-stderr \
				bash -c 'cose-sign -K "$0" -c ds-p-256.der -j $1 <drafts >out' \
				"$(faulty p-256)" $jobs
			[[ $stderr == "cose-sign: ds-p-256.der: token test: "*"(${fault%:*}: CKR_"*")" ]]
			# The first signature is the proof; of the batch the good ones count.
			[ "$(whole out ds-p-256.der drafts)" = 6 ]
		done
	done
	P11_FAULT="C_Sign 8 99 0x20" run -70 bash -c \
		'cose-sign -K "$0" -c ds-p-256.der <drafts >out' "$(faulty p-256)"
}

@test "a login does not write the token, with many processes and killed at any moment" {
	[[ $INKAN_BIN != */san/bin ]] || skip "not confined under the sanitizers"
	cp -a t before
	uri=$(token_uri t p-256)
	for ((i = 0; i < 15; i++)); do
		printf -v after '0.%03d' $((RANDOM % 60))
		timeout -s KILL "$after" cose-sign -K "$uri" -j 4 <drafts >out || :
	done
	sign -j 4 <drafts >out
	diff -r before t
	rm -rf before
}

@test "memory does not grow with the number of records, nor with their size" {
	cose drafts 20000 --size 1000 >many
	for jobs in 1 2; do
		cat many | memory 100 cose-sign -K "$(token_uri t p-256)" -c ds-p-256.der \
			-j $jobs >out
		[ "$(whole out ds-p-256.der many)" = 20000 ]
	done
	for ((i = 0; i < 30; i++)); do
		item '\xa1\x67payload\x5a\x00\x80\x00\x00'
		head -c 8388608 /dev/zero
	done >large
	cat large | memory 200 cose-sign -K "$(token_uri t p-256)" -c ds-p-256.der -j 2 >out
	[ "$(stat -c %s out)" = $(($(stat -c %s large) + 30 * 71)) ]
	rm large out
}

@test "whatever it is given, it ends with a status of the table" {
	vectors cbor
	find "$VECTORS" -type f | sort >files
	while read -r file; do
		status=0
		sign <"$file" >out 2>err || status=$?
		[[ $status = 0 || $status = 1 || $status = 65 ]]
	done <files
}
