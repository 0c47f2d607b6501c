import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { AppError } from '#shared/model/errors.ts';
import { exec } from '../ssh/exec.ts';
import { spawn } from '../ssh/spawn.ts';
import type { SshConnection } from '../ssh/types.ts';
import { type DockerClient, dockerOver } from './client.ts';
import { inspectImage, listImages } from './images.ts';
import { part } from './request.ts';
import { listOf } from './schema.ts';

const timeoutMs = 60 * 60_000;
const stderrBytes = 4_000;

const whichDocker = `set -u
if docker version >/dev/null 2>&1; then sudo=
elif sudo -n docker version >/dev/null 2>&1; then sudo='sudo -n'
else echo 'Docker does not answer this user.' >&2; exit 26; fi
`;

/**
 * `sh -c SCRIPT sh IMAGE MEMBER…`: an image as an archive packed by gzip, without these members. Nothing is written on the
 * server. Only GNU tar leaves members out of what passes through; elsewhere all of it is sent.
 */
const saveScript = `${whichDocker}
image=$1; shift
save() { $sudo docker image save "$image"; }
if [ $# -gt 0 ] && tar --version 2>/dev/null | grep -q GNU
then save | tar --delete -f - -- "$@" 2>/dev/null
else save; fi | gzip -1
`;

const loadScript = `${whichDocker}
exec $sudo docker image load --quiet
`;

const layersSchema = z
  // an image without files has none
  .object({ RootFS: z.object({ Layers: listOf(z.string()) }) })
  .transform(({ RootFS }) => RootFS.Layers);

/** The layers of an image from its base up, each by the digest of its contents; null where the server lacks the image. */
const layersOf = (docker: DockerClient, reference: string): Promise<string[] | null> =>
  docker.find({
    action: 'Reading the layers of an image',
    path: `/images/${part(reference)}/json`,
    schema: layersSchema,
  });

/** How many layers, from the base up, a server has already in some image of its own. */
async function sharedLayers(docker: DockerClient, layers: readonly string[]): Promise<number> {
  const images = await listImages(docker);
  const known = await Promise.all(images.map(({ id }) => layersOf(docker, id)));
  const shared = known.map((other) => {
    const differs = layers.findIndex((layer, index) => layer !== other?.[index]);
    return differs < 0 ? layers.length : differs;
  });
  return Math.max(0, ...shared);
}

/** What came of a transfer. */
export interface TransferredImage {
  readonly layers: number;
  /** Of the layers, those that were sent. */
  readonly sentLayers: number;
  /** Bytes as they were sent, packed. */
  readonly bytes: number;
}

interface Transfer {
  readonly from: SshConnection;
  readonly to: SshConnection;
  /** The image's id, which stays what it is. */
  readonly id: string;
  readonly signal: AbortSignal;
}

/**
 * Takes an image from one server to another through this host's two connections, without the layers that the other has:
 * Docker's archive of it with these left out, which `docker load` takes from what is there. Docker before 25 names layers in
 * its archives otherwise, so all of it is sent then; likewise where the other server refuses an archive with gaps, as one does
 * whose images are containerd's. REMOTE_FAILED where `from` has no such image, and where the other would know it by
 * another id. A transfer that is broken off leaves nothing but layers that Docker removes by itself.
 */
export async function transferImage({ from, to, id, signal }: Transfer): Promise<TransferredImage> {
  const [source, target] = [dockerOver(from), dockerOver(to)];
  const layers = await layersOf(source, id);
  if (!layers) throw gone(from, id);
  const shared = await sharedLayers(target, layers);
  const needed = new Set(layers.slice(shared));
  const left = layers.slice(0, shared).filter((layer) => !needed.has(layer));
  const sent = { bytes: 0 };
  let failure = await send({ from, to, id, signal }, left, sent);
  let isWhole = left.length === 0;
  if (!isWhole && !(await inspectImage(target, id))) {
    isWhole = true;
    failure = await send({ from, to, id, signal }, [], sent);
  }
  if (!(await inspectImage(target, id))) throw refused(to, failure);
  return { layers: layers.length, sentLayers: isWhole ? layers.length : needed.size, bytes: sent.bytes };
}

/** Sends the archive without these layers; answers what either side said of a failure. */
async function send(
  { from, to, id, signal }: Transfer,
  left: readonly string[],
  sent: { bytes: number },
): Promise<string> {
  const members = left.map((layer) => `blobs/${layer.replace(':', '/')}`);
  const saving = await spawn(from, ['sh', '-c', saveScript, 'sh', id, ...members], { signal });
  let said = '';
  saving.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (said.length < stderrBytes) said += text;
  });
  saving.stdin.on('error', () => undefined);
  saving.stdin.end();
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sent.bytes += chunk.length;
      done(null, chunk);
    },
  });
  // either end that breaks off ends the other
  void pipeline(saving.stdout, counted).catch(() => undefined);
  try {
    const loaded = await exec(to, ['sh', '-c', loadScript], { stdin: counted, timeoutMs, signal });
    // what was cut at its source came to an end that the other takes for the archive's, and refuses
    if (saving.stdout.readableEnded) await saving.done;
    return [said, loaded.stderr.toString('utf8')].join('\n').trim();
  } finally {
    saving.kill();
  }
}

const gone = (from: SshConnection, id: string): AppError =>
  new AppError('REMOTE_FAILED', {
    server: from.label,
    action: 'Taking the image along',
    stderr: `${id} was removed from the server and is in no registry.`,
    cure: 'Deploy the same commit or image anew.',
  });

const refused = (to: SshConnection, stderr: string): AppError =>
  new AppError('REMOTE_FAILED', {
    server: to.label,
    action: 'Taking over the image',
    stderr: stderr.slice(-stderrBytes),
    cure: /no space left on device/i.test(stderr)
      ? 'Free some space on the server.'
      : 'Push the image to a registry that both servers reach, and deploy it from there.',
  });
