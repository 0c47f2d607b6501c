import { daemonAnswers, ensureDaemon, ownDaemon, stopOwnDaemon } from './host/daemon.ts';
import { labKey } from './host/keys.ts';
import { networkName, slotAddress, slotName, slotPort, slots } from './host/network.ts';
import { commandOwner, listOwned, type Owned, reapOrphans, removeContainers } from './host/owner.ts';
import { LabError, run } from './host/run.ts';
import { prepareLab, startOwnedMachine } from './server/start.ts';

const usage = 'usage: npm run lab -- up [COUNT] | status | down | prepare';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const slotOf = (name: string): number => slots.find((slot) => slotName(slot) === name) ?? 0;

async function describeServer({ name, owner }: Owned): Promise<string> {
  const slot = slotOf(name);
  const { privateKeyPath } = await labKey();
  const ssh = `ssh -p ${slotPort(slot)} -i ${privateKeyPath} -o StrictHostKeyChecking=accept-new root@127.0.0.1`;
  const whose = owner === commandOwner ? '' : ` (of process ${owner.split(':')[0]})`;
  return `${name}${whose}\n  ${ssh}\n  host 127.0.0.1  port ${slotPort(slot)}  user root  key ${privateKeyPath}  lab address ${slotAddress(slot)}`;
}

async function printServers(servers: readonly Owned[]): Promise<void> {
  for (const server of servers) say(await describeServer(server));
}

const commandServers = async (): Promise<Owned[]> =>
  (await listOwned())
    .filter(({ owner }) => owner === commandOwner)
    .sort((a, b) => slotOf(a.name) - slotOf(b.name));

async function up(count: number): Promise<void> {
  await prepareLab(say);
  const running = await commandServers();
  await run(['docker', 'start', ...running.map(({ name }) => name)]);
  for (let index = running.length; index < count; index += 1)
    await startOwnedMachine(commandOwner, { image: 'server' });
  await printServers(await commandServers());
}

async function status(): Promise<void> {
  if (!(await daemonAnswers())) return say('dockerd is not running; npm run lab -- up 2 starts the lab');
  const identity = ownDaemon();
  say(identity ? `dockerd ${identity.split(':')[0]}, started by the lab` : "dockerd is somebody else's");
  const servers = await listOwned();
  await printServers(servers);
  if (servers.length === 0) say('no servers; npm run lab -- up 2 starts two');
}

async function down(): Promise<void> {
  if (!(await daemonAnswers())) return say('dockerd is not running');
  await ensureDaemon();
  await reapOrphans();
  await removeContainers((await commandServers()).map(({ id }) => id));
  const others = await listOwned();
  if (others.length > 0)
    return say(`servers of processes that still run stay: ${others.map(({ name }) => name).join(', ')}`);
  await run(['docker', 'network', 'rm', networkName]);
  say((await stopOwnDaemon()) ? 'servers and dockerd stopped' : 'servers stopped');
}

/** `npm run lab`: resolves with the exit code. */
export async function runLabCommand(argv: readonly string[]): Promise<number> {
  const [command, argument = '2', ...excess] = argv;
  const count = Number(argument);
  try {
    if (excess.length > 0 || !Number.isInteger(count) || count < 0 || count > slots.length)
      throw new RangeError(usage);
    if (command === 'up') await up(count);
    else if (command === 'status') await status();
    else if (command === 'down') await down();
    else if (command === 'prepare') await prepareLab(say);
    else throw new RangeError(usage);
    return 0;
  } catch (error) {
    if (!(error instanceof LabError || error instanceof RangeError)) throw error;
    console.error(error.message);
    return error instanceof RangeError ? 2 : 1;
  }
}
