# mso-build - documents ready to be signed.  Every digest and every value is compared by
# test/mdoc.py, which shares no code with us.
load helper

NOW=2026-11-21T12:00:00Z

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	"$PROJECT/test/mdoc.py" ds ds.der
	for type in "$PROJECT"/etc/doctypes/*; do set -- "$@" -d "$type"; done
	record-encode "$@" issuance <"$PROJECT/samples/applications.jsonl" >requests
	"$PROJECT/test/mdoc.py" admit <requests >admitted
	# One with two keys, small.
	jq -c 'select(.id == "mnc-2026-000003") | del(.nameSpaces[].portrait)
		| .deviceKeys += [{kty: "EC", crv: "P-256", x: ("01" * 32), y: ("02" * 32)}]' \
		"$PROJECT/samples/applications.jsonl" |
		record-encode "$@" issuance | "$PROJECT/test/mdoc.py" admit >small
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	cp "$BATS_FILE_TMPDIR"/{ds.der,admitted,small} .
}

build() { mso-build --ds ds.der -t "$NOW" "$@"; }

# drafts FILE [OPTION...] - what is built of it, checked, as lines of JSON.
drafts() {
	build "${@:2}" <"$1" >made
	"$PROJECT/test/mdoc.py" drafts "$1" <made
}

@test "every key of every sample becomes a draft whose digests and values are right" {
	run -0 --separate-stderr drafts admitted
	[ -z "$stderr" ]
	[ "${#lines[@]}" = 8 ]
	[ "$(jq -sc 'map([.id, .n, .index])' <<<"$output")" = "$(jq -c . <<-'END'
		[["mnc-2026-000001",0,0],["mnc-2026-000001",1,1],["mnc-2026-000002",0,2],
		["mnc-2026-000003",0,3],["mnc-2026-000004",0,4],["mnc-2026-000004",1,5],
		["mnc-2026-000004",2,6],["mdl-2026-000001",0,7]]
	END
	)" ]
	[ "$(jq -r '.keys | join(" ")' <<<"$output" | sort -u)" = \
		"version digestAlgorithm valueDigests deviceKeyInfo docType validityInfo" ]
	[ "$(jq -r '.mso.version + .mso.digestAlgorithm + .x5chain' <<<"$output" | sort -u)" = \
		"1.0SHA-256unprotected" ]
	# Kanji beyond JIS X 0208 and variation selectors are in the drafts as they came.
	jq -r '.nameSpaces[].full_name_unicode | values' \
		"$PROJECT/samples/applications.jsonl" >names
	while read -r name; do grep -qaF "$name" made; done <names
}

@test "digestIDs are distinct, below 2^31, of all sizes, and never the same again" {
	for _ in $(seq 60); do cat small; done >many
	drafts many >seen
	[ "$(jq -c 'select(any(.digests[]; length != (unique | length)))' seen)" = "" ]
	# Of 1200 and more IDs some lie in each quarter, and none comes twice but by chance.
	for low in 0 536870912 1073741824 1610612736; do
		[ "$(jq ".digests[][] | select(. >= $low and . < $low + 536870912)" seen |
			wc -l)" -gt 200 ]
	done
	[ "$(jq '.digests[][] | select(. >= 2147483648)' seen)" = "" ]
	[ "$(jq '.digests[][]' seen | sort | uniq -d | wc -l)" -lt 4 ]
	[ "$(jq -r '.randoms[]' seen | sort | uniq -d)" = "" ]
	[ "$(jq -r '.randoms[]' seen | wc -l)" = $((120 * 11)) ]
}

@test "every element stands in every place, among the items and among the digests" {
	for _ in $(seq 60); do cat small; done >many
	drafts many >seen
	# Six elements of one namespace in 120 drafts: each place is to hold each some 20 times.
	jq -r '.order["org.iso.23220.1.jp"] | to_entries[] | "\(.key) \(.value)"' seen |
		sort | uniq -c >places
	[ "$(wc -l <places)" = 36 ]
	[ "$(awk '$1 < 4 || $1 > 45' places)" = "" ]
}

@test "decoys are digests without an item, at any place, the same number in each namespace" {
	drafts small >plain
	drafts small --decoys 5 >decoyed
	[ "$(jq -c '[.digests[] | length]' plain | sort -u)" = "[5,6]" ]
	[ "$(jq -c '[.digests[] | length]' decoyed | sort -u)" = "[10,11]" ]
	[ "$(jq -c '[.ids[] | length]' decoyed | sort -u)" = "[5,6]" ]
	for _ in $(seq 60); do cat small; done >many
	drafts many --decoys 1 | jq -c '(.digests["org.iso.23220.1"] - .ids["org.iso.23220.1"])
		as [$decoy] | .digests["org.iso.23220.1"] | index($decoy)' | sort -u >places
	[ "$(wc -l <places)" = 6 ]
	drafts admitted --decoys 64 >most
	[ "$(wc -l <most)" = 8 ]
}

@test "a status is the list of the index and the place in it" {
	uri=https://status.example/mdoc
	"$PROJECT/test/mdoc.py" admit --index 3145726 <"$BATS_FILE_TMPDIR/requests" >late
	drafts late --status-uri "$uri" >seen
	[ "$(jq -c '[.index, .mso.status]' seen | sed -n 2,3p)" = "$(cat <<-END
		[3145727,{"status_list":{"idx":1048575,"uri":"$uri/2"}}]
		[3145728,{"status_list":{"idx":0,"uri":"$uri/3"}}]
	END
	)" ]
	[ "$(jq -r '.keys[-1]' seen | sort -u)" = status ]
	for bad in status.example ftp://status.example "$uri/" "$uri?a" "$uri#a" "$uri a" ""; do
		run -64 --separate-stderr build --status-uri "$bad" <small
		[ "$stderr" = "mso-build: $bad: not an http URI without query, fragment and \
/ at its end" ]
	done
}

# validity CERTIFICATE-OPTIONS TIME - signed, validFrom and validUntil of what is built then.
validity() {
	local now=${*: -1}
	"$PROJECT/test/mdoc.py" ds ds.der "${@:1:$#-1}"
	NOW=$now drafts small | jq -r '.mso.validityInfo | [.signed, .validFrom, .validUntil]
		| map(if .[0] == 0 then .[1] else "no tdate" end) | join(" ")' | sort -u
}

# forbidden CERTIFICATE-OPTIONS TIME REASON - then nothing is built.
forbidden() {
	local now=${*: -2:1}
	"$PROJECT/test/mdoc.py" ds ds.der "${@:1:$#-2}"
	NOW=$now run -78 --separate-stderr build <small
	echo "$stderr"
	[ "$stderr" = "mso-build: ds.der: ${*: -1}" ]
	[ -z "$output" ]
}

@test "a document is valid for 30 days, and no longer than the certificate" {
	n=2026-11-21T00:00:00Z
	[ "$(validity --from $n $n)" = "$n $n 2026-12-21T00:00:00Z" ]
	n=2027-02-19T00:00:00Z
	[ "$(validity --from 2026-11-21T00:00:00Z $n)" = "$n $n 2027-03-21T00:00:00Z" ]
	# 3 months and 30 days are more than 4 months when one of them is February.
	n=2027-02-21T00:00:00Z
	[ "$(validity --from 2026-11-21T00:00:00Z $n)" = "$n $n 2027-03-21T00:00:00Z" ]
	n=2027-02-20T23:59:59Z
	[ "$(validity --to 2027-02-21T00:00:00Z $n)" = "$n $n 2027-02-21T00:00:00Z" ]
	# The offset of another zone is the same moment.
	[ "$(validity 2026-11-21T21:30:15+09:00)" = \
		"2026-11-21T12:30:15Z 2026-11-21T12:30:15Z 2026-12-21T12:30:15Z" ]
}

@test "without a usage period the key signs for three months of the calendar" {
	late="its key may not sign any more"
	forbidden 2026-11-20T23:59:59Z "its key may not sign yet"
	validity 2027-02-21T00:00:00Z
	forbidden 2027-02-21T00:00:01Z "$late"
	# 30 November: to the last of February, of a common year and of a leap year.
	validity --from 2026-11-30T10:00:00Z --to 2027-04-30T00:00:00Z 2027-02-28T10:00:00Z
	forbidden --from 2026-11-30T10:00:00Z --to 2027-04-30T00:00:00Z 2027-02-28T10:00:01Z \
		"$late"
	validity --from 2027-11-30T10:00:00Z --to 2028-04-30T00:00:00Z 2028-02-29T10:00:00Z
	forbidden --from 2027-11-30T10:00:00Z --to 2028-04-30T00:00:00Z 2028-02-29T10:00:01Z \
		"$late"
}

@test "a usage period is obeyed, to the second, within the certificate's validity" {
	use=2026-12-01T00:00:00Z/2027-03-10T00:00:00Z
	forbidden --use $use 2026-11-30T23:59:59Z "its key may not sign yet"
	validity --use $use 2026-12-01T00:00:00Z
	validity --use $use 2027-03-10T00:00:00Z
	forbidden --use $use 2027-03-10T00:00:01Z "its key may not sign any more"
	forbidden --use 2026-01-01T00:00:00Z/2028-01-01T00:00:00Z 2027-03-21T00:00:01Z \
		"its key may not sign any more"
	forbidden --use /2028-01-01T00:00:00Z 2027-03-21T00:00:00Z \
		"the certificate ends at this second"
	forbidden --use / $NOW "privateKeyUsagePeriod is malformed (RFC 3280 4.2.1.4)"
}

@test "a certificate that is no Document Signer's is refused" {
	forbidden --key p-384 $NOW "its key is not of P-256"
	forbidden --usage cert $NOW \
		"its keyUsage has no digitalSignature (ISO/IEC 18013-5 B.1.4)"
	validity --usage none $NOW
	head -c 100 ds.der >cut.der
	run -78 mso-build --ds cut.der -t $NOW <small
	run -78 --separate-stderr mso-build --ds nowhere -t $NOW <small
	[ "$stderr" = "mso-build: nowhere: No such file or directory" ]
	run -64 --separate-stderr mso-build -t $NOW <small
	[ "$stderr" = "mso-build: --ds DS is required; see mso-build --help" ]
}

@test "a seed gives the same octets every time, and says what that means" {
	printf test >seed
	run -0 --separate-stderr bash -c "mso-build --ds ds.der -t $NOW --seed seed <small >a"
	[ "$stderr" = "mso-build: --seed: FOR TESTS ONLY: whoever has seed can guess what is \
not disclosed" ]
	build --seed seed <small >b 2>/dev/null
	cmp a b
	build <small >c
	build <small >d
	run -1 cmp -s a c
	run -1 cmp -s c d
	# The first digestID and random come from the source's first octets.
	"$PROJECT/test/mdoc.py" drafts small <a >seen
	random=$("$PROJECT/test/mdoc.py" seeded seed 36)
	id=$((0x${random:6:2}${random:4:2}${random:2:2}${random:0:2} & 0x7fffffff))
	jq -se ".[0].randoms | index(\"${random:8}\")" seen
	jq -se ".[0].ids[] | index($id) | values" seen
	head -c 1025 /dev/zero >seed
	run -78 --separate-stderr build --seed seed <small
	[ "$stderr" = "mso-build: seed: File too large" ]
}

@test "the octets of a seed's drafts are those of the golden file" {
	printf test >seed
	build --seed seed --status-uri https://status.example/l --decoys 2 <small \
		2>/dev/null >made
	golden=82638381caaad1b1c901e26e1c993e7014e55d9a60d79c74c3c745d9d9db92f3
	[ "$(sha256sum <made)" = "$golden  -" ]
}

# refuse MEMBER VALUE REASON - between two good requests one with that encoding of a member
# is left out.
refuse() {
	"$PROJECT/test/mdoc.py" set "$1" "$2" <small >one
	cat small one small >in
	run -1 --separate-stderr bash -c "mso-build --ds ds.der -t $NOW <in >made"
	echo "$stderr"
	[ "$stderr" = "mso-build: stdin: record 2 @$(stat -c %s small): field \"$1\": $3" ]
	cat small small >rest
	"$PROJECT/test/mdoc.py" drafts rest <made >seen
}

@test "a request that is malformed or was not admitted is left out, by name of its member" {
	for member in id device holder docType birthDate deviceKeys nameSpaces municipality \
		admitted indices; do
		refuse $member - missing
	done
	refuse colour 01 unknown
	refuse id 6120 "not text of 1 to 64 of A-Z a-z 0-9 . _ -"
	refuse id 01 "not text of 1 to 64 of A-Z a-z 0-9 . _ -"
	refuse device 40 "not 1 to 64 octets"
	refuse holder 4101 "not 16 to 64 octets"
	refuse docType 60 "not text of 1 to 64 of A-Z a-z 0-9 . _ -"
	refuse birthDate 6a323032362d31312d3231 "not a date, YYYY-MM-DD (RFC 8943)"
	refuse birthDate d903ec6a323032362d31312d3331 "not a date, YYYY-MM-DD (RFC 8943)"
	refuse reissue 01 "neither true nor false"
	refuse admitted 01 "not a time (tag 1)"
	refuse indices 8101 "not one for each device key"
	refuse indices 820101 "index there twice"
	refuse indices 822001 "not an array of 1 to 64 numbers"
	refuse deviceKeys 80 "not an array of 1 to 64 keys"
	refuse deviceKeys 8101 "key is not a map (RFC 9052 7)"
	half=5830$(printf '01%.0s' {1..48})
	refuse deviceKeys "81a40102200221${half}22$half" \
		"key is not of P-256 (ISO/IEC 18013-5 9.1.2.4)"
	refuse nameSpaces a0 "not a map of 1 to 16 namespaces"
	refuse nameSpaces a16161a0 "namespace is not a map that holds something"
	refuse nameSpaces a16161a10101 "element is not named by 1 to 64 of A-Z a-z 0-9 . _ -"
	refuse nameSpaces a101a1616101 "namespace is not text of 1 to 64 of A-Z a-z 0-9 . _ -"
}

@test "no message has a value of the request" {
	himitsu=6748696d69747375
	for member in id device holder docType birthDate deviceKeys nameSpaces municipality \
		admitted indices reissue; do
		"$PROJECT/test/mdoc.py" set $member 82${himitsu}01 <small
		"$PROJECT/test/mdoc.py" set $member a1${himitsu}$himitsu <small
	done >in
	run -1 --separate-stderr bash -c "mso-build --ds ds.der -t $NOW <in >made"
	[ "${#stderr_lines[@]}" = 22 ]
	[[ $stderr != *Himitsu* ]]
}

@test "values of any kind and depth are copied as they are" {
	"$PROJECT/test/mdoc.py" set nameSpaces \
		a16173a26161fb3ff00000000000006162d818818181a1f6f5 <small >odd
	run -0 build <odd
	build <odd >made
	grep -qaP '\x6celementValue\xfb\x3f\xf0\x00{6}' made
	grep -qaP '\x6celementValue\xd8\x18\x81\x81\x81\xa1\xf6\xf5' made
}

@test "signed by cose-sign, it is a document that mdoc-verify passes and mdoc-show shows" {
	"$PROJECT/test/fixture.py" iaca iaca
	"$PROJECT/test/fixture.py" ds iaca ds
	make_token t
	token_import t ds
	build --status-uri https://status.example/l --decoys 3 <admitted |
		cose-sign -K "$(token_uri t ds)" -c ds.der -t $NOW |
		"$PROJECT/test/mdoc.py" deliver >delivery
	run -0 --separate-stderr bash -c "mdoc-verify -c iaca.der -t $NOW <delivery >good"
	[ -z "$stderr" ]
	cmp good delivery
	mdoc-show -j <good >shown
	[ "$(wc -l <shown)" = 8 ]
	grep -qF "$(jq -r '.nameSpaces[].full_name_unicode | values' \
		"$PROJECT/samples/applications.jsonl" | head -n 1)" shown
}

@test "empty input is empty output, a stream cut short is 65 after what was whole" {
	build </dev/null >made
	cmp made /dev/null
	{ cat small; head -c 100 small; } >in
	run -65 --separate-stderr bash -c "mso-build --ds ds.der -t $NOW <in >made"
	[[ $stderr == "mso-build: stdin: record 2 @$(stat -c %s small): "* ]]
	"$PROJECT/test/mdoc.py" drafts small <made >seen
	run -0 build -n <small
	[ -z "$output" ]
	run -74 bash -c "mso-build --ds ds.der -t $NOW <small >/dev/full"
	run -64 --separate-stderr build --decoys 65 <small
	[ "$stderr" = "mso-build: --decoys: at most 64" ]
}
