import { afterAll, beforeAll, expect, it } from 'vitest';
import { DatabaseSpec } from '#shared/contract/database-spec.ts';
import { databaseEngines } from '#shared/model/databases/engines.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { type LabServer, startServer } from '#test/lab/index.ts';
import { addService, deploy, endServices, type Ground, logText, makeGround } from './deploy-support.ts';
import { terminalIdOf, untilText } from './terminal-support.ts';

const engines = [
  { engine: 'postgres', version: '17' },
  { engine: 'mariadb', version: '11.8' },
  { engine: 'redis', version: '8.0' },
] as const;

/** What a client in the container writes, and reads back by its account and password. */
const words = {
  postgres: {
    typed: 'SELECT 6*7;',
    write: `psql -h "$HOST" -U app -d app -qc "CREATE TABLE notes (text text); INSERT INTO notes VALUES ('kept')"`,
    read: 'psql -h "$HOST" -U "$WHO" -d app -Atc "SELECT text FROM notes"',
  },
  mariadb: {
    typed: 'SELECT 6*7;',
    write: `mariadb -h "$HOST" -u app app -e "CREATE TABLE notes (text text); INSERT INTO notes VALUES ('kept')"`,
    read: 'mariadb -h "$HOST" -u "$WHO" app -BNe "SELECT text FROM notes"',
  },
  redis: {
    typed: 'EVAL "return 6*7" 0',
    write: 'redis-cli -h "$HOST" SET notes kept',
    read: 'redis-cli -h "$HOST" --user "$WHO" GET notes',
  },
} as const;

describeOnLab('databases', () => {
  let server: LabServer;
  let ground: Ground;
  const images = new Map<string, string>();

  beforeAll(async () => {
    server = await startServer({ swarm: true });
    ground = await makeGround(server);
    // for applications; an image that read them would not start
    const clients = { PGHOST: '192.0.2.1', PGUSER: 'web', MYSQL_HOST: '192.0.2.1', REDISCLI_AUTH: 'web' };
    await ground.client.environmentVariables.replace({
      environmentId: ground.environmentId,
      variables: Object.entries(clients).map(([name, value]) => ({ name, value })),
    });
    for (const { engine } of engines) images.set(engine, await server.loadDatabase(engine));
    // made from Debian's packages where nothing is cached yet
  }, 600_000);
  afterAll(async () => {
    await ground?.[Symbol.asyncDispose]();
    await server?.stop();
  });

  const specOf = (engine: (typeof engines)[number], fields: object = {}): DatabaseSpec =>
    DatabaseSpec.parse({
      type: 'database',
      ...engine,
      image: images.get(engine.engine),
      soakSeconds: 1,
      ...fields,
    });

  const containerOf = async (serviceId: string): Promise<string> =>
    (await server.docker('ps', '-q', '--filter', `label=quayside.service=${serviceId}`)).split('\n')[0] ?? '';

  /** Runs a client in the container of the database, which comes over the environment's network by its alias. */
  const ask = async (
    serviceId: string,
    script: string,
    { host, who, password }: { host: string; who: string; password: string },
  ) => {
    const given = {
      HOST: host,
      WHO: who,
      PGPASSWORD: password,
      MYSQL_PWD: password,
      REDISCLI_AUTH: password,
    };
    const env = Object.entries(given).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
    return server.exec(['docker', 'exec', ...env, await containerOf(serviceId), 'sh', '-c', script]);
  };

  it.concurrent.each(engines)('runs $engine, and does all that is said of its account', async (engine) => {
    const { client } = ground;
    const { read, write, typed } = words[engine.engine];
    const serviceId = await addService(ground, engine.engine, specOf(engine));
    const deployed = await deploy(ground, serviceId);
    expect(deployed.state, `${deployed.reason}\n${await logText(client, deployed.id)}`).toBe('succeeded');

    const hidden = await client.database.connection({ serviceId });
    const host = hidden.addresses[0]?.host ?? '';
    expect(hidden.addresses.map(({ reach, port }) => ({ reach, port }))).toEqual([
      { reach: 'environment', port: databaseEngines[engine.engine].port },
    ]);
    const revealed = await client.database.reveal({ serviceId });
    expect(JSON.stringify(hidden)).not.toContain(revealed.password);
    const account = { host, who: revealed.user ?? '', password: revealed.password };
    expect(await ask(serviceId, write, account)).toMatchObject({ code: 0 });
    expect((await ask(serviceId, read, account)).stdout.trim()).toBe('kept');
    expect((await ask(serviceId, read, { ...account, password: 'wrong' })).stdout).not.toContain('kept');

    // a password of everything that could break a text of anybody's; no other test's, whose own client may be running
    const chosen = `a'b"c\\d$e\`f%g;h&i #j{{k}} ${engine.engine}`;
    await client.database.changePassword({ serviceId, password: chosen });
    expect((await client.database.reveal({ serviceId })).password).toBe(chosen);
    expect((await ask(serviceId, read, account)).stdout).not.toContain('kept');
    expect((await ask(serviceId, read, { ...account, password: chosen })).stdout.trim()).toBe('kept');

    const { login, ...tunnel } = await client.tunnel.open({ serviceId });
    const asSession = { host, who: login?.user ?? '', password: login?.password ?? '' };
    expect((await ask(serviceId, read, asSession)).stdout.trim()).toBe('kept');
    expect(login?.texts.some(({ text }) => text.includes(`127.0.0.1:${tunnel.localPort}`))).toBe(true);
    const { organizationId } = ground;
    const told = [await client.tunnel.list({ organizationId }), await client.audit.list({ organizationId })];
    expect(JSON.stringify(told)).toContain(asSession.who);
    expect(JSON.stringify(told)).not.toContain(asSession.password);
    await client.tunnel.close({ serviceId });
    await expect
      .poll(async () => (await ask(serviceId, read, asSession)).stdout, { timeout: 20_000 })
      .not.toContain('kept');

    const again = await deploy(ground, serviceId);
    expect(again.state, `${again.reason}\n${await logText(client, again.id)}`).toBe('succeeded');
    expect((await ask(serviceId, read, { ...account, password: chosen })).stdout.trim()).toBe('kept');

    const { serverId } = ground;
    const opened = await client.database.client({ serviceId, serverId });
    const terminalId = terminalIdOf(await opened.next());
    // redis-cli throws away what was typed before its prompt
    await untilText(client, terminalId, opened, /[>#] /);
    await client.terminal.write({ terminalId, data: `${typed}\r` });
    await untilText(client, terminalId, opened, /\b42\b/);
    // its place is no container's, and another server's right opens nothing
    await expect(
      client.terminal.container({ serverId, containerId: 'a'.repeat(64), terminalId }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });

    const processes = await server.must(['sh', '-c', 'cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" " "']);
    expect(processes).not.toContain(revealed.password);
    expect(processes).not.toContain(chosen);
    await client.terminal.close({ terminalId });
    await client.service.delete({ serviceId, typedName: engine.engine });
    expect(await server.docker('volume', 'ls', '-q')).toContain(`${serviceId}-data`);
  });

  it('ends a change of the password that was cut off on whichever side the engine is', async () => {
    const { client, core } = ground;
    const postgres = specOf(engines[0]);
    const serviceId = await addService(ground, 'cut', postgres);
    expect((await deploy(ground, serviceId)).state).toBe('succeeded');
    const { keepPending } = await import('#core/workload/database-credentials.ts');
    const before = (await client.database.reveal({ serviceId })).password;
    // killed before the engine heard of it
    core.services.store.write((tx) => keepPending(tx, serviceId, 'never-arrived'));
    expect(await client.database.reveal({ serviceId })).toMatchObject({ password: before, perhaps: null });
    // killed after it
    core.services.store.write((tx) => keepPending(tx, serviceId, 'arrived-in-time'));
    await server.docker(
      ...['exec', await containerOf(serviceId), 'psql', '-U', 'app', '-d', 'app'],
      ...['-c', "ALTER ROLE app PASSWORD 'arrived-in-time'"],
    );
    expect(await client.database.reveal({ serviceId })).toMatchObject({
      password: 'arrived-in-time',
      perhaps: null,
    });
    await expect(
      Promise.all([
        client.database.changePassword({ serviceId }),
        client.database.changePassword({ serviceId }),
      ]),
    ).rejects.toMatchObject({ code: 'BUSY' });

    // another major version is refused before anything is touched
    const container = await containerOf(serviceId);
    await client.service.configure({ serviceId, spec: { ...postgres, version: '18' } });
    const plan = await client.deployment.plan({ serviceId });
    expect(plan.blockers).toEqual([
      expect.stringContaining('Its data is of PostgreSQL 17, which 18 cannot open'),
    ]);
    const refused = await deploy(ground, serviceId);
    expect(refused).toMatchObject({ state: 'failed', reason: expect.stringContaining('PostgreSQL 17') });
    expect(await containerOf(serviceId)).toBe(container);

    // and where no container is left that uses the volume
    await endServices(server);
    await expect.poll(() => server.docker('ps', '-aq', '--filter', `volume=${serviceId}-data`)).toBe('');
    expect(await deploy(ground, serviceId)).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('PostgreSQL 17'),
    });
    expect(await server.docker('ps', '-aq', '--filter', `volume=${serviceId}-data`)).toBe('');
  });

  it('drops after a crash the users whose session nobody holds any more', async () => {
    const { core, client } = ground;
    const serviceId = await addService(ground, 'left', specOf(engines[0]));
    expect((await deploy(ground, serviceId)).state).toBe('succeeded');
    const { databases } = core.services;
    const session = await databases.openSession({ serviceId, lifetimeMs: 600_000 });
    const users = async () =>
      server.docker(
        ...['exec', await containerOf(serviceId), 'psql', '-U', 'app', '-d', 'app', '-At'],
        ...['-c', "SELECT rolname FROM pg_roles WHERE rolname LIKE 'qs_%'"],
      );
    expect(await users()).toBe(session.user);
    databases.recover();
    await databases.closeSession('dbs_of_nobody');
    expect(await users()).toBe('');
    await client.service.delete({ serviceId, typedName: 'left' });
  });
});
