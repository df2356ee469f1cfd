/*
 * pkix_crl - CertificateList and TBSCertList (RFC 5280 5), read in place without a tree:
 * the cost is one look at every octet, the memory none, at any size.
 */
#ifndef PKIX_CRL_H
#define PKIX_CRL_H

#include "der/der.h"

enum pkix_reason { /* CRLReason, RFC 5280 5.3.1 */
	PKIX_UNSPECIFIED = 0,
	PKIX_KEY_COMPROMISE = 1,
	PKIX_CA_COMPROMISE = 2,
	PKIX_AFFILIATION_CHANGED = 3,
	PKIX_SUPERSEDED = 4,
	PKIX_CESSATION_OF_OPERATION = 5,
	PKIX_CERTIFICATE_HOLD = 6,
	PKIX_REMOVE_FROM_CRL = 8,
	PKIX_PRIVILEGE_WITHDRAWN = 9,
	PKIX_AA_COMPROMISE = 10,
	PKIX_REASON_MAX = 10,
};

/* The name of a reason as RFC 5280 spells it, NULL for 7 and beyond 10; and back, -1. */
const char *pkix_reason_name(int reason);
int pkix_reason_by_name(const char *name, size_t size);

/* What real lists do against the standard, and we read all the same. */
enum pkix_crl_flaw {
	PKIX_FLAW_V1 = 1u << 0,               /* no version: 5.1.2.1 */
	PKIX_FLAW_NO_NEXT_UPDATE = 1u << 1,   /* 5.1.2.5 */
	PKIX_FLAW_NO_NUMBER = 1u << 2,        /* 5.2.3 */
	PKIX_FLAW_NO_AKI = 1u << 3,           /* 5.2.1 */
	PKIX_FLAW_IDP_NOT_CRITICAL = 1u << 4, /* 5.2.5 */
	PKIX_FLAW_EMPTY_REVOKED = 1u << 5,    /* revokedCertificates there but empty: 5.1.2.6 */
	PKIX_FLAW_TIME_FORM = 1u << 6,        /* UTCTime for GeneralizedTime or back: 5.1.2.4 */
	PKIX_FLAW_REASON_UNSPECIFIED = 1u << 7, /* entry: reasonCode 0 written out: 5.3.1 */
	PKIX_FLAW_REMOVE_FROM_CRL = 1u << 8, /* entry: removeFromCRL outside a delta: 5.3.1 */
	PKIX_FLAW_SERIAL_LONG = 1u << 9,     /* entry: serial above 20 octets: 4.1.2.2 */
	PKIX_FLAW_SERIAL_ZERO = 1u << 10,    /* entry: 4.1.2.2 */
	PKIX_FLAW_NUMBER_LONG = 1u << 11,    /* cRLNumber above 20 octets: 5.2.3 */
	PKIX_FLAW_AKI_NO_KEY = 1u << 12,     /* AKI without keyIdentifier: 5.2.1 */
	PKIX_FLAW_CRITICAL = 1u << 13, /* a known extension, wrongly critical or not: 5.2 */
	PKIX_FLAW_DEFAULT_WRITTEN = 1u << 14,  /* FALSE written out: X.690 11.5 */
	PKIX_FLAW_IDP_EMPTY = 1u << 15,        /* 5.2.5 */
	PKIX_FLAW_IDP_SCOPES = 1u << 16,       /* more than one onlyContains: 5.2.5 */
	PKIX_FLAW_NO_ISSUER = 1u << 17,        /* issuer is the empty name: 5.1.2.3 */
	PKIX_FLAW_EMPTY_EXTENSIONS = 1u << 18, /* Extensions there but empty: 4.1 */
	PKIX_FLAW_V1_ENTRY_EXTENSIONS = 1u
					<< 19, /* entry: in a list without version: 5.1.2.6 */
	PKIX_FLAW_NOT_INDIRECT = 1u
				 << 20, /* entry: certificateIssuer, list not indirect: 5.3.3 */
};
#define PKIX_FLAWS 21

/* The words for one flaw bit, with the clause. */
const char *pkix_flaw_text(unsigned flaw);

struct pkix_extension {
	struct der_slice oid;           /* contents */
	bool critical, default_written; /* critical FALSE written out */
	struct der_slice value;         /* contents of the OCTET STRING */
};

/* issuingDistributionPoint, RFC 5280 5.2.5 */
struct pkix_idp {
	bool present, critical;
	struct der_slice names;         /* contents of fullName GeneralNames; empty: absent */
	struct der_slice relative_name; /* nameRelativeToCRLIssuer, whole; empty: absent */
	bool only_user, only_ca, only_attribute, indirect;
	struct der_slice some_reasons; /* contents of the BIT STRING; empty: absent */
};

/* A list's header.  Every slice points into the octets read. */
struct pkix_crl {
	struct der_slice whole, tbs;
	int version;                /* 1 or 2, as people count */
	struct der_slice algorithm; /* tbs.signature, whole */
	struct der_slice issuer;    /* Name, whole */
	int64_t this_update;
	bool has_next_update;
	int64_t next_update;
	struct der_slice revoked;    /* contents of revokedCertificates; empty: none */
	struct der_slice extensions; /* contents of crlExtensions' SEQUENCE; empty: none */
	struct der_slice number;     /* cRLNumber, magnitude; empty: absent */
	struct der_slice aki;        /* keyIdentifier; empty: absent */
	struct pkix_idp idp;
	bool delta;                        /* deltaCRLIndicator present, 5.2.4 */
	struct der_slice delta_base;       /* BaseCRLNumber, magnitude */
	struct der_slice unknown_critical; /* OID contents of the first; empty: none, 5.2 */
	struct der_slice outer_algorithm, signature; /* CertificateList only */
	unsigned flaws;                              /* enum pkix_crl_flaw of the header */
};

/* Read a CertificateList (signed), a TBSCertList, or whichever of both it is (then
 * signature is empty for a TBSCertList).  Entries are not looked at.  NULL, or why it is not
 * one, clause included. */
const char *pkix_crl_read(struct der_slice der, struct pkix_crl *);
const char *pkix_tbs_crl_read(struct der_slice der, struct pkix_crl *);
const char *pkix_any_crl_read(struct der_slice der, struct pkix_crl *);

/* Walk the crlExtensions or an entry's extensions: 1, 0 at the end, -1 with *why. */
int pkix_extension_next(struct der_slice *rest, struct pkix_extension *, const char **why);

struct pkix_entry {
	struct der_slice whole;
	struct der_slice serial;     /* magnitude */
	int64_t date;                /* revocationDate */
	struct der_slice extensions; /* contents of crlEntryExtensions; empty: none */
	int reason;                  /* enum pkix_reason; -1: no reasonCode */
	bool has_invalidity;
	int64_t invalidity;                  /* invalidityDate, 5.3.2 */
	struct der_slice certificate_issuer; /* GeneralNames contents, 5.3.3; empty: absent */
	struct der_slice unknown_critical;   /* OID contents; empty: none */
	unsigned flaws;                      /* those that show in the entry alone */
};

/*
 * Take the next entry off rest, which begins as a copy of crl->revoked.
 * 1: here it is.  0: there are no more.
 * 2: a bad entry was stepped over, *why with its clause; entry->whole is what was stepped
 * over, entry->serial the INTEGER's contents as they stand (empty when there is none), and
 * the rest can be read on.
 * -1: no entry begins here and entry->whole, all that is left, cannot be read, *why.
 */
int pkix_entry_next(struct der_slice *rest, struct pkix_entry *, const char **why);

/* All flaws of an entry, those that depend on the list it stands in included. */
unsigned pkix_entry_flaws(const struct pkix_crl *, const struct pkix_entry *);

/* Is an entry of the CRL's own issuer?  certificateIssuer names another, for the entries
 * after it too (RFC 5280 5.3.3): before is the answer for the entry before, true to begin. */
bool pkix_entry_is_own(const struct pkix_crl *, const struct pkix_entry *, bool before);

/*
 * Encode an entry of ours (RFC 5280 5.3): serial, date, reasonCode unless unspecified (or
 * -1), invalidityDate when has_invalidity.  Octets written to out, at its front; 0 when the
 * serial is no magnitude or above PKIX_SERIAL_MAX octets, or a time or reason does not exist.
 */
#define PKIX_ENTRY_MAX 128
#define PKIX_SERIAL_MAX 64
size_t pkix_entry_write(uint8_t out[PKIX_ENTRY_MAX], const struct pkix_entry *);

/* What a TBSCertList of ours is made of; entries are streamed between head and tail. */
struct pkix_crl_form {
	struct der_slice algorithm; /* AlgorithmIdentifier, whole */
	struct der_slice issuer;    /* Name, whole, as in the CA certificate */
	int64_t this_update, next_update;
	uint64_t entries_size; /* octets of all entries; 0: revokedCertificates absent */
	struct der_slice aki;  /* keyIdentifier; empty: no extension */
	uint64_t number;
	bool has_idp;        /* critical issuingDistributionPoint */
	struct der_slice dp; /* GeneralName, whole; empty: none */
	bool only_user, only_ca;
};

/* The octets before and after the entries.  False: the form does not fit the buffers, or
 * contradicts itself (no issuer, both onlyContains, an empty issuingDistributionPoint). */
#define PKIX_CRL_PART_MAX 16384
bool pkix_crl_write(const struct pkix_crl_form *, uint8_t head[PKIX_CRL_PART_MAX],
    size_t *head_size, uint8_t tail[PKIX_CRL_PART_MAX], size_t *tail_size);

#endif
