// `npm run lab -- up 2 | status | down | prepare`: real servers to try things on (test/lab). Needs Node 24 for the TypeScript.
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.error(`the lab needs Node 24, this is ${process.version}: run \`npm ci\` first, which brings it`);
  process.exit(1);
}
// `npm run lab -- status | head -1` closes the pipe early.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));
const { runLabCommand } = await import('../../test/lab/command.ts');
process.exitCode = await runLabCommand(process.argv.slice(2));
