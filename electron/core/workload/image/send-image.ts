import { transferImage } from '../../remote/docker/transfer-image.ts';
import type { Attempt, Origin } from '../attempt.ts';
import { mebibytes } from './pull-progress.ts';

/** Sends an image from another server to the one of a deployment, again where either is lost meanwhile; the log says how much. */
export async function sendImage(run: Attempt, origin: Origin, id: string): Promise<void> {
  const { signal } = run;
  const send = () => run.ssh((to) => origin.ssh((from) => transferImage({ from, to, id, signal })), signal);
  const { layers, sentLayers, bytes } = await run.persist('sending the image', send);
  run.log.say(`Sent ${sentLayers} of its ${layers} layers, ${mebibytes(bytes)}.`);
}
