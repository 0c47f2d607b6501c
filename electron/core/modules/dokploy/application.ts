import { ApplicationSpec } from '#shared/contract/application-spec.ts';
import { shownText } from '#shared/contract/shown-text.ts';
import { commandOf, healthCheckOf, limitsOf, mountsOf, portsOf } from './container.ts';
import { domainsOf } from './domains.ts';
import { leftOver } from './left-over.ts';
import { descriptionOf } from './names.ts';
import type { ReadService } from './planned.ts';
import { readEnv } from './read-env.ts';
import { Application } from './shapes.ts';
import { sourceOf } from './source.ts';

/** An application of there as a service. */
export function readApplication(app: Application): ReadService {
  const source = sourceOf(app);
  const env = readEnv(app.env ?? '');
  const mounts = mountsOf(app.mounts ?? []);
  const ports = portsOf(app);
  const limits = limitsOf(app);
  const health = healthCheckOf(app);
  const command = commandOf(app);
  const domains = domainsOf({ domains: app.domains ?? [], people: app.security ?? [], hasParts: false });
  const isLone = (app.security ?? []).length > 0 && domains.domains.length === 0;
  const update = app.updateConfigSwarm;
  // two versions cannot hold one port of the server
  const isHeld = ports.value.some(({ hostPort }) => hostPort !== undefined);
  const order = isHeld ? 'stop-first' : update?.Order;
  const spec = ApplicationSpec.safeParse({
    type: 'application',
    source: source.source,
    replicas: app.replicas ?? 1,
    command: command.value,
    ports: ports.value,
    limits: limits.value,
    mounts: mounts.value,
    ...(health.value ? { healthCheck: health.value } : {}),
    ...(update && (order === 'start-first' || order === 'stop-first') ? { updateOrder: order } : {}),
  });
  const names = new Set(env.variables.map(({ name }) => name.toLowerCase()));
  const ofBuild = source.variables.filter(({ name }) => !names.has(name.toLowerCase()));
  return {
    type: 'application',
    appName: app.appName,
    description: descriptionOf(app.description),
    spec: source.problem === undefined && spec.success ? spec.data : null,
    runs: runsOf(app, source.source?.type === 'git' ? source.source.url : ''),
    variables: [...env.variables, ...ofBuild],
    below: env.below,
    domains: domains.domains,
    problems: source.problem
      ? [source.problem]
      : spec.success
        ? []
        : [`its ${spec.error.issues[0]?.path.join('.')} ${spec.error.issues[0]?.message}`],
    notes: [
      ...source.notes,
      ...env.notes,
      ...mounts.notes,
      ...ports.notes,
      ...limits.notes,
      ...health.notes,
      ...command.notes,
      ...domains.notes,
      ...(isLone ? [{ field: 'security', text: 'people sign in at a domain here, and it has none' }] : []),
      ...(Object.keys(update ?? {}).some((field) => field !== 'Order')
        ? [{ field: 'updateConfigSwarm', text: 'of an update its order alone is brought along' }]
        : []),
      ...(isHeld && update?.Order === 'start-first'
        ? [
            {
              field: 'updateConfigSwarm',
              text: 'the old version stops first: two cannot hold one port of the server',
            },
          ]
        : []),
      ...(app.isPreviewDeploymentsActive ? [] : previewless(app)),
      ...leftOver(app, read),
    ],
  };
}

/** Texts of preview deployments are worth nothing while those are off. */
const previewless = (app: Application) =>
  ['previewEnv', 'previewBuildArgs', 'previewBuildSecrets'].flatMap((field) =>
    app[field] ? [{ field, text: 'is of preview deployments, which have no place here' }] : [],
  );

function runsOf(app: Application, url: string): string {
  if (app.sourceType === 'docker') return shownText(app.dockerImage ?? '');
  return shownText(url === '' ? app.sourceType : url);
}

const read: ReadonlySet<string> = new Set(
  Object.keys(Application.shape).filter((field) => field !== 'isPreviewDeploymentsActive'),
);
