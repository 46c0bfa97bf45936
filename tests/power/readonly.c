/* Answers writes to a SQLite database as the kernel does once it has turned a file system read-only under open files (a disk
   with errors): EROFS. Loaded before the C library (LD_PRELOAD); it does so while the file named by READONLY_FLAG is there. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

__attribute__((constructor)) static void begin(void) {
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
}

/* Is this a file of the database, on a disk that may only be read now? */
static int refused(int fd) {
  const char *flag = getenv("READONLY_FLAG");
  if (!flag || access(flag, F_OK) != 0) return 0;
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  if (n <= 0) return 0;
  path[n] = 0;
  if (!strstr(path, "hoctap.db")) return 0;
  errno = EROFS;
  return 1;
}

ssize_t write(int fd, const void *bytes, size_t n) { return refused(fd) ? -1 : real_write(fd, bytes, n); }
ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t at) { return refused(fd) ? -1 : real_pwrite(fd, bytes, n, at); }
ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at) { return refused(fd) ? -1 : real_pwrite(fd, bytes, n, at); }
int ftruncate64(int fd, off64_t n) { return refused(fd) ? -1 : real_ftruncate(fd, n); }
int ftruncate(int fd, off_t n) { return refused(fd) ? -1 : real_ftruncate(fd, n); }
int fsync(int fd) { return refused(fd) ? -1 : real_fsync(fd); }
int fdatasync(int fd) { return refused(fd) ? -1 : real_fdatasync(fd); }
