export type { TerminalContext, TerminalParts } from './context.ts';
export { type Opening, openOrAttach } from './open.ts';
export { createTerminalRouter } from './router.ts';
export { createTerminals } from './terminals.ts';
