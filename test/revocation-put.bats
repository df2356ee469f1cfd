# revocation-put - who may be revoked how; what is revoked stays so.
load helper

# tokyo admits five reasons, osaka any.  Certificates: A1-A4 of tokyo and osaka; B1 of the list
# tokyo/part; C1 a CA certificate of tokyo; all from 2020 to 2040.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_ca tokyo
	make_ca osaka
	make_store fresh tokyo
	issuer-put -s fresh -k pkcs11:object=osaka --reasons any osaka <osaka.der
	list-put -s fresh --dp http://x.example/part tokyo/part
	make_cert tokyo a --serial A1 --count 4
	make_cert osaka o --serial A1 --count 4
	make_cert tokyo b --serial B1 --dp http://x.example/part
	make_cert tokyo c --serial C1 --is-ca
	cat a.der o.der b.der c.der | cert-put -s fresh
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	cp -r "$BATS_FILE_TMPDIR/fresh" st
}
NOW=2026-11-21T00:00:00Z

# entries NAME - "SERIAL REASON DATE INVALIDITY" of the list's next CRL.
entries() {
	cp -r st copy
	crl-build -s copy -l "$1" -t $NOW | crl-show -ej |
		jq -r 'select(.type == "entry") |
			"\(.serial) \(.reason // "none") \(.date) \(.invalidity // "-")"'
	rm -r copy
}

# refused WHY REQUEST [OPTION...] - exit 1 and a receipt that says why, the same on stderr; a
# good request after it is taken all the same.
refused() {
	local why=$1 bad=$2
	printf '%s\n%s\n' "$bad" "$(request tokyo A4)" | record-encode revocation >input
	run -1 --separate-stderr bash -c \
		'revocation-put -s st -t '$NOW' "$@" <input >receipts' - "${@:3}"
	[ "$stderr" = "revocation-put: stdin: record 1 @0: $(jq -r .issuer <<<"$bad") \
$(jq -r .serial <<<"$bad"): $why" ]
	[ "$(record-show <receipts | jq -c '[.serial, .status, .why]')" = \
		"$(jq -c --arg why "$why" '[.serial, "refused", $why]' <<<"$bad")
[\"A4\",\"revoked\",null]" ]
	[ "$(entries tokyo/user)" = "A4 superseded 2026-11-20T00:00:00Z -" ]
	run -0 store-check -s st
}

@test "a revocation is taken, and its receipt says so" {
	request tokyo A1 keyCompromise 2026-11-20T01:02:03Z \
		',"invalidity":"2026-10-01T00:00:00Z","channel":"online"' |
		record-encode revocation >input
	run -0 --separate-stderr bash -c 'revocation-put -s st <input >receipts'
	[ -z "$stderr" ]
	[ "$(record-show <receipts)" = '{"issuer":"tokyo","serial":"A1","status":"revoked",'\
'"reason":"keyCompromise","date":"2026-11-20T01:02:03Z","list":"user"}' ]
	[ "$(entries tokyo/user)" = \
		"A1 keyCompromise 2026-11-20T01:02:03Z 2026-10-01T00:00:00Z" ]
	run -0 store-check -s st
}

@test "it goes to the list that its certificate belongs to" {
	receipts=$({ request tokyo C1; request tokyo A1; request tokyo B1; } | put_requests st)
	[ "$(jq -r '"\(.serial) \(.list)"' <<<"$receipts")" = "C1 ca
A1 user
B1 part" ]
	for list in ca=C1 user=A1 part=B1; do
		[ "$(entries tokyo/${list%=*})" = \
			"${list#*=} superseded 2026-11-20T00:00:00Z -" ]
	done
}

@test "already: the first date and reason stand" {
	request tokyo A1 superseded | put_requests st
	store-backup -s st >before
	run -0 put_requests st <<<"$(request tokyo A1 superseded)"
	[ "$output" = '{"issuer":"tokyo","serial":"A1","status":"already",'\
'"reason":"superseded","date":"2026-11-20T00:00:00Z","list":"user"}' ]
	run -0 put_requests st <<<"$(request tokyo A1 cessationOfOperation \
		2026-11-19T00:00:00Z ',"invalidity":"2026-01-01T00:00:00Z","case":"late"')"
	[ "$(jq -c '[.status, .reason, .date]' <<<"$output")" = \
		'["already","superseded","2026-11-20T00:00:00Z"]' ]
	store-backup -s st | cmp - before
}

@test "only an upgrade to keyCompromise changes a reason, and nothing but the reason" {
	request tokyo A1 superseded 2026-11-19T00:00:00Z \
		',"invalidity":"2026-10-01T00:00:00Z"' | put_requests st
	run -0 --separate-stderr put_requests st -v \
		<<<"$(request tokyo A1 keyCompromise 2026-11-20T00:00:00Z \
			',"invalidity":"2026-11-01T00:00:00Z"')"
	[ "$stderr" = "revocation-put: tokyo A1: already, now for keyCompromise" ]
	[ "$output" = '{"issuer":"tokyo","serial":"A1","status":"already",'\
'"reason":"keyCompromise","date":"2026-11-19T00:00:00Z","was":"superseded","list":"user"}' ]
	[ "$(entries tokyo/user)" = \
		"A1 keyCompromise 2026-11-19T00:00:00Z 2026-10-01T00:00:00Z" ]
	store-backup -s st >before
	for reason in keyCompromise cACompromise superseded; do
		run -0 put_requests st <<<"$(request tokyo A1 $reason)"
		[ "$(jq -c '[.status, .reason, .was]' <<<"$output")" = \
			'["already","keyCompromise",null]' ]
	done
	store-backup -s st | cmp - before
	run -0 store-check -s st
}

@test "an upgrade reaches every list that carries the serial" {
	request tokyo D1 superseded | put_requests st -u
	make_cert "$BATS_FILE_TMPDIR/tokyo" d --serial D1 --dp http://x.example/part
	cert-put -s st <d.der
	request tokyo D1 keyCompromise | put_requests st
	for list in user part; do
		[ "$(entries tokyo/$list)" = "D1 keyCompromise 2026-11-20T00:00:00Z -" ]
	done
	run -0 store-check -s st
}

@test "an unspecified reason is upgraded too, and writes no reasonCode" {
	request osaka A1 unspecified | put_requests st
	[ "$(entries osaka/user)" = "A1 none 2026-11-20T00:00:00Z -" ]
	run -0 put_requests st <<<"$(request osaka A1 keyCompromise)"
	[ "$(jq -c '[.reason, .was]' <<<"$output")" = '["keyCompromise","unspecified"]' ]
	[ "$(entries osaka/user)" = "A1 keyCompromise 2026-11-20T00:00:00Z -" ]
	run -0 store-check -s st
}

@test "refused: an unknown issuer" { refused "unknown issuer" "$(request kyoto A1)"; }

@test "refused: a serial that is not registered, unless -u" {
	refused "serial is not registered (-u takes it all the same)" "$(request tokyo F1)"
	run -0 put_requests st -u <<<"$(request tokyo F1)"
	[ "$(jq -c '[.status, .list]' <<<"$output")" = '["revoked","user"]' ]
	run -0 store-check -s st
}

@test "refused: every reason but the five, suspending above all" {
	for reason in unspecified privilegeWithdrawn aACompromise; do
		rm -r st
		cp -r "$BATS_FILE_TMPDIR/fresh" st
		refused "reason is not one of this issuer's (practice statement 4.9.1)" \
			"$(request tokyo A1 $reason)"
	done
	for reason in certificateHold removeFromCRL; do
		rm -r st
		cp -r "$BATS_FILE_TMPDIR/fresh" st
		refused "this issuer does not suspend (practice statement 4.9.13)" \
			"$(request tokyo A1 $reason)"
	done
}

@test "the five reasons are taken, and all ten of an issuer that admits any" {
	five="keyCompromise cACompromise affiliationChanged superseded cessationOfOperation"
	more="unspecified certificateHold removeFromCRL privilegeWithdrawn aACompromise"
	serial=10
	for reason in $five; do request tokyo $((serial++)) "$reason"; done >requests
	for reason in $five $more; do request osaka $((serial++)) "$reason"; done >>requests
	run -0 put_requests st -u <requests
	[ "$(jq -r .status <<<"$output" | sort | uniq -c | tr -d ' ')" = 15revoked ]
	[ "$(entries tokyo/user | cut -d ' ' -f 2 | xargs)" = "$five" ]
	[ "$(entries osaka/user | cut -d ' ' -f 2 | xargs)" = "$five ${more/unspecified/none}" ]
	run -0 store-check -s st
}

@test "refused: a date after -t; the second of -t itself is taken" {
	refused "date lies in the future" "$(request tokyo A1 superseded 2026-11-21T00:00:01Z)"
	run -0 put_requests st <<<"$(request tokyo A1 superseded $NOW)"
}

@test "refused: a date before the certificate; its first second is taken" {
	refused "date lies before the certificate begins" \
		"$(request tokyo A1 superseded 2019-12-31T23:59:59Z)"
	run -0 --separate-stderr put_requests st -v \
		<<<"$(request tokyo A1 superseded 2020-01-01T00:00:00Z)"
	[ "$stderr" = "revocation-put: tokyo A1: revoked" ]
}

@test "refused: a date before 1950" {
	refused "date lies before 1950, which no CRL can say (RFC 5280 5.1.2.6)" \
		"$(request tokyo F1 superseded 1949-12-31T23:59:59Z)" -u
	run -0 put_requests st -u <<<"$(request tokyo F1 superseded 1950-01-01T00:00:00Z)"
	run -0 store-check -s st
}

@test "refused: a list that its issuer has not, and one that is not its certificate's" {
	refused "its issuer has no such list" \
		"$(request tokyo A1 superseded 2026-11-20T00:00:00Z ',"list":"none"')"
	rm -r st
	cp -r "$BATS_FILE_TMPDIR/fresh" st
	refused "its certificate belongs to another list (RFC 5280 5.2.5)" \
		"$(request tokyo A1 superseded 2026-11-20T00:00:00Z ',"list":"part"')"
	run -0 put_requests st -u <<<"$(request tokyo F1 superseded 2026-11-20T00:00:00Z \
		',"list":"part"')"
	[ "$(entries tokyo/part)" = "F1 superseded 2026-11-20T00:00:00Z -" ]
}

@test "refused: a serial above 20 octets; 20 octets with the first bit set are taken" {
	twenty=80$(printf 'FF%.0s' {1..19})
	refused "serial number above 20 octets (RFC 5280 4.1.2.2)" \
		"$(request tokyo "01$twenty")" -u
	run -0 put_requests st -u <<<"$(request tokyo "$twenty")"
	run -0 store-check -s st
}

@test "a record that is no revocation has its receipt in its place" {
	{
		request tokyo A1 | record-encode revocation
		echo '{"issuer":"tokyo","serial":"A2"}' | record-encode query
		printf '\001'
		request tokyo A3 | record-encode revocation
	} >input
	run -1 --separate-stderr bash -c 'revocation-put -s st <input >receipts'
	[[ ${stderr_lines[0]} == "revocation-put: stdin: record 2 @"*": "* ]]
	[[ ${stderr_lines[1]} == "revocation-put: stdin: record 3 @"*": "* ]]
	[ ${#stderr_lines[@]} = 2 ]
	[ "$(record-show <receipts | jq -c '[.status, .serial]')" = '["revoked","A1"]
["refused",null]
["refused",null]
["revoked","A3"]' ]
	[ "$(record-show <receipts | jq -r '.why // empty' | wc -l)" = 2 ]
}

@test "of two requests for one serial in an input the first wins" {
	{
		request tokyo A2 superseded
		request tokyo A1 cessationOfOperation 2026-11-02T00:00:00Z
		request tokyo A1 superseded 2026-11-01T00:00:00Z
	} >requests
	run -0 put_requests st <requests
	[ "$(jq -c '[.serial, .status, .reason]' <<<"$output")" = \
'["A2","revoked","superseded"]
["A1","revoked","cessationOfOperation"]
["A1","already","cessationOfOperation"]' ]
	[ "$(entries tokyo/user)" = "A1 cessationOfOperation 2026-11-02T00:00:00Z -
A2 superseded 2026-11-20T00:00:00Z -" ]
}

@test "sorted and unsorted input make the same store; receipts come in the order asked" {
	for i in {0..2999}; do
		printf -v serial %X $((0x10000000 + i * 7919 % 65521 * 255))
		if [ $((i % 3)) = 0 ]; then request osaka $serial; else request tokyo $serial; fi
	done >random
	sort random >sorted
	cp -r st st2
	put_requests st -u <random >receipts
	put_requests st2 -u <sorted >receipts2
	[ "$(jq -r '.serial' receipts)" = "$(jq -r .serial random)" ]
	sort receipts | cmp - <(sort receipts2)
	store-show -s st -j | cmp - <(store-show -s st2 -j)
	crl-build -s st -t $NOW >one
	crl-build -s st2 -t $NOW >two
	cmp one two
	run -0 store-check -s st
	run -0 store-check -s st2
}

@test "serials of every length are carried in numeric order" {
	for serial in 00 01 7F 80 FF 0100 7FFF 8000 FF01 FFFF 010000 \
		7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF; do
		request tokyo $serial
	done | shuf --random-source=<(yes) | put_requests st -u
	[ "$(entries tokyo/user | cut -d ' ' -f 1 | tr '\n' ' ')" = "00 01 7F 80 FF 0100 7FFF \
8000 FF01 FFFF 010000 7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF " ]
	run -0 store-check -s st
}

@test "more than one batch: order of receipts, first of two, all in one transaction" {
	/usr/bin/python3 -c '
import sys
order = list(range(140000))
for i in order[::2] + order[1::2] + [5]:
	sys.stdout.buffer.write(b"\xa4" + b"\x64date\xc1\x1a\x69\x00\x00\x00" +
		b"\x66issuer\x65tokyo" + b"\x66reason\x04" +
		b"\x66serial\x44" + (0x40000000 + i).to_bytes(4, "big"))' >input
	run -0 --separate-stderr bash -c 'revocation-put -u -s st <input >receipts'
	record-show <receipts >lines
	[ "$(wc -l <lines)" = 140001 ]
	[ "$(grep -c '"status":"revoked"' lines)" = 140000 ]
	[ "$(sed -n '70000p; 70001p; $p' lines | jq -r '"\(.serial) \(.status)"')" = \
"400222DE revoked
40000001 revoked
40000005 already" ]
	[ "$(store-show -s st -j | jq -s '[.[].revoked] | add')" = 140000 ]
}

@test "a stream that is cut or garbled is 65, with no receipt and no change" {
	cp st/data.mdb before
	{ request tokyo A1; request tokyo A2; } | record-encode revocation >two
	head -c -1 two >short
	for command in 'revocation-put -s st <short' 'cat short | revocation-put -s st' \
		'{ cat two; printf "\377"; } | revocation-put -s st'; do
		run -65 --separate-stderr bash -c "($command) >receipts"
		[ ${#stderr_lines[@]} = 1 ]
		cmp receipts /dev/null
		cmp before st/data.mdb
	done
	run -65 --separate-stderr bash -c 'revocation-put -s st <short >receipts'
	[[ $stderr == "revocation-put: stdin: record 2 @"*": cut short" ]]
}

@test "no input is no change; -n changes nothing, writes no receipt, and still refuses" {
	cp st/data.mdb before
	revocation-put -s st </dev/null | cmp - /dev/null
	request tokyo A1 | record-encode revocation >input
	revocation-put -n -s st <input | cmp - /dev/null
	request tokyo F1 | record-encode revocation >input
	run -1 bash -c 'revocation-put -n -s st <input >receipts'
	cmp before st/data.mdb
}

@test "receipts that cannot be written are 74: the store has the revocations, run again" {
	request tokyo A1 | record-encode revocation >input
	run -74 --separate-stderr bash -c 'revocation-put -s st <input >/dev/full'
	[ "$stderr" = "revocation-put: receipts cannot be written: No space left on device; \
the revocations are in the store, run again for receipts" ]
	run -0 store-check -s st
	[ "$(revocation-put -s st <input | record-show | jq -r .status)" = already ]
}

@test "no room for the store is 74, without receipt and change" {
	request tokyo A1 | record-encode revocation >input
	before=$(store-show -s st -j)
	run -74 --separate-stderr bash -c "trap '' XFSZ; ulimit -f 16
		revocation-put -s st <input >receipts"
	[ "$stderr" = "revocation-put: commit: File too large" ]
	cmp receipts /dev/null
	run -0 store-check -s st
	[ "$(store-show -s st -j)" = "$before" ]
}

@test "no room for receipts is 74, without change" {
	request tokyo A1 | record-encode revocation >input
	TMPDIR=/nonexistent run -74 --separate-stderr bash -c 'revocation-put -s st <input >out'
	[ "$stderr" = "revocation-put: /nonexistent: No such file or directory" ]
	[ "$(store-show -s st -j | jq -s '[.[].revoked] | add')" = 0 ]
}

@test "closed descriptors do not end up in the store" {
	request tokyo A1 | record-encode revocation >input
	run -74 bash -c 'revocation-put -s st <&- >&- 2>&-'
	run -74 bash -c 'revocation-put -s st <input >&- 2>&-'
	run -0 store-check -s st
	[ "$(store-show -s st -j | jq -s '[.[].revoked] | add')" = 1 ]
}

@test "a missing store is 78, a backup too, a wrong command line 64" {
	run -78 --separate-stderr bash -c 'revocation-put -s none </dev/null >out'
	[ "$stderr" = "revocation-put: none: No such file or directory" ]
	store-backup -s st >backup
	run -78 bash -c 'revocation-put -s backup </dev/null >out'
	run -64 bash -c 'revocation-put </dev/null >out'
	run -64 bash -c 'revocation-put -s st -t 2026-11-21 </dev/null >out'
	run -64 bash -c 'revocation-put -s st input </dev/null >out'
}

@test "writers at once wait for each other, and nothing is lost" {
	for i in 1 2 3 4; do
		for j in {1..9}; do request tokyo "D${i}0$j"; done |
			record-encode revocation >in$i
		revocation-put -u -s st <in$i >out$i &
	done
	wait
	[ "$(cat out? | record-show | jq -r .status | sort | uniq -c | xargs)" = "36 revoked" ]
	run -0 store-check -s st
}

@test "a list taken over with crl-list has the entries of the old one" {
	make_crl "$BATS_FILE_TMPDIR/osaka" old 01 02,keyCompromise,2026-01-02T03:04:05Z \
		7F,superseded,2025-12-31T23:59:59Z,2025-11-30T00:00:00Z \
		80,certificateHold 0100,privilegeWithdrawn
	crl-list -i osaka <old.crl | revocation-put -s st -u >receipts
	[ "$(record-show <receipts | jq -r .status | sort | uniq -c | xargs)" = "5 revoked" ]
	crl-show -ej <old.crl | jq -c 'select(.type == "entry") | del(.record)' >want
	crl-build -s st -l osaka/user | crl-show -ej |
		jq -c 'select(.type == "entry") | del(.record)' | cmp - want
}
