-- shape: one
-- $1 uuid key of the submission
-- $2 int revision that the caller changed, 0 for a new initiative, or null
-- $3 text body id
-- $4 text short name
-- $5 text stage
-- $6 text name in Kazakh
-- $7 text name in Russian
-- $8 text name in English
-- $9 text media, yaml or json
-- $10 bytea the document as it was written
-- $11 bytea SHA-256 of it as the client saw it
-- $12 text canonical form
-- $13 text[] facet kinds
-- $14 text[] facet values, one for each kind
-- $15 text[] for each, whether other bodies may see it: t or f
-- $16 text[] words to find it by, folded and stemmed
-- $17 text card: canonical form of what other bodies may see
-- $18 text[] words of the card
select s.status, s.revision
  from api.submit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
                  $15::boolean[], $16, $17, $18) s
