// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references look like this
import type { Chapter } from '../chapter.ts';

/** What is kept, brought, taken along and done to many, and who may. */
export const keepingChapters = [
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
      'Files of a volume on the command line, of any bytes: `quayside volume ls PATH data conf`, `quayside volume get PATH data conf/app.ini`, `quayside volume put PATH data conf/app.ini ./app.ini`, and by standard output and input `volume cat` and `volume put`. What is there already is written over only by `volume put --replace`; the window asks first, and by REST `over` says what may be replaced. A compose service shows its volumes and folders there too (`quayside volume ls PATH ./uploads`); a folder of the server itself (`/srv/media`) takes `docker.manage` on the server.',
      'Every volume of a server, its size and what uses it, is on its page Workloads → Volumes, with what is used by nothing to look into and to remove; on the command line `quayside volume list-on-server acme/srv1`. A volume outlives its service: who deletes that is shown its volumes, and ticks those that go as well; nothing is ticked before. So do the folders that a compose project has of its own, such as `./uploads`. That takes `volume.delete`. On the command line: `quayside service delete PATH --volumes data`.',
    ],
  },
  {
    id: 'templates',
    title: 'Take an organization along as files',
    words: ['export', 'import', 'template', 'yaml', 'git', 'gitops', 'copy', 'bundle', 'clone'],
    blocks: [
      'A template is what you may read of an organization, as a folder of YAML: one file a thing, without secrets. The same things are the same bytes, so that git shows what changed.',
      {
        steps: [
          '`quayside bundle export DIR --from acme`; one project and what it names by `quayside bundle export DIR --from acme --project acme/shop`.',
          '`quayside bundle import DIR --into other --dry-run` says what would be added, changed and kept, and what has to be given: passwords, tokens and private keys are in no template.',
          '`quayside bundle import DIR --into other` brings it in, all of it or nothing; `quayside bundle import DIR --into other --skip ITEM` leaves one out, `… --rename ITEM=NAME` gives it another name, `… --secrets FILE` has what is asked for.',
          '`quayside bundle undo other` takes the last import back, while nothing of it has changed since.',
        ],
      },
      'In the window: Overview → Templates and bundles. Each thing is added, skipped or renamed there, and what changes of it stands beside what is here.',
      'Nothing is deployed, no server is spoken to, and nothing that is only here is removed. It takes `bundle.export` or `bundle.import`, and besides what each thing would take by hand: the preview names what you may not do.',
    ],
  },
  {
    id: 'bundles',
    title: 'Give a teammate their part of an organization',
    words: ['bundle', 'qsbundle', 'sealed', 'signed', 'encrypted', 'member', 'laptop', 'share', 'export'],
    blocks: [
      'A bundle is one file for one member: what both of you may read, encrypted for their key and signed by yours. No secret is in it, and neither are members and grants.',
      {
        steps: [
          'They tell you their age recipient, which is under “My keys” in their profile, or `quayside identity mine`.',
          '`quayside bundle export max.qsbundle --from acme --for acme/max@example.com --recipient age1…` writes the file; anybody may carry it.',
          'You read them your fingerprint by phone or in person, and they trust it once: `quayside identity trust`.',
          '`quayside bundle import max.qsbundle --into mine --dry-run` says what would be added, changed and kept. `quayside bundle import max.qsbundle --into mine` brings it in, all of it or nothing; `quayside bundle undo mine` takes it back.',
        ],
      },
      'In the window: Overview → Templates and bundles. A bundle is refused, with its reason, where it is for somebody else, over, changed on its way, or older than the last one that came in. Make a new one whenever something changed: each tells everything anew.',
    ],
  },
  {
    id: 'my-keys',
    title: 'My keys, and whose I trust',
    words: ['age', 'bundle', 'recipient', 'fingerprint', 'issuer', 'identity'],
    blocks: [
      'Everybody has keys for config bundles, made when they are first needed: under “My keys” in your profile, or `quayside identity mine`. Give the age recipient to whoever makes a bundle for you, and read them the fingerprint by another way.',
      'The keys of an issuer count once you compared their fingerprint: `quayside identity trust`, and `quayside identity trusted` lists them. Other keys of the same issuer are refused until you forget the old ones with `quayside identity forget`; ask them first, by phone or in person.',
      '“Replace…” makes new keys. Bundles that were made for the old ones open no more.',
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
          'Or choose “Git repository”: address, branch, tag or commit, and the path of the compose file in it. Each deployment fetches it on the server, reads the file with all that it names at that commit, builds and mounts from the same commit, and keeps it: going back takes the commit and the variables of then. “Read it now” shows the final file and its commit; “Deploy when the branch moves” is there as for applications.',
          'Under Settings add what it names: `.env`, files that are mounted, further compose files. Variables of Quayside win over `.env`.',
          '“Images and variables” above a compose file changes those as a form; every other byte of the file stays, its comments too.',
          'What is wrong is told with its line as you type. “The final file” is what runs.',
          'Deploy. The plan names each field that changes; only the parts with a change start again. Where the `docker compose` of the server reads a field otherwise than the final file says, the plan names it.',
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
      'What a domain leads to is updated without losing a request, and goes back so: a part that changed starts beside its old containers, gets the visitors once all is well, and the old ones end when their open requests have. A part that holds a port of the server, has a `container_name` or a fixed address, or writes to a volume, is replaced in its place instead, and the plan says so; `deploy: {update_config: {order: start-first}}` lets two of it share their volume, `stop-first` asks for its place. So is one without which another part that changed cannot start. All else is replaced by Compose as ever; `docker compose` on the server then finds nothing to change; it takes both files of the release that `current` names in the folder of the service in `/var/lib/quayside/compose`: `-f releases/ID.yaml --env-file releases/ID.env`.',
      '“Run as” under Settings chooses what runs it: Docker Compose, or the Swarm of its server as a stack (`docker stack deploy`). A stack takes `deploy` at its word: replicas, placement, update_config with its order and failure_action. Where the file leaves the order open, a new task starts before its old one stops, unless the part has a port of the server or a volume that it writes to. Parts are found by DNS, ports are published on the node. The plan names what a stack leaves out, such as `container_name` and `depends_on`, and refuses what would open more than the file says, such as `127.0.0.1:8080:80` and `network_mode`. A change from one to the other is a short outage: the one ends, then the other starts; volumes stay, and where it fails the one before comes back. On the command line: `quayside service configure PATH --file compose.yaml --spec.run-as stack`.',
      'On the command line: `quayside service create --environment PATH --name shop --type compose --file compose.yaml --env-file .env`, and `quayside service configure PATH --file compose.yaml` for a new text of it; its other files stay. Several files, such as `quayside service configure PATH --file compose.yaml --file more.yaml`, are laid over each other.',
    ],
  },
  {
    id: 'import',
    title: 'Bring a folder of compose files in',
    words: ['import', 'migrate', 'docker-compose', 'move over', 'coolify', 'portainer'],
    blocks: [
      'On [Import](import), on the overview of the organization, choose “Compose files”: a text, or a folder with a project in each of its folders. It shows what each would become before anything is made.',
      'On the machine where the folder is, the command `quayside import compose ./stacks --into acme/shop/production --server acme/srv1` makes a compose service of each project in it: of the folder itself, and of each folder in it that has a `compose.yaml` or `docker-compose.yml`. All of them are made, or none; nothing is deployed.',
      'Files come as they are, byte for byte: the compose files, `.env`, and what they name of their own folder. Links are not followed, and a folder of data is not taken along; the command says so.',
      '`quayside import compose FOLDER --into PATH --dry-run` says what would be made, what is wrong, which names are taken, and what asks for root on the server. That is accepted item by item on the page of the service.',
    ],
  },
  {
    id: 'adopt',
    title: 'Adopt what runs on a server already',
    words: ['adopt', 'existing', 'take over', 'running', 'docker compose', 'portainer', 'dokploy', 'import'],
    blocks: [
      'The page of a server has Workloads → “Adopt”: what runs there and is no service of anybody’s, such as compose projects, stacks and containers, with what made them. A compose project becomes a compose service as it runs: its containers are not started again, and keep their ids.',
      {
        steps: [
          'Set the server up first, under “Checks and set-up”; that starts nothing again either.',
          'Tick the projects, give each a name, choose the environment, and “Look at it”: it reads their files on the server, and says what the next deployment would start again, what asks for root, and what stands against it.',
          'Choose “Adopt”: all that is ticked becomes a service, or nothing does. On the command line: `quayside import server acme/srv1 --into acme/shop/production --dry-run`, with the names of projects after the server for some of them alone.',
        ],
      },
      {
        list: [
          'Its compose files, its `.env`, and the files that those name for themselves come as they are, byte for byte. What is mounted or built from stays in its folder on the server, where later deployments look for it too; files there are not written.',
          'The next deployment starts again only the parts that changed; its plan names those that run on. A part of a profile, and one that was started with variables of somebody’s shell, is started again: Compose tells it from its file. From then on a part bears our labels, and its exact image.',
          'A part that runs on joins the network of its environment at the first deployment, without a restart. Give it domains after that.',
          'Deleting it is deleting a service: its containers go, and of its volumes those that you tick. Its folder stays.',
          'A project whose files are not there, lie outside of its folder, or are larger than 1 MiB is not adopted, and it says so. Files of Portainer’s stacks are read in its container.',
          'It takes `docker.manage` on the server, `service.create` in the environment, and for a `.env` the right to write variables of services. What another organization runs on the same server is not shown.',
          'Plain containers and services of the Swarm are listed with what to do instead.',
        ],
      },
    ],
  },
  {
    id: 'dokploy',
    title: 'Move from Dokploy',
    words: ['dokploy', 'import', 'migrate', 'move over', 'api key', 'panel'],
    blocks: [
      'What a Dokploy instance runs is brought in by its API: each of its projects becomes a project, each environment an environment, each application, compose project and database a service. Variables come in their order and with their comments, references such as `${{project.NAME}}` stay what they are, and names that secrets have become secrets. Nothing is deployed, and nothing is changed there.',
      {
        steps: [
          'Make an API key in Dokploy: Settings, Profile, API/CLI Keys, in the organization to bring in. It is used for the call, and kept nowhere.',
          'Look at it: [Import](import), on the overview of the organization, asks for the address and the key, and shows what would be made, each with what has no place here: build types such as Nixpacks, redirects, preview deployments, schedules, backups, data of volumes. On the command line: `quayside import dokploy https://dokploy.example.com --into acme --dry-run`.',
          'Tick what is to come, and choose “Import”: everything that is ticked is made, or nothing where one thing cannot be. On the command line: `quayside import dokploy https://dokploy.example.com --into acme --only shop/production --server acme/srv1`.',
          'Do what the notes say, deploy, bring the data in, and lead the names to the new server.',
        ],
      },
      {
        list: [
          'Again is harmless: what has its name here already is passed over. What is new there is made beside it.',
          'It takes what making each by hand takes, such as creating projects, writing variables, adding domains; a folder of the server that is mounted takes the right to be root there, and a database’s own password the right to reveal secrets.',
          'Variables of a project reach each of its services here; in Dokploy they reach those alone that name them.',
          'A database begins empty, with the account and password that it had. The others reach it by its name, or by `${{service.db.host}}`; the notes name the variables that still hold its name in Dokploy.',
          'An instance without TLS is asked at this machine alone (forward its port: `ssh -L 3000:localhost:3000 server`), or in a private network by its address; that takes the right to use this host’s network.',
        ],
      },
    ],
  },
  {
    id: 'eject',
    title: 'Leave without Quayside',
    words: ['eject', 'export', 'take out', 'compose', 'exit', 'lock-in', 'docker compose', 'migrate'],
    blocks: [
      'The menu of a service or an environment has “Eject…”: it writes a folder that Docker Compose runs without Quayside, and takes nothing away here. The folder holds `compose.yaml` with each image as it was last deployed (by its digest), the variables, the files, the volumes by the names that they have on the server, so that the data stays, and a README that says how to start it. The files of a compose service are in it byte for byte, with one file over them.',
      {
        steps: [
          'Choose “Eject…”, and whether secret values come along; that takes the permission to reveal them, and the trail tells it. Without them Compose names what is missing, and does not start before it is filled in.',
          'Choose a proxy where its domains are to be led by one; its files are written, too.',
          'Download the folder, or write it by the command: `quayside eject acme/shop/production --out ./shop --secrets`.',
          'Stop the services here, then start them there by `docker compose up -d`.',
        ],
      },
      'What was adopted and not deployed since needs no folder: `quayside found release PATH` forgets the service, and its containers run on as they are.',
      'What you may not read is not in it, and it says so. An image that was built on the server stays on that server; elsewhere Compose builds it again from its repository.',
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
    words: ['invite', 'client', 'guest', 'external', 'share', 'link', 'grant', 'teammate'],
    blocks: [
      {
        steps: [
          'Under People → [Members](members) choose Invite, and type their address.',
          'Take the role Member: it reaches nothing by itself. A Viewer sees the whole organization.',
          'Under “Where” check their project, or an environment of it. The preview says what that opens.',
          'Give it an end where it should end, make the invitation, and send the link or the file.',
          'To show them a place later, choose “Copy link” in its menu: whoever may see it opens its page by that.',
        ],
      },
      'They see that project and what is in it, and of all else not even the number. Their page under [Members](members) says of every permission whether they hold it, and by what. The [Access review](review) lists what nobody used.',
      'For several customers give each a team with its grants, and put people into it.',
    ],
  },
  {
    id: 'deploy-in-order',
    title: 'Deploy services in order, and roll them back as one',
    words: [
      'depends on',
      'dependency',
      'order',
      'level',
      'whole environment',
      'starts after',
      'roll back',
      'wait',
    ],
    blocks: [
      {
        steps: [
          'Open Settings → Configuration of a service, and tick under “Starts after” those of its environment that have to be healthy first, such as the database of an API.',
          'Choose “Deploy its services” in the menu of the environment. The plan shows the levels: each begins when all services of the one before are healthy; those of one level go side by side.',
          'What runs unchanged is left as it is, unless you tick “Also what is up to date”, an image whose tag may have moved too. What cannot be deployed says why; leave it out or mend it first.',
          'Choose what happens where a service fails: stop there, or take back what was deployed until then, the last first. What somebody deployed meanwhile is left as it is.',
        ],
      },
      'The page “As a whole” of the environment lists these deployments, each with its services as they stand. One that is under way can be cancelled with all that it has begun; one that is over can be rolled back as one, to what each service ran before. What ran nothing before is stopped.',
      'On the command line: quayside environment deploy acme/shop/production --wait, with --dry-run for the plan, and quayside environment-deployment rollback.',
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
      'The menu of a project has “Deploy its environments”: each is deployed in its own order, and those that are left out stay as they are. “Deploy some of its services”, there and at an environment, shows the plans of all of them, to be deployed together, in no order.',
      'A rename, a move and a deletion can be undone for ten seconds, by the line at the bottom or by Ctrl+Z. A deletion is sent only after them, at once by “Delete now”, and before you lock or sign out. If you close or reload the window before that, nothing is deleted. On the command line and over REST a deletion is immediate.',
    ],
  },
] as const satisfies readonly Chapter[];
