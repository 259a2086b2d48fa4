"""
The pages of the manual: pages.py MANUAL SCDOC CHANGELOG OUT. MANUAL writes their sources, SCDOC makes them; OUT/man1 and OUT/man5 get
the English ones, OUT/kk and OUT/ru the others, as man looks for them. Their date is that of the newest entry of the changelog.
"""
import email.utils
import os
import re
import shutil
import subprocess
import sys
import tempfile

manual, scdoc, changelog, out = sys.argv[1:5]
with open(changelog, encoding='utf-8') as f:
    day = email.utils.parsedate_to_datetime(re.search(r'^ -- .*>  (.*)$', f.read(), re.M)[1])
env = dict(os.environ, SOURCE_DATE_EPOCH=str(int(day.timestamp())))
shutil.rmtree(out, ignore_errors=True)
with tempfile.TemporaryDirectory() as sources:
    subprocess.run([manual, sources], check=True)
    for lang in sorted(os.listdir(sources)):
        for name in sorted(os.listdir(os.path.join(sources, lang))):
            page, section, _ = name.rsplit('.', 2)
            folder = os.path.join(out, '' if lang == 'en' else lang, 'man' + section)
            os.makedirs(folder, exist_ok=True)
            with open(os.path.join(sources, lang, name), 'rb') as source, \
                    open(os.path.join(folder, f'{page}.{section}'), 'wb') as target:
                subprocess.run([scdoc], stdin=source, stdout=target, env=env, check=True)
