import { AppError } from '#shared/model/errors.ts';
import { treeKinds } from '#shared/model/nodes.ts';
import type { IndexedNode } from '../access/index.ts';
import { lookupIn, organizationsNamed } from './matching.ts';
import type { Reader } from './reader.ts';

/**
 * Walks names from an organization down, without regard to case, over what the reader may see. A project
 * wins over a server of the same name; `acme/servers/web` names the server for certain.
 */
export function resolvePath(reader: Reader, path: string): IndexedNode {
  const { access } = reader.store;
  const missing = (): never => {
    throw new AppError('NOT_FOUND', { kind: 'node', id: path });
  };
  const [first = '', ...rest] = path.split('/').filter((part) => part !== '');
  const [root = missing()] = organizationsNamed(reader, first);

  const step = (node: IndexedNode, name: string, kinds: readonly string[]): IndexedNode => {
    const seen = [...node.children].filter((child) => access.canSee(reader.caller.subject, child.id));
    const matches = lookupIn(seen, (child) => child.name)(name);
    return kinds.flatMap((kind) => matches.filter((child) => child.kind === kind))[0] ?? missing();
  };

  if (rest.length === 2 && rest[0] === 'servers') {
    const servers = [...root.children].filter(
      (child) => child.kind === 'server' && access.canSee(reader.caller.subject, child.id),
    );
    const [server] = lookupIn(servers, (child) => child.name)(rest[1] ?? '');
    if (server) return server;
  }
  return rest.reduce((node, name) => step(node, name, treeKinds), root);
}
