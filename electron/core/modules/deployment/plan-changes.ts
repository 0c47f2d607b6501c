import type { PlanChange } from '#shared/contract/deployment.ts';
import type { GitRef, ServiceSpec } from '#shared/contract/service-spec.ts';
import type { ResolvedVariable } from '../variable/index.ts';

/** What a deployment runs: its configuration and its variables. */
export interface Configured {
  readonly spec: ServiceSpec;
  readonly variables: readonly ResolvedVariable[];
}

const secretText = '•••';
const shownChars = 200;

const refText = (ref: GitRef): string =>
  ref.type === 'commit' ? `commit ${ref.hash}` : `${ref.type} ${ref.name}`;

const shorten = (text: string): string =>
  text.length > shownChars ? `${text.slice(0, shownChars)}… (${text.length} characters)` : text;

function* sourceFields({ source }: ServiceSpec): Generator<[string, string]> {
  if (source.type === 'image') {
    yield ['image', source.image];
    return;
  }
  yield ['repository', source.url];
  yield ['ref', refText(source.ref)];
  if (source.directory) yield ['directory', source.directory];
  yield ['Dockerfile', source.dockerfile];
  if (source.target) yield ['build stage', source.target];
  if (source.submodules) yield ['submodules', 'fetched'];
}

function* specFields(spec: ServiceSpec): Generator<[string, string]> {
  yield* sourceFields(spec);
  yield ['replicas', String(spec.replicas)];
  if (spec.command.length > 0) yield ['command', JSON.stringify(spec.command)];
  for (const { containerPort, hostPort, protocol } of spec.ports) {
    const where = hostPort === undefined ? 'inside the environment' : `at port ${hostPort} of the server`;
    yield [`port ${containerPort}/${protocol}`, where];
  }
  const check = spec.healthCheck;
  if (check) {
    const { intervalSeconds, timeoutSeconds, retries, startPeriodSeconds } = check;
    yield [
      'health check',
      `${JSON.stringify(check.command)} every ${intervalSeconds} s, ${timeoutSeconds} s at most, ${retries} tries, from ${startPeriodSeconds} s on`,
    ];
  }
  if (spec.limits.memoryMiB !== undefined) yield ['memory limit', `${spec.limits.memoryMiB} MiB`];
  if (spec.limits.cpus !== undefined) yield ['CPU limit', String(spec.limits.cpus)];
  yield ['soak time', `${spec.soakSeconds} s`];
}

interface Shown {
  /** What decides whether it changed; never shown. */
  readonly value: string;
  readonly text: string;
}

const shownOf = (configured: Configured | null): Map<string, Shown> => {
  const shown = new Map<string, Shown>();
  if (!configured) return shown;
  for (const [field, text] of specFields(configured.spec)) shown.set(field, { value: text, text });
  for (const { name, value, isSecret } of configured.variables) {
    shown.set(`variable ${name}`, { value, text: isSecret ? secretText : shorten(value) });
  }
  return shown;
};

/** What differs between what runs (null: nothing) and what is wanted, field by field; secrets as `•••`. */
export const planChanges = (running: Configured | null, wanted: Configured): PlanChange[] => {
  const [before, after] = [shownOf(running), shownOf(wanted)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((field) => {
    const [from, to] = [before.get(field), after.get(field)];
    if (from?.value === to?.value) return [];
    return [{ field, from: from?.text ?? null, to: to?.text ?? null }];
  });
};
