import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { ApplicationSpec } from '#shared/contract/application-spec.ts';
import type { LabServer } from '#test/lab/index.ts';
import { specOf } from './deploy-support.ts';

/** Serves what takes long: ten seconds, an upload that is counted, and at port 8081 a socket that answers each line. */
export const longWork = `
mkdir -p /www/cgi-bin
printf '#!/bin/sh\\nsleep 10\\nprintf "Content-Type: text/plain\\\\r\\\\n\\\\r\\\\nslow %%s" "$(cat /www/index.html)"\\n' >/www/cgi-bin/slow
printf '#!/bin/sh\\nn=$(wc -c)\\nprintf "Content-Type: text/plain\\\\r\\\\n\\\\r\\\\ngot %%s" "$n"\\n' >/www/cgi-bin/upload
printf '#!/bin/sh\\nwhile read -r line; do [ "$line" = "$(printf "\\\\r")" ] && break; done\\nprintf "HTTP/1.1 101 Switching Protocols\\\\r\\\\nUpgrade: websocket\\\\r\\\\nConnection: Upgrade\\\\r\\\\n\\\\r\\\\n"\\nexec cat\\n' >/www/socket
busybox chmod 755 /www/cgi-bin/slow /www/cgi-bin/upload /www/socket
nc -ll -p 8081 -e /www/socket &
exec /bin/app`;

/** A version of the lab's workload that also serves what takes long. */
export const longSpec = (
  image: 'quayside-lab/app:1' | 'quayside-lab/app:2' | 'quayside-lab/app:unhealthy',
  replicas = 2,
): ApplicationSpec => specOf({ image, replicas, command: ['sh', '-ec', longWork] });

/** What came of one request. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Asks a server's proxy for a host, as a browser does that found it by DNS; rejects where it is not answered. */
export async function ask(
  server: Pick<LabServer, 'address'>,
  host: string,
  path = '/',
  options: {
    agent?: Agent;
    method?: string;
    body?: AsyncIterable<string> | string;
    headers?: Record<string, string>;
  } = {},
): Promise<Answer> {
  const { agent, method = 'GET', body, headers = {} } = options;
  const sent = request({
    host: server.address,
    port: 80,
    path,
    method,
    headers: { Host: host, ...headers },
    ...(agent ? { agent } : {}),
  });
  const answered = once(sent, 'response');
  // told where it is awaited, which is after the body was sent
  answered.catch(() => undefined);
  if (typeof body === 'object') for await (const piece of body) sent.write(piece);
  sent.end(typeof body === 'string' ? body : undefined);
  const [response] = await answered;
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode ?? 0, body: text, headers: response.headers };
}

/** A socket through the proxy that was upgraded. */
export async function openSocket(server: LabServer, host: string, path: string): Promise<Socket> {
  const socket = connect(80, server.address);
  await once(socket, 'connect');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`);
  const [head] = await once(socket, 'data');
  if (!String(head).startsWith('HTTP/1.1 101')) throw new Error(`not upgraded: ${String(head)}`);
  return socket;
}

/** Asks so many times, a few at once; answers how often each body came, and what was not answered well. */
export async function many(server: LabServer, host: string, times: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const answers: Record<string, number> = {};
  const lost: string[] = [];
  const one = async (): Promise<void> => {
    try {
      const { status, body } = await ask(server, host, '/', { agent });
      if (status === 200) answers[body] = (answers[body] ?? 0) + 1;
      else lost.push(`${status} ${body}`);
    } catch (error) {
      lost.push(String(error));
    }
  };
  await Promise.all(Array.from({ length: times }, one));
  agent.destroy();
  return { answers, lost };
}

/** Asks so many times a second until it is stopped; answers what was not answered well, and from when until when. */
export function load(server: LabServer, host: string, perSecond: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const lost: string[] = [];
  const versions = new Set<string>();
  const underWay = new Set<Promise<void>>();
  let sent = 0;
  const one = async (): Promise<void> => {
    const asked = new Date();
    const lose = (how: string) =>
      lost.push(`${asked.toISOString()} +${Date.now() - asked.getTime()} ms: ${how}`);
    try {
      const { status, body } = await ask(server, host, '/', { agent });
      if (status === 200) versions.add(body);
      else lose(`${status} ${body}`);
    } catch (error) {
      lose(String(error));
    }
  };
  const timer = setInterval(() => {
    sent += 1;
    const work = one();
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  }, 1_000 / perSecond);
  return {
    versions,
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
      agent.destroy();
      return { sent, lost };
    },
  };
}
