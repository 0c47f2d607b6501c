import { createCore } from '#core/create-core.ts';
import { clientOf, fakeHost } from '#test/support/create-test-core.ts';

/** A child process for kill tests: adds the server of argv[3] (JSON) to the store of argv[2] and sets it up, telling its log. */
const core = await createCore(fakeHost({ dataFolder: process.argv[2] ?? '' }));
core.ensureOwner({ name: 'Olive', email: 'olive@example.com', organizationName: 'Acme' });
const client = clientOf(core);
const organizationId = (await client.organization.list())[0]?.id ?? '';
const entered = JSON.parse(process.argv[3] ?? '{}');
const { id: serverId } = await client.server.create({ organizationId, name: 'lab', ...entered });
const { id: setupId } = await client.setup.create({ serverId, proxy: 'none' });
process.stdout.write(`ids ${serverId} ${setupId}\n`);
for await (const { lines } of await client.setup.log({ serverId, setupId })) {
  for (const { text } of lines) process.stdout.write(`log ${text}\n`);
}
