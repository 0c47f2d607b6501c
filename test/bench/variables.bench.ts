// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references look like this
import { resolveVariables } from '#core/modules/variable/index.ts';
import { type Definition, type PreparedLevel, prepareLevel } from '#shared/model/variables/lookup.ts';
import { resolveLevels } from '#shared/model/variables/resolve.ts';
import { createOwnedCore } from '../support/create-test-core.ts';
import { alternate, bound, printTable, time } from './measure.ts';

const serviceCount = 10_000;
const perLevel = 50;

/** A third of the values is scoped or refers to others, as far as the organization. */
const definitionOf = (level: string, at: number): Definition => ({
  name: `${level === 'SERVICE' && at % 5 === 0 ? 'PROJECT' : level}_${at}`,
  value:
    at % 3 === 0 && level !== 'ORGANIZATION'
      ? `http://\${{ORGANIZATION_${at}}}:\${{service.db.host}}/${at}`
      : `value ${at} of ${level}`,
  isSecret: at % 7 === 0,
  scope: at % 10 === 1 ? { environment: ['production'] } : {},
});
const definitions = (level: string): Definition[] =>
  Array.from({ length: perLevel }, (_, at) => definitionOf(level, at));

const organization = prepareLevel('organization', definitions('ORGANIZATION'));
const project = prepareLevel('project', definitions('PROJECT'));
const environment = prepareLevel('environment', definitions('ENVIRONMENT'));
const own = definitions('SERVICE');
const surroundings = {
  place: { environment: 'production', server: 'harbour' },
  factOf: () => ({ value: 'db', isSecret: false }),
};

const resolveOne = (service: PreparedLevel): number =>
  resolveLevels([organization, project, environment, service], surroundings).variables.length;
if (resolveOne(prepareLevel('service', own)) !== 4 * perLevel - perLevel / 5) throw new Error('wrong answer');

const { core, client, organizationId } = await createOwnedCore();
const given = (level: string) =>
  definitions(level).map(({ name, value, isSecret }) => ({ name, value: value ?? '', isSecret }));
const { id: projectId } = await client.project.create({ organizationId, name: 'shop' });
const environmentId = (await client.environment.list({ projectId }))[0]?.id ?? '';
const { id: serviceId } = await client.service.create({ environmentId, name: 'web' });
await client.service.create({ environmentId, name: 'db' });
await client.organizationVariables.replace({ organizationId, variables: given('ORGANIZATION') });
await client.projectVariables.replace({ projectId, variables: given('PROJECT') });
await client.environmentVariables.replace({ environmentId, variables: given('ENVIRONMENT') });
await client.serviceVariables.replace({ serviceId, variables: given('SERVICE') });

const ours = await alternate(
  [
    { name: 'one service, four levels of 50', run: () => resolveOne(prepareLevel('service', own)) },
    {
      name: 'one service from the store, unsealed',
      run: () => resolveVariables(core.services.store, serviceId),
    },
  ],
  { rounds: 500, warmUp: 50 },
);
const all = await alternate(
  [
    {
      name: `${serviceCount.toLocaleString('en')} services of 50 under three levels of 50`,
      run: () => {
        for (let at = 0; at < serviceCount; at += 1) resolveOne(prepareLevel('service', own));
      },
    },
    {
      name: `${serviceCount.toLocaleString('en')} services of 50 variables each`,
      run: () => {
        for (let at = 0; at < serviceCount; at += 1)
          resolveLevels([prepareLevel('service', own.slice(0, perLevel))], surroundings);
      },
    },
  ],
  { rounds: 5, warmUp: 1 },
);
printTable('Variables', [...ours, ...all]);
const [pure, stored] = ours;
const [wide, plain] = all;
bound('10,000 services with 50 each', (plain?.medianNs ?? 1e12) <= 1e9, time(plain?.medianNs ?? 0));
bound('one service', (pure?.medianNs ?? 1e12) <= 2e6, time(pure?.medianNs ?? 0));
bound('one service from the store', (stored?.medianNs ?? 1e12) <= 2e6, time(stored?.medianNs ?? 0));
console.log(`  (with three levels of 50 above: ${time(wide?.medianNs ?? 0)})`);
await core.close();
