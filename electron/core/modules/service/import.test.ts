// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolation looks like this
import { describe, expect, it } from 'vitest';
import type { Permission } from '#shared/model/permissions.ts';
import { joinEach, openMemberWorld } from '#test/support/member-world.ts';

const world = openMemberWorld();
const mia = joinEach(world, 'Member', 'Mia');
const owner = () => world.owner.client;

const project = (name: string, text: string, env?: string) => ({
  name,
  spec: {
    type: 'compose' as const,
    files: [{ path: 'compose.yaml', text }, ...(env === undefined ? [] : [{ path: '.env', text: env }])],
  },
});
const sound = (name: string) => project(name, '# mine\nservices: {web: {image: "nginx:$TAG"}} # \n', 'TAG=1');
const namesIn = async (environmentId: string) =>
  (await owner().service.list({ environmentId })).map(({ name }) => name);

describe('compose projects that are brought in', () => {
  it('become a service each, with their files byte for byte and nothing deployed', async () => {
    const { production: environmentId } = world.nodes;
    const projects = [sound('shop'), sound('blog')];
    const { isDone, projects: made } = await owner().service.import({ environmentId, projects });
    expect(isDone).toBe(true);
    expect(made).toMatchObject([
      { name: 'shop', parts: ['web'], files: ['compose.yaml', '.env'], problems: [] },
      { name: 'blog' },
    ]);
    const service = await owner().service.get({ serviceId: made[1]?.serviceId ?? '' });
    expect(service).toMatchObject({ type: 'compose', currentDeploymentId: null });
    expect(service.spec).toMatchObject({ files: projects[1]?.spec.files });
    expect(world.lastEvent('service.import')).toMatchObject({ outcome: 'allowed', node_id: environmentId });
  });

  it('are looked at without making anything', async () => {
    const { production: environmentId } = world.nodes;
    const before = await namesIn(environmentId);
    const projects = [
      sound('shop'),
      sound('Shop'),
      project('root', 'services: {a: {image: "a:1", privileged: true}}'),
      project('broken', 'services: {a: {imagine: "a:1"}}'),
    ];
    const { isDone, projects: told } = await owner().service.import({
      environmentId,
      projects,
      preview: true,
    });
    expect(isDone).toBe(false);
    expect(told.map(({ serviceId }) => serviceId)).toEqual([null, null, null, null]);
    expect(told[0]?.problems).toEqual([]);
    expect(told[1]?.problems[0]?.message).toBe('the name Shop is taken in this environment');
    expect(told[2]?.findings).toMatchObject([{ rule: 'privileged', line: 1 }]);
    expect(told[3]?.problems[0]).toMatchObject({ file: 'compose.yaml', line: 1 });
    expect(await namesIn(environmentId)).toEqual(before);
  });

  it('are all made or none of them', async () => {
    const { production: environmentId } = world.nodes;
    const before = await namesIn(environmentId);
    const bring = (other: ReturnType<typeof project>) =>
      owner().service.import({ environmentId, projects: [sound('shop'), other] });
    await expect(bring(project('broken', 'services: [}'))).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { issues: [{ path: 'projects.1.spec.files' }] },
    });
    await expect(bring(sound('SHOP'))).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await namesIn(environmentId)).toEqual(before);
  });

  it('tell nothing of a value that the environment has', async () => {
    const { production: environmentId } = world.nodes;
    const variables = [{ name: 'TOKEN', value: 's3cret', isSecret: true }];
    await owner().environmentVariables.replace({ environmentId, variables });
    const text = 'services: {a: {image: "a:1", volumes: ["/$TOKEN:/x"], imagine: $TOKEN}}';
    const asked = { environmentId, projects: [project('a', text)], preview: true };
    expect(JSON.stringify(await owner().service.import(asked))).not.toContain('s3cret');
  });

  it('take the right to create there, and the server that is named', async () => {
    const { staging: environmentId } = world.nodes;
    const give = async (permissions: readonly Permission[]) => {
      const roleId = world.custom(`role ${permissions.length}`, { level: 10, reach: 'granted', permissions });
      await owner().member.changeGrants({
        memberId: mia.memberId,
        add: [{ nodeId: environmentId, roleId }],
      });
    };
    await give(['project.read', 'environment.read', 'service.read']);
    await expect(
      mia.client.service.import({ environmentId, projects: [sound('shop')] }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN', data: { permission: 'service.create' } });
    await give(['project.read', 'environment.read', 'service.read', 'service.create']);
    expect((await mia.client.service.import({ environmentId, projects: [sound('shop')] })).isDone).toBe(true);
  });
});
