# crl-diff - what is different between two CRLs.
load helper

tbs() { "$PROJECT/test/tbs-crl.py" "$@"; }

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_ca ca
	make_crl ca old --number 1 05 0A,keyCompromise 8F01 0B0C0D,superseded
	make_crl ca same --number 1 05 0A,keyCompromise 8F01 0B0C0D,superseded
	make_crl ca new --number 2 --this 2026-11-22T00:00:00Z --next 2026-11-25T00:00:00Z \
		05,-,2026-11-20T00:00:00Z 06 0A,cessationOfOperation \
		0B0C0D,superseded,-,2026-01-01T00:00:00Z
	make_ca other p-384
}
setup() { cd "$BATS_FILE_TMPDIR" || return; }

@test "lists that say the same are 0 and silent, whatever their signatures" {
	run -1 cmp -s old.crl same.crl
	run -0 --separate-stderr crl-diff old.crl same.crl
	[ -z "$output$stderr" ]
	run -0 crl-diff -v old.crl same.crl
	[ "$output" = "added 0, removed 0, changed 0, same 4" ]
}

@test "differences are told: header, then entries by serial, then counts; exit 1" {
	run -1 --separate-stderr crl-diff old.crl new.crl
	[ -z "$stderr" ]
	[ "$output" = "this_update: 2026-11-21T00:00:00Z -> 2026-11-22T00:00:00Z
next_update: 2026-11-24T00:00:00Z -> 2026-11-25T00:00:00Z
number: 01 -> 02
~ 05 date: 2026-11-21T00:00:00Z -> 2026-11-20T00:00:00Z
+ 06 2026-11-22T00:00:00Z
~ 0A date: 2026-11-21T00:00:00Z -> 2026-11-22T00:00:00Z
~ 0A reason: keyCompromise -> cessationOfOperation
- 8F01 2026-11-21T00:00:00Z
~ 0B0C0D date: 2026-11-21T00:00:00Z -> 2026-11-22T00:00:00Z
~ 0B0C0D invalidity: none -> 2026-01-01T00:00:00Z
added 1, removed 1, changed 3, same 0" ]
}

@test "JSON Lines tell the same" {
	run -1 --separate-stderr crl-diff --json old.crl new.crl
	[ "${lines[2]}" = '{"type":"header","field":"number","old":"01","new":"02"}' ]
	[ "${lines[3]}" = '{"type":"changed","serial":"05","field":"date",'\
'"old":"2026-11-21T00:00:00Z","new":"2026-11-20T00:00:00Z"}' ]
	[ "${lines[4]}" = '{"type":"added","serial":"06","date":"2026-11-22T00:00:00Z"}' ]
	[ "${lines[7]}" = '{"type":"removed","serial":"8F01","date":"2026-11-21T00:00:00Z"}' ]
	[ "${lines[9]}" = '{"type":"changed","serial":"0B0C0D","field":"invalidity",'\
'"old":null,"new":"2026-01-01T00:00:00Z"}' ]
	[ "${lines[10]}" = '{"type":"counts","added":1,"removed":1,"changed":3,"same":0}' ]
	[ ${#lines[@]} = 11 ]
	jq -e . <<<"$output" >parsed
}

@test "-q and -n print nothing, and the exit status stays" {
	for option in -q -n; do
		run -1 --separate-stderr crl-diff $option old.crl new.crl
		[ -z "$output$stderr" ]
		run -0 crl-diff $option old.crl same.crl
	done
}

@test "every field of the header is compared" {
	tbs a 05
	tbs v1 --v1 --no-next --issuer other 05
	run -1 crl-diff a v1
	[ "$output" = "version: 2 -> 1
issuer: CN=test -> CN=other
next_update: 2026-11-24T00:00:00Z -> none
aki: 4B4559204944 -> none
number: 01 -> none
added 0, removed 0, changed 0, same 1" ]
	tbs b --idp --delta 3 --extension 300a06022a0304040102fe0a 05
	run -1 crl-diff a b
	[ "$output" = "idp: none -> http://crl.example/1 critical
delta_base: none -> 03 critical
1.2.3: none -> 0102FE0A
added 0, removed 0, changed 0, same 1" ]
	tbs c --indirect --delta 4 --extension 300a06022a0304040102fe0b 05
	run -1 crl-diff b c
	idp="http://crl.example/1 critical -> http://crl.example/1 indirect critical"
	[ "$output" = "idp: $idp
delta_base: 03 critical -> 04 critical
1.2.3: 0102FE0A -> 0102FE0B
added 0, removed 0, changed 0, same 1" ]
	make_crl other one
	make_crl ca two
	run -1 crl-diff one.crl two.crl
	[ "${lines[0]}" = "algorithm: ecdsa-with-SHA384 -> ecdsa-with-SHA256" ]
	[ "${lines[1]}" = "issuer: CN=other -> CN=ca" ]
}

@test "a name of other string types is another name, told in octets" {
	tbs utf8 05
	sed 's/\x0c\x04test/\x13\x04test/' utf8 >printable
	run -1 crl-diff utf8 printable
	[ "${lines[0]}" = "issuer: 300F310D300B06035504030C0474657374 -> \
300F310D300B0603550403130474657374" ]
}

@test "an absent reasonCode is unspecified; other extensions of an entry are compared" {
	tbs none 05 06,-,-,20260101000000Z
	tbs zero 05,0 06,0,-,20260101000000Z
	run -0 crl-diff none zero
	tbs issuer --indirect 05,-,-,-,test
	tbs none --indirect 05
	run -1 crl-diff issuer none
	[[ ${lines[0]} == "~ 05 extensions: 30"*" -> none" ]]
}

@test "an extension that is critical in one list alone is a difference" {
	tbs plain --extension 300806022a0304020500 05
	tbs critical --extension 300b06022a030101ff04020500 05
	run -1 crl-diff plain critical
	[ "${lines[0]}" = "1.2.3: 0500 -> 0500 critical" ]
	body=020106170d3236313132303030303030305a
	tbs plain =301e${body}300a300806022a0404020500
	tbs critical =3021${body}300d300b06022a040101ff04020500
	run -1 crl-diff plain critical
	[ "${lines[0]}" = "~ 06 extensions: 300806022A0404020500 -> \
300B06022A040101FF04020500" ]
}

@test "lists that are not in the order of their serials are compared in it" {
	tbs a 0B0C0D 05 7F 00 06 008F01 0A 7F0102030405060701 7F0102030405060700 \
		7F0102030405060702
	tbs b 7F0102030405060702 7F0102030405060700 0A 0B0C0D 008F01 00 06 7F \
		7F0102030405060701
	run -1 crl-diff a b
	[ "$output" = "- 05 2026-11-20T00:00:00Z
added 0, removed 1, changed 0, same 9" ]
	run -1 crl-diff b a
	[ "$output" = "+ 05 2026-11-20T00:00:00Z
added 1, removed 0, changed 0, same 9" ]
	tbs empty
	run -1 crl-diff a empty
	[ "$(sed 's/^- //; s/ .*//; $d' <<<"$output" | tr '\n' ' ')" = "00 05 06 0A 7F 8F01 \
0B0C0D 7F0102030405060700 7F0102030405060701 7F0102030405060702 " ]
}

@test "ten thousand entries in any order, against a model" {
	/usr/bin/python3 - <<-'END'
		import random, subprocess, sys, os
		tbs = os.environ["PROJECT"] + "/test/tbs-crl.py"
		random.seed(1)
		serial = lambda n: "%0*X" % (2 * (n.bit_length() // 8 + 1), n)
		text = lambda n: "%0*X" % (2 * max(1, (n.bit_length() + 7) // 8), n)
		sizes = [8, 16, 40, 64, 159]
		old = {random.getrandbits(random.choice(sizes)): None for _ in range(10000)}
		new = {n: None for n in old if random.random() > 0.1}
		new.update({random.getrandbits(64): None for _ in range(500)})
		for name, entries in (("o", old), ("n", new)):
		    entries = list(entries)
		    random.shuffle(entries)
		    subprocess.run([tbs, name, *map(serial, entries)], check=True)
		with open("expected", "w") as out:
		    for n in sorted({*old, *new}):
		        if (n in old) != (n in new):
		            print("+-"[n in old], text(n), "2026-11-20T00:00:00Z", file=out)
	END
	run -1 bash -c 'crl-diff o n | sed "\$d" >found; exit ${PIPESTATUS[0]}'
	cmp expected found
}

@test "a serial that stands twice is named, and its entries compared one by one" {
	tbs once 05 06
	tbs twice 05,1 06 05
	run -1 --separate-stderr crl-diff once twice
	[ "$stderr" = "crl-diff: twice: serial 05 stands there twice" ]
	[ "$output" = "~ 05 reason: unspecified -> keyCompromise
+ 05 2026-11-20T00:00:00Z
added 1, removed 0, changed 1, same 1" ]
	run -0 --separate-stderr crl-diff twice twice
	[ ${#stderr_lines[@]} = 2 ]
	tbs many 05 05 05 05 05 05 05 05 05 05 05 05 05 05 05
	run -1 --separate-stderr crl-diff once many
	[ ${#stderr_lines[@]} = 10 ]
	[ "${stderr_lines[9]}" = \
		"crl-diff: many: serial 05 stands there twice; no more are named" ]
}

@test "an entry that cannot be read is named and makes it 1, in both lists alike" {
	tbs bad 05 85 06
	run -1 --separate-stderr crl-diff -v bad bad
	[ "${stderr_lines[0]}" = "crl-diff: bad: @87: entry 85: serial is negative or not \
minimal (RFC 5280 4.1.2.2, X.690 8.3.2)" ]
	[ ${#stderr_lines[@]} = 2 ]
	[ "$output" = "added 0, removed 0, changed 0, same 2" ]
	tbs lost 05 =3012
	tbs whole 05
	run -1 --separate-stderr crl-diff -v whole lost
	[ "$stderr" = "crl-diff: lost: @86: the entries cannot be read from here on: item goes \
past the end of what contains it (RFC 5280 5.1.2.6)" ]
	[ "$output" = "added 0, removed 0, changed 0, same 1" ]
}

@test "a file that is not one CRL is 65" {
	: >empty
	run -65 crl-diff empty old.crl
	[ "$output" = "crl-diff: empty: record 1 @0: no list" ]
	run -65 crl-diff old.crl ca.der
	[[ $output == "crl-diff: ca.der: record 1 @0: "*" (RFC 5280 "* ]]
	cat old.crl old.crl >two
	run -65 crl-diff old.crl two
	[ "$output" = "crl-diff: two: record 2 @$(stat -c %s old.crl): more than one list" ]
	printf '\r\n' | cat old.crl - >crlf
	run -65 crl-diff crlf old.crl
	[ "$output" = "crl-diff: crlf: record 2 @$(stat -c %s old.crl): not a SEQUENCE \
(derstream(5))" ]
	head -c -1 old.crl >short
	run -65 crl-diff short old.crl
	[ "$output" = "crl-diff: short: record 1 @0: cut short" ]
}

@test "a file that cannot be opened is 78, operands are two, a full disk is 74" {
	run -78 crl-diff absent old.crl
	[ "$output" = "crl-diff: absent: No such file or directory" ]
	run -64 crl-diff old.crl
	run -64 crl-diff old.crl new.crl new.crl
	run -74 bash -c 'crl-diff old.crl new.crl >/dev/full'
}

@test "pipes are read too" {
	run -0 bash -c 'crl-diff -v <(cat old.crl) <(cat same.crl)'
	[ "$output" = "added 0, removed 0, changed 0, same 4" ]
}

@test "every real CRL is the same as itself, entry by entry" {
	vectors crl-realworld
	jq -r '.[] | [.file, .entries] | @tsv' "$VECTORS/manifest.json" >rows
	[ -s rows ]
	while read -r file entries; do
		status=0
		crl-diff -v "$VECTORS/$file" "$VECTORS/$file" >out 2>messages || status=$?
		[ $status = 0 ] || [[ $status = 65 && $file = *infinite-loop* ]]
		[ "$(cat out)" = "added 0, removed 0, changed 0, same $entries" ]
	done <rows
}

@test "hostile octets: an exit status of the table, in a second and 256 MB" {
	vectors .
	cd "$VECTORS"
	find crl-fuzz-openssl crl-fuzz-gnutls bssl-fuzzseeds bssl-crl crl-mbedtls crl-misc \
		crl-lint-zlint crl-lint-boulder -type f >"$BATS_FILE_TMPDIR/files"
	all() {
		while read -r file; do
			status=0
			(ulimit -t 1 && exec crl-diff -v "$BATS_FILE_TMPDIR/old.crl" "$file" \
				2>/dev/null) || status=$?
			case $status in 0 | 1 | 65) ;; *) echo "$file: $status" >&3 ;; esac
		done <"$BATS_FILE_TMPDIR/files" >"$BATS_FILE_TMPDIR/shown"
	}
	export -f all
	export BATS_FILE_TMPDIR
	memory 256 bash -c all 3>"$BATS_FILE_TMPDIR/wrong"
	cmp /dev/null "$BATS_FILE_TMPDIR/wrong"
	run -1 grep -aP '[\x00-\x09\x0b-\x1f\x7f]' "$BATS_FILE_TMPDIR/shown"
	grep -q '^added' "$BATS_FILE_TMPDIR/shown"
}
