load helper

setup() { cd "$BATS_TEST_TMPDIR" || return; }

# bytes HEX - the octets themselves.
bytes() { printf %s "$1" | tr a-f A-F | basenc --base16 -d; }

# shows HEX JSON - the item is shown as that line.
shows() {
	bytes "$1" >item
	run -0 --separate-stderr record-show <item
	[ "$output" = "$2" ]
}

# type_of FILE - the record type of a sample.
type_of() {
	case $1 in
	revocations) echo revocation ;;
	receipts) echo receipt ;;
	queries) echo query ;;
	answers) echo status ;;
	lists) echo list ;;
	esac
}

@test "every sample comes back as it was, members in the order of the rule" {
	for file in revocations receipts queries answers lists; do
		record-encode "$(type_of $file)" <"$PROJECT/samples/$file.jsonl" >records
		record-show <records | cmp - "$PROJECT/samples/$file.jsonl"
	done
}
@test "what is shown encodes to the same octets, whatever the line it came from" {
	cat >line <<-'END'
		{"date":"2026-11-20T10:00:00+09:00","reason":"superseded","serial":"0a1b",
		"list":"ca","case":"\u3042\u202e\"\\\/","issuer":"tokyo"}
	END
	tr -d '\n' <line | record-encode revocation >record
	record-show <record >shown
	record-encode revocation <shown | cmp - record
	[ "$(cat shown)" = '{"issuer":"tokyo","serial":"0A1B","reason":"superseded",'$(
		)'"date":"2026-11-20T01:00:00Z","case":"あ\u202E\"\\/","list":"ca"}' ]
}
@test "keys in another order than ours are read all the same" {
	shows a26673657269616c410a666973737565726161 '{"issuer":"a","serial":"0A"}'
}
@test "a record that breaks its rule is shown as any other item" {
	# reason 7, an unknown member, a serial with a leading 00 octet
	shows a46464617465c10066697373756572616166726561736f6e076673657269616c410a \
		'{"date":"1970-01-01T00:00:00Z","issuer":"a","reason":7,"serial":"0A"}'
	shows a36178016669737375657261616673657269616c410a '{"x":1,"issuer":"a","serial":"0A"}'
	shows a26669737375657261616673657269616c42000a '{"issuer":"a","serial":"000A"}'
}
@test "numbers: those beyond 53 bits are strings" {
	shows 1b001fffffffffffff 9007199254740991
	shows 1b0020000000000000 '"9007199254740992"'
	shows 3b001ffffffffffffe -9007199254740991
	shows 3b001fffffffffffff '"-9007199254740992"'
	shows 3bffffffffffffffff '"-18446744073709551616"'
	shows f90001 5.9604644775390625e-08
	shows fb3ff199999999999a 1.1
	shows f93c00 1.0
	shows f97e00 '"NaN"'
	shows f9fc00 '"-Infinity"'
}
@test "tags: times are RFC 3339, dates are text, the others are named" {
	shows c11a514b67b0 '"2013-03-21T20:04:00Z"'
	shows c11b0000003afff4417f '"9999-12-31T23:59:59Z"'
	shows c11b0000003afff44180 '{"tag":1,"value":253402300800}'
	shows c13b0000000e79747bff '"0000-01-01T00:00:00Z"'
	shows c13b0000000e79747c00 '{"tag":1,"value":-62167219201}'
	shows c1fb41d452d9ec200000 '{"tag":1,"value":1363896240.5}'
	shows d903ec6a323032362d31312d3231 '"2026-11-21"'
	shows d903ec01 '{"tag":1004,"value":1}'
	shows d28443a10126a0f64100 '{"tag":18,"value":["A10126",{},null,"00"]}'
	shows dbffffffffffffffff80 '{"tag":"18446744073709551615","value":[]}'
}
@test "keys that are not text have names of their own" {
	shows a30102206161613103 '{"1":2,"-1":"a","#1":3}'
	shows a4612301622d3102612d036004 '{"##":1,"#-1":2,"-":3,"":4}'
	shows a341010281f503f404 '{"#h'\''4101'\''":2,"#h'\''81F5'\''":3,"#h'\''F4'\''":4}'
}
@test "other items are shown as they are" {
	shows 80 '[]'
	shows a0 '{}'
	shows 83f4f5f6 '[false,true,null]'
	shows 82f7f8ff '[{"simple":23},{"simple":255}]'
	shows 8201820203 '[1,[2,3]]'
	shows a161618142beef '{"a":["BEEF"]}'
	shows 8181818181818181818181818181818100 '[[[[[[[[[[[[[[[[0]]]]]]]]]]]]]]]]'
}
@test "nothing that a terminal obeys is printed raw" {
	shows 661b5b324a0a07 '"\u001B[2J\u000A\u0007"'
	shows 637fc29b '"\u007F\u009B"'
	shows 66e280aee2808f '"\u202E\u200F"'
	shows 69e280a8e281a6d89c22 '"\u2028\u2066\u061C\""'
	shows 67e38182f0a0808b '"あ𠀋"'
	shows a1621b5b01 '{"\u001B[":1}'
}
@test "a stream that breaks is 65 with record and octet; what was whole is written" {
	broken() {
		{ bytes 0182; bytes 0203; bytes "$1"; } >in
		run -65 --separate-stderr bash -c 'record-show <in >out'
		[ "$stderr" = "record-show: stdin: record 3 @4: $2" ]
		printf '1\n[2,3]\n' | cmp - out
	}
	broken 82 'cut short'
	broken 62c3 'cut short'
	broken 1817 'head is not the shortest (RFC 8949 4.2.1)'
	broken 9fff 'indefinite length (RFC 8949 4.2.1)'
	broken ff 'indefinite length (RFC 8949 4.2.1)'
	broken 1c 'reserved additional information (RFC 8949 3)'
	broken 61ff 'text is not UTF-8 (RFC 8949 3.1)'
	broken a201010102 'the same key twice in a map (RFC 8949 5.6)'
	broken 818181818181818181818181818181818100 'nested too deep (cborstream(5))'
	broken 5a01000000 'record is too large (cborstream(5))'
	broken f818 'simple value below 32 in two octets (RFC 8949 3.3)'
}
@test "five octets that promise 2^31 items are refused at once, in little memory" {
	bytes 9a7fffffff >in
	run -65 --separate-stderr memory 64 timeout 1 bash -c 'record-show <in'
	[ "$stderr" = "record-show: stdin: record 1 @0: record is too large (cborstream(5))" ]
	bytes 9a00fffff0 >in
	run -65 --separate-stderr memory 64 timeout 1 bash -c 'record-show <in'
	[ "$stderr" = "record-show: stdin: record 1 @0: cut short" ]
}
@test "the largest item is shown in little memory, from a file and from a pipe" {
	{ bytes 9a00fffffb; head -c 16777211 /dev/zero; } >in
	memory 100 record-show <in >out
	[ "$(head -c 7 out)" = '[0,0,0,' ]
	[ "$(stat -c %s out)" = $((2 * 16777211 + 2)) ]
	cat in | memory 100 record-show | cmp - out
}
@test "no input is no output; -n writes nothing; a full disk and a directory are 74" {
	record-show </dev/null >out
	cmp out /dev/null
	bytes 0102 >in
	record-show -n <in | cmp - /dev/null
	run -74 bash -c 'record-show <in >/dev/full'
	run -74 --separate-stderr bash -c 'record-show </'
	[[ $stderr == "record-show: stdin"*": Is a directory" ]]
	run -64 bash -c 'record-show operand <in'
}
@test "RFC 8949 appendix A: what is deterministic is shown right, streaming is refused" {
	vectors cbor
	/usr/bin/python3 - "$VECTORS" <<-'END'
	import json, subprocess, sys
	items = json.load(open(sys.argv[1] + "/appendix_a.json"))
	for n, item in enumerate(items):
	    data = bytes.fromhex(item["hex"])
	    assert data == open("%s/appendix_a/%03d.cbor" % (sys.argv[1], n), "rb").read()
	    got = subprocess.run(["record-show"], input=data, capture_output=True, timeout=1)
	    # Ours are stricter than "roundtrip" in one point, simple(24) in two octets,
	    # which RFC 8949 3.3 made ill-formed; and floats keep their width.
	    endless = not item["roundtrip"] and data[0] >> 5 != 7
	    if endless or item["hex"] == "f818":
	        assert got.returncode == 65, item
	        continue
	    assert got.returncode == 0 and got.stderr == b"", item
	    have = json.loads(got.stdout)
	    if "decoded" in item:
	        want = item["decoded"]
	        if item["hex"][:2] in ("c2", "c3"):
	            want = {"tag": data[0] & 31, "value": item["hex"][4:].upper()}
	        elif type(want) is int and abs(want) > 2**53:
	            want = str(want)
	        if type(want) is float:
	            assert type(have) is float, item
	        assert have == want, (item, have)
	END
}
@test "the CBOR group's vectors: each is shown like its expected value" {
	vectors cbor
	for file in "$VECTORS"/cbor-wg/rfc8949-appendixA/mt*.cbor; do
		record-show <"$file" >shown
		jq -r '.tests[].encoded' shown | while read -r hex; do bytes "$hex"; done >items
		record-show <items >have
		/usr/bin/python3 - <<-'END'
		import json
		tests = json.load(open("shown"))["tests"]
		lines = [json.loads(line) for line in open("have")]
		assert len(lines) == len(tests) > 0
		for test, line in zip(tests, lines):
		    assert repr(test["decoded"]) == repr(line), test
		END
	done
}
@test "the CBOR group's bad items are all refused, each in a second and 256 MB" {
	vectors cbor
	record-show <"$VECTORS/cbor-wg/rfc8949/bad.cbor" | jq -r '.tests[].encoded' >bad
	[ "$(wc -l <bad)" = 47 ]
	while read -r hex; do
		bytes "$hex" >item
		run -65 memory 256 timeout 1 record-show <item
	done <bad
}
