# crl-publish - each file is replaced whole, and never by an older one.
load helper
NOW=2026-11-21T00:01:00Z
POINT='--dp http://x.example/user --scope user'

# The list tokyo/user, and CRLs of it that differ from one that is good in one thing each.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_ca tokyo
	make_ca next p-256 --subject CN=tokyo
	make_ca other
	make_store fresh tokyo
	list-put -s fresh --dp http://x.example/user tokyo/user
	list-put -s fresh --dp http://x.example/cross --scope ca tokyo/cross
	# shellcheck disable=SC2086 # words
	{
		make_crl tokyo five $POINT --number 5 01 02,superseded
		make_crl tokyo six $POINT --number 6 --this 2026-11-21T00:00:01Z 01 02 03
		make_crl tokyo fiveagain $POINT --number 5 --this 2026-11-21T00:00:01Z
		make_crl tokyo three $POINT --number 3 --this 2026-11-20T00:00:00Z
		make_crl tokyo four $POINT --number 4 --this 2026-11-21T00:00:01Z
		make_crl tokyo sametime $POINT --number 6
		make_crl tokyo before $POINT --number 6 --this 2026-11-20T23:59:59Z
		make_crl tokyo huge $POINT --number 9223372036854775808
		make_crl tokyo greatest $POINT --number 9223372036854775807
		make_crl next nextkey $POINT --number 5
		make_crl other foreign $POINT --number 5
		make_crl tokyo otherdp --dp http://x.example/else --scope user
		make_crl tokyo nodp --scope user
		make_crl tokyo otherscope --dp http://x.example/user --scope ca
		make_crl tokyo noscope --dp http://x.example/user
		make_crl tokyo noidp
		make_crl tokyo cross --dp http://x.example/cross
		make_crl tokyo ca --scope ca --number 9
	}
	openssl asn1parse -inform DER -in five.crl -strparse 4 -noout -out five.tbs
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	cp "$BATS_FILE_TMPDIR"/*.crl "$BATS_FILE_TMPDIR/five.tbs" .
	cp -r "$BATS_FILE_TMPDIR/fresh" st
}
# shellcheck disable=SC2120 # run passes them
publish() { crl-publish -s st -d out -t $NOW "$@"; }

# swap OLD NEW [COUNT] - standard input with other octets (hex) in the last COUNT places where
# they stand, everywhere without COUNT.
swap() {
	/usr/bin/python3 -c 'import sys
old, new = (bytes.fromhex(text) for text in sys.argv[1:3])
parts = sys.stdin.buffer.read().split(old)
keep = len(parts) - int(sys.argv[3]) if len(sys.argv) > 3 else 1
assert len(old) == len(new) and len(parts) > keep > 0
sys.stdout.buffer.write(old.join(parts[:keep]) + new + new.join(parts[keep:]))' "$@"
}

# changed NAME OLD NEW - the list five with other octets (hex), signed again.
changed() { swap "$2" "$3" <five.tbs | sign_crl "$BATS_FILE_TMPDIR/tokyo" >"$1.crl"; }

# refused WHY NAME [OPTION...] - exit 1 and this message; what lies there stays, and a good
# list of tokyo/ca after it is published all the same.
refused() {
	cat "$2.crl" ca.crl >input
	[ ! -e out/tokyo/user.crl ] || cp out/tokyo/user.crl before
	run -1 --separate-stderr publish "${@:3}" <input
	[ "$stderr" = "crl-publish: stdin: record 1 @0: $1" ]
	cmp ca.crl out/tokyo/ca.crl
	if [ -e before ]; then
		cmp before out/tokyo/user.crl
	else
		[ ! -e out/tokyo/user.crl ]
	fi
	run -0 store-check -s st
}

@test "a list becomes OUT/LABEL/NAME.crl, for all to read, and nothing is said" {
	cat five.crl ca.crl >input
	run -0 --separate-stderr publish <input
	[ -z "$output$stderr" ]
	cmp five.crl out/tokyo/user.crl
	cmp ca.crl out/tokyo/ca.crl
	[ "$(stat -c %a out/tokyo/user.crl out/tokyo out | xargs)" = "644 755 755" ]
	[ "$(cd out && find . | sort | xargs)" = ". ./tokyo ./tokyo/ca.crl ./tokyo/user.crl" ]
}

@test "a newer one takes its place, and the store remembers the last" {
	publish <five.crl
	publish <six.crl
	cmp six.crl out/tokyo/user.crl
	[ "$(issuer-list -s st -j | jq -c 'select(.list == "user") |
		[.number, .this_update, .next_update]')" = \
		'[6,"2026-11-21T00:00:01Z","2026-11-24T00:00:00Z"]' ]
	[ "$(crl-build -s st -l tokyo/user | crl-show -j | jq -r .number)" = 07 ]
	run -0 store-check -s st
}

@test "the same octets again are no change" {
	publish <five.crl
	cp st/data.mdb before
	file=$(stat -c '%i %y %z' out/tokyo/user.crl)
	run -0 --separate-stderr publish -v <five.crl
	[ "$stderr" = "crl-publish: tokyo/user: number 5, is there already" ]
	[ "$(stat -c '%i %y %z' out/tokyo/user.crl)" = "$file" ]
	store-backup -s st >after
	cp before b.mdb
	store-backup -s b.mdb | cmp - after || cmp before st/data.mdb
}

@test "refused: a number that is not above that of the file there" {
	publish <five.crl
	refused "number 4 is not above 5 of tokyo/user.crl (RFC 5280 5.2.3)" four
	refused "number 5 is not above 5 of tokyo/user.crl (RFC 5280 5.2.3)" fiveagain
}

@test "refused: a thisUpdate that is not above that of the file there" {
	publish <five.crl
	refused "thisUpdate 2026-11-21T00:00:00Z is not above 2026-11-21T00:00:00Z of \
tokyo/user.crl (RFC 5280 5.1.2.4)" sametime
	refused "thisUpdate 2026-11-20T23:59:59Z is not above 2026-11-21T00:00:00Z of \
tokyo/user.crl (RFC 5280 5.1.2.4)" before
}

@test "refused: a number or thisUpdate not above the last published, wherever that was" {
	publish <five.crl
	rm -r out
	refused "number 4 is not above 5 of the last one published (RFC 5280 5.2.3)" four
	refused "number 5 is not above 5 of the last one published (RFC 5280 5.2.3)" fiveagain
	refused "thisUpdate 2026-11-21T00:00:00Z is not above 2026-11-21T00:00:00Z of the last \
one published (RFC 5280 5.1.2.4)" sametime
	# nor does an old file there, put back by hand, make them good
	cp three.crl out/tokyo/user.crl
	refused "number 4 is not above 5 of the last one published (RFC 5280 5.2.3)" four
	run -0 publish <five.crl
	cmp five.crl out/tokyo/user.crl
}

@test "refused: a file there that is newer than the store remembers" {
	cp -r st old
	publish <six.crl
	rm -r st
	mv old st
	refused "number 5 is not above 6 of tokyo/user.crl (RFC 5280 5.2.3)" five
}

@test "refused: nextUpdate that has passed, from its second on" {
	run -1 --separate-stderr publish -t 2026-11-24T00:00:00Z <five.crl
	[ "$stderr" = "crl-publish: stdin: record 1 @0: nextUpdate 2026-11-24T00:00:00Z has \
passed (RFC 5280 5.1.2.5)" ]
	[ ! -e out/tokyo/user.crl ]
	run -0 publish -t 2026-11-23T23:59:59Z <five.crl
}

@test "a thisUpdate that is yet to come is published with a warning, up to its second" {
	run -0 --separate-stderr publish -t 2026-11-20T23:59:59Z <five.crl
	[ "$stderr" = "crl-publish: tokyo/user: its thisUpdate is yet to come: no list of before \
then can follow it (RFC 5280 5.1.2.4)" ]
	cmp five.crl out/tokyo/user.crl
	run -0 --separate-stderr publish -t 2026-11-21T00:00:00Z <five.crl
	[ -z "$stderr" ]
}

@test "refused: another issuer, and another key of the same name" {
	why="no issuer of the store has this name and key (RFC 5280 5.1.2.3, 5.2.1)"
	refused "$why" foreign
	refused "$why" nextkey
}

@test "refused: another distribution point or scope, or none" {
	why="its issuingDistributionPoint is of no list of its issuer (RFC 5280 5.2.5)"
	for name in otherdp nodp otherscope noscope noidp cross; do refused "$why" $name; done
}

@test "refused: a signature that is not its issuer's, and one of another algorithm" {
	for octet in 1 20; do
		{
			head -c -$octet five.crl
			tail -c $octet five.crl | head -c 1 | tr '\0-\377' '\1-\377\0'
			tail -c $((octet - 1)) five.crl
		} >forged.crl
		refused "signature does not verify (RFC 5280 6.3.3 g)" forged
	done
	swap 3012020101170d 3012020107170d <five.crl >forged.crl # an entry
	refused "signature does not verify (RFC 5280 6.3.3 g)" forged
	swap 2a8648ce3d040302 2a8648ce3d040303 1 <five.crl >forged.crl
	refused "signatureAlgorithm is not tbsCertList.signature (RFC 5280 5.1.1.2)" forged
}

@test "refused: no number, one above 2^63, a delta list" {
	changed nonumber 0603551d14 0603551d7f
	refused "cRLNumber is absent or above 2^63 (RFC 5280 5.2.3)" nonumber
	refused "cRLNumber is absent or above 2^63 (RFC 5280 5.2.3)" huge
	changed delta 0603551d14 0603551d1b
	refused "is a delta CRL (RFC 5280 5.2.4)" delta
	run -0 publish <greatest.crl
}

@test "refused: an entry that cannot be read, and what is no CRL" {
	changed entry 3012020101170d 3012020101130d
	refused "entry 1, serial 01: no revocationDate (RFC 5280 5.1.2.6)" entry
	cp "$BATS_FILE_TMPDIR/tokyo.der" cert.crl
	run -1 --separate-stderr publish <cert.crl
	[[ $stderr == "crl-publish: stdin: record 1 @0: "* ]]
	[ ${#stderr_lines[@]} = 1 ]
}

@test "a stream that is cut or garbled is 65 and publishes nothing" {
	publish <five.crl
	{ cat six.crl; head -c -1 ca.crl; } >short
	for command in 'crl-publish -s st -d out <short' \
		'cat short | crl-publish -s st -d out' \
		'{ cat six.crl; echo; } | crl-publish -s st -d out'; do
		run -65 --separate-stderr bash -c "$command"
		[[ $stderr == "crl-publish: stdin: record 2 @$(stat -c %s six.crl): "* ]]
		cmp five.crl out/tokyo/user.crl
		[ ! -e out/tokyo/ca.crl ]
	done
	[ "$(issuer-list -s st -j | jq -c 'select(.list == "user").number')" = 5 ]
}

@test "a temporary that a crash left is overwritten" {
	mkdir -p out/tokyo
	echo junk >out/tokyo/.user.crl.new
	publish <five.crl
	cmp five.crl out/tokyo/user.crl
	[ "$(ls -A out/tokyo)" = user.crl ]
}

@test "what lies there and is no CRL is replaced" {
	mkdir -p out/tokyo
	: >out/tokyo/user.crl
	publish <five.crl
	cmp five.crl out/tokyo/user.crl
	seq 1000 >out/tokyo/user.crl
	run -0 publish <six.crl
	cmp six.crl out/tokyo/user.crl
}

@test "a link there is replaced, not followed, and a FIFO is not waited for" {
	mkdir -p out/tokyo
	echo mine >mine
	ln -s ../../mine out/tokyo/user.crl
	run -0 publish <five.crl
	[ "$(cat mine)" = mine ]
	[ ! -L out/tokyo/user.crl ]
	cmp five.crl out/tokyo/user.crl
	rm out/tokyo/user.crl
	mkfifo out/tokyo/user.crl
	run -0 timeout 20 crl-publish -s st -d out -t $NOW <six.crl
	cmp six.crl out/tokyo/user.crl
}

@test "what lies there and cannot be read or replaced is 74, and nothing against the CRL" {
	mkdir -p out/tokyo/user.crl
	run -74 --separate-stderr publish <five.crl
	[ "$stderr" = "crl-publish: tokyo/user.crl: Is a directory" ]
	rm -r out/tokyo
	: >out/tokyo
	run -74 --separate-stderr publish <five.crl
	[ "$stderr" = "crl-publish: tokyo/user.crl: Not a directory" ]
	rm out/tokyo
	mkdir -p out/tokyo/.user.crl.new
	run -74 --separate-stderr publish <five.crl
	[ "$stderr" = "crl-publish: tokyo/user.crl: Is a directory" ]
	run -0 store-check -s st
	rm -r out/tokyo
	run -0 publish <five.crl
}

@test "another crl-publish at work is 75" {
	mkdir out
	exec 9<out
	flock -n 9
	run -75 --separate-stderr publish <five.crl 9<&-
	[ "$stderr" = "crl-publish: out: another crl-publish is at work" ]
	[ -z "$(ls -A out)" ]
	exec 9<&-
	run -0 publish <five.crl
}

@test "what cannot be written is 74; the old file stays, whole, and no temporary" {
	publish <five.crl
	run -74 bash -o pipefail -c "(trap '' XFSZ; ulimit -f 0
		crl-publish -s st -d out -t $NOW <six.crl) 2>&1 | cat"
	[ "$output" = "crl-publish: tokyo/user.crl: File too large" ]
	cmp five.crl out/tokyo/user.crl
	[ "$(ls -A out/tokyo)" = user.crl ]
	[ "$(issuer-list -s st -j | jq -c 'select(.list == "user").number')" = 5 ]
	chmod 555 out/tokyo
	run -74 --separate-stderr unprivileged crl-publish -s st -d out -t $NOW <six.crl
	chmod 755 out/tokyo
	[ "$stderr" = "crl-publish: tokyo/user.crl: Permission denied" ]
	cmp five.crl out/tokyo/user.crl
}

@test "when the store cannot remember it is 74; doing it again heals" {
	cp -r st before
	run -74 --separate-stderr bash -c "trap '' XFSZ; ulimit -f 16
		crl-publish -s st -d out -t $NOW <five.crl"
	[ "$stderr" = "crl-publish: commit: File too large" ]
	cmp five.crl out/tokyo/user.crl
	run -0 store-check -s st
	run -0 publish <five.crl
	[ "$(issuer-list -s st -j | jq -c 'select(.list == "user").number')" = 5 ]
}

@test "-j prints a line for each list: what it is and how many entries are new" {
	run -0 publish -j <five.crl
	[ "$output" = '{"issuer":"tokyo","list":"user","number":5,"entries":2,"added":2,'\
'"size":'"$(stat -c %s five.crl)"',"this_update":"2026-11-21T00:00:00Z",'\
'"next_update":"2026-11-24T00:00:00Z","sha256":"'\
"$(sha256sum <five.crl | cut -c 1-64 | tr a-f A-F)\"}" ]
	run -0 publish -j <six.crl
	[ "$(jq -c '[.number, .entries, .added]' <<<"$output")" = "[6,3,1]" ]
	run -74 bash -c "crl-publish -j -s st -d out -t $NOW <six.crl >/dev/full"
}

@test "-n publishes nothing, and still refuses" {
	publish <five.crl
	cp st/data.mdb before
	run -0 publish -n <six.crl
	run -1 publish -n <four.crl
	cmp five.crl out/tokyo/user.crl
	cmp before st/data.mdb
	run -78 --separate-stderr publish -n -d none <six.crl
	[ "$stderr" = "crl-publish: none: No such file or directory" ]
}

@test "no input is no change" {
	cp st/data.mdb before
	run -0 publish </dev/null
	cmp before st/data.mdb
}

@test "a missing store or place is 78, a wrong command line 64, a closed input 74" {
	run -78 --separate-stderr crl-publish -s none -d out <five.crl
	[ "$stderr" = "crl-publish: none: No such file or directory" ]
	run -78 --separate-stderr publish -d none/out <five.crl
	[ "$stderr" = "crl-publish: none/out: No such file or directory" ]
	run -78 --separate-stderr publish -d five.crl <five.crl
	[ "$stderr" = "crl-publish: five.crl: Not a directory" ]
	run -64 --separate-stderr crl-publish -s st <five.crl
	[ "$stderr" = "crl-publish: -d OUT is required; see crl-publish --help" ]
	run -64 crl-publish -d out <five.crl
	run -64 publish five.crl </dev/null
	run -64 publish -t now <five.crl
	run -74 bash -c 'crl-publish -s st -d out <&-'
}

@test "closed descriptors end up neither in the store nor in a file" {
	run -0 bash -c "crl-publish -s st -d out -t $NOW <five.crl >&- 2>&-"
	cmp five.crl out/tokyo/user.crl
	run -0 store-check -s st
}

@test "what crl-build made and others signed is published; a list of 10^4 through a pipe" {
	for i in {1000..1099}; do request tokyo $i; done | put_requests st -u
	crl-build -s st -t $NOW | sign_crl "$BATS_FILE_TMPDIR/tokyo" >crls
	run -0 bash -c "cat crls | crl-publish -s st -d out -t $NOW"
	cat out/tokyo/{ca,cross,user}.crl | cmp - crls
}
