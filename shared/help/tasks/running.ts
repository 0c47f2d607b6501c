import type { Chapter } from '../chapter.ts';

/** How a service comes to run, and is reached. */
export const runningChapters = [
  {
    id: 'first-service',
    title: 'From nothing to a running service',
    words: ['start', 'begin', 'deploy', 'first steps'],
    blocks: [
      {
        steps: [
          'Add a server: its address, or one of `~/.ssh/config`, and how to sign in there.',
          'Compare the fingerprint that is shown with the server’s own (`ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub`), and choose “Trust and set up”. What is there already stays as it is; the script is one click away. “Trust and connect” leaves the set-up for later.',
          'Say what to deploy: an image, or a repository with a Dockerfile. The first project has a name already, and can be renamed.',
          'Look at the plan, and deploy. What does not get healthy goes back to what ran before.',
        ],
      },
    ],
  },
  {
    id: 'reach',
    title: 'Reach my app',
    words: ['address', 'url', 'open', 'port', 'domain', 'browser'],
    blocks: [
      {
        steps: [
          'Under Settings → Configuration of the service add a port: the one that the program in the container listens on, and the one of the server that leads to it.',
          'Deploy. Then the Overview of the service shows the address.',
          'Let the firewall of the server, or of its provider, pass that port.',
        ],
      },
      'Without a port of the server a service is reached by the other services of its environment alone: under its own name, such as `http://web:8080`.',
      'For a name of its own, a certificate, and updates that lose no request, give it a domain: “Give a service a domain”.',
    ],
  },
  {
    id: 'domain',
    title: 'Give a service a domain',
    words: [
      'https',
      'tls',
      'ssl',
      'certificate',
      'lets encrypt',
      'traefik',
      'caddy',
      'proxy',
      'dns',
      'redirect',
      'basic auth',
      'canary',
      'weighted',
      'blue green',
    ],
    blocks: [
      'A domain is a host and a path by which visitors find a service. The proxy of its server, Traefik or Caddy, holds the ports 80 and 443 and leads them there; the service needs no port of the server.',
      {
        steps: [
          'The page of a server’s set-up installs Traefik, unless you choose Caddy or none there. On a server without a proxy open Proxy and choose Install a proxy; the plan of a deployment says so, too.',
          'On the page of the service open Domains and choose Add domain: the host, and the port that the program in the container listens on.',
          'Choose Check the DNS. Where the name leads elsewhere it shows the record to create.',
          'Deploy the service, unless it runs already: then the domain is live as soon as the proxy shows it.',
        ],
      },
      'During an update a new version runs beside the old one. When it has proved itself the proxy leads visitors to it, and the old one ends once its open requests have ended, after 60 seconds at most. A service that holds a port of the server, or a volume that two versions may not share, stops first instead; the plan says so.',
      'To try a new version on a part of the visitors, run it as a service of its own beside this one, and give it a share under Change at the domain, such as 10 percent; the service of the domain answers what is left. Raise it step by step. A service that has a share above 0 percent is not deleted, stopped or moved, so that nobody is sent to what is gone. In a terminal: `quayside domain update acme/shop/production/web/shop.example.com --shares \'{"serviceId":"acme/shop/production/canary","port":8080,"percent":10}\'`.',
      'An open WebSocket lives through an update, and through a change of a domain too: Traefik keeps it, and Caddy from 2.7 on for a day. Caddy 2.6 closes the sockets of all services whenever a domain of its server changes; choose a newer image under Proxy.',
      'Certificates come from Let’s Encrypt once the name leads to the server. One that the proxy makes is for names that are not public; browsers warn of it. A wildcard such as `*.example.com` has no certificate of Let’s Encrypt yet: bring one along.',
      'Proxy files on the page of the server shows what the proxy reads, says what somebody changed by hand, and brings the version before back.',
      'The same in a terminal: `quayside proxy install acme/srv1 --type caddy`, `quayside domain create acme/shop/production/web --host shop.example.com --port 8080`.',
    ],
  },
  {
    id: 'tunnel',
    title: 'Reach a service that is not public',
    words: ['tunnel', 'port forwarding', 'ssh -L', 'localhost', 'database client', 'debug'],
    blocks: [
      'A tunnel is a local port that leads through SSH into a container of a service, for a database client, a debugger or a look at what is not published. Nothing changes on the server.',
      {
        steps: [
          'On the Overview of a service choose Open tunnel. Options has another port of the container, a certain local port, and how long it stays open.',
          'Copy the address into your client. After a deployment new connections lead to the new container.',
          'Close it there or in the activity center, which lists every open one with what went through it.',
        ],
      },
      'The port is on the machine that Quayside runs on, and nobody else reaches it. On a team’s host that is the host: `ssh -L` to there brings it to your own machine, where you may sign in.',
      'It ends by itself after 8 hours, two hours after the last byte, and when your session ends or is locked. The service has to listen on all addresses of its container (`0.0.0.0`), and the server’s sshd has to allow TCP forwarding.',
      'The same in a terminal: `quayside tunnel open acme/shop/production/db --port 5432 --local-port 15432`, `quayside tunnel list acme`, `quayside tunnel close acme/shop/production/db`.',
    ],
  },
  {
    id: 'database',
    title: 'Run a database',
    words: [
      'postgres',
      'postgresql',
      'mysql',
      'mariadb',
      'mongodb',
      'redis',
      'valkey',
      'password',
      'upgrade',
    ],
    blocks: [
      'A new service is an application, a compose file or a database. For a database choose the engine and the version: user, password and database are made at its first start, on a volume that stays when it is deployed again, and when the service is deleted.',
      {
        steps: [
          'Under its Overview, How to connect has the text for each client. Services of the same environment reach it by its name.',
          '“Show the password” needs the permission secret.reveal, and each time is in the audit trail.',
          '“Change the password …” changes it in the running engine first. Whatever is cut off meanwhile, one of the two passwords opens it, and the engine is asked which.',
          '“Client” opens the engine’s own client (psql, mariadb, redis-cli …) in its container, signed in already; like any terminal there it needs docker.manage on the server. On the command line: `quayside database client acme/shop/production/db`.',
          'For a look from your own machine open a tunnel: it comes with a user of its own, who is dropped with it. An external port opens it to everybody who reaches the server.',
        ],
      },
      'It runs as one replica, on the node that holds its volume, and the old version stops before the new one starts: each deployment is a short outage.',
      'A version whose data the new one could not open is refused by the plan, with the commands that copy the data into a new service. Redis and Valkey open older data by themselves. MongoDB says nowhere what wrote its data, so nothing is refused there: read its own upgrade notes first.',
      'PostgreSQL, MariaDB and Redis are tested against real servers of them; MySQL, MongoDB and Valkey are made from the same description, and have not been run by our tests.',
      'The same in a terminal: `quayside service create --environment acme/shop/production --name db --spec \'{"type":"database","engine":"postgres","version":"17"}\'`, `quayside database connection acme/shop/production/db`, `quayside database reveal …`, `quayside database change-password …`.',
    ],
  },
] as const satisfies readonly Chapter[];
