# cert-get - one answer for each question, in order.
load helper
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_ca tokyo
	make_ca osaka
	make_store st tokyo osaka
	make_cert tokyo certs --serial A1 --count 4
	make_cert tokyo ca --serial C1 --is-ca
	cat certs.der ca.der | cert-put -s st
	{
		request tokyo A2 keyCompromise 2026-11-20T01:02:03Z \
			',"invalidity":"2026-11-01T00:00:00Z"'
		request tokyo A3 superseded
		request tokyo C1 cACompromise
		request tokyo F1 cessationOfOperation
	} | put_requests st -u
	list-put -s st --dp http://x.example/crl tokyo/part
	request tokyo F2 superseded 2026-11-20T00:00:00Z ',"list":"part"' | put_requests st -u
}
setup() { cd "$BATS_FILE_TMPDIR" || return; }

# ask [OPTION...] <<<"LABEL SERIAL..." - the answers as JSON Lines.
ask() {
	local label serial
	while read -r label serial; do
		printf '{"issuer":"%s","serial":"%s"}\n' "$label" "$serial"
	done | record-encode query | cert-get -s st -t 2026-11-21T00:00:00Z "$@" | record-show
}
PERIOD='"not_before":"2020-01-01T00:00:00Z","not_after":"2040-01-01T00:00:00Z"'

@test "good: known, within its validity, not revoked" {
	[ "$(ask <<<"tokyo A1")" = '{"issuer":"tokyo","serial":"A1","status":"good",'\
'"list":"user","kind":"user",'"$PERIOD}" ]
}

@test "revoked: with date, reason, invalidity, its list and validity" {
	[ "$(ask <<<"tokyo A2")" = '{"issuer":"tokyo","serial":"A2","status":"revoked",'\
'"reason":"keyCompromise","date":"2026-11-20T01:02:03Z","invalidity":"2026-11-01T00:00:00Z",'\
'"list":"user","kind":"user",'"$PERIOD}" ]
	[ "$(ask <<<"tokyo C1" | jq -c '[.status, .reason, .list, .kind]')" = \
		'["revoked","cACompromise","ca","ca"]' ]
}

@test "revoked without being registered: no validity, and the list it is on" {
	[ "$(ask <<<"tokyo F1")" = '{"issuer":"tokyo","serial":"F1","status":"revoked",'\
'"reason":"cessationOfOperation","date":"2026-11-20T00:00:00Z","list":"user"}' ]
	[ "$(ask <<<"tokyo F2" | jq -c '[.status, .list]')" = '["revoked","part"]' ]
}

@test "unknown: a serial that nobody registered, an issuer that is not there" {
	[ "$(printf '%s\n' "tokyo FF" "osaka A1" "kyoto A1" | ask)" = \
'{"issuer":"tokyo","serial":"FF","status":"unknown"}
{"issuer":"osaka","serial":"A1","status":"unknown"}
{"issuer":"kyoto","serial":"A1","status":"unknown"}' ]
}

@test "expired from the second after notAfter on; revoked stays revoked" {
	for time in 2039-12-31T23:59:59Z=good 2040-01-01T00:00:00Z=good \
		2040-01-01T00:00:01Z=expired; do
		[ "$(ask -t "${time%=*}" <<<"tokyo A1" | jq -r .status)" = "${time#*=}" ]
	done
	[ "$(ask -t 2041-01-01T00:00:00Z <<<"tokyo A2" | jq -r .status)" = revoked ]
}

@test "every question has its answer, in the order asked, the same one twice" {
	printf 'tokyo %s\n' A3 FF A1 A2 A3 >questions
	[ "$(ask <questions | jq -r '"\(.serial) \(.status)"')" = "A3 revoked
FF unknown
A1 good
A2 revoked
A3 revoked" ]
}

@test "a record that is no question is named and left out; the rest is answered" {
	echo '{"issuer":"tokyo","serial":"A1"}' | record-encode query >one
	{
		cat one
		request tokyo A1 | record-encode revocation
		printf '\201\001'
		echo '{"issuer":"tokyo","serial":"A2"}' | record-encode query
	} >questions
	run -1 --separate-stderr bash -c 'cert-get -s st <questions >answers'
	[[ ${stderr_lines[0]} == "cert-get: stdin: record 2 @$(stat -c %s one): "* ]]
	[[ ${stderr_lines[1]} == "cert-get: stdin: record 3 @"*": "* ]]
	[ ${#stderr_lines[@]} = 2 ]
	[ "$(record-show <answers | jq -r .serial | tr '\n' ' ')" = "A1 A2 " ]
}

@test "a cut stream is 65, and what was asked before has its answer" {
	echo '{"issuer":"tokyo","serial":"A1"}' | record-encode query >one
	{ cat one; head -c -1 one; } >short
	run -65 --separate-stderr bash -c 'cert-get -s st <short >answers'
	[ "$stderr" = "cert-get: stdin: record 2 @$(stat -c %s one): cut short" ]
	[ "$(record-show <answers | wc -l)" = 1 ]
}

@test "no question is no answer; -n answers nothing; a backup can be asked" {
	cert-get -s st </dev/null | cmp - /dev/null
	echo '{"issuer":"tokyo","serial":"A1"}' | record-encode query >one
	cert-get -n -s st <one | cmp - /dev/null
	store-backup -s st >backup
	cert-get -s backup <one | cmp - <(cert-get -s st <one)
}

@test "a full disk is 74, no store 78, a wrong command line 64" {
	echo '{"issuer":"tokyo","serial":"A1"}' | record-encode query >one
	run -74 --separate-stderr bash -c 'cert-get -s st <one >/dev/full'
	[ "$stderr" = "cert-get: standard output: No space left on device" ]
	run -74 bash -c 'cert-get -s st <one >&-'
	run -74 bash -c 'cert-get -s st <&- >answers'
	run -78 --separate-stderr bash -c 'cert-get -s none <one >answers'
	[ "$stderr" = "cert-get: none: No such file or directory" ]
	run -64 bash -c 'cert-get <one >answers'
	run -64 bash -c 'cert-get -s st -t today <one >answers'
	run -64 bash -c 'cert-get -s st one <one >answers'
	run -0 store-check -s st
}
