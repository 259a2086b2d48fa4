-- shape: one
-- $1 text body id
-- $2 text short name
-- $3 int revision
-- $4 text card for reviewers; null: nothing is kept from them
select api.review_card_put($1, $2, $3, $4)::text
