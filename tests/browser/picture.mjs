// Takes the pictures in docs/pictures from a built site: node picture.mjs SITE OUT
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [site, out] = process.argv.slice(2);
const pictures = [
  ['overview', 'index.html', null, 900],
  ['dossier', 'incident/2025-09-02.html', null, 900],
  ['order-of-authority', 'incident/2025-09-02.html', '#order', 1100],
  ['review-sheet', 'review/2025-09-02.html', '[id^="us.execute-order"]', 1500],
  ['timeline', 'timeline.html', null, 700],
];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
for (const [name, file, anchor, height] of pictures) {
  await page.goto(pathToFileURL(path.resolve(site, file)).href);
  const top = anchor ? (await page.locator(anchor).first().boundingBox()).y : 0;
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.screenshot({ path: path.join(out, `${name}.png`), fullPage: true, clip: { x: 0, y: top, width: 1100, height: Math.min(height, whole - top) } });
}
await browser.close();
