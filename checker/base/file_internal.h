/* What reading and writing of files share. */
#ifndef CHECKER_BASE_FILE_INTERNAL_H
#define CHECKER_BASE_FILE_INTERNAL_H

#include "checker/base/file.h"

enum { PATH_BYTES = 4096 };

/* A path as a C string; false when it is too long or holds a NUL. */
bool file_path_z(char z[PATH_BYTES], struct str path);
/* What errno says about a path. */
enum file_fault file_fault_of(int error);

#endif
