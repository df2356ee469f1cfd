#include "pkix/pkix_ecdsa.h"
#include "der/der_write.h"
#include <string.h>

static struct der_slice
without_zeros(struct der_slice s)
{
	while (s.size > 0 && s.data[0] == 0) {
		s.data++;
		s.size--;
	}
	return s;
}

size_t
pkix_ecdsa_der(uint8_t out[PKIX_ECDSA_MAX], struct der_slice raw)
{
	struct der_writer w = der_writer(out, PKIX_ECDSA_MAX);
	struct der_slice r = { raw.data, raw.size / 2 }, s = r, made;
	const uint8_t *end = w.at;

	if (raw.size == 0 || raw.size % 2 != 0)
		return 0;
	s.data += r.size;
	r = without_zeros(r);
	s = without_zeros(s);
	if (r.size == 0 || s.size == 0)
		return 0;
	der_put_integer(&w, s);
	der_put_integer(&w, r);
	der_wrap(&w, DER_SEQUENCE, end);
	if (w.full)
		return 0;
	made = der_written(&w);
	memmove(out, made.data, made.size);
	return made.size;
}
