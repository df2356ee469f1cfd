# hostile - whatever octets come in, a program ends soon, in little memory, and with a status
# that its page names; and whatever happens around it, no store or published file suffers.
load helper

NOW=2026-11-21T12:00:00Z
export NOW

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_ca a
	make_token tok
	token_import tok a
	store-create -s store
	issuer-put -s store -k "$(token_uri tok a)" a <a.der
	{ request a 1001; request a 1002; } | record-encode revocation >requests
	revocation-put -u -s store -t $NOW <requests >receipts
	make_crl a last --number 9 01
}
setup() {
	mkdir "$BATS_FILE_TMPDIR/$BATS_TEST_NUMBER"
	cd "$BATS_FILE_TMPDIR/$BATS_TEST_NUMBER" || return
	ln -s ../tok ../requests ../last.crl ../a.der ../a.key .
}

# programs - every program that reads what others wrote, and what it may end with.
programs() {
	cat <<-PROGRAMS
		0,1,65 crl-verify -c a.der
		0,1,65 crl-verify -s store
		0,78 crl-verify -c {}
		0,1,65 crl-show
		0,1,65 crl-show -j -e
		0,1,65 crl-list -i a
		0,1,65 crl-diff {} {}
		0,1,65 crl-diff last.crl {}
		0,1,65 der-sign -s store -t $NOW
		0,1,65 der-sign -K "$(token_uri ../tok a)" -t $NOW
		78 der-sign -K "$(token_uri ../tok a)" -c {} -t $NOW
		0,1,65 cose-sign -K "$(token_uri ../tok a)" -t $NOW
		78 cose-sign -K "$(token_uri ../tok a)" -c {} -t $NOW
		0,1,65 crl-publish -s store -d out -t $NOW
		0,1,65 cert-verify -c a.der -u a.der -t $NOW
		0,78 cert-verify -c {} -t $NOW
		0,1,65 cert-check iaca -t $NOW
		0,1,65 cert-check ds -c a.der -t $NOW
		0,78 cert-check ds -c {} -t $NOW
		78 cert-check {} -t $NOW
		0,1,65 cert-build ca -t $NOW
		0,1,65 cert-build link -c a.der -t $NOW
		0,78 cert-build ocsp -c {} -t $NOW
		0,1,65 cert-put -s store
		0,1,65 issuer-put -s store -k pkcs11:object=x x
		0,1,65 revocation-put -u -s store -t $NOW
		0,1,65 cert-get -s store
		0,65 record-show
		0,1 record-encode revocation
		0,1 record-encode query
		0,1,65 mdoc-verify -c a.der
		0,1,65 mdoc-show
		0,1,65 mdoc-show -j
	PROGRAMS
}

# hostile [OPTION...] FOLDER... - all files of the folders through all of them.
hostile() {
	local place places=(one two)
	case $INKAN_BIN in
	*/san/bin) # slower; and unconfined, one login to SoftHSM disturbs another
		set -- --memory 2048 --seconds 5 "$@"
		places=(one)
		;;
	esac
	for place in "${places[@]}"; do
		mkdir $place
		cp -r ../store $place/store
		cp ../last.crl ../a.der $place/
		store-show -j -s $place/store >$place/before
	done
	programs >programs
	"$PROJECT/test/hostile.py" "${places[@]}" "$@" <programs >summary
	for place in "${places[@]}"; do
		store-check -s $place/store
		store-show -j -s $place/store | grep '"issuer":"a"' | cmp - $place/before
		[ ! -e $place/out/a ]
	done
}

@test "public collections of hostile octets: INKAN_HOSTILE=all for every file, else a sample" {
	vectors .
	every=(--every 10)
	[ "${INKAN_HOSTILE-}" != all ] || every=()
	hostile "${every[@]}" -- "$VECTORS"/{crl-fuzz-openssl,crl-fuzz-gnutls,bssl-fuzzseeds,cbor}
	[ "${INKAN_HOSTILE-}" != all ] || cat summary >&3
}

# costly - files that promise much or would cost a careless reader much, in ./files.
costly() {
	mkdir files
	forge() { "$PROJECT/test/forge.py" a last.crl "files/$1" "$2"; }
	forge same-serial 'tbs[5] = sequence(items(tbs[5])[0] * 60000)'
	forge descending 'tbs[5] = sequence(*(sequence(tlv(2, n.to_bytes(4, "big")),
		tlv(23, b"261121000000Z")) for n in range(60000, 0, -1)))'
	forge entry-extensions 'tbs[5] = sequence(sequence(*items(items(tbs[5])[0]),
		sequence(*(extension("1.2.%d" % n, b"") for n in range(100000)))))'
	forge extensions 'tbs[6] = tlv(0xa0, sequence(inside(items(tbs[6])[0]),
		*(extension("1.2.%d" % n, b"") for n in range(100000))))'
	forge extension 'tbs[6] = extend(tbs[6], extension("1.2.3", b"x" * 2000000))'
	forge points 'tbs[6] = extend(tbs[6], extension("2.5.29.28", sequence(tlv(0xa0, tlv(0xa0,
		tlv(0x86, b"http://a") * 100000))), True))'
	forge rdns 'tbs[2] = sequence(items(tbs[2])[0] * 100000)'
	forge avas 'tbs[2] = sequence(tlv(0x31, inside(items(tbs[2])[0]) * 100000))'
	forge string 'tbs[2] = sequence(tlv(0x31, sequence(oid("2.5.4.3"), tlv(12, b"a " * 999999))))'
	forge number 'tbs[6] = swap(tbs[6], extension("2.5.29.20", tlv(2, b"\1" * 999999)))'
	forge oid 'tbs[6] = extend(tbs[6], sequence(tlv(6, b"\xff" * 999999 + b"\1"), tlv(4, b"")))'
	forge algorithm 'tbs[1] = pkcs1(10, tlv(0x30, b"\xa0\0" * 500000))'
	"$PROJECT/test/costly.py" files
}

@test "what promises much, or would cost a careless reader much, costs little" {
	costly
	hostile -- files
}
