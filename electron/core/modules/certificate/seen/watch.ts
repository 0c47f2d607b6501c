import { AppError } from '#shared/model/errors.ts';
import { every } from '../../../events/every.ts';
import type { Host } from '../../../host.ts';
import type { SshConnection } from '../../../remote/ssh/types.ts';
import type { Store } from '../../../store/store.ts';
import type { ServerAccess } from '../../server/index.ts';
import { calledIn, namesOf } from '../read-names.ts';
import { noteSeen, renewedOn, type Seen, type ShownRow } from './rows.ts';
import { warnOfEnds } from './warn.ts';

/** Looks at what visitors are shown, and tells of certificates that end. */
export interface CertificateWatch {
  /** Looks at one domain on its server now; errors are the server's, and that nothing is shown is no error. */
  look(row: ShownRow, signal: AbortSignal): Promise<void>;
  /** Looks at the domains of every server that is connected, then tells what is due; the timer's turn. */
  turn(): Promise<void>;
  recover(): void;
  close(): Promise<void>;
}

interface Parts {
  readonly store: Store;
  readonly host: Host;
  readonly servers: Pick<ServerAccess, 'use' | 'onState' | 'connectionOf'>;
}

const turnMs = 60 * 60 * 1_000;
const httpsPort = 443;

/** Makes it; nothing is connected for it: a server is looked at when it comes up, and each hour while it is. */
export function createCertificateWatch({ store, host, servers }: Parts): CertificateWatch {
  const closing = new AbortController();
  const underWay = new Set<Promise<void>>();

  const lookOn = async (serverId: string, rows: readonly ShownRow[], signal: AbortSignal): Promise<void> => {
    if (rows.length === 0) return;
    await servers.use(
      serverId,
      async (connection) => {
        for (const row of rows) {
          const found = await shownTo(connection, row.host, signal);
          store.write((tx) => noteSeen(tx, row, found));
        }
      },
      signal,
    );
  };

  const lookAll = async (serverId: string): Promise<void> => {
    try {
      await lookOn(serverId, renewedOn(store, serverId), closing.signal);
    } catch (error) {
      // one that went away meanwhile is looked at when it comes back
      if (!(error instanceof AppError)) throw error;
    }
  };

  const track = (work: Promise<void>): void => {
    const told = work.catch((error: unknown) => {
      if (!closing.signal.aborted)
        host.log.error('certificates were not looked at', { error: String(error) });
    });
    underWay.add(told);
    void told.finally(() => underWay.delete(told));
  };

  const warn = (): void => {
    if (!closing.signal.aborted) warnOfEnds(store);
  };

  const turn = async (): Promise<void> => {
    for (const { id } of serversOf(store)) if (servers.connectionOf(id).state === 'up') await lookAll(id);
    warn();
  };

  const stopListening = servers.onState((serverId, { state }) => {
    if (state === 'up') track(lookAll(serverId).then(warn));
  });
  const stopTurns = every(turnMs, () => track(turn()), { log: host.log, what: 'looking at certificates' });

  return {
    look: (row, signal) => lookOn(row.server_id ?? '', [row], signal),
    turn,
    recover: () => track(Promise.resolve().then(warn)),
    async close() {
      stopListening();
      stopTurns();
      closing.abort();
      await Promise.all(underWay);
    },
  };
}

/** What the proxy of a server shows visitors of a host, or why it shows nothing. */
async function shownTo(connection: SshConnection, host: string, signal: AbortSignal): Promise<Seen | string> {
  const { shownCertificate } = await import('../../../remote/tls/shown-certificate.ts');
  try {
    const at = { host: '127.0.0.1', port: httpsPort };
    const certificate = await shownCertificate(connection, { host, at, signal });
    return {
      hosts: namesOf(certificate),
      issuer: calledIn(certificate.issuer),
      fingerprint: certificate.fingerprint256,
      notBefore: certificate.validFromDate.getTime(),
      notAfter: certificate.validToDate.getTime(),
    };
  } catch (error) {
    if (error instanceof AppError && error.code === 'REMOTE_FAILED') return error.message;
    throw error;
  }
}

const serversOf = ({ database }: Store): { id: string }[] =>
  database.connection.prepare('SELECT id FROM server ORDER BY id').all() as { id: string }[];
