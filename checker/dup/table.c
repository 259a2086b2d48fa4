#include "checker/dup/dup.h"

#include <math.h>
#include <string.h>

enum dup_band dup_band_of(double probability)
{
	static const double least[] = {
		[DUP_POSSIBLE] = 0.20, [DUP_REVIEW] = 0.45, [DUP_LIKELY] = 0.75
	};
	enum dup_band band = DUP_LIKELY;

	while (band > DUP_UNLIKELY && probability < least[band])
		band--;
	return band;
}

size_t dup_table_row(const struct dup_table *t, double score, bool word)
{
	size_t row = 0;

	while (row + 1 < DUP_BANDS && score < t->from[row])
		row++;
	/* One word that is most of the score is often a name: such pairs are duplicates as
	 * often as those of the band below. */
	return row + (word && row + 1 < DUP_BANDS);
}

void dup_table_count(struct dup_table *t, const struct dup_judged *judged)
{
	struct dup_count *c =
		&t->counts[dup_table_row(t, judged->score, judged->word)][judged->common];

	c->duplicates += judged->duplicate;
	c->judged += 1;
}

enum { LONGEST = (int)DUP_BANDS > (int)DUP_COMMONS ? (int)DUP_BANDS : (int)DUP_COMMONS };

/* Values with the weights they are trusted by. */
struct line {
	double value[LONGEST], weight[LONGEST];
	size_t n;
};

/* Nearest rising values: neighbours in the wrong order become their mean (Ayer and others,
 * 1955).
 */
static void make_rising(struct line *l)
{
	double mean[LONGEST], weight[LONGEST];
	size_t size[LONGEST], n = 0, at = 0;

	for (size_t i = 0; i < l->n; i++) {
		mean[n] = l->value[i];
		weight[n] = l->weight[i];
		size[n++] = 1;
		while (n > 1 && mean[n - 2] > mean[n - 1]) {
			double sum = weight[n - 2] + weight[n - 1];

			mean[n - 2] =
				(mean[n - 2] * weight[n - 2] + mean[n - 1] * weight[n - 1]) /
				sum;
			weight[n - 2] = sum;
			size[n - 2] += size[n - 1];
			n--;
		}
	}
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < size[i]; k++)
			l->value[at++] = mean[i];
}

struct cells {
	double at[DUP_BANDS][DUP_COMMONS];
};

static double weight_of(const struct dup_table *t, size_t band, size_t common)
{
	return t->counts[band][common].judged + 2;
}

/* Bands stand from the highest score down, so from the last up they must rise. */
static void rise_with_score(const struct dup_table *t, struct cells *c)
{
	for (size_t k = 0; k < DUP_COMMONS; k++) {
		struct line l = { .n = DUP_BANDS };

		for (size_t i = 0; i < DUP_BANDS; i++) {
			l.value[i] = c->at[DUP_BANDS - 1 - i][k];
			l.weight[i] = weight_of(t, DUP_BANDS - 1 - i, k);
		}
		make_rising(&l);
		for (size_t i = 0; i < DUP_BANDS; i++)
			c->at[DUP_BANDS - 1 - i][k] = l.value[i];
	}
}

static void rise_with_common(const struct dup_table *t, struct cells *c)
{
	for (size_t i = 0; i < DUP_BANDS; i++) {
		struct line l = { .n = DUP_COMMONS };

		for (size_t k = 0; k < DUP_COMMONS; k++) {
			l.value[k] = c->at[i][k];
			l.weight[k] = weight_of(t, i, k);
		}
		make_rising(&l);
		memcpy(c->at[i], l.value, sizeof(c->at[i]));
	}
}

static double change(const struct cells *a, const struct cells *b)
{
	double most = 0;

	for (size_t i = 0; i < DUP_BANDS; i++)
		for (size_t k = 0; k < DUP_COMMONS; k++)
			most = fmax(most, fabs(a->at[i][k] - b->at[i][k]));
	return most;
}

static void add(struct cells *to, const struct cells *a, double sign)
{
	for (size_t i = 0; i < DUP_BANDS; i++)
		for (size_t k = 0; k < DUP_COMMONS; k++)
			to->at[i][k] += sign * a->at[i][k];
}

/* Of the pairs of a band with something else in common, by Laplace's rule. */
static double of_others(const struct dup_table *t, size_t band, size_t common)
{
	double duplicates = 1, judged = 2;

	for (size_t k = 0; k < DUP_COMMONS; k++) {
		if (k == common)
			continue;
		duplicates += t->counts[band][k].duplicates;
		judged += t->counts[band][k].judged;
	}
	return duplicates / judged;
}

/* Both directions in turn, each starting from what the other left less its own last change
 * (Dykstra, 1983), which ends at the nearest table. */
void dup_table_fit(struct dup_table *t)
{
	enum { TURNS = 1000 };
	struct cells now, of_score = { 0 }, of_common = { 0 }, before;

	for (size_t i = 0; i < DUP_BANDS; i++)
		for (size_t k = 0; k < DUP_COMMONS; k++)
			now.at[i][k] = (t->counts[i][k].duplicates + 2 * of_others(t, i, k)) /
				       (t->counts[i][k].judged + 2);
	for (int turn = 0; turn < TURNS; turn++) {
		struct cells start = now;

		add(&now, &of_score, 1);
		before = now;
		rise_with_score(t, &now);
		of_score = before;
		add(&of_score, &now, -1);
		add(&now, &of_common, 1);
		before = now;
		rise_with_common(t, &now);
		of_common = before;
		add(&of_common, &now, -1);
		if (change(&start, &now) < 1e-9)
			break;
	}
	/* Equal cells are equal but for the last step; an order by them must not see that. */
	for (size_t i = 0; i < DUP_BANDS; i++)
		for (size_t k = 0; k < DUP_COMMONS; k++)
			t->probability[i][k] = round(now.at[i][k] * 1000) / 1000;
}
