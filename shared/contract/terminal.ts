import * as z from 'zod';
import { open, resource, streamOf } from './resource.ts';

/** How much a terminal shows at once; programs in it are told. */
export const terminalSize = {
  columns: z.coerce.number().int().min(2).max(1_000).default(80),
  rows: z.coerce.number().int().min(2).max(500).default(24),
};

/** The first event carries the id to write to; the last one the exit code. `data` is base64 of raw bytes. */
export const TerminalEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('opened'), terminalId: z.string() }),
  z.object({ type: z.literal('data'), data: z.string() }),
  z.object({ type: z.literal('closed'), exitCode: z.number().nullable(), reason: z.string().optional() }),
]);
export type TerminalEvent = z.infer<typeof TerminalEvent>;

/** Of a terminal that was opened before. */
export const TerminalId = z.string().min(1).max(64);
const server = resource('server', { parent: 'organization' });
const docker = resource('docker', { parent: 'server' });
const ownTerminal = 'a terminal answers only to the session that opened it';

export const terminalContract = {
  server: server.on('terminal', {
    summary: 'Open a shell on a server',
    effect: 'stream',
    path: 'terminal',
    /** Re-attaches to a terminal that is still open, such as after a reload. */
    input: { ...terminalSize, terminalId: TerminalId.optional() },
    output: streamOf(TerminalEvent),
  }),
  container: docker.under('manage', {
    summary: 'Open a shell in a container',
    effect: 'stream',
    path: '/servers/{serverId}/containers/{containerId}/terminal',
    input: {
      ...terminalSize,
      containerId: z.string().regex(/^[0-9a-f]{12,64}$/, 'must be a container id'),
      terminalId: TerminalId.optional(),
    },
    output: streamOf(TerminalEvent),
  }),
  write: open(ownTerminal, {
    summary: 'Type into an open terminal',
    effect: 'act',
    path: 'terminals/{terminalId}/write',
    quiet: true,
    input: { terminalId: TerminalId, data: z.string().max(1_048_576) },
    output: z.object({}),
  }),
  resize: open(ownTerminal, {
    summary: 'Resize an open terminal',
    effect: 'act',
    path: 'terminals/{terminalId}/resize',
    quiet: true,
    input: {
      terminalId: TerminalId,
      columns: z.number().int().min(2).max(1_000),
      rows: z.number().int().min(2).max(500),
    },
    output: z.object({}),
  }),
  close: open(ownTerminal, {
    summary: 'Close an open terminal',
    effect: 'act',
    path: 'terminals/{terminalId}/close',
    quiet: true,
    input: { terminalId: TerminalId },
    output: z.object({}),
  }),
};
