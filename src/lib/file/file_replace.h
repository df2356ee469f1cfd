/*
 * file_replace - put a file in the place of another so that every reader, and every crash,
 * sees the old one whole or the new one whole: temporary beside it, fsync, rename, fsync of
 * the directory.
 */
#ifndef FILE_REPLACE_H
#define FILE_REPLACE_H

#include <stddef.h>
#include <sys/types.h>

/*
 * Replace the file called name in the directory dirfd by size octets of data, with mode.
 * The temporary is called .NAME.new; the caller holds a lock that keeps others from it, and
 * one left by a crash is overwritten.  0, or -1 with errno: then the old file still stands,
 * unless only the last fsync failed.
 */
int file_replace(int dirfd, const char *name, const void *data, size_t size, mode_t mode);

/* Open the directory path below dirfd, making it (0755, synced) when it is not there.
 * A descriptor, or -1 with errno. */
int file_directory(int dirfd, const char *path);

/* Take the exclusive lock of an open file or directory without waiting.  0 taken (until the
 * descriptor is closed), -1 with errno, EWOULDBLOCK when another holds it. */
int file_lock(int fd);

#endif
