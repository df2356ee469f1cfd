# full-disk - where there is no room every program ends with 74, leaves nothing half done, and
# does its work once there is.  So with a disk that is read-only, and with closed descriptors.
load helper

NOW=2026-11-21T12:00:00Z
export NOW

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_ca a
	make_ca b
	make_cert a many --count 200 --serial 1000
	make_token tok
	token_import tok a
	store-create -s plain
	issuer-put -s plain -k "$(token_uri tok a)" a <a.der
	awk 'BEGIN { for (i = 0; i < 5000; i++)
		printf "{\"issuer\":\"a\",\"serial\":\"10%06X\",\"reason\":\"superseded\"," \
			"\"date\":\"2026-11-20T00:00:00Z\"}\n", i * 7919 % 5000 }' >requests.jsonl
	record-encode revocation <requests.jsonl >requests
	cp -r plain full
	revocation-put -u -s full -t $NOW <requests >receipts
	crl-build -s full -t 2026-11-21T11:59:59Z >tbs
	der-sign -s full -t $NOW <tbs >crl
	crl-publish -s full -d out -t $NOW <crl
	crl-build -s full -t $NOW >tbs
	der-sign -s full -t $NOW <tbs >next
	printf '{"issuer":"a","serial":"10000001"}\n%.0s' {1..2000} | record-encode query >queries
}

setup() {
	mkdir "$BATS_FILE_TMPDIR/$BATS_TEST_NUMBER"
	cd "$BATS_FILE_TMPDIR/$BATS_TEST_NUMBER" || return
	ln -s ../tok ../requests* ../many.der ../?.der ../tbs ../crl ../next ../queries .
}
teardown() { ! mountpoint -q disk || umount -l disk; }

# disk SIZE [FILE...] - a small disk at ./disk until the test ends, with these files on it.
disk() {
	[ "$(id -u)" = 0 ] || skip "only root can mount a small disk"
	mkdir disk
	mount -t tmpfs -o "size=$1" none disk 2>/dev/null || skip "cannot mount a disk here"
	shift
	[ $# = 0 ] || cp -r "$@" disk/
}

# fill - leave no room on it.
fill() { cat /dev/zero >disk/zeros 2>/dev/null || :; }

# ends STATUS MESSAGE COMMAND-LINE - the program ends so, and says only this.
ends() {
	run --separate-stderr bash -c "$3"
	[ "$status" = "$1" ] || {
		printf '%s\nwant: %s\nhave: %s\n' "$3" "$1" "$status"
		return 1
	}
	[ "$stderr" = "${3%% *}: $2" ] || {
		printf '%s\nwant: %s\nhave: %s\n' "$3" "${3%% *}: $2" "$stderr"
		return 1
	}
}

# room COMMAND-LINE - once there is room it does its work and says nothing.
room() {
	rm -f disk/zeros
	run -0 --separate-stderr bash -c "$1"
	[ -z "$stderr" ]
}

FULL='No space left on device'

@test "a full standard output is 74, and a store behind it stays good" {
	cp -r ../full store
	cp -r ../out .
	crl-publish -s store -d new -t $NOW <next
	rm -r store
	cp -r ../full store
	while read -r input program; do
		why="standard output: $FULL"
		case $program in
		revocation-put*)
			why="receipts cannot be written: $FULL; the revocations are in the store,"
			why+=" run again for receipts"
			;;
		store-backup*) why="copy: $FULL" ;;
		esac
		ends 74 "$why" "$program <$input >/dev/full"
		store-check -s store
	done <<-PROGRAMS
		requests record-show
		requests.jsonl record-encode revocation
		requests revocation-put -u -s store
		queries cert-get -s store
		tbs der-sign -s store
		crl crl-verify -s store
		crl crl-show -e
		crl crl-show -j
		crl crl-list -i a
		next crl-publish -j -s store -d out
		/dev/null crl-diff ../out/a/ca.crl new/a/ca.crl
		/dev/null crl-build -s store
		/dev/null store-show -s store
		/dev/null issuer-list -s store
		/dev/null store-backup -s store
		/dev/null key-list -K "$(token_uri tok)"
	PROGRAMS
}

@test "a store on a full disk stays as it is, and takes what comes once there is room" {
	disk 2M
	store-backup -s ../plain >backup # has no free pages that could be used again
	while read -r program; do
		rm -rf disk/plain
		mkdir disk/plain
		cp backup disk/plain/data.mdb
		store-show -j -s disk/plain >before
		fill
		ends 74 "commit: $FULL" "$program"
		store-check -s disk/plain
		store-show -j -s disk/plain | cmp - before
		room "$program"
		run -1 bash -c 'store-show -j -s disk/plain | cmp -s - before'
		store-check -s disk/plain
	done <<-PROGRAMS
		revocation-put -u -s disk/plain -t $NOW <requests >receipts
		cert-put -s disk/plain <many.der
		issuer-put -s disk/plain -k pkcs11:object=b b <b.der
		list-put -s disk/plain --dp http://a/z a/z
		crl-build -s disk/plain -l a/user >built
	PROGRAMS
}

@test "what only reads needs no room, and without the store's lock file it says why not" {
	disk 2M ../full
	fill
	for program in "store-check -s" "store-show -j -s" "issuer-list -s" "store-backup -s" \
		"crl-build -n -s"; do
		run -0 bash -c "$program disk/full >out"
	done
	crl-verify -s disk/full <crl | cmp - crl
	rm disk/full/lock.mdb disk/zeros
	fill
	ends 74 "a file that was being read was cut short, or the disk is full or failing" \
		"store-show -s disk/full"
	room "store-show -s disk/full"
}

@test "store-create leaves nothing on a full disk" {
	disk 100k
	fill
	ends 74 "disk/new: $FULL" "store-create -s disk/new"
	[ "$(ls -A disk)" = zeros ]
	head -c 80k /dev/zero >disk/zeros # not enough either, but some
	ends 74 "disk/new: Input/output error; is the disk full?" "store-create -s disk/new"
	[ "$(ls -A disk)" = zeros ]
	room "store-create -s disk/new"
	store-check -s disk/new
}

@test "closed descriptors never end up in a store" {
	cp -r ../full store
	cp -r ../out .
	# Which descriptors it needs, its input, and the program.
	while read -r needs input program; do
		for closed in '<&-' '>&-' '2>&-' '<&- >&-' '<&- 2>&-' '>&- 2>&-' '<&- >&- 2>&-'; do
			want=0 status=0
			[[ $needs != *0* || $closed != *'<&-'* ]] || want=74
			[[ $needs != *1* || ! " $closed" =~ ' >&-' ]] || want=74
			bash -c "exec $program <$input >written 2>said $closed" || status=$?
			[ $status = $want ] || { echo "$program $closed: $status"; return 1; }
			store-check -s store
			cat out/a/*.crl >all
			cmp -s all crl || cmp all next
		done
	done <<-PROGRAMS
		01 requests revocation-put -u -s store -t $NOW
		0- many.der cert-put -s store
		0- b.der issuer-put -s store -k pkcs11:object=b b
		0- next crl-publish -s store -d out -t $NOW
		01 queries cert-get -s store
		01 tbs der-sign -s store -t $NOW
		01 crl crl-verify -s store
		01 crl crl-list -i a
		01 crl crl-show
		01 requests record-show
		01 requests.jsonl record-encode revocation
		-- /dev/null list-put -s store --dp http://a/z a/z
		-1 /dev/null crl-build -s store
		-1 /dev/null store-show -s store
		-1 /dev/null issuer-list -s store
		-1 /dev/null store-backup -s store
		-- /dev/null store-check -s store
	PROGRAMS
}

@test "crl-publish leaves the old files on a full disk, and the new ones once there is room" {
	disk 2M ../out
	cp -r ../full store
	fill
	ends 74 "a/ca.crl: $FULL" "crl-publish -s store -d disk/out -t $NOW <next"
	[ "$(ls -A disk/out/a)" = "ca.crl
user.crl" ]
	cat disk/out/a/*.crl | cmp - crl
	head -c $(($(stat -c %s disk/zeros) - 8192)) /dev/zero >disk/zeros
	ends 74 "a/user.crl: $FULL" "crl-publish -s store -d disk/out -t $NOW <next"
	[ "$(ls -A disk/out/a)" = "ca.crl
user.crl" ]
	run -1 cmp -s disk/out/a/ca.crl ../out/a/ca.crl
	cmp disk/out/a/user.crl ../out/a/user.crl
	room "crl-publish -s store -d disk/out -t $NOW <next"
	cat disk/out/a/*.crl | cmp - next
}

@test "a spool without room, or without a directory, is 74, and nothing is half done" {
	disk 200k
	cp -r ../plain store
	cat ../next ../next ../next ../next >in
	for _ in {1..4}; do cat in in in in >in.new && mv in.new in; done
	store-show -j -s store >before
	fill
	export TMPDIR=$PWD/disk
	ends 74 "spool of receipts: $FULL" "revocation-put -u -s store -t $NOW <requests >receipts"
	store-show -j -s store | cmp - before
	ends 74 "standard input: $FULL" "crl-publish -s store -d out -t $NOW < <(cat in)"
	export TMPDIR=$PWD/none
	ends 74 "$TMPDIR: No such file or directory" \
		"revocation-put -u -s store -t $NOW <requests >receipts"
	store-show -j -s store | cmp - before
	# What fits in memory needs no spool.
	run -0 --separate-stderr bash -c "cat crl | crl-verify -s store | cmp - crl"
	export TMPDIR=$PWD
	room "revocation-put -u -s store -t $NOW <requests >receipts"
}

@test "on a read-only disk a store is read, and what would write says so" {
	disk 4M ../full ../out
	mount -o remount,ro disk
	for program in "store-check -s" "store-show -j -s" "issuer-list -s" "store-backup -s"; do
		run -0 bash -c "$program disk/full >read"
	done
	crl-verify -s disk/full <crl | cmp - crl
	der-sign -s disk/full -t $NOW <tbs >signed
	for program in "revocation-put -u -s disk/full <requests" "cert-put -s disk/full <many.der" \
		"issuer-put -s disk/full -k pkcs11:object=b b <b.der" "crl-build -s disk/full"; do
		ends 78 "disk/full: Read-only file system" "$program"
	done
	ends 78 "disk/new: Read-only file system" "store-create -s disk/new"
	cp -r ../full store
	ends 74 "a/ca.crl: Read-only file system" "crl-publish -s store -d disk/out -t $NOW <next"
	store-check -s store
}
