// Reads a list of parts with the library of CycloneDX: sbom.mjs FOLDER FILE, where npm installed that library into FOLDER.
import { createRequire } from 'node:module'
import fs from 'node:fs'

const [folder, file] = process.argv.slice(2)
const { Spec, Validation } = createRequire(`${folder}/`)('@cyclonedx/cyclonedx-library')
const wrong = await new Validation.JsonStrictValidator(Spec.Version.v1dot5).validate(fs.readFileSync(file, 'utf8'))
if (wrong) {
  console.log(JSON.stringify(wrong).slice(0, 600))
  process.exit(1)
}
