#include "checker/schema/compile_internal.h"

static bool build_list(struct build *b, const struct node *value, struct op *op)
{
	struct values *v = ARENA_NEW(b->c->a, struct values);
	bool one = op->kind == OP_CONST;
	const struct node **each;

	if (!one && value->type != NODE_ARRAY)
		return schema_build_fail(b, value,
					 MT("enum тізім болуы керек",
					    "enum должен быть списком", "enum must be a list"));
	v->at = one ? value : value->items;
	v->n = one ? 1 : value->count;
	each = ARENA_ARRAY(b->c->a, const struct node *, v->n + 1);
	for (size_t i = 0; i < v->n; i++)
		each[i] = &v->at[i];
	v->each = each;
	v->weight = schema_weight(value);
	v->strings = v->n > 0;
	for (size_t i = 0; i < v->n; i++)
		v->strings &= v->at[i].type == NODE_STRING;
	if (v->strings) {
		struct str *names = ARENA_ARRAY(b->c->a, struct str, v->n);

		for (size_t i = 0; i < v->n; i++)
			names[i] = node_str(&v->at[i]);
		schema_keys_init(&v->keys, b->c->a, names, v->n);
	}
	op->values = v;
	return true;
}

static bool build_bound(struct build *b, const struct node *value, struct op *op)
{
	struct bound *bound = ARENA_NEW(b->c->a, struct bound);

	if (value->type != NODE_NUMBER)
		return schema_build_fail(b, value,
					 MT("шек сан болуы керек", "граница должна быть числом",
					    "a bound must be a number"));
	bound->number = value;
	bound->is_whole = value->text_n <= 18 && node_int(value, &bound->whole);
	op->bound = bound;
	return true;
}

static bool build_step(struct build *b, const struct node *value, struct op *op)
{
	struct step *step = ARENA_NEW(b->c->a, struct step);
	struct decimal d;

	if (value->type != NODE_NUMBER)
		return schema_build_fail(b, value,
					 MT("multipleOf сан болуы керек",
					    "multipleOf должен быть числом",
					    "multipleOf must be a number"));
	d = schema_decimal(value);
	if (d.negative || !d.span)
		return schema_build_fail(b, value,
					 MT("multipleOf нөлден үлкен болуы керек",
					    "multipleOf должен быть больше нуля",
					    "multipleOf must be greater than zero"));
	if (!schema_decimal_digits(d, &step->digits))
		return schema_build_fail(b, value,
					 MT("multipleOf 18 цифрдан ұзын",
					    "в multipleOf больше 18 цифр",
					    "multipleOf has more than 18 digits"));
	step->exponent = d.exponent;
	op->step = step;
	return true;
}

static bool build_pattern(struct build *b, const struct node *value, struct op *op)
{
	if (value->type != NODE_STRING)
		return schema_build_fail(b, value,
					 MT("pattern мәтін болуы керек",
					    "pattern должен быть строкой",
					    "pattern must be a string"));
	return schema_want_pattern(b, node_str(value), value, &op->pattern);
}

/* An unknown format is an annotation: section 7.2.3 of the validation part. */
static bool build_format(struct build *b, const struct node *value, struct op *op)
{
	if (value->type != NODE_STRING)
		return schema_build_fail(b, value,
					 MT("format мәтін болуы керек",
					    "format должен быть строкой",
					    "format must be a string"));
	op->format = schema_format(node_str(value));
	if (op->format != FORMAT_COUNT && b->sub->resource->dialect.assert_formats)
		schema_add_op(b, *op);
	return true;
}

static const struct value_row {
	enum keyword keyword;
	enum opcode kind;
	bool (*build)(struct build *b, const struct node *value, struct op *op);
} rows[] = {
	{ KW_CONST, OP_CONST, build_list },
	{ KW_ENUM, OP_ENUM, build_list },
	{ KW_MULTIPLE_OF, OP_MULTIPLE_OF, build_step },
	{ KW_MAXIMUM, OP_MAXIMUM, build_bound },
	{ KW_EXCLUSIVE_MAXIMUM, OP_BELOW, build_bound },
	{ KW_MINIMUM, OP_MINIMUM, build_bound },
	{ KW_EXCLUSIVE_MINIMUM, OP_ABOVE, build_bound },
	{ KW_PATTERN, OP_PATTERN, build_pattern },
	{ KW_MAX_LENGTH, OP_MAX_LENGTH, NULL },
	{ KW_MIN_LENGTH, OP_MIN_LENGTH, NULL },
	{ KW_MAX_ITEMS, OP_MAX_ITEMS, NULL },
	{ KW_MIN_ITEMS, OP_MIN_ITEMS, NULL },
	{ KW_MAX_PROPERTIES, OP_MAX_PROPERTIES, NULL },
	{ KW_MIN_PROPERTIES, OP_MIN_PROPERTIES, NULL },
};

bool schema_build_values(struct build *b, enum keyword kw, const struct node *value)
{
	struct op op = { .value = value };
	const struct value_row *row = rows;

	if (kw == KW_FORMAT) {
		op.kind = OP_FORMAT;
		return build_format(b, value, &op);
	}
	while (row->keyword != kw)
		row++;
	op.kind = (uint8_t)row->kind;
	if (row->build ? !row->build(b, value, &op) : !schema_want_count(b, value, &op.count))
		return false;
	schema_add_op(b, op);
	return true;
}
