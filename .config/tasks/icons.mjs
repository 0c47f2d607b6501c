// `npm run icons`: resources/*.png, icon.ico and icon.icns from the two drawings, after one of them changed.
import { readFileSync, writeFileSync } from 'node:fs';
import { findChromium } from './chromium.mjs';
import { inProject } from './project.mjs';
import { fail, say } from './say.mjs';
import { setup } from './setup.mjs';

const resource = (name) => inProject('resources', name);

/** Renders a drawing at a size; `colour` fills what the drawing leaves to `currentColor`. */
const renderer = (browser) => async (name, size, colour) => {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = readFileSync(resource(name), 'utf8').replace(
    /width="\d+" height="\d+"/,
    `width="${size}" height="${size}"`,
  );
  await page.setContent(`<body style="margin:0;background:transparent;color:${colour}">${svg}</body>`);
  const png = await page.screenshot({ omitBackground: true });
  await page.close();
  return png;
};

/** Icon file of Windows with PNG images. Source: Microsoft, "Icons"; 0 stands for 256 pixels. */
const ico = (images) => {
  const header = Buffer.alloc(6 + 16 * images.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  images.forEach(({ size, png }, index) => {
    const at = 6 + 16 * index;
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([header, ...images.map(({ png }) => png)]);
};

const icnsTypes = { 128: 'ic07', 256: 'ic08', 512: 'ic09', 1024: 'ic10' };

const chunk = (type, body) => {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(body.length + 8, 4);
  return Buffer.concat([head, body]);
};

/** Icon file of macOS with PNG images. Source: Apple, icns types ic07–ic10. */
const icns = (images) =>
  chunk('icns', Buffer.concat(images.map(({ size, png }) => chunk(icnsTypes[size], png))));

const make = async () => {
  await setup();
  const { chromium } = await import('@playwright/test');
  const executablePath = findChromium();
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  const render = renderer(browser);
  const sized = (sizes) =>
    Promise.all(sizes.map(async (size) => ({ size, png: await render('icon.svg', size, 'black') })));
  writeFileSync(resource('icon.png'), await render('icon.svg', 512, 'black'));
  writeFileSync(resource('icon.ico'), ico(await sized([16, 32, 48, 256])));
  writeFileSync(resource('icon.icns'), icns(await sized([128, 256, 512, 1024])));
  writeFileSync(resource('tray.png'), await render('tray.svg', 32, '#7fb2d6'));
  writeFileSync(resource('trayTemplate.png'), await render('tray.svg', 16, 'black'));
  writeFileSync(resource('trayTemplate@2x.png'), await render('tray.svg', 32, 'black'));
  await browser.close();
};

await make().then(() => say('The icons in resources/ are new.'), fail);
