# kill - killed at any moment, no program leaves a store, a published file or a token that is
# half done, or gives one CRL number to two lists.  kill-run.bats does it to whole runs.
load helper
load kill

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_authorities a:p-256 b:rsa c:p-384
	for n in {0..19}; do many b "$n" 2000; done | record-encode revocation >requests
	split -n 20 requests requests. -d # each is as long as the others
	cp -r store full
	revocation-put -u -s full -t $NOW <requests >revoked
	revocation-put -u -s full -t $NOW <requests >already
	split -n 20 revoked revoked. -d
	split -n 20 already already. -d
	cp -r store small
	revocation-put -u -s small -t $NOW <requests.00 | cmp - revoked.00
}
setup() {
	mkdir "$BATS_FILE_TMPDIR/$BATS_TEST_NUMBER"
	cd "$BATS_FILE_TMPDIR/$BATS_TEST_NUMBER" || return
}

@test "revocation-put has taken all of its input or none, and what it acknowledged stays" {
	cp -r ../store store
	# The twenty inputs are put one after the other; then the store starts anew.
	kills 200 'exec revocation-put -u -s store -t $NOW \
		<../requests.$(printf %02d $(((ROUND - 1) % 20))) >receipts' <<-'CHECK'
		n=$(((ROUND - 1) % 20)) i=$(printf %02d $(((ROUND - 1) % 20)))
		store-check -s store
		have=$(revoked store)
		[ $have = $((n * 2000 + 2000)) ] || [ $have = $((n * 2000)) ]
		# Whatever left of the receipts, what they say is in the store.
		[ $have != $((n * 2000)) ] || { [ $STATUS = 137 ] && [ ! -s receipts ]; }
		[ $STATUS = 137 ] || cmp receipts ../revoked.$i
		# Run again, it completes.
		revocation-put -u -s store -t $NOW <../requests.$i >again
		cmp -s again ../revoked.$i || cmp again ../already.$i
		rm -f receipts
		[ $i = 19 ] || exit 0
		revocation-put -u -s store -t $NOW <../requests >again
		cmp again ../already
		rm -r store
		cp -r ../store store
	CHECK
}

@test "crl-build gives no number to two lists, and the next one completes" {
	cp -r ../small store
	kills 200 'exec crl-build -s store -t $(at $ROUND) >$ROUND.tbs' <<-'CHECK'
		store-check -s store
		crl-build -s store -t $NOW >$ROUND.again
	CHECK
	[ "$(numbers ./*.tbs ./*.again)" -gt 1200 ]
}

@test "of two builders at work one may be killed: still no number is given twice" {
	cp -r ../small store
	builder() {
		local n=0
		while kill -0 $$ && [ ! -e stop ]; do
			n=$((n + 1))
			crl-build -s store -t "$(at $((1800 + n % 50)))" >beside$n.tbs || [ $? = 75 ]
		done
	}
	builder 3>&- &
	# What it takes differs a lot, as one waits for the other.
	kills 100 --share 0.2 'crl-build -s store -t $(at $ROUND) >$ROUND.tbs || [ $? = 75 ]' \
		<<-'CHECK'
		store-check -s store
	CHECK
	touch stop
	wait $!
	[ "$(numbers ./*.tbs)" -gt 500 ]
}
teardown() { touch stop; }

@test "der-sign has signed whole records or none, and its token is as it was" {
	cp -r ../small store
	confined
	stamps() { find ../tok/tokens -printf '%P %i %s %T@ %C@\n'; }
	stamps >stamps
	export -f stamps
	for i in 1 2 3 4; do crl-build -s store -t "$(at $i)"; done >tbs
	kills 200 'exec der-sign -s store -t $NOW <tbs >signed' <<-'CHECK'
		stamps | cmp - stamps
		status=0
		crl-verify -s store <signed >whole || status=$?
		[ $status = 0 ] || { [ $STATUS = 137 ] && [ $status = 65 ]; }
		cat whole >>all
	CHECK
	[ "$(numbers all)" = 24 ]
}

@test "crl-publish leaves old files or new ones, whole, and completes when run again" {
	cp -r ../small store
	for n in {0..20}; do crl-build -s store -t "$(at "$n")"; done >tbs
	der-sign -s store -t $NOW <tbs | split_der set
	crl-publish -s store -d out -t $NOW <set.00
	cp -r store before
	cp -r out before.out
	# The twenty sets are published one after the other; then it starts anew.
	kills 200 'exec crl-publish -s store -d out -t $NOW \
		<set.$(printf %02d $(((ROUND - 1) % 20 + 1)))' <<-'CHECK'
		old=$(printf %02d $(((ROUND - 1) % 20))) new=$(printf %02d $(((ROUND - 1) % 20 + 1)))
		store-check -s store
		n=0
		for file in out/*/*.crl; do
			n=$((n + 1))
			cmp -s $file set.$old.$n || cmp $file set.$new.$n
			[ $STATUS = 137 ] || cmp $file set.$new.$n
		done
		crl-publish -s store -d out -t $NOW <set.$new
		cat out/*/*.crl | cmp - set.$new
		[ "$(ls -A out/*)" = "$(ls out/*)" ]
		[ $new = 20 ] || exit 0
		rm -r store out
		cp -r before store
		cp -r before.out out
	CHECK
}
