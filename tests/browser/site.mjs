// Opens every page of a built site in Chromium and looks at it as a reader would: no script, no outside request, no link that leads nowhere, no
// breach of the content security policy, no accessibility fault that axe can see, nothing cut off on a narrow screen.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const site = path.resolve(process.argv[2] ?? 'site');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

function* pages(folder) {
  for (const name of readdirSync(folder).sort()) {
    const file = path.join(folder, name);
    if (statSync(file).isDirectory()) yield* pages(file);
    else if (name.endsWith('.html')) yield file;
  }
}

const files = [...pages(site)];
const faults = [];
const anchors = new Map();
for (const file of files) {
  const html = readFileSync(file, 'utf8');
  anchors.set(file, new Set([...html.matchAll(/ id="([^"]*)"/g)].map((match) => match[1])));
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
// Scripts are off for the visit; axe is run in a second context, since it is one.
const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 700 } });
const judged = await browser.newContext({ bypassCSP: true });
let links = 0;
// A large case has hundreds of source pages of one shape: axe looks at the first few of each folder, links are checked on all.
const seen = new Map();
for (const file of files) {
  const name = path.relative(site, file);
  const page = await plain.newPage();
  page.on('request', (request) => {
    if (!request.url().startsWith('file://')) faults.push(`${name}: asks for ${request.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`${name}: ${message.text()}`);
  });
  await page.goto(pathToFileURL(file).href);
  if ((await page.locator('script').count()) > 0) faults.push(`${name}: holds a script`);
  for (const href of await page.locator('[href]').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('href'))).catch(() => [])) {
    links += 1;
    if (/^(https?:)/.test(href)) {
      faults.push(`${name}: leads outside, to ${href}`);
      continue;
    }
    const [target, anchor] = href.split('#');
    const aim = target === '' ? file : path.resolve(path.dirname(file), decodeURIComponent(target));
    let there = true;
    try { statSync(aim); } catch { there = false; }
    if (!there) faults.push(`${name}: leads nowhere, to ${href}`);
    else if (anchor && anchors.has(aim) && !anchors.get(aim).has(decodeURIComponent(anchor))) faults.push(`${name}: no such place, ${href}`);
  }
  await page.close();
  const folder = path.dirname(name);
  seen.set(folder, (seen.get(folder) ?? 0) + 1);
  if (seen.get(folder) > 3) continue;
  const look = await judged.newPage();
  await look.setViewportSize({ width: 320, height: 700 });
  await look.goto(pathToFileURL(file).href);
  const wide = await look.evaluate(() => document.documentElement.scrollWidth);
  if (wide > 321) faults.push(`${name}: ${wide} pixels wide on a screen of 320`);
  await look.evaluate(axe);
  const result = await look.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  for (const violation of result.violations) {
    faults.push(`${name}: ${violation.id}: ${violation.help} (${violation.nodes.slice(0, 2).map((node) => node.target.join(' ')).join('; ')})`);
  }
  await look.close();
}
await browser.close();
for (const fault of faults.slice(0, 60)) console.log(fault);
console.log(`${files.length} pages, ${links} links, ${faults.length} faults`);
process.exit(faults.length === 0 && files.length > 0 && links > 0 ? 0 : 1);
