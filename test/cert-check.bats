# cert-check - only certificates that break no rule of their profile pass, and what the others
# break is said, all of it, with the table it stands in.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_iaca root
	make_iaca other
	make_ds root signer
	make_ca citizen rsa --subject 'CN=Citizens,O=Example,C=JP'
}
setup() { cd "$BATS_FILE_TMPDIR" || return; }

NOW=2026-12-01T00:00:00Z

# Cases wait until judge forges them all at once.  MESSAGES: a file of them for each, empty for
# what must pass.
FORGE=() CASES=()

# refused PROFILE NAME CODE MESSAGE... - NAME.der, changed by CODE (see forge.py) and signed
# again, is refused between two good ones with exactly these messages.
refused() {
	local profile=$1 name=$2 code=$3 n=${#CASES[@]}
	shift 3
	FORGE+=("${KEY:-root}" "$name.der" "case$n.der" "$code")
	CASES+=("$profile $name")
	printf '%s\n' "$@" >"case$n"
}
root() { refused iaca root "$@"; }
signer() { refused ds signer "$@"; }

# passed PROFILE NAME CODE - so changed it passes.
passed() {
	local n=${#CASES[@]}
	refused "$@"
	: >"case$n"
}

judge() {
	local n profile name line
	local -a issuer messages
	[ ${#CASES[@]} -gt 0 ]
	"$PROJECT/test/forge.py" "${FORGE[@]}"
	for n in "${!CASES[@]}"; do
		read -r profile name <<<"${CASES[n]}"
		issuer=()
		[ "$name" != signer ] || issuer=(-c root.der)
		cat "$name.der" "case$n.der" "$name.der" >in
		if [ ! -s "case$n" ]; then
			cert-check "$profile" "${issuer[@]}" -t $NOW <in | cmp - in
			continue
		fi
		run -1 --separate-stderr bash -c '"$@" <in >out' - cert-check "$profile" \
			"${issuer[@]}" -t $NOW
		mapfile -t messages <"case$n"
		says "${messages[@]/#/record 2 @$(stat -c %s "$name.der"): }"
		cat "$name.der" "$name.der" | cmp - out
	done
	FORGE=() CASES=()
}
teardown() { [ ${#CASES[@]} = 0 ] || { echo "cases that nobody judged"; return 1; }; }

# says LINE... - these are the messages, each after "cert-check: stdin: ".
says() {
	for one; do echo "cert-check: stdin: $one"; done >messages
	printf '%s\n' "$stderr" | diff messages -
}

# What CODE below says: the extension TEXT of the Extensions tbs[7], as DER.
CODE='
ext = lambda text: [one for one in items(items(tbs[7])[0]) if items(one)[0] == oid(text)][0]
def put(text, value, critical=False):
	tbs[7] = swap(tbs[7], extension(text, value, critical))
def add(text, value, critical=False):
	tbs[7] = extend(tbs[7], extension(text, value, critical))
def remove(text):
	tbs[7] = drop(tbs[7], text)
def toggle(text):
	old = ext(text)
	put(text, inside(items(old)[-1]), len(items(old)) == 2)
def valid(start, end):
	tbs[4] = sequence(tlv(23, start + b"Z"), tlv(23, end + b"Z"))
def name(*pairs):
	return sequence(*[tlv(0x31, sequence(oid(t), tlv(tag, v))) for t, tag, v in pairs])
C, CN, ST = "2.5.4.6", "2.5.4.3", "2.5.4.8"
jp = (C, 19, b"JP"), (CN, 12, b"root")
def subject(*pairs):
	tbs[5] = name(*pairs)
	if tbs[3] == tbs[5] or len(tbs[3]) and is_root: tbs[3] = tbs[5]
'
# Both names of a self-signed certificate change together.
ROOT="$CODE
is_root = True
" SIGNER="$CODE
is_root = False
"

@test "certificates that conform pass octet for octet and in order" {
	cat root.der other.der root.der >in
	cert-check iaca -t $NOW <in | cmp in
	cat signer.der signer.der >in
	# shellcheck disable=SC2002 # a pipe is another way to be read
	cat in | cert-check ds --certificate root.der --time $NOW | cmp in
}

@test "version, serial and signature algorithm are judged (Table B.1)" {
	root 'tbs[1] = b"\2\1\0"' 'serial is zero (Table B.1)' \
		'serial has 0 bits, too few for 63 random ones (Table B.1)'
	root 'tbs[1] = b"\2\4\x3f\xff\xff\xff"' \
		'serial has 30 bits, too few for 63 random ones (Table B.1)'
	passed iaca root 'tbs[1] = b"\2\4\x7f\xff\xff\xff"'
	root 'tbs[1] = tlv(2, b"\0" + b"\xff" * 20)' \
		'serial has 21 octets, more than 20 (Table B.1)'
	passed iaca root 'tbs[1] = tlv(2, b"\x7f" + b"\xff" * 19)'
	root 'tbs[2] = ecdsa("1"); sign = sign_with(hashes.SHA1())' \
		'signature is ecdsa-with-SHA1, which the profile has not (Table B.1)'
	passed iaca root 'tbs[2] = ecdsa("3.3"); sign = sign_with(hashes.SHA384())'
	passed iaca root 'tbs[2] = ecdsa("3.4"); sign = sign_with(hashes.SHA512())'
	root 'tbs[2] = ecdsa("3.2", NULL)' \
		'ECDSA algorithm with parameters (RFC 5758 3.2) (Table B.1)' \
		'under its own key: ECDSA algorithm with parameters (RFC 5758 3.2) (Table B.1)'
	root 'del tbs[7], tbs[0]; outer = tbs[1]' 'version is 1, not 3 (Table B.1)' \
		'subjectKeyIdentifier is missing (Table B.1)' \
		'keyUsage is missing (Table B.1)' 'issuerAltName is missing (Table B.1)' \
		'basicConstraints is missing (Table B.1)' \
		'cRLDistributionPoints is missing (Table B.1)'
	judge
}

@test "a root is its own issuer, octet for octet, and signs itself (Table B.1)" {
	root "$ROOT"'tbs[3] = name((C, 19, b"JP"), (CN, 12, b"Root"))' \
		'issuer is not the subject, octet for octet (Table B.1)'
	root 'own = sign; sign = lambda data: own(data + b"x")' \
		'under its own key: signature does not verify (Table B.1)'
	KEY=other root '' 'under its own key: signature does not verify (Table B.1)'
	judge
}

@test "a root is valid for at most twenty years by the calendar (Table B.1)" {
	root "$ROOT"'valid(b"260101000000", b"460101000001")' \
		'notAfter is more than 20 years after notBefore (Table B.1)'
	passed iaca root "$ROOT"'valid(b"260101000000", b"460101000000")'
	root "$ROOT"'valid(b"261201000000", b"261130000000")' \
		'notAfter lies before notBefore (Table B.1)' \
		'not valid after 2026-11-30T00:00:00Z (Table B.1)'
	root "$ROOT"'valid(b"261201000001", b"271130000000")' \
		'not valid before 2026-12-01T00:00:01Z (Table B.1)'
	passed iaca root "$ROOT"'valid(b"261130000000", b"261201000000")'
	judge
}

@test "a root's subject has a country and a name, of the right string types (Table B.1)" {
	root "$ROOT"'subject(jp[1])' 'subject has no C (Table B.1)'
	root "$ROOT"'subject(jp[0])' 'subject has no CN (Table B.1)'
	root "$ROOT"'subject(*jp, jp[0])' 'subject has C more than once (Table B.1)'
	root "$ROOT"'subject(*jp, jp[1])' 'subject has CN more than once (Table B.1)'
	root "$ROOT"'subject((C, 12, b"JP"), jp[1])' 'C is not a PrintableString (Table B.1)'
	for code in jp JPN J1; do
		root "$ROOT"'subject((C, 19, b"'$code'"), jp[1])' \
			'C is not a country code of ISO 3166-1 (Table B.1)'
	done
	root "$ROOT"'subject(*jp, (ST, 12, b"Tokyo"))' \
		'ST is not a code of ISO 3166-2, as JP-13 is (Table B.1)'
	root "$ROOT"'subject(*jp, (ST, 12, b"US-13"))' \
		'ST is not a code of ISO 3166-2, as JP-13 is (Table B.1)'
	passed iaca root "$ROOT"'subject(*jp, (ST, 12, b"JP-13"))'
	root "$ROOT"'subject(*jp, ("2.5.4.10", 20, b"T61"))' \
		"subject's attribute 2.5.4.10 is of another string type (Table B.1)"
	passed iaca root "$ROOT"'subject(*jp, ("2.5.4.10", 19, b"x"))'
	email=1.2.840.113549.1.9.1
	passed iaca root "$ROOT"'subject(*jp, ("'$email'", 22, b"a@example.jp"))'
	root "$ROOT"'subject(*jp, ("2.5.4.10", 22, b"x"))' \
		"subject's attribute 2.5.4.10 is of another string type (Table B.1)"
	passed iaca root "$ROOT"'subject(jp[1], jp[0])' # in any order
	judge
}

@test "a root's key is uncompressed, on a named curve of the table (Table B.1)" {
	spki='point = inside(items(tbs[6])[1]); curve = "1.2.840.10045.3.1.7"
def spki(parameters, key):
	tbs[6] = sequence(sequence(oid("1.2.840.10045.2.1"), parameters), tlv(3, key))
	ski = hashlib.sha1(key[1:]).digest()
	tbs[7] = swap(tbs[7], extension("2.5.29.14", tlv(4, ski)))
import hashlib
'
	gone='under its own key: not a public key that GnuTLS takes (RFC 5280 4.1.2.7)'
	gone="$gone (Table B.1)"
	bad='under its own key: the point of an EC key is not on its curve (RFC 5480 2.2)'
	bad="$bad (Table B.1)"
	root "$spki"'spki(oid(curve), b"\0" + bytes([2 + point[65] % 2]) + point[2:34])' \
		"$gone" 'EC key is a compressed point (Table B.1)'
	root "$spki"'spki(oid("1.3.132.0.10"), point)' "$gone" \
		'EC key on a curve that has no name here (Table B.1)'
	root "$spki"'spki(sequence(b"\2\1\1"), point)' "$gone" \
		'EC key without a named curve (Table B.1)'
	root "$spki"'spki(oid("1.3.36.3.3.2.8.1.1.7"), point)' "$gone"
	root "$spki"'spki(oid("1.3.132.0.34"), point)' "$bad" \
		'EC key is not a point of its curve (Table B.1)'
	openssl ecparam -name secp521r1 -genkey -noout -out p521.key 2>/dev/null
	openssl genrsa -out rsa.key 2048 2>/dev/null
	for key in p521 rsa; do
		openssl pkey -in $key.key -pubout -outform DER -out $key.spki
	done
	own='tbs[6] = open("NAME.spki", "rb").read()
import hashlib
ski = hashlib.sha1(inside(items(tbs[6])[1])[1:]).digest()
tbs[7] = swap(tbs[7], extension("2.5.29.14", tlv(4, ski)))
'
	KEY=rsa root "${own/NAME/rsa}tbs[2] = pkcs1(11)" \
		'signature is sha256WithRSAEncryption, which the profile has not (Table B.1)' \
		'key is RSA-2048, which the profile has not (Table B.1)'
	"$PROJECT/test/forge.py" p521 root.der good.der "${own/NAME/p521}"
	cert-check iaca -t $NOW <good.der | cmp good.der
	judge
}

@test "each extension of a root is there, and critical where it must be (Table B.1)" {
	for id in 2.5.29.14:subjectKeyIdentifier 2.5.29.15:keyUsage 2.5.29.18:issuerAltName \
		2.5.29.19:basicConstraints 2.5.29.31:cRLDistributionPoints; do
		root "$ROOT"'remove("'${id%:*}'")' "${id#*:} is missing (Table B.1)"
		case $id in
		*keyUsage | *basicConstraints) not='not ' ;;
		*) not= ;;
		esac
		root "$ROOT"'toggle("'${id%:*}'")' "${id#*:} is ${not}critical (Table B.1)"
	done
	judge
}

@test "a root's extensions hold what the table says (Table B.1)" {
	root "$ROOT"'put("2.5.29.14", tlv(4, b"k" * 20))' \
		"subjectKeyIdentifier is not the SHA-1 of the key (RFC 5280 4.2.1.2 method 1) \
(Table B.1)"
	root "$ROOT"'put("2.5.29.15", b"\3\2\1\x86", True)' \
		"keyUsage is digitalSignature keyCertSign cRLSign, not keyCertSign cRLSign \
(Table B.1)"
	root "$ROOT"'put("2.5.29.15", b"\3\2\2\4", True)' \
		'keyUsage is keyCertSign, not keyCertSign cRLSign (Table B.1)'
	root "$ROOT"'put("2.5.29.19", b"\x30\0", True)' \
		'basicConstraints is not of a CA (Table B.1)' \
		'pathLenConstraint is missing (Table B.1)'
	root "$ROOT"'put("2.5.29.19", b"\x30\3\1\1\xff", True)' \
		'pathLenConstraint is missing (Table B.1)'
	root "$ROOT"'put("2.5.29.19", b"\x30\6\1\1\xff\2\1\1", True)' \
		'pathLenConstraint is 1, not 0 (Table B.1)'
	root "$ROOT"'put("2.5.29.18", sequence(tlv(0x82, b"example.jp")))' \
		'issuerAltName holds dNSName, not email or uri (Table B.1)'
	root "$ROOT"'put("2.5.29.18", sequence(tlv(0x86, b"x:y"), tlv(0xa4, name(jp[0]))))' \
		'issuerAltName holds directoryName, not email or uri (Table B.1)'
	root "$ROOT"'put("2.5.29.18", sequence())' 'issuerAltName holds no name (Table B.1)'
	root "$ROOT"'put("2.5.29.18", sequence(tlv(0x86, b"")))' \
		'issuerAltName holds an empty name (Table B.1)'
	passed iaca root "$ROOT"'
put("2.5.29.18", sequence(tlv(0x86, b"x:y"), tlv(0x81, b"a@b")))'
	judge
}

@test "a root's distribution point is a URI, without reasons or cRLIssuer (Table B.1)" {
	point='uri = tlv(0x86, b"http://x/"); full = tlv(0xa0, tlv(0xa0, uri))
dp = lambda *parts: put("2.5.29.31", sequence(sequence(*parts)))
'
	about=cRLDistributionPoints
	passed iaca root "$ROOT$point"'dp(full)'
	root "$ROOT$point"'dp(full, b"\x81\2\1\6")' "$about holds reasons (Table B.1)"
	root "$ROOT$point"'dp(full, tlv(0xa2, tlv(0xa4, name(jp[0]))))' \
		"$about holds a cRLIssuer (Table B.1)"
	root "$ROOT$point"'dp(tlv(0xa0, tlv(0xa0, tlv(0x82, b"example.jp"))))' \
		"$about holds dNSName, not uri (Table B.1)"
	root "$ROOT$point"'dp(tlv(0xa0, tlv(0xa0, uri + tlv(0xa4, name(jp[0])))))' \
		"$about holds directoryName, not uri (Table B.1)"
	root "$ROOT$point"'dp(tlv(0xa0, tlv(0xa1, inside(items(name(jp[0]))[0]))))' \
		"$about holds a point without fullName (Table B.1)"
	judge
}

@test "forbidden extensions and unknown critical ones are refused, others are not (B.1.1)" {
	for id in 2.5.29.33:policyMappings 2.5.29.30:nameConstraints \
		2.5.29.36:policyConstraints 2.5.29.54:inhibitAnyPolicy 2.5.29.46:freshestCRL; do
		root "$ROOT"'add("'${id%:*}'", b"\x30\0")' "${id#*:} is there (B.1.1)"
		signer "$SIGNER"'add("'${id%:*}'", b"\x30\0")' "${id#*:} is there (B.1.1)"
	done
	root "$ROOT"'add("1.2.3.4", b"\x30\0", True)' \
		'extension 1.2.3.4 is critical and not of the profile (B.1.1)'
	root "$ROOT"'add("2.5.29.37", sequence(oid("1.0.18013.5.1.7")), True)' \
		'extension extKeyUsage is critical and not of the profile (B.1.1)'
	passed iaca root "$ROOT"'add("1.2.3.4", b"\x30\0")'
	passed iaca root "$ROOT"'add("2.5.29.35", sequence(tlv(0x80, b"key")))'
	judge
}

@test "a signer's issuer is the root, octet for octet, and its key signed (Table B.3)" {
	signer "$SIGNER"'tbs[3] = name((C, 19, b"JP"), (CN, 12, b"Root"))' \
		'issuer is not C=JP, CN=root, octet for octet (Table B.3)'
	KEY=other signer '' "under the issuer's key: signature does not verify (Table B.3)"
	judge
}

@test "a signer is valid for at most 457 days (Table B.3)" {
	signer "$SIGNER"'valid(b"261121000000", b"280221000001")' \
		'notAfter is more than 457 days after notBefore (Table B.3)'
	passed ds signer "$SIGNER"'valid(b"261121000000", b"280221000000")'
	judge
}

@test "a signer's subject has the country and the subdivision of its root (Table B.3)" {
	signer "$SIGNER"'subject(jp[1])' 'subject has no C (Table B.3)' \
		'subject has no C and its issuer has (Table B.3)'
	signer "$SIGNER"'subject((C, 19, b"KR"), jp[1])' \
		'C is not that of the issuer (Table B.3)'
	signer "$SIGNER"'subject(jp[0])' 'subject has no CN (Table B.3)'
	passed ds signer "$SIGNER"'subject(*jp, (ST, 12, b"JP-13"))' # the root has none
	"$PROJECT/test/forge.py" root root.der tokyo.der \
		"$ROOT"'subject(*jp, (ST, 12, b"JP-13"))'
	under="$SIGNER"'tbs[3] = items(items(open("tokyo.der", "rb").read())[0])[3]
'
	for case in ':subject has no ST and its issuer has' \
		', (ST, 12, b"JP-14"):ST is not that of the issuer'; do
		"$PROJECT/test/forge.py" root signer.der bad.der \
			"${under}subject(*jp${case%:*})"
		run -1 --separate-stderr bash -c "cert-check ds -c tokyo.der -t $NOW <bad.der"
		says "record 1 @0: ${case#*:} (Table B.3)"
	done
	"$PROJECT/test/forge.py" root signer.der good.der \
		"${under}subject(*jp, (ST, 19, b\"JP-13\"))"
	cert-check ds -c tokyo.der -t $NOW <good.der | cmp good.der
	judge
}

@test "each extension of a signer is there, and critical where it must be (Table B.3)" {
	for id in 2.5.29.35:authorityKeyIdentifier 2.5.29.14:subjectKeyIdentifier \
		2.5.29.15:keyUsage 2.5.29.18:issuerAltName 2.5.29.37:extKeyUsage \
		2.5.29.31:cRLDistributionPoints; do
		signer "$SIGNER"'remove("'${id%:*}'")' "${id#*:} is missing (Table B.3)"
		case $id in
		*[kK]eyUsage) not='not ' ;;
		*) not= ;;
		esac
		signer "$SIGNER"'toggle("'${id%:*}'")' "${id#*:} is ${not}critical (Table B.3)"
	done
	passed ds signer "$SIGNER"'remove("2.5.29.16")'
	signer "$SIGNER"'toggle("2.5.29.16")' \
		'privateKeyUsagePeriod is critical (RFC 3280 4.2.1.4)'
	signer "$SIGNER"'add("2.5.29.19", b"\x30\0")' 'basicConstraints is there (Table B.3)'
	judge
}

@test "a signer's extensions hold what the table says (Table B.3)" {
	aki=authorityKeyIdentifier
	signer "$SIGNER"'put("2.5.29.35", sequence(tlv(0x80, b"k" * 20)))' \
		"$aki is not the issuer's subjectKeyIdentifier (Table B.3)"
	signer "$SIGNER"'put("2.5.29.35", sequence())' \
		"$aki has no keyIdentifier (Table B.3)"
	signer "$SIGNER"'put("2.5.29.35", sequence(inside(inside(items(ext("2.5.29.35"))[-1])),
		tlv(0xa1, tlv(0xa4, name(jp[0]))), tlv(0x82, b"\1")))' \
		"$aki names issuer and serial (Table B.3)"
	signer "$SIGNER"'put("2.5.29.15", b"\3\2\6\xc0", True)' \
		'keyUsage is digitalSignature nonRepudiation, not digitalSignature (Table B.3)'
	eku=extKeyUsage
	signer "$SIGNER"'put("2.5.29.37", sequence(oid("1.3.130.2.0.0.1.2")), True)' \
		"$eku holds a purpose the profile has not (Table B.3)"
	signer "$SIGNER"'put("2.5.29.37", sequence(oid("1.0.18013.5.1.2"),
		oid("1.0.18013.5.1.6")), True)' \
		"$eku holds a purpose the profile has not (Table B.3)"
	signer "$SIGNER"'put("2.5.29.37", sequence(), True)' \
		"$eku lacks a purpose of the profile (Table B.3)"
	signer "$SIGNER"'put("2.5.29.37", NULL, True)' "$eku is malformed (Table B.3)"
	judge
}

@test "a signer's usage period is inside its validity, three months at most" {
	about=privateKeyUsagePeriod
	period='period = lambda *parts: put("2.5.29.16", sequence(*parts))
from_, to = lambda t: tlv(0x80, t), lambda t: tlv(0x81, t)
'
	passed ds signer "$SIGNER$period"'period(to(b"20270221000000Z"))'
	signer "$SIGNER$period"'period(to(b"20270221000001Z"))' \
		"$about is more than 3 months (RFC 3280 4.2.1.4)"
	signer "$SIGNER$period"'period(from_(b"20261120235959Z"), to(b"20270101000000Z"))' \
		"$about is not inside the validity (RFC 3280 4.2.1.4)"
	signer "$SIGNER$period"'period(from_(b"20270120000000Z"), to(b"20270321000001Z"))' \
		"$about is not inside the validity (RFC 3280 4.2.1.4)"
	signer "$SIGNER$period"'period(from_(b"20270102000000Z"), to(b"20270101000000Z"))' \
		"$about is not inside the validity (RFC 3280 4.2.1.4)"
	signer "$SIGNER$period"'period()' "$about is malformed (RFC 3280 4.2.1.4)"
	signer "$SIGNER$period"'period(to(b"270221000000Z"))' \
		"$about is malformed (RFC 3280 4.2.1.4)"
	judge
}

@test "who signs status lists needs no purpose, and never a critical one (Table B.9)" {
	plain='remove("2.5.29.37"); remove("2.5.29.16")
'
	"$PROJECT/test/forge.py" root signer.der status.der "$SIGNER$plain"
	cert-check status -c root.der -t $NOW <status.der | cmp status.der
	alone() { # alone CODE MESSAGE
		"$PROJECT/test/forge.py" root status.der bad.der "$SIGNER$1"
		run -1 --separate-stderr cert-check status -c root.der -t "$NOW" <bad.der
		says "record 1 @0: $2 (Table B.9)"
	}
	alone 'add("2.5.29.37", sequence(oid("1.2.3")), True)' 'extKeyUsage is critical'
	alone 'remove("2.5.29.35")' 'authorityKeyIdentifier is missing'
	alone 'remove("2.5.29.14")' 'subjectKeyIdentifier is missing'
	alone 'put("2.5.29.15", b"\3\2\1\6", True)' \
		'keyUsage is keyCertSign cRLSign, not digitalSignature'
	alone 'add("1.2.3", b"\x30\0", True)' \
		'extension 1.2.3 is critical and not of the profile'
	alone 'valid(b"261121000000", b"300220000001")' \
		'notAfter is more than 1187 days after notBefore'
	for change in 'add("2.5.29.37", sequence(oid("1.2.3")))' \
		'valid(b"261121000000", b"300220000000")' \
		'remove("2.5.29.18"); remove("2.5.29.31")'; do
		"$PROJECT/test/forge.py" root status.der good.der "$SIGNER$change"
		cert-check status -c root.der -t $NOW <good.der | cmp good.der
	done
}

@test "a link certificate bears its issuer's name and stays inside its validity" {
	cat >link.py <<-'PYTHON'
		new = items(items(open("new.der", "rb").read())[0])
		tbs[5:7] = new[5:7]
		ski = [e for e in items(items(new[7])[0]) if items(e)[0] == oid("2.5.29.14")][0]
		own = [e for e in items(items(tbs[7])[0]) if items(e)[0] == oid("2.5.29.14")][0]
		aki = sequence(tlv(0x80, inside(inside(items(own)[-1]))))
		tbs[7] = extend(swap(tbs[7], ski), extension("2.5.29.35", aki))
	PYTHON
	link=$(cat link.py)
	make_iaca new
	# One name for both keys.
	"$PROJECT/test/forge.py" new new.der new.der 'tbs[3] = tbs[5] = items(items(
		open("root.der", "rb").read())[0])[3]'
	"$PROJECT/test/forge.py" root root.der good.der "$link"
	cert-check link -c root.der -t $NOW <good.der | cmp good.der
	"$PROJECT/test/forge.py" root root.der bad.der "$link
tbs[4] = sequence(tlv(23, b'260101000000Z'), tlv(23, b'350101000001Z'))"
	run -1 --separate-stderr bash -c "cert-check link -c root.der -t $NOW <bad.der"
	says "record 1 @0: validity goes beyond that of the issuer's \
certificate (RFC 4210 4.4.1)"
	"$PROJECT/test/forge.py" root root.der bad.der "$link
tbs[5] = sequence(tlv(0x31, sequence(oid('2.5.4.6'), tlv(19, b'JP'))))"
	run -1 --separate-stderr bash -c "cert-check link -c root.der -t $NOW <bad.der"
	says "record 1 @0: subject is not the issuer, octet for octet \
(RFC 5280 6.1.4 l)"
}

@test "every breach of a certificate is told, and the certificate counted once" {
	"$PROJECT/test/forge.py" root root.der bad.der "$ROOT"'tbs[1] = b"\2\1\0"
remove("2.5.29.15"); put("2.5.29.19", b"\x30\0")'
	cat bad.der root.der bad.der >in
	run -1 --separate-stderr bash -c "cert-check iaca -t $NOW <in >out"
	[ "${#stderr_lines[@]}" = 12 ]
	[ "$(printf '%s\n' "${stderr_lines[@]}" | grep -c 'record 1 @0: ')" = 6 ]
	cmp root.der out
}

@test "what is no certificate is refused with RFC 5280's clause, and the rest goes on" {
	"$PROJECT/test/forge.py" root root.der bad.der 'outer = ecdsa("3.3")'
	printf '\x30\x03\x02\x01\x01' | cat - bad.der root.der >in
	run -1 --separate-stderr bash -c "cert-check iaca -t $NOW <in >out"
	[ "$stderr" = "cert-check: stdin: record 1 @0: not a Certificate (RFC 5280 4.1)
cert-check: stdin: record 2 @5: signatureAlgorithm is not tbsCertificate.signature \
(RFC 5280 4.1.1.2)" ]
	cmp root.der out
}

@test "a cut stream is 65, and what was whole before the cut was written" {
	cat root.der root.der | head -c -1 >short
	run -65 --separate-stderr bash -c "cert-check iaca -t $NOW <short >out"
	[ "$stderr" = "cert-check: stdin: record 2 @$(stat -c %s root.der): cut short" ]
	cmp root.der out
}

@test "no input is no output, -n writes nothing, a full disk is 74" {
	cert-check iaca </dev/null | cmp - /dev/null
	cert-check iaca -n -t $NOW <root.der | cmp - /dev/null
	run -74 bash -c "cert-check iaca -t $NOW <root.der >/dev/full"
}

@test "-v says who conforms" {
	run -0 --separate-stderr bash -c "cert-check iaca -v -t $NOW <root.der >out"
	says 'record 1 @0: C=JP, CN=root conforms'
	cmp root.der out
}

@test "the issuer's certificate is asked for by the profiles that have one, and by no other" {
	run -64 --separate-stderr bash -c 'cert-check ds <signer.der'
	[ "$stderr" = "cert-check: ds: needs the issuer's certificate: -c FILE" ]
	run -64 --separate-stderr bash -c 'cert-check iaca -c root.der <root.der'
	[ "$stderr" = "cert-check: iaca: is for self-signed certificates: no -c" ]
	run -78 --separate-stderr bash -c 'cert-check ds -c root.pem <signer.der'
	[[ $stderr == "cert-check: root.pem: PEM, and DER is wanted: "* ]]
	run -78 --separate-stderr bash -c 'cert-check ds -c none.der <signer.der'
	[ "$stderr" = "cert-check: none.der: No such file or directory" ]
	cat root.der root.der >two.der
	run -78 --separate-stderr bash -c 'cert-check ds -c two.der <signer.der'
	[ "$stderr" = "cert-check: two.der: octets follow its end" ]
}

@test "a profile is a name that is built in, or the path of a file" {
	run -64 --separate-stderr cert-check nothing
	[ "$stderr" = "cert-check: no profile nothing; there are ca ds iaca link ocsp status, \
or the path of a file" ]
	run -64 cert-check
	for name in ca ds iaca link ocsp status; do
		cert-check $name --list-checks >built-in
		cert-check "$PROJECT/etc/profiles/$name.profile" --list-checks | cmp built-in
	done
	run -78 --separate-stderr cert-check ./none.profile
	[ "$stderr" = "cert-check: ./none.profile: No such file or directory" ]
	sed 's/CA path-length 0/CA path-length zero/' "$PROJECT/etc/profiles/iaca.profile" \
		>my.profile
	line=$(grep -n zero my.profile | cut -d : -f 1)
	run -78 --separate-stderr cert-check my.profile
	[ "$stderr" = "cert-check: my.profile:$line: zero: not a path length" ]
}

@test "a profile of one's own is what is checked" {
	sed 's/path-length 0/path-length 1/; s/20 years/8 years/' \
		"$PROJECT/etc/profiles/iaca.profile" >my.profile
	run -1 --separate-stderr bash -c "cert-check my.profile -t $NOW <root.der"
	[ "$stderr" = "cert-check: stdin: record 1 @0: notAfter is more than 8 years after \
notBefore (Table B.1)
cert-check: stdin: record 1 @0: pathLenConstraint is 0, not 1 (Table B.1)" ]
}

@test "--list-checks prints each demand with its source, and reads nothing" {
	run -0 --separate-stderr cert-check ds --list-checks
	[ -z "$stderr" ]
	[ "${#lines[@]}" = 52 ]
	for line in "${lines[@]}"; do [[ $line =~ ^[A-Za-z]+": ".+" ("[A-Z].*")"$ ]]; done
	[[ $output == *"keyUsage: critical (Table B.3)"* ]]
	[[ $output == *"privateKeyUsagePeriod: at most 3 months (RFC 3280 4.2.1.4)"* ]]
	run -74 bash -c 'cert-check ds --list-checks >/dev/full'
}

@test "the certificates of the standard's Annex D name their CRL by a dNSName, and no more" {
	vectors mdoc
	cd "$VECTORS/annex-d"
	run -1 --separate-stderr cert-check iaca -t 2020-12-01T00:00:00Z <iaca_root_cert.der
	says "record 1 @0: cRLDistributionPoints holds dNSName, not \
uri (Table B.1)"
	run -1 --separate-stderr cert-check ds -c iaca_root_cert.der -t 2020-12-01T00:00:00Z \
		<ds_cert.der
	says "record 1 @0: cRLDistributionPoints holds dNSName, not \
uri (Table B.3)"
}

@test "both Japanese roots of a test list conform" {
	vectors mdoc
	cat "$VECTORS"/japan/*_iaca.der >in
	[ "$(grep -c . < <(find "$VECTORS/japan" -name '*_iaca.der'))" = 2 ]
	cert-check iaca -t 2025-11-20T00:00:00Z <in | cmp in
}

@test "of the roots that AAMVA lists one breaks a rule: Alaska's writes ST=AK" {
	vectors mdoc
	certs=("$VECTORS"/vical/aamva-vical-2025-11-18.certs/0??.der)
	[ "${#certs[@]}" = 14 ]
	cat "${certs[@]:0:6}" >before
	cat "${certs[@]:0:6}" "${certs[@]:7}" >want
	run -1 --separate-stderr bash -c 'cat "$@" |
		cert-check iaca -t 2025-11-20T00:00:00Z >out' - "${certs[@]}"
	says "record 7 @$(stat -c %s before): ST is not a code of ISO \
3166-2, as US-13 is (Table B.1)"
	cmp want out
}

@test "those who sign the list are no roots, and are told why" {
	vectors mdoc
	cat "$VECTORS"/vical/aamva-vical-2025-11-18.certs/signer_?.der >in
	run -1 --separate-stderr bash -c 'cert-check iaca -t 2025-11-20T00:00:00Z <in >out'
	cmp out /dev/null
	[[ $stderr == *"record 1 @0: keyUsage is nonRepudiation, not keyCertSign cRLSign"* ]]
	[[ $stderr == *"record 1 @0: extension extKeyUsage is critical"*"(B.1.1)"* ]]
	[[ $stderr == *"record 3 @"*": pathLenConstraint is missing (Table B.1)"* ]]
	[[ $stderr == *"record 3 @"*": cRLDistributionPoints is missing (Table B.1)"* ]]
}

@test "certificates of test issuers: EUDI's root has a critical purpose, others lack rows" {
	vectors mdoc/certs
	why() { openssl x509 -in "$VECTORS/$1.pem" -outform DER >in
		run -1 --separate-stderr cert-check iaca -t "$2" <in; }
	why eudi_PIDIssuerCAUT01 2025-01-01T00:00:00Z
	says "record 1 @0: extension extKeyUsage is critical and not \
of the profile (B.1.1)"
	why isomdl_iaca_root_cert 2024-10-20T00:00:00Z
	[[ $stderr == *"ST is not a code of ISO 3166-2, as US-13 is (Table B.1)" ]]
	why mynextid_2023interop_root-ca 2024-08-01T00:00:00Z
	[[ $stderr == *"ST is not a code of ISO 3166-2, as SI-13 is (Table B.1)" ]]
	# Multipaz's root writes C as UTF8String.
	why owf_multipaz_iaca_p384 2025-01-01T00:00:00Z
	[[ $stderr == *"C is not a PrintableString (Table B.1)"* ]]
}

@test "the authorities whose certificates citizens hold conform to ca" {
	vectors jpki-ca
	cat "$VECTORS"/*_2023.der >in
	cert-check ca -t 2026-11-21T00:00:00Z <in | cmp in
	cat "$VECTORS"/*_2015.der >in
	cert-check ca -t 2020-01-01T00:00:00Z <in | cmp in
	run -1 --separate-stderr bash -c 'cert-check ca -t 2026-11-21T00:00:00Z <in'
	[[ $stderr == *": not valid after 2025-10-19T14:59:59Z (RFC 5280 4.1.2.5)"* ]]
	cert-check ca -t $NOW <citizen.der | cmp citizen.der
	run -1 --separate-stderr bash -c "cert-check ca -t $NOW <root.der"
	[[ $stderr == *"subject has no O (RFC 5280 4.1.2.4)"* ]]
}

@test "no certificate with one bit turned passes" {
	/usr/bin/python3 - >in <<-'PYTHON'
		import sys
		good = open("root.der", "rb").read()
		for at in range(4, len(good)):
		    for bit in (0, 3, 7):
		        bad = bytearray(good)
		        bad[at] ^= 1 << bit
		        sys.stdout.buffer.write(bad)
	PYTHON
	[ $(($(stat -c %s in) / $(stat -c %s root.der))) -gt 1000 ]
	run -1 --separate-stderr bash -c "cert-check iaca -t $NOW <in >out"
	cmp out /dev/null
}
