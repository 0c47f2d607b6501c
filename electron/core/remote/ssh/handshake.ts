import type { Duplex } from 'node:stream';
import ssh2, { type AnyAuthMethod, type AuthHandlerMiddleware, type Client, type ConnectConfig } from 'ssh2';
import { AppError } from '#shared/model/errors.ts';
import { strongAlgorithms } from './algorithms.ts';
import { withDeadline } from './deadline.ts';
import { plainDetail, timedOut, unreachable } from './failure.ts';
import { fingerprint } from './fingerprint.ts';
import { blobType } from './host-key-blob.ts';
import { parsePrivateKey } from './private-key.ts';
import type { HostKey, HostKeyVerdict, SshTarget } from './types.ts';

/** Bounds of the handshake and the pace of keepalives once it is done. */
export interface HandshakeOptions {
  readonly handshakeTimeoutMs: number;
  readonly keepaliveMs: number;
  readonly signal?: AbortSignal | undefined;
}

type Verified = { readonly key: HostKey; readonly refusal?: AppError };

const isTrusted = (verdict: HostKeyVerdict): boolean =>
  verdict === true || (typeof verdict === 'object' && verdict !== null && verdict.trusted === true);

const judge = async (target: SshTarget, key: HostKey): Promise<Verified> => {
  const verdict = await target.verifyHostKey(key);
  if (isTrusted(verdict)) return { key };
  const pinned = typeof verdict === 'object' ? verdict.pinned : undefined;
  const data = { server: target.label, reason: 'host-key', offered: key.fingerprint, pinned } as const;
  return { key, refusal: new AppError('UNREACHABLE', data) };
};

/**
 * ssh2's verifier in its callback form: a Promise given back to it would count as consent, so nothing is ever
 * returned. The outcome goes to `onJudged`; a failing verifier refuses.
 */
const hostVerifier =
  (target: SshTarget, onJudged: (verified: Verified) => void) =>
  (raw: Buffer, verify: (isPermitted: boolean) => void): void => {
    const key: HostKey = {
      type: blobType(raw) ?? 'unknown',
      fingerprint: fingerprint(raw),
      raw: Buffer.from(raw),
    };
    judge(target, key)
      .catch((cause) => {
        const data = { server: target.label, reason: 'host-key', offered: key.fingerprint } as const;
        return { key, refusal: new AppError('UNREACHABLE', data, { cause }) };
      })
      .then((verified) => {
        onJudged(verified);
        verify(verified.refusal === undefined);
      });
  };

const keyboardAnswers = (password: string) => (prompts: readonly { prompt: string; echo?: boolean }[]) =>
  prompts.map(({ echo }) => (echo ? '' : password));

/** The one method that was asked for; a password also answers a keyboard-interactive prompt. */
const authMethods = ({ auth, user: username }: SshTarget): AnyAuthMethod[] => {
  if (auth.kind === 'key') {
    return [{ type: 'publickey', username, key: parsePrivateKey(auth.privateKey, auth.passphrase) }];
  }
  if (auth.kind === 'agent') return [{ type: 'agent', username, agent: auth.socket }];
  const answers = keyboardAnswers(auth.password);
  return [
    { type: 'password', username, password: auth.password },
    {
      type: 'keyboard-interactive',
      username,
      prompt: (_name, _instructions, _language, prompts, finish) => finish(answers(prompts)),
    },
  ];
};

/** Hands out the methods in turn; `false` is ssh2's word for "no more". */
const authHandlerOf = (target: SshTarget): AuthHandlerMiddleware => {
  const methods = authMethods(target);
  return (_left, _partial, next) => next(methods.shift() ?? (false as never));
};

const configOf = (target: SshTarget, sock: Duplex, { keepaliveMs }: HandshakeOptions): ConnectConfig => ({
  sock,
  username: target.user,
  algorithms: strongAlgorithms(target.hostKeyTypes),
  readyTimeout: 0,
  keepaliveInterval: keepaliveMs,
  // ssh2 gives up one interval after the last unanswered one: three intervals in all.
  keepaliveCountMax: 2,
  strictVendor: false,
  authHandler: authHandlerOf(target),
});

/** Runs key exchange, the check of the host key, and sign-in over an open stream; ends the stream on failure. */
export const shakeHands = (
  target: SshTarget,
  sock: Duplex,
  options: HandshakeOptions,
): Promise<{ client: Client; hostKey: HostKey }> => {
  const client = new ssh2.Client();
  let verified: Verified | undefined;
  let agentTrouble: Error | undefined;
  const deadline = {
    timeoutMs: options.handshakeTimeoutMs,
    signal: options.signal,
    what: `Connecting to ${target.label}`,
    onTimeout: () => timedOut(target.label, 'the SSH handshake did not finish'),
  };
  return withDeadline<{ client: Client; hostKey: HostKey }>(deadline, (resolve, reject) => {
    const fail = (error: unknown) => reject(verified?.refusal ?? unreachable(target.label, error));
    client.on('error', (error) => {
      if ((error as { level?: string }).level === 'agent') agentTrouble = error;
      else fail(agentTrouble ? Object.assign(error, { message: plainDetail(agentTrouble.message) }) : error);
    });
    client.on('close', () => fail(new Error('the server closed the connection during the handshake')));
    client.once('ready', () => {
      if (verified) resolve({ client, hostKey: verified.key });
    });
    client.connect({
      ...configOf(target, sock, options),
      hostVerifier: hostVerifier(target, (v) => (verified = v)),
    });
    return () => sock.destroy();
  }).catch((error) => {
    sock.destroy();
    throw error;
  });
};
