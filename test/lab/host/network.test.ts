import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { describeOnLab } from '../describe.ts';
import { imageTags } from '../image/recipe.ts';
import { prepareLab } from '../server/start.ts';
import { ensureNetwork, networkName, removeNetwork, startOnNetwork } from './network.ts';
import { ownerLabel, ownIdentity, removeContainers } from './owner.ts';
import { docker, must, run } from './run.ts';

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

  test('is rid of the bridge and the rule that a killed dockerd left of another one', async () => {
    const bridge = 'br-000000000000';
    await run(['ip', 'link', 'delete', bridge]);
    // down, and for a protocol that nobody speaks: the servers of other tests are not to notice
    await must(['ip', 'link', 'add', bridge, 'type', 'bridge']);
    await must(['ip', 'address', 'add', '10.213.77.1/24', 'dev', bridge]);
    const rule = ['-s', '10.213.77.0/24', '!', '-o', bridge, '-p', 'sctp', '-j', 'MASQUERADE'];
    await must(['iptables', '--wait', '-t', 'nat', '-A', 'POSTROUTING', ...rule]);
    await ensureNetwork();
    expect((await run(['ip', 'link', 'show', bridge])).code).not.toBe(0);
    expect(await must(['iptables', '--wait', '-t', 'nat', '-S', 'POSTROUTING'])).not.toContain(bridge);
    expect(await must(['ip', '-oneline', 'address', 'show', 'to', '10.213.77.1'])).toContain('10.213.77.1');
  });
});
