import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, rpc } from '../../rpc/index.ts';
import { openContainerTerminal, openServerTerminal } from './open.ts';

export const terminalRouter: RouterOf<Contract['terminal']> = {
  server: rpc.terminal.server.handler(({ input, context }) => openServerTerminal(context, input)),
  container: rpc.terminal.container.handler(({ input, context }) => openContainerTerminal(context, input)),
  write: rpc.terminal.write.handler(({ input, context }) => {
    context.core.terminals.write(context.caller.subject, input.terminalId, input.data);
    return {};
  }),
  resize: rpc.terminal.resize.handler(async ({ input, context }) => {
    await context.core.terminals.resize(context.caller.subject, input.terminalId, input);
    return {};
  }),
  close: rpc.terminal.close.handler(({ input, context }) => {
    context.core.terminals.end(context.caller.subject, input.terminalId);
    return {};
  }),
};
