# helper - fixtures for the suites: files, keys and tokens.  It asserts nothing.
# shellcheck shell=bash
bats_require_minimum_version 1.5.0

# A test sees the programs of the build under test and nothing of whoever runs it.
PROJECT=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
INKAN_BIN=${INKAN_BIN:-$PROJECT/bin}
export PROJECT PATH="$INKAN_BIN:$PATH" HOME=/nonexistent LC_ALL=C TZ=UTC
unset SOFTHSM2_CONF INKAN_CONF P11_KIT_MODULE_PATH GNUTLS_PIN GNUTLS_SO_PIN CDPATH
umask 022

# make_ca NAME [rsa|p-256|p-384] [OPTION...] - a self-signed CA certificate with subject key
# identifier and keyUsage cRLSign, keyCertSign: NAME.key, NAME.pem, NAME.der.
make_ca() {
	local name=$1 key=${2:-p-256}
	shift $(($# > 1 ? 2 : 1))
	"$PROJECT/test/fixture.py" ca "$name" --key "$key" "$@"
}

# make_cert CA NAME [OPTION...] - certificates of that CA: NAME.der.
make_cert() { "$PROJECT/test/fixture.py" cert "$@"; }

# make_crl CA NAME [OPTION...] [SERIAL[,REASON[,DATE[,INVALIDITY]]]...] - NAME.crl.
make_crl() { "$PROJECT/test/fixture.py" crl "$@"; }

# sign_crl CA <tbs >crls - sign TBSCertLists without a token.
sign_crl() { "$PROJECT/test/fixture.py" sign "$1"; }

# make_iaca NAME [OPTION...], make_ds IACA NAME [OPTION...] - the root certificate of an issuing
# authority and a Document Signer's, with their keys: NAME.key, NAME.pem, NAME.der.
make_iaca() { "$PROJECT/test/fixture.py" iaca "$@"; }
make_ds() { "$PROJECT/test/fixture.py" ds "$@"; }

# The options of these are in fixture.py; what they make is fixed by them, keys aside:
# certificates run from 2020 to 2040, a list from 2026-11-21T00:00:00Z for three days.

# make_store DIR LABEL... - a store with issuers whose certificates are LABEL.der.
make_store() {
	local store=$1 label
	store-create -s "$store"
	for label in "${@:2}"; do
		issuer-put -s "$store" -k "pkcs11:token=test;object=$label" "$label" \
			<"$label.der"
	done
}

# request ISSUER SERIAL [REASON [DATE [MEMBERS]]] - a revocation as a line of JSON.
request() {
	printf '{"issuer":"%s","serial":"%s","reason":"%s","date":"%s"%s}\n' "$1" "$2" \
		"${3:-superseded}" "${4:-2026-11-20T00:00:00Z}" "${5-}"
}

# put_requests STORE [OPTION...] <lines - put them; receipts as lines of JSON.  Its exit
# status is that of revocation-put.
put_requests() {
	local store=$1 dir status=0
	dir=$(mktemp -d "${BATS_TEST_TMPDIR:-$BATS_FILE_TMPDIR}/put.XXXXXX")
	record-encode revocation >"$dir/requests"
	revocation-put -s "$store" -t 2026-11-21T00:00:00Z "${@:2}" <"$dir/requests" \
		>"$dir/receipts" || status=$?
	record-show <"$dir/receipts"
	return "$status"
}

SOFTHSM_MODULE=${SOFTHSM_MODULE:-/usr/lib/softhsm/libsofthsm2.so}
export SOFTHSM_MODULE

# make_token DIR [LABEL] - a SoftHSM token with the PIN in DIR/pin and its configuration in
# DIR/softhsm2.conf.  Exports nothing: token_uri says where it is.
make_token() {
	local dir label=${2:-test}
	mkdir -p "$1/tokens"
	dir=$(cd "$1" && pwd)
	printf 1234 >"$dir/pin"
	printf '%s\n' "directories.tokendir = $dir/tokens" "objectstore.backend = file" \
		"log.level = ERROR" >"$dir/softhsm2.conf"
	SOFTHSM2_CONF=$dir/softhsm2.conf softhsm2-util --init-token --free --label "$label" \
		--pin 1234 --so-pin 5678 >/dev/null
}

# token_import DIR NAME [LABEL] - put the key of make_ca NAME into that token, labelled NAME.
token_import() {
	local id
	id=$(printf %s "$2" | sha1sum | cut -c 1-40)
	SOFTHSM2_CONF=$1/softhsm2.conf softhsm2-util --import "$2.key" --token "${3:-test}" \
		--label "${2##*/}" --id "$id" --pin 1234 >/dev/null
}

# token_uri DIR [OBJECT [LABEL]] - the PKCS#11 URI of a key, or of the token.
token_uri() {
	local dir
	dir=$(cd "$1" && pwd)
	printf 'pkcs11:token=%s%s?module-path=%s&x-softhsm2-conf=%s&pin-source=%s\n' \
		"${3:-test}" "${2:+;object=$2}" "$SOFTHSM_MODULE" "$dir/softhsm2.conf" \
		"$dir/pin"
}

# vectors FOLDER - VECTORS is that folder of ../shared/vectors; without it the test is skipped.
vectors() {
	VECTORS=$PROJECT/../shared/vectors/$1
	[ -d "$VECTORS" ] || skip "no ../shared/vectors"
}

# unprivileged COMMAND... - run it so that file modes count, even when the tests run as root:
# the same user without any of root's powers, so that paths only root may enter still work.
unprivileged() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --bounding-set=-all --inh-caps=-all --no-new-privs -- "$@"
	else
		"$@"
	fi
}

# memory MEGABYTES COMMAND... - run it with at most that much address space; without a limit
# under the sanitizers, which reserve terabytes of it.
memory() {
	local kilobytes=$(($1 * 1024))
	shift
	case $INKAN_BIN in */san/bin) kilobytes=unlimited ;; esac
	(ulimit -v "$kilobytes" && exec "$@")
}
