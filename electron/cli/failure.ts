import { exitCodes } from './exit-codes.ts';

/** Ends the command with a text for the person and an exit code for the script. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exitCode: number;
  /** What `--json` shows instead of the text: the host's problem, where it came from there. */
  readonly problem: unknown;

  constructor(message: string, exitCode: number, problem?: unknown) {
    super(message);
    this.exitCode = exitCode;
    this.problem = problem;
  }
}

/** The command line makes no sense; the text says how to get help. */
export const usageFailure = (message: string): Failure => new Failure(message, exitCodes.usage);
