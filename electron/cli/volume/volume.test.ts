import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Io } from '../io.ts';
import { runQuayside } from '../run.ts';

/** What the files of a volume are to a host that keeps them in memory; `cutAt` ends a reading there. */
interface Shelf {
  readonly files: Map<string, Buffer>;
  readonly uploads: Map<string, Buffer>;
  readonly over: (string | undefined)[];
  cutAt: number;
}

let shelf: Shelf;
let server: Server;
let folder: string;

beforeEach(async () => {
  shelf = { files: new Map(), uploads: new Map(), over: [], cutAt: Number.POSITIVE_INFINITY };
  folder = mkdtempSync(join(tmpdir(), 'quayside-volume-'));
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '', 'http://host');
  let text = '';
  for await (const chunk of request) text += chunk;
  const given = { ...Object.fromEntries(url.searchParams), ...(text && JSON.parse(text)) };
  const path = String(given.path ?? '');
  const say = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  if (request.method === 'GET' && url.pathname.endsWith('/content')) {
    const file = shelf.files.get(path) ?? Buffer.alloc(0);
    const [offset, length] = [Number(given.offset), Number(given.length)];
    if (offset >= shelf.cutAt) return void response.destroy();
    const bytes = file.subarray(offset, offset + length);
    const isEnd = offset + bytes.length >= file.length;
    return say(200, { bytes: bytes.toString('base64'), size: file.length, version: '1 1 1.0 1.0', isEnd });
  }
  const before = shelf.uploads.get(given.upload) ?? Buffer.alloc(0);
  if (before.length !== given.offset) return say(409, { code: 'CONFLICT', detail: 'a gap', data: {} });
  shelf.uploads.set(given.upload, Buffer.concat([before, Buffer.from(given.bytes, 'base64')]));
  if (request.method === 'PUT') {
    shelf.over.push(given.over);
    if (given.over === 'new' && shelf.files.has(path))
      return say(409, { code: 'CONFLICT', detail: 'it is there already', data: { field: 'path' } });
    shelf.files.set(path, shelf.uploads.get(given.upload) ?? before);
  }
  return say(200, {});
}

async function run(words: readonly string[], stdin: readonly Uint8Array[] = [], isTerminal = false) {
  const bytes: Uint8Array[] = [];
  let said = '';
  const io: Io = {
    ...{ env: {}, platform: 'linux', home: folder, isTerminal, read: () => '' },
    out: (text) => void bytes.push(Buffer.from(text)),
    err: (text) => {
      said += text;
    },
    outBytes: async (chunk) => void bytes.push(chunk),
    input: async function* () {
      yield* stdin;
    },
    signal: new AbortController().signal,
  };
  const { port } = server.address() as AddressInfo;
  const to = ['--url', `http://127.0.0.1:${port}`, '--token', 'a-token'];
  const code = await runQuayside(['volume', ...words.slice(0, 1), ...to, ...words.slice(1)], io, '0.0.0');
  return { code, said, out: Buffer.concat(bytes) };
}

const web = ['acme/shop/production/web', 'data'];
const part = 768 * 1024;

describe('a file of a volume', () => {
  it.each([0, 1, part - 1, part, part + 1, 3 * part, 3 * part + 17])(
    'of %i bytes comes and goes as it is',
    async (size) => {
      const content = randomBytes(size);
      const pieces = [content.subarray(0, 5), content.subarray(5, size - 3), content.subarray(size - 3)];
      const stdin = size > 8 ? pieces : [content];
      expect(await run(['put', ...web, 'a.bin'], stdin)).toMatchObject({ code: 0 });
      expect(shelf.files.get('a.bin')?.equals(content)).toBe(true);
      expect((await run(['cat', ...web, 'a.bin'])).out.equals(content)).toBe(true);
      const local = join(folder, 'a.bin');
      expect(await run(['get', ...web, 'a.bin', local])).toMatchObject({ code: 0 });
      expect(readFileSync(local).equals(content)).toBe(true);
      expect(readdirSync(folder)).toEqual(['a.bin']);
    },
  );

  it.each([`a 'b" $c`, 'line\\x0abreak', '-rf', 'dash/-', 'na\\xe2\\x80\\xaeme', 'ä #?%2f&=', '@file'])(
    'is reached under the name %j',
    async (name) => {
      shelf.files.set(name, Buffer.from('found'));
      expect((await run(['cat', ...web, '--', name])).out.toString()).toBe('found');
    },
  );

  it('is written over only where that is said, there and here', async () => {
    shelf.files.set('a', Buffer.from('old'));
    const local = join(folder, 'mine');
    writeFileSync(local, 'mine');
    expect(await run(['put', ...web, 'a', local])).toMatchObject({ code: 5 });
    expect(shelf.files.get('a')?.toString()).toBe('old');
    expect(await run(['get', ...web, 'a', local])).toMatchObject({ code: 5 });
    expect(readFileSync(local, 'utf8')).toBe('mine');
    expect(await run(['put', ...web, 'a', local, '--replace'])).toMatchObject({ code: 0 });
    expect(shelf.over).toEqual(['new', 'any']);
    shelf.files.set('a', Buffer.from('new'));
    expect(await run(['get', ...web, 'a', local, '--replace'])).toMatchObject({ code: 0 });
    expect(readFileSync(local, 'utf8')).toBe('new');
  });

  it('that is cut off leaves nothing here, and what was there as it was', async () => {
    shelf.files.set('a', randomBytes(3 * part));
    shelf.cutAt = part;
    const local = join(folder, 'mine');
    expect(await run(['get', ...web, 'a', local])).toMatchObject({ code: 6 });
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(local, 'mine');
    expect(await run(['get', ...web, 'a', local, '--replace'])).toMatchObject({ code: 6 });
    expect(readFileSync(local, 'utf8')).toBe('mine');
    expect(readdirSync(folder)).toEqual(['mine']);
  });

  it('commands no terminal, and is bytes everywhere else', async () => {
    const evil = Buffer.from('\u001b[2Jä\u009b\u202e');
    shelf.files.set('a', evil);
    expect((await run(['cat', ...web, 'a'])).out.equals(evil)).toBe(true);
    const shown = (await run(['cat', ...web, 'a'], [], true)).out.toString();
    expect(shown).toBe('\\u{1b}[2Jä\\u{9b}\\u{202e}');
  });

  it.each([
    ['put'],
    ['put', 'web', 'data'],
    ['cat', ...web, 'a', 'b'],
    ['get', ...web, '-rf'],
    ['ls', 'web'],
  ])('is not moved by half a command: %s', async (...words) => {
    expect(await run(words)).toMatchObject({ code: 2 });
  });
});
