// Drives the desk in Chromium: every screen at 320 and 1280 px with and without script, axe, the content security policy, small targets; a review by keyboard
// alone, its undo, and one without script. Usage: node desk.mjs PROGRAM FOLDER [pictures]
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [program, folder, pictures] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const env = { ...process.env, ASSIZE_CONFIG_DIR: path.join(folder, 'config') };
delete env.ASSIZE_CASE;
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const run = (...args) => {
  const ran = spawnSync(program, args, { env, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`${args.join(' ')}: ${ran.stderr}`);
  return ran.stdout;
};
run('demo', '--small', '--out', path.join(folder, 'demo'), '--quiet');
const home = path.join(folder, 'demo', 'case');
const desk = spawn(program, ['--case', home, 'desk', '--no-open', '--port', '0'], { env });
const address = await new Promise((found) => desk.stdout.once('data', (line) => found(String(line).trim().replace(/\/$/, ''))));

const faults = [];
const fault = (words) => faults.push(words);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const idle = async (page) => { await page.waitForTimeout(40); await page.waitForFunction(() => !document.body.hasAttribute('aria-busy')); await page.waitForTimeout(20); };
const watch = (page, name) => {
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type()) && !/status of 4(09|22)/.test(message.text())) fault(`${name}: ${message.text()}`); });
  page.on('pageerror', (error) => fault(`${name}: ${error.message}`));
  page.on('request', (request) => { if (!request.url().startsWith(address)) fault(`${name}: asks for ${request.url()}`); });
};

try {
  const plain = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 700 } });
  const scripted = await browser.newContext({ viewport: { width: 320, height: 700 } });
  const judged = await browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 800 } });
  const first = await plain.newPage();
  await first.goto(`${address}/?show=all`);
  const sources = await first.locator('a[href^="/source/"]').evaluateAll((nodes) => nodes.map((node) => node.getAttribute('href')));
  await first.goto(`${address}/incidents`);
  const incident = await first.locator('a[href^="/incident/"]').first().getAttribute('href');
  await first.goto(`${address}/source/${sources[0].split('/')[2]}`);
  const link = await first.locator('.load a').getAttribute('href');
  await first.goto(address + sources[0].replace('source', 'second'));
  const blind = await first.locator('.load a').getAttribute('href');
  const preview = `${incident}/preview?names=masked`;
  const screens = [preview, blind, '/', '/add', '/link', link, '/incidents', incident, '/second', sources[0].replace('source', 'second'), '/differ', '/stale', '/people', '/schema', '/log', '/keys', sources[0], '/search?q=boat'];
  await first.close();

  for (const screen of screens) {
    for (const [context, name] of [[plain, 'no script'], [scripted, '320 px'], [judged, 'axe']]) {
      const page = await context.newPage();
      if (context !== judged) watch(page, `${screen} (${name})`);
      const answer = await page.goto(address + screen);
      if (answer.status() !== 200) fault(`${screen}: answers ${answer.status()}`);
      if (context === judged) {
        for (const scheme of ['light', 'dark']) {
          await page.emulateMedia({ colorScheme: scheme });
          await page.evaluate(axe);
          const found = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
          for (const violation of found.violations) fault(`${screen} ${scheme}: ${violation.id}: ${violation.nodes.slice(0, 3).map((node) => node.target.join(' ') + ' ' + node.html.slice(0, 120)).join(' | ')}`);
        }
      } else {
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) fault(`${screen} (${name}): ${wide} px wider than the screen`);
        const small = await page.evaluate(() => [...document.querySelectorAll('button,select,input:not([type=hidden]),summary,nav a,.queue a')]
          .filter((of) => { const box = of.getBoundingClientRect(); return box.width > 0 && (box.height < 23.5 || box.width < 23.5); })
          .map((of) => `${of.tagName} ${of.name || of.textContent.slice(0, 30)}`));
        if (small.length) fault(`${screen} (${name}): under 24 px: ${small.slice(0, 4).join(', ')}`);
      }
      await page.close();
    }
  }

  // A review by keyboard alone.
  const work = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await work.newPage();
  watch(page, 'review');
  let strokes = 0;
  const press = async (key) => { strokes += 1; await page.keyboard.press(key); await idle(page); };

  const said = () => page.evaluate(() => document.querySelector('#say').textContent);
  const now = () => page.evaluate(() => ({ n: Number(document.querySelector('#draft').dataset.n), state: document.querySelector('#draft .state').textContent.trim() }));
  const open = () => page.evaluate(() => [...document.querySelectorAll('#queue .m')].filter((mark) => mark.title === 'open').length);
  const expect = (is, words) => { if (!is) fault(`review: ${words}`); };
  const shot = async (name, width = 1280) => {
    if (!pictures) return;
    await page.setViewportSize({ width, height: 800 });
    await page.waitForTimeout(200);
    await page.screenshot({ path: path.join(pictures, `${name}-${width}.png`) });
    await page.setViewportSize({ width: 1280, height: 800 });
  };
  if (pictures) { await page.goto(address); await shot('desk-inbox'); }
  await page.goto(address + sources.at(-1));
  await page.waitForLoadState('networkidle');
  const whole = () => page.evaluate(() => document.querySelector('#queue').innerHTML + document.querySelector('#toll').innerHTML + document.querySelector('#left').textContent);
  const before = await whole();
  const waiting = await open();
  await shot('desk-review'); await shot('desk-review', 360);
  await press('a'); expect((await said()).startsWith('✓ accepted'), `a: ${await said()}`);
  await press('x'); await shot('desk-reject'); await press('1'); expect((await said()).startsWith('✕ rejected'), `x 1: ${await said()}`);
  const at = (await now()).n;
  await press('j'); expect((await now()).n !== at, 'j moves on');
  await press('k'); expect((await now()).n === at, 'k moves back');
  await press('w'); await press('1'); await press('a'); expect((await said()).startsWith('✎ amended'), `w 1 a: ${await said()}`);
  expect((await open()) <= waiting - 3, 'three are decided');
  await press('i'); await shot('desk-incident'); await press('Escape');
  await press('m'); expect(await page.evaluate(() => document.activeElement.name === 'words'), 'm leads to the words'); await press('Escape');
  await press('?'); expect(await page.evaluate(() => document.querySelector('#keys').open), '? shows the keys'); await press('Escape');
  // A key of one's own stands in the place of the one that ships, everywhere and until it is given back.
  await page.goto(address + '/keys');
  const another = async (of, key) => { await page.getByLabel(`Key in the place of ${of}`, { exact: true }).fill(key); await page.keyboard.press('Tab'); };
  await another('a', 'j'); expect((await said()).includes('taken'), 'a key that is taken is refused');
  await another('j', 'z'); expect((await said()) === 'z stands for j.', `z: ${await said()}`);
  await page.goto(address + sources.at(-1));
  const from = (await now()).n;
  await press('j'); expect((await now()).n === from, 'the key that shipped does nothing');
  await press('z'); expect((await now()).n !== from, 'its own does what it did');
  await page.goto(address + '/keys'); await page.getByRole('button', { name: 'The keys that ship' }).click();
  await page.goto(address + sources.at(-1));
  await press('j'); expect((await now()).n !== from, 'and it is given back');
  // A key in a field writes, and decides nothing.
  const undecided = await open();
  await page.focus('#draft [name=happened_on]'); await page.keyboard.type('axu'); await page.keyboard.press('Escape');
  expect((await open()) === undecided, 'letters in a field decide nothing');
  // The desk says what stands now, and takes back all of it.
  await page.goto(address + sources.at(-1));
  for (let times = 0; times < 12 && (await page.evaluate(() => document.querySelector('#say').textContent)).indexOf('nothing left') < 0; times += 1) await press('u');
  expect((await said()).includes('nothing left to take back'), `u: ${await said()}`);
  await page.goto(address + sources.at(-1));
  expect((await whole()) === before, 'undo of everything gives the first page');

  // The public page in a frame as wide as a phone, with its own style, no script, and nothing that is wider.
  await page.goto(address + preview);
  const phone = page.frames()[1];
  if (!phone) fault('preview: there is no frame');
  else {
    await phone.waitForLoadState();
    const seen = await phone.evaluate(() => ({ wide: innerWidth, over: document.documentElement.scrollWidth - innerWidth, styled: document.styleSheets[0]?.cssRules.length > 0, head: document.querySelector('h1')?.textContent }));
    expect(seen.wide === 360 && seen.over <= 0 && seen.styled && seen.head, `preview: ${JSON.stringify(seen)}`);
    await shot('desk-preview');
    await phone.locator('header a').first().click();
    await phone.waitForURL(/\/preview\/masked\/index\.html$/);
    expect(page.url() === address + preview, 'preview: links lead on within the frame');
  }

  // A second reviewer says by keyboard of which incident a text speaks, with no toll in sight, and takes it back.
  const whose = () => page.evaluate(() => document.querySelector('[data-field=about] em').textContent);
  const late = path.join(folder, 'late.txt');
  writeFileSync(late, 'Boat hit at Quenby\n\nGuards shot two men on a boat at Quenby on May 3, the ministry said.\n');
  run('--case', home, 'add', late, '--published', '2031-05-04', '--publisher', 'The Lowford Gazette');
  run('--case', home, 'read');
  await page.goto(`${address}/second`);
  await page.locator('a[href^="/second/"]', { hasText: 'Boat hit at Quenby' }).or(page.locator('a[href^="/second/"]', { hasText: 'late.txt' })).first().click();
  // A key does nothing before the script is there: this waits until the page has loaded.
  await page.waitForURL(/\/second\/./);
  const unplaced = await whose();
  expect(unplaced === 'not placed yet', `second review: ${unplaced}`);
  await press('i'); await page.waitForSelector('.place form');
  expect((await page.locator('.place .figs, #toll, #effect').count()) === 0, 'second review: no toll');
  await press('n'); await page.keyboard.type('An incident of my own'); await page.keyboard.press('Enter'); await idle(page); await idle(page);
  expect((await said()).startsWith('Placed. '), `second review, n: ${await said()}`);
  expect((await whose()) === 'placed by a person', 'second review: it is placed');
  await press('u'); await idle(page);
  expect((await whose()) === unplaced, `second review: ${await said()}`);

  // Somebody else decides while a page is open: nothing is written over it.
  await page.goto(address + sources.at(-1));
  const other = await work.newPage();
  await other.goto(address + sources.at(-1));
  await other.keyboard.press('a'); await idle(other); await other.close();
  await press('x'); await press('2');
  expect((await said()).includes('not written'), `409: ${await said()}`);
  await press('u');

  // Without script: buttons and links alone.
  const quiet = await plain.newPage();
  watch(quiet, 'no script');
  await quiet.goto(address + sources[0]);
  const was = await quiet.locator('#left').textContent();
  await quiet.locator('button[value=accept]').click();
  if ((await quiet.locator('#left').textContent()) === was) fault('no script: Accept decides nothing');
  if (!(await quiet.locator('#say').textContent()).includes('accepted')) fault('no script: nothing is said');
  await quiet.locator('.reasons summary').click();
  await quiet.locator('button[name=reject]').first().click();
  if (!(await quiet.locator('#say').textContent()).includes('rejected')) fault('no script: nothing is rejected');
  await quiet.goto(`${address}/log`);
  await quiet.locator('form[action="/undo"] button').first().click();
  if (!(await quiet.locator('main').textContent()).includes('taken back')) fault('no script: nothing is taken back');
  if (pictures) { for (const [screen, name] of [['/log', 'desk-log'], [incident, 'desk-bench'], [link, 'desk-link'], ['/add', 'desk-add']]) { await page.goto(address + screen); await shot(name); } }
  console.log(`${screens.length} screens, ${strokes} keystrokes by keyboard alone`);
} finally {
  await browser.close();
  desk.kill();
}
for (const words of faults) console.error(words);
if (faults.length > 0) process.exit(1);
