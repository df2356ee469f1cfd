load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	"$PROJECT/test/fixture.py" iaca iaca
	"$PROJECT/test/fixture.py" ds iaca ds
	issue good.cbor
	issue response.cbor 'form = "DeviceResponse"'
	issue delivery.cbor 'form = "delivery"'
}

setup() { cd "$BATS_FILE_TMPDIR" || return; }

# What mdocs.py makes: the thumbprint of its device key, the SHA-256 of its portrait.
KEY=777FE80CECDE78AF98AB8B94FF32C55F7B369D8BBF8735BB26E82F74C9E8D17B
PORTRAIT=E96760A87768717BCEBCFD25DDC7D46B4DBC95A4B0014DEF080C08539F7D90D0

# issue OUT [CODE] - see mdocs.py.
issue() { "$PROJECT/test/mdocs.py" ds "$1" "${2-}"; }

# value CODE - what is shown of an element that holds the value of this Python.
value() {
	issue one.cbor "spaces = {'x': [[1, salt(1), 'e', $1]]}"
	mdoc-show -j <one.cbor | jq -c '.documents[0].nameSpaces.x[0].value'
}

@test "text shows a delivery, its MSO, signer and elements" {
	run -0 --separate-stderr mdoc-show <delivery.cbor
	[ -z "$stderr" ]
	diff - <(sed "s/$KEY/KEY/; s/$PORTRAIT/PORTRAIT/" <<<"$output") <<-'END'
		record 1: delivery "request-1", n 3, index 77
		  docType         "org.iso.23220.1.jp.mnc"
		  version         "1.0"
		  digestAlgorithm "SHA-256"
		  signed          "2026-11-21T03:00:00Z"
		  validFrom       "2026-11-21T03:00:00Z"
		  validUntil      "2026-12-21T03:00:00Z"
		  deviceKey       "KEY"
		  statusIndex     77
		  statusUri       "https://example.jp/status/0"
		  signer          "C=JP, CN=ds"
		  signerIssuer    "C=JP, CN=iaca"
		  signerSerial    "42DDEE0102030405060708090A0B0C0D"
		  signerNotBefore "2026-11-21T00:00:00Z"
		  signerNotAfter  "2027-03-21T00:00:00Z"
		  "org.iso.23220.1.jp"
		    full_name_unicode: "葛𠮷 元"
		    portrait: {"size":10240,"sha256":"PORTRAIT"}
		  "org.iso.23220.1"
		    birth_date: "2001-02-03"
		    sex: 9
	END
}

@test "JSON is one line a record, of each kind" {
	cat good.cbor response.cbor delivery.cbor | mdoc-show -j >out
	[ "$(wc -l <out)" = 3 ]
	[ "$(jq -r .kind out | xargs)" = "IssuerSigned DeviceResponse delivery" ]
	[ "$(sed -n 3p out | jq -c '[.n, .id, .index]')" = '[3,"request-1",77]' ]
	[ "$(jq -c '.documents | length' out | xargs)" = "1 1 1" ]
	jq -c '.documents[0] | [.docType, .validUntil, .statusIndex]' \
		out | sort -u >have
	diff - have <<-'END'
		["org.iso.23220.1.jp.mnc","2026-12-21T03:00:00Z",77]
	END
	[ "$(jq -c '[.documents[0].nameSpaces[][] | .inMSO] | all' out | sort -u)" = true ]
	mdoc-show --json </dev/null | cmp - /dev/null
}

@test "Annex D is shown item by item as expected.json has it" {
	vectors mdoc/annex-d
	for file in issuer_signed device_response; do
		mdoc-show -j <"$VECTORS/$file.cbor" |
			jq -c '.documents[0].nameSpaces[][] |
				[.digestID, .element, (.digest | ascii_downcase), .inMSO]' >have
		jq -c '.items[] | [.digestID, .elementIdentifier, .sha256_of_tag24_bytes,
			.matches_MSO]' "$VECTORS/expected.json" >want
		[ "$(wc -l <want)" = 6 ]
		diff want have
	done
	mdoc-show -j <"$VECTORS/issuer_signed.cbor" | jq -c '.documents[0]' >have
	jq -c '[.docType, .version, .digestAlgorithm, .signed, .validUntil]' have >ours
	jq -c '[.docType, .version, .digestAlgorithm, (.validityInfo | .signed, .validUntil |
		sub("\\+00:00"; "Z"))]' "$VECTORS/expected.json" | cmp - ours
	# RFC 9679 3: SHA-256 over the required members alone.
	thumbprint=$({ printf '\244\1\2\40\1\41\130\40'; cat "$VECTORS/static_device_key_x.bin"
		printf '\42\130\40'; cat "$VECTORS/static_device_key_y.bin"; } | sha256sum)
	[ "$(jq -r .deviceKey have | tr A-F a-f)" = "${thumbprint%% *}" ]
	[ "$(jq -c '.nameSpaces[][] | select(.element == "portrait").value' have)" = \
"{\"size\":1042,\"sha256\":\"$(sha256sum <"$VECTORS/device_response_portrait_data.jpg" |
	cut -c 1-64 | tr a-f A-F)\"}" ]
}

@test "values are shown by their kind, octets never" {
	[ "$(value '"a\"\\b"')" = '"a\"\\b"' ]
	[ "$(value -7)" = -7 ]
	[ "$(value '2 ** 63')" = '"9223372036854775808"' ]
	[ "$(value True)" = true ]
	[ "$(value 'Tag(1004, "2001-02-03")')" = '"2001-02-03"' ]
	[ "$(value 'date("2001-02-03T04:05:06Z")')" = '"2001-02-03T04:05:06Z"' ]
	[ "$(value 'Raw(b"\xf9\x3e\x00")')" = 1.5 ]
	[ "$(value '[]')" = '[]' ]
	[ "$(value '[1, {"a": [[], {}, "x"], 5: Tag(99, [2])}]')" = \
		'[1,{"a":[[],{},"x"],"5":{"tag":99,"value":[2]}}]' ]
	hash=E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855
	[ "$(value 'b""')" = "{\"size\":0,\"sha256\":\"$hash\"}" ]
	[ "$(value '[{"x": Tag(2, b"")}]')" = \
		"[{\"x\":{\"tag\":2,\"value\":{\"size\":0,\"sha256\":\"$hash\"}}}]" ]
	[ "$(value '{b"secret": 1}' | grep -c 7365)" = 0 ]
}

@test "hostile text cannot drive a terminal" {
	issue bad.cbor 'spaces = {"n\x1b[2J": [[1, salt(1), "e\x1b]0;x\x07",'\
' "v\x1b[31m\u202e"]]}
on_mso = lambda m: (m.update(docType="d\x1b[H"), m["status"]["status_list"].update(uri="\n"))'
	for option in '' -j; do
		mdoc-show ${option:+"$option"} <bad.cbor >out
		run -1 grep -P '[\x00-\x09\x0b-\x1f\x7f]|\xe2\x80\xae' out
		grep -qF 'v\u001B[31m\u202E' out
	done
	mdoc-show -j <bad.cbor | jq -e '.documents[0].docType == "d\u001b[H"'
	[ "$(mdoc-show <bad.cbor | wc -l)" = 17 ]
}

@test "an item that is not what was signed is shown as such" {
	issue bad.cbor 'on_digests = lambda d: d["org.iso.23220.1"].update({1: bytes(32)})'
	[ "$(mdoc-show -j <bad.cbor | jq -c '[.documents[0].nameSpaces[][].inMSO]')" = \
		'[true,true,true,false]' ]
}

@test "a device key of another kind, no elements and no certificate are left out" {
	issue bare.cbor 'on_mso = lambda m: m["deviceKeyInfo"].update(deviceKey={1: 1, -1:'\
' 6, -2: b""})
on_auth = lambda a: a[1].clear()
on_signed = lambda s: s.pop("nameSpaces")'
	[ "$(mdoc-show -j <bare.cbor | jq -c '.documents[0] |
		[has("deviceKey"), has("signer"), .nameSpaces]')" = '[false,false,{}]' ]
}

@test "what is no mdoc is named and left out, and the rest goes on" {
	{ cat good.cbor; printf '\240\1'; cat good.cbor; } >in
	run -1 --separate-stderr bash -c 'mdoc-show -j <in >out'
	at=$(stat -c %s good.cbor)
	[ "${stderr_lines[0]}" = "mdoc-show: stdin: record 2 @$at: a map that is neither \
IssuerSigned nor DeviceResponse nor a delivery" ]
	[ "${stderr_lines[1]}" = "mdoc-show: stdin: record 3 @$((at + 1)): not a map: neither \
IssuerSigned nor DeviceResponse nor a delivery" ]
	[ "$(wc -l <out)" = 2 ]
	issue bad.cbor 'on_signed = lambda s: s["nameSpaces"].update(x=[1])'
	run -1 --separate-stderr bash -c 'mdoc-show <bad.cbor >out'
	[ "$stderr" = "mdoc-show: stdin: record 1 @0: not tag 24 around a byte string \
(RFC 8949 3.4.5.1)" ]
	[ ! -s out ]
	run -65 --separate-stderr bash -c 'head -c 99 good.cbor | mdoc-show'
	[ "$stderr" = "mdoc-show: stdin: record 1 @0: cut short" ]
}

@test "the command line and a full disk" {
	run -64 mdoc-show file </dev/null
	run -74 bash -c 'mdoc-show <good.cbor >/dev/full'
	mdoc-show -n <good.cbor | cmp - /dev/null
}

@test "hostile octets cost a second and 256 MB at most, and end as the table says" {
	vectors cbor
	local file status
	while read -r file; do
		status=0
		memory 256 timeout 1 mdoc-show -j <"$file" >out 2>err || status=$?
		[ ! -s out ]
		case $status in 1 | 65) [ -s err ] ;; *) echo "$file: $status"; return 1 ;; esac
	done < <(find "$VECTORS" "$VECTORS/../cose" -name '*.cbor' -size +0 | sort)
}

@test "large hostile mdocs cost what their size is worth" {
	issue wide.cbor 'spaces = {"%d" % s: [[n, salt(1), "e", b""] for n in range(1024)]
	for s in range(30)}'
	for program in "mdoc-show -j" "mdoc-verify -c iaca.der -t 2026-11-22T00:00:00Z"; do
		memory 256 timeout 5 $program <wide.cbor >out
		[ -s out ]
	done
	issue deep.cbor 'spaces = {"x": [[1, salt(1), "e", Raw(b"\x81" * 15 + b"\x80")]]}'
	mdoc-show -j <deep.cbor | grep -qF '[[[[[[[[[[[[[['
	issue deeper.cbor 'spaces = {"x": [[1, salt(1), "e", Raw(b"\x81" * 16 + b"\x80")]]}'
	run -1 mdoc-show <deeper.cbor
}
