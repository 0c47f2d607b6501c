import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Marks the fuse wire in Electron's executable. Source: @electron/fuses, constants. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuseCount = 9;

/** A folder that electron-builder takes for Electron's own, so that packaging is proved where no binary can be had. */
export const writeElectronStandIn = (folder: string, version: string): void => {
  for (const name of ['resources', 'locales']) mkdirSync(join(folder, name), { recursive: true });
  const wire = Buffer.concat([
    Buffer.from(sentinel),
    Buffer.of(1, fuseCount),
    Buffer.from('1'.repeat(fuseCount)),
  ]);
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from('#!/bin/true\n'), wire]));
  writeFileSync(join(folder, 'version'), version);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox', 'locales/en-US.pak']) {
    writeFileSync(join(folder, name), '');
  }
  for (const name of ['electron', 'chrome-sandbox']) chmodSync(join(folder, name), 0o755);
};
