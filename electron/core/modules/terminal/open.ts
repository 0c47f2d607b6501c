import type { TerminalEvent } from '#shared/contract/terminal.ts';
import type { Terminal as Shell } from '../../remote/ssh/terminal.ts';
import type { SshConnection } from '../../remote/ssh/types.ts';
import type { TerminalContext } from './context.ts';
import type { TerminalPlace, TerminalSize } from './terminals.ts';

export interface Opening extends TerminalSize {
  /** Re-attaches instead of opening. */
  readonly terminalId?: string | undefined;
}

interface Wanted {
  readonly place: TerminalPlace;
  /** In the trail, behind “a terminal was opened”. */
  readonly where: string;
  readonly start: (connection: SshConnection) => Promise<Shell>;
}

/** Opens a terminal, which the trail tells, or attaches to one of the caller's at this place; NOT_FOUND for any other. */
export async function openOrAttach(
  context: TerminalContext,
  input: Opening,
  { place, where, start }: Wanted,
): Promise<AsyncGenerator<TerminalEvent, void>> {
  const { terminals, caller, signal } = context;
  const { subject, via } = caller;
  const sessionId = via?.type === 'session' ? via.id : null;
  if (input.terminalId !== undefined) {
    const stream = terminals.attach(subject, place, input.terminalId, signal);
    await terminals.resize(subject, input.terminalId, input);
    return stream;
  }
  const terminalId = await terminals.open(subject, place, start, sessionId);
  context.write((tx) => tx.audit({ fact: { type: 'terminalOpened', where } }));
  return terminals.attach(subject, place, terminalId, signal);
}

/** A shell of the server's own, as the user that Quayside signs in as. */
export const openServerTerminal = (
  context: TerminalContext,
  input: Opening & { serverId: string },
): Promise<AsyncGenerator<TerminalEvent, void>> =>
  openOrAttach(context, input, {
    place: { serverId: input.serverId, inside: null, permission: 'server.terminal' },
    where: '',
    async start(connection) {
      const { openTerminal } = await import('../../remote/ssh/terminal.ts');
      return openTerminal(connection, { cols: input.columns, rows: input.rows });
    },
  });

/** A shell in a running container; NOT_FOUND or CONFLICT where there is none to open it in. */
export const openContainerTerminal = (
  context: TerminalContext,
  input: Opening & { serverId: string; containerId: string },
): Promise<AsyncGenerator<TerminalEvent, void>> => {
  const { serverId, containerId } = input;
  return openOrAttach(context, input, {
    place: { serverId, inside: containerId, permission: 'docker.manage' },
    where: ` in container ${containerId.slice(0, 12)}`,
    async start(connection) {
      const { watchedRuntime } = await import('../../workload/index.ts');
      return watchedRuntime.exec(connection, containerId, input);
    },
  });
};
