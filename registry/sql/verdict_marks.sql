-- shape: many
-- Verdicts of all pairs, without the pairs.
select m.score, m.word, m.common, m.verdict
  from api.verdict_marks() m
