import type { Server } from '#shared/contract/server.ts';
import type { NodeState } from '#shared/model/nodes.ts';

type Connection = Server['connection'];

const labels: Readonly<Record<Connection['state'], string>> = {
  idle: 'Not connected',
  connecting: 'Connecting',
  up: 'Connected',
  down: 'Unreachable',
};

const states: Readonly<Record<Connection['state'], NodeState>> = {
  idle: 'unknown',
  connecting: 'deploying',
  up: 'running',
  down: 'failed',
};

type Reached = Pick<Server, 'connection' | 'freshness'>;

/** A connection that is up, and leaves what is asked unanswered. */
const isSilent = ({ connection, freshness }: Reached): boolean =>
  connection.state === 'up' && !freshness.isFresh;

export const connectionLabel = (server: Reached): string => {
  const { state, reason } = server.connection;
  if (isSilent(server)) return 'Does not answer';
  return reason === 'host-key' ? 'Stopped: its host key changed' : labels[state];
};

export const connectionNodeState = (server: Reached): NodeState =>
  isSilent(server) ? 'unknown' : states[server.connection.state];

const cures: Readonly<Record<NonNullable<Connection['reason']>, string>> = {
  dns: 'Check the address in Settings, and that this machine can resolve it.',
  refused: 'Check the port in Settings, and that sshd runs on the server.',
  timeout: 'Check the address, the network between, and the firewall of the server.',
  auth: 'Check the user and the key in Settings, and the server’s authorized_keys.',
  'host-key':
    'Nothing is sent to it until somebody compares the fingerprints in Settings and trusts the new key.',
  closed: 'Quayside tries again by itself; connect now to hurry it.',
};

/** What to do about a connection that is down. */
export const connectionCure = ({ reason }: Connection): string | undefined =>
  reason ? cures[reason] : undefined;
