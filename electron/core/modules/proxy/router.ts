import type { Contract } from '#shared/contract/index.ts';
import { type RouterOf, type Rpc, withParts } from '../../rpc/index.ts';
import type { ProxyParts } from './context.ts';
import { listFiles, undoFile, writeFile } from './files.ts';
import { installServerProxy } from './install.ts';
import { readProxy } from './read.ts';

type Parts = ProxyParts & { readonly rpc: Rpc };

export function createProxyRouter({ rpc: plain, servers, routing }: Parts): RouterOf<Contract['proxy']> {
  const rpc = withParts(plain, { servers, routing });
  return {
    get: rpc.proxy.get.handler(({ input, context }) => readProxy(context, input.serverId)),
    install: rpc.proxy.install.handler(({ input, context }) => installServerProxy(context, input)),
  };
}

export function createProxyFileRouter({
  rpc: plain,
  servers,
  routing,
}: Parts): RouterOf<Contract['proxyFile']> {
  const rpc = withParts(plain, { servers, routing });
  return {
    list: rpc.proxyFile.list.handler(({ input, context }) => listFiles(context, input.serverId)),
    write: rpc.proxyFile.write.handler(({ input, context }) => writeFile(context, input)),
    undo: rpc.proxyFile.undo.handler(({ input, context }) => undoFile(context, input)),
  };
}
