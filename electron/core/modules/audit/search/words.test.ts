import { afterEach, beforeEach, expect, it } from 'vitest';
import { createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import type { Core } from '../../../create-core.ts';
import { appendAudit } from '../../../rpc/audit.ts';

let core: Core;
let client: TestClient;
let organizationId: string;
beforeEach(async () => {
  ({ core, client, organizationId } = await createOwnedCore());
});
afterEach(() => core.close());

const actors = ['Ada Archer', 'Ben Bishop', 'Zoë Ångström'];
const details = ['', 'ada was here', 'web is down', 'x', 'Straße 38', 'ada bishop', '😀 party'];
const nodeNames = ['Acme/web', 'Acme/api', 'Acme/ada', null];

/** Every mix of who, where and what, so that each word is in shared text, in own text, in both or in neither. */
const fill = (): string[] => {
  const texts: string[] = [];
  core.services.store.write((tx) => {
    for (const name of actors)
      for (const nodeName of nodeNames)
        for (const detail of details) {
          const operation = detail === 'x' ? 'project.delete' : 'project.update';
          texts.push([name, operation, 'project.update', nodeName ?? '', detail].join('\n'));
          appendAudit(tx, {
            caller: { accountId: name, subject: '', via: null, name, transport: 'port', connectionId: '' },
            operation,
            permission: 'project.update',
            organizationId,
            nodeId: organizationId,
            nodePath: organizationId,
            nodeName,
            outcome: 'allowed',
            changes: [],
            facts: detail === '' ? [] : [{ type: 'failed', code: 'test', says: detail }],
          });
        }
  });
  return texts;
};

const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '');

const searches = [
  'ada',
  'ada web',
  'web ada',
  'bishop ada',
  'angstrom',
  'x',
  '38',
  'ad',
  'ada ada',
  'delete x',
];
const further = [
  'update down',
  'nothing such',
  'ada nothing',
  '😀',
  'strasse',
  'acme/ada ben',
  'a b',
  'party api',
];

it.each([...searches, ...further])('finds by “%s” exactly what a look at every event finds', async (text) => {
  const texts = fill();
  const first = 2;
  const expected = texts.flatMap((each, index) =>
    text.split(' ').every((word) => plain(each).includes(plain(word))) ? [index + first] : [],
  );
  const { items } = await client.audit.list({ organizationId, text, limit: 500 });
  expect(items.map(({ position }) => position).filter((position) => position >= first)).toEqual(
    expected.toReversed(),
  );
});

it('compares the words past those that are marked too', async () => {
  const texts = fill();
  const phrase = 'ada archer project.update acme/web ada was here';
  const runs = [...phrase.matchAll(/(?=(\S\S))|(?=(\S))/g)].map(([, pair, letter]) => pair ?? letter ?? '');
  const words = [...new Set([...runs, ...phrase.replaceAll(' ', '')])];
  expect(words.length).toBeGreaterThan(30);
  const list = async (text: string) => (await client.audit.list({ organizationId, text, limit: 500 })).items;
  const text = words.join(' ');
  const expected = texts.filter((each) => words.every((word) => plain(each).includes(word)));
  expect(expected.length).toBeGreaterThan(0);
  expect(await list(text)).toHaveLength(expected.length);
  expect(await list(`${text} zz`)).toEqual([]);
});
