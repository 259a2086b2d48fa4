"""
Deterministic data for the benchmarks: generate.py TIZILIM OUT [MANIFESTS [ENTRIES [MANY]]]

  OUT/json, OUT/yaml   the same manifests of about 5 kB, one file each; every twentieth is broken, in ten ways in turn
  OUT/many.jsonl       MANY sound manifests, one a line, to fill a registry with
  OUT/entries.jsonl    what the duplicate search compares, one entry a line; OUT/entries.tsv: number and English text of each

Codes and names are those of the pack in use (`tizilim ref list`); the sentences are made of the fixed vocabulary below.
"""
import json
import os
import subprocess
import sys

KINDS = 'functions sources bodies points objects people sectors goals territories platforms norms'.split()
LANGS = ('kk', 'ru', 'en')

TOPICS = [
    ('қар көшкіні', 'снежные лавины', 'avalanches'), ('су тасқыны', 'паводки', 'floods'),
    ('жол жабыны', 'дорожное покрытие', 'road surface'), ('мектеп асханасы', 'школьное питание', 'school meals'),
    ('орман өрті', 'лесные пожары', 'forest fires'), ('астық қоймасы', 'зернохранилища', 'granaries'),
    ('қан қоры', 'запасы крови', 'blood stocks'), ('шекара бекеті', 'пункты пропуска', 'border posts'),
    ('мұражай қоры', 'музейные фонды', 'museum collections'), ('бекіре балығы', 'осетровые рыбы', 'sturgeon'),
    ('туберкулез', 'туберкулёз', 'tuberculosis'), ('жылу желісі', 'тепловые сети', 'heating networks'),
    ('зияткерлік меншік', 'товарные знаки', 'trade marks'), ('жер сілкінісі', 'землетрясения', 'earthquakes'),
    ('зейнетақы төлемі', 'пенсионные выплаты', 'pension payments'), ('кен орны', 'месторождения', 'mineral deposits'),
    ('жұмыссыздық', 'безработица', 'unemployment'), ('ауыз су', 'питьевая вода', 'drinking water'),
    ('қоғамдық көлік', 'общественный транспорт', 'public transport'), ('дәрі-дәрмек', 'лекарства', 'medicines'),
    ('архив құжаты', 'архивные документы', 'archive records'), ('ветеринариялық бақылау', 'ветеринарный надзор', 'veterinary control'),
    ('электр желісі', 'электросети', 'power grid'), ('сот шешімі', 'судебные решения', 'court rulings'),
    ('балабақша кезегі', 'очередь в детский сад', 'kindergarten queue'), ('импорт тауары', 'ввозимые товары', 'imported goods'),
    ('ауа сапасы', 'качество воздуха', 'air quality'), ('тұрғын үй қоры', 'жилищный фонд', 'housing stock'),
    ('мақта егістігі', 'посевы хлопка', 'cotton fields'), ('теміржол вагоны', 'железнодорожные вагоны', 'railway wagons'),
    ('онкология', 'онкология', 'oncology'), ('спорт мектебі', 'спортивные школы', 'sports schools'),
    ('шегіртке', 'саранча', 'locusts'), ('мемлекеттік сатып алу', 'государственные закупки', 'procurement'),
    ('көшеттік', 'лесопитомники', 'tree nurseries'), ('ғарыш суреті', 'космические снимки', 'satellite images'),
    ('еңбек шарты', 'трудовые договоры', 'employment contracts'), ('мүгедектік', 'инвалидность', 'disability'),
    ('әуежай', 'аэропорты', 'airports'), ('кеме қатынасы', 'судоходство', 'shipping'),
    ('тұрмыстық қалдық', 'бытовые отходы', 'household waste'), ('жылқы шаруашылығы', 'коневодство', 'horse breeding'),
    ('банкроттық', 'банкротство', 'bankruptcy'), ('кітапхана', 'библиотеки', 'libraries'),
    ('нотариат', 'нотариат', 'notaries'), ('радиожиілік', 'радиочастоты', 'radio spectrum'),
    ('мұнай құбыры', 'нефтепроводы', 'oil pipelines'), ('тұқым сапасы', 'качество семян', 'seed quality'),
    ('жедел жәрдем', 'скорая помощь', 'ambulance'), ('студент жатақханасы', 'студенческие общежития', 'student housing'),
]
AIMS = [
    ('тексеру уақытын қысқартады', 'сокращает время проверки', 'cuts the time of a check'),
    ('қате шешімдер санын азайтады', 'снижает число ошибочных решений', 'lowers the number of wrong decisions'),
    ('кезекті алдын ала болжайды', 'заранее прогнозирует очередь', 'forecasts the queue ahead of time'),
    ('ресурсты аудандар арасында бөледі', 'распределяет ресурсы между районами', 'shares resources among districts'),
    ('сирек оқиғаларды табады', 'находит редкие события', 'finds rare events'),
    ('мәтінді үш тілде түсіндіреді', 'объясняет текст на трёх языках', 'explains texts in three languages'),
    ('маманға нұсқаларды ұсынады', 'предлагает специалисту варианты', 'offers options to the specialist'),
    ('деректердегі алшақтықты көрсетеді', 'показывает расхождения в данных', 'shows gaps between the data'),
    ('мерзімі өткен істерді бөледі', 'выделяет просроченные дела', 'marks overdue cases'),
    ('шығынды маусым бойынша бағалайды', 'оценивает расходы по сезонам', 'rates spending by season'),
    ('жөндеу ретін анықтайды', 'определяет порядок ремонта', 'ranks repairs'),
    ('сапаны сурет бойынша бағалайды', 'оценивает качество по снимкам', 'rates quality from pictures'),
    ('келіп түскен хабарды сұрыптайды', 'сортирует поступившие сообщения', 'sorts incoming messages'),
    ('жүктемені сағат сайын есептейді', 'рассчитывает нагрузку по часам', 'computes the load by the hour'),
    ('құжат жобасын дайындайды', 'готовит проект документа', 'prepares a draft document'),
    ('қауіпті аймақты картаға түсіреді', 'наносит опасные зоны на карту', 'maps dangerous zones'),
]
WHERE = [
    ('ауылдық округтерде', 'в сельских округах', 'in rural districts'), ('ірі қалаларда', 'в крупных городах', 'in large cities'),
    ('шекара маңында', 'в приграничье', 'near the border'), ('таулы жерлерде', 'в горной местности', 'in the mountains'),
    ('өнеркәсіп аймағында', 'в промышленных зонах', 'in industrial zones'), ('Каспий жағалауында', 'на побережье Каспия', 'on the Caspian shore'),
    ('көктемгі маусымда', 'в весенний сезон', 'in the spring season'), ('қысқы кезеңде', 'в зимний период', 'in winter'),
]


class Random:
    """SplitMix64: the same numbers with every Python."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state + 0x9E3779B97F4A7C15) & (1 << 64) - 1
        z = self.state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & (1 << 64) - 1
        z = (z ^ z >> 27) * 0x94D049BB133111EB & (1 << 64) - 1
        return (z ^ z >> 31) % n

    def one(self, of):
        return of[self.below(len(of))]

    def some(self, of, n):
        left = list(of)
        return [left.pop(self.below(len(left))) for _ in range(min(n, len(left)))]

    def percent(self, n):
        return self.below(100) < n


def reference(program):
    """The entries of the pack by kind."""
    out = {}
    for kind in KINDS:
        text = subprocess.run([program, 'ref', 'list', kind, '--json'], capture_output=True, text=True, check=True).stdout
        out[kind] = [row['entry'] for row in json.loads(text)]
    return out


def short(entry, lang):
    return entry['name'][lang][:90]


def sentence(r, topic):
    aim, where = r.one(AIMS), r.one(WHERE)
    form = r.below(3)
    kk = (f'Жүйе {where[0]} {aim[0]}: {topic[0]}.', f'Нәтижесінде {topic[0]} бойынша қызмет {where[0]} {aim[0]}.',
          f'{topic[0].capitalize()} туралы дерек негізінде {aim[0]}, ең алдымен {where[0]}.')
    ru = (f'Система {where[1]} {aim[1]}: {topic[1]}.', f'В итоге служба по теме «{topic[1]}» {where[1]} {aim[1]}.',
          f'По данным о теме «{topic[1]}» {aim[1]}, прежде всего {where[1]}.')
    en = (f'The system {aim[2]} {where[2]}: {topic[2]}.', f'As a result the service for {topic[2]} {aim[2]} {where[2]}.',
          f'From data on {topic[2]} it {aim[2]}, first of all {where[2]}.')
    return kk[form], ru[form], en[form]


def prose(r, topic, n, langs=LANGS):
    parts = [sentence(r, topic) for _ in range(n)]
    return {lang: ' '.join(p[LANGS.index(lang)] for p in parts) for lang in langs}


def source_of(r, ref, source):
    objects = [o['id'] for o in ref['objects'] if o['authority'] == source['id']]
    names = [source['id'], source['name']['ru']] + source['abbreviations'][:1] + source['aliases'][:2]
    out = {'source': r.one(names), 'objects': r.some(objects, 3),
           'obtained': r.one(['authority'] * 7 + ['copy', 'manual', 'people']), 'role': r.some(['train', 'operate', 'test'], 2),
           'personal': 'personal' if source['personal'] else 'none', 'class': 'official'}
    if out['obtained'] == 'authority':
        out['channel'] = r.one(ref['points'])['id']
        out['agreement'] = f'№ {r.below(90) + 1}-{r.below(9) + 1}/{r.below(90) + 1}, 2026-0{r.below(6) + 1}-12'
    return out


def integration_of(r, source, body):
    return {'name': f'Сведения: {short(source, "ru")}', 'partner': body['id'], 'partner_kind': 'state',
            'direction': r.one(['consumes', 'consumes', 'provides', 'both']), 'source': source['id'],
            'point': r.one(['ip-smart-bridge', 'ip-shep', 'ip-siopso']), 'route': r.one(['gateway'] * 8 + ['vpn', 'direct_database']),
            'protocol': r.one(['REST', 'SOAP']), 'volume': f'{r.below(90) + 10} 000 запросов в сутки',
            'criticality': r.one(['low', 'medium', 'high'])}


def manifest(r, ref, number):
    topic, function = r.one(TOPICS), r.one(ref['functions'])
    sources, stage = r.some(ref['sources'], 1 + r.below(3)), r.one(['idea', 'design', 'design', 'pilot', 'pilot', 'use'])
    body = r.one(ref['bodies'])
    personal = any(s['personal'] for s in sources)
    m = {
        'schema_version': '1.0', 'short_name': f'{function["id"][3:]}-{number:05d}',
        'request': {'kind': r.one(['establish', 'pilot', 'use', 'change'])},
        'name': {lang: f'{short(function, lang)}: {topic[i]}' for i, lang in enumerate(LANGS)},
        'summary': prose(r, topic, 1), 'purpose': prose(r, topic, 2), 'benefits': prose(r, topic, 1, ('kk', 'ru')),
        'owner': {'body': r.one([body['id'], body['name']['ru']] + body['abbreviations'][:1]),
                  'unit': f'Департамент № {r.below(12) + 1}', 'accountable_role': 'Вице-министр, цифровой офицер'},
        'contact': {'email': f'digital{r.below(99)}@example.gov.kz'},
        'sector': body['sector'] or r.one(ref['sectors'])['id'], 'functions': [function['id']],
        'territories': r.one([['KZ'], [t['id'] for t in r.some(ref['territories'], 2) if t['id'] != 'KZ'] or ['KZ']]),
        'goals': [r.one(ref['goals'])['id']],
        'people': {'groups': [p['id'] for p in r.some(ref['people'], 1 + r.below(3))],
                   'number': r.one(['under-1k', '10k-100k', 'over-1m']), 'public_facing': r.percent(30)},
        'interface': {'channels': [r.one(['internal', 'egov-portal', 'own-app', 'own-site'])], 'languages': ['kk', 'ru']},
        'stage': stage, 'dates': {'start': '2026-03-01', 'pilot_start': '2026-10-01', 'pilot_end': '2027-06-30', 'use': '2027-09-01'},
        'data_sources': [source_of(r, ref, s) for s in sources],
        'integrations': [integration_of(r, s, r.one(ref['bodies'])) for s in sources[:2]],
        'services': {'sign_in_people': r.one(['ip-idp', 'own', 'none']), 'signature': 'none'},
        'hosting': {'platform': r.one(['pl-qaztech', 'pl-qaztech', 'own']), 'country': 'KZ', 'class': 'official'},
        'platforms': [p['id'] for p in r.some(ref['platforms'], 2)], 'compute': r.one(['shared', 'own', 'cloud']),
        'models': [{'name': f'net-{number}', 'kind': r.one(['language', 'vision', 'prediction']), 'origin': r.one(['own', 'open'])}],
        'repository': 'unified', 'ai_kinds': r.some(['predictive', 'nlp', 'vision', 'speech', 'generative'], 2),
        'how_it_works': prose(r, topic, 1, ('ru',)),
        'risk': {'declared': r.one(['minimal', 'medium', 'high']),
                 'answers': {'harm_to_life_or_health': r.percent(10), 'harm_to_rights': r.percent(50), 'mass_effect': r.percent(20)}},
        'autonomy': {'declared': 'low', 'decision': r.one(['human_decides', 'correctable', 'final'])},
        'oversight': {'decides_about_people': r.percent(40), 'human_review': prose(r, topic, 1, ('kk', 'ru'))},
        'personal_data': {'processed': personal, **({'kinds': ['identity'], 'subjects': '10k-500k'} if personal else {})},
        'legal_basis': [{'norm': n['id']} for n in r.some(ref['norms'], 2)],
        'costs': {'band': r.one(['under-50', '50-200', '200-1000']), 'source': 'republican_budget'},
        'documents': [{'kind': 'technical_specification', 'number': str(number), 'date': '2026-04-01'}],
        'provenance': {'kind': 'official'},
    }
    return m, body


def relate(r, m, made):
    """Relations within the portfolio, also to ones that come later, and copies by another body."""
    if not made:
        return
    other = r.one(made)
    if r.percent(15):
        m['relations'] = [{'type': r.one(['depends_on', 'depends_on', 'part_of', 'replaces']), 'initiative': other['id']}]
        if r.percent(10):
            other['m'].setdefault('relations', []).append({'type': 'depends_on', 'initiative': f'{other["body"]}/{m["short_name"]}'})
    if r.percent(2):
        for field in ('name', 'summary', 'purpose', 'benefits', 'functions'):
            m[field] = other['m'][field]


# The ten ways in which a manifest is broken: seven in the tree (both syntaxes), three in the text.
TREE_FAULTS = [
    lambda m: m.update(artificial=True),
    lambda m: m.pop('name'),
    lambda m: m.update(stage=3),
    lambda m: m['data_sources'][0].update(obtained='by-post'),
    lambda m: m['dates'].update(start='2026-02-30'),
    lambda m: m.update(short_name='No Spaces'),
    lambda m: m['interface'].update(languages=['kk', 'kk']),
]
TEXT_FAULTS = [
    lambda t: t[:len(t) * 2 // 3],
    lambda t: t.replace('repository', 'compute', 1),  # the second of two equal keys
    lambda t: t.replace('2026-04-01', '2026\x0104-01', 1),
]


def yaml_lines(value, depth):
    """Block style; strings double-quoted as in JSON, which YAML takes."""
    pad = '  ' * depth
    if isinstance(value, dict):
        rows = [(f'{key}:', v) for key, v in value.items()]
    else:
        rows = [('-', v) for v in value]
    for head, v in rows:
        if isinstance(v, (dict, list)) and v:
            nested = list(yaml_lines(v, depth + 1))
            if head == '-' and isinstance(v, dict):
                yield f'{pad}- {nested[0].lstrip()}'
                yield from nested[1:]
            else:
                yield pad + head
                yield from nested
        else:
            yield f'{pad}{head} {json.dumps(v, ensure_ascii=False)}'


def write(path, text):
    with open(path, 'w', encoding='utf-8', newline='\n') as f:
        f.write(text)


def write_manifests(out, r, ref, count):
    made = []
    for number in range(count):
        m, body = manifest(r, ref, number)
        relate(r, m, made)
        made.append({'m': m, 'body': body['id'], 'id': f'{body["id"]}/{m["short_name"]}'})
    for number, one in enumerate(made):
        fault = number // 20 % 10 if number % 20 == 19 else None
        if fault is not None and fault < len(TREE_FAULTS):
            TREE_FAULTS[fault](one['m'])
        texts = {'json': json.dumps(one['m'], ensure_ascii=False, indent=1), 'yaml': '\n'.join(yaml_lines(one['m'], 0)) + '\n'}
        for syntax, text in texts.items():
            if fault is not None and fault >= len(TREE_FAULTS):
                text = TEXT_FAULTS[fault - len(TREE_FAULTS)](text)
            write(f'{out}/{syntax}/{number:05d}.{syntax}', text)


def write_entries(out, r, ref, count):
    entries, texts = [], []
    for number in range(count):
        m, body = manifest(r, ref, number)
        entries.append(json.dumps({
            'id': f'{body["id"]}/{m["short_name"]}', 'body': body['id'], 'title': m['name'], 'text': m['purpose'],
            'functions': m['functions'], 'objects': sum((s['objects'] for s in m['data_sources']), m['people']['groups'])},
            ensure_ascii=False))
        texts.append(f'{number}\t{m["name"]["en"]} {m["purpose"]["en"]}')
    write(f'{out}/entries.jsonl', '\n'.join(entries) + '\n')
    write(f'{out}/entries.tsv', '\n'.join(texts) + '\n')


def write_many(out, r, ref, count):
    with open(f'{out}/many.jsonl', 'w', encoding='utf-8', newline='\n') as f:
        for number in range(count):
            m, body = manifest(r, ref, number)
            m['owner']['body'] = body['id']
            m['short_name'] = f'e-{number:06d}'
            f.write(json.dumps(m, ensure_ascii=False) + '\n')


def main():
    program, out = sys.argv[1], sys.argv[2]
    manifests, entries, many = (int(sys.argv[i]) if len(sys.argv) > i else n for i, n in ((3, 1000), (4, 10000), (5, 0)))
    for syntax in ('json', 'yaml'):
        os.makedirs(f'{out}/{syntax}', exist_ok=True)
    ref = reference(program)
    write_manifests(out, Random(1), ref, manifests)
    write_entries(out, Random(2), ref, entries)
    if many:
        write_many(out, Random(3), ref, many)


main()
