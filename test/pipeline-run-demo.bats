# run-demo - the demonstration, here with three authorities.  What it makes, what README's
# tour and samples/README do with it.
load helper

# A tree to type in, and the demonstration in its var/.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	mkdir 'a tree'
	cd 'a tree' || return
	ln -s "$PROJECT"/{etc,pipelines,samples,src} .
	ln -s "$INKAN_BIN" bin
	"$PROJECT/pipelines/run-demo" -d "$PWD/var" -y 2026-11-20 bridge shiga tokyo >../said
}
setup() { cd "$BATS_FILE_TMPDIR/a tree" || return; }

run_demo() { "$PROJECT/pipelines/run-demo" "$@"; }
ours() { jq -c 'select(.issuer | IN("bridge", "shiga", "tokyo", "edo"))'; }
# split FILE - the certificates of a DER stream, as 0.pem, 1.pem, ...
split() {
	/usr/bin/python3 - "$1" <<-'END'
		import ssl, sys
		der, n = open(sys.argv[1], "rb").read(), 0
		while der:
		    size = 4 + int.from_bytes(der[2:4], "big")
		    open(f"{n}.pem", "w").write(ssl.DER_cert_to_PEM_cert(der[:size]))
		    der, n = der[size:], n + 1
	END
}

@test "it shows the receipts and the table, and says where the lists are and what to type" {
	grep -q 'makes 5 RSA-2048 keys' ../said
	grep -q 'the store has 83 certificates of 3 authorities' ../said
	grep -q '"status":"refused","why":"unknown issuer"' ../said
	grep -A 8 '^LIST' ../said >table
	[ "$(awk 'NR > 1 && NR < 9 { print $1, $2, $3, $4 }' table)" = "$(printf '%s\n' \
		'bridge/ca 1 1 1' 'bridge/user 1 0 0' 'shiga/ca 1 0 0' 'shiga/user 1 1 1' \
		'tokyo/ca 1 0 0' 'tokyo/chiyoda 1 2 2' 'tokyo/user 1 1 1')" ]
	[ "$(tail -n 1 table)" = "7 published, 0 failed, 0 not due" ]
	for list in bridge/ca bridge/user shiga/ca shiga/user tokyo/{ca,chiyoda,user}; do
		crl-verify -s var/store <"var/crl/$list.crl" | cmp - "var/crl/$list.crl"
	done
	grep -q 'The lists are .*var/crl/AUTHORITY/NAME.crl' ../said
	store-check -s var/store
}

@test "nobody else can read the PIN, the token, requests or receipts" {
	run -0 find var -perm /077 ! -path 'var/crl*' ! -type d -printf '%P\n'
	[ -z "$(grep -v '^state/publish-crl.lock$' <<<"$output")" ]
	[ "$(stat -c %a var/pin var/token var/store/data.mdb | tr '\n' ' ')" = "600 700 600 " ]
	run -0 find var/token -type f -perm /222
	[ -z "$output" ]
}

@test "every certificate is marked as a demonstration, and OpenSSL follows the paths" {
	mkdir -p certificates
	cd certificates
	split ../var/certificates/issued.der
	for name in tokyo tokyo-old tokyo-new-with-old bridge shiga; do
		openssl x509 -inform DER -in "../var/certificates/$name.der" -out $name.pem
	done
	for file in *.pem; do
		openssl x509 -in "$file" -noout -subject -issuer -nameopt utf8 >names
		[ "$(grep -c 'O=JPKI Demonstration' names)" = 2 ]
		openssl x509 -in "$file" -noout -text -certopt no_pubkey,no_sigdump >text
		run -1 grep -E '1\.2\.392|othername' text
	done
	for name in tokyo tokyo-old bridge shiga; do
		openssl verify -check_ss_sig -CAfile $name.pem $name.pem
	done
	openssl verify -CAfile tokyo-old.pem tokyo-new-with-old.pem
	for file in [0-9]*.pem; do
		openssl x509 -in "$file" -noout -issuer -subject -serial -nameopt utf8 |
			tr '\n' ' ' >names
		case $(cat names) in
		*"issuer="*BridgeCA*"subject="*都知事*) cross=$file ;;
		*"issuer="*都知事*"subject="*Chiyoda*"serial=1023"*) citizen=$file ;;
		esac
	done
	openssl verify -attime "$(date -d 2026-11-21 +%s)" -CAfile bridge.pem "$cross"
	openssl verify -attime "$(date -d 2026-11-21 +%s)" -CAfile tokyo.pem "$citizen"
}

@test "a second run changes nothing, and every request is taken already" {
	find var/crl var/certificates var/token -type f -exec sha256sum {} + >before
	run -0 run_demo -d "$PWD/var" bridge shiga tokyo
	[[ $output == *"0 published, 0 failed, 7 not due"* ]]
	[[ $output == *$'\ntotal: 7 '* ]]
	sha256sum --quiet -c before
	run -1 grep -c '"status":"revoked"' var/receipts.jsonl
	[ "$output" = 0 ]
	store-check -s var/store
}

# typed FILE FROM TO - run the indented lines from FROM to TO, as they are, in one shell; what
# they print comes to transcript, and what fails to failed.
typed() {
	{
		echo 'set -o pipefail; man() { :; }; less() { cat; }'
		echo 'trap '\''echo "$?: $BASH_COMMAND" >>failed'\'' ERR'
		awk -v from="$2" -v to="$3" '$0 ~ from { on = 1 } to && $0 ~ to { on = 0 }
			on && /^    / { print substr($0, 5) }' "$1"
	} >script
	: >failed
	bash script >transcript 2>stderr
}

@test "samples/README: what it says to type works, and gives the samples that it says" {
	rm -rf second
	run_demo -d "$PWD/second" -y 2026-11-20 bridge shiga tokyo >/dev/null
	for file in requests receipts; do
		ours <second/$file.jsonl >got
		ours <samples/${file/requests/revocations}.jsonl | cmp - got
	done
	record-encode query <samples/queries.jsonl |
		cert-get -s var/store -t 2026-11-21T00:00:00Z | record-show |
		cmp - samples/answers.jsonl
	[ "$(samples/make-certificates lists | wc -l)" = 97 ]
	mkdir -p typed
	cd typed
	ln -sfn ../bin ../samples ../var "$PROJECT/etc" .
	PATH=$PWD/bin:$PATH AUTHORITIES="bridge shiga tokyo" \
		typed "$PROJECT/samples/README" '^From the project' ''
	[ "$(cat failed)" = \
		"1: revocation-put -s var/store < var/requests.cbor > receipts.cbor" ]
	[ "$(grep -v '^revocation-put: stdin: record ' stderr)" = "" ]
	[ -s tokyo-new-with-old.tbs ]
}

@test "README's first tour works as it is written" {
	typed "$PROJECT/README" '^A FIRST TOUR' '^Every program has --help'
	[ "$(wc -l <script)" = 24 ]
	[ ! -s stderr ]
	[ "$(cat failed)" = "1: crl-diff var/before.crl var/crl/tokyo/user.crl" ]
	grep -q '"serial":"1016","status":"revoked"' transcript
	grep -q '^0 published, 0 failed, 7 not due$' transcript
	grep -q '^3 published, 0 failed, 0 not due$' transcript
	run -1 grep -E '"status":"(refused|revoked)"' <(tail -n 2 transcript)
}

@test "killed at any moment, the next run takes it up" {
	local demo="$BATS_TEST_TMPDIR/killed" i pid
	for ((i = 0; i < ${KILLS:-8}; i++)); do
		setsid "$PROJECT/pipelines/run-demo" -d "$demo" bridge >said 2>&1 &
		pid=$!
		sleep "$((i / 5)).$((i * 2 % 10))"
		kill -9 -- -$pid 2>/dev/null || :
		wait $pid 2>/dev/null || :
	done
	run -0 run_demo -d "$demo" bridge
	store-check -s "$demo/store"
	for list in ca user; do
		crl-verify -s "$demo/store" <"$demo/crl/bridge/$list.crl" >verified
		cmp verified "$demo/crl/bridge/$list.crl"
	done
	[ "$(key-list -j -K "$(sed -n 's/^TOKEN=//p' "$demo/inkan.conf" | tr -d '\\')" |
		jq -r .label | tr '\n' ' ')" = "bridge bridge-old " ]
	run -0 find "$demo" -name '*.new' ! -path '*/state/*'
	[ -z "$output" ]
}

@test "it needs no privilege, takes any day, and refuses a folder that was moved" {
	cd "$BATS_TEST_TMPDIR"
	run -0 unprivileged "$PROJECT/pipelines/run-demo" -d "$PWD/one" -y 2025-12-31 bridge
	run -0 jq -rs '.[0].date, .[2].invalidity, .[-5].date' one/requests.jsonl
	[ "$output" = $'2025-12-31T00:12:31Z\n2025-12-30T15:00:00Z\n2025-12-31T07:22:00Z' ]
	mv one two
	run -78 run_demo -d "$PWD/two" bridge
	[ "$output" = \
		"run-demo: $PWD/two was made for another place: remove it, and run again" ]
}
