import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Core } from '#core/create-core.ts';
import type { LabServer, LabUser } from '#test/lab/index.ts';
import {
  clientOf,
  createOwnedCore,
  createTestCore,
  type TestClient,
} from '#test/support/create-test-core.ts';

/** A core that has a lab server added to its one organization. */
export interface AddedServer {
  readonly core: Core;
  readonly client: TestClient;
  readonly organizationId: string;
  readonly serverId: string;
  /** Starts the core anew on the same store; close the old one first. Needs `isKept`. */
  reopen(): Promise<{ core: Core; client: TestClient }>;
}

const open = new Set<Core>();
const folders = new Set<string>();

const keep = (core: Core): Core => {
  open.add(core);
  const { close } = core;
  core.close = async () => {
    open.delete(core);
    await close();
  };
  return core;
};

type OwnedCore = Awaited<ReturnType<typeof createOwnedCore>>;

/** Named, since the compiler writes no type as long as the client's down by itself. */
interface OpenedCore extends OwnedCore {
  readonly folder: string;
  readonly reopen: () => Promise<{ core: Core; client: TestClient }>;
}

/** An owned core of this test; `isKept` puts its store on the disk. */
export const openCore = async ({ isKept = false } = {}): Promise<OpenedCore> => {
  const folder = mkdtempSync(join(tmpdir(), 'quayside-core-'));
  folders.add(folder);
  const places = { sshFolder: join(folder, '.ssh'), ...(isKept ? { dataFolder: join(folder, 'data') } : {}) };
  const made = await createOwnedCore(places);
  keep(made.core);
  const reopen = async () => {
    const { core } = await createTestCore(places);
    keep(core);
    return { core, client: clientOf(core) };
  };
  return { ...made, folder, reopen };
};

/** What a person enters to add a lab server with its own key, as its user or another one. */
export const entered = (lab: LabServer, user: LabUser = lab.user) => ({
  host: lab.host,
  port: lab.port,
  user,
  auth: { type: 'key', privateKey: lab.privateKey } as const,
  fingerprint: lab.hostKeyFingerprint,
});

/** A core with the lab server added. */
export const addServer = async (
  lab: LabServer,
  { isKept, user }: { isKept?: boolean; user?: LabUser } = {},
): Promise<AddedServer> => {
  const { core, client, organizationId, reopen } = await openCore({ isKept });
  const { id } = await client.server.create({ organizationId, name: 'lab', ...entered(lab, user) });
  return { core, client, organizationId, serverId: id, reopen };
};

/** Closes every core of the test that is still open, and removes what they kept. */
export const closeCores = async (): Promise<void> => {
  await Promise.all([...open].map((core) => core.close()));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
};
