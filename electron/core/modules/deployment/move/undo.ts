import { listVolumes } from '../../../remote/docker/volumes.ts';
import type { Undone } from '../../../runs/index.ts';
import { composeVolumeLabel, firstPlaces, label, takeRoutes } from '../../../workload/index.ts';
import type { DeploymentRun } from '../deployment-run.ts';
import { type Cause, goBack } from '../go-back.ts';
import { progressOf } from '../rows.ts';
import { isSameServer, type Move, networkOf } from './place.ts';
import { leaveNetwork } from './settle.ts';

/** Undoes what a move did to servers before the service took its new place; the old version never stopped. */
export async function undoMove(run: DeploymentRun, move: Move, cause: Cause): Promise<Undone> {
  const { isFirst = false, hadVolumes } = progressOf(run.row);
  const { environmentId } = move.to;
  const network = networkOf(run.service, move.to);
  if (isSameServer(move)) {
    const undone = await goBack(run, { isFirst, cause });
    await leaveNetwork(run, { environmentId, network });
    return undone;
  }
  const { runtime } = run.type;
  const serviceId = run.service.id;
  const removing = async (): Promise<string | null> => {
    await run.parts.routing.exclusively(move.to.serverId, () =>
      run.ssh((connection) =>
        takeRoutes(connection, { routes: { serviceId, routes: [] }, places: firstPlaces, networks: [] }),
      ),
    );
    const there = hadVolumes === undefined ? [] : await volumesThere(run);
    const volumes = there.filter((name) => !hadVolumes?.includes(name));
    const left = { serviceId, environmentId, network, volumes };
    const { networkInUse } = await run.ssh((connection) => runtime.remove(connection, left));
    return networkInUse;
  };
  const networkInUse = await run.persist('removing what was started', removing, run.closing);
  const stays = [
    ...(run.spec.type === 'compose' ? ['what it wrote into folders of its own'] : []),
    ...(networkInUse === null ? [] : [`the network ${networkInUse}, to which something else is attached`]),
  ];
  const but = stays.length === 0 ? '' : ` but ${stays.join(' and ')}`;
  const text = `It runs on ${move.from.serverName} as before, and nothing of it is left on ${move.to.serverName}${but}.`;
  return { isRestored: true, text };
}

/** The volumes of a service that its server has, by their names within it, whoever made them: Docker for us, or Compose. */
export async function volumesThere({ run, service }: DeploymentRun): Promise<string[]> {
  const found = await run.docker((docker) =>
    listVolumes(docker, { labels: { [label.service]: service.id } }),
  );
  return found.flatMap(({ labels }) => labels[label.volume] ?? labels[composeVolumeLabel] ?? []);
}
