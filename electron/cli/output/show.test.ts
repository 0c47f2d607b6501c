import { describe, expect, it } from 'vitest';
import type { Io } from '../io.ts';
import { logText, plainText } from './plain-text.ts';
import { isFile, show } from './show.ts';
import { isFileChunk, showEvent } from './show-event.ts';
import { sinkOf } from './sink.ts';

const esc = '\u001b';

describe('text from outside', () => {
  it('commands no terminal', () => {
    expect(plainText(`a${esc}]0;title\u0007b\u202ec\r\nd\te\u009b2J`)).toBe(
      'a\\u{1b}]0;title\\u{7}b\\u{202e}c\\u{d}\\u{a}d\te\\u{9b}2J',
    );
  });

  it('keeps the colours of a log on a terminal and nowhere else', () => {
    const line = `${esc}[31mred${esc}[0m ${esc}[2J`;
    expect(logText(line, true)).toBe(`${esc}[31mred${esc}[0m \\u{1b}[2J${esc}[0m`);
    expect(logText(line, false)).toBe('red \\u{1b}[2J');
  });
});

describe('an answer', () => {
  it('that is a list is a table with names first and ids last', () => {
    const rows = [
      { id: 'prj_1', organizationId: 'org_1', name: 'Shop', description: '', isReady: true },
      { id: 'prj_22', organizationId: 'org_1', name: 'Blog of Olive', description: '', isReady: false },
    ];
    expect(show(rows)).toBe(
      [
        'NAME           IS READY  ID',
        'Shop           yes       prj_1',
        'Blog of Olive  no        prj_22',
        '',
      ].join('\n'),
    );
    expect(show([])).toBe('There are none.\n');
    expect(show({ items: rows, next: 'c' })).toContain('next  c');
  });

  it('names what is inside the rows of a table, and counts permissions', () => {
    const rows = [
      {
        id: 'grt_1',
        scope: { kind: 'environment', nodeId: 'env_1', path: 'shop/production' },
        role: { id: 'rol_1', name: 'Developer' },
        teams: [
          { id: 'tem_1', name: 'Crew' },
          { id: 'tem_2', name: 'Ops\u001b[2J' },
        ],
        permissions: ['service.read', 'service.create'],
        limit: { count: 10, windowSeconds: 60 },
        tags: [],
        refusal: 'A whole sentence.',
      },
      {
        id: 'grt_2',
        scope: { kind: 'server', path: null },
        role: null,
        teams: [],
        permissions: [],
        tags: [],
      },
    ];
    expect(show(rows)).toBe(
      [
        'SCOPE              ROLE       TEAMS               PERMISSIONS  LIMIT                       ID',
        'shop/production    Developer  Crew, Ops\\u{1b}[2J  2            count 10, windowSeconds 60  grt_1',
        '(hidden from you)  -          -                   0            -                           grt_2',
        '',
      ].join('\n'),
    );
  });

  it('of the audit trail says from what to what a field went', () => {
    const changes = [
      { field: 'role', before: 'Member', after: 'Admin' },
      { field: 'endsAt', after: null },
    ];
    expect(show([{ position: 7, changes }])).toBe(
      ['POSITION  CHANGES', '7         role: Member → Admin, endsAt: - → -', ''].join('\n'),
    );
  });

  it('that is a file goes out as it is', () => {
    expect(isFile({ fileName: 'access.csv', text: 'kind,verb\r\n' })).toBe(true);
    expect(isFile({ fileName: 'access.csv' })).toBe(false);
  });

  it('that is a matrix has a column a place', () => {
    const places = [
      { id: 'org_1', path: 'Acme' },
      { id: 'prj_1', path: 'Acme/shop' },
    ];
    const rows = [{ kind: 'service', verb: 'read', permission: 'service.read', cells: [[], [0]] }];
    expect(show({ memberName: 'Ada', places, sources: [], rows })).toBe(
      [
        'PERMISSION    Acme  Acme/shop',
        'service.read  -     yes',
        '',
        'memberName  Ada',
        'sources     -',
        '',
      ].join('\n'),
    );
  });

  it('that is one thing is a list of its fields, what is inside it indented', () => {
    expect(
      show({ name: 'web', serverId: null, ports: [], limits: {}, spec: { image: 'a' }, script: 'x\ny' }),
    ).toBe(
      [
        'name      web',
        'serverId  -',
        'ports     -',
        'limits    -',
        'spec',
        '  image  a',
        'script',
        '  x',
        '  y',
        '',
      ].join('\n'),
    );
    expect(show({})).toBe('Done.\n');
  });

  it('that is a tree is indented', () => {
    const node = (id: string, parentId: string | null, name: string) => ({
      id,
      parentId,
      name,
      kind: 'k',
      state: 's',
    });
    expect(show({ nodes: [node('1', null, 'acme'), node('2', '1', 'shop')] })).toBe(
      ['NAME    KIND  STATE  ID', 'acme    k     s      1', '  shop  k     s      2', ''].join('\n'),
    );
  });
});

describe('an event', () => {
  it('of a log is its lines, and says what was left out', () => {
    const batch = { lines: [{ at: 'T', stream: 'stdout', source: 'web.1', text: 'hi' }], skipped: 3 };
    expect(showEvent(batch, false)).toBe('… 3 lines were skipped …\nT  web.1  hi\n');
  });

  it('of a file goes out as it is, and harmless to a terminal', () => {
    const chunk = { text: `a${esc}[2J\r\nb\r\n`, fileName: 'audit.csv', mediaType: 'text/csv' };
    expect(isFileChunk(chunk)).toBe(true);
    const printed = (isTerminal: boolean): string => {
      let text = '';
      const out = (more: string) => {
        text += more;
      };
      sinkOf({ isTerminal, out } as Io).file(chunk.text);
      return text;
    };
    expect(printed(false)).toBe(chunk.text);
    expect(printed(true)).toBe('a\\u{1b}[2J\nb\n');
  });

  it('of anything else is one line', () => {
    expect(showEvent({ a: 1, b: { c: 2 } }, false)).toBe('a=1  b={"c":2}\n');
    expect(showEvent([], false)).toBe('');
    const batch = {
      figures: [{ path: 'shop/web', health: null }, { path: 'pier' }],
      gone: ['svc_1', 'svc_2'],
    };
    expect(showEvent(batch, false)).toBe('gone=svc_1, svc_2\npath=shop/web  health=none\npath=pier\n');
    expect(showEvent({ figures: [], gone: [] }, false)).toBe('');
  });
});
