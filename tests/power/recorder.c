/* Records every write, truncation and flush of a SQLite database and its log, in their order, so that a test can make the disk
   as a power cut would have left it at any moment: what was flushed is there, of the rest whatever the test chooses.
   Loaded before the C library (LD_PRELOAD). POWER_LOG names the record. A record is: kind (1 byte), file (1 byte: 0 database,
   1 write-ahead log, 2 rollback journal), offset and length (8 bytes each, little-endian), bytes. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { WRITE = 1, TRUNCATE = 2, SYNC = 3, UNLINK = 4 };
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;
static signed char kind_of[65536];

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_unlink)(const char *);

__attribute__((constructor)) static void begin(void) {
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_open = dlsym(RTLD_NEXT, "open64");
  real_close = dlsym(RTLD_NEXT, "close");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  memset(kind_of, -1, sizeof kind_of);
  const char *path = getenv("POWER_LOG");
  if (path) log_fd = real_open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int ends(const char *text, const char *end) {
  size_t a = strlen(text), b = strlen(end);
  return a >= b && strcmp(text + a - b, end) == 0;
}

static int kind(const char *path) {
  if (ends(path, "hoctap.db")) return 0;
  if (ends(path, "hoctap.db-wal")) return 1;
  if (ends(path, "hoctap.db-journal")) return 2;
  return -1;
}

static void put(unsigned char what, int file, uint64_t offset, uint64_t length, const void *bytes) {
  unsigned char head[18] = {what, (unsigned char)file};
  memcpy(head + 2, &offset, 8);
  memcpy(head + 10, &length, 8);
  char *all = malloc(18 + (bytes ? length : 0));
  memcpy(all, head, 18);
  if (bytes) memcpy(all + 18, bytes, length);
  real_write(log_fd, all, 18 + (bytes ? length : 0));
  free(all);
}

static int held(int fd) { return log_fd >= 0 && fd >= 0 && fd < 65536 ? kind_of[fd] : -1; }

static int opened(int fd, const char *path) {
  if (log_fd >= 0 && fd >= 0 && fd < 65536) kind_of[fd] = (signed char)kind(path);
  return fd;
}

int open64(const char *path, int flags, ...) {
  va_list more; va_start(more, flags); mode_t mode = va_arg(more, mode_t); va_end(more);
  return opened(real_open(path, flags, mode), path);
}
int open(const char *path, int flags, ...) {
  va_list more; va_start(more, flags); mode_t mode = va_arg(more, mode_t); va_end(more);
  return opened(real_open(path, flags, mode), path);
}
int close(int fd) {
  if (fd >= 0 && fd < 65536) kind_of[fd] = -1;
  return real_close(fd);
}

static ssize_t at(int fd, const void *bytes, size_t n, off_t offset) {
  int file = held(fd);
  if (file < 0) return real_pwrite(fd, bytes, n, offset);
  pthread_mutex_lock(&lock);
  ssize_t done = real_pwrite(fd, bytes, n, offset);
  if (done > 0) put(WRITE, file, (uint64_t)offset, (uint64_t)done, bytes);
  pthread_mutex_unlock(&lock);
  return done;
}
ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t offset) { return at(fd, bytes, n, offset); }
ssize_t pwrite(int fd, const void *bytes, size_t n, off_t offset) { return at(fd, bytes, n, offset); }
ssize_t write(int fd, const void *bytes, size_t n) {
  int file = held(fd);
  if (file < 0) return real_write(fd, bytes, n);
  pthread_mutex_lock(&lock);
  off_t offset = lseek(fd, 0, SEEK_CUR);
  ssize_t done = real_write(fd, bytes, n);
  if (done > 0) put(WRITE, file, (uint64_t)offset, (uint64_t)done, bytes);
  pthread_mutex_unlock(&lock);
  return done;
}
static int cut(int fd, off_t length) {
  int file = held(fd);
  pthread_mutex_lock(&lock);
  int done = real_ftruncate(fd, length);
  if (file >= 0 && done == 0) put(TRUNCATE, file, (uint64_t)length, 0, NULL);
  pthread_mutex_unlock(&lock);
  return done;
}
int ftruncate64(int fd, off64_t length) { return cut(fd, length); }
int ftruncate(int fd, off_t length) { return cut(fd, length); }
static int flushed(int fd, int (*how)(int)) {
  int file = held(fd);
  /* The flush itself waits for nothing here: the model decides what a flush means, and the machine may be slow. */
  if (file < 0) return how(fd);
  pthread_mutex_lock(&lock);
  put(SYNC, file, 0, 0, NULL);
  pthread_mutex_unlock(&lock);
  return 0;
}
int fsync(int fd) { return flushed(fd, real_fsync); }
int fdatasync(int fd) { return flushed(fd, real_fdatasync); }
int unlink(const char *path) {
  int file = log_fd >= 0 ? kind(path) : -1;
  pthread_mutex_lock(&lock);
  int done = real_unlink(path);
  if (file >= 0 && done == 0) put(UNLINK, file, 0, 0, NULL);
  pthread_mutex_unlock(&lock);
  return done;
}
