import type { SshConnection } from './types.ts';

/** sshd allows 10 sessions a connection (MaxSessions); one is SFTP's, one stays free for a person's own use. */
const sessionLimit = 8;

/** Counts the exec sessions of one connection and queues those above the limit, first come first served. */
export interface SessionGate {
  /** Resolves when a session may be opened; the function it gives must be called when that session is over. */
  enter(): Promise<() => void>;
  /** Says that the server refused a session although the limit was not reached: its own limit is lower. */
  lower(): boolean;
}

const createGate = (): SessionGate => {
  const waiting: (() => void)[] = [];
  let limit = sessionLimit;
  let active = 0;
  const admit = () => {
    while (active < limit && waiting.length > 0) {
      active++;
      waiting.shift()?.();
    }
  };
  const leaveOnce = () => {
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      active--;
      admit();
    };
  };
  return {
    enter: () =>
      new Promise((resolve) => {
        waiting.push(() => resolve(leaveOnce()));
        admit();
      }),
    lower: () => {
      if (active < 2) return false;
      limit = Math.min(limit, active - 1);
      return true;
    },
  };
};

const gates = new WeakMap<SshConnection, SessionGate>();

/** The one gate of a connection. */
export const sessionGate = (connection: SshConnection): SessionGate => {
  const known = gates.get(connection);
  if (known) return known;
  const gate = createGate();
  gates.set(connection, gate);
  return gate;
};
