# kill-run - a whole run killed with all of its processes, and the programs that kill.bats left.
load helper
load kill

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_authorities a:p-256 b:rsa c:p-384
	make_cert a many --count 100 --serial 1000
	make_ca d
	for n in 0 1; do many b "$n" 2000; done | record-encode revocation >requests
	cp -r store full
	revocation-put -u -s full -t $NOW <requests >receipts
}
setup() {
	mkdir "$BATS_FILE_TMPDIR/$BATS_TEST_NUMBER"
	cd "$BATS_FILE_TMPDIR/$BATS_TEST_NUMBER" || return
}

@test "a day's run, pipelines/publish-crl and what comes before it, may be killed anywhere" {
	cp -r ../full store
	confined
	mkdir acknowledged published kept
	printf '%s=%s\n' STORE store PUBLISH out STATE state >inkan.conf
	export INKAN_CONF=inkan.conf
	cat >run <<-'RUN'
		set -Eeuo pipefail
		request a "$(printf %04X $((4096 + ROUND)))" | record-encode revocation >in
		revocation-put -u -s store -t $NOW <in >receipt
		: >acknowledged/$ROUND
		exec "$PROJECT/pipelines/publish-crl" --now -t "$(at $ROUND)"
	RUN
	export -f request
	kills 200 'exec bash run' <<-'CHECK'
		store-check -s store
		for file in state/publish-crl.??????/{built,signed,verified}; do
			[ ! -f "$file" ] || cp "$file" kept/$ROUND.${file##*/}
		done
		[ -d out ] || exit 0
		cat out/*/*.crl >whole
		crl-verify -s store <whole | cmp whole
		cp whole published/$(printf %04d $ROUND)
	CHECK
	numbers --rising published/*
	[ "$(numbers kept/* published/*)" -gt 200 ]
	# What was acknowledged is on the next list, and nothing of a killed run is left.
	ROUND=3000 bash run
	[ "$(ls -A state)" = publish-crl.lock ]
	[ "$(ls -A out/*)" = "$(ls out/*)" ]
	crl-list -i a <out/a/user.crl >listed.cbor
	record-show <listed.cbor | jq -r .serial | sort >listed
	for round in acknowledged/*; do printf '%04X\n' $((4096 + ${round#*/})); done | sort >want
	[ "$(wc -l <want)" -gt 100 ]
	comm -13 listed want | cmp - /dev/null
}

@test "store-create makes a whole store or none that stands in the way" {
	kills 50 'exec store-create -s store' <<-'CHECK'
		if [ -e store ]; then store-check -s store; else store-create -s store; fi
		store-check -s store
		rm -r store*
	CHECK
}

@test "store-backup's copy is whole when it says so, and one that was cut is no store" {
	cp -r ../full store
	store-backup -s store >whole
	kills 50 'exec store-backup -s store >copy' <<-'CHECK'
		store-check -s store
		if cmp -s whole copy; then store-check -s copy; exit 0; fi
		[ $STATUS = 137 ]
		status=0
		store-check -s copy || status=$?
		case $status in 70 | 74 | 78) ;; *) exit 1 ;; esac
	CHECK
}

@test "cert-put has taken all of its input or none" {
	cp -r ../store store
	kills 50 'exec cert-put -s store <../many.der' <<-'CHECK'
		store-check -s store
		known=$(store-show -s store -j | grep -o '"known":[0-9]*' | sort -u | tail -n 1)
		[ $STATUS != 0 ] || [ $known = '"known":100' ]
		[ $known = '"known":0' ] || [ $known = '"known":100' ]
		cert-put -s store <../many.der
		rm -r store
		cp -r ../store store
	CHECK
}

@test "issuer-put has put an issuer and its two lists, or nothing" {
	cp -r ../full store
	kills 50 'exec issuer-put -s store -k pkcs11:object=d d <../d.der' <<-'CHECK'
		store-check -s store
		lists=$(store-show -s store -j | grep -c '"issuer":"d"') || :
		[ $lists = 2 ] || { [ $lists = 0 ] && [ $STATUS = 137 ]; }
		issuer-put -s store -k pkcs11:object=d d <../d.der
		rm -r store
		cp -r ../full store
	CHECK
}
