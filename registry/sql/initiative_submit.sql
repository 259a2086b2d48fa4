-- shape: one
-- $1 text body id
-- $2 text short name
-- $3 text stage
-- $4 text name in Kazakh
-- $5 text name in Russian
-- $6 text name in English
-- $7 text media, yaml or json
-- $8 bytea the document as it was written
-- $9 bytea SHA-256 of it as the client saw it
-- $10 text canonical form
-- $11 text[] facet kinds
-- $12 text[] facet values, one for each kind
-- $13 text[] words to find it by, folded and stemmed
select s.status, s.revision
  from api.submit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) s
