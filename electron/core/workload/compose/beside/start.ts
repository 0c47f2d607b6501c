import { removeJob } from '../../../remote/jobs/end.ts';
import { runScript } from '../../../remote/jobs/run-script.ts';
import { startJob } from '../../../remote/jobs/start.ts';
import type { SshConnection } from '../../../remote/ssh/types.ts';
import type { Desired } from '../../desired/desired.ts';
import { folderOnServer, jobOf } from '../folder.ts';
import type { PartContainer } from '../part-container.ts';
import { partContainers } from '../project-on-server.ts';
import { removeContainers } from '../standing.ts';
import { isCandidate } from './containers.ts';
import { type Decision, decide, type Seen } from './decide.ts';
import { besideLines, oldsIn, taggedLines } from './lines.ts';
import { PartFacts } from './part-facts.ts';
import { placeLines, slotsIn } from './places.ts';
import { besideLookScript, besideScript } from './scripts.ts';

const upSeconds = 30 * 60;
const lookMs = 60_000;

/**
 * Starts what changed of the parts that a proxy leads to beside their old containers, and everything else as Compose does.
 * Those that somebody began and never finished are removed first.
 */
export async function startBeside(connection: SshConnection, desired: Desired, over: string): Promise<void> {
  const { ids, deploymentId, fence } = desired;
  const folder = await folderOnServer(connection, ids.service);
  const look = [folder, deploymentId, over];
  const lines = await runScript(connection, 'Looking what changes', besideLookScript, look, lookMs);
  const containers = await withoutLeft(connection, ids.service, taggedLines(lines, 'left'));
  const decision = decide(seenIn(lines, containers, desired.routed));
  await startJob(connection, {
    id: jobOf(deploymentId, 'up'),
    script: besideScript,
    timeoutSeconds: upSeconds,
    files: {
      dir: { bytes: folder },
      release: { bytes: deploymentId },
      over: { bytes: over },
      fence: { bytes: String(fence) },
      ...filesOf(decision),
    },
  });
  if (over) await removeJob(connection, jobOf(over, 'up'));
}

/** What the job is told of a decision. */
export const filesOf = (decision: Decision) => {
  const { beside, now, later, slots } = decision;
  const waiting = later.map(({ part, needs }) =>
    [
      part,
      ...needs.filter(({ until }) => until !== 'started').map((need) => `${need.until}:${need.part}`),
    ].join(' '),
  );
  return {
    now: { bytes: beside.length > 0 ? now.join(' ') : '' },
    later: { bytes: beside.length > 0 ? waiting.map((line) => `${line}\n`).join('') : '' },
    scales: { bytes: beside.map(({ part, total }) => `${part}=${total}`).join(' ') },
    places: { bytes: placeLines(slots) },
    beside: { bytes: besideLines(decision) },
  };
};

function seenIn(
  lines: readonly string[],
  containers: readonly PartContainer[],
  routed: Seen['routed'],
): Seen {
  const parts = PartFacts.array().parse(JSON.parse(taggedLines(lines, 'parts').join('') || '[]'));
  const hashes = taggedLines(lines, 'hash').map((line) => line.split(' '));
  return {
    parts,
    hashes: new Map(hashes.map(([part = '', hash = '']) => [part, hash])),
    containers,
    routed,
    slots: slotsIn(
      taggedLines(lines, 'place'),
      parts.map(({ part }) => part),
    ),
  };
}

async function withoutLeft(
  connection: SshConnection,
  serviceId: string,
  left: readonly string[],
): Promise<PartContainer[]> {
  const containers = await partContainers(connection, serviceId);
  const olds = oldsIn(left);
  const abandoned = containers.filter((each) => isCandidate(olds, each));
  await removeContainers(connection, abandoned);
  return containers.filter((each) => !abandoned.includes(each));
}
