import type { DatabaseAddress, DatabaseConnection } from '#shared/contract/database.ts';
import { referenceTo } from '#shared/model/variables/references.ts';
import type { OperationContext } from '../../rpc/index.ts';
import { instant } from '../../store/require-row.ts';
import { addressesOf } from '../service/index.ts';
import { databaseOf, type KnownDatabase } from './open-database.ts';

/** What stands where a password belongs. */
const hidden = '•••';

/** How a database is opened, without its password; asks no server. */
export function connectionOf(context: OperationContext, serviceId: string): DatabaseConnection {
  const database = databaseOf(context.store, serviceId);
  return withPassword(context, database, hidden);
}

/** The same with a password in every text. */
export function withPassword(
  context: OperationContext,
  database: KnownDatabase,
  password: string,
): DatabaseConnection {
  const { serviceId, access, account, engine, credentials } = database;
  const texts = (host: string, port: number) => access?.texts({ host, port }, account, password) ?? [];
  const { spec, name } = context.store.database.connection
    .prepare('SELECT service.spec, node.name FROM service JOIN node USING (id) WHERE id = ?')
    .get(serviceId) as { spec: string; name: string };
  const inVariables = access ? [{ client: 'Variable', text: referenceTo(name, 'url') }] : [];
  return {
    engine: (JSON.parse(spec) as { engine: DatabaseConnection['engine'] }).engine,
    label: engine.label,
    user: account.user || null,
    database: account.database || null,
    passwordSetAt: access ? instant(credentials.setAt) : null,
    isUnsure: credentials.pending !== null,
    addresses: addressesOf(context, serviceId).flatMap(({ reach, host, port, caution }): DatabaseAddress[] =>
      port === null
        ? []
        : [
            {
              ...{ reach, host, port, caution },
              texts: [
                ...(host === null ? [] : unmasked(texts(host, port), password)),
                ...(reach === 'environment' ? inVariables : []),
              ],
            },
          ],
    ),
  };
}

/** A place that is held free is shown as what it is, not as a URL would write it. */
function unmasked(
  texts: readonly { readonly client: string; readonly text: string }[],
  password: string,
): DatabaseAddress['texts'] {
  const written = encodeURIComponent(hidden);
  return texts.map(({ client, text }) => ({
    client,
    text: password === hidden ? text.replaceAll(written, hidden) : text,
  }));
}
