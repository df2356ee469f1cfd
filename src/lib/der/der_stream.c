#include "der/der_stream.h"

static int
broken(struct der_reader *r, const char *why)
{
	r->error = why;
	return -1;
}

static int
unreadable(struct der_reader *r)
{
	r->io = true;
	return broken(r, "cannot be read");
}

int
der_read(struct der_reader *r)
{
	struct file_input *in = r->input;
	uint64_t most = r->most != 0 ? r->most : DER_RECORD_MAX, contents;
	size_t head;
	uint8_t tag;
	int got;

	file_input_skip(in, r->record.size);
	r->record = (struct der_slice){ NULL, 0 };
	r->offset = in->offset;
	r->number++;
	if (file_input_want(in, 7) == -1)
		return unreadable(r);
	if (in->size == 0)
		return 0;
	if (in->data[0] != DER_SEQUENCE)
		return broken(r, "not a SEQUENCE (derstream(5))");
	got = der_head(in->data, in->size, &tag, &head, &contents, &r->error);
	if (got == -1)
		return -1;
	if (got == 0)
		return broken(r, "cut short");
	if (contents > most - head)
		return broken(r, "record is too large");
	if (file_input_want(in, head + (size_t)contents) == -1)
		return unreadable(r);
	if (in->size < head + contents)
		return broken(r, "cut short");
	r->record = (struct der_slice){ in->data, head + (size_t)contents };
	return 1;
}
