import { readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Trail } from '../../rpc/index.ts';
import type { ChainStart } from './verify.ts';

/** Where each chain ended, as the file beside the store says; `''` is that of the store. */
export type OutsideHeads = ReadonlyMap<string, ChainStart>;

const fileName = 'audit-heads.json';
const saveEveryMs = 3_000;

interface Kept {
  readonly heads: readonly (readonly [chain: string, position: number, hash: string])[];
  readonly mac: string;
}

const macOf = ({ sealer }: Trail, heads: Kept['heads']): string =>
  Buffer.from(sealer.authenticate(`heads\n${JSON.stringify(heads)}`)).toString('hex');

/**
 * What the file says of where the chains ended; `none` where there is no file, such as before its first writing, and
 * `damaged` where it was not written under the key of this store.
 */
export function readOutsideHeads(trail: Trail, dataFolder: string): OutsideHeads | 'none' | 'damaged' {
  try {
    const kept = JSON.parse(readFileSync(join(dataFolder, fileName), 'utf8')) as Kept;
    if (kept.mac !== macOf(trail, kept.heads)) return 'damaged';
    return new Map(
      kept.heads.map(([chain, position, hash]) => [chain, { position, hash: Buffer.from(hash, 'hex') }]),
    );
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'none' : 'damaged';
  }
}

/**
 * Keeps where each chain ends in a file beside the store, a few seconds behind it and never ahead: an older copy of the
 * store that is put back is noticed at the next start. Who puts back the whole folder is found only by a head that is
 * kept elsewhere, such as in an export.
 */
export class HeadsFile {
  readonly #trail: Trail;
  readonly #path: string | null;
  readonly #failed: (error: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  #kept = '';
  #saving: Promise<void> | undefined;

  constructor(trail: Trail, parts: { dataFolder: string | null; failed: (error: unknown) => void }) {
    this.#trail = trail;
    this.#path = parts.dataFolder === null ? null : join(parts.dataFolder, fileName);
    this.#failed = parts.failed;
    this.#timer = setInterval(() => void this.save(), saveEveryMs).unref();
  }

  /** Writes what changed; a failure is told, and tried again at the next time. */
  async save(): Promise<void> {
    this.#saving ??= this.#write().finally(() => {
      this.#saving = undefined;
    });
    await this.#saving;
  }

  async #write(): Promise<void> {
    const path = this.#path;
    if (path === null || !this.#trail.database.connection.open) return;
    const heads = this.#heads();
    const text = JSON.stringify({ heads, mac: macOf(this.#trail, heads) } satisfies Kept);
    if (text === this.#kept) return;
    try {
      const file = await open(`${path}.new`, 'w', 0o600);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${path}.new`, path);
      this.#kept = text;
    } catch (error) {
      this.#failed(error);
    }
  }

  #heads(): Kept['heads'] {
    const rows = this.#trail.database.connection
      .prepare('SELECT chain, position, lower(hex(hash)) FROM audit_head ORDER BY chain')
      .raw()
      .all();
    return rows as [string, number, string][];
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#saving;
    await this.save();
  }
}
