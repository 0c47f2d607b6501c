import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import type { TerminalParts } from './context.ts';
import { openContainerTerminal, openServerTerminal } from './open.ts';

export function createTerminalRouter({
  rpc: plain,
  terminals,
}: TerminalParts & { readonly rpc: Rpc }): RouterOf<Contract['terminal']> {
  const rpc = withParts(plain, { terminals });
  return {
    server: rpc.terminal.server.handler(({ input, context }) => openServerTerminal(context, input)),
    container: rpc.terminal.container.handler(({ input, context }) => openContainerTerminal(context, input)),
    write: rpc.terminal.write.handler(({ input, context }) => {
      context.terminals.write(context.caller.subject, input.terminalId, input.data);
      return {};
    }),
    resize: rpc.terminal.resize.handler(async ({ input, context }) => {
      await context.terminals.resize(context.caller.subject, input.terminalId, input);
      return {};
    }),
    close: rpc.terminal.close.handler(({ input, context }) => {
      context.terminals.end(context.caller.subject, input.terminalId);
      return {};
    }),
  };
}
