/* token_p11 - what the files of this room share: PKCS#11 as p11-kit gives it. */
#ifndef TOKEN_P11_H
#define TOKEN_P11_H

#include "token/token.h"
#include "token/token_form.h"
#include <p11-kit/p11-kit.h>
#include <p11-kit/uri.h>

struct token {
	P11KitUri *uri;
	CK_FUNCTION_LIST **modules; /* ends with NULL; from p11-kit */
	CK_FUNCTION_LIST *module;   /* the one that has the token */
	CK_SLOT_ID slot;
	CK_TOKEN_INFO info;
	char label[33];
	CK_SESSION_HANDLE session;
	bool has_session, logged_in;
	int lock;               /* of a SoftHSM token's writer; -1: none */
	struct token_key *keys; /* all that were handed out */
};

struct token_key {
	struct token *token;
	struct token_key *next;
	CK_OBJECT_HANDLE handle;
	enum token_kind kind;
	unsigned bits; /* of the modulus or the curve */
	char name[80]; /* by which it was found, for messages; empty: it was listed */
	uint8_t spki[TOKEN_SPKI_MAX];
	size_t spki_size; /* 0: not read yet */
};

/* Set *error; the first also by what a call returned.  Both return false. */
bool token_fail_rv(struct token_error *, const struct token *, const char *call, CK_RV);
bool token_fail(struct token_error *, enum token_status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* What a return value means, by the table of token_rv.c. */
enum token_status token_rv_status(CK_RV);

/* A URI, read and checked for what every use of it needs.  NULL: *error. */
P11KitUri *token_uri_parse(const char *text, struct token_error *);
/* The label of its token, or the serial number of one named so, for messages. */
void token_uri_label(P11KitUri *, char out[33]);
/* Its SoftHSM configuration, or NULL. */
const char *token_uri_conf(P11KitUri *);
/* Would two URIs need two SoftHSM configurations in one process? */
bool token_uri_clash(const char *uri, const char *other);

/*
 * SoftHSM does not keep its writers apart: those that go through here lock its configuration
 * file, which stays locked until the descriptor is closed.  -1: *error.
 */
int token_softhsm_lock(const char *conf, struct token_error *);

/* The PIN of a pin-source (a path, or "file:" and a path). */
bool token_pin_source(const char *source, char pin[TOKEN_PIN_MAX + 1], struct token_error *);

/* An attribute for a template.  PKCS#11 takes what it only reads as void *. */
CK_ATTRIBUTE token_attribute(CK_ATTRIBUTE_TYPE, const void *value, size_t size);

/* Read one attribute into out.  How many octets, 0 when the object has none or keeps it. */
size_t token_get(
    const struct token *, CK_OBJECT_HANDLE, CK_ATTRIBUTE_TYPE, void *out, size_t max);
/* 1, 0, or -1 when the token does not tell. */
int token_get_bool(const struct token *, CK_OBJECT_HANDLE, CK_ATTRIBUTE_TYPE);

/* The objects that fit a template, at most max of them.  False: *error. */
bool token_search(struct token *, const CK_ATTRIBUTE *, size_t attributes,
    CK_OBJECT_HANDLE *found, size_t max, size_t *count, struct token_error *);
/* The public key object that goes with a private one. */
bool token_public(struct token_key *, CK_OBJECT_HANDLE *, struct token_error *);
/* Take a private key object among the token's keys.  NULL: *error. */
struct token_key *token_adopt(struct token *, CK_OBJECT_HANDLE, struct token_error *);
/* The dates of a key's usage period, "2026-11-21"; empty: none. */
void token_period(struct token_key *, char start[11], char end[11]);
/* SubjectPublicKeyInfo from a public (or telling private) key object; 0: it is not there. */
size_t token_object_spki(
    const struct token *, CK_OBJECT_HANDLE, enum token_kind, uint8_t out[TOKEN_SPKI_MAX]);

#endif
