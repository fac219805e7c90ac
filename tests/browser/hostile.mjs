// Opens every page of a site that was built from hostile sources in Chromium with scripts on, and looks at what it did: no script ran, nothing was asked for, nothing
// was opened, renamed or navigated to; nothing that a browser would run, load or follow stands in the page; no text that is seen holds a character that is not; and no page
// is wider than a small screen.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const site = path.resolve(process.argv[2] ?? 'site');
const least = Number(process.argv[3] ?? 46);
const picture = process.argv[4];
const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";
// The one page with a script of ours, which searches.
const SEARCH = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

function* pages(folder) {
  for (const name of readdirSync(folder).sort()) {
    const file = path.join(folder, name);
    if (statSync(file).isDirectory()) yield* pages(file);
    else if (name.endsWith('.html')) yield file;
  }
}

// Runs in the page: what of it should not be there.
function look(policy) {
  const faults = [];
  const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u115f\u1160\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e001f}]|[ -~][\u200b-\u200f\u061c\u180e\ufe00-\ufe0f\u{e0100}-\u{e01ef}](?=[ -~])|[\u0300-\u036f]{5}/u;
  const elements = new Set(['a', 'bdi', 'blockquote', 'body', 'br', 'caption', 'circle', 'code', 'dd', 'details', 'div', 'dl', 'dt', 'em', 'fieldset', 'figcaption', 'figure', 'footer', 'g', 'h1', 'h2', 'h3',
    'h4', 'head', 'header', 'html', 'input', 'label', 'legend', 'li', 'line', 'link', 'main', 'mark', 'meta', 'nav', 'ol', 'p', 'path', 'polyline', 'pre', 'rect', 'section', 'small', 'span', 'strong', 'sub', 'summary', 'sup',
    'svg', 'table', 'tbody', 'td', 'text', 'th', 'thead', 'time', 'title', 'tr', 'ul', 'wbr']);
  const searching = document.querySelector('meta[http-equiv]')?.content.includes("script-src 'self'");
  const all = [...document.querySelectorAll('*')];
  for (const node of all) {
    const ours = searching && node.localName === 'script' && node.getAttribute('src') === 'search.js' && node.textContent === '';
    if (!elements.has(node.localName) && !ours) faults.push(`holds <${node.localName}>`);
    for (const { name, value } of node.attributes) {
      if (ours && name === 'src') continue;
      if (/^on|^(src|srcset|srcdoc|style|action|formaction|ping|data|background|target|autofocus)$/.test(name)) faults.push(`<${node.localName} ${name}>`);
      const outlet = node.getAttribute('rel') === 'external noreferrer' && /^https?:\/\/[a-z0-9.-]+(:\d+)?([\/?#][\x21-\x7e]*)?$/i.test(value);
      if (name.endsWith('href') && !outlet && !/^(\.\.\/)*[a-z0-9./#-][A-Za-z0-9./#-]*$/.test(value)) faults.push(`leads to ${value.slice(0, 80)}`);
      if (forbidden.test(value)) faults.push(`${name} of <${node.localName}> holds ${JSON.stringify(value.match(forbidden)[0])}`);
    }
  }
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.COMMENT_NODE) faults.push('holds a comment');
    const found = node.data.match(forbidden);
    if (found) faults.push(`text holds ${JSON.stringify(found[0])} in ${JSON.stringify(node.data.slice(Math.max(0, found.index - 30), found.index + 30))}`);
  }
  const meta = [...document.querySelectorAll('meta')];
  const policies = meta.filter((node) => node.httpEquiv);
  if (policies.length !== 1 || policies[0].content !== policy) faults.push('another policy');
  if (meta.some((node) => node.parentNode !== document.head)) faults.push('other meta elements');
  if (document.body.children[document.body.children.length - 1].localName !== 'main') faults.push('something stands behind the main part');
  if (globalThis.taken) faults.push('something ran');
  return { faults, marks: document.querySelectorAll('.hidden-mark').length, title: document.title };
}

const files = [...pages(site)];
const faults = [];
const began = Date.now();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const context = await browser.newContext({ viewport: { width: 360, height: 700 } });
let marks = 0;
const page = await context.newPage();
let name = '';
let address = '';
const say = (fault) => faults.push(`${name}: ${fault}`);
page.on('request', (request) => {
  if (!request.url().startsWith('file://')) say(`asks for ${request.url().slice(0, 80)}`);
});
page.on('dialog', (dialog) => {
  say(`opens a dialog: ${dialog.message()}`);
  dialog.dismiss();
});
page.on('framenavigated', (frame) => {
  if (frame.url().split('#')[0] !== address) say(`goes to ${frame.url().slice(0, 80)}`);
});
page.on('popup', () => say('opens a window'));
page.on('download', () => say('downloads something'));
page.on('pageerror', (error) => say(`an error: ${error.message}`));
page.on('console', (message) => {
  if (message.type() === 'error' || message.type() === 'warning') say(message.text().slice(0, 200));
});
for (const file of files) {
  name = path.relative(site, file);
  address = pathToFileURL(file).href;
  await page.setViewportSize({ width: 360, height: 700 });
  await page.goto(address);
  const found = await page.evaluate(look, name === 'search.html' ? SEARCH : POLICY);
  found.faults.slice(0, 5).forEach(say);
  marks += found.marks;
  for (const width of [360, 320]) {
    await page.setViewportSize({ width, height: 700 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width + 1) say(`${wide} pixels wide on a screen of ${width}`);
  }
  // A script that waits has had its time by now.
  const later = await page.evaluate(() => [document.title, document.querySelectorAll('script').length, location.href]);
  if (later[0] !== found.title || later[1] !== (name === 'search.html' ? 1 : 0)) say('changed while it was open');
}
if (picture) {
  await page.setViewportSize({ width: 360, height: 900 });
  name = process.argv[5] ?? 'sources.html';
  address = pathToFileURL(path.resolve(site, name)).href;
  await page.goto(address);
  await page.screenshot({ path: picture, fullPage: false });
}
await browser.close();
for (const fault of faults.slice(0, 60)) console.log(fault);
console.log(`${files.length} pages with scripts on, ${marks} marks, ${faults.length} faults, ${Math.round((Date.now() - began) / 1000)} s`);
process.exit(faults.length === 0 && files.length >= least && marks >= least ? 0 : 1);
