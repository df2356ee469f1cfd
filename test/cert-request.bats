# cert-request - what is to be signed so that it asks for a certificate of a token's key.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_token t
	for algorithm in p-256 p-384 rsa-2048; do
		key-generate -K "$(token_uri t $algorithm)" -a $algorithm >/dev/null
	done
}
setup() { cd "$BATS_FILE_TMPDIR" || return; }

# says TEXT - the only message so far is this one.
says() {
	[ "$stderr" = "cert-request: $1" ] || {
		printf 'want: cert-request: %s\nhave: %s\n' "$1" "$stderr"
		return 1
	}
}

@test "once der-sign has signed it, OpenSSL and GnuTLS read and verify the request" {
	for algorithm in p-256 p-384 rsa-2048; do
		uri=$(token_uri t $algorithm)
		cert-request -K "$uri" -S 'C=JP, O=Example, CN=Signer 3' >info.der
		der-sign -K "$uri" <info.der >csr.der
		run -0 --separate-stderr openssl req -inform DER -in csr.der -noout -verify \
			-subject
		[ "$output" = "subject=C = JP, O = Example, CN = Signer 3" ]
		[ "$stderr" = "Certificate request self-signature verify OK" ]
		run -0 certtool --crq-info --inder --infile csr.der
		[[ $output == *"Self signature: verified"* ]]
		# The key is the token's own.
		key-list -j -K "$(token_uri t)" |
			jq -r "select(.label == \"$algorithm\").spki" |
			/usr/bin/python3 -c 'import sys
sys.stdout.buffer.write(bytes.fromhex(sys.stdin.read()))' >spki
		openssl req -inform DER -in csr.der -noout -pubkey |
			openssl pkey -pubin -outform DER | cmp - spki
	done
}

@test "the request is version 0, with an empty set of attributes" {
	cert-request -K "$(token_uri t p-256)" -S 'CN=x' >info.der
	[ "$(tail -c 2 info.der | od -An -tx1)" = " a0 00" ]
	run -0 openssl asn1parse -inform DER -in info.der
	[[ ${lines[1]} == *"prim: INTEGER           :00" ]]
}

@test "a subject is encoded in the order and the string types of its parts" {
	cert-request -K "$(token_uri t p-256)" --subject \
		'CN=印鑑, serialNumber=7+OU=a\,b, C=JP, DC=example' >info.der
	run -0 openssl asn1parse -inform DER -in info.der
	types=$(printf '%s\n' "${lines[@]}" | sed -n 's/.*prim: \([A-Z0-9]*STRING\).*/\1/p' |
		head -n 5 | tr '\n' ' ')
	[ "$types" = "UTF8STRING PRINTABLESTRING UTF8STRING PRINTABLESTRING IA5STRING " ]
}

@test "der-sign signs it with no other key" {
	cert-request -K "$(token_uri t p-256)" -S CN=x >info.der
	key-generate -K "$(token_uri t other)" -a p-256 >other.txt
	run -1 --separate-stderr bash -c 'der-sign -K "$1" <info.der >csr.der' - \
		"$(token_uri t other)"
	[[ $stderr == *"record 1 @0: the request is for another key (RFC 2986 3)" ]]
	[ ! -s csr.der ]
}

@test "a name that is none is 64 and says why" {
	uri=$(token_uri t p-256)
	run -64 --separate-stderr cert-request -K "$uri" -S 'Signer 3'
	says '-S Signer 3: neither TYPE=VALUE, TYPE=VALUE... nor a URI'
	run -64 --separate-stderr cert-request -K "$uri" -S 'http://example.org/'
	says '-S http://example.org/: neither TYPE=VALUE, TYPE=VALUE... nor a URI'
	run -64 --separate-stderr cert-request -K "$uri" -S 'C=Japan, CN=x'
	says '-S C=Japan, CN=x: C is not a country code of two letters (RFC 5280 A.1)'
	run -64 --separate-stderr cert-request -K "$uri" -S 'CN='
	says '-S CN=: an attribute has no value'
	run -64 --separate-stderr cert-request -K "$uri"
	says '-K URI and -S NAME are required'
}

@test "a key that is not there is 78, and nothing is written" {
	run -78 --separate-stderr cert-request -K "$(token_uri t none)" -S CN=x
	says 'token test: there is no private key none'
	[ -z "$output" ]
	run -78 cert-request -K 'pkcs11:token=none;object=x?module-path=/nonexistent' -S CN=x
}

@test "-n writes nothing, a full disk is 74" {
	cert-request -n -K "$(token_uri t p-256)" -S CN=x | cmp - /dev/null
	run -74 bash -c 'cert-request -K "$1" -S CN=x >/dev/full' - "$(token_uri t p-256)"
}

@test "the PIN may come from a descriptor" {
	uri=$(token_uri t p-256 | sed 's/&pin-source=.*//')
	cert-request -K "$uri" -S CN=x --pin-fd 7 7<<<1234 >info.der
	[ -s info.der ]
	run -78 cert-request -K "$uri" -S CN=x
}
