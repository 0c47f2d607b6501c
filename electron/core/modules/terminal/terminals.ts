import { randomBytes } from 'node:crypto';
import type { TerminalEvent } from '#shared/contract/terminal.ts';
import { AppError } from '#shared/model/errors.ts';
import type { Permission } from '#shared/model/permissions.ts';
import type { Host } from '../../host.ts';
import type { Lease } from '../../remote/ssh/pool.ts';
import type { Terminal as Shell } from '../../remote/ssh/terminal.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { Store } from '../../store/store.ts';
import type { ServerAccess } from '../server/index.ts';
import type { Sessions } from '../session/index.ts';
import { OpenTerminal } from './open-terminal.ts';

/** Where a shell runs, and what its owner must go on to hold there. */
export interface TerminalPlace {
  readonly serverId: string;
  /** The id of a container, or of the service whose own client runs; null for a shell of the server itself. */
  readonly inside: string | null;
  readonly permission: Permission;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** Owns open terminals; one survives a reload of the renderer for a minute without a reader. */
export interface Terminals {
  /**
   * Opens a shell and answers its id; attach within a minute. LIMIT where the account or the server has too
   * many. It ends with its connection, and at once when its owner loses the permission or the session ends.
   */
  open(
    subject: string,
    place: TerminalPlace,
    start: (connection: SshConnection) => Promise<Shell>,
    sessionId?: string | null,
  ): Promise<string>;
  /** Follows a terminal of this account at this place, from its scrollback on; NOT_FOUND for any other. */
  attach(
    subject: string,
    place: TerminalPlace,
    terminalId: string,
    signal: AbortSignal,
  ): AsyncGenerator<TerminalEvent, void>;
  write(subject: string, terminalId: string, text: string): void;
  resize(subject: string, terminalId: string, size: TerminalSize): Promise<void>;
  /** Ends a terminal of this account. */
  end(subject: string, terminalId: string): void;
  close(): Promise<void>;
}

interface Entry {
  readonly subject: string;
  /** With this session it ends; null where the operator opened it. */
  readonly sessionId: string | null;
  readonly place: TerminalPlace;
  readonly terminal: OpenTerminal;
}

/** sshd allows 10 sessions a connection and 8 are used at once: half of them stay free for everything else. */
const shellsPerServer = 4;
const terminalsPerAccount = 24;

const isSamePlace = (a: TerminalPlace, b: TerminalPlace): boolean =>
  a.serverId === b.serverId && a.inside === b.inside;

/** Makes the owner of all terminals. */
export const createTerminals = (parts: {
  store: Store;
  host: Host;
  servers: ServerAccess;
  sessions: Pick<Sessions, 'isLive' | 'onChange'>;
  detachedMs?: number;
}): Terminals => {
  const { store, servers, sessions, detachedMs = 60_000 } = parts;
  const entries = new Map<string, Entry>();
  /** Reserved while a shell is being opened, so that many at once keep the limit as well. */
  const opening = new Set<{ subject: string; place: TerminalPlace }>();

  const isAllowed = ({ subject, sessionId, place }: Entry): boolean =>
    store.access.can(subject, place.permission, place.serverId) &&
    (sessionId === null || sessions.isLive(sessionId));

  const endForbidden = (): void => {
    for (const entry of [...entries.values()]) {
      if (!isAllowed(entry)) entry.terminal.terminate('You may no longer use this terminal.');
    }
  };
  const watches = [store.access.onChange(endForbidden), sessions.onChange(endForbidden)];

  const find = (subject: string, terminalId: string): Entry => {
    const entry = entries.get(terminalId);
    if (entry?.subject === subject && isAllowed(entry)) return entry;
    throw new AppError('NOT_FOUND', { kind: 'terminal', id: terminalId });
  };

  const refuseTooMany = (subject: string, { serverId, inside }: TerminalPlace): void => {
    const all = [...entries.values(), ...opening];
    if (all.filter((each) => each.subject === subject).length >= terminalsPerAccount) {
      throw new AppError('LIMIT', {
        what: 'Your open terminals',
        limit: terminalsPerAccount,
        cure: 'Close one of them.',
      });
    }
    const shells = all.filter(({ place }) => place.serverId === serverId && place.inside === null);
    if (inside === null && shells.length >= shellsPerServer) {
      throw new AppError('LIMIT', {
        what: 'Open shells on this server',
        limit: shellsPerServer,
        cure: 'Close one of them.',
      });
    }
  };

  const keep = (
    owner: Pick<Entry, 'subject' | 'sessionId' | 'place'>,
    shell: Shell,
    lease: Lease,
  ): string => {
    const id = `trm_${randomBytes(16).toString('hex')}`;
    const onGone = (): void => {
      entries.delete(id);
      lease.release();
    };
    entries.set(id, { ...owner, terminal: new OpenTerminal(shell, { detachedMs, onGone }) });
    return id;
  };

  return {
    async open(subject, place, start, sessionId = null) {
      refuseTooMany(subject, place);
      const reservation = { subject, place };
      opening.add(reservation);
      try {
        const lease = await servers.acquire(place.serverId);
        try {
          return keep({ subject, sessionId, place }, await start(lease.connection), lease);
        } catch (error) {
          lease.release();
          throw error;
        }
      } finally {
        opening.delete(reservation);
      }
    },
    attach(subject, place, terminalId, signal) {
      const entry = find(subject, terminalId);
      if (!isSamePlace(entry.place, place)) {
        throw new AppError('NOT_FOUND', { kind: 'terminal', id: terminalId });
      }
      return entry.terminal.attach(terminalId, signal);
    },
    write(subject, terminalId, text) {
      find(subject, terminalId).terminal.write(text);
    },
    resize: (subject, terminalId, { columns, rows }) =>
      find(subject, terminalId).terminal.resize(columns, rows),
    end(subject, terminalId) {
      find(subject, terminalId).terminal.terminate('You ended it.');
    },
    async close() {
      for (const stop of watches) stop();
      for (const { terminal } of [...entries.values()]) terminal.terminate('Quayside was closed.');
    },
  };
};
