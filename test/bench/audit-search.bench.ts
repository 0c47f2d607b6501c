import { loadavg } from 'node:os';
import { appendAudit } from '#core/rpc/audit.ts';
import type { Caller } from '#core/rpc/caller.ts';
import { createOwnedCore } from '#test/support/create-test-core.ts';
import { dataFolder } from './headless-host.ts';
import { bound, printTable, seededRandom, summarize, time } from './measure.ts';

/** A million events of one organization; every filter and mixes of them, beside a naive LIKE over the same rows. */
const events = Number(process.env.AUDIT_EVENTS ?? 1_000_000);
const questions = 400;
const askedOfPeer = 40;
using folder = dataFolder();
const { core, client, organizationId } = await createOwnedCore({ dataFolder: folder.path });
const { store, auditSearch } = core.services;
const { database, sealer } = store;
const { connection } = database;
const random = seededRandom(11);
const below = (count: number): number => Math.floor(random() * count);
const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;

const surnames = [
  'Archer',
  'Bishop',
  'Carter',
  'Dyer',
  'Fisher',
  'Glover',
  'Hunter',
  'Mason',
  'Porter',
  'Smith',
];
const firstNames = ['Ada', 'Ben', 'Cleo', 'Dora', 'Emil'];
const callers: Caller[] = surnames.flatMap((surname) =>
  firstNames.map((first) => ({
    accountId: `acc_${first}${surname}`.toLowerCase(),
    subject: '',
    via: random() < 0.2 ? { type: 'key' as const, id: `key_${surname}`, label: `${first}'s key` } : null,
    name: `${first} ${surname}`,
    transport: 'websocket' as const,
    connectionId: '',
  })),
);
const operations = {
  'service.update': 'service.update',
  'service.create': 'service.create',
  'service.move': 'service.update',
  'deployment.create': 'deployment.create',
  'deployment.cancel': 'deployment.cancel',
  'deployment.rollback': 'deployment.rollback',
  'serviceVariables.replace': 'serviceVariables.write',
  'serviceVariables.reveal': 'secret.reveal',
  'service.start': 'deployment.create',
  'service.stop': 'deployment.create',
} as const;
const names = Object.keys(operations) as (keyof typeof operations)[];
const apps = ['web', 'api', 'worker', 'search', 'billing', 'mailer', 'grafana', 'ghost', 'images', 'queue'];

const services: { id: string; path: string; name: string; environmentId: string }[] = [];
store.write((tx) => {
  for (let p = 0; p < 200; p += 1) {
    const projectId = tx.createNode({ kind: 'project', parentId: organizationId, name: `project-${p}` });
    for (const stage of ['production', 'staging', 'testing']) {
      const environmentId = tx.createNode({ kind: 'environment', parentId: projectId, name: stage });
      for (const app of apps) {
        const id = tx.createNode({ kind: 'service', parentId: environmentId, name: app });
        const path = `${organizationId} ${projectId} ${environmentId} ${id}`;
        services.push({ id, path, name: `Acme/project-${p}/${stage}/${app}`, environmentId });
      }
    }
  }
});

const start = Date.parse('2026-01-01T00:00:00Z');
const span = 300 * 86_400_000;
const addEvent = (at: number): void => {
  const service = pick(services);
  const operation = pick(names);
  const luck = random();
  const changes =
    operation === 'service.update'
      ? [{ field: 'replicas', before: below(9), after: below(9) }]
      : operation === 'serviceVariables.replace'
        ? [{ field: `SETTING_${below(500)}`, before: 'off', after: 'on' }]
        : [];
  const detail = operation.startsWith('deployment') ? `deployment ${below(5_000)} of ${service.name}` : '';
  appendAudit(
    { database, sealer, now: at },
    {
      caller: pick(callers),
      operation,
      permission: operations[operation],
      organizationId,
      nodeId: service.id,
      nodePath: service.path,
      nodeName: service.name,
      outcome: luck < 0.93 ? 'allowed' : luck < 0.98 ? 'refused' : 'failed',
      changes,
      facts: detail === '' ? [] : [{ type: 'failed', code: 'bench', says: detail }],
    },
  );
};
let since = performance.now();
for (let done = 0; done < events; done += 10_000)
  connection.transaction(() => {
    for (let at = 0; at < 10_000; at += 1) addEvent(start + Math.floor(((done + at) / events) * span));
  })();
console.log(`${events.toLocaleString('en')} events written in ${time((performance.now() - since) * 1e6)}`);

interface Turn {
  readonly ownMs: number;
  readonly clockMs: number;
}

const moment = (): Turn => {
  const { user, system } = process.threadCpuUsage();
  return { ownMs: (user + system) / 1e3, clockMs: performance.now() };
};

/**
 * The longest turn of the event loop: the processor time of its own, and what the clock says, which on a busy machine
 * is mostly waiting for a processor, and for V8's helper threads while they wait for one.
 */
const longestTurn = async (work: () => Promise<unknown>): Promise<Turn> => {
  let longest: Turn = { ownMs: 0, clockMs: 0 };
  let isDone = false;
  const working = work().finally(() => {
    isDone = true;
  });
  for (let before = moment(); !isDone; ) {
    await new Promise((resolve) => setImmediate(resolve));
    const now = moment();
    longest = {
      ownMs: Math.max(longest.ownMs, now.ownMs - before.ownMs),
      clockMs: Math.max(longest.clockMs, now.clockMs - before.clockMs),
    };
    before = now;
  }
  await working;
  return longest;
};
const told = ({ ownMs, clockMs }: Turn): string =>
  `${ownMs.toFixed(1)} ms of its own (${clockMs.toFixed(1)} ms by the clock, load ${loadavg()[0]?.toFixed(1)})`;

since = performance.now();
globalThis.gc?.();
const before = process.memoryUsage();
const columnsTurn = await longestTurn(() => auditSearch.columns(organizationId));
globalThis.gc?.();
const after = process.memoryUsage();
const grown = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
console.log(`columns take ${(grown / events).toFixed(0)} bytes an event`);
console.log(
  `columns loaded in ${time((performance.now() - since) * 1e6)}, longest turn ${told(columnsTurn)}`,
);
since = performance.now();
const feedTurn = await longestTurn(() => auditSearch.text());
console.log(`full text fed in ${time((performance.now() - since) * 1e6)}, longest turn ${told(feedTurn)}`);

type Input = Parameters<typeof client.audit.list>[0];
const words = (): string =>
  pick([
    () => pick(surnames),
    () => pick(apps),
    () => `project-${below(200)}`,
    () => `${pick(firstNames)} ${pick(apps)}`,
    () => `setting_${below(500)}`,
    () => `deployment ${below(5_000)}`,
    () => 'deployment.c',
    () => 'production replicas',
    () => 'no such thing',
  ])();
const filters: Readonly<Record<string, () => Partial<Input>>> = {
  text: () => ({ text: words() }),
  actor: () => ({ actor: pick(callers).accountId }),
  operation: () => ({ operation: pick(names) }),
  permission: () => ({ permission: operations[pick(names)] }),
  kind: () => ({ kind: 'service' }),
  node: () => ({ nodeId: random() < 0.5 ? pick(services).id : pick(services).environmentId }),
  outcome: () => ({ outcome: pick(['allowed', 'refused', 'failed'] as const) }),
  time: () => {
    const from = start + below(span);
    return {
      from: new Date(from).toISOString(),
      to: new Date(from + 86_400_000 * (1 + below(30))).toISOString(),
    };
  },
  deep: () => ({ cursor: String(1 + below(events)) }),
};
const kinds = Object.keys(filters);
const asked = Array.from({ length: questions }, (_, index) => {
  const chosen = new Set([kinds[index % kinds.length] ?? 'text']);
  while (chosen.size < 1 + (Math.floor(index / kinds.length) % 4)) chosen.add(pick(kinds));
  const input: Input = { organizationId, limit: 100 };
  for (const kind of chosen) Object.assign(input, filters[kind]?.());
  return { kinds: [...chosen].toSorted(), input };
});

/** The same question by LIKE over all columns that the search looks in, and nothing but the chain's own index. */
const naive = (input: Input): unknown[] => {
  const clauses = ['organization_id = ?'];
  const values: unknown[] = [organizationId];
  const add = (clause: string, value: unknown): void => {
    clauses.push(clause);
    values.push(value);
  };
  if (input.cursor) add('position < ?', Number(input.cursor));
  if (input.actor) add('actor_id = ?', input.actor);
  if (input.operation) add('operation = ?', input.operation);
  if (input.permission) add('permission = ?', input.permission);
  if (input.kind) add('node_id LIKE ?', 'svc@_%');
  if (input.nodeId) add('node_path LIKE ?', `%${input.nodeId}%`);
  if (input.outcome) add('outcome = ?', input.outcome);
  if (input.from) add('at >= ?', Date.parse(input.from));
  if (input.to) add('at <= ?', Date.parse(input.to));
  for (const word of (input.text ?? '').split(' ').filter(Boolean))
    add(
      `(actor_name || ' ' || coalesce(via_label, '') || ' ' || operation || ' ' || permission || ' ' || node_name || ' '
        || node_id || ' ' || detail || ' ' || changes) LIKE ?`,
      `%${word.replaceAll('_', '@_')}%`,
    );
  const where = clauses.join(' AND ').replaceAll('LIKE ?', "LIKE ? ESCAPE '@'");
  return connection
    .prepare(`SELECT position FROM audit_event WHERE ${where} ORDER BY position DESC LIMIT ?`)
    .pluck()
    .all(...values, input.limit ?? 100);
};

const samples = new Map<string, number[]>();
const own: number[] = [];
const peer: number[] = [];
const ownOfShared: number[] = [];
const timed = async <T>(work: () => T | Promise<T>): Promise<{ value: T; ns: number }> => {
  const started = process.hrtime.bigint();
  const value = await work();
  return { value, ns: Number(process.hrtime.bigint() - started) };
};
for (const { input } of asked.slice(0, 20)) await client.audit.list(input);
for (const [index, { kinds: mixed, input }] of asked.entries()) {
  const { value, ns } = await timed(() => client.audit.list(input));
  own.push(ns);
  const name = mixed.length === 1 ? (mixed[0] ?? '') : `${mixed.length} together`;
  samples.set(name, [...(samples.get(name) ?? []), ns]);
  if (index % Math.floor(questions / askedOfPeer) !== 0) continue;
  const other = await timed(() => naive(input));
  peer.push(other.ns);
  ownOfShared.push(ns);
  const positions = value.items.map(({ position }) => position);
  if (JSON.stringify(positions) !== JSON.stringify(other.value))
    throw new Error(`another answer than LIKE gives to ${JSON.stringify(input)}`);
}
printTable(`Audit search, ${events.toLocaleString('en')} events, 100 a page`, [
  summarize('audit.list (same questions)', ownOfShared),
  summarize('naive LIKE', peer),
]);
printTable(
  'By filter',
  [...samples].map(([name, ns]) => summarize(name, ns)),
);
const quantile = (q: number): number =>
  own.toSorted((a, b) => a - b)[Math.floor(own.length * q)] ?? Number.NaN;
bound(
  'p95 ≤ 5 ms',
  quantile(0.95) <= 5e6,
  `median ${time(quantile(0.5))}, p95 ${time(quantile(0.95))}, p99 ${time(quantile(0.99))}`,
);

const slowest = asked
  .map(({ input }, index) => ({ input, ns: own[index] ?? 0 }))
  .toSorted((a, b) => b.ns - a.ns)
  .slice(0, 8);
console.log('\nThe slowest questions');
for (const { input, ns } of slowest) {
  const { organizationId: _, limit: __, ...rest } = input;
  console.log(`  ${time(ns).padEnd(10)} ${JSON.stringify(rest)}`);
}

const facetNs: number[] = [];
for (let round = -3; round < 50; round += 1) {
  const { ns } = await timed(() => client.audit.facets({ organizationId }));
  if (round >= 0) facetNs.push(ns);
}
const facets = facetNs.toSorted((a, b) => a - b);
bound(
  'facets p95 ≤ 5 ms',
  (facets[47] ?? 0) <= 5e6,
  `median ${time(facets[25] ?? 0)}, p95 ${time(facets[47] ?? 0)}`,
);

since = performance.now();
let verdict: Awaited<ReturnType<typeof client.audit.verify>> | undefined;
const verifyTurn = await longestTurn(async () => {
  verdict = await client.audit.verify({ organizationId });
});
const took = time((performance.now() - since) * 1e6);
bound(
  'the chain verifies',
  verdict?.firstBroken === null,
  `${verdict?.checked.toLocaleString('en')} events in ${took}`,
);
bound('verification keeps the event loop ≤ 50 ms', verifyTurn.ownMs <= 50, told(verifyTurn));
for (const [what, turn] of Object.entries({ 'loading the columns': columnsTurn, feeding: feedTurn }))
  bound(`${what} keeps the event loop ≤ 20 ms`, turn.ownMs <= 20, told(turn));
await core.close();
