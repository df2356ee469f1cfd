/* pkix_algorithm - AlgorithmIdentifiers that name a signature. */
#include "pkix/pkix_asn1.h"
#include "pkix/pkix_key.h"

#define SLICE(octets)                                                                          \
	{                                                                                      \
		(const uint8_t *)(octets), sizeof(octets) - 1                                  \
	}
#define PKCS1(n) SLICE("\x2a\x86\x48\x86\xf7\x0d\x01\x01" n)     /* 1.2.840.113549.1.1 */
#define NIST_HASH(n) SLICE("\x60\x86\x48\x01\x65\x03\x04\x02" n) /* 2.16.840.1.101.3.4.2 */

enum {
	SALT_MAX = 512, /* octets; an RSA key of 4096 bits has no room for more */
};

static const char malformed[] = "not an AlgorithmIdentifier (RFC 5280 4.1.1.2)";

/* The form of an algorithm's parameters. */
enum parameters {
	NONE,         /* must be absent: RFC 5758 3.2 */
	NULL_OR_NONE, /* NULL, RFC 4055 5; absent in some old CRLs */
	PSS,          /* RSASSA-PSS-params, RFC 4055 3.1 */
};

static const struct {
	struct der_slice oid;
	enum parameters parameters;
	struct pkix_algorithm algorithm;
} signatures[] = {
	{ PKCS1("\x05"), NULL_OR_NONE, { PKIX_SHA1, .name = "sha1WithRSAEncryption" } },
	{ PKCS1("\x0b"), NULL_OR_NONE, { PKIX_SHA256, .name = "sha256WithRSAEncryption" } },
	{ PKCS1("\x0c"), NULL_OR_NONE, { PKIX_SHA384, .name = "sha384WithRSAEncryption" } },
	{ PKCS1("\x0d"), NULL_OR_NONE, { PKIX_SHA512, .name = "sha512WithRSAEncryption" } },
	{ PKCS1("\x0a"), PSS, { .pss = true, .name = "RSASSA-PSS" } },
	{ SLICE("\x2a\x86\x48\xce\x3d\x04\x01"), NONE,
	    { PKIX_SHA1, .ecdsa = true, .name = "ecdsa-with-SHA1" } },
	{ SLICE("\x2a\x86\x48\xce\x3d\x04\x03\x02"), NONE,
	    { PKIX_SHA256, .ecdsa = true, .name = "ecdsa-with-SHA256" } },
	{ SLICE("\x2a\x86\x48\xce\x3d\x04\x03\x03"), NONE,
	    { PKIX_SHA384, .ecdsa = true, .name = "ecdsa-with-SHA384" } },
	{ SLICE("\x2a\x86\x48\xce\x3d\x04\x03\x04"), NONE,
	    { PKIX_SHA512, .ecdsa = true, .name = "ecdsa-with-SHA512" } },
};

static const struct {
	struct der_slice oid;
	enum pkix_hash hash;
} hashes[] = {
	{ SLICE("\x2b\x0e\x03\x02\x1a"), PKIX_SHA1 },
	{ NIST_HASH("\x01"), PKIX_SHA256 },
	{ NIST_HASH("\x02"), PKIX_SHA384 },
	{ NIST_HASH("\x03"), PKIX_SHA512 },
};

static const struct der_slice mgf1 = PKCS1("\x08");

/* Take an AlgorithmIdentifier apart; parameters are empty when absent. */
static bool
open_algorithm(struct der_slice der, struct der_slice *oid, struct der_slice *parameters)
{
	struct der_item sequence, item;

	if (!der_take(&der, DER_SEQUENCE, &sequence) || der.size != 0 ||
	    !der_take(&sequence.value, DER_OID, &item))
		return false;
	*oid = item.value;
	*parameters = sequence.value;
	return true;
}

static bool
is_null(struct der_slice parameters)
{
	return parameters.size == 2 && parameters.data[0] == DER_NULL &&
	       parameters.data[1] == 0;
}

static const char *
read_hash(struct der_slice der, enum pkix_hash *hash)
{
	struct der_slice oid, parameters;
	size_t i;

	if (!open_algorithm(der, &oid, &parameters) ||
	    (parameters.size != 0 && !is_null(parameters)))
		return "RSASSA-PSS names a malformed hash (RFC 4055 2.1)";
	for (i = 0; i < sizeof hashes / sizeof hashes[0]; i++)
		if (der_equal(oid, hashes[i].oid)) {
			*hash = hashes[i].hash;
			return NULL;
		}
	return "RSASSA-PSS with a hash that is not SHA-1, SHA-256, SHA-384 or SHA-512";
}

/* The mask generation function: MGF1, over the same hash.  RFC 4055 3.1 recommends that, and
 * GnuTLS can do no other. */
static const char *
read_mask(struct der_slice der, enum pkix_hash hash)
{
	struct der_slice oid, parameters;
	enum pkix_hash mask;
	const char *why;

	if (!open_algorithm(der, &oid, &parameters) || !der_equal(oid, mgf1))
		return "RSASSA-PSS with a mask that is not MGF1 (RFC 4055 2.2)";
	if ((why = read_hash(parameters, &mask)) != NULL)
		return why;
	return mask == hash ? NULL : "RSASSA-PSS with another hash in its mask (RFC 4055 3.1)";
}

/* The value inside an EXPLICIT tag, and nothing else inside. */
static struct der_slice
inside(const struct der_item *part, uint8_t tag)
{
	struct der_slice rest = part->value;
	struct der_item item;

	if (der_take(&rest, tag, &item) && rest.size == 0)
		return item.whole;
	return (struct der_slice){ NULL, 0 };
}

static int32_t
small_inside(const struct der_item *part)
{
	struct der_slice rest = inside(part, DER_INTEGER);
	struct der_item item;

	return der_take(&rest, DER_INTEGER, &item) ? der_small(item.value) : -1;
}

static const char *
read_pss_parts(const struct pkix_asn1 *tree, struct pkix_algorithm *algorithm)
{
	struct der_item part;
	const char *why = NULL;
	int32_t salt = 20;

	algorithm->hash = PKIX_SHA1;
	if (pkix_asn1_part(tree, "hashAlgorithm", &part))
		why = read_hash(inside(&part, DER_SEQUENCE), &algorithm->hash);
	if (why != NULL)
		return why;
	if (pkix_asn1_part(tree, "maskGenAlgorithm", &part))
		why = read_mask(inside(&part, DER_SEQUENCE), algorithm->hash);
	else if (algorithm->hash != PKIX_SHA1)
		why = "RSASSA-PSS with another hash in its mask (RFC 4055 3.1)";
	if (why != NULL)
		return why;
	if (pkix_asn1_part(tree, "saltLength", &part))
		salt = small_inside(&part);
	if (salt < 0 || salt > SALT_MAX)
		return "RSASSA-PSS with a salt of more than 512 octets";
	algorithm->salt = (unsigned)salt;
	if (pkix_asn1_part(tree, "trailerField", &part) && small_inside(&part) != 1)
		return "RSASSA-PSS with a trailer that is not 1 (RFC 4055 3.1)";
	return NULL;
}

static const char *
read_pss(struct der_slice parameters, struct pkix_algorithm *algorithm)
{
	struct pkix_asn1 tree = { 0 };
	const char *why;

	why = pkix_asn1_read(&tree, "PKIX.RSASSA-PSS-params", parameters,
	    "RSASSA-PSS without its parameters (RFC 4055 3.1)");
	if (why == NULL)
		why = read_pss_parts(&tree, algorithm);
	pkix_asn1_free(&tree);
	return why;
}

const char *
pkix_algorithm_read(struct der_slice der, struct pkix_algorithm *algorithm)
{
	struct der_slice oid, parameters;
	size_t i;

	if (!open_algorithm(der, &oid, &parameters))
		return malformed;
	for (i = 0; !der_equal(oid, signatures[i].oid);)
		if (++i == sizeof signatures / sizeof signatures[0])
			return "signature algorithm is not one we verify (RFC 4055, RFC 5758)";
	*algorithm = signatures[i].algorithm;
	if (signatures[i].parameters == PSS)
		return read_pss(parameters, algorithm);
	if (parameters.size == 0)
		return NULL;
	if (signatures[i].parameters == NONE)
		return "ECDSA algorithm with parameters (RFC 5758 3.2)";
	return is_null(parameters) ? NULL : "RSA algorithm with parameters (RFC 4055 5)";
}

struct der_slice
pkix_hash_oid(enum pkix_hash hash)
{
	size_t i = 0;

	while (hashes[i].hash != hash)
		i++;
	return hashes[i].oid;
}

struct der_slice
pkix_algorithm_default(enum pkix_key_kind kind)
{
	static const struct der_slice defaults[] = {
		[PKIX_KEY_RSA] =
		    SLICE("\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b\x05\x00"),
		[PKIX_KEY_P256] = SLICE("\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x02"),
		[PKIX_KEY_P384] = SLICE("\x30\x0a\x06\x08\x2a\x86\x48\xce\x3d\x04\x03\x03"),
		[PKIX_KEY_OTHER] = { NULL, 0 },
	};

	return defaults[kind];
}
