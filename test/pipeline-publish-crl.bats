# publish-crl - the tick that builds, signs, verifies and publishes every list that is due.
load helper

NOW=2026-11-21T03:00:00Z

# Three authorities with keys on a token; akita has revoked two certificates.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_token token
	store-create -s store
	for label in akita bridge chiba; do
		make_ca "$label"
		token_import token "$label"
		issuer-put -s store -k "$(token_uri token "$label")" "$label" <"$label.der"
	done
	make_cert akita citizens --serial 1001 --count 3
	cert-put -s store <citizens.der
	printf '{"issuer":"akita","serial":"%s","reason":"superseded","date":"%s"}\n' \
		1001 2026-11-20T00:00:00Z 1003 2026-11-20T01:00:00Z |
		record-encode revocation >requests
	revocation-put -s store <requests >receipts
}

# Each test has the store for itself, below a path with a blank.
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	mkdir 'a b'
	cp -r "$BATS_FILE_TMPDIR/store" 'a b/store'
	cat >'a b/inkan.conf' <<-'END'
		STORE="$PWD/a b/store"
		PUBLISH="$PWD/a b/crl"
		STATE="$PWD/a b/state"
		REFRESH_HOURS=20
	END
	export INKAN_CONF="$PWD/a b/inkan.conf"
}

publish_crl() { "$PROJECT/pipelines/publish-crl" "$@"; }
published() { (cd 'a b/crl' && find . -type f ! -name '.*' -printf '%P\n' | sort); }
# number LIST - its CRL number, as OpenSSL reads it.
number() { openssl crl -inform DER -in "a b/crl/$1.crl" -noout -crlnumber; }
# lose LABEL - the authority's key URI names a key that the token does not have.
lose() {
	mv 'a b/store' 'a b/old'
	store-create -s 'a b/store'
	for label in akita bridge chiba; do
		key=$(token_uri "$BATS_FILE_TMPDIR/token" "${label/#$1/none}")
		issuer-put -s 'a b/store' -k "$key" "$label" <"$BATS_FILE_TMPDIR/$label.der"
	done
}
ALL=$(printf '%s\n' {akita,bridge,chiba}/{ca,user}.crl)

@test "what was never published is due: it is made whole, and nothing is said" {
	run -0 publish_crl
	[ -z "$output" ]
	[ "$(published)" = "$ALL" ]
	for label in akita bridge chiba; do
		cat "a b/crl/$label"/*.crl >two
		crl-verify -c "$BATS_FILE_TMPDIR/$label.der" <two | cmp - two
	done
	run -0 openssl crl -inform DER -in 'a b/crl/akita/user.crl' -noout \
		-CAfile "$BATS_FILE_TMPDIR/akita.pem"
	[ "$output" = "verify OK" ]
	run -0 bash -c 'crl-show -e -j <"a b/crl/akita/user.crl" | jq -r ".serial // empty"'
	[ "$output" = $'1001\n1003' ]
	[ "$(ls 'a b/state')" = publish-crl.lock ]
	store-check -s 'a b/store'
}

@test "a list is due when it is REFRESH_HOURS old, and not a second before" {
	publish_crl -t "$NOW"
	run -0 publish_crl -t 2026-11-21T22:59:59Z
	[ -z "$output" ]
	[ "$(number chiba/ca)" = crlNumber=0x01 ]
	publish_crl -t 2026-11-21T23:00:00Z
	[ "$(number chiba/ca)" = crlNumber=0x02 ]
	echo REFRESH_HOURS=3 >>'a b/inkan.conf'
	publish_crl -t 2026-11-22T02:00:00Z
	[ "$(number chiba/ca)" = crlNumber=0x03 ]
}

@test "--now takes every list, -i those of an authority" {
	publish_crl
	publish_crl --now -i bridge
	publish_crl --now --issuer bridge -i akita
	[ "$(number bridge/user) $(number akita/ca) $(number chiba/ca)" = \
		"crlNumber=0x03 crlNumber=0x02 crlNumber=0x01" ]
	run -78 --separate-stderr publish_crl -i edo
	[[ $stderr == "store-show: "*edo* ]]
}

@test "-v shows what was published, aligned, and how many lists were not due" {
	publish_crl -t "$NOW" -i akita
	run -0 --separate-stderr publish_crl -v -t 2026-11-21T04:00:00Z
	[ -z "$stderr" ]
	[ "${#lines[@]}" = 6 ]
	[[ ${lines[0]} == "LIST         NUMBER  ENTRIES  ADDED  SIZE  THIS UPDATE  "* ]]
	[[ ${lines[1]} =~ ^bridge/ca\ +1\ +0\ +0\ +[0-9]+\ +2026-11-21T04:00:00Z\ +\
2026-11-24T04:00:00Z$ ]]
	[ "${lines[5]}" = "4 published, 0 failed, 2 not due" ]
	run -0 publish_crl --verbose -t 2026-11-21T05:00:00Z
	[ "$output" = "0 published, 0 failed, 6 not due" ]
	run -0 publish_crl -v --now -i akita -t 2026-11-21T06:00:00Z
	[[ ${lines[2]} =~ ^akita/user\ +2\ +2\ +0\ +[0-9]+\  ]]
}

@test "to a terminal the table comes without -v; a full disk behind it is 74" {
	run -0 script -qec "$PROJECT/pipelines/publish-crl" /dev/null
	[[ ${lines[-1]} == "6 published, 0 failed, 0 not due"* ]]
	run -74 bash -c '"$PROJECT/pipelines/publish-crl" -v >/dev/full'
}

@test "an authority whose key is gone fails alone, by name and reason" {
	lose bridge
	run -1 --separate-stderr publish_crl -t "$NOW"
	[ "$(published)" = $'akita/ca.crl\nakita/user.crl\nchiba/ca.crl\nchiba/user.crl' ]
	[ -z "$stderr" ]
	[ "${#lines[@]}" = 8 ]
	[[ ${lines[5]} == "bridge/ca  FAILED: der-sign: bridge: "*none* ]]
	[[ ${lines[6]} == "bridge/user  FAILED: der-sign: bridge: "*none* ]]
	[ "${lines[7]}" = "4 published, 2 failed, 0 not due" ]
	# What was published is not due any more; what failed is.
	run -78 publish_crl -t 2026-11-21T04:00:00Z
	[[ ${lines[2]} == "0 published, 2 failed, 4 not due" ]]
}

@test "a place that cannot be written stops no other list" {
	mkdir -p 'a b/crl'
	echo in the way >'a b/crl/bridge'
	run -1 publish_crl -t "$NOW"
	[[ ${lines[5]} == "bridge/ca  FAILED: crl-publish: "*"Not a directory" ]]
	[[ ${lines[7]} == "4 published, 2 failed, 0 not due" ]]
	rm 'a b/crl/bridge'
	publish_crl -t "$NOW"
	[ "$(published)" = "$ALL" ]
	[ "$(number akita/ca)" = crlNumber=0x01 ]
}

@test "a list that may not take its place stays as it is, and the others are published" {
	publish_crl -t "$NOW"
	# A younger one lies there: somebody published by hand, from a store that was lost.
	cp -r 'a b/store' 'a b/other'
	crl-build -s 'a b/other' -l chiba/user -t 2026-11-22T01:00:00Z |
		der-sign -s 'a b/other' >younger
	cp younger 'a b/crl/chiba/user.crl'
	run -1 publish_crl -t 2026-11-22T00:00:00Z
	[[ ${lines[-2]} == "chiba/user  FAILED: crl-publish: stdin: record 1 @0: "* ]]
	[ "${lines[-1]}" = "5 published, 1 failed, 0 not due" ]
	cmp younger 'a b/crl/chiba/user.crl'
}

@test "when all fail alike, the exit status says what is missing" {
	rm -r 'a b/store'
	store-create -s 'a b/store'
	for label in akita bridge chiba; do
		issuer-put -s 'a b/store' -k 'pkcs11:token=none;object=none' "$label" \
			<"$BATS_FILE_TMPDIR/$label.der"
	done
	run -78 publish_crl
	[ "${lines[-1]}" = "0 published, 6 failed, 0 not due" ]
	[ ! -e 'a b/crl/akita' ]
}

# signer COMMAND - a der-sign for the tests, first on the path.
signer() {
	mkdir -p fake
	printf '#!/bin/bash\n%s\n' "$1" >fake/der-sign
	chmod +x fake/der-sign
}

@test "what a signer did wrong does not pass the gate, and nothing of it is published" {
	signer "'$INKAN_BIN/der-sign' \"\$@\" >all; head -c -1 all; printf x"
	PATH=$PWD/fake:$PATH run -1 publish_crl -t "$NOW"
	[[ ${lines[6]} == "chiba/user  FAILED: crl-verify: stdin: record 1 @0: signature "* ]]
	[ "${lines[7]}" = "5 published, 1 failed, 0 not due" ]
	[ ! -e 'a b/crl/chiba/user.crl' ]
}

@test "a stage that is killed publishes nothing, and is 70" {
	signer 'kill -9 $$'
	PATH=$PWD/fake:$PATH run -70 --separate-stderr publish_crl -t "$NOW"
	[ "${lines[0]}" = "akita/ca  FAILED: nothing came out of it, status 137" ]
	[ "${lines[6]}" = "0 published, 6 failed, 0 not due" ]
	publish_crl -t "$NOW"
	[ "$(published)" = "$ALL" ]
}

@test "one run at a time: the second is 75 and touches nothing" {
	mkdir -p 'a b/state/publish-crl.abcdef'
	exec 7>>'a b/state/publish-crl.lock'
	flock 7
	run -75 publish_crl
	[ "$output" = "publish-crl: another run is at work" ]
	[ -d 'a b/state/publish-crl.abcdef' ]
	[ ! -e 'a b/crl' ]
	exec 7>&-
	publish_crl
	[ "$(ls 'a b/state')" = publish-crl.lock ]
}

@test "a clock that went back is 78, before anything is made" {
	publish_crl -t "$NOW"
	run -78 publish_crl --now -t 2026-11-21T02:59:59Z
	[ "$output" = "publish-crl: it is 2026-11-21T02:59:59Z, and a list was published at \
$NOW: is the clock right?" ]
	[ "$(number akita/ca)" = crlNumber=0x01 ]
	run -0 jq -s 'map(.number) | max' <(store-show -j -s 'a b/store')
	[ "$output" = 1 ]
}

@test "a configuration that is missing, broken or incomplete is 78" {
	INKAN_CONF=none run -78 publish_crl
	[[ $output == "publish-crl: ./none: not there"* ]]
	echo 'STORE="' >broken
	INKAN_CONF=broken run -78 publish_crl
	[[ $output == "publish-crl: ./broken: "*"not a configuration" ]]
	for name in STORE PUBLISH STATE; do
		grep -v "^$name=" 'a b/inkan.conf' >incomplete
		INKAN_CONF=incomplete run -78 env STORE=x PUBLISH=x STATE=x \
			"$PROJECT/pipelines/publish-crl"
		[ "$output" = "publish-crl: ./incomplete: $name is not set" ]
	done
	echo REFRESH_HOURS=soon >>'a b/inkan.conf'
	run -78 publish_crl
	[[ $output == *"REFRESH_HOURS is not a number of hours: soon" ]]
	printf '%s\n' REFRESH_HOURS=20 "STATE=$PWD/a\ b/inkan.conf" >>'a b/inkan.conf'
	run -78 publish_crl
	[[ $output == *"inkan.conf: not a directory that can be written" ]]
	printf '%s\n' "STATE=$PWD/a\ b/state" 'STORE=/none' >>'a b/inkan.conf'
	run -78 publish_crl
	[[ $output == "store-show: /none: "* ]]
	[ "$(ls 'a b/state')" = publish-crl.lock ]
}

@test "a command line that is wrong is 64; --help says what there is" {
	run -64 publish_crl --soon
	[ "$output" = "publish-crl: unknown: --soon; see publish-crl --help" ]
	run -64 publish_crl -i
	run -64 publish_crl -t tomorrowish
	run -0 publish_crl --help
	usage=$(grep -o 'usage: .*' <<<"$output")
	page=$(groff -man -Tascii -P-c -P-b -P-u -rLL=2000n "$PROJECT/src/man/publish-crl.8" |
		awk '/^[A-Z]/ { on = ($0 == "SYNOPSIS"); next } on && NF' | tr -s ' ')
	[ "$usage" = "usage:$page" ]
	run -74 bash -c '"$PROJECT/pipelines/publish-crl" -h >/dev/full'
}

as_cron() { env -i INKAN_CONF="$INKAN_CONF" PATH=/usr/bin:/bin "$@"; }

@test "it finds the programs it was built or installed with, as cron calls it" {
	case $INKAN_BIN in */san/bin) skip "those of bin/ are not the ones under test" ;; esac
	run -0 as_cron "$PROJECT/pipelines/publish-crl"
	[ "$(published)" = "$ALL" ]
	mkdir -p usr/libexec/inkan
	cp "$PROJECT/pipelines/publish-crl" usr/libexec/inkan
	run -78 as_cron usr/libexec/inkan/publish-crl
	[ "$output" = "publish-crl: store-show: not found" ]
	ln -s "$INKAN_BIN" usr/bin
	run -0 as_cron usr/libexec/inkan/publish-crl
}

@test "crontab and service call what the Makefile installs" {
	run -0 grep -c '^\*/15 \* \* \* \*	inkan	/usr/local/libexec/inkan/publish-crl$' \
		"$PROJECT/etc/crontab"
	[ "$(tail -c 1 "$PROJECT/etc/crontab" | od -An -c | tr -d ' ')" = '\n' ]
	run -0 grep -x 'ExecStart=/usr/local/libexec/inkan/publish-crl' \
		"$PROJECT/etc/systemd/inkan-publish-crl.service"
	run -0 grep -x 'install .*libexec/inkan.*' <(make -C "$PROJECT" -n install |
		sed -n 's/.*\(install -D -m 755 pipelines.*\)/install \1/p' | head -n 1)
}

# Keep every list that was signed, published or not, with its number and its time.
collect() {
	local file
	for file in 'a b/state'/publish-crl.*/{signed,verified} 'a b/crl'/*/*.crl; do
		[ -s "$file" ] || continue
		crl-verify -s 'a b/store' <"$file" 2>/dev/null |
			crl-show -j | jq -r '"\(.issuer) \(.idp.only_ca) \(.number)
				\(.this_update)" | gsub("\\s+"; " ")' >>signed || :
	done
}

@test "killed at any instant it leaves whole lists, spends no number twice, and recovers" {
	local i pid begin long ms killed=0
	begin=$(date +%s%3N)
	publish_crl -t "$NOW"
	long=$(($(date +%s%3N) - begin))
	: >signed
	for ((i = 1; i <= ${KILLS:-12}; i++)); do
		setsid "$PROJECT/pipelines/publish-crl" --now -t "$(date -d "$NOW + $i min" \
			+%FT%TZ)" 2>/dev/null &
		pid=$!
		ms=$((RANDOM % (long * 5 / 4)))
		sleep "$(printf '%d.%03d' $((ms / 1000)) $((ms % 1000)))"
		kill -9 -- -$pid 2>/dev/null || :
		wait $pid 2>/dev/null || killed=$((killed + 1))
		store-check -s 'a b/store'
		[ "$(published)" = "$ALL" ]
		for file in 'a b/crl'/*/*.crl; do
			crl-verify -s 'a b/store' <"$file" | cmp - "$file"
		done
		collect
	done
	run -0 publish_crl --now -t 2026-11-22T03:00:00Z
	collect
	[ "$(ls 'a b/state')" = publish-crl.lock ]
	find 'a b/crl' -name '.*' -type f >left
	[ ! -s left ]
	[ "$(sort -u signed | cut -d ' ' -f 1-3 | uniq -d)" = "" ]
	[ "$(sort -u signed | wc -l)" -ge 12 ]
	[ "$killed" -gt 0 ]
}
