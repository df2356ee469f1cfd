# rough - many at once, signals, limits, and input that does not behave: what is durable stays
# whole, and whoever cannot go on says so with a status of the table.
load helper
load kill

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_authorities a:p-256 b:rsa c:p-384
	many a 0 20000 | record-encode revocation >requests
	cp -r store full
	revocation-put -u -s full -t $NOW <requests >receipts
	crl-build -s full -l a/user -t "$(at 0)" | der-sign -s full -t $NOW >list.crl
}
setup() {
	mkdir "$BATS_FILE_TMPDIR/$BATS_TEST_NUMBER"
	cd "$BATS_FILE_TMPDIR/$BATS_TEST_NUMBER" || return
}

# all STATUS... - wait for what was started in the background: each ends with one of these.
all() {
	local job status
	for job in $(jobs -p); do
		status=0
		wait "$job" || status=$?
		[[ " $* " == *" $status "* ]] || { echo "status $status"; return 1; }
	done
}

@test "eight may revoke at once: each input is taken whole, one after the other" {
	cp -r ../store store
	for n in {1..8}; do
		{ many b "$n" 500; many b 0 500; } | record-encode revocation >"in$n"
		revocation-put -u -s store -t $NOW <"in$n" >"out$n" 3>&- &
	done
	all 0
	store-check -s store
	[ "$(revoked store)" = 4500 ]
	# The serials that all of them named were revoked by one and found by seven.
	for n in {1..8}; do record-show <"out$n"; done >receipts
	[ "$(wc -l <receipts)" = 8000 ]
	[ "$(grep -c '"revoked"' receipts)" = 4500 ]
	[ "$(grep -c '"already"' receipts)" = 3500 ]
}

@test "four may build at once: each number is given once, and one that came late says 75" {
	cp -r ../store store
	for round in {1..10}; do
		for n in 1 2 3 4; do
			crl-build -s store -t "$(at $((round * 4 + n)))" >$round.$n 3>&- &
		done
		all 0 75
	done
	store-check -s store
	[ "$(numbers ./*.?)" -ge 60 ]
}

@test "of many that publish the newest wins, and no list is ever followed by an older one" {
	cp -r ../store store
	for n in {0..7}; do crl-build -s store -t "$(at "$n")"; done >tbs
	der-sign -s store -t $NOW <tbs | split_der set
	mkdir seen
	for n in {1..200}; do
		cat out/*/*.crl >"seen/$(printf %03d "$n")" 2>/dev/null || :
	done 3>&- &
	watcher=$!
	patient() {
		local status=75
		while [ $status = 75 ]; do
			status=0
			crl-publish -s store -d out -t $NOW <"set.0$1" 2>>said || status=$?
		done
		[ $status = 0 ] || [ $status = 1 ]
	}
	for n in 5 3 1 7 4 0 6 2; do patient $n 3>&- & done
	wait "$watcher"
	all 0
	crl-publish -s store -d out -t $NOW <set.07
	cat out/*/*.crl | cmp - set.07
	numbers --rising seen/*
	store-check -s store
	[ "$(ls -A out/*)" = "$(ls out/*)" ]
}

@test "a reader that was killed keeps no pages: the store does not grow behind it" {
	cp -r ../full store
	store-show -s store >shown # makes the lock file
	# Somebody has the store open all the time, else the lock file would begin anew.
	/usr/bin/python3 -c 'if True:
		import fcntl, time
		file = open("store/lock.mdb", "r+b")
		fcntl.lockf(file, fcntl.LOCK_SH, 1)
		print("open", flush=True)
		time.sleep(60)' >opened 3>&- &
	holder=$!
	until [ -s opened ]; do sleep 0.05; done
	mkfifo pipe
	store-backup -s store >pipe 3>&- &
	reader=$!
	exec 4<pipe
	head -c 1 <&4 >/dev/null # it is in its snapshot now, and waits for somebody to read
	kill -9 $reader
	wait $reader || :
	size=$(stat -c %s store/data.mdb)
	for n in {1..40}; do crl-build -s store -l b/user -t "$(at "$n")"; done >built
	[ "$(stat -c %s store/data.mdb)" -le $((size + 65536)) ]
	exec 4<&-
	kill $holder
	store-check -s store
}

@test "an effect whose writer died in the middle of a record does nothing" {
	cp -r ../store store
	mkfifo pipe
	half=$(($(stat -c %s ../requests) / 2 + 5))
	{ head -c $half ../requests; exec sleep 60; } >pipe 3>&- &
	writer=$!
	revocation-put -u -s store -t $NOW <pipe >receipts 2>said 3>&- &
	reader=$!
	sleep 0.3
	kill -9 $writer
	status=0
	wait $reader || status=$?
	[ $status = 65 ]
	[ "$(revoked store)" = 0 ]
	cmp receipts /dev/null
}

@test "an input that is cut short while it is read is 74" {
	cp ../list.crl .
	mkfifo pipe
	crl-list -i a <list.crl >pipe 2>said 3>&- &
	reader=$!
	exec 4<pipe
	head -c 1 <&4 >/dev/null # it has read some, and waits
	: >list.crl
	cat <&4 >/dev/null
	exec 4<&-
	status=0
	wait $reader || status=$?
	[ $status = 74 ]
	[ "$(cat said)" = "crl-list: a file that was being read was cut short, or the disk is \
full or failing" ]
}

@test "a reader that goes away ends a program: by its signal, or with 74 where that is ignored" {
	run -141 bash -c 'crl-list -i a <../list.crl | head -c 1 >out; exit ${PIPESTATUS[0]}'
	run -74 bash -c 'trap "" PIPE
		crl-list -i a <../list.crl | head -c 1 >out; exit ${PIPESTATUS[0]}'
	[[ $output == *"crl-list: standard output: Broken pipe"* ]]
}

@test "a stopped writer holds up other writers and no reader, and goes on where it was" {
	cp -r ../store store
	revocation-put -u -s store -t $NOW <../requests >first 3>&- &
	writer=$!
	sleep 0.0$((RANDOM % 8 + 1))
	kill -STOP $writer 2>/dev/null || :
	have=$(revoked store)
	[ "$have" = 0 ] || [ "$have" = 20000 ]
	revocation-put -u -s store -t $NOW <../requests >second 3>&- &
	other=$!
	sleep 0.3
	kill -CONT $writer 2>/dev/null || :
	wait $writer
	wait $other
	[ "$(record-show <first | grep -c '"revoked"')" = 20000 ]
	[ "$(record-show <second | grep -c '"already"')" = 20000 ]
	[ "$(revoked store)" = 20000 ]
	store-check -s store
}

@test "in a small address space a program does its work or says 75, and the store stays good" {
	case $INKAN_BIN in */san/bin) skip "the sanitizers reserve terabytes" ;; esac
	cp -r ../full store
	for megabytes in 12 16 20 24 28 32 40 48 64 96 128 256; do
		while read -r input program; do
			status=0
			memory $megabytes bash -c "$program <$input >out 2>said" || status=$?
			case $status in
			0 | 75) ;;
			# What the loader, or the shell before it, has no room for.
			127 | 126) grep -q 'cannot\|memory' said || [ $megabytes -lt 24 ] ;;
			*) echo "$megabytes $program: $status" && cat said && return 1 ;;
			esac
			store-check -s store
		done <<-PROGRAMS
			../requests revocation-put -u -s store -t $NOW
			/dev/null crl-build -s store -t $NOW
			/dev/null store-show -s store
			../list.crl crl-verify -s store
			../list.crl crl-list -i a
		PROGRAMS
	done
	[ $status = 0 ]
}
