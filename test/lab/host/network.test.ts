import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { describeOnLab } from '../describe.ts';
import { imageTags } from '../image/recipe.ts';
import { prepareLab } from '../server/start.ts';
import { networkName, removeNetwork, startOnNetwork } from './network.ts';
import { ownerLabel, ownIdentity, removeContainers } from './owner.ts';
import { docker } from './run.ts';

/** A container that is created, and not started, as every server is for a moment. */
async function createContainer(): Promise<string> {
  const label = `${ownerLabel}=${ownIdentity()}`;
  const command = [imageTags.base, 'sleep', 'infinity'];
  const id = await docker('create', '--network', networkName, '--label', label, ...command);
  onTestFinished(() => removeContainers([id]));
  return id;
}

const addressOf = (id: string) =>
  docker('inspect', '--format', `{{(index .NetworkSettings.Networks "${networkName}").IPAddress}}`, id);

describeOnLab('the network of the lab', () => {
  beforeAll(() => prepareLab());

  test('is made again for a container whose network went before it was started', async () => {
    const id = await createContainer();
    await removeNetwork();
    expect(await startOnNetwork(id)).toMatchObject({ code: 0 });
    expect(await addressOf(id)).toMatch(/^10\.213\.77\./);
  });

  test('stays while a container runs on it', async () => {
    const id = await createContainer();
    await startOnNetwork(id);
    await removeNetwork();
    expect(await docker('network', 'inspect', '--format', '{{.Name}}', networkName)).toBe(networkName);
  });
});
