load helper

GOOD='{"issuer":"tokyo","serial":"0A1B","reason":"superseded","date":"2026-11-20T01:00:00Z"}'
CDDL='(src/cddl/revocation.cddl)'

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	printf '%s\n' "$GOOD" >good.jsonl
	record-encode revocation <good.jsonl >good
}

# with MEMBER VALUE - the good line with another value (JSON) of a member, or with one more.
with() { jq -c --argjson v "$2" ".[\"$1\"] = \$v" good.jsonl; }

# refuse LINE REASON [TYPE] - between two good lines, LINE alone is left out, for that reason.
refuse() {
	local around=good type=${3:-revocation}
	[ "$type" = revocation ] || around=list
	{ cat $around.jsonl; printf '%s\n' "$1"; cat $around.jsonl; } >in
	run -1 --separate-stderr bash -c "record-encode $type <in >out"
	echo "$stderr"
	[ "$stderr" = "record-encode: stdin: line 2 @$(stat -c %s $around.jsonl): $2" ]
	cat $around $around | cmp - out
}

# misfit MEMBER VALUE REASON - the good line with that value of the member is refused for it.
misfit() { refuse "$(with "$1" "$2")" "field \"$1\": $3 $CDDL"; }

# octets LINE [TYPE] - what it encodes to, in hex.
octets() {
	printf '%s\n' "$1" | record-encode "${2:-revocation}" | od -An -tx1 -v | tr -d ' \n'
}

# encodes MEMBER VALUE PATTERN - the good line with that value becomes octets like that.
# shellcheck disable=SC2053
encodes() { [[ $(octets "$(with "$1" "$2")") == $3 ]]; }

@test "a revocation is a map with its keys in the order of RFC 8949 4.2.1" {
	# a4, "date" 1(1795136400), "issuer" "tokyo", "reason" 4, "serial" h'0A1B'
	[ "$(octets "$GOOD")" = "a4$(
		)6464617465c11a6aff9b90$(
		)6669737375657265746f6b796f$(
		)66726561736f6e04$(
		)6673657269616c420a1b" ]
}
@test "members may stand in any order, with white space, escapes and either case of hex" {
	line='	{ "date" : "2026-11-20T01:00:00Z" , "serial":"0a1b"'
	line+=',"reason":"superseded","issuer":"tokyo" } '
	[ "$(octets "$line")" = "$(octets "$GOOD")" ]
	line=${GOOD/tokyo/\\u0074okyo}
	[ "$(octets "$line")" = "$(octets "$GOOD")" ]
}
@test "times are read with Z or an offset, from the year 0000 to 9999" {
	[ "$(octets "$(with date '"2026-11-20T10:00:00+09:00"')")" = "$(octets "$GOOD")" ]
	[ "$(octets "$(with date '"2026-11-19T23:30:00-01:30"')")" = "$(octets "$GOOD")" ]
	encodes date '"1970-01-01T00:00:00Z"' 'a46464617465c100*'
	encodes date '"1969-12-31T23:59:59Z"' 'a46464617465c120*'
	encodes date '"0000-01-01T00:00:00Z"' 'a46464617465c13b0000000e79747bff*'
	encodes date '"9999-12-31T23:59:59Z"' 'a46464617465c11b0000003afff4417f*'
	encodes date '"2000-02-29T00:00:00Z"' 'a46464617465c11a38bb0c00*'
}
@test "every reason of RFC 5280 5.3.1 has its number" {
	n=0
	for name in unspecified keyCompromise cACompromise affiliationChanged superseded \
		cessationOfOperation certificateHold - removeFromCRL privilegeWithdrawn \
		aACompromise; do
		hex=$(octets "$(with reason "\"$name\"")" 2>err || :)
		if [ $name = - ]; then
			[ -z "$hex" ]
		else
			[[ $hex == *66726561736f6e0$(printf %x $n)66* ]]
		fi
		n=$((n + 1))
	done
}
@test "a serial has 1 to 21 octets, leading 00 octets apart; zero is 00" {
	encodes serial '"00"' '*4100'
	encodes serial "\"$(printf 'AB%.0s' {1..21})\"" "*55$(printf 'ab%.0s' {1..21})"
	misfit serial "\"$(printf 'AB%.0s' {1..22})\"" "too many octets"
	misfit serial '""' "empty"
	encodes serial '"000A"' '*410a*'
	encodes serial "\"00$(printf 'AB%.0s' {1..21})\"" "*55$(printf 'ab%.0s' {1..21})"
	misfit serial '"ABC"' "odd number of hex digits"
	misfit serial '"0xAB"' "not hex"
	misfit serial 17 "not text"
}
@test "a line that is not JSON is refused" {
	refuse '{"issuer":"tokyo"' "column 17: '}' expected near end of file (RFC 8259)"
	refuse 'tokyo' "column 5: invalid token near 'tokyo' (RFC 8259)"
	refuse "$GOOD$GOOD" "column 87: end of file expected near '{' (RFC 8259)"
	refuse "${GOOD/tokyo/$'to\xffkyo'}" \
		"column 13: unable to decode byte 0xff near '\"to' (RFC 8259)"
	refuse "${GOOD/tokyo/$'to\x01kyo'}" \
		"column 13: control character 0x1 near '\"to' (RFC 8259)"
	refuse "${GOOD/tokyo/to\\u0000kyo}" \
		"column 23: NUL in a string (RFC 8259)"
	refuse "${GOOD/tokyo/to\\ud800kyo}" \
		"column 23: invalid Unicode '\\uD800' near '\"to\\ud800kyo\"' (RFC 8259)"
}
@test "a member twice is refused, whether the values agree or not" {
	refuse "${GOOD%\}},\"serial\":\"0A1B\"}" \
		"column 94: duplicate object key near '\"serial\"' (RFC 8259)"
}
@test "what is not an object is refused" {
	refuse '[]' "not an object $CDDL"
	refuse '"tokyo"' "not an object $CDDL"
	refuse 'null' "not an object $CDDL"
	refuse "[$GOOD]" "not an object $CDDL"
}
@test "JSON nested without end is refused, not followed" {
	refuse "$(printf '[%.0s' {1..5000})" \
		"column 2049: maximum parsing depth reached near '[' (RFC 8259)"
}
@test "a missing member is refused, each by its name" {
	for member in issuer serial reason date; do
		refuse "$(jq -c "del(.$member)" good.jsonl)" "field \"$member\": missing $CDDL"
	done
	refuse '{}' "field \"issuer\": missing $CDDL"
}
@test "an unknown member is refused, and a hostile name is not printed raw" {
	misfit Serial '"0A"' "unknown"
	refuse "$(with $'\e[2J\u00e9' 1)" "field \"\\x1B[2J\\xC3\\xA9\": unknown $CDDL"
	refuse "$(with "$(printf 'x%.0s' {1..500})" 1)" \
		"field \"$(printf 'x%.0s' {1..40})\": unknown $CDDL"
}
@test "a time that RFC 3339 or the calendar does not have is refused" {
	for time in 2026-11-20T01:00:00.5Z 2026-11-20T01:00:00 2026-11-20 \
		'2026-11-20 01:00:00Z' \
		2026-02-29T00:00:00Z 2026-11-31T00:00:00Z 2100-02-29T00:00:00Z \
		2026-00-20T01:00:00Z 2026-13-20T01:00:00Z 2026-11-00T01:00:00Z \
		2026-11-20T24:00:00Z 2026-11-20T01:60:00Z 2026-11-20T01:00:60Z \
		2026-11-20T01:00:00+24:00 2026-11-20T01:00:00+0900 2026-11-20T01:00:00ZZ \
		12026-11-20T01:00:00Z '' x2026-11-20T01:00:00Z 2026-11-2xT01:00:00Z; do
		misfit date "\"$time\"" "not an RFC 3339 time, like 2026-11-21T03:00:00Z"
	done
	misfit date 1795136400 "not text"
}
@test "a time whose offset leads out of the years 0000 to 9999 is refused" {
	misfit date '"0000-01-01T00:00:00+00:01"' "date out of range"
	misfit date '"9999-12-31T23:59:59-00:01"' "date out of range"
}
@test "a reason is one of the names, spelled so" {
	for reason in '"KeyCompromise"' '"keycompromise"' '"1"' '""' '"keyCompromise "'; do
		misfit reason "$reason" "none of the names allowed"
	done
	misfit reason 1 "not text"
	misfit reason null "not text"
}
@test "a label is 1 to 63 letters, digits and hyphens" {
	label=$(printf 'a%.0s' {1..63})
	encodes issuer "\"$label\"" '*6669737375657278*'
	encodes issuer '"0-9a--z-"' '*302d39612d2d7a2d*'
	misfit issuer "\"a$label\"" "longer than a label may be"
	misfit issuer '""' "empty"
	for issuer in Tokyo -tokyo to_kyo to.kyo tokyo/user 東京; do
		misfit issuer "\"$issuer\"" "not a label"
	done
}
@test "text is 1 to 200 characters of any script, controls apart" {
	text=$(printf '\xf0\xa0\x80\x8b%.0s' {1..200}) # 200 times U+2000B
	encodes case "\"$text\"" '*6463617365790320f0a0808b*'
	misfit case "\"a$text\"" "text is too long"
	misfit case '""' "empty"
	for control in '\n' '\u001b' '\u007f' '\u0080' '\u009f'; do
		misfit case "\"a${control}b\"" "control character"
	done
	encodes case '"\u00a0"' '*646361736562c2a0*'
	misfit case 5 "not text"
	misfit case '{}' "not text"
}
@test "a count is a whole number, and reasons an array of names in any order" {
	jq -cn '{issuer: "tokyo", list: "user", scope: "user", known: 0, revoked: 1,
		expiring: 2, number: 3, valid: 259200,
		reasons: ["superseded", "keyCompromise"]}' >list.jsonl
	record-encode list <list.jsonl >list
	[[ $(octets "$(cat list.jsonl)" list) == *67726561736f6e73820104* ]]
	listed() { jq -c --argjson v "$2" ".$1 = \$v" list.jsonl; }
	unlisted() {
		refuse "$(listed "$1" "$2")" "field \"$1\": $3 (src/cddl/list.cddl)" list
	}
	[[ $(octets "$(listed reasons '[]')" list) == *67726561736f6e7380* ]]
	line=$(sed 's/"known":0/"known":9223372036854775807/' list.jsonl)
	[[ $(octets "$line" list) == *656b6e6f776e1b7fffffffffffffff* ]]
	refuse "${line/807/808}" \
		"column 74: too big integer near '9223372036854775808' (RFC 8259)" list
	refuse "$(sed 's/"known":0/"known":1.0/' list.jsonl)" \
		"field \"known\": not a whole number (src/cddl/list.cddl)" list
	unlisted known -1 "number out of range"
	unlisted known '"1"' "not a whole number"
	unlisted reasons '["superseded","superseded"]' "a name twice"
	unlisted reasons '["x"]' "none of the names allowed"
	unlisted reasons '[4]' "not an array of names"
	unlisted reasons '"superseded"' "not an array of names"
	unlisted scope '"citizen"' "none of the names allowed"
}
@test "a line of more than 1 MiB is passed over, one of 1 MiB is read" {
	spaces=$(head -c $((1048576 - ${#GOOD})) /dev/zero | tr '\0' ' ')
	printf '%s%s\n%s\n%s %s\n' "$spaces" "$GOOD" "$GOOD" "$spaces" "$GOOD" >in
	run -1 --separate-stderr bash -c 'cat in | record-encode revocation >out'
	[ "$stderr" = "record-encode: stdin: line 3 @$((1048578 + ${#GOOD})): $(
		)longer than a line may be (cborstream(5))" ]
	cat good good | cmp - out
	export -f memory
	head -c 9000000 /dev/zero >in
	run -1 --separate-stderr bash -c 'cat in | memory 64 record-encode query'
	[ "$stderr" = "record-encode: stdin: line 1 @0: longer than a line may be $(
		)(cborstream(5))" ]
}
@test "blank lines count but are no records; CR LF and a last line without end are fine" {
	{ printf '\n \t\n\r\n'; printf '%s\r\n\n%s' "$GOOD" "$GOOD"; } >in
	record-encode revocation <in >out
	cat good good | cmp - out
	{ printf '\n\n'; printf '{}\r\n%s' "$GOOD"; } >in
	run -1 --separate-stderr bash -c 'record-encode revocation <in >out'
	[ "$stderr" = "record-encode: stdin: line 3 @2: field \"issuer\": missing $CDDL" ]
	cmp good out
}
@test "no input is no output, and -n writes nothing but still refuses" {
	record-encode revocation </dev/null >out
	cmp out /dev/null
	{ cat good.jsonl; echo '{}'; } >in
	run -1 --separate-stderr bash -c 'record-encode -n revocation <in >out'
	[ "${#stderr_lines[@]}" = 1 ]
	cmp out /dev/null
}
@test "without a type, or with one that is not, the types are listed" {
	list='issuance, list, query, receipt, revocation, status'
	run -64 --separate-stderr record-encode </dev/null
	[ "$stderr" = "record-encode: TYPE is missing: one of $list" ]
	run -64 --separate-stderr record-encode revocations </dev/null
	[ "$stderr" = "record-encode: no type named revocations: one of $list" ]
	run -64 record-encode query status </dev/null
}
@test "the types of --help, of the CDDL and of the program are the same" {
	types=$(record-encode --help | sed -n 's/^TYPE is one of: \(.*\)\.$/\1/p' | tr -d ,)
	[ "$types" = "$(cd "$PROJECT/src/cddl" && printf '%s\n' *.cddl mdoc/issuance.cddl |
		sed 's/\.cddl$//; s|.*/||; /^types$/d' | sort | paste -sd ' ')" ]
	for type in $types; do
		[ "$type" = issuance ] || record-encode "$type" </dev/null
	done
}
@test "cborstream(5) quotes the CDDL as it is" {
	/usr/bin/python3 - "$PROJECT" <<-'END'
	import glob, sys
	page = open(sys.argv[1] + "/src/man/cborstream.5").read()
	page = page.replace("\\-", "-").replace("\\(aq", "'").replace("\\e", "\\")
	files = glob.glob(sys.argv[1] + "/src/cddl/**/*.cddl", recursive=True)
	assert files
	for name in files:
	    assert "\n.nf\n" + open(name).read() + ".fi\n" in page, name
	END
}
@test "every sample fits its type" {
	cd "$PROJECT/samples"
	record-encode revocation <revocations.jsonl >"$BATS_TEST_TMPDIR/out"
	record-encode receipt <receipts.jsonl >"$BATS_TEST_TMPDIR/out"
	record-encode query <queries.jsonl >"$BATS_TEST_TMPDIR/out"
	record-encode status <answers.jsonl >"$BATS_TEST_TMPDIR/out"
	record-encode list <lists.jsonl >"$BATS_TEST_TMPDIR/out"
}
@test "a full disk and an unreadable input are 74" {
	run -74 bash -c 'record-encode revocation <good.jsonl >/dev/full'
	run -74 --separate-stderr bash -c 'record-encode revocation </ >out'
	[[ $stderr == "record-encode: stdin"*": Is a directory" ]]
}
@test "the build stops at CDDL that it does not read" {
	table() { LC_ALL=C awk -f "$PROJECT/src/cddl/record.awk" types.cddl "$@"; }
	cp "$PROJECT"/src/cddl/*.cddl .
	table query.cddl >out
	try() {
		printf 'query = {\n%s\n}\n' "$1" >bad.cddl
		run -1 --separate-stderr table bad.cddl
		[ "$stderr" = "$2" ]
	}
	try '"issuer": labl,' 'bad.cddl:2: no such type: labl'
	try '"issuer": label' 'bad.cddl:3: wanted ,, not }'
	try '"issuer" => label,' 'bad.cddl:2: not CDDL that we read: > label,'
	try '* "issuer": label,' 'bad.cddl:2: wanted a string, not *'
	try '"issuer": label, "issuer": label,' 'bad.cddl:2: key that we do not read: issuer'
	try '"issuer": label, ? "n": count,' \
		'bad.cddl:2: optional count, which has no flag in C'
	try '"issuer": tstr,' 'bad.cddl:2: no such type: tstr'
	try '' 'bad.cddl:3: a record has 1 to 32 members'
	printf 'label = tstr\n' >bad.cddl
	run -1 table bad.cddl
	for rule in 'x = tstr .regexp "a*"' 'x = tstr .size (1..2)' 'x = 1.0' 'x = bstr' \
		'x = [* y]' 'x = #6.24(bstr)' 'x = tstr .regexp "[^a][b]{0,3}"' \
		'x = &( a: 30, )' 'x = "a" /'; do
		printf '%s\n' "$rule" >bad.cddl
		run -1 table bad.cddl
	done
}
