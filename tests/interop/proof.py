"""
A second verifier of exported histories, written from docs/AUDIT.md alone: hashes, links, numbers, heads, the digests of
revisions and of findings. proof.py EXPORT… as TAP, each also with one letter changed; proof.py --only EXPORT judges one file.
"""
import base64
import datetime
import hashlib
import json
import sys

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
FINDING = ('body_id', 'short_name', 'revision', 'fingerprint', 'rule', 'severity', 'line', 'col', 'pointer', 'kk', 'ru', 'en', 'details')


def field(data):
    data = data if isinstance(data, bytes) else str(data).encode()
    return len(data).to_bytes(4, 'big') + data


def micros(text):
    at = datetime.datetime.strptime(text, '%Y-%m-%dT%H:%M:%S.%fZ').replace(tzinfo=datetime.timezone.utc)
    return (at - EPOCH) // datetime.timedelta(microseconds=1)


def event_hash(e):
    parts = [b'tizilim.event.1', field(bytes.fromhex(e['prev'])), field(e['body']), e['seq'].to_bytes(8, 'big', signed=True),
             micros(e['at']).to_bytes(8, 'big', signed=True)]
    parts += [field(e[name] or '') for name in ('actor', 'person', 'kind', 'subject', 'payload')]
    return hashlib.sha256(b''.join(parts)).hexdigest()


def verify(lines):
    """Yields what is wrong."""
    header = json.loads(next(lines))
    ended = []
    chain = event = payload = None
    findings = hashlib.sha256()

    def close():
        if event and 'findings_sha256' in payload and findings.hexdigest() != payload['findings_sha256']:
            yield f'{chain} finding@{seq}'

    for text in lines:
        line = json.loads(text)
        if line['body'] != chain:
            chain, seq, event, last = line['body'], 0, None, hashlib.sha256(line['body'].encode()).hexdigest()
        if line['is'] == 'event':
            yield from close()
            if line['seq'] != seq + 1:
                yield f'{chain} gap@{seq + 1}'
            if line['prev'] != last:
                yield f'{chain} link@{line["seq"]}'
            if event_hash(line) != line['hash']:
                yield f'{chain} content@{line["seq"]}'
            seq, last, event, payload, findings = line['seq'], line['hash'], line, json.loads(line['payload']), hashlib.sha256()
        elif line['is'] == 'head':
            yield from close()
            event = None
            if (line['seq'], line['hash']) != (seq, last):
                yield f'{chain} head@{seq}'
            ended.append(chain)
        elif line['is'] == 'finding':
            row = line['row']
            findings.update(hashlib.sha256(b''.join(field(row[name]) for name in FINDING)).digest())
        elif line['is'] == 'revision':
            row = line['row']
            if row['bytes_sha256'] != payload['sha256']:
                yield f'{chain} revision@{seq}'
            if row['bytes'] and hashlib.sha256(base64.b64decode(row['bytes'])).hexdigest() != row['bytes_sha256']:
                yield f'{chain} revision@{seq}'
    if ended != header['chains']:
        yield 'head@0'


def changed(lines, find, put):
    done = False
    for line in lines:
        if not done and find in line:
            done, line = True, line.replace(find, put, 1)
        yield line


def main():
    if sys.argv[1] == '--only':
        with open(sys.argv[2], encoding='utf-8') as f:
            faults = list(verify(iter(f)))
        print('\n'.join(faults) or 'good')
        return 1 if faults else 0
    results = []
    for path in sys.argv[1:]:
        with open(path, encoding='utf-8') as f:
            lines = f.read().splitlines()
        results.append((f'{path}: good', not list(verify(iter(lines)))))
        for find, put in (('pilot', 'pilox'), ('"en" : "source"', '"en" : "sourcf"'), ('YTogMQo=', 'YTogMgo=')):
            results.append((f'{path}: {find} changed', bool(list(verify(changed(iter(lines), find, put))))))
    print(f'1..{len(results)}')
    for n, (name, good) in enumerate(results, 1):
        print(f"{'ok' if good else 'not ok'} {n} - {name}")
    return 0 if all(good for _, good in results) else 1


sys.exit(main())
