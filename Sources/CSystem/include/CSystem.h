// What the C library offers and Swift's module of it lacks, the extended attributes of files, the kinds of file
// systems and the arguments; and settings of the build.

#ifndef CSYSTEM_H
#define CSYSTEM_H

#include <sys/types.h>
#include <sys/xattr.h>

/// The names of a file's attributes, each ended by a zero, and their length in all; less than 0 for an error.
static inline ssize_t attribute_names(const char *path, char *names, size_t size) {
    return listxattr(path, names, size);
}

/// The bytes of an attribute, and how many there are; less than 0 for an error.
static inline ssize_t attribute_value(const char *path, const char *name, void *value, size_t size) {
    return getxattr(path, name, value, size);
}

/// The same for an open file.
static inline ssize_t attribute_value_of(int descriptor, const char *name, void *value, size_t size) {
    return fgetxattr(descriptor, name, value, size);
}

/// Sets an attribute of an open file; 0 on success.
static inline int set_attribute(int descriptor, const char *name, const void *value, size_t size) {
    return fsetxattr(descriptor, name, value, size, 0);
}

/// What a folder's file system is called where other machines may change it and the kernel says nothing of that; NULL
/// where it does, and where the folder cannot be looked at.
const char *silent_file_system(const char *path);

/// What the program was started with, its own name first, and how many these are. Swift reads them from /proc, and has
/// none where that is not mounted. NULL where the C library does not say.
char **started_arguments(void);
int started_argument_count(void);

/// The address of the documentation's root that the build was given, ended by `/`; NULL where it was given none.
const char *built_homepage(void);

#endif
