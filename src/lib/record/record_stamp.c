#include "record/record_stamp.h"
#include "cbor/citem.h"
#include <string.h>

enum {
	MODEL_DATE = 0x10000000, /* of those that take five octets after the tag */
	SERIAL_MAX = 20,         /* octets; all heads of up to 23 are one octet */
	REASON_TOP = 23,         /* the largest number of one octet */
};

/* Where the value of a key begins in the model; 0: not there. */
static size_t
place(const struct record_stamp *s, const char *key)
{
	struct citem map = citem_at(s->model), value;

	return citem_get(&map, key, &value) ? (size_t)(value.whole - s->model) : 0;
}

const char *
record_stamp_begin(struct record_stamp *s, struct record_text issuer, struct record_text list,
    struct record_error *error)
{
	static const uint8_t zero[1];
	struct cput out = { 0 };
	const char *why;

	*s = (struct record_stamp){ .record = { .issuer = issuer, .list = list } };
	s->record.serial = (struct der_slice){ zero, sizeof zero };
	s->record.date = MODEL_DATE;
	why = record_revocation_write(&out, &s->record, error);
	if (why == NULL && !out.failed && out.size <= sizeof s->model) {
		memcpy(s->model, out.data, s->size = out.size);
		s->date = place(s, "date") + 2; /* after the tag and the head */
		s->reason = place(s, "reason");
		s->serial = place(s, "serial");
	}
	cput_free(&out);
	return why;
}

/* The model with other values.  False: they are not of the sizes it was made for. */
static bool
stamp(const struct record_stamp *s, struct cput *out, struct der_slice serial, int reason,
    int64_t date)
{
	uint8_t record[RECORD_STAMP_MAX + SERIAL_MAX];
	size_t rest = s->size - s->serial - 2;

	if (s->size == 0 || date <= UINT16_MAX || date > UINT32_MAX || reason < 0 ||
	    reason > REASON_TOP || pkix_reason_name(reason) == NULL || serial.size == 0 ||
	    serial.size > SERIAL_MAX || (serial.data[0] == 0 && serial.size > 1))
		return false;
	memcpy(record, s->model, s->serial);
	for (int i = 0; i < 4; i++)
		record[s->date + (size_t)i] = (uint8_t)(date >> (24 - 8 * i));
	record[s->reason] = (uint8_t)reason;
	record[s->serial] = (uint8_t)(CITEM_BYTES << 5 | serial.size);
	memcpy(record + s->serial + 1, serial.data, serial.size);
	memcpy(record + s->serial + 1 + serial.size, s->model + s->serial + 2, rest);
	cput_raw(out, record, s->serial + 1 + serial.size + rest);
	return true;
}

const char *
record_stamp_put(struct record_stamp *s, struct cput *out, struct der_slice serial, int reason,
    int64_t date, const int64_t *invalidity, struct record_error *error)
{
	if (invalidity == NULL && stamp(s, out, serial, reason, date))
		return NULL;
	s->record.serial = serial;
	s->record.reason = reason;
	s->record.date = date;
	s->record.has_invalidity = invalidity != NULL;
	s->record.invalidity = invalidity != NULL ? *invalidity : 0;
	return record_revocation_write(out, &s->record, error);
}
