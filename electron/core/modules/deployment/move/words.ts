import type { ServiceView } from '../../../workload/index.ts';
import type { Place } from './place.ts';

interface Told {
  readonly from: Place;
  readonly to: Place;
}

/** What a move does, in order; `builtOn` is the server that builds the commit anew, null where none is built. */
export function stepsOf(
  view: ServiceView,
  { from, to, builtOn, stopsFirst }: Told & { readonly builtOn: string | null; readonly stopsFirst: boolean },
): string[] {
  const place = `${to.project}/${to.environment}`;
  if (from.serverId === to.serverId) {
    return [
      stopsFirst
        ? `Start the version that runs in ${place}, once the old one has stopped`
        : `Start the version that runs in ${place}, beside the old one`,
      'Wait until all of it is healthy; else the old one goes on as before',
      'Lead its domains to it, and end the old one once its open requests have ended',
    ];
  }
  return [
    ...imageSteps(to, builtOn),
    `Start “${view.names.service}” there in ${place}`,
    'Wait until all of it is healthy; else remove it there, and the old one goes on as before',
    `Lead its domains to it on the proxy of ${to.serverName}`,
    `End it on ${from.serverName} once its open requests have ended`,
  ];
}

function imageSteps({ serverName }: Place, builtOn: string | null): string[] {
  if (builtOn === null) return [`Take the image that runs to ${serverName}`];
  const build = `Build the commit that runs anew on ${builtOn}`;
  return builtOn === serverName ? [build] : [build, `Send its image to ${serverName} through this host`];
}

/** What a move changes that nobody may expect. */
export function warningsOf(
  view: ServiceView,
  {
    from,
    to,
    volumes,
    stopsFirstSince,
  }: Told & { readonly volumes: readonly string[]; readonly stopsFirstSince: string | undefined },
): string[] {
  const isOther = from.serverId !== to.serverId;
  return [
    isOther && view.type === 'compose'
      ? `The data of its volumes stays on ${from.serverName}; there it begins with empty ones.`
      : '',
    isOther && volumes.length > 0
      ? `The data of ${volumes.join(', ')} stays on ${from.serverName}; there it begins empty.`
      : '',
    !isOther && stopsFirstSince !== undefined
      ? `The old one stops before the new one starts, since ${stopsFirstSince}: a short outage.`
      : '',
    from.environmentId === to.environmentId
      ? ''
      : `The services of ${from.project}/${from.environment} do not reach it any more, nor it them.`,
    isOther ? `Addresses with a port of ${from.serverName} lead nowhere afterwards.` : '',
  ].filter(Boolean);
}
