import { createHash } from 'node:crypto';
import type { GitProviderLeftover } from '#shared/contract/git-provider.ts';
import { AppError } from '#shared/model/errors.ts';
import { type Database, sql } from '../../store/database.ts';
import { instant } from '../../store/require-row.ts';
import type { Store } from '../../store/store.ts';

type Kind = GitProviderLeftover['kind'];

/** What was put, or is about to be put, to a repository for a service. */
export interface ProviderMark {
  readonly serviceId: string;
  readonly gitProviderId: string;
  readonly repository: string;
  readonly kind: Kind;
  /** The address of the webhook, or the bare public key: of one key all services note the same. */
  readonly known: string;
}

/** Notes a mark before it is made there, so that it is found again whatever happens meanwhile. */
export function noteMark(database: Database, mark: ProviderMark): void {
  const { serviceId, gitProviderId, repository, kind, known } = mark;
  database.run(
    sql
      .insertInto('provider_mark')
      .values({ service_id: serviceId, git_provider_id: gitProviderId, repository, kind, known })
      .onConflict((conflict) => conflict.doNothing()),
  );
  // one that was to be taken away there is wanted again
  const leftover = sql.deleteFrom('provider_leftover').where('git_provider_id', '=', gitProviderId);
  database.run(
    leftover.where('repository', '=', repository).where('kind', '=', kind).where('known', '=', known),
  );
}

/**
 * Makes what was noted at its provider. Where that fails the mark is given up, so that nobody takes it for made, and what may
 * have come there is taken away later.
 */
export async function makeNoted(store: Store, mark: ProviderMark, make: () => Promise<void>): Promise<void> {
  try {
    await make();
  } catch (error) {
    store.write((tx) => {
      const { serviceId, gitProviderId, repository, kind, known } = mark;
      const given = marksOf({ serviceId, kind }).where('git_provider_id', '=', gitProviderId);
      tx.database.run(given.where('repository', '=', repository).where('known', '=', known));
      tx.announce({ kind: 'service', nodeId: serviceId, verb: 'updated' });
    });
    throw error;
  }
}

/**
 * Gives up the marks of a service of one kind, but for what is said; what no other service wants of them is taken away at
 * its provider later.
 */
export function dropMarks(
  database: Database,
  of: { serviceId: string; kind: Kind },
  but: Partial<ProviderMark> = {},
): void {
  const { gitProviderId, repository, known } = but;
  const kept = Object.entries({ git_provider_id: gitProviderId, repository, known });
  const told = kept.filter((each): each is [Column, string] => each[1] !== undefined);
  const all = marksOf(of);
  const others = all.where((or) => or.or(told.map(([column, value]) => or(column, '<>', value))));
  database.run(told.length === 0 ? all : others);
}

type Column = 'git_provider_id' | 'repository' | 'known';

const marksOf = ({ serviceId, kind }: { readonly serviceId: string; readonly kind: Kind }) =>
  sql.deleteFrom('provider_mark').where('service_id', '=', serviceId).where('kind', '=', kind);

/** Where the webhook of a service was made by a git provider; undefined where somebody made it by hand. */
export function webhookMark(database: Database, serviceId: string) {
  const marks = sql
    .selectFrom('provider_mark')
    .innerJoin('node', 'node.id', 'provider_mark.git_provider_id')
    .selectAll('provider_mark')
    .select('node.name');
  return database.first(
    marks.where('provider_mark.service_id', '=', serviceId).where('provider_mark.kind', '=', 'webhook'),
  );
}

/** What is left at a git provider, the oldest first, at most 50. */
export function leftoversAt(database: Database, gitProviderId: string): GitProviderLeftover[] {
  return database.all(leftRows(gitProviderId).limit(50)).map((row) => {
    const { kind, repository, problem, tried_at: at } = row;
    return { id: leftoverId(row), kind, repository, problem, triedAt: at === null ? null : instant(at) };
  });
}

/** One of what is left at a git provider, by its id; NOT_FOUND where it is there no more. */
export function requireLeftover(
  database: Database,
  { gitProviderId, leftover }: { readonly gitProviderId: string; readonly leftover: string },
) {
  const row = database.all(leftRows(gitProviderId)).find((each) => leftoverId(each) === leftover);
  if (row) return row;
  throw new AppError('NOT_FOUND', { kind: 'leftover', id: leftover, field: 'leftover' });
}

const leftRows = (gitProviderId: string) =>
  sql
    .selectFrom('provider_leftover')
    .selectAll()
    .where('git_provider_id', '=', gitProviderId)
    .orderBy('number');

function leftoverId({ kind, repository, known }: Pick<ProviderMark, 'kind' | 'repository' | 'known'>) {
  const told = JSON.stringify([kind, repository.toLowerCase(), known]);
  return createHash('sha256').update(told).digest('hex').slice(0, 16);
}
