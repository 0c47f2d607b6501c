import type { VolumeEntry } from '#shared/contract/volume.ts';
import { exitCodes } from '../exit-codes.ts';
import { usageFailure } from '../failure.ts';
import { type CallOptions, createClient, type HostClient } from '../host/client.ts';
import { discoverHost } from '../host/discover.ts';
import { type PlainWords, parsePlainWords } from '../input/plain-words.ts';
import { jsonText } from '../output/plain-text.ts';
import type { Sink } from '../output/sink.ts';
import { align } from '../output/table.ts';
import { download, type FilePlace, upload } from './transfer.ts';

/** What moves the bytes of files, for which the operations of the contract take many calls; by verb, with its form. */
export const volumeFiles: Readonly<Record<string, { readonly form: string; readonly summary: string }>> = {
  ls: { form: 'VOLUME [FOLDER]', summary: 'List what lies in a folder of a volume, all of it' },
  cat: { form: 'VOLUME FILE', summary: 'Write a file of a volume to standard output, byte by byte' },
  get: {
    form: 'VOLUME FILE [LOCAL] [--replace]',
    summary: 'Fetch a file of a volume; it is there once all of it has come',
  },
  put: {
    form: 'VOLUME FILE [LOCAL|-] [--replace]',
    summary: 'Send a file, or standard input, into a volume; it is there once all of it has come',
  },
};

export const isVolumeFile = ([noun, verb = '']: readonly string[]): boolean =>
  noun === 'volume' && Object.hasOwn(volumeFiles, verb);

interface Work {
  readonly client: HostClient;
  readonly options: CallOptions;
  readonly io: Sink;
  readonly given: PlainWords;
  readonly place: FilePlace;
}

/** Runs `volume ls|cat|get|put PATH VOLUME …` and answers the exit code. */
export async function runVolumeFile([, verb = '', ...words]: readonly string[], io: Sink): Promise<number> {
  const form = `quayside volume ${verb} PATH ${volumeFiles[verb]?.form ?? ''}`;
  const given = parsePlainWords(words, { flags: verb === 'get' || verb === 'put' ? ['--replace'] : [] });
  if (given.isHelp) {
    io.out(`Usage: ${form}\n${hint}`);
    return exitCodes.ok;
  }
  const [serviceId, volume, path = '', ...others] = given.words;
  const isWhole =
    verb === 'ls' ? others.length === 0 : path !== '' && others.length < (verb === 'cat' ? 1 : 2);
  if (serviceId === undefined || volume === undefined || !isWhole) throw usageFailure(`Usage: ${form}`);
  const client = createClient(discoverHost(given.options, io));
  const options: CallOptions = { signal: io.signal, timeoutMs: given.timeoutMs };
  await acts[verb as Verb]({ client, options, io, given, place: { serviceId, volume, path } });
  return exitCodes.ok;
}

type Verb = 'ls' | 'cat' | 'get' | 'put';
const acts: Readonly<Record<Verb, (work: Work) => Promise<void>>> = { ls, cat, get, put };

const hint = `Names are written as \`ls\` shows them: \\\\ for a backslash, \\xHH for a byte that nobody would see.
Behind -- nothing is an option, such as a name with a dash in front.
`;

async function ls({ client, options, io, given, place }: Work): Promise<void> {
  let after: string | undefined;
  let isWhole = true;
  do {
    const asked = { ...place, limit: 1_000, ...(after === undefined ? {} : { after }) };
    const page = (await client.call('volume.browse', asked, options)) as Page;
    after = page.next ?? undefined;
    ({ isWhole } = page);
    if (given.isJson) for (const entry of page.entries) io.out(`${jsonText(entry)}\n`);
    else io.out(align(page.entries.map(lineOf)));
  } while (after !== undefined);
  if (!isWhole) io.err('There is more in it than can be listed.\n');
}

interface Page {
  readonly entries: readonly VolumeEntry[];
  readonly next: string | null;
  readonly isWhole: boolean;
}

function lineOf({ type, mode, owner, size, modifiedAt, name, link }: VolumeEntry): string[] {
  const shown = type === 'folder' ? `${name}/` : name;
  return [mode, owner, String(size), modifiedAt, link === null ? shown : `${shown} -> ${link}`];
}

async function cat({ client, options, io, place }: Work): Promise<void> {
  const text = new TextDecoder();
  for await (const bytes of download(client, place, options)) {
    if (io.isTerminal) io.file(text.decode(bytes, { stream: true }));
    else await io.outBytes(bytes);
  }
  if (io.isTerminal) io.file(text.decode());
}

async function get(work: Work): Promise<void> {
  const { client, options, io, given, place } = work;
  const { localName, writeLocal } = await import('./local-file.ts');
  const local = given.words[3];
  if (local === '-') return cat(work);
  const to = local ?? localName(place.path);
  const { bytes } = await writeLocal(to, download(client, place, options), given.flags.has('--replace'));
  io.err(`${bytes} bytes in ${to}.\n`);
}

async function put({ client, options, io, given, place }: Work): Promise<void> {
  const { readLocal } = await import('./local-file.ts');
  const local = given.words[3] ?? '-';
  const source = local === '-' ? io.input() : readLocal(local);
  const over = given.flags.has('--replace') ? 'any' : 'new';
  const { bytes } = await upload(client, { ...place, over }, source, options);
  io.err(`${bytes} bytes in “${place.path}” of ${place.volume}.\n`);
}
