-- shape: many
-- $1 text body id, null for all
-- $2 text short name
select v.body_id, v.short_name, v.revision, v.other_body_id, v.other_short_name,
       v.other_revision, v.reviewer, v.at, v.reason, v.score, v.word, v.common, v.verdict,
       v.card, v.other_card
  from api.verdicts($1, $2) v
