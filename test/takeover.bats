# Taking over real authorities: crl-list | revocation-put -u | crl-build gives back what their
# own CRL revokes, read by others than us.
load helper

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_ca new rsa
}
setup() { cd "$BATS_FILE_TMPDIR" || return; }

# entries FILE - serial, date, reason and invalidity date of each entry, sorted, read without
# inkan.  Two of the real lists name a serial several times, newest first (a hold, its end,
# the revocation): a register has one standing for a serial, and the first is it.
entries() { "$PROJECT/test/entries.py" "$1" | awk '!seen[$1]++' | sort; }

@test "every real CRL is taken over and comes back as the same set of entries" {
	vectors crl-realworld
	local crl name count total=0
	for crl in "$VECTORS"/crl/*; do
		name=$(basename "$crl")
		rm -rf store
		store-create -s store
		issuer-put -s store -k 'pkcs11:token=test;object=new' --reasons any old <new.der
		crl-list -i old <"$crl" >revocations
		revocation-put -s store -u <revocations >receipts
		store-check -s store
		crl-build -s store -l old/user -t 2026-11-21T00:00:00Z | sign_crl new >ours.crl
		entries "$crl" >theirs.txt
		entries ours.crl >ours.txt
		cmp theirs.txt ours.txt || fail_with "$name"
		[ "$(crl-show -j <ours.crl | jq .entries)" = "$(wc -l <ours.txt)" ]
		count=$(wc -l <ours.txt)
		[ "$count" = "$(record-show <receipts | grep -c '"status":"revoked"')" ]
		total=$((total + count))
	done
	[ "$total" -ge 47000 ]
}

fail_with() {
	echo "$1: the entries differ:" >&2
	diff theirs.txt ours.txt | head -n 5 >&2
	return 1
}

@test "an authority that suspended is taken over only by an issuer that admits any reason" {
	vectors crl-realworld
	store-create -s strict
	issuer-put -s strict -k 'pkcs11:token=test;object=new' old <new.der
	crl-list -i old <"$VECTORS/crl/esig-dss__crl_with_expiredCertsOnCRL_extension.crl" >held
	run -1 --separate-stderr bash -c 'revocation-put -s strict -u <held >receipts'
	[[ ${stderr_lines[0]} == *"does not suspend (practice statement 4.9.13)" ]]
	[ "$(record-show <receipts | grep -c '"why":"this issuer does not suspend')" = 250 ]
	[ "$(record-show <receipts | grep -c '"status":"revoked"')" = 117 ]
}

@test "taking over twice changes nothing" {
	vectors crl-realworld
	store-create -s twice
	issuer-put -s twice -k 'pkcs11:token=test;object=new' --reasons any old <new.der
	crl-list -i old <"$VECTORS/crl/NLnetLabs-rpki-rs__ca1.crl" >revocations
	revocation-put -s twice -u <revocations >first
	store-show -j -s twice >before
	revocation-put -s twice -u <revocations >second
	store-show -j -s twice | cmp before -
	run -0 bash -c 'record-show <second | jq -r .status | sort -u'
	[ "$output" = already ]
}
