/* file_load - a small file, whole, in memory. */
#ifndef FILE_LOAD_H
#define FILE_LOAD_H

#include <stddef.h>
#include <stdint.h>

/* The contents of path, at most max octets, a NUL octet after them,
 * to be freed by the caller; NULL with errno (EFBIG: larger than max). */
uint8_t *file_load(const char *path, size_t max, size_t *size);

#endif
