import type { Chapter } from './chapter.ts';

/** How one does what people come for. */
export const taskChapters = [
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
    ],
    blocks: [
      'A domain is a host and a path by which visitors find a service. The proxy of its server, Traefik or Caddy, holds the ports 80 and 443 and leads them there; the service needs no port of the server.',
      {
        steps: [
          'On the page of the server open Proxy and choose Install a proxy.',
          'On the page of the service open Domains and choose Add domain: the host, and the port that the program in the container listens on.',
          'Choose Check the DNS. Where the name leads elsewhere it shows the record to create.',
          'Deploy the service, unless it runs already: then the domain is live as soon as the proxy shows it.',
        ],
      },
      'During an update a new version runs beside the old one. When it has proved itself the proxy leads visitors to it, and the old one ends once its open requests have ended, after 60 seconds at most. A service that holds a port of the server, or a volume that two versions may not share, stops first instead; the plan says so.',
      'Certificates come from Let’s Encrypt once the name leads to the server. “The proxy’s own” is for names that are not public; browsers warn of it. A wildcard such as `*.example.com` has no certificate of Let’s Encrypt yet.',
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
  {
    id: 'registry',
    title: 'Deploy from a private registry',
    words: ['image', 'pull', 'docker login', 'denied', 'unauthorized'],
    blocks: [
      'Public images need no registry. For private ones an organization has one registry for each address, such as `ghcr.io`: the account by which every deployment of an image from there is pulled.',
      {
        steps: [
          'Make a token at the registry that may pull and nothing more.',
          'Under Connections → Registries choose Add registry: its address as it stands before the image’s name (`docker.io` for Docker Hub), the user name, and the token as its password.',
          'Choose Test and a server: that server signs in once, since it is what pulls. Nothing of it is kept there.',
          'Deploy a service with an image from there, such as `ghcr.io/acme/web:1.2`. The log says by which registry it is pulled.',
        ],
      },
      'The same in a terminal, with the token in a file: `quayside registry create acme --name GHCR --address ghcr.io --username robot --password @token`.',
      'Who may edit a service may run any image that the account may pull. The password is sealed and shown to nobody; another one is given by Change, and the next deployment uses it.',
      'A service that is built from a Git repository needs no registry. A private repository opens by the deploy key that the service’s Configuration makes.',
    ],
  },
  {
    id: 'git-provider',
    title: 'Build from a private repository',
    words: ['github', 'gitlab', 'gitea', 'forgejo', 'bitbucket', 'token', 'clone', 'fetch'],
    blocks: [
      'Public repositories need nothing. A private one is fetched over https by the token of a git provider, or over SSH by a deploy key.',
      {
        steps: [
          'Make a token at GitHub, GitLab, Gitea, Forgejo or Bitbucket that may read repositories and nothing more. The dialog says how it is called there.',
          'Under Connections → Git providers choose Add git provider, and Test: it says as whom the token is let in.',
          'On a service’s Configuration take a Git repository as the source and choose Pick a repository: search, choose its branch, save.',
        ],
      },
      'The token is sealed and shown to nobody. It is sent to the provider’s own address alone, and only for the repository that was picked: whoever may merely edit the service cannot have it fetch another one. A provider in your own network is asked only for whom the operator lets use it.',
      'Providers can be granted to single members, who then see and use those alone.',
      'The same in a terminal, with the token in a file: `quayside git-provider create acme --name GitHub --type github --access-token @token`.',
    ],
  },
  {
    id: 'auto-deploy',
    title: 'Deploy when a branch moves',
    words: ['push', 'webhook', 'continuous', 'automatic', 'watch', 'skip ci', 'monorepo', 'paths'],
    blocks: [
      'A service that is built from a branch can be deployed when that branch moves. It is off until you switch it on under Configuration → Deploy when the branch moves.',
      'The branch is looked at each minute, over https, while Quayside runs. It deploys in your name, as long as you may deploy the service, and each deployment says by which commit. What is there when you switch it on is not deployed by that.',
      'A commit is left out that says `[skip deploy]`, `[skip ci]` or `[ci skip]`, or other words that you name, and one that changes none of the paths that count: `services/api` and what lies in it, `!**/*.md` to take some out again, as in `.dockerignore`. Both need a git provider, which tells what commits say and change.',
      '“Look at the branch now” says what would be deployed and why, by what is typed there, and changes nothing. The same in a terminal: `quayside auto-deploy preview acme/shop/production/web`, `quayside auto-deploy set acme/shop/production/web --on --watch-paths services/api`.',
    ],
  },
  {
    id: 'ssh-key',
    title: 'Share an SSH key, and replace it everywhere',
    words: ['ssh-keygen', 'rotate', 'deploy key', 'ed25519', 'rsa', 'leaked'],
    blocks: [
      'A server that was added with a password has a key of its own. An SSH key of the organization is for several: servers sign in by it, and services fetch their source by it. Its private half is sealed and shown to nobody.',
      {
        steps: [
          'Under Connections → SSH keys choose Add SSH key: make a new pair, or take over a private key that you have. A passphrase is used once, to open it.',
          'On a server choose “SSH key” under Settings: the key is installed by the way in that the server has. A new server takes it with “Password, once”, or has its public half in `~/.ssh/authorized_keys` already.',
          'A service uses it under Configuration → Use an SSH key. Add the public half to the repository as a read-only deploy key.',
        ],
      },
      'Rotate replaces the pair: each server gets the new half beside the old one, is signed in to by it, and only then loses the old one. A server that cannot be reached keeps the old half and is named; choose Rotate again to go on. Services fetch by both halves until you say that their repositories know the new one.',
      'The same in a terminal: `quayside ssh-key create acme --name Fleet`, `quayside ssh-key rotate acme/Fleet`.',
    ],
  },
  {
    id: 'backup',
    title: 'Back up and restore',
    words: ['data folder', 'lost', 'damaged', 'disk', 'recover'],
    blocks: [
      'Each day the host writes a backup of its store into the folder `backups` of its data folder, checks it, and keeps the newest seven. A store that is damaged or missing is told, and never silently made anew.',
      {
        steps: [
          'Stop the host.',
          '`npm run -s serve -- --data DIR --restore newest`, or the name of one of the backups, or a file.',
          'Start it again. What was there is kept in a folder beside it, and the trails say what was restored.',
        ],
      },
      'Copy the whole data folder to another machine for the case that this one is lost: without its key the secrets in a backup stay closed. On a desktop that key is in the keychain of the system.',
      'What your services write into their volumes stays on their servers; Quayside does not back it up yet.',
      'Files of a volume on the command line, of any bytes: `quayside volume ls PATH data conf`, `quayside volume get PATH data conf/app.ini`, `quayside volume put PATH data conf/app.ini ./app.ini`, and by standard output and input `volume cat` and `volume put`. What is there already is written over only by `volume put --replace`.',
      'A volume outlives its service: who deletes that is shown its volumes, and ticks those that go as well; nothing is ticked before. That takes `volume.delete`. On the command line: `quayside service delete PATH --volumes data`.',
    ],
  },
  {
    id: 'on-the-server',
    title: 'What Quayside writes on my server',
    words: ['agent', 'files', 'uninstall', 'remove', 'authorized_keys', 'set-up', 'footprint'],
    blocks: [
      'No agent. What there is of Quayside on a server:',
      {
        list: [
          'one line in `~/.ssh/authorized_keys`, where you gave a password and had a key installed;',
          'by the set-up, where they were missing: Docker, git and buildx from the packages of the distribution, a Swarm of one node, the network `quayside-proxy`, and the user in the group `docker`;',
          '`/var/lib/quayside`, or `~/.local/state/quayside` for a user without root: scripts, logs and outcomes of long work;',
          'services, containers and networks of what you deploy, and its images, each with labels that begin with `quayside.`.',
        ],
      },
      'What has no such label is not touched unless you ask for it. A deleted service goes from its server, or when that can be reached again. To take the rest away: delete the services, remove the server here, then that folder, that network and that line.',
      'The set-up shows its script, under “Checks and set-up” before it runs; running it again changes nothing.',
    ],
  },
  {
    id: 'compose',
    title: 'Run a compose file',
    words: [
      'docker compose',
      'stack',
      'yaml',
      'docker run',
      'containers',
      'override',
      'profiles',
      'privileged',
    ],
    blocks: [
      {
        steps: [
          'New service → “Compose file”. Write or paste the file; a line of `docker run` becomes one.',
          'Under Settings add what it names: `.env`, files that are mounted, further compose files. Variables of Quayside win over `.env`.',
          'What is wrong is told with its line as you type. “The final file” is what runs.',
          'Deploy. The plan names each field that changes; only the parts with a change start again.',
        ],
      },
      'What asks for root on the server, such as a mount of `/etc`, is named thing by thing and blocks a deployment until somebody who manages Docker there accepts exactly that, with a reason.',
      {
        list: [
          'Other services of the environment reach a part as `part.service`, such as `web.shop`.',
          'A path of its own, such as `./data`, is a folder on the server that outlives deployments; a file that you gave is mounted as it is written here, in a folder of its own for each path. Of older deployments no files stay on the server but those that can run again at once.',
          'Images come by the organization’s registries, and what is on the server already is taken as it is: `pull_policy: always` asks anew for a tag such as `latest`. What is built gets a name of ours on the server, whatever `image` and `tags` say.',
          'Each deployment writes down the exact image of each part. Going back brings those very images, with the files and variables of then.',
        ],
      },
      'On the command line: `quayside service create --environment PATH --name shop --type compose --file compose.yaml --env-file .env`, and `quayside service configure PATH --file compose.yaml` for a new text of it; its other files stay. Several files, such as `quayside service configure PATH --file compose.yaml --file more.yaml`, are laid over each other.',
    ],
  },
  {
    id: 'lost-password',
    title: 'Lost password',
    words: ['forgot', 'reset', 'locked out', 'second factor', 'recovery code', 'owner'],
    blocks: [
      'Instead of a code of the second factor the sign-in takes a recovery code, once each.',
      'The password of an account is given anew on the machine of the host by whoever holds its data folder; this turns the second factor off, too:',
      {
        steps: [
          'Stop the host.',
          '`npm run -s serve -- --data DIR --reset-password ada@example.com`',
          'Start it again, and sign in.',
        ],
      },
      'Two more commands of that kind, both told in the trails:',
      {
        list: [
          'where the Owner of an organization is gone: `--recover-owner ada@example.com --organization Acme`;',
          'where nobody operates the host any more: `--make-operator ada@example.com`.',
        ],
      },
    ],
  },
  {
    id: 'customer',
    title: 'Give a customer access',
    words: ['invite', 'client', 'guest', 'external', 'share', 'grant', 'teammate'],
    blocks: [
      {
        steps: [
          'Under People → [Members](members) choose Invite, and type their address.',
          'Take the role Member: it reaches nothing by itself. A Viewer sees the whole organization.',
          'Under “Where” check their project, or an environment of it. The preview says what that opens.',
          'Give it an end where it should end, make the invitation, and send the link or the file.',
        ],
      },
      'They see that project and what is in it, and of all else not even the number. Their page under [Members](members) says of every permission whether they hold it, and by what. The [Access review](review) lists what nobody used.',
      'For several customers give each a team with its grants, and put people into it.',
    ],
  },
  {
    id: 'several',
    title: 'Do the same to several, and undo',
    words: ['select', 'multi', 'bulk', 'batch', 'many', 'all', 'undo', 'mistake', 'revert', 'ctrl z'],
    blocks: [
      {
        steps: [
          'In the tree click one, then others with Ctrl (⌘ on a Mac), or the last of a range with Shift. By keyboard: Shift and the arrows, Ctrl+Space for one more or less, Ctrl+A for all beside it, Escape for none.',
          'Open the menu of one of them. Each line says of how many it can be done, and why not where it is none.',
          'The dialog lists them, with what it means for each. One that is refused does not stop the others.',
        ],
      },
      'The menu of an environment or a project has “Deploy its services”: the plans of all of them, to be deployed together.',
      'A rename, a move and a deletion can be undone for ten seconds, by the line at the bottom or by Ctrl+Z. A deletion is sent only after them, at once by “Delete now”, and before you lock or sign out. If you close or reload the window before that, nothing is deleted. On the command line and over REST a deletion is immediate.',
    ],
  },
] as const satisfies readonly Chapter[];

/** The chapters that pages lead to. */
export type TaskId = (typeof taskChapters)[number]['id'];
