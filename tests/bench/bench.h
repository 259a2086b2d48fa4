/* What the measuring programs share: the clock and the one form of a sample. */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include <malloc.h>
#include <stdio.h>
#include <time.h>

static inline double bench_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Of this process: other ones do not count. */
static inline double bench_cpu(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Rounds after the first find the memory of the one before, as in the peers' engines, which
 * keep their heap: what the system takes to give pages is no part of what is compared. */
static inline void bench_keep_memory(void)
{
	mallopt(M_MMAP_THRESHOLD, 1 << 30);
	mallopt(M_TRIM_THRESHOLD, 1 << 30);
}

/* One line for table.py, which takes the median over the rounds. */
static inline void bench_sample(const char *what, const char *who, double value,
				const char *unit)
{
	printf("%s\t%s\t%g\t%s\n", what, who, value, unit);
}

#endif
