import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import type { Folders } from './folders.ts';
import { addPart, keepFolder, shownFolder } from './keep.ts';

export function createSourceRouter({
  rpc: plain,
  folders,
}: {
  readonly rpc: Rpc;
  readonly folders: Folders;
}): RouterOf<Contract['source']> {
  const rpc = withParts(plain, { folders });
  return {
    show: rpc.source.show.handler(({ input, context }) => shownFolder(context, input.serviceId)),
    upload: rpc.source.upload.handler(({ input, context }) => addPart(context, input)),
    keep: rpc.source.keep.handler(({ input, context }) => keepFolder(context, input)),
  };
}
