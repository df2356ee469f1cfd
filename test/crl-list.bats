# crl-list - a CRL's entries as revocation records.
load helper

tbs() { "$PROJECT/test/tbs-crl.py" "$@"; }

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_ca ca
	make_crl ca list 05 8F01,keyCompromise,2026-11-20T01:02:03Z,2026-01-01T00:00:00Z \
		0A0B0C,superseded 06,certificateHold
	make_crl ca empty
}
setup() { cd "$BATS_FILE_TMPDIR" || return; }

# serials FILE - the serials that are taken over, with the exit status of crl-list.
serials() {
	crl-list -i old <"$1" | record-show | jq -r .serial
	return "${PIPESTATUS[0]}"
}

# Where the entry with this INTEGER (its octets as \xHH) begins in a file.
entry_at() { grep -obaP "\\x30.\\x02.$1" "$2" | head -n 1 | cut -d : -f 1; }

# What python3-cryptography reads, as JSON Lines in the form of record-show.
theirs() {
	/usr/bin/python3 - "$1" "$2" <<-'END'
		import json, sys
		from cryptography import x509
		crl = x509.load_der_x509_crl(open(sys.argv[2], "rb").read())
		stamp = lambda t: t.strftime("%Y-%m-%dT%H:%M:%SZ")
		def find(e, kind):
		    try:
		        return e.extensions.get_extension_for_class(kind).value
		    except x509.ExtensionNotFound:
		        return None
		for e in crl:
		    n = e.serial_number
		    octets = max(1, (n.bit_length() + 7) // 8)
		    reason, since = find(e, x509.CRLReason), find(e, x509.InvalidityDate)
		    line = {"issuer": sys.argv[1],
		        "serial": n.to_bytes(octets, "big").hex().upper(),
		        "reason": reason.reason.value if reason else "unspecified",
		        "date": stamp(e.revocation_date)}
		    if since:
		        line["invalidity"] = stamp(since.invalidity_date)
		    print(json.dumps(line, separators=(",", ":")))
	END
}

@test "each entry becomes a record, in the order of the list" {
	run -0 --separate-stderr bash -c 'crl-list -i old <list.crl | record-show'
	[ -z "$stderr" ]
	[ "$output" = \
'{"issuer":"old","serial":"05","reason":"unspecified","date":"2026-11-21T00:00:00Z"}
{"issuer":"old","serial":"8F01","reason":"keyCompromise","date":"2026-11-20T01:02:03Z",'\
'"invalidity":"2026-01-01T00:00:00Z"}
{"issuer":"old","serial":"0A0B0C","reason":"superseded","date":"2026-11-21T00:00:00Z"}
{"issuer":"old","serial":"06","reason":"certificateHold","date":"2026-11-21T00:00:00Z"}' ]
}

@test "the records are those that record-encode makes of the same JSON" {
	for label in old old/user; do
		crl-list -i $label <list.crl >ours
		record-show <ours | record-encode revocation >again
		cmp ours again
	done
}

@test "a record names a list only when -i does" {
	run -0 bash -c 'crl-list --issuer old/user <list.crl | record-show | jq -r .list | uniq'
	[ "$output" = user ]
	run -0 bash -c 'crl-list -i old <list.crl | record-show | jq -r .list | uniq'
	[ "$output" = null ]
}

@test "several lists, signed or not, follow each other; no input is no output; -n writes none" {
	tbs tbs 07
	cat list.crl empty.crl tbs >three
	run -0 bash -c 'crl-list -i old <three | record-show | jq -r .serial'
	[ "$output" = "05
8F01
0A0B0C
06
07" ]
	crl-list -i old </dev/null >out
	cmp /dev/null out
	crl-list -i old -n <three >out
	cmp /dev/null out
}

@test "-i is required, and a label" {
	run -64 --separate-stderr bash -c 'crl-list <list.crl >out'
	[ "$stderr" = "crl-list: -i LABEL is missing; see crl-list --help" ]
	for label in Old '' old/ old/User /user old/a/b; do
		run -64 bash -c 'crl-list -i "$0" <list.crl >out' "$label"
		[[ $output == "crl-list: -i $label: field "* ]]
		cmp /dev/null out
	done
}

@test "entries that cannot be read are named and left out, the others taken over" {
	tbs bad 05 85 06,7 0007 07 =3003020108 "$(printf 'FF%.0s' {1..22})" \
		"00$(printf 'FF%.0s' {1..22})" 09
	run -1 --separate-stderr serials bad
	[ "$output" = "05
07
09" ]
	at=$(entry_at '\x85' bad)
	[ "${stderr_lines[0]}" = "crl-list: stdin: record 1 @$at: entry 85: \
serial is negative or not minimal (RFC 5280 4.1.2.2, X.690 8.3.2)" ]
	at=$(entry_at '\x06' bad)
	[ "${stderr_lines[1]}" = "crl-list: stdin: record 1 @$at: entry 06: \
reasonCode is not one of the ten (RFC 5280 5.3.1)" ]
	[[ ${stderr_lines[2]} == *" entry 0007: serial is negative or not minimal "* ]]
	[[ ${stderr_lines[3]} == *" entry 08: no revocationDate "* ]]
	[[ ${stderr_lines[4]} == *" entry FFFF"*": serial is negative "* ]]
	[[ ${stderr_lines[5]} == *" entry FFFF"*": field \"serial\": too many octets "* ]]
	[ ${#stderr_lines[@]} = 6 ]
}

@test "without framing the rest of a list is lost, and said to be; the next list is read" {
	tbs lost 05 =3012
	cat lost list.crl >two
	run -1 --separate-stderr serials two
	[ "${lines[0]} ${lines[1]}" = "05 05" ]
	at=$(grep -obaP '\x30\x12\xa0' lost | cut -d : -f 1)
	[ "$stderr" = "crl-list: stdin: record 1 @$at: the entries cannot be read from here \
on: item goes past the end of what contains it (RFC 5280 5.1.2.6)" ]
}

@test "entries of another issuer are refused, until one of the list's own is named" {
	tbs indirect --indirect 05 06,-,-,-,other 07 08,-,-,-,test 09
	run -1 --separate-stderr serials indirect
	[ "$output" = "05
08
09" ]
	at=$(entry_at '\x06' indirect)
	[ "${stderr_lines[0]}" = "crl-list: stdin: record 1 @$at: entry 06: of another issuer: \
certificateIssuer (RFC 5280 5.3.3)" ]
	[[ ${stderr_lines[1]} == *": entry 07: of another issuer: "* ]]
	[ ${#stderr_lines[@]} = 2 ]
}

@test "a bad entry of an indirect list may have named another issuer for those after it" {
	tbs indirect --indirect 05 86 07 08,-,-,-,test 09
	run -1 --separate-stderr serials indirect
	[ "$output" = "05
08
09" ]
	[[ ${stderr_lines[1]} == *": entry 07: of another issuer: "* ]]
	tbs direct 05 86 07
	run -1 --separate-stderr serials direct
	[ "$output" = "05
07" ]
}

@test "critical extensions that are not known refuse an entry, or the list" {
	# 06 with the critical extension 1.2.4, and with the same not critical
	body=020106170d3236313132303030303030305a
	tbs entry 05 =3021${body}300d300b06022a040101ff04020500 \
		=301e${body}300a300806022a0404020500
	run -1 --separate-stderr serials entry
	[ "$output" = "05
06" ]
	[[ $stderr == *": entry 06: with a critical extension that is not known \
(RFC 5280 5.3)" ]]
	tbs list --extension 300b06022a040101ff04020500 05
	cat list empty.crl >two
	run -1 --separate-stderr bash -c 'crl-list -i old <two | wc -c; exit ${PIPESTATUS[0]}'
	[ "$output" = 0 ]
	[ "$stderr" = "crl-list: stdin: record 1 @0: a critical extension is not known \
(RFC 5280 5.2)" ]
}

@test "removeFromCRL is taken over from a full list, and refused from a delta" {
	tbs full 05,8
	run -0 bash -c 'crl-list -i old <full | record-show | jq -r .reason'
	[ "$output" = removeFromCRL ]
	tbs delta --delta 1 05,8 06,1
	run -1 --separate-stderr serials delta
	[ "$output" = 06 ]
	[[ $stderr == *": entry 05: removeFromCRL in a delta list is no revocation \
(RFC 5280 5.3.1)" ]]
}

@test "flaws lose nothing: silent, but counted under -v" {
	tbs flaws --no-next 05,0 06,0 07,8 00
	run -0 --separate-stderr bash -c 'crl-list -i old <flaws | record-show | wc -l'
	[ "$output" = 4 ]
	[ -z "$stderr" ]
	run -0 --separate-stderr bash -c 'crl-list -v -i old <flaws >out'
	[ "$stderr" = "\
crl-list: stdin: record 1 @0: 4 entries taken over
crl-list: stdin: record 1 @0: 1 time: no nextUpdate (RFC 5280 5.1.2.5)
crl-list: stdin: record 1 @0: 2 times: reasonCode unspecified is written out (RFC 5280 5.3.1)
crl-list: stdin: record 1 @0: 1 time: removeFromCRL outside a delta list (RFC 5280 5.3.1)
crl-list: stdin: record 1 @0: 1 time: serial is zero (RFC 5280 4.1.2.2)" ]
}

@test "a record that is no CRL is named; a cut stream is 65 after what was whole" {
	cat ca.der list.crl >mixed
	run -1 --separate-stderr bash -c 'crl-list -i old <mixed >out'
	[[ $stderr == "crl-list: stdin: record 1 @0: "*" (RFC 5280 "* ]]
	crl-list -i old <list.crl >expected
	cmp expected out
	head -c -1 list.crl | cat list.crl - >short
	run -65 --separate-stderr bash -c 'crl-list -i old <short >out'
	[ "$stderr" = "crl-list: stdin: record 2 @$(stat -c %s list.crl): cut short" ]
	cmp expected out
}

@test "a full disk is 74" {
	run -74 bash -c 'crl-list -i old <list.crl >/dev/full'
}

@test "dates from 2050 on and before 1970 are taken over" {
	tbs dates 05,-,20500101000000Z 06,-,19500101000000Z 07,1,99991231235959Z,19700101000000Z
	crl-list -i old <dates | record-show >lines
	run -0 jq -r '.date, .invalidity // empty' lines
	[ "$output" = "2050-01-01T00:00:00Z
1950-01-01T00:00:00Z
9999-12-31T23:59:59Z
1970-01-01T00:00:00Z" ]
}

@test "python3-cryptography reads the same of our lists and of real ones" {
	files=(list.crl empty.crl)
	if [ -d "$PROJECT/../shared/vectors/crl-realworld" ]; then
		mapfile -t -O 2 files < <(find "$PROJECT/../shared/vectors/crl-realworld/crl" \
			-type f -size -400k ! -name '*infinite-loop*' | sort)
		[ ${#files[@]} -gt 10 ]
	fi
	for file in "${files[@]}"; do
		theirs old "$file" >theirs
		crl-list -i old <"$file" | record-show >ours
		cmp theirs ours
	done
}

@test "every real CRL is taken over whole, for the reasons its manifest counts" {
	vectors crl-realworld
	jq -r '.[] | [.file, .entries, (.reasons | tojson)] | @tsv' \
		"$VECTORS/manifest.json" >rows
	[ -s rows ]
	while IFS=$'\t' read -r file entries reasons; do
		status=0
		crl-list -i old <"$VECTORS/$file" >records || status=$?
		[ $status = 0 ] || [[ $status = 65 && $file = *infinite-loop* ]]
		record-show <records >lines
		[ "$(wc -l <lines)" = "$entries" ]
		jq -cS '.unspecified = (.unspecified // 0) + (.none // 0) | del(.none)' \
			<<<"$reasons" >expected
		jq -cnS 'reduce inputs as $r ({"unspecified": 0}; .[$r.reason] += 1)' \
			lines >counted
		cmp expected counted
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
			(ulimit -t 1 && exec crl-list -i old <"$file" 2>/dev/null) || status=$?
			case $status in 0 | 1 | 65) ;; *) echo "$file: $status" >&3 ;; esac
		done <"$BATS_FILE_TMPDIR/files" >"$BATS_FILE_TMPDIR/records"
	}
	export -f all
	export BATS_FILE_TMPDIR
	memory 256 bash -c all 3>"$BATS_FILE_TMPDIR/wrong"
	cmp /dev/null "$BATS_FILE_TMPDIR/wrong"
	run -0 bash -c 'record-show <"$BATS_FILE_TMPDIR/records" | wc -l'
	[ "$output" -gt 10 ]
}
