#include "pkix/pkix_cert.h"
#include "pkix/pkix_asn1.h"
#include "pkix/pkix_crl.h" /* pkix_extension_next: the extensions of both are alike */
#include "pkix/pkix_name.h"

enum {
	EXTENSIONS_MAX = 64, /* more than any certificate has; each is compared with all */
	SERIAL_MAX = 20,     /* octets of the magnitude, RFC 5280 4.1.2.2 */
};

static const char not_key_usage[] = "keyUsage is not a BIT STRING of nine (RFC 5280 4.2.1.3)";

static const char *
read_key_usage(struct pkix_asn1 *tree, struct der_slice value, struct pkix_cert *cert)
{
	struct der_item bits;
	uint8_t unused, last;

	(void)tree;
	if (!der_take(&value, DER_BIT_STRING, &bits) || value.size != 0 ||
	    bits.value.size < 2 || bits.value.size > 3)
		return not_key_usage;
	unused = bits.value.data[0];
	last = bits.value.data[bits.value.size - 1];
	if (unused > 7 || (last & ((1u << unused) - 1)) != 0)
		return not_key_usage;
	cert->has_key_usage = true;
	cert->key_usage = (uint16_t)(bits.value.data[1] << 8);
	if (bits.value.size == 3)
		cert->key_usage |= last;
	return NULL;
}

static const char *
read_basic_constraints(struct pkix_asn1 *tree, struct der_slice value, struct pkix_cert *cert)
{
	static const char malformed[] = "basicConstraints is malformed (RFC 5280 4.2.1.9)";
	struct der_item part;
	const char *why;

	why = pkix_asn1_read(tree, "PKIX.BasicConstraints", value, malformed);
	if (why != NULL)
		return why;
	if (pkix_asn1_part(tree, "cA", &part))
		cert->ca = part.value.data[0] != 0;
	if (!pkix_asn1_part(tree, "pathLenConstraint", &part))
		return NULL;
	cert->path_length = der_small(part.value);
	return cert->path_length < 0 ? malformed : NULL;
}

static const char *
read_ski(struct pkix_asn1 *tree, struct der_slice value, struct pkix_cert *cert)
{
	struct der_item id;

	(void)tree;
	if (!der_take(&value, DER_OCTET_STRING, &id) || value.size != 0)
		return "subjectKeyIdentifier is not an OCTET STRING (RFC 5280 4.2.1.2)";
	cert->ski = id.value;
	return NULL;
}

static const char *
read_aki(struct pkix_asn1 *tree, struct der_slice value, struct pkix_cert *cert)
{
	struct der_item id;
	const char *why;

	why = pkix_asn1_read(tree, "PKIX.AuthorityKeyIdentifier", value,
	    "authorityKeyIdentifier is malformed (RFC 5280 4.2.1.1)");
	if (why == NULL && pkix_asn1_part(tree, "keyIdentifier", &id))
		cert->aki = id.value;
	return why;
}

static const char *
read_crl_dps(struct pkix_asn1 *tree, struct der_slice value, struct pkix_cert *cert)
{
	static const char malformed[] =
	    "cRLDistributionPoints is malformed (RFC 5280 4.2.1.13)";
	struct der_item points, point, part;
	struct der_slice rest;
	const char *why;

	if (!der_take(&value, DER_SEQUENCE, &points) || value.size != 0 ||
	    points.value.size == 0)
		return malformed;
	for (rest = points.value; rest.size != 0;) {
		if (der_next(&rest, &point, &why) != 1)
			return why;
		why = pkix_asn1_read(tree, "PKIX.DistributionPoint", point.whole, malformed);
		if (why != NULL)
			return why;
		if (!pkix_asn1_part(tree, "distributionPoint", &part) &&
		    !pkix_asn1_part(tree, "cRLIssuer", &part))
			return "DistributionPoint without a name (RFC 5280 4.2.1.13)";
	}
	cert->crl_dps = points.value;
	return NULL;
}

/* The extensions that are read, all below id-ce, 2.5.29. */
static const struct reader {
	uint8_t id;
	const char *(*read)(struct pkix_asn1 *, struct der_slice value, struct pkix_cert *);
} readers[] = {
	{ 14, read_ski },
	{ 15, read_key_usage },
	{ 19, read_basic_constraints },
	{ 31, read_crl_dps },
	{ 35, read_aki },
};

static const struct reader *
reader_of(struct der_slice oid)
{
	size_t i;

	if (oid.size != 3 || oid.data[0] != 0x55 || oid.data[1] != 0x1d)
		return NULL;
	for (i = 0; i < sizeof readers / sizeof readers[0]; i++)
		if (readers[i].id == oid.data[2])
			return &readers[i];
	return NULL;
}

static const char *
read_extensions(struct pkix_asn1 *tree, struct der_slice rest, struct pkix_cert *cert)
{
	struct der_slice seen[EXTENSIONS_MAX];
	struct pkix_extension extension;
	const struct reader *reader;
	size_t count = 0, i;
	const char *why;
	int got;

	while ((got = pkix_extension_next(&rest, &extension, &why)) == 1) {
		for (i = 0; i < count; i++)
			if (der_equal(seen[i], extension.oid))
				return "an extension appears twice (RFC 5280 4.2)";
		if (count == EXTENSIONS_MAX)
			return "more than 64 extensions";
		seen[count++] = extension.oid;
		reader = reader_of(extension.oid);
		if (reader != NULL) {
			if ((why = reader->read(tree, extension.value, cert)) != NULL)
				return why;
		} else if (extension.critical && cert->unknown_critical.size == 0)
			cert->unknown_critical = extension.oid;
	}
	return got == -1 ? why : NULL;
}

static const char *
read_validity(struct der_slice validity, struct pkix_cert *cert)
{
	struct der_item before, after;
	const char *why;

	if (der_next(&validity, &before, &why) != 1 || der_next(&validity, &after, &why) != 1 ||
	    validity.size != 0)
		return "validity is not two times (RFC 5280 4.1.2.5)";
	if ((why = der_time(&before, &cert->not_before)) == NULL)
		why = der_time(&after, &cert->not_after);
	return why;
}

static const char *
read_version(const struct pkix_asn1 *tree, struct pkix_cert *cert)
{
	struct der_item part, number;
	int32_t version;

	cert->version = 1;
	if (pkix_asn1_part(tree, "tbsCertificate.version", &part)) {
		version =
		    der_take(&part.value, DER_INTEGER, &number) ? der_small(number.value) : -1;
		if (version != 1 && version != 2) /* v1 is the default: never written */
			return "version is neither 2 nor 3 (RFC 5280 4.1.2.1)";
		cert->version = version + 1;
	}
	if (cert->version == 1 &&
	    (pkix_asn1_part(tree, "tbsCertificate.issuerUniqueID", &part) ||
		pkix_asn1_part(tree, "tbsCertificate.subjectUniqueID", &part)))
		return "a unique identifier in version 1 (RFC 5280 4.1.2.8)";
	if (cert->version != 3 && pkix_asn1_part(tree, "tbsCertificate.extensions", &part))
		return "extensions before version 3 (RFC 5280 4.1.2.9)";
	return NULL;
}

static const char *
read_names(const struct pkix_asn1 *tree, struct pkix_cert *cert)
{
	struct der_item part;
	const char *why;

	pkix_asn1_part(tree, "tbsCertificate.issuer", &part);
	if ((why = pkix_name_check(part.whole)) != NULL)
		return why;
	if (part.value.size == 0)
		return "issuer is empty (RFC 5280 4.1.2.4)";
	cert->issuer = part.whole;
	pkix_asn1_part(tree, "tbsCertificate.subject", &part);
	cert->subject = part.whole;
	return pkix_name_check(part.whole);
}

/* The parts that every certificate has. */
static const char *
read_parts(const struct pkix_asn1 *tree, struct pkix_cert *cert)
{
	struct der_item part;
	const char *why;

	pkix_asn1_part(tree, "tbsCertificate", &part);
	cert->tbs = part.whole;
	pkix_asn1_part(tree, "tbsCertificate.serialNumber", &part);
	if ((why = der_magnitude(part.value, &cert->serial)) != NULL)
		return why;
	if (cert->serial.size > SERIAL_MAX)
		return "serial of more than 20 octets (RFC 5280 4.1.2.2)";
	pkix_asn1_part(tree, "tbsCertificate.signature", &part);
	cert->algorithm = part.whole;
	pkix_asn1_part(tree, "signatureAlgorithm", &part);
	if (!der_equal(part.whole, cert->algorithm))
		return "signatureAlgorithm is not tbsCertificate.signature (RFC 5280 4.1.1.2)";
	pkix_asn1_part(tree, "signatureValue", &part);
	if (!der_bits(part.value, &cert->signature))
		return "signature is not whole octets (RFC 5280 4.1.1.3)";
	pkix_asn1_part(tree, "tbsCertificate.subjectPublicKeyInfo", &part);
	cert->spki = part.whole;
	if (part.tag != DER_SEQUENCE)
		return "subjectPublicKeyInfo is not a SEQUENCE (RFC 5280 4.1.2.7)";
	pkix_asn1_part(tree, "tbsCertificate.validity", &part);
	return part.tag == DER_SEQUENCE ? read_validity(part.value, cert)
					: "validity is not a SEQUENCE (RFC 5280 4.1.2.5)";
}

const char *
pkix_cert_read(struct der_slice der, struct pkix_cert *cert)
{
	struct pkix_asn1 tree = { 0 };
	struct der_item wrapped, list;
	const char *why;

	*cert = (struct pkix_cert){ .whole = der, .path_length = -1 };
	if (der.size > PKIX_CERT_MAX)
		return "larger than 64 KiB";
	why =
	    pkix_asn1_read(&tree, "PKIX.Certificate", der, "not a Certificate (RFC 5280 4.1)");
	if (why != NULL || (why = read_version(&tree, cert)) != NULL ||
	    (why = read_names(&tree, cert)) != NULL || (why = read_parts(&tree, cert)) != NULL)
		goto out;
	if (!pkix_asn1_part(&tree, "tbsCertificate.extensions", &wrapped))
		goto out;
	if (der_take(&wrapped.value, DER_SEQUENCE, &list) && wrapped.value.size == 0 &&
	    list.value.size != 0) {
		cert->extensions = list.value;
		why = read_extensions(&tree, list.value, cert);
	} else
		why = "extensions are not a SEQUENCE of at least one (RFC 5280 4.1.2.9)";
out:
	pkix_asn1_free(&tree);
	return why;
}

bool
pkix_cert_crl_dp(const struct pkix_cert *cert, unsigned n, struct der_slice *general_name)
{
	struct der_slice points = cert->crl_dps;
	struct der_item point, name, full, general;
	const char *why;

	/* pkix_cert_read saw that each is a DistributionPoint. */
	while (der_take(&points, DER_SEQUENCE, &point)) {
		if (!der_take(&point.value, DER_CONSTRUCTED(0), &name) ||
		    !der_take(&name.value, DER_CONSTRUCTED(0), &full))
			continue;
		while (der_next(&full.value, &general, &why) == 1)
			if (n-- == 0) {
				*general_name = general.whole;
				return true;
			}
	}
	return false;
}
