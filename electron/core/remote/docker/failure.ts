import { AppError } from '#shared/model/errors.ts';
import { plainDetail } from '../ssh/failure.ts';

const cures: readonly (readonly [RegExp, string, 'setup'?])[] = [
  [/no space left on device/i, 'Free some disk space on the server.'],
  [
    /port is already allocated|address already in use|host-mode port already in use/i,
    'Choose another port, or stop what holds it.',
  ],
  [
    /manifest unknown|not found: manifest|repository does not exist|pull access denied|no such image/i,
    'Check the image name and tag, and whether the registry needs a sign-in.',
  ],
  [/not a swarm manager/i, 'Set the server up first: Docker Swarm is not active on it.', 'setup'],
  [/x509|certificate/i, "Check the registry's certificate."],
];

/** An answer of Docker with an error status, in AppError's words; `message` is Docker's own. */
export const dockerFailure = (server: string, action: string, status: number, message: string): AppError => {
  const stderr = plainDetail(message) || `HTTP status ${status}`;
  const cause = { cause: { status } };
  if (status === 409) return new AppError('CONFLICT', { field: '', reason: stderr }, cause);
  if (/update out of sequence/i.test(message)) {
    return new AppError(
      'CONFLICT',
      { field: 'version', reason: 'It was changed by somebody else meanwhile.' },
      cause,
    );
  }
  const [, cure, curedBy] = cures.find(([pattern]) => pattern.test(message)) ?? [];
  return new AppError('REMOTE_FAILED', { server, action, stderr, cure, curedBy }, cause);
};

/** Docker answered something that is not what its API promises. */
export const dockerNonsense = (server: string, action: string, cause: unknown): AppError =>
  new AppError(
    'REMOTE_FAILED',
    { server, action, stderr: 'Docker gave an answer that cannot be understood.' },
    { cause },
  );
