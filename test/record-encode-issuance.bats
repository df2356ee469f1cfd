# record-encode issuance - requests for documents, each element by its docType file.
load helper

MNC=org.iso.23220.1.jp.mnc
MDL=org.iso.18013.5.1.mDL
SAMPLES=$PROJECT/samples/applications.jsonl

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	cp "$PROJECT/etc/doctypes/"* .
	sed -n 2p "$SAMPLES" >good.jsonl
	tail -n 1 "$SAMPLES" >mdl.jsonl
	encode <good.jsonl >good
}

encode() { record-encode -d $MNC -d $MDL issuance; }

# refuse LINE REASON - between two good lines, LINE alone is left out, for that reason.
refuse() {
	{ cat good.jsonl; printf '%s\n' "$1"; cat good.jsonl; } >in
	run -1 --separate-stderr bash -c "record-encode -d $MNC -d $MDL issuance <in >out"
	echo "$stderr"
	[ "$stderr" = "record-encode: stdin: line 2 @$(stat -c %s good.jsonl): $2" ]
	cat good good | cmp - out
}

# misfit FILTER FIELD REASON [FILE] - the line that jq makes is refused for that field.
misfit() { refuse "$(jq -c "$1" "${4:-good.jsonl}")" "field \"$2\": $3"; }

# element SPACE NAME - the octets of that element of a record, in hex.
element() {
	python3 - "$PROJECT/test" "$1" "$2" <<-'END'
		import sys
		sys.dont_write_bytecode = True
		sys.path.insert(0, sys.argv[1])
		import mdoc
		item, _ = mdoc.read(open("out", "rb").read())
		space = item.value["nameSpaces"].value[sys.argv[2]]
		print(space.value[sys.argv[3]].octets.hex())
	END
}

# hexed TEXT - its octets in hex.
hexed() { printf %s "$1" | od -An -tx1 -v | tr -d ' \n'; }

# becomes VALUE NAME HEX [SPACE] - that value of the good line becomes those octets.
becomes() {
	local space=${4:-org.iso.23220.1.jp}
	jq -c ".nameSpaces[\"$space\"][\"$2\"] = $1" good.jsonl | encode >out
	run -0 element "$space" "$2"
	echo "$output"
	[ "${lines[-1]}" = "$3" ]
}

@test "the samples encode, and show what they say" {
	run -0 --separate-stderr bash -c \
		"record-encode -d $MNC -d $MDL issuance <'$SAMPLES' >out"
	[ -z "$stderr" ]
	record-show <out | jq -r '.nameSpaces[].full_name_unicode | values' >names
	jq -r '.nameSpaces[].full_name_unicode | values' "$SAMPLES" |
		cmp - names
	[ "$(wc -l <names)" = 4 ]
}

@test "an element becomes the CBOR that its docType says, text octet for octet" {
	# Kanji beyond JIS X 0208 and a variation selector.
	becomes '"\ud842\udfb7\u845b\udb40\udd00"' full_name_unicode 6bf0a0aeb7e8919bf3a08480
	becomes '"\u00e9e\u0301"' full_name_unicode 65c3a965cc81
	becomes '"00FFaB"' portrait 4300ffab
	becomes '"base64:AP+r"' portrait 4300ffab
	becomes '"base64:AP8="' portrait 4200ff
	becomes '"base64:AA=="' portrait 4100
	becomes '"2024-02-29"' birth_date d903ec6a323032342d30322d3239 org.iso.23220.1
	becomes 9 sex 09 org.iso.23220.1
	becomes 120 age_in_years 1878 org.iso.23220.1
	becomes true age_over_99 f5 org.iso.23220.1
	becomes false age_over_00 f4 org.iso.23220.1
}

@test "times and privileges of a driving licence become tags and maps" {
	encode <mdl.jsonl >out
	run -0 element org.iso.18013.5.1 portrait_capture_date
	[ "${lines[-1]}" = c074323032362d30352d30315430313a33303a30305a ]
	jq -c '.nameSpaces[].driving_privileges |= [{vehicle_category_code: "B",
		codes: [{code: "1", value: "2"}], issue_date: "2026-05-08"}]' mdl.jsonl |
		encode >out
	run -0 element org.iso.18013.5.1 driving_privileges
	want=81a365$(hexed codes)81a2
	want+=64$(hexed code)613165$(hexed value)6132
	want+=6a$(hexed issue_date)d903ec6a$(hexed 2026-05-08)
	want+=75$(hexed vehicle_category_code)6142
	[ "${lines[-1]}" = "$want" ]
}

@test "a key in hex and in base64url is the same key, and members have one order" {
	jq -c 'to_entries | reverse | from_entries' good.jsonl | encode | cmp - good
	hex() { printf %s= "$1" | tr -- -_ +/ | base64 -d | od -An -tx1 -v | tr -d ' \n'; }
	x=$(hex "$(jq -r '.deviceKeys[0].x' good.jsonl)")
	y=$(hex "$(jq -r '.deviceKeys[0].y' good.jsonl)")
	jq -c ".deviceKeys[0].x = \"$x\" | .deviceKeys[0].y = \"$y\"" good.jsonl | encode |
		cmp - good
}

@test "a member that is missing, unknown or of another form is refused by name" {
	for member in id device holder birthDate deviceKeys nameSpaces municipality; do
		misfit "del(.$member)" "$member" missing
	done
	misfit 'del(.docType)' docType missing
	misfit '.docType = "org.example"' docType "none of those that --doctype names"
	misfit '.colour = 1' colour unknown
	misfit '.indices = [1]' indices unknown
	name="not text of 1 to 64 of A-Z a-z 0-9 . _ -"
	misfit '.id = "a b"' id "$name"
	misfit '.id = ""' id "$name"
	misfit '.id = ("a" * 65)' id "$name"
	misfit '.municipality = "a/b"' municipality "$name"
	misfit '.id = 5' id "not a string"
	misfit '.device = ""' device "not 1 to 64 octets"
	misfit '.device = "00" * 65' device "not 1 to 64 octets"
	misfit '.holder = "00" * 15' holder "not 16 to 64 octets"
	misfit '.holder = "00" * 65' holder "not 16 to 64 octets"
	misfit '.holder = "0"' holder "neither hex nor base64: and base64"
	misfit '.reissue = 1' reissue "neither true nor false"
	misfit '.birthDate = "2026-02-29"' birthDate "not a date, YYYY-MM-DD (RFC 8943)"
	misfit '.deviceKeys = []' deviceKeys "not an array of 1 to 64 keys"
	misfit '.deviceKeys = [range(65) as $i | .deviceKeys[0]]' deviceKeys \
		"not an array of 1 to 64 keys"
}

@test "a device key that is not a public one of P-256, or there twice, is refused" {
	misfit '.deviceKeys[0].kty = "OKP"' deviceKeys \
		"key is not of kty EC, crv P-256 (RFC 7518 6.2.1)"
	misfit '.deviceKeys[0].crv = "P-384"' deviceKeys \
		"key is not of kty EC, crv P-256 (RFC 7518 6.2.1)"
	misfit '.deviceKeys[0].d = "AA"' deviceKeys "key with its private half (RFC 7518 6.2.2)"
	misfit '.deviceKeys[0].x |= .[1:]' deviceKeys \
		"x is not 32 octets in hex or base64url (RFC 7518 6.2.1.2)"
	misfit '.deviceKeys[0].y |= .[1:] + "+"' deviceKeys \
		"y is not 32 octets in hex or base64url (RFC 7518 6.2.1.3)"
	misfit '.deviceKeys[0].y |= .[:-1] + "B"' deviceKeys \
		"y is not 32 octets in hex or base64url (RFC 7518 6.2.1.3)"
	misfit '.deviceKeys += [.deviceKeys[0]]' deviceKeys "key there twice"
}

@test "an element that is missing, unknown or not of its type is refused by name" {
	jp='.nameSpaces["org.iso.23220.1.jp"]' iso='.nameSpaces["org.iso.23220.1"]'
	misfit "del($jp.full_name_unicode)" full_name_unicode missing
	misfit "del($iso)" birth_date missing
	misfit "$iso = {}" nameSpaces "namespace is not a map that holds something"
	misfit "$jp.colour = \"x\"" colour "the docType has no such element there"
	misfit "$jp.sex = 1" sex "the docType has no such element there"
	misfit "$iso.age_over_1 = true" age_over_1 "the docType has no such element there"
	misfit "$iso.age_over_1x = true" age_over_1x "the docType has no such element there"
	misfit ".nameSpaces.other = {sex: 1}" sex "the docType has no such element there"
	misfit "$jp.full_name_unicode = 1" full_name_unicode "not a string"
	misfit "$jp.full_name_unicode = \"\"" full_name_unicode empty
	misfit "$jp.full_name_unicode = \"a\\u0085\"" full_name_unicode \
		"has a control character"
	misfit "$jp.full_name_unicode = \"\\u845b\" * 201" full_name_unicode \
		"longer than its docType allows"
	misfit "$jp.portrait = \"\"" portrait empty
	misfit "$jp.portrait = \"00\" * 65537" portrait "longer than its docType allows"
	misfit "$jp.portrait = \"base64:AP8\"" portrait \
		"not base64 with its padding (RFC 4648 4)"
	misfit "$jp.portrait = \"base64:AP9=\"" portrait \
		"not base64 with its padding (RFC 4648 4)"
	misfit "$jp.portrait = \"base64:A===\"" portrait \
		"not base64 with its padding (RFC 4648 4)"
	misfit "$iso.sex = 3" sex "none of 0, 1, 2, 9 (ISO/IEC 5218)"
	misfit "$iso.sex = 1.5" sex "not a whole number"
	misfit "$iso.age_in_years = -1" age_in_years "not a whole number from 0"
	misfit "$iso.age_over_18 = 1" age_over_18 "neither true nor false"
	misfit "$iso.birth_date = \"2026-13-01\"" birth_date "not a date, YYYY-MM-DD (RFC 8943)"
	misfit "$iso.birth_date = \"2100-02-29\"" birth_date "not a date, YYYY-MM-DD (RFC 8943)"
}

@test "a time with a fraction, and a privilege that is none, are refused" {
	mdl='.nameSpaces["org.iso.18013.5.1"]'
	misfit "$mdl.portrait_capture_date = \"2026-05-01T01:30:00.5Z\"" portrait_capture_date \
		"not a time, YYYY-MM-DDThh:mm:ssZ" mdl.jsonl
	misfit "$mdl.portrait_capture_date = \"2026-05-01T24:00:00Z\"" portrait_capture_date \
		"not a time, YYYY-MM-DDThh:mm:ssZ" mdl.jsonl
	misfit "del($mdl.driving_privileges[0].vehicle_category_code)" driving_privileges \
		"a privilege without vehicle_category_code (ISO/IEC 18013-5 7.2.4)" mdl.jsonl
	misfit "$mdl.driving_privileges[0].issue_date = \"1981-04-31\"" driving_privileges \
		"not a date (RFC 8943)" mdl.jsonl
	misfit "$mdl.driving_privileges[1].colour = \"1981-04-30\"" driving_privileges \
		"a privilege has no such member (ISO/IEC 18013-5 7.2.4)" mdl.jsonl
	misfit "$mdl.driving_privileges[0].codes = [{sign: \"1\"}]" driving_privileges \
		"a code without code (ISO/IEC 18013-5 7.2.4)" mdl.jsonl
}

@test "what is not JSON is refused without repeating it" {
	refuse '{"id":"a","nameSpaces":{"x":{"name":Yamada}}}' "column 42: not JSON (RFC 8259)"
	refuse '{"Yamada":1,"Yamada":2}' "column 20: a member there twice (RFC 8259)"
	refuse '{"Yamada":"\u0000"}' "column 18: NUL in a string (RFC 8259)"
	refuse $'{"Yamada":"\xff"}' "column 11: not UTF-8 (RFC 8259)"
	refuse '["Yamada"]' "not an object"
}

@test "no message has a value of an element" {
	jq -c '.nameSpaces[][] |= (if type == "string" then "Himitsu" else "Himitsu" end)' \
		good.jsonl >in
	for element in $(jq -r '.nameSpaces[] | keys[]' good.jsonl); do
		jq -c ".nameSpaces[] |= (if has(\"$element\") then
			.[\"$element\"] = \"Himitsu\\u0001\" else . end)" good.jsonl >>in
	done
	run -1 --separate-stderr bash -c "record-encode -d $MNC issuance <in >out"
	[ "${#stderr_lines[@]}" = "$(wc -l <in)" ]
	[[ $stderr != *[Hh]imitsu* ]]
	[ ! -s out ]
}

@test "a docType file is read strictly: its name, the line and why" {
	wrong() {
		printf '%b' "$1" >wrong
		run -78 --separate-stderr record-encode -d wrong issuance <good.jsonl
		echo "$stderr"
		[ "$stderr" = "record-encode: wrong: line $2: $3" ]
		[ -z "$output" ]
	}
	good='docType a\n# b\nnameSpace c\n'
	name="not a name: 1 to 64 of A-Z a-z 0-9 . _ -"
	wrong '' 1 "ends before it has named an element"
	wrong '\nnameSpace a\n' 2 "the first line is docType NAME"
	wrong 'docType a b\n' 1 "want docType and a $(sed 's/^not a //' <<<"$name")"
	wrong 'docType a\ndocType b\n' 2 "docType there twice"
	wrong 'docType a\nb must text\n' 2 "an element before any nameSpace"
	wrong 'docType a\nnameSpace b c\n' 2 "want nameSpace NAME"
	wrong 'docType a\nnameSpace b/c\n' 2 "$name"
	wrong "$good" 4 "ends before it has named an element"
	wrong "${good}nameSpace d\n" 4 "the namespace before this one has no elements"
	wrong "${good}d may text\nnameSpace c\n" 5 "namespace there twice"
	wrong "${good}d may\n" 4 "want NAME must|may TYPE [MOST]"
	wrong "${good}d can text\n" 4 "neither must nor may"
	wrong "${good}d may text 5 6\n" 4 "more words than a line has"
	wrong "${good}d/e may text\n" 4 "$name"
	wrong "${good}d may text\nd may uint\n" 5 "element there twice"
	wrong "${good}d may tekst\n" 4 "no such type; text, bytes, uint, bool, sex, full-date, \
tdate, driving-privileges"
	wrong "${good}d may uint 5\n" 4 "only text and bytes take a number behind"
	for most in 0 05 x -1 1000000000; do
		wrong "${good}d may text $most\n" 4 "not a number from 1 to 999999999"
	done
	wrong "${good}d_NN must bool\n" 4 "an element for any two digits cannot be a must"
	run -78 --separate-stderr record-encode -d nowhere issuance <good.jsonl
	[ "$stderr" = "record-encode: nowhere: No such file or directory" ]
}

@test "the type issuance and docType files want each other" {
	for command in "issuance" "-d $MNC query"; do
		run -64 --separate-stderr bash -c "record-encode $command </dev/null"
		[ "$stderr" = "record-encode: -d FILE goes with the type issuance" ]
	done
}
