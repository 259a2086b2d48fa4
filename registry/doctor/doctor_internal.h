#ifndef REGISTRY_DOCTOR_DOCTOR_INTERNAL_H
#define REGISTRY_DOCTOR_DOCTOR_INTERNAL_H

#include "registry/doctor/doctor.h"

/* Made from shape.txt. */
extern const unsigned char doctor_shape_file[];
extern const size_t doctor_shape_file_size;

/* The words for a defect by its id; NULL when there is none. */
const struct doctor_finding *doctor_words(struct str id);

#endif
