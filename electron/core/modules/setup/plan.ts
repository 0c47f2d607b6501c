import type { SshConnection } from '../../remote/ssh/types.ts';
import type { SetupContext } from './context.ts';
import { parseStep, proxyStepName, stepName } from './parse-step.ts';
import { proxyForPlan } from './proxy-step.ts';
import { setupScript } from './script.ts';

/** What a set-up would do, and the script it would do it with. */
export interface SetupPlan {
  readonly script: string;
  readonly steps: { readonly name: string; readonly needed: boolean; readonly found: string }[];
}

const lookOnly = async (connection: SshConnection, signal: AbortSignal): Promise<string> => {
  const [{ readHostFacts }, { execOrThrow }] = await Promise.all([
    import('../../remote/host/facts.ts'),
    import('../../remote/ssh/exec.ts'),
  ]);
  const { user } = await readHostFacts(connection);
  const { stdout } = await execOrThrow(connection, ['sh', '-c', setupScript, 'sh', 'plan'], {
    action: 'Looking at what the set-up would do',
    sudo: user.hasSudo && !user.isRoot,
    timeoutMs: 60_000,
    maxBytes: 256 * 1024,
    signal,
  });
  return stdout.toString('utf8');
};

/** Runs the script so that it only looks. UNREACHABLE where the server can't be asked. */
export const planSetup = async (
  context: SetupContext,
  { serverId, proxy }: { readonly serverId: string; readonly proxy: 'traefik' | 'caddy' | 'none' },
): Promise<SetupPlan> => {
  const { servers } = context;
  const output = await servers.use(serverId, (c) => lookOnly(c, context.signal), context.signal);
  const reports = output.split('\n').flatMap((line) => parseStep(line) ?? []);
  const steps = reports.map(({ id, state, detail }) => ({
    name: stepName(id),
    needed: state === 'needed',
    found: detail,
  }));
  if (proxy === 'none') return { script: setupScript, steps };
  const { isRunning, words } = await servers.use(serverId, proxyForPlan, context.signal);
  return {
    script: setupScript,
    steps: [...steps, { name: proxyStepName, needed: !isRunning, found: words }],
  };
};
