import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Core } from '#core/create-core.ts';
import type { TerminalEvent } from '#shared/contract/terminal.ts';
import { addAccount } from '#test/support/add-account.ts';
import { clientOf, createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import { addSshd } from '#test/support/sshd-server.ts';
import { payloads } from '../../remote/test-support/payloads.ts';
import { startTestSshd, type TestSshd } from '../../remote/test-support/sshd.ts';
import { Scrollback } from './scrollback.ts';
import { createTerminals } from './terminals.ts';

let sshd: TestSshd;
let home: string;
let core: Core;
let client: TestClient;
let organizationId: string;
let serverId: string;

beforeAll(async () => {
  sshd = await startTestSshd();
});
afterAll(() => sshd.stop());

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'quayside-home-'));
  ({ core, client, organizationId } = await createOwnedCore({ sshFolder: join(home, '.ssh') }));
  serverId = await addSshd(client, organizationId, sshd);
});
afterEach(async () => {
  await core.close();
  rmSync(home, { recursive: true, force: true });
});

/** A reader of a terminal as the renderer is one. */
const look = async (by: TestClient, more: { terminalId?: string; columns?: number; rows?: number } = {}) => {
  const abort = new AbortController();
  const stream = await by.terminal.server({ serverId, ...more }, { signal: abort.signal });
  const iterator = stream[Symbol.asyncIterator]();
  const opened = (await iterator.next()).value as TerminalEvent;
  if (opened.type !== 'opened') throw new Error(`the first event is ${opened.type}`);
  let text = '';
  let ended: TerminalEvent | undefined;
  const read = async (): Promise<boolean> => {
    const next = await iterator.next();
    if (next.done) return false;
    const event = next.value as TerminalEvent;
    if (event.type === 'data') text += Buffer.from(event.data, 'base64').toString('utf8');
    else ended = event;
    return event.type === 'data';
  };
  return {
    terminalId: opened.terminalId,
    text: () => text,
    type: (data: string) => by.terminal.write({ terminalId: opened.terminalId, data }),
    until: async (pattern: RegExp): Promise<RegExpExecArray> => {
      for (;;) {
        const match = pattern.exec(text);
        if (match) return match;
        if (!(await read())) throw new Error(`ended before ${pattern}: ${text}`);
      }
    },
    closed: async () => {
      while (!ended && (await read()));
      return ended;
    },
    leave: async () => {
      abort.abort();
      await iterator.return?.(undefined);
    },
    next: () => iterator.next(),
  };
};

describe('a shell on a server', () => {
  test('says its id first, takes what is typed, and tells its exit code', async () => {
    const shell = await look(client);
    await shell.type('echo $((6*7))-ok; exit 3\n');
    await shell.until(/42-ok/);
    expect(await shell.closed()).toMatchObject({ type: 'closed', exitCode: 3 });
  });

  test('has the size it was opened with, and follows a resize', async () => {
    const shell = await look(client, { columns: 101, rows: 33 });
    await shell.type('stty size\n');
    await shell.until(/33 101/);
    await client.terminal.resize({ terminalId: shell.terminalId, columns: 77, rows: 22 });
    await shell.type('stty size\n');
    await shell.until(/22 77/);
  });

  test('passes text of every kind through as it is', async () => {
    const shell = await look(client);
    await shell.type(
      'stty -echo; PS1=; cat | while IFS= read -r line; do printf \'<%s>\\n\' "$line"; done\n',
    );
    for (const text of payloads.filter((each) => !/[\p{Cc}]/u.test(each) && each.trim() !== '')) {
      await shell.type(`${text}\n`);
      const escaped = text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
      await shell.until(new RegExp(`<${escaped}>`, 'u'));
    }
  });

  test('survives a reload: a new connection of the account finds it with what it showed', async () => {
    const before = await look(client);
    await before.type('marker=kept; echo first-$((1+1))\n');
    await before.until(/first-2/);
    await before.leave();
    const reloaded = clientOf(core);
    const after = await look(reloaded, { terminalId: before.terminalId });
    expect(after.terminalId).toBe(before.terminalId);
    await after.until(/first-2/);
    await after.type('echo again-$marker\n');
    await after.until(/again-kept/);
  });

  test('is taken over by the newest reader', async () => {
    const first = await look(client);
    const second = await look(client, { terminalId: first.terminalId });
    expect(await first.closed()).toMatchObject({ reason: 'It goes on in another window.' });
    await second.type('echo still-$((1+1))\n');
    await second.until(/still-2/);
  });

  test('is closed by its owner, for whom it is unknown from then on', async () => {
    const shell = await look(client);
    await client.terminal.close({ terminalId: shell.terminalId });
    expect(await shell.closed()).toMatchObject({ type: 'closed' });
    await expect(shell.type('x')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('answers nobody else: another account, another id, another server are all unknown', async () => {
    const shell = await look(client);
    const other = addAccount(core, { organizationId, role: 'Admin', name: 'Other' });
    const stranger = clientOf(core, other);
    const { terminalId } = shell;
    const size = { columns: 80, rows: 24 };
    const attempts = [
      stranger.terminal.write({ terminalId, data: 'x' }),
      stranger.terminal.resize({ terminalId, ...size }),
      stranger.terminal.close({ terminalId }),
      stranger.terminal.server({ serverId, terminalId }),
      client.terminal.write({ terminalId: 'trm_unknown', data: 'x' }),
      client.terminal.container({ serverId, containerId: 'a'.repeat(64), terminalId }),
    ];
    for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('holds a flood up for a reader that is slow, and loses nothing of it', async () => {
    const shell = await look(client);
    await shell.type('stty -echo; PS1=\n');
    await shell.type('seq -f "line %.0f" 100000; echo the-$((1+1))nd\n');
    await shell.until(/line 10\r\n/);
    await shell.until(/the-2nd/);
    const numbers = [...shell.text().matchAll(/^line (\d+)\r$/gm)].map(([, digits]) => Number(digits));
    expect(numbers).toEqual(Array.from({ length: 100_000 }, (_, index) => index + 1));
  });

  test('leaves an event in the audit trail', async () => {
    const shell = await look(client);
    const { items } = await client.audit.list({ organizationId });
    expect(items[0]).toMatchObject({ operation: 'terminal.server', nodeId: serverId, outcome: 'allowed' });
    await shell.leave();
  });

  test('is refused to a Viewer', async () => {
    const viewer = clientOf(core, addAccount(core, { organizationId, role: 'Viewer', name: 'Vera' }));
    await expect(viewer.terminal.server({ serverId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('ends at once when its owner loses the permission', async () => {
    const account = addAccount(core, { organizationId, role: 'Admin', name: 'Second' });
    const shell = await look(clientOf(core, account));
    const memberId = core.services.store.access.effective(account, organizationId)?.memberId ?? '';
    core.services.store.write((tx) => tx.removeNode(memberId));
    await expect(shell.closed()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(shell.type('id\n')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('is limited to four at once on a server, so that sessions stay free for everything else', async () => {
    const shells = await Promise.all([look(client), look(client), look(client), look(client)]);
    await expect(client.terminal.server({ serverId })).rejects.toMatchObject({ code: 'LIMIT' });
    await client.terminal.close({ terminalId: shells[0].terminalId });
    const again = await look(client);
    expect(again.terminalId).toMatch(/^trm_/);
  });

  test('ends with its connection, and says so', async () => {
    const shell = await look(client);
    core.services.servers.reset(serverId);
    expect(await shell.closed()).toMatchObject({ type: 'closed', exitCode: null });
  });
});

describe('a terminal that nobody looks at', () => {
  test('is closed after its time, and unknown from then on', async () => {
    const { store, host, servers, sessions } = core.services;
    const terminals = createTerminals({ store, host, servers, sessions, detachedMs: 50 });
    const owner = (await client.session.current()).account?.id ?? '';
    const place = { serverId, inside: null, permission: 'server.terminal' } as const;
    const { openTerminal } = await import('../../remote/ssh/terminal.ts');
    const ended = Promise.withResolvers<unknown>();
    const id = await terminals.open(owner, place, async (connection) => {
      const shell = await openTerminal(connection, { cols: 80, rows: 24 });
      shell.done.then(ended.resolve, ended.resolve);
      return shell;
    });
    await ended.promise;
    expect(() => terminals.write(owner, id, 'x')).toThrow('There is no terminal');
    await terminals.close();
  });
});

describe('the scrollback', () => {
  test('keeps the last bytes, whole lines after a cut, and never more than its limit', () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 60 });
    fc.assert(
      fc.property(chunks, fc.integer({ min: 1, max: 500 }), (parts, limit) => {
        const scrollback = new Scrollback(limit);
        for (const part of parts) scrollback.push(Buffer.from(part));
        const all = Buffer.concat(parts);
        const kept = scrollback.read();
        expect(kept.length).toBeLessThanOrEqual(limit);
        expect(all.subarray(all.length - kept.length).equals(kept)).toBe(true);
        if (all.length <= limit) expect(kept.length).toBe(all.length);
        else if (kept.length < limit && kept.length > 0) expect(all[all.length - kept.length - 1]).toBe(10);
      }),
    );
  });
});
