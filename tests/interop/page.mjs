// Opens a page in Chromium and tells as JSON what a reader would meet: usage: page.mjs PAGE CHROMIUM [PICTURES]
// For each language, on a desk and on a telephone: axe's complaints, what was asked of a network, how wide the page is, what is seen.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(process.env.TIZILIM_REPORT_TOOLS + '/')
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const { launch } = require('puppeteer-core')
const [page_file, chromium, pictures] = process.argv.slice(2)

const browser = await launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'] })
const seen = []
for (const scheme of ['light', 'dark'])
	for (const [name, width] of [['desk', 1280], ['telephone', 380]]) {
		const page = await browser.newPage()
		const asked = [], said = []
		page.on('request', r => r.url().startsWith('file:') || asked.push(r.url()))
		page.on('console', m => said.push(m.text()))
		page.on('dialog', d => { said.push('a dialog: ' + d.message()); d.dismiss() })
		await page.setViewport({ width, height: 900 })
		await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
		await page.goto(pathToFileURL(page_file).href)
		for (const lang of ['kk', 'ru', 'en']) {
			await page.focus('#show-' + lang)
			await page.keyboard.press('Space')
			await page.evaluate(() => window.scrollTo(0, 0))
			if (pictures) {
				await page.screenshot({ path: `${pictures}/${name}-${scheme}-${lang}.png`, fullPage: false })
				if (scheme === "light" && await page.evaluate(() => document.body.scrollHeight) < 15000)
					await page.screenshot({ path: `${pictures}/${name}-whole-${lang}.png`, fullPage: true })
			}
			await page.evaluate(() => document.querySelectorAll('details').forEach(d => { d.open = true }))
			await page.evaluate(axe)
			const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }))
			seen.push({
				lang, name, scheme, asked, said,
				violations: found.violations.map(v => `${v.id}: ${v.help} ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')}`),
				wide: await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
				text: await page.evaluate(() => document.body.innerText),
				hidden: await page.evaluate(() => [...document.querySelectorAll('.page [lang]')]
					.filter(e => e.checkVisibility()).map(e => e.getAttribute('lang'))
					.reduce((n, l) => ({ ...n, [l]: (n[l] ?? 0) + 1 }), {})),
				headings: await page.evaluate(() => [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])),
			})
		}
		await page.close()
	}
if (pictures) {
	const page = await browser.newPage()
	await page.goto(pathToFileURL(page_file).href)
	await page.pdf({ path: pictures + '/paper.pdf', format: 'A4' })
}
await browser.close()
console.log(JSON.stringify(seen))
