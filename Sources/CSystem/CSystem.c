// Kinds of file systems, arguments, and settings of the build.

#include "CSystem.h"

#include <stddef.h>
#include <sys/vfs.h>

const char *silent_file_system(const char *path) {
    struct statfs status;
    if (statfs(path, &status) != 0) return NULL;
    // As statfs(2) lists them.
    switch ((unsigned long)status.f_type & 0xFFFFFFFFul) {
    case 0x6969: return "NFS";
    case 0x517B: case 0xFF534D42: case 0xFE534D42: return "SMB";
    case 0x01021997: return "9P";
    case 0x00C36400: return "Ceph";
    case 0x5346414F: case 0x6B414653: return "AFS";
    case 0x73757245: return "Coda";
    case 0x65735546: return "FUSE";
    case 0x786F4256: return "VirtualBox";
    case 0xBACBACBC: return "VMware";
    default: return NULL;
    }
}

static int argument_count;
static char **arguments;

#ifdef __GLIBC__
// glibc hands the arguments to constructors too; other libraries do not.
__attribute__((constructor)) static void keep_arguments(int count, char **values) {
    argument_count = count;
    arguments = values;
}
#endif

int started_argument_count(void) { return argument_count; }
char **started_arguments(void) { return arguments; }

const char *built_homepage(void) {
#ifdef KPILINT_HOMEPAGE
    return KPILINT_HOMEPAGE;
#else
    return NULL;
#endif
}
