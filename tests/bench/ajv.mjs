// The peer of schema.c and of `tizilim validate`: ajv.mjs SCHEMA DIR [ROUNDS]. Without rounds one pass over the files and the count.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(join(process.cwd(), 'package.json'));
const Ajv = require('ajv/dist/2020').default;
const formats = require('ajv-formats').default;
const [schema, dir, rounds = '0'] = process.argv.slice(2);
const ajv = formats(new Ajv({ strict: false, allErrors: rounds === '0' }));
const validate = ajv.compile(JSON.parse(readFileSync(schema, 'utf8')));
const texts = readdirSync(dir).sort().map((name) => readFileSync(join(dir, name), 'utf8'));
const parsed = texts.flatMap((text) => {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
});
let valid = 0;
const isValid = (text) => {
  try {
    return validate(JSON.parse(text));
  } catch {
    return false;
  }
};
const full = () => {
  for (const name of readdirSync(dir).sort()) isValid(readFileSync(join(dir, name), 'utf8'));
};
const pass = () => {
  valid = 0;
  for (const one of parsed) valid += validate(one);
};
for (let round = Number(rounds) ? -20 : -1; round < Number(rounds); round++) {
  const start = process.hrtime.bigint();
  pass();
  const took = Number(process.hrtime.bigint() - start) / 1e3;
  // The first passes let the engine compile.
  if (round >= 0) console.log(`judge by the schema, parsed\tajv\t${took / parsed.length}\tus/manifest`);
  if (round < 0 || !Number(rounds)) continue;
  const begun = process.hrtime.bigint();
  full();
  console.log(`read, parse and judge\tajv\t${Number(process.hrtime.bigint() - begun) / 1e3 / texts.length}\tus/manifest`);
}
console.log(`ajv: ${valid} of ${parsed.length} valid`);
