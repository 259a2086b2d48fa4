-- shape: many
-- Verdicts of all pairs, without the pairs.
-- $1 jsonb heads of all chains: what was said by then; null: by now
select m.score, m.word, m.common, m.verdict
  from api.verdict_marks() m
 where $1 is null
union all
select m.score, m.word, m.common, m.verdict
  from api.past_marks($1) m
 where $1 is not null
