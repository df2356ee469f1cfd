# store-backup - a consistent copy of a store, whoever writes meanwhile.
load helper
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_ca tokyo
	make_store st tokyo
	make_cert tokyo certs --serial A1 --count 3
	cert-put -s st <certs.der
	request tokyo A1 | put_requests st
}
setup() { cd "$BATS_FILE_TMPDIR" || return; }

# dump STORE - everything that can be asked of it.
dump() {
	issuer-list -s "$1" -j -t 2026-11-21T00:00:00Z
	for serial in A1 A2 A3 A4; do
		echo '{"issuer":"tokyo","serial":"'$serial'"}'
	done | record-encode query | cert-get -s "$1" -t 2026-11-21T00:00:00Z | record-show
}

@test "a backup is a store that can be asked, checked and backed up, but not written" {
	run -0 --separate-stderr bash -c 'store-backup -s st >backup'
	[ -z "$stderr" ]
	dump st >before
	dump backup | cmp - before
	run -0 store-check -s backup
	store-backup -s backup >second
	dump second | cmp - before
	run -78 --separate-stderr cert-put -s backup </dev/null
	[ "$stderr" = "cert-put: backup: a backup is only read; to work with it, make a \
directory and move it there as data.mdb" ]
	crl-build -n -s backup
}

@test "moved into a directory as data.mdb it is a store again" {
	store-backup -s st >backup
	mkdir "$BATS_TEST_TMPDIR/again"
	cp backup "$BATS_TEST_TMPDIR/again/data.mdb"
	cd "$BATS_TEST_TMPDIR"
	dump again | cmp - <(dump "$BATS_FILE_TMPDIR/st")
	request tokyo A2 | put_requests again
	run -0 store-check -s again
	[ "$(store-show -s again -j | jq -s '.[1].revoked')" = 2 ]
}

@test "the same store gives the same octets, and is not touched" {
	cp st/data.mdb before
	store-backup -s st >one
	store-backup -s st >two
	cmp one two
	cmp before st/data.mdb
}

@test "through a pipe it is the same" {
	store-backup -s st >backup
	store-backup -s st | cat | cmp - backup
}

@test "a copy taken while others write is one transaction's state" {
	cp -r st "$BATS_TEST_TMPDIR/st"
	cd "$BATS_TEST_TMPDIR"
	for i in {1..9}; do
		for j in {1..9}; do request tokyo "B${i}0$j"; done |
			record-encode revocation >"requests$i"
	done
	(
		for i in {1..9}; do revocation-put -u -s st <"requests$i" >>receipts; done
		: >written
	) &
	copies=0
	while [ ! -e written ] || [ $copies -lt 3 ]; do
		store-backup -s st >backup
		run -0 store-check -s backup
		# one, before, and nine with each request
		[ $((($(store-show -s backup -j | jq -s '.[1].revoked') - 1) % 9)) = 0 ]
		copies=$((copies + 1))
	done
	wait
	[ "$(store-show -s st -j | jq -s '.[1].revoked')" = 82 ]
}

@test "a backup that is cut is no store" {
	store-backup -s st >backup
	size=$(stat -c %s backup)
	for cut in 1 4096 $((size / 2)) $((size - 4096)) $((size - 100)); do
		head -c -$cut backup >short
		run -78 --separate-stderr store-check -s short
		run -78 store-show -s short
		run -78 store-backup -s short
	done
	head -c -1 backup >short
	run -78 --separate-stderr store-check -s short
	[ "$stderr" = "store-check: short: cut short, $((size - 1)) of $size octets" ]
}

@test "a full disk or a closed output is 74, a missing store 78; -n writes nothing" {
	run -74 --separate-stderr bash -c 'store-backup -s st >/dev/full'
	[ "$stderr" = "store-backup: copy: No space left on device" ]
	run -74 bash -c 'store-backup -s st >&-'
	run -74 --separate-stderr bash -c "trap '' XFSZ; ulimit -f 16
		store-backup -s st >short"
	[ "$stderr" = "store-backup: copy: File too large" ]
	run -78 --separate-stderr bash -c 'store-backup -s none >short'
	[ "$stderr" = "store-backup: none: No such file or directory" ]
	run -64 bash -c 'store-backup >short'
	run -64 bash -c 'store-backup -s st st >short'
	store-backup -n -s st | cmp - /dev/null
	run -0 store-check -s st
}

@test "closed descriptors do not end up in the store" {
	run -0 bash -c 'store-backup -s st >backup <&- 2>&-'
	run -0 store-check -s backup
	run -74 bash -c 'store-backup -s st <&- >&- 2>&-'
	run -0 store-check -s st
}
