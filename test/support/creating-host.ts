import { createCore } from '#core/create-core.ts';
import { clientOf, fakeHost } from '#test/support/create-test-core.ts';

/** A child process for kill tests: creates projects on the store of argv[2] and prints each one once acknowledged. */
const core = await createCore(fakeHost({ dataFolder: process.argv[2] ?? '' }));
core.ensureOwner({ name: 'Olive', email: 'olive@example.com', organizationName: 'Acme' });
const client = clientOf(core);
const organizationId = (await client.organization.list())[0]?.id ?? '';
const run = process.argv[3] ?? 'run';
for (let index = 0; ; index += 1) {
  const name = `${run} ${index}`;
  process.stdout.write(`attempt ${name}\n`);
  await client.project.create({ organizationId, name });
  process.stdout.write(`done ${name}\n`);
}
