// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references look like this
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseSpec } from '#shared/contract/database-spec.ts';
import { problemWords } from '#shared/model/variables/resolve.ts';
import { createOwnedCore, type TestClient } from '#test/support/create-test-core.ts';
import type { Core } from '../../create-core.ts';
import { sql } from '../../store/database.ts';
import { settlePending } from '../../workload/database-credentials.ts';
import { resolveVariables } from './index.ts';

let core: Core;
let client: TestClient;
let environmentId: string;
let databaseId: string;
let webId: string;

const postgres = DatabaseSpec.parse({ type: 'database', engine: 'postgres', version: '17' });

beforeEach(async () => {
  let organizationId: string;
  ({ core, client, organizationId } = await createOwnedCore());
  const { id: projectId } = await client.project.create({ organizationId, name: 'shop' });
  environmentId = (await client.environment.list({ projectId }))[0]?.id ?? '';
  databaseId = await add('Main DB', postgres);
  webId = await add('web');
});
afterEach(() => core.close());

const add = async (name: string, spec?: DatabaseSpec): Promise<string> =>
  (await client.service.create({ environmentId, name, ...(spec ? { spec } : {}) })).id;
const setOf = async (serviceId: string, value: string) =>
  client.serviceVariables.replace({ serviceId, variables: [{ name: 'A', value }] });
const variableOf = (serviceId: string) => resolveVariables(core.services.store, serviceId).variables[0];
const problemOf = (serviceId: string) => {
  const [problem] = resolveVariables(core.services.store, serviceId).problems;
  return problem && problemWords(problem);
};

describe('what is known of a database beside a service', () => {
  it('is referred to, its password as a secret that no answer tells', async () => {
    const { password } = await client.database.reveal({ serviceId: databaseId });
    await setOf(webId, '${{service.main db.url}}?sslmode=disable');
    expect(variableOf(webId)).toMatchObject({
      value: `postgresql://app:${password}@main-db:5432/app?sslmode=disable`,
      isSecret: true,
    });
    await setOf(webId, '${{service.Main DB.user}}@${{service.Main DB.port}}/${{service.Main DB.database}}');
    expect(variableOf(webId)).toMatchObject({ value: 'app@5432/app', isSecret: false });
    await setOf(webId, 'x${{service.Main DB.password}}');
    expect(variableOf(webId)).toMatchObject({ value: `x${password}`, isSecret: true });
    const told = [
      await client.serviceVariables.resolved({ serviceId: webId }),
      await client.serviceVariables.list({ serviceId: webId }),
      await client.deployment.plan({ serviceId: webId }).catch(String),
    ];
    expect(JSON.stringify(told)).not.toContain(password);
  });

  it('is another one in a copy of the environment, which says how in the texts of its connection', async () => {
    await setOf(webId, '${{service.Main DB.url}}');
    const { projectId } = await client.environment.get({ environmentId });
    const copy = await client.environment.duplicate({ environmentId, name: 'staging', projectId });
    const services = await client.service.list({ environmentId: copy.id });
    const idOf = (name: string) => services.find((each) => each.name === name)?.id ?? '';
    const { password } = await client.database.reveal({ serviceId: idOf('Main DB') });
    expect(variableOf(idOf('web'))?.value).toContain(`:${password}@`);
    expect(variableOf(webId)?.value).not.toContain(`:${password}@`);
  });

  it('is the new password once the engine has it, and a problem where what is stored is damaged', async () => {
    const { store } = core.services;
    await setOf(webId, '${{service.Main DB.password}}');
    store.write((tx) =>
      settlePending(tx, databaseId, { secrets: { password: 'old', root: 'root' }, taken: 'new' }),
    );
    expect(variableOf(webId)?.value).toBe('new');
    store.database.run(sql.updateTable('database_credential').set({ secrets: Buffer.from('damaged') }));
    expect(problemOf(webId)).toContain('is damaged; give it another one');
  });

  it.each([
    ['${{service.web.url}}', 'the service is no database'],
    ['${{service.nobody.password}}', 'there is no such service'],
    ['${{service.thing.url}}', 'nothing is known of its image'],
    ['${{service.Main DB.root}}', 'no reference'],
  ])('is not told of %s, with the reason', async (value, reason) => {
    await add(
      'thing',
      DatabaseSpec.parse({ type: 'database', engine: 'other', image: 'x', port: 1, dataDirectory: '/d' }),
    );
    await setOf(webId, value);
    expect(problemOf(webId)).toContain(reason);
  });
});
