#include "checker/phrase/phrase.h"
#include "tests/unit/rows.h"
static struct test_list list;
static void x(void **s){(void)s;AUTO_ARENA a=arena_new(); struct phrase_set *p=phrase_set_new(a); struct phrase_hits h={0}; phrase_set_add(p,STR("ГБД ФЛ"),false,NULL); phrase_set_scan(p,a,STR("из ГБД ФЛ-дан"),&h); assert_int_equal(h.list.n,1);}
int main(void){ ADD_TEST(&list,x); return test_list_run(&list,"phrase"); }
