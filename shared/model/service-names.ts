/** The names above a service, as people gave them. */
export interface PathNames {
  readonly organization: string;
  readonly project: string;
  readonly environment: string;
  readonly service: string;
}

const maxServiceName = 63;
const suffixLength = 8;

/** A DNS label made of a name: lower case, digits and single dashes; `fallback` where nothing is left of it. */
export const slugOf = (name: string, fallback: string): string => {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, maxServiceName)
    .replace(/^-+|-+$/g, '');
  return slug || fallback;
};

const cut = (slug: string, length: number): string => slug.slice(0, length).replace(/-+$/, '');

const suffixOf = (id: string): string => id.slice(-suffixLength).toLowerCase();

/**
 * What a service is called on its server when it is first deployed: slugs of its path for people, the end of
 * its id for uniqueness, 63 characters at most. A renamed service keeps the name it has; labels find it.
 */
export const serviceNameOf = (names: PathNames, serviceId: string): string => {
  const above = [names.organization, names.project, names.environment].map((name) =>
    cut(slugOf(name, 'x'), 12),
  );
  const left = maxServiceName - suffixLength - 1 - above.join('-').length - 1;
  return [...above, cut(slugOf(names.service, 'service'), left), suffixOf(serviceId)].join('-');
};

/** The name of an environment's own network on a server. */
export const networkNameOf = (names: PathNames, environmentId: string): string =>
  [
    'quayside',
    cut(slugOf(names.organization, 'x'), 12),
    cut(slugOf(names.project, 'x'), 12),
    cut(slugOf(names.environment, 'x'), 12),
    suffixOf(environmentId),
  ].join('-');

/**
 * The name by which the other services of the environment reach this one: its slug. Where an older sibling
 * has the same slug, the end of the id is added, since one name for two services would mix their traffic.
 */
export const aliasOf = (
  service: { readonly id: string; readonly name: string },
  siblings: readonly { readonly id: string; readonly name: string }[],
): string => {
  const slug = slugOf(service.name, 'service');
  const isTaken = siblings.some((other) => other.id < service.id && slugOf(other.name, 'service') === slug);
  return isTaken ? `${cut(slug, maxServiceName - suffixLength - 1)}-${suffixOf(service.id)}` : slug;
};
