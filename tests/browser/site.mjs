// Opens every page of a built site in Chromium and looks at it as a reader would: no script but the one of the search, no outside request, no link that leads nowhere, no
// breach of the content security policy, nothing that is not HTML as its standard has it, no accessibility fault that axe can see (targets of 24 px among them), nothing wider than a screen of 320 px, no word broken inside, no label of
// a chart under 12 px or on another at any width, and the search that a script does finds what the lists without it hold.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { HtmlValidate } from 'html-validate';
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

// Runs in the page: what is too wide, too small, or broken.
function laidOut() {
  const faults = [];
  const across = document.documentElement.clientWidth;
  const shown = (node) => node.checkVisibility?.() ?? true;
  for (const node of document.body.querySelectorAll('*')) {
    if (node.closest('svg') && node.localName !== 'svg') continue;
    const box = node.getBoundingClientRect();
    if (box.width > 0 && box.right > across + 1 && box.left >= 0 && shown(node)) faults.push(`<${node.localName} class="${node.getAttribute('class') ?? ''}"> reaches to ${Math.round(box.right)}`);
  }
  for (const chart of document.querySelectorAll('svg:not(.ic):not(.ics)')) {
    if (!shown(chart) || chart.getBoundingClientRect().width === 0) continue;
    const labels = [...chart.querySelectorAll('text')];
    const scale = chart.getScreenCTM()?.a ?? 1;
    for (const label of labels) {
      const size = scale * parseFloat(getComputedStyle(label).fontSize);
      if (size < 11.9) faults.push(`a label of ${size.toFixed(1)} px: ${label.textContent}`);
    }
    const boxes = labels.map((label) => label.getBoundingClientRect());
    for (let one = 0; one < boxes.length; one += 1) {
      for (let other = one + 1; other < boxes.length; other += 1) {
        const [a, b] = [boxes[one], boxes[other]];
        const over = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const under = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        // Lines of letters stand nearer than their boxes.
        if (over > 1 && under > 4 * scale) faults.push(`labels on one another: ${labels[one].textContent} | ${labels[other].textContent}`);
      }
    }
  }
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(), words = 0; node && words < 3000; node = walker.nextNode()) {
    // What is made of digits or is an address may break; words may not.
    if (node.parentElement.closest('svg, code, pre, .hash, .url, .cite, .hidden-mark') || !shown(node.parentElement)) continue;
    for (const match of node.data.matchAll(/(?<![^\s(“])[\p{L}\p{M}]{4,30}(?![^\s,.;:)”!?])/gu)) {
      words += 1;
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (lines.size > 1) faults.push(`a word is broken: ${match[0]}`);
    }
  }
  return [...new Set(faults)].slice(0, 4);
}

const files = [...pages(site)];
const faults = [];
const anchors = new Map();
// Rules of the standard alone, none of style.
const standard = new HtmlValidate({ root: true, extends: ['html-validate:standard'] });
for (const file of files) {
  const html = readFileSync(file, 'utf8');
  for (const { messages } of (await standard.validateString(html)).results) {
    for (const { line, message, ruleId } of messages.slice(0, 2)) faults.push(`${path.relative(site, file)}:${line}: ${message} (${ruleId})`);
  }
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
  const scripts = await page.locator('script').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('src'))).catch(() => []);
  if (scripts.join() !== (name === 'search.html' ? 'search.js' : '')) faults.push(`${name}: holds a script`);
  const outside = await page.locator('a[rel="external noreferrer"], link[rel="canonical"]').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('href'))).catch(() => []);
  for (const href of await page.locator('[href]').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('href'))).catch(() => [])) {
    links += 1;
    if (/^https?:\/\/[a-z0-9.-]+[:\/?#]?/i.test(href) && outside.includes(href)) continue;
    if (/^[a-z]+:/i.test(href)) {
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
  if (name.startsWith(`held${path.sep}`)) {
    // What the opening counts is what the marks show, and no element goes by its code.
    const main = await page.locator('main').innerText();
    const counted = /Of the (\d+)\s+elements? of its test, (.*?);/.exec(main);
    const listed = await page.locator('[aria-label="Elements of the test"] li').allInnerTexts();
    const marks = listed.flatMap((line) => {
      const [, many, outcome] = /(?:(\d+) on which nothing bears.*?)?(not met|not engaged|met|contested|unknown)\s*$/s.exec(line) ?? [];
      return Array(Number(many ?? 1)).fill(outcome);
    });
    if (!counted || Number(counted[1]) !== marks.length) faults.push(`${name}: ${marks.length} marks for ${counted?.[0] ?? 'no tally'}`);
    for (const word of ['met', 'not met', 'contested', 'unknown', 'not engaged']) {
      const told = new RegExp(`(?<![\\d])(\\d+) ${word}(?! met| engaged)`).exec(counted?.[2] ?? '');
      const shown = marks.filter((mark) => mark.trim() === word).length;
      if (Number(told?.[1] ?? 0) !== shown) faults.push(`${name}: ${shown} marks say ${word}, the opening ${told?.[1] ?? 0}`);
    }
    const code = /\b[a-z]+(_[a-z]+)*\.(held|reasonable|fact)\b|\b(iac|niac)\b/.exec(main.split('Cite:')[0]);
    if (code) faults.push(`${name}: a code faces the reader: ${code[0]}`);
  }
  await page.close();
  const folder = name.includes('/') ? name.split('/')[0] : '';
  seen.set(folder, (seen.get(folder) ?? 0) + 1);
  if (seen.get(folder) > 3) continue;
  const look = await judged.newPage();
  for (const width of [1280, 1100, 768, 700, 360, 320]) {
    await look.setViewportSize({ width, height: 700 });
    if (width === 1280) await look.goto(pathToFileURL(file).href);
    for (const fault of await look.evaluate(laidOut)) faults.push(`${name} at ${width}: ${fault}`);
  }
  await look.evaluate(axe);
  const result = await look.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  for (const violation of result.violations) {
    faults.push(`${name}: ${violation.id}: ${violation.help} (${violation.nodes.slice(0, 2).map((node) => node.target.join(' ')).join('; ')})`);
  }
  await look.close();
}
// The search by script finds what stands in the lists; without it the lists are the search.
if (files.some((file) => path.relative(site, file) === 'search.html')) {
  const search = await (await browser.newContext()).newPage();
  search.on('console', (message) => {
    if (message.type() === 'error') faults.push(`search.html with scripts on: ${message.text()}`);
  });
  await search.goto(pathToFileURL(path.join(site, 'search.html')).href);
  const listed = await search.locator('main section ul.words li > a').evaluateAll((nodes) => nodes.slice(0, 5).map((node) => [node.textContent, node.getAttribute('href')]));
  for (const [words, href] of listed) {
    await search.locator('#search input').fill(words.slice(0, 40));
    const hits = await search.locator('#search li a').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('href')));
    if (!hits.includes(href)) faults.push(`the search for ${words} does not find ${href}`);
  }
  if (listed.length === 0) faults.push('the search lists nothing');
} else {
  faults.push('there is no search');
}
await browser.close();
for (const fault of faults.slice(0, 60)) console.log(fault);
console.log(`${files.length} pages, ${links} links, ${faults.length} faults`);
process.exit(faults.length === 0 && files.length > 0 && links > 0 ? 0 : 1);
