# crl-show - CRLs as text or JSON Lines.
load helper

tbs() { "$PROJECT/test/tbs-crl.py" "$@"; }

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_ca ca
	make_crl ca list --number 3465 --dp http://crl.example/1 --scope ca 05 \
		8F01,keyCompromise,2026-11-20T01:02:03Z,2026-01-01T00:00:00Z \
		0A0B0C,superseded 06,superseded
	make_crl ca empty
	make_ca jp p-384 --subject 'CN=東京都の認証局,O=公的個人認証サービス,C=JP'
	make_crl jp jp
	make_ca hostile p-256 --subject 'CN=\1B[31mred\07 '$'\xe2\x80\xae''evil'
	make_crl hostile hostile
}
setup() { cd "$BATS_FILE_TMPDIR" || return; }

# aki NAME - the key identifier of that CA in hex, from its certificate by openssl.
aki() {
	openssl x509 -in "$1.pem" -noout -ext subjectKeyIdentifier | tail -n 1 | tr -d ' :'
}

@test "text says what a list holds, in one order and one form" {
	run -0 --separate-stderr bash -c 'crl-show <list.crl'
	[ -z "$stderr" ]
	[ "$output" = "CRL 1, version 2
  issuer                  CN=ca
  number                  0D89 (3465)
  this update             2026-11-21T00:00:00Z
  next update             2026-11-24T00:00:00Z, 3 d 00:00:00 after this update
  algorithm               ecdsa-with-SHA256
  authority key           $(aki ca)
  distribution point      http://crl.example/1
  scope                   CA certificates only
  entries                 4
    no reason             1
    keyCompromise         1
    superseded            2" ]
}

@test "-e shows every entry too, in the order of the list" {
	run -0 bash -c 'crl-show -e <list.crl | tail -n 4'
	[ "$output" = "  05 2026-11-21T00:00:00Z
  8F01 2026-11-20T01:02:03Z keyCompromise, invalid since 2026-01-01T00:00:00Z
  0A0B0C 2026-11-21T00:00:00Z superseded
  06 2026-11-21T00:00:00Z superseded" ]
}

@test "JSON has the same in one line, and with -e one line for each entry" {
	run -0 --separate-stderr bash -c 'crl-show -e --json <list.crl'
	[ "${#lines[@]}" = 5 ]
	[ "${lines[0]}" = '{"type":"crl","record":1,"signed":true,"version":2,'\
'"issuer":"CN=ca","number":"0D89",'\
'"this_update":"2026-11-21T00:00:00Z","next_update":"2026-11-24T00:00:00Z",'\
'"algorithm":"ecdsa-with-SHA256","aki":"'"$(aki ca)"'","idp":{"critical":true,'\
'"names":["http://crl.example/1"],"only_user":false,"only_ca":true,"only_attribute":false,'\
'"indirect":false},"extensions":[{"oid":"2.5.29.35","critical":false},'\
'{"oid":"2.5.29.20","critical":false},{"oid":"2.5.29.28","critical":true}],"entries":4,'\
'"bad":0,"reasons":{"none":1,"keyCompromise":1,"superseded":2},"flaws":[]}' ]
	[ "${lines[1]}" = '{"type":"entry","record":1,"serial":"05",'\
'"date":"2026-11-21T00:00:00Z"}' ]
	[ "${lines[2]}" = '{"type":"entry","record":1,"serial":"8F01",'\
'"date":"2026-11-20T01:02:03Z","reason":"keyCompromise",'\
'"invalidity":"2026-01-01T00:00:00Z"}' ]
	run -0 bash -c 'crl-show -j <empty.crl | jq -c "[.entries, .reasons, .idp]"'
	[ "$output" = '[0,{},null]' ]
}

@test "what is still to be signed is read too, and told apart" {
	tbs tbs 05
	run -0 bash -c 'crl-show <tbs | head -n 2'
	[ "$output" = "CRL to be signed 1, version 2
  issuer                  CN=test" ]
	tbs v1 --v1 05
	run -0 bash -c 'crl-show -j <v1 | jq -c "[.signed, .version]"'
	[ "$output" = "[false,1]" ]
}

@test "records are numbered and apart; no input is no output; -n writes nothing" {
	cat list.crl empty.crl >two
	run -0 bash -c 'crl-show <two | grep -n "^CRL\|^$"'
	[ "$output" = "1:CRL 1, version 2
14:
15:CRL 2, version 2" ]
	run -0 bash -c 'crl-show -j <two | jq .record'
	[ "$output" = "1
2" ]
	run -0 --separate-stderr bash -c 'crl-show </dev/null; crl-show -n -e <two'
	[ -z "$output$stderr" ]
}

@test "delta, indirect and unknown extensions, and the issuers of entries" {
	tbs all --indirect --delta 7 --extension 300a06022a0304040102fe0a \
		--extension 300b06022a040101ff04020500 05,8,-,-,other 06
	run -0 bash -c 'crl-show -e <all'
	[ "${lines[*]:8}" = "  distribution point      http://crl.example/1 \
  scope                   indirect: entries of other issuers too \
  extension               1.2.3: 0102FE0A \
  extension               1.2.4, critical: 0500 \
  entries                 2 \
    no reason             1 \
    removeFromCRL         1 \
  05 2026-11-20T00:00:00Z removeFromCRL, issuer CN=other \
  06 2026-11-20T00:00:00Z" ]
	[[ $output == *"
  delta to number         07 (7)
"* ]]
	run -0 bash -c 'crl-show -e -j <all | jq -c "[.delta_base, .certificate_issuer]"'
	[ "$output" = '["07",null]
[null,["CN=other"]]
[null,null]' ]
	run -0 bash -c 'crl-show -j <all | jq -c ".extensions[-1]"'
	[ "$output" = '{"oid":"1.2.4","critical":true,"value":"0500"}' ]
}

@test "flaws are named with their clauses and counted" {
	tbs flaws --no-next --no-aki 05,0 06,0 07,8 00
	run -0 --separate-stderr bash -c 'crl-show <flaws | grep flaw'
	[ "$output" = "\
  flaw                    no nextUpdate (RFC 5280 5.1.2.5)
  flaw                    no authorityKeyIdentifier (RFC 5280 5.2.1)
  flaw                    reasonCode unspecified is written out (RFC 5280 5.3.1): 2 times
  flaw                    removeFromCRL outside a delta list (RFC 5280 5.3.1)
  flaw                    serial is zero (RFC 5280 4.1.2.2)" ]
	run -0 bash -c 'crl-show -j <flaws | jq -c ".flaws[2]"'
	[ "$output" = \
		'{"flaw":"reasonCode unspecified is written out (RFC 5280 5.3.1)","count":2}' ]
	tbs delta --delta 7 07,8
	run -0 bash -c 'crl-show -j <delta | jq -c .flaws'
	[ "$output" = "[]" ]
}

@test "a record that is no CRL is named and left out; the rest is shown" {
	cat empty.crl ca.der empty.crl >mixed
	run -1 --separate-stderr bash -c 'crl-show -j <mixed | jq .record
		exit ${PIPESTATUS[0]}'
	[ "$output" = "1
3" ]
	[ "$stderr" = "crl-show: stdin: record 2 @$(stat -c %s empty.crl): no \
AlgorithmIdentifier where one must stand (RFC 5280 5.1.1.2, 5.1.2.2)" ]
}

@test "a bad entry is named with serial, place and clause; the others are shown" {
	tbs bad 05 85 06,7 07 =3003020108 08
	run -1 --separate-stderr bash -c 'crl-show -e <bad | tail -n 6; exit ${PIPESTATUS[0]}'
	[ "$output" = "  entries                 3
  bad entries             3
    no reason             3
  05 2026-11-20T00:00:00Z
  07 2026-11-20T00:00:00Z
  08 2026-11-20T00:00:00Z" ]
	at=$(grep -obaP '\x30\x12\x02\x01\x85' bad | cut -d : -f 1)
	[ "${stderr_lines[0]}" = "crl-show: stdin: record 1 @$at: entry 85: serial is negative \
or not minimal (RFC 5280 4.1.2.2, X.690 8.3.2)" ]
	[ "${stderr_lines[1]}" = "crl-show: stdin: record 1 @$((at + 20)): entry 06: \
reasonCode is not one of the ten (RFC 5280 5.3.1)" ]
	[ "${stderr_lines[2]}" = "crl-show: stdin: record 1 @$((at + 74)): entry 08: no \
revocationDate (RFC 5280 5.1.2.6)" ]
}

@test "entries without framing end the list's entries, not the run" {
	tbs lost 05 =3012
	cat lost empty.crl >two
	run -1 --separate-stderr bash -c 'crl-show -j <two | jq .entries; exit ${PIPESTATUS[0]}'
	[ "$output" = "1
0" ]
	[[ $stderr == "crl-show: stdin: record 1 @"*": the entries cannot be read from here \
on: item goes past the end of what contains it (RFC 5280 5.1.2.6)" ]]
}

@test "a cut stream, or octets between lists, is 65 after all whole lists were shown" {
	head -c -1 list.crl | cat empty.crl - >short
	run -65 --separate-stderr bash -c 'crl-show -j <short'
	[ "${#lines[@]}" = 1 ]
	[ "$stderr" = "crl-show: stdin: record 2 @$(stat -c %s empty.crl): cut short" ]
	printf '\r\n' | cat empty.crl - >crlf
	run -65 --separate-stderr bash -c 'crl-show -j <crlf'
	[ "${#lines[@]}" = 1 ]
	[[ $stderr == *": record 2 @"*": not a SEQUENCE (derstream(5))" ]]
}

@test "a full disk is 74, and so is a closed standard output" {
	run -74 bash -c 'crl-show <list.crl >/dev/full'
	run -74 bash -c 'crl-show <list.crl >&-'
}

@test "names are UTF-8, and what could drive a terminal is escaped" {
	run -0 bash -c 'crl-show <jp.crl'
	[[ $output == *"CN=東京都の認証局"* ]]
	[[ $output == *"O=公的個人認証サービス"* ]]
	run -0 bash -c 'crl-show -j <jp.crl | jq -r .issuer'
	[[ $output == *"CN=東京都の認証局"* ]]
	for option in -e -j; do
		crl-show $option <hostile.crl >shown
		run -1 grep -aP '[\x00-\x09\x0b-\x1f\x7f]|\xe2\x80\xae' shown
	done
	run -0 bash -c 'crl-show <hostile.crl | grep issuer'
	[[ $output == *'CN=\1B[31mred\07 \E2\80\AEevil' ]]
}

@test "python3-cryptography reads the same list" {
	cat >read.py <<-'END'
		import json, sys
		from cryptography import x509
		crl = x509.load_der_x509_crl(open(sys.argv[1], "rb").read())
		stamp = lambda t: t.strftime("%Y-%m-%dT%H:%M:%SZ")
		def hexa(n):
		    return n.to_bytes(max(1, (n.bit_length() + 7) // 8), "big").hex().upper()
		def find(e, kind):
		    try:
		        return e.extensions.get_extension_for_class(kind).value
		    except x509.ExtensionNotFound:
		        return None
		for e in crl:
		    line = {"serial": hexa(e.serial_number), "date": stamp(e.revocation_date)}
		    reason, since = find(e, x509.CRLReason), find(e, x509.InvalidityDate)
		    if reason:
		        line["reason"] = reason.reason.value
		    if since:
		        line["invalidity"] = stamp(since.invalidity_date)
		    print(json.dumps(line, separators=(",", ":")))
	END
	for list in list empty jp; do
		/usr/bin/python3 read.py $list.crl >theirs
		crl-show -e -j <$list.crl |
			jq -c 'select(.type == "entry") | del(.type, .record)' >ours
		cmp theirs ours
	done
}

@test "real CRLs: as many entries, and for the same reasons, as their manifest says" {
	vectors crl-realworld
	jq -r '.[] | [.file, .entries, (.reasons | tojson)] | @tsv' \
		"$VECTORS/manifest.json" >rows
	[ -s rows ]
	while IFS=$'\t' read -r file entries reasons; do
		status=0
		crl-show -j <"$VECTORS/$file" >shown || status=$?
		# one of them is followed by CR LF: shown, and then the framing is lost
		[ $status = 0 ] || [[ $status = 65 && $file = *infinite-loop* ]]
		[ "$(jq .entries shown)" = "$entries" ]
		[ "$(jq -cS .reasons shown)" = "$(jq -cS . <<<"$reasons")" ]
	done <rows
}

@test "hostile octets: an exit status of the table, in a second and 256 MB, no control octets" {
	vectors .
	cd "$VECTORS"
	find crl-fuzz-openssl crl-fuzz-gnutls bssl-fuzzseeds bssl-crl crl-mbedtls crl-misc \
		crl-lint-zlint crl-lint-boulder -type f >"$BATS_FILE_TMPDIR/files"
	[ "$(wc -l <"$BATS_FILE_TMPDIR/files")" -gt 1000 ]
	all() {
		while read -r file; do
			status=0
			(ulimit -t 1 && exec crl-show -e <"$file" 2>/dev/null) || status=$?
			case $status in 0 | 1 | 65) ;; *) echo "$file: $status" >&3 ;; esac
		done <"$BATS_FILE_TMPDIR/files" >"$BATS_FILE_TMPDIR/shown"
	}
	export -f all
	export BATS_FILE_TMPDIR
	memory 256 bash -c all 3>"$BATS_FILE_TMPDIR/wrong"
	cmp /dev/null "$BATS_FILE_TMPDIR/wrong"
	run -1 grep -aP '[\x00-\x09\x0b-\x1f\x7f]' "$BATS_FILE_TMPDIR/shown"
	grep -q '^CRL 1' "$BATS_FILE_TMPDIR/shown"
}
