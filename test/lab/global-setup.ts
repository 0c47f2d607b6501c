import { whatIsMissing } from './host/requirements.ts';
import { LabError } from './host/run.ts';
import { prepareLab } from './server/start.ts';

/** For vitest: gets the lab ready once before any worker, so that no test waits for an image to be built. */
export async function setup(): Promise<void> {
  const missing = whatIsMissing();
  if (!missing) return prepareLab();
  if (process.env.QUAYSIDE_CI) throw new LabError(missing);
  console.error(`\nTESTS ON REAL SERVERS ARE SKIPPED: ${missing}\n`);
}
