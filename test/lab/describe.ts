import { describe } from 'vitest';
import { whatIsMissing } from './host/requirements.ts';
import { LabError } from './host/run.ts';

const missing = whatIsMissing();
if (missing && process.env.QUAYSIDE_LAB === 'required') throw new LabError(missing);

/** `describe` for tests that need the lab: skipped where it can't run, an error where QUAYSIDE_LAB is `required`. */
export const describeOnLab: (title: string, body: () => void) => void = missing ? describe.skip : describe;
