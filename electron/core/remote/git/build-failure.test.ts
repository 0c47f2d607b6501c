import { expect, test } from 'vitest';
import { isAppError } from '#shared/model/errors.ts';
import { gitBuildFailure } from './build-failure.ts';

const cureOf = (exitCode: number | undefined): string | undefined => {
  const error = gitBuildFailure('srv', exitCode);
  return isAppError(error, 'REMOTE_FAILED') ? error.data.curedBy : undefined;
};

test('what a set-up installs is cured by one, and nothing else is', () => {
  const exitCodes = [20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 32, 33, 34, 35, 124, undefined];
  expect(exitCodes.filter((exitCode) => cureOf(exitCode) === 'setup')).toEqual([26, 27]);
});
