import type { Slot } from '../../proxy/routes.ts';
import { otherSlot } from '../../proxy/routes.ts';
import type { PartContainer } from '../part-container.ts';
import { configHash, hasOwnVolume } from './containers.ts';
import { dependentsOf, replacedInPlace } from './in-place.ts';
import type { PartFacts } from './part-facts.ts';

/** What is on a server while a release is to be started there, and what that release is. */
export interface Seen {
  /** Each after those that it waits for. */
  readonly parts: readonly PartFacts[];
  /** By the names of parts: what Compose compares to know whether one changed. */
  readonly hashes: ReadonlyMap<string, string>;
  readonly containers: readonly PartContainer[];
  /** The parts that a proxy leads to; null is the only one. */
  readonly routed: readonly (string | null)[];
  /** Where each part was so far. */
  readonly slots: Readonly<Record<string, Slot>>;
}

/** How a release is started. */
export interface Decision {
  /** Started beside their old containers: how many there are of it with those, and what these are told by. */
  readonly beside: readonly {
    readonly part: string;
    readonly total: number;
    readonly olds: readonly string[];
  }[];
  /** Parts that a proxy leads to and that are out for a moment. */
  readonly inPlace: readonly string[];
  /** What Compose brings up by itself, before anything is started beside. */
  readonly now: readonly string[];
  /** What is beside, or waits for that; in the order of starting. */
  readonly later: readonly PartFacts[];
  readonly slots: Readonly<Record<string, Slot>>;
}

/** Decides which parts start beside their old containers, so that these go on answering. */
export function decide({ parts, hashes, containers, routed, slots }: Seen): Decision {
  const of = (part: string) => containers.filter((each) => each.part === part);
  const only = parts.length === 1 ? parts[0]?.part : undefined;
  const asked = new Set(routed.flatMap((part) => part ?? only ?? []));
  const runs = ({ part, replicas }: PartFacts): boolean =>
    replicas > 0 && of(part).some(({ state }) => state === 'running');
  const changing = {
    changed: new Set(
      containers.filter((each) => configHash(each) !== hashes.get(each.part)).map(({ part }) => part),
    ),
    routed: new Set(parts.filter((each) => asked.has(each.part) && runs(each)).map(({ part }) => part)),
    keeping: new Set(containers.filter(hasOwnVolume).map(({ part }) => part)),
  };
  const inPlace = replacedInPlace(parts, changing);
  const movable = parts.filter(
    ({ part }) => changing.changed.has(part) && changing.routed.has(part) && !inPlace.has(part),
  );
  const beside = movable.map(({ part, replicas }) => ({
    part,
    total: of(part).length + replicas,
    olds: [...new Set(of(part).map(configHash))],
  }));
  const waiting = new Set(movable.flatMap(({ part }) => [part, ...dependentsOf(parts, part)]));
  return {
    beside,
    inPlace: [...inPlace.keys()],
    now: parts.filter(({ part }) => !waiting.has(part)).map(({ part }) => part),
    later: parts.filter(({ part }) => waiting.has(part)),
    slots: Object.fromEntries(
      parts.map(({ part }) => {
        const before = (Object.hasOwn(slots, part) && slots[part]) || 'a';
        return [part, movable.some((each) => each.part === part) ? otherSlot(before) : before];
      }),
    ),
  };
}
