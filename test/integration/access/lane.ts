import type { ContractOperation } from '#shared/contract/operations.ts';
import { type BuiltInRole, builtInRoles } from '#shared/model/roles.ts';
import { sampleInput } from '#test/support/operations.ts';
import { type PolicyRow, policyOf } from '#test/support/policy.ts';
import { askerOf, expectedOf } from './expectation.ts';
import { outcomeOf } from './outcome.ts';
import type { Place } from './places.ts';
import type { Opened, Transport } from './transports.ts';
import type { World } from './world.ts';

/** What one cell of the matrix came to. */
export interface Cell {
  readonly title: string;
  readonly expected: string;
  readonly got: string;
}

const changes = ({ effect }: PolicyRow): boolean => effect !== 'read' && effect !== 'stream';

/** One role that comes in one way. It has a world of its own, and a fresh one after whatever may have changed it. */
export class Lane {
  readonly transport: Transport;
  readonly role: BuiltInRole;
  readonly #makeWorld: () => Promise<World>;
  #current: { readonly world: World; readonly opened: Opened } | undefined;

  constructor(transport: Transport, role: BuiltInRole, makeWorld: () => Promise<World>) {
    this.transport = transport;
    this.role = role;
    this.#makeWorld = makeWorld;
  }

  async #ready() {
    if (!this.#current) {
      const world = await this.#makeWorld();
      this.#current = { world, opened: await this.transport.open(world, this.role) };
    }
    return this.#current;
  }

  /** Asks for an operation in a place. */
  async ask(operation: ContractOperation, [name, place]: readonly [string, Place]): Promise<Cell> {
    const { world, opened } = await this.#ready();
    const policy = policyOf(operation.name);
    const { ids, expected: always } = place(world, `${policy.on}Id`);
    const input = sampleInput(operation, ids);
    const asker = askerOf(builtInRoles[this.role].name, world.inScope, this.transport.extras);
    const expected = always ?? expectedOf(policy, input, asker);
    const got = await outcomeOf({ world, ask: opened.ask }, operation, input);
    if (got !== expected || (expected === 'allowed' && changes(policy))) await this.renew();
    return { title: `${operation.name} as ${this.role} ${name} over ${this.transport.name}`, expected, got };
  }

  /** Lets go of the world; the next question gets another one. */
  async renew(): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    await current?.opened.close();
    await current?.world.core.close();
  }
}
