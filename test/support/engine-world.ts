import { loadAccess } from '#core/access/index.ts';
import { ChangeFeed } from '#core/events/change-feed.ts';
import type { Host } from '#core/host.ts';
import type { SshConnection } from '#core/remote/ssh/types.ts';
import type { RunKind, Work } from '#core/runs/kind.ts';
import type { Claim, Kept, Shelf } from '#core/runs/lease/shelf.ts';
import { type RunRow, runRow } from '#core/runs/rows.ts';
import type { Run } from '#core/runs/run.ts';
import { createRuns, type Runs } from '#core/runs/runs.ts';
import { openDatabase } from '#core/store/open-database.ts';
import { createSealer } from '#core/store/sealed.ts';
import { createStore, type Store } from '#core/store/store.ts';
import type { ServerConnection } from '#shared/contract/server.ts';
import { AppError } from '#shared/model/errors.ts';
import { fakeHost } from './create-test-core.ts';
import { createOwnedClock, type OwnedClock } from './owned-clock.ts';

/** A shelf in memory, as the server of a test keeps it; `driver` may be written over. */
export function createShelf(clock: OwnedClock): Shelf & { kept: (Kept & { version: number }) | null } {
  const shelf = {
    kept: null as (Kept & { version: number }) | null,
    read: async () => shelf.kept,
    async put(kept: Kept | null, claim: Claim) {
      const known = shelf.kept?.version ?? 0;
      if (((kept as { version?: number } | null)?.version ?? 0) !== known) {
        throw new AppError('CONFLICT', { field: 'version', reason: 'written since' });
      }
      shelf.kept = { ...claim, updatedAt: clock.elapsed(), version: known + 1 };
    },
    ageMs: async (kept: Kept) => clock.elapsed() - kept.updatedAt,
  };
  return shelf;
}

/** The engine over a real store in memory, with a clock, servers and a kind of run that the test owns. */
export interface EngineWorld extends AsyncDisposable {
  readonly store: Store;
  readonly clock: OwnedClock;
  readonly runs: Runs;
  readonly shelf: ReturnType<typeof createShelf>;
  readonly logged: ReturnType<typeof fakeHost>['logged'];
  /** What the steps did, in order: `<label> <step>`. */
  readonly done: string[];
  /** Makes servers unreachable, or reachable again, which is told: of all, or of the one that is named. */
  cut(reason?: 'refused' | 'auth'): void;
  heal(server?: string): void;
  /** Asks for a run on a service of a server; `label` names it in `done`. */
  ask(
    label: string,
    where?: { service?: string; server?: string; alsoOn?: string; superseding?: string },
  ): string;
  row(id: string): RunRow;
  logOf(id: string): Promise<string[]>;
  /** Closes the engine and opens another one on the same store, as a restarted app does. */
  restart(): Promise<void>;
}

export async function createEngineWorld(
  makeWork: (world: EngineWorld, label: (run: Run) => string) => Work<Run>,
): Promise<EngineWorld> {
  const clock = createOwnedClock();
  const host: Host & { logged: EngineWorld['logged'] } = fakeHost();
  const database = await openDatabase(null);
  const store = createStore({
    database,
    access: loadAccess(database, Date.now),
    sealer: createSealer(new Uint8Array(32)),
    changes: new ChangeFeed(),
    now: Date.now,
  });
  const nodes = new Map<string, string>();
  const organizationId = store.write((tx) =>
    tx.createNode({ kind: 'organization', parentId: null, name: 'Acme' }),
  );
  const nodeOf = (name: string): string => {
    const known = nodes.get(name);
    if (known) return known;
    const made = store.write((tx) => tx.createNode({ kind: 'project', parentId: organizationId, name }));
    nodes.set(name, made);
    return made;
  };
  const listeners = new Set<(serverId: string, connection: ServerConnection) => void>();
  let lost: 'refused' | 'auth' | null = null;
  const servers = {
    async use<T>(server: string, use: (connection: SshConnection) => Promise<T>): Promise<T> {
      if (lost) throw new AppError('UNREACHABLE', { server, reason: lost });
      return use({} as SshConnection);
    },
    asked: <T>(_serverId: string, answer: Promise<T>) => answer,
    freshnessOf: () => ({ isFresh: true, asOf: null }),
    onState(listener: (serverId: string, connection: ServerConnection) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const shelf = createShelf(clock);
  const labels = new Map<string, string>();
  const open = (): Runs => {
    const runs = createRuns({
      store,
      host,
      servers,
      clock,
      openShelf: (_serverId, use) => use(shelf as Shelf),
    });
    const work = makeWork(world, ({ id }) => labels.get(id) ?? id);
    const kind: RunKind<Run> = {
      kind: 'deployment',
      limit: 2,
      stepOf: ({ state, step }) => step ?? state,
      load: async () => work,
    };
    runs.register(kind);
    return runs;
  };
  let runs: Runs | undefined;
  const world: EngineWorld = {
    store,
    clock,
    shelf,
    logged: host.logged,
    done: [],
    get runs() {
      runs ??= open();
      return runs;
    },
    cut(reason = 'refused') {
      lost = reason;
    },
    heal(server) {
      lost = null;
      const up = { state: 'up', since: new Date(0).toISOString() } as const;
      const told = server === undefined ? nodes.values() : [nodeOf(server)];
      for (const id of told) for (const listener of listeners) listener(id, up);
    },
    ask(label, { service = 'web', server = 'lab', alsoOn, superseding } = {}) {
      const [subject, serverId] = [nodeOf(service), nodeOf(server)];
      const also_on = alsoOn === undefined ? [] : [nodeOf(alsoOn)];
      return store.write((tx) => {
        const id = tx.createNode({ kind: 'deployment', parentId: subject, name: null });
        labels.set(id, label);
        const by = { started_by: 'acc_1', started_by_name: 'Olive' };
        const what = { id, kind: 'deployment', subject_id: subject, server_id: serverId, also_on } as const;
        world.runs.add(tx, { ...what, ...by, title: 'Deploy {name}' }, superseding);
        return id;
      });
    },
    row: (id) => runRow(database, id),
    async logOf(id) {
      const texts: string[] = [];
      const range = { cursor: undefined, follow: false };
      for await (const { lines } of world.runs.log(id, range, new AbortController().signal)) {
        texts.push(...lines.map(({ text }) => text));
      }
      return texts;
    },
    async restart() {
      await runs?.close();
      runs = open();
      runs.recover();
    },
    async [Symbol.asyncDispose]() {
      await runs?.close();
      database.connection.close();
    },
  };
  return world;
}
