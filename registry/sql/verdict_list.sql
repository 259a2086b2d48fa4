-- shape: many
-- $1 text body id, null for all
-- $2 text short name, null for all of the body
-- $3 jsonb heads of all chains: what was said by then; null: by now
select v.body_id, v.short_name, v.revision, v.other_body_id, v.other_short_name,
       v.other_revision, v.reviewer, v.at, v.reason, v.score, v.word, v.common, v.verdict,
       v.card, v.other_card
  from api.verdicts($1, $2) v
 where $3 is null
union all
select v.body_id, v.short_name, v.revision, v.other_body_id, v.other_short_name,
       v.other_revision, v.reviewer, v.at, v.reason, v.score, v.word, v.common, v.verdict,
       v.card, v.other_card
  from api.past_verdicts($3, $1) v
 where $3 is not null
