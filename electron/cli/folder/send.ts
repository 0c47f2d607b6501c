import type { ServiceSource } from '#shared/contract/application-spec.ts';
import type { SentFolder } from '#shared/contract/source.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import type { CallOptions, HostClient } from '../host/client.ts';
import { sendParts } from '../host/send-parts.ts';
import { packFolder } from './pack.ts';

/** Packs a folder of this machine and sends it as what the next deployment of a service builds. */
export async function sendFolder(
  client: HostClient,
  { serviceId, folder }: { readonly serviceId: string; readonly folder: string },
  options: CallOptions,
): Promise<SentFolder> {
  const source = await sourceOf(client, serviceId, options);
  const always = [source.directory, source.dockerfile].filter((part) => part !== '').join('/');
  const { answer } = await sendParts(zipped(packFolder(folder, [always])), {
    send: (part) => client.call('source.upload', { serviceId, ...part }, options),
    end: (part) => client.call('source.keep', { serviceId, ...part }, options),
  });
  return answer as SentFolder;
}

type FolderSource = Extract<ServiceSource, { type: 'folder' }>;

/** What a service is built from. A usage error where it is no folder, before anything is sent. */
async function sourceOf(client: HostClient, serviceId: string, options: CallOptions): Promise<FolderSource> {
  const { spec } = (await client.call('service.get', { serviceId }, options)) as {
    spec: { source?: ServiceSource } | null;
  };
  if (spec?.source?.type === 'folder') return spec.source;
  const cure = '`quayside service configure PATH --spec.source.type folder` makes it one';
  throw new Failure(`The service is not built from a folder: ${cure}.`, exitCodes.usage);
}

async function* zipped(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  const { createGzip } = process.getBuiltinModule('node:zlib');
  const { Readable, pipeline } = process.getBuiltinModule('node:stream');
  const gzip = createGzip();
  // what fails is thrown to whoever reads
  pipeline(Readable.from(source), gzip, () => undefined);
  for await (const chunk of gzip) yield chunk as Buffer;
}
