import { putPeerCertificate, untilListening } from './server/peer.ts';
import type { LabServer } from './server/server.ts';
import { startMachine } from './server/start.ts';
import type { WorkloadImage } from './workload/images.ts';

/** A Docker registry on the lab's network, over HTTPS with a certificate that lab servers trust. */
export class LabRegistry {
  readonly machine: LabServer;

  constructor(machine: LabServer) {
    this.machine = machine;
  }

  /** `address:port`, as it stands at the front of an image's name. */
  get host(): string {
    return `${this.machine.address}:5000`;
  }

  /** Pushes a workload image from a server's Docker as `name`; resolves with the reference by digest. */
  async push(from: LabServer, image: WorkloadImage, name: string): Promise<string> {
    const reference = `${this.host}/${name}`;
    await from.loadImage(image);
    await from.docker('tag', image, reference);
    await from.docker('push', '--quiet', reference);
    const digest = await from.docker('image', 'inspect', '--format', '{{index .RepoDigests 0}}', reference);
    await from.docker('image', 'rm', reference);
    return digest;
  }

  /** Lets nobody in from now on but one account, by HTTP's basic sign-in. */
  async requireSignIn({ username, password }: { username: string; password: string }): Promise<void> {
    const script = `
      perl -e 'print "$ARGV[0]:", crypt($ARGV[1], q($2b$05$abcdefghijklmnopqrstuu)), "\\n"' "$1" "$2" >/etc/quayside-registry.people
      printf 'auth: { htpasswd: { realm: lab, path: /etc/quayside-registry.people } }\\n' >>/etc/quayside-registry.yml
      systemctl restart registry`;
    await this.machine.must(['sh', '-ec', script, 'sh', username, password]);
    await untilListening(this.machine, 5000);
  }

  stop(): Promise<void> {
    return this.machine.stop();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/** Boots a registry of this process (about 2 s); removed by `stop` or with the process. */
export async function startRegistry(): Promise<LabRegistry> {
  const machine = await startMachine({ image: 'peers' });
  await putPeerCertificate(machine);
  await machine.must(['systemctl', 'start', 'registry']);
  await untilListening(machine, 5000);
  return new LabRegistry(machine);
}
