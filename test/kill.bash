# kill - what the suites that kill programs share, beside helper.  It asserts nothing but that
# the kills came at the right moments.
# shellcheck shell=bash

NOW=2026-11-21T12:00:00Z
export NOW

# at N - the time N seconds after the day began, N < 3600: one for each list, as two of one
# number would differ in it.
at() { printf '2026-11-21T00:%02d:%02dZ' $(($1 / 60)) $(($1 % 60)); }
export -f at

# make_authorities LABEL:KEY... - a CA of each kind of key, a token in tok that holds the keys,
# and a store that knows them.
make_authorities() {
	local each
	make_token tok
	store-create -s store
	for each; do
		make_ca "${each%:*}" "${each#*:}"
		token_import tok "${each%:*}"
		issuer-put -s store -k "$(token_uri tok "${each%:*}")" "${each%:*}" \
			<"${each%:*}.der"
	done
}

# confined - skip the test where der-sign cannot be kept from its token's files: under the
# sanitizers, which write files of their own, and on a kernel without Landlock.
confined() {
	case $INKAN_BIN in */san/bin) skip "the sanitizers confine nothing" ;; esac
	! der-sign -s store </dev/null 2>&1 | grep -q Landlock || skip "no Landlock here"
}

# many LABEL N COUNT - so many revocations as lines of JSON, out of order, in serial range N.
many() {
	awk -v label="$1" -v range="$2" -v count="$3" 'BEGIN {
		for (i = 0; i < count; i++)
			printf "{\"issuer\":\"%s\",\"serial\":\"%02X%06X\",\"reason\":" \
				"\"superseded\",\"date\":\"2026-11-20T00:00:00Z\"}\n",
				label, range + 16, i * 7919 % count
	}'
}

# kills N [OPTION...] WORK <CHECK - kill WORK until N kills found it running; see kill.py.
kills() { "$PROJECT/test/kill.py" --kills "$@" "$(cat)"; }

# split_der NAME <lists - sets of six lists, one of each that make_authorities made: NAME.00,
# and each of its six apart, NAME.00.1.
split_der() { "$PROJECT/test/crl_numbers.py" --split "$1"; }

# numbers [--rising] FILE... - see crl_numbers.py.
numbers() { "$PROJECT/test/crl_numbers.py" "$@"; }

# revoked STORE - how many entries its lists hold.
revoked() {
	store-show -s "$1" -j |
		awk -F '"revoked":' '{ sum += substr($2, 1, index($2, ",") - 1) } END { print sum }'
}
export -f revoked
