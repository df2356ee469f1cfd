# What we build and sign, others accept and read as we meant it: OpenSSL, GnuTLS's certtool
# (small lists: its time grows with the square), and python3-cryptography.
load helper
NOW=2026-11-21T00:00:00Z

# Authorities rsa, p-256 and p-384; each with the lists user (100,000 entries), one and ca
# (empty), built and signed as operators do it: NAME-LIST.crl, and what was asked for in truth.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_token token
	store-create -s st
	for key in rsa p-256 p-384; do
		make_ca $key $key --subject "CN=$key,O=Demo,C=JP"
		token_import token $key
		issuer-put -s st -k "$(token_uri token $key)" --reasons any $key <$key.der
		list-put -s st --dp "C=JP, O=Demo, CN=$key one" $key/one
		list-put -s st --dp "http://crl.example/$key/user.crl" $key/user
	done
	requests
	revocation-put -s st -u -t $NOW <requests >receipts
	crl-build -s st -t $NOW >tbs
	der-sign -s st <tbs >signed
	crl-verify -s st <signed >crls
	crl-publish -s st -d out -t $NOW <crls
}
setup() { cd "$BATS_FILE_TMPDIR" || return; }

# requests - 100,000 for LABEL/user, one for LABEL/one: serials of all lengths, every reason.
requests() {
	/usr/bin/python3 - <<'EOF'
import datetime
REASONS = ("unspecified keyCompromise cACompromise affiliationChanged superseded"
	" cessationOfOperation certificateHold - removeFromCRL privilegeWithdrawn"
	" aACompromise").split()


def head(major, n):
	if n < 24:
		return bytes([major + n])
	size = next(size for size in (1, 2, 4, 8) if n < 256 ** size)
	return bytes([major + 24 + size.bit_length() - 1]) + n.to_bytes(size, "big")


def text(string):
	return head(96, len(string)) + string.encode()


def time(when):
	return b"\xc1" + head(0, when)


def word(when):
	then = datetime.datetime.fromtimestamp(when, datetime.timezone.utc)
	return then.strftime("%Y-%m-%dT%H:%M:%SZ")


def request(out, label, name, i):
	serial = (1 + i * 0x9E3779B97F4A7C15F39CC060 % (1 << (8 * (1 + i % 19) - 1)))
	while serial in seen:
		serial += 1
	seen.add(serial)
	octets = serial.to_bytes((serial.bit_length() + 7) // 8, "big")
	reason = (0, 1, 2, 3, 4, 5, 6, 8, 9, 10)[i % 10]
	date = 1577836800 + i * 1000
	pairs = [text("date") + time(date), text("list") + text(name),
		text("issuer") + text(label), text("reason") + head(0, reason),
		text("serial") + head(64, len(octets)) + octets]
	invalidity = "-"
	if i % 7 == 0:
		pairs.append(text("invalidity") + time(date - 86400))
		invalidity = word(date - 86400)
	out.write(head(160, len(pairs)) + b"".join(pairs))
	return serial, "%s %s %s %s\n" % (octets.hex().upper(), word(date),
		REASONS[reason] if reason else "-", invalidity)


with open("requests", "wb") as out:
	for label in "rsa", "p-256", "p-384":
		for name, count in ("user", 100000), ("one", 1), ("ca", 0):
			seen = set()
			rows = sorted(request(out, label, name, i) for i in range(count))
			with open("truth-%s-%s" % (label, name), "w") as truth:
				truth.writelines(line for _, line in rows)
EOF
}

# by_openssl - the entries as openssl prints them, in the form of truth.
by_openssl() {
	openssl crl -inform DER -noout -text -in "$1" | awk '
		BEGIN {
			split("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", names)
			for (i in names) month[names[i]] = i
			word["Key Compromise"] = "keyCompromise"
			word["CA Compromise"] = "cACompromise"
			word["Affiliation Changed"] = "affiliationChanged"
			word["Superseded"] = "superseded"
			word["Cessation Of Operation"] = "cessationOfOperation"
			word["Certificate Hold"] = "certificateHold"
			word["Remove From CRL"] = "removeFromCRL"
			word["Privilege Withdrawn"] = "privilegeWithdrawn"
			word["AA Compromise"] = "aACompromise"
		}
		function time(text, part) {
			split(text, part)
			return sprintf("%s-%02d-%02dT%sZ", part[4], month[part[1]], part[2],
				part[3])
		}
		function flush() { if (serial != "") print serial, date, reason, since }
		/^    Serial Number: / {
			flush()
			serial = $3; reason = since = "-"
		}
		/^        Revocation Date: / { sub(/.*Date: /, ""); date = time($0) }
		want == "reason" { sub(/^ */, ""); reason = word[$0] }
		want == "since" { sub(/^ */, ""); since = time($0) }
		{ want = "" }
		/^            X509v3 CRL Reason Code:/ { want = "reason" }
		/^            Invalidity Date:/ { want = "since" }
		END { flush() }'
}

# by_python CA LIST - check the head and the signature; the entries in the form of truth.
by_python() {
	/usr/bin/python3 - "$1" "$2" <<'EOF'
import sys
from cryptography import x509
label, name = sys.argv[1:]
with open(label + ".der", "rb") as file:
	ca = x509.load_der_x509_certificate(file.read())
with open("out/%s/%s.crl" % (label, name), "rb") as file:
	crl = x509.load_der_x509_crl(file.read())
assert crl.is_signature_valid(ca.public_key())
assert crl.issuer == ca.subject
assert crl.signature_hash_algorithm.name == ("sha384" if label == "p-384" else "sha256")
assert (crl.next_update - crl.last_update).total_seconds() == 72 * 3600
assert [one.oid.dotted_string for one in crl.extensions] == [
	"2.5.29.35", "2.5.29.20", "2.5.29.28"]
assert [one.critical for one in crl.extensions] == [False, False, True]
ski = ca.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
assert crl.extensions[0].value.key_identifier == ski.digest
assert crl.extensions[1].value.crl_number == 1
point = crl.extensions[2].value
assert point.only_contains_ca_certs == (name == "ca")
assert point.only_contains_user_certs == (name != "ca")
if name == "ca":
	assert point.full_name is None
elif name == "user":
	assert point.full_name[0].value == "http://crl.example/%s/user.crl" % label
else:
	names = [one.rfc4514_string() for one in point.full_name[0].value.rdns]
	assert names == ["C=JP", "O=Demo", "CN=%s one" % label]
for one in crl:
	reason = since = "-"
	for extension in one.extensions:
		assert not extension.critical
		if isinstance(extension.value, x509.CRLReason):
			reason = extension.value.reason.value
		else:
			since = extension.value.invalidity_date.strftime("%Y-%m-%dT%H:%M:%SZ")
	serial = one.serial_number.to_bytes((one.serial_number.bit_length() + 7) // 8, "big")
	date = one.revocation_date.strftime("%Y-%m-%dT%H:%M:%SZ")
	print(serial.hex().upper(), date, reason, since)
EOF
}

@test "openssl verifies every list and reads the entries that were asked for" {
	for label in rsa p-256 p-384; do
		for list in user one ca; do
			run -0 openssl crl -inform DER -CAfile $label.pem -noout \
				-in out/$label/$list.crl
			[ "$output" = "verify OK" ]
			by_openssl out/$label/$list.crl | cmp - truth-$label-$list
		done
	done
	[ "$(wc -l <truth-rsa-user)" = 100000 ]
}

@test "openssl refuses a list whose last octet is another, and one of another authority" {
	{
		head -c -1 out/rsa/one.crl
		tail -c 1 out/rsa/one.crl | tr '\0-\377' '\1-\377\0'
	} >forged
	run openssl crl -inform DER -CAfile rsa.pem -noout -in forged
	[[ $output != *"verify OK"* ]]
	run openssl crl -inform DER -CAfile p-256.pem -noout -in out/rsa/one.crl
	[[ $output != *"verify OK"* ]]
}

@test "python3-cryptography verifies every list and reads head and entries as they are meant" {
	for label in rsa p-256 p-384; do
		for list in user one ca; do
			by_python $label $list >entries
			cmp entries truth-$label-$list
		done
	done
}

@test "certtool verifies the small lists and reads their serials" {
	for label in rsa p-256 p-384; do
		for list in one ca; do # of now: certtool looks at the clock
			crl-build -s st -l $label/$list | der-sign -s st >now.crl
			run -0 certtool --verify-crl --load-ca-certificate $label.der --inder \
				--infile now.crl
			[[ $output == *"Verification output: Verified. "* ]]
			certtool --crl-info --inder --infile now.crl >entries
			[ "$(sed -n 's/.*Serial Number (hex): //p' entries | tr a-f A-F)" = \
				"$(cut -d ' ' -f 1 truth-$label-$list)" ]
		done
	done
}

@test "our own reader agrees with all of them" {
	for label in rsa p-256 p-384; do
		for list in user one ca; do
			crl-show -ej <out/$label/$list.crl | jq -r 'select(.type == "entry") |
				"\(.serial) \(.date) \(.reason // "-") \(.invalidity // "-")"' |
				cmp - truth-$label-$list
		done
	done
}
