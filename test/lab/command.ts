import { daemonAnswers, ownDaemon, stopOwnDaemon } from './host/daemon.ts';
import { fingerprint } from './host/keys.ts';
import { removeNetwork, slotAddress, slotName, slotPort, slots } from './host/network.ts';
import { commandOwner, listOwned, type Owned, reapOrphans, removeContainers } from './host/owner.ts';
import { docker, LabError, run } from './host/run.ts';
import { untilBooted } from './server/create.ts';
import { prepareLab, startOwnedMachine } from './server/start.ts';

const usage = 'usage: npm run lab -- up [COUNT] | status | down | prepare';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const slotOf = (name: string): number => slots.find((slot) => slotName(slot) === name) ?? 0;

async function hostKey(name: string): Promise<string> {
  const { code, stdout } = await run(['docker', 'exec', name, 'sh', '-c', 'cat /etc/ssh/ssh_host_*_key.pub']);
  return code === 0 ? fingerprint(stdout) : 'not running';
}

async function describeServer({ name, owner, privateKeyPath }: Owned): Promise<string> {
  const port = slotPort(slotOf(name));
  const whose = owner === commandOwner() ? '' : `  (of ${owner})`;
  return [
    `${name}${whose}`,
    `  ssh -p ${port} -i ${privateKeyPath} root@127.0.0.1`,
    `  host 127.0.0.1  port ${port}  user root  key ${privateKeyPath}`,
    `  host key ${await hostKey(name)}  lab address ${slotAddress(slotOf(name))}`,
  ].join('\n');
}

async function printServers(servers: readonly Owned[]): Promise<void> {
  const inOrder = servers.toSorted((one, other) => slotOf(one.name) - slotOf(other.name));
  for (const server of inOrder) say(await describeServer(server));
}

const commandServers = async (): Promise<Owned[]> =>
  (await listOwned()).filter(({ owner }) => owner === commandOwner());

async function up(count: number): Promise<void> {
  await prepareLab(say);
  const existing = await commandServers();
  for (const { name } of existing) {
    await docker('start', name);
    await untilBooted(name);
  }
  for (let index = existing.length; index < count; index += 1)
    await startOwnedMachine(commandOwner(), { image: 'server' });
  await printServers(await commandServers());
}

async function status(): Promise<void> {
  if (!(await daemonAnswers())) return say('dockerd is not running; npm run lab -- up 2 starts the lab');
  const identity = ownDaemon();
  say(
    identity
      ? `dockerd ${identity.split(':')[0]}, started by the lab`
      : 'dockerd was not started by this lab',
  );
  const servers = await listOwned();
  await printServers(servers);
  if (servers.length === 0) say('no servers; npm run lab -- up 2 starts two');
}

async function down(): Promise<void> {
  if (!(await daemonAnswers())) return say('dockerd is not running');
  await reapOrphans();
  await removeContainers((await commandServers()).map(({ id }) => id));
  const others = await listOwned();
  if (others.length > 0) return say(`servers of others stay: ${others.map(({ name }) => name).join(', ')}`);
  await removeNetwork();
  say((await stopOwnDaemon()) ? 'servers and dockerd stopped' : 'servers stopped');
}

async function perform(argv: readonly string[]): Promise<void> {
  const [command, argument = '2', ...excess] = argv;
  const count = Number(argument);
  const isCount = Number.isInteger(count) && count >= 0 && count <= slots.length;
  if (command === 'up' && isCount && excess.length === 0) return up(count);
  if (argv.length === 1 && command === 'status') return status();
  if (argv.length === 1 && command === 'down') return down();
  if (argv.length === 1 && command === 'prepare') return prepareLab(say);
  throw new RangeError(usage);
}

/** `npm run lab`: resolves with the exit code; 2 for a wrong command line. */
export async function runLabCommand(argv: readonly string[]): Promise<number> {
  try {
    await perform(argv);
    return 0;
  } catch (error) {
    if (!(error instanceof LabError || error instanceof RangeError)) throw error;
    console.error(error.message);
    return error instanceof RangeError ? 2 : 1;
  }
}
