import { looksLikeId } from '#shared/model/nodes.ts';
import { type Dimension, dimensions, type Scope } from '#shared/model/variables/scope.ts';
import type { CallOptions, HostClient } from '../host/client.ts';

/** How many names of the path that has the variables stand in front of a plain name: a server is beside the projects. */
const namesAbove: Readonly<Record<Dimension, number>> = { server: 1, environment: 2 };

/** A scope with ids in the place of names, as the list of variables has them; NOT_FOUND where one names nothing. */
export async function scopeIds(
  client: HostClient,
  path: string,
  names: Readonly<Record<string, readonly string[]>>,
  options: CallOptions,
): Promise<Scope> {
  const found = dimensions.flatMap((dimension) =>
    (names[dimension] ?? []).map(async (name) => ({
      dimension,
      id: await idOf(client, dimension, fullName(dimension, name, path), options),
    })),
  );
  const ids = await Promise.all(found);
  const scope: { [D in Dimension]?: string[] } = {};
  for (const { dimension, id } of ids) scope[dimension] = [...(scope[dimension] ?? []), id];
  return scope;
}

async function idOf(
  client: HostClient,
  dimension: Dimension,
  name: string,
  options: CallOptions,
): Promise<string> {
  if (looksLikeId(name)) return name;
  const answer = (await client.call(`${dimension}.get`, { [`${dimension}Id`]: name }, options)) as {
    id: string;
  };
  return answer.id;
}

/** `production` at `acme/shop/…` is `acme/shop/production`; what is a path already stays one. */
function fullName(dimension: Dimension, name: string, path: string): string {
  const above = path.split('/').slice(0, namesAbove[dimension]);
  const isPath = name.includes('/') || looksLikeId(name) || looksLikeId(path);
  return isPath || above.length < namesAbove[dimension] ? name : [...above, name].join('/');
}
