/*
 * file_spool - an unlinked temporary file to write now and read later: results that may
 * leave only once an effect is durable.
 */
#ifndef FILE_SPOOL_H
#define FILE_SPOOL_H

#include <stdint.h>
#include <stdio.h>

/* The descriptor of a new unlinked file in dir, open for writing and reading; -1 with errno. */
int file_spool_fd(const char *dir);

/* A new spool in dir, open for writing and reading, gone with its last descriptor; NULL
 * with errno. */
FILE *file_spool_open(const char *dir);

/* Copy a whole spool to fd.  0, or -1 with errno. */
int file_spool_copy(FILE *spool, int fd);

/* Write all of data to fd, through short writes and EINTR.  0, or -1 with errno. */
int file_write_all(int fd, const void *data, size_t size);

#endif
