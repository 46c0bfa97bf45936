/* Makes every flush of this process take HOCTAP_FLUSH_MS longer, as disks without a cache that survives a power cut do. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static void wait_for_disk(void) {
    const char *text = getenv("HOCTAP_FLUSH_MS");
    long ms = text ? atol(text) : 0;
    struct timespec time = {ms / 1000, (ms % 1000) * 1000000L};
    if (ms > 0) nanosleep(&time, NULL);
}

int fsync(int file) {
    static int (*real)(int);
    if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    wait_for_disk();
    return real(file);
}

int fdatasync(int file) {
    static int (*real)(int);
    if (!real) real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    wait_for_disk();
    return real(file);
}
