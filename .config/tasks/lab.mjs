import { runLabCommand } from '../../test/lab/command.ts';

process.exitCode = await runLabCommand(process.argv.slice(2));
