// Takes the pictures in docs/pictures from a built site, each at three widths: node picture.mjs SITE OUT
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [site, out] = process.argv.slice(2);
const pictures = [
  ['overview', 'index.html'],
  ['incident', 'incident/2025-09-02.html'],
  ['standard-incident', 'held/2025-09-02/ihl-shipwrecked--as-in-force.html'],
  ['standard', 'standard/ihl-shipwrecked.html'],
  ['timeline', 'timeline.html'],
  ['map', 'map.html'],
  ['conflicts', 'conflicts.html'],
  ['oversight', 'oversight.html'],
  ['people', 'people.html'],
  ['sums', 'sums/boat-strikes.html'],
  ['changes', 'changes.html'],
];
const HIGH = { 360: 1200, 768: 1000, 1280: 1000 };
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
for (const width of [360, 768, 1280]) {
  const page = await browser.newPage({ viewport: { width, height: HIGH[width] } });
  for (const [name, file] of pictures) {
    await page.goto(pathToFileURL(path.resolve(site, file)).href);
    await page.screenshot({ path: path.join(out, `${name}-${width}.png`) });
  }
  await page.close();
}
await browser.close();
