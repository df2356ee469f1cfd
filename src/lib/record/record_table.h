/* record_table - what the build makes of src/cddl/, and what this room does with it. */
#ifndef RECORD_TABLE_H
#define RECORD_TABLE_H

#include "cbor/citem.h"
#include "record/record.h"
#include "record/record_json.h"

enum record_form {             /*               in CBOR             in JSON       in C */
	RECORD_FORM_TOKEN,     /*   text                text          struct record_text */
	RECORD_FORM_TEXT,      /*   text                text          struct record_text */
	RECORD_FORM_MAGNITUDE, /*   octets              hex           struct der_slice */
	RECORD_FORM_TIME,      /*   tag 1               RFC 3339      int64_t */
	RECORD_FORM_COUNT,     /*   number              number        uint64_t */
	RECORD_FORM_CHOICE,    /*   text                text          int, from 0 */
	RECORD_FORM_NUMBER,    /*   number              its name      int */
	RECORD_FORM_SET,       /*   numbers             their names   uint32_t, a bit each */
};

/* A word of a choice or an enumeration. */
struct record_word {
	const char *name;
	uint8_t size;
	uint8_t value;
};

/* A rule for a value. */
struct record_value {
	const char *name;
	enum record_form form;
	int64_t least, most; /* TOKEN, TEXT: characters; MAGNITUDE: octets; else itself */
	uint32_t first[4], rest[4];      /* TOKEN: sets of ASCII characters */
	const struct record_word *words; /* CHOICE, NUMBER, SET */
	unsigned count;
};

struct record_member {
	const char *name;
	size_t size; /* of name */
	bool optional;
	const struct record_value *value;
	size_t field; /* where it is in the structure */
	size_t flag;  /* where its has_NAME is, or RECORD_NO_FLAG */
};
#define RECORD_NO_FLAG SIZE_MAX

/* A rule for a record. */
struct record_type {
	const char *name, *file;
	size_t size; /* of the structure */
	unsigned count;
	const struct record_member *members; /* in the order of the rule */
	const uint8_t *order;                /* in the order of the encoding */
};

extern const struct record_type record_types[];
extern const unsigned record_types_count;

union record_any {
	struct record_revocation revocation;
	struct record_receipt receipt;
	struct record_query query;
	struct record_status status;
	struct record_list list;
};

/* For the table: a field of this type and no other, or it does not compile. */
#define RECORD_FIELD(record, field, type)                                                      \
	(offsetof(struct record_##record, field) +                                             \
	    0 * sizeof(_Generic(&((struct record_##record *)0)->field, type * : 0)))
#define RECORD_MUST(record, field, key, type, value)                                           \
	{                                                                                      \
		key, sizeof key - 1, false, &value, RECORD_FIELD(record, field, type),         \
		    RECORD_NO_FLAG                                                             \
	}
#define RECORD_MAY(record, field, key, type, value)                                            \
	{                                                                                      \
		key, sizeof key - 1, true, &value, RECORD_FIELD(record, field, type),          \
		    RECORD_NO_FLAG                                                             \
	}
#define RECORD_FLAG(record, field, key, type, value)                                           \
	{                                                                                      \
		key, sizeof key - 1, true, &value, RECORD_FIELD(record, field, type),          \
		    RECORD_FIELD(record, has_##field, bool)                                    \
	}

/* The functions of record.h for the n-th rule. */
#define RECORD_FUNCTIONS(record, n)                                                            \
	const char *record_##record##_read(                                                    \
	    const uint8_t *item, struct record_##record *r, struct record_error *error)        \
	{                                                                                      \
		return record_read(&record_types[n], item, r, error);                          \
	}                                                                                      \
	const char *record_##record##_write(                                                   \
	    struct cput *out, const struct record_##record *r, struct record_error *error)     \
	{                                                                                      \
		return record_write(&record_types[n], out, r, error);                          \
	}

/* A value on its way between CBOR, JSON and a structure. */
struct record_cell {
	const uint8_t *data; /* TOKEN, TEXT, MAGNITUDE */
	size_t size;
	int64_t number; /* the others */
};

/* Does a cell hold what its rule allows?  NULL, or why not. */
const char *record_check(const struct record_value *, const struct record_cell *);

/* Move a cell between its field and here.  record_get: false when the field is absent. */
bool record_get(const struct record_member *, const void *record, struct record_cell *);
void record_set(const struct record_member *, void *record, const struct record_cell *);

/* A member by its name, begun at *next in the order of the encoding; NULL: none.  *next
 * becomes the place behind it. */
const struct record_member *record_member(
    const struct record_type *, const char *name, size_t size, unsigned *next);

/* The first member that must be there and is not among those seen (a bit each), or NULL. */
const struct record_member *record_missing(const struct record_type *, uint32_t seen);

/* A word of a choice, an enumeration or a set, by name or by value; NULL: none. */
const struct record_word *record_word(
    const struct record_value *, const char *name, size_t size);
const struct record_word *record_word_of(const struct record_value *, int64_t value);

/* Any record, by its table.  What is read into is type->size octets. */
const char *record_read(
    const struct record_type *, const uint8_t *item, void *record, struct record_error *);
const char *record_write(
    const struct record_type *, struct cput *out, const void *record, struct record_error *);

/* The octets that the hex of one record stands for. */
#define RECORD_OCTETS_MAX 64 /* of one value, more than any rule allows */
struct record_octets {
	uint8_t data[4 * RECORD_OCTETS_MAX];
	size_t used;
};

/* What the text of a JSON string says, by the form of the value, not whether its rule allows
 * that.  NULL, or why it says nothing. */
const char *record_from_text(const struct record_value *, const char *text, size_t size,
    struct record_octets *, struct record_cell *);
const char *record_from_word(
    const struct record_value *, const char *text, size_t size, struct record_cell *);

/* Read a line of JSON without escapes, arrays and nesting.  False: it is not such a line, or
 * it does not fit. */
bool record_plain(const struct record_type *, const char *line, size_t size,
    struct record_octets *, void *record);

/* record_encode without the short way for plain lines: slower, the same. */
const char *record_encode_json(const struct record_type *, const char *line, size_t size,
    struct cput *out, struct record_error *error);

/* Fill in *error (NULL: nobody asked) from its parts; a name of NULL stands for the record
 * as a whole, a type of NULL for no rule of ours.  Returns why, as *error has it. */
const char *record_fail(struct record_error *error, const struct record_type *,
    const char *name, size_t size, const char *why);

/* RFC 3339.  False: not one, or beyond its years.  20 octets are written, without an end. */
#define RECORD_TIME_SIZE 20
bool record_time_read(const char *text, size_t size, int64_t *when);
bool record_time_write(char out[RECORD_TIME_SIZE], int64_t when);

#endif
