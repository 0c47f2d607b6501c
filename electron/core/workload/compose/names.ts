import { upstreamName } from '../proxy/routes.ts';
import { placeVariable } from './beside/places.ts';

/** How others of the environment find a part, a proxy among them; a project of one part goes by its own names as well. */
export function namesOf(part: string, isOne: boolean, { alias, serviceId, slot }: Naming): string[] {
  const names = [`${part}.${alias}`, upstreamName(serviceId, slot, part)];
  return isOne ? [...names, alias, upstreamName(serviceId, slot)] : names;
}

/** Who a part is of, and in which place it is behind a proxy. */
interface Naming {
  readonly serviceId: string;
  readonly alias: string;
  readonly slot: PlaceOfPart;
}

type PlaceOfPart = Parameters<typeof upstreamName>[1];

/** The place of a part behind a proxy is a variable, which is given its value on the server: the file is the same in both. */
export const slotOf = (part: string): PlaceOfPart => `\${${placeVariable(part)}:-a}`;
