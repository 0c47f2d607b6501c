import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4 } from 'node:net';

/** A server of names whose answers a test decides about, when it likes. */
export interface NameServer {
  /** Says the address of a name, null where there is none; whoever asks for one before that waits for it. */
  set(name: string, address: string | null): void;
  /** Resolves once somebody asks for a name. */
  nextQuestion(name: string): Promise<void>;
  close(): void;
}

const typeA = 1;
const headerBytes = 12;

/** Listens at port 53 of an address, by UDP. Source: RFC 1035 4. */
export async function startNameServer(address: string): Promise<NameServer> {
  const known = new Map<string, string | null>();
  const unanswered = new Map<string, (() => void)[]>();
  const awaited = new Map<string, () => void>();
  const socket = createSocket('udp4');
  socket.on('message', (question, from) => {
    const { name, end, type } = read(question);
    awaited.get(name)?.();
    const answer = (): void => {
      const found = type === typeA ? known.get(name) : null;
      socket.send(answerTo(question.subarray(0, end), found ?? null), from.port, from.address);
    };
    if (known.has(name)) answer();
    else unanswered.set(name, [...(unanswered.get(name) ?? []), answer]);
  });
  await once(socket.bind(53, address), 'listening');
  return {
    set(name, found) {
      known.set(name, found);
      for (const answer of unanswered.get(name) ?? []) answer();
      unanswered.delete(name);
    },
    nextQuestion: (name) => new Promise((resolve) => awaited.set(name, resolve)),
    close: () => socket.close(),
  };
}

function read(question: Buffer): { name: string; end: number; type: number } {
  const labels: string[] = [];
  let at = headerBytes;
  for (let length = question.readUInt8(at); length > 0; length = question.readUInt8(at)) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 5, type: question.readUInt16BE(at + 1) };
}

/** The question with the answer behind it; without one, that there is no such name. */
function answerTo(question: Buffer, address: string | null): Buffer {
  const head = Buffer.from(question);
  head.writeUInt16BE(address === null ? 0x8183 : 0x8180, 2);
  head.writeUInt16BE(address === null ? 0 : 1, 6);
  head.fill(0, 8, headerBytes);
  if (address === null || !isIPv4(address)) return head;
  const record = Buffer.from([0xc0, headerBytes, 0, typeA, 0, 1, 0, 0, 0, 0, 0, 4]);
  return Buffer.concat([head, record, Buffer.from(address.split('.').map(Number))]);
}
