import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  invitationFile,
  isForThisMachineOnly,
  readInvitation,
  readInvitationFile,
} from './invitation-file.ts';

const secret = 'A-b_9'.padEnd(43, 'x');
const made = {
  secret,
  path: `/#invitation=${secret}`,
  invitation: {
    id: 'inv_1',
    email: 'bo@example.com',
    roleId: 'rol_1',
    role: 'Member',
    level: 30,
    extras: [],
    grants: [],
    inviterName: 'Olive',
    createdAt: '2026-11-21T09:00:00.000Z',
    expiresAt: '2026-11-23T09:00:00.000Z',
  },
};

beforeEach(() => {
  vi.stubGlobal('location', new URL('http://127.0.0.1:7000/o/org_1'));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a link', () => {
  it('is for this machine only where its host is that of every machine, or none', () => {
    const local = [
      'http://127.0.0.1:7000/',
      'http://localhost/',
      'http://[::1]:1/',
      'http://127.9.9.9/',
      'quayside://x/',
    ];
    const open = ['https://quayside.example.com/', 'http://10.0.0.7:7000/', 'https://127.example.com/'];
    expect(local.map(isForThisMachineOnly)).toEqual(local.map(() => true));
    expect(open.map(isForThisMachineOnly)).toEqual(open.map(() => false));
  });
});

describe('an invitation file', () => {
  it('is named after the organization and reads back as its secret', async () => {
    const { name, text } = invitationFile(made, 'Acme & Söhne');
    expect(name).toBe('acme-söhne.quayside-invitation');
    expect(JSON.parse(text)).toEqual({
      version: 1,
      url: 'http://127.0.0.1:7000',
      secret,
      organization: 'Acme & Söhne',
      email: 'bo@example.com',
      expiresAt: '2026-11-23T09:00:00.000Z',
    });
    expect(await readInvitationFile(new File([text], name))).toBe(secret);
  });

  it('is refused when it is too big, no JSON, of another version or has more in it', async () => {
    const { text } = invitationFile(made, 'Acme');
    const changed = (change: object) => JSON.stringify({ ...JSON.parse(text), ...change });
    const hostile = [
      text.slice(0, -2),
      changed({ version: 2 }),
      changed({ more: 1 }),
      changed({ url: 'javascript:alert(1)' }),
      changed({ secret: { toString: 'x' } }),
      '{"__proto__":{"secret":"x"}}',
      `${text}${' '.repeat(9_000)}`,
    ];
    for (const each of hostile) expect(readInvitation(each)).toBeUndefined();
    expect(await readInvitationFile(new File([`${text}${' '.repeat(9_000)}`], 'x'))).toBeUndefined();
  });
});

describe('a pasted invitation', () => {
  it('may be the link or the bare secret', () => {
    expect(readInvitation(` http://127.0.0.1:7000/#invitation=${secret}\n`)).toBe(secret);
    expect(readInvitation(`http://host/#token=abc&invitation=${secret}`)).toBe(secret);
    expect(readInvitation(secret)).toBe(secret);
  });

  it('is nothing else', () => {
    for (const text of ['', 'hello', `${secret}x`, `http://host/#invitation=${secret}x`, '#token=abc']) {
      expect(readInvitation(text)).toBeUndefined();
    }
  });
});
