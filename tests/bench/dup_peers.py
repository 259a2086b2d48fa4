"""
What PostgreSQL needs for the same question, one text against all: dup_peers.py HOST TEXTS PLANTED COUNT

TEXTS: number, body and text, by tabs; PLANTED: number of a copy, of its original, and the share of words kept. A session of psql
searches for the copies by each method in turn, as the superuser, since nobody else may make tables; their times are samples for table.py, and how often the original came first or among
ten says what the times are worth. A method that takes longer than LIMIT_MS for one text is stopped and named.
"""
import re
import subprocess
import sys

HOST, TEXTS, PLANTED, COUNT = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
LIMIT_MS = 60000
# Name, most texts to try, preparation, query by $1.
METHODS = [
    ('pg_trgm GIN', 10, 'create index e_gin on e using gin (t gin_trgm_ops)',
     "select id from e where t % {text} and id <> {id} order by similarity(t, {text}) desc limit 10"),
    ('pg_trgm GiST', 10, 'drop index e_gin; create index e_gist on e using gist (t gist_trgm_ops(siglen=256))',
     "select id from e where id <> {id} order by t <-> {text} limit 10"),
    ('full text', 20, 'drop index e_gist; alter table e add v tsvector; update e set v = to_tsvector(\'simple\', t); '
     'create index e_fts on e using gin (v); '
     'create table word as select * from ts_stat(\'select v from e\'); create unique index on word (word); analyze',
     "with q as (select to_tsquery('simple', string_agg(word, ' | ')) q from (select w.word from "
     "unnest(tsvector_to_array(to_tsvector('simple', {text}))) u join word w on w.word = u order by ndoc limit 15) r) "
     "select id from e, q where v @@ q and id <> {id} order by ts_rank(v, q) desc limit 10"),
]


class Psql:
    def __init__(self):
        self.p = subprocess.Popen(['psql', '-XqAt', f'host={HOST} user=postgres dbname=postgres'], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True)
        self.run('\\timing on')

    def run(self, sql):
        """Lines of the answer and its milliseconds."""
        self.p.stdin.write(sql + ('\n' if sql.startswith('\\') else ';\n') + '\\echo =end=\n')
        self.p.stdin.flush()
        lines, took = [], 0.0
        for line in self.p.stdout:
            line = line.rstrip('\n')
            if line == '=end=':
                break
            found = re.match(r'Time: ([0-9.]+) ms', line)
            if found:
                took += float(found[1])
            else:
                lines.append(line)
        return lines, took


def texts(wanted):
    found = {}
    with open(TEXTS, encoding='utf-8') as f:
        for line in f:
            number, _, text = line.rstrip('\n').split('\t')
            if int(number) in wanted:
                found[int(number)] = text
    return found


def main():
    with open(PLANTED, encoding='utf-8') as f:
        planted = [(int(a), int(b)) for a, b, _ in (line.split() for line in f)]
    step = max(1, len(planted) // 20)
    asked = planted[::step][:20]
    of = texts({a for a, _ in asked})
    db = Psql()
    lines, _ = db.run('create extension if not exists pg_trgm')
    if any('ERROR' in line for line in lines):
        print('skipped: the extension pg_trgm is not installed')
        return
    db.run('drop table if exists e, word; create table e (id int primary key, ag int, t text)')
    db.run(f"\\copy e from '{TEXTS}'")
    db.run(f'set statement_timeout = {LIMIT_MS}; set pg_trgm.similarity_threshold = 0.3')
    for name, most, prepare, query in METHODS:
        for one in prepare.split('; '):
            db.run(f'set statement_timeout = 0; {one}; set statement_timeout = {LIMIT_MS}')
        first = ten = n = 0
        for number, original in asked[:most]:
            lines, took = db.run(query.format(text="'" + of[number] + "'", id=number))
            if any('timeout' in line for line in lines):
                print(f'skipped: {name} needs more than {LIMIT_MS // 1000} s for one text among {COUNT}')
                break
            n += 1
            first += lines[:1] == [str(original)]
            ten += str(original) in lines
            print(f'one against {COUNT}\t{name}\t{took}\tms')
            if took > LIMIT_MS / 4:
                break
        if n:
            print(f'{name} among {COUNT}: the original first for {first} of {n} copies, among ten for {ten}')
    db.run('drop table e, word')


main()
