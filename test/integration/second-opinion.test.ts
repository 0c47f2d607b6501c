import { expect, it } from 'vitest';
import { removeOldLooks } from '#core/workload/compose/old-looks.ts';
import { secondOpinion } from '#core/workload/compose/second-opinion.ts';
import type { ComposeSpec } from '#shared/contract/compose-spec.ts';
import { describeOnLab } from '#test/lab/describe.ts';
import { startServer } from '#test/lab/index.ts';
import { connectTo } from './remote-target.ts';

describeOnLab('the second opinion on a compose project', () => {
  it('finds that docker compose reads a project as we do, names what it reads otherwise, and leaves nothing', async () => {
    await using server = await startServer();
    await using at = await connectTo(server);
    const files = {
      'compose.yaml': `
services:
  web:
    image: "nginx:\${TAG:-1}"
    ports: ["8080:80", "127.0.0.1:9000-9001:90-91/udp"]
    environment: {QUOTED: "\${QUOTED}", LAST: "\${LAST}", BOTH: "\${BOTH}", PLAIN: x, DOLLAR: "a$$b"}
    env_file: [web.env]
    volumes: ["data:/data", "./conf:/conf:ro"]
    depends_on: [db]
    healthcheck: {test: [CMD, "true"], interval: 1m30s}
  db: {extends: {file: base.yaml, service: base}, profiles: [all]}
volumes: {data: }
`,
      'base.yaml': 'services: {base: {image: postgres, mem_limit: 1g, command: run it}}\n',
      'web.env': 'FROM_FILE="two words"\n',
      '.env': 'TAG=2\n',
    };
    const variables = [
      { name: 'QUOTED', value: "it's\n$HOME" },
      { name: 'LAST', value: 'C:\\' },
      { name: 'BOTH', value: "a\\'b" },
    ];
    const opinionOn = (changed: Readonly<Record<string, string>> = {}) => {
      const all = Object.entries({ ...files, ...changed }).map(([path, text]) => ({ path, text }));
      const spec: ComposeSpec = {
        type: 'compose',
        files: all,
        composeFiles: ['compose.yaml'],
        profiles: ['all'],
        soakSeconds: 1,
        drainSeconds: 60,
      };
      return secondOpinion(at.connection, spec, { serviceId: 'svc_1', variables, sources: null });
    };
    expect(await opinionOn()).toEqual([]);
    // what the server's own environment has, docker compose finds there
    const base = 'services: {base: {image: postgres, mem_limit: 1g, command: "in $PATH"}}\n';
    const [named] = await opinionOn({ 'base.yaml': base });
    expect(named).toContain('reads services.db.command otherwise');
    const jobs = '/var/lib/quayside/jobs';
    const left = () => server.must(['sh', '-c', `ls ${jobs} | grep -e opinion -e look || true`]);
    expect(await left()).toBe('');
    // one that was cut off long ago, and one that may be under way
    await server.must(['mkdir', `${jobs}/svc-1-opinion-new`, `${jobs}/svc-1-look-old`]);
    await server.must(['touch', '-d', '2 hours ago', `${jobs}/svc-1-look-old`]);
    await removeOldLooks(at.connection);
    expect(await left()).toBe('svc-1-opinion-new');
  });
});
