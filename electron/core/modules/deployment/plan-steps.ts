import type { ServiceSpec } from '#shared/contract/service-spec.ts';
import type { AnyServiceType, Content, ImageComing } from '../../workload/index.ts';

/** What a deployment does, in words, one step after the other. */
export const stepsOf = (
  type: AnyServiceType,
  spec: ServiceSpec,
  {
    content,
    isFirst,
    isRouted,
    shares,
    ...image
  }: ImageComing & {
    content: Content;
    isFirst: boolean;
    isRouted: boolean;
    shares: readonly string[];
  },
): string[] => {
  const { order, replicas: count, healthCheck, soakSeconds } = content;
  const how = order === 'start-first' ? 'each new one before its old one stops' : 'the old one stops first';
  const replicas = `${count} ${count === 1 ? 'replica' : 'replicas'}`;
  const words = type.words.launch;
  const launch = words && (isFirst ? words.first : order === 'beside' ? words.beside : words.update);
  const start = launch ?? (isFirst ? `Start ${replicas}` : `Update ${replicas}, ${how}`);
  const verify = `Wait until all are ${healthCheck ? 'healthy' : 'running'} for ${soakSeconds} s; else go back`;
  return [
    ...type.image.stepsOf(spec, image),
    start,
    verify,
    ...(isRouted ? routeSteps(content, isFirst) : []),
    ...shares,
  ];
};

/** Behind a proxy a new version gets the visitors before the old one ends, unless something can be held only once. */
const routeSteps = ({ order, drainSeconds }: Content, isFirst: boolean): string[] => {
  if (isFirst || order === 'stop-first') return ['Lead its domains to it'];
  return [
    'Lead its domains to the new version',
    drainSeconds === 0
      ? 'End the old one at once, whatever is open to it'
      : `End the old one once its open requests have ended, ${drainSeconds} s later at most`,
  ];
};

/** Behind a proxy a project's parts stand beside their successors, unless each that is led to can be there only once. */
export const contentFor = (
  content: Content,
  {
    routed,
    outages,
  }: { routed: readonly (string | null)[]; outages: ReadonlyMap<string, string> | undefined },
): Content => {
  const lasting = new Set(routed).size > (outages?.size ?? 0);
  return content.isBesideBehindProxy && lasting ? { ...content, order: 'beside' } : content;
};

/** What a plan warns of, a sentence for each such part. */
export const outageWarnings = (outages: ReadonlyMap<string, string> = new Map()): string[] =>
  [...outages].map(
    ([part, since]) =>
      `Where it changes, “${part}” is replaced in its place, since ${since}: a short outage.`,
  );
