import { describe } from 'vitest';
import { whatIsMissing } from './host/requirements.ts';
import { LabError } from './host/run.ts';

const missing = whatIsMissing();
if (missing && process.env.QUAYSIDE_CI) throw new LabError(missing);

/** `describe` for tests that need the lab: skipped where it can't run, an error in CI (QUAYSIDE_CI). */
export const describeOnLab: (title: string, body: () => void) => void = missing ? describe.skip : describe;
