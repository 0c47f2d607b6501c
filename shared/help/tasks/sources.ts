import type { Chapter } from '../chapter.ts';

/** Where what runs comes from, and what opens that. */
export const sourceChapters = [
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
      'A service that is built from a Git repository needs none for its own image; private images behind `FROM` are pulled by it in the build. A private repository opens by the deploy key that the service’s Configuration makes.',
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
      'A private repository that is fetched over SSH needs a deploy key: where one of your providers is at its address, Make it at the provider, beside the key on the service’s Configuration, puts its public half to the repository.',
      'Webhooks and deploy keys that could not be taken out of a repository, such as by a token that may not, are listed below the providers: Try again, or Forget and take them out there by hand. The same in a terminal: `quayside git-provider remove-leftovers acme/GitHub` and `quayside git-provider forget-leftover acme/GitHub --leftover ID`, with the id that `quayside git-provider get` shows.',
      'Providers can be granted to single members, who then see and use those alone.',
      'The same in a terminal, with the token in a file: `quayside git-provider create acme --name GitHub --type github --access-token @token`.',
    ],
  },
  {
    id: 'build',
    title: 'Give a build arguments, secrets and private images',
    words: ['dockerfile', 'arg', 'buildkit', 'npm token', 'target', 'stage', 'private base image'],
    blocks: [
      'A repository with a Dockerfile is built on the service’s server, or on a build server of its own, up to the stage that you name; the last one where none is.',
      {
        list: [
          'A build argument (`ARG VERSION`) has a value that you type, or that of the service’s variable of its name. It stays in the image’s history, so a secret variable is refused as one.',
          'A build secret is a variable that is there for single commands alone: `RUN --mount=type=secret,id=NPM_TOKEN npm ci` finds it in `/run/secrets/NPM_TOKEN`. Nothing of it is in the image or in an argument. It needs BuildKit, which the set-up of a server installs.',
          'A private image behind `FROM` is pulled by the registry that the organization has for its address. The sign-in lies in the folder of that one build, and goes with it.',
        ],
      },
      'The same in a terminal, beside the fields of the repository: `quayside service configure acme/shop/production/web --spec.source.builder.type dockerfile --spec.source.builder.secrets NPM_TOKEN`.',
    ],
  },
  {
    id: 'build-server',
    title: 'Build on another server',
    words: [
      'builder',
      'remote build',
      'compile',
      'offload',
      'small server',
      'layers',
      'without a registry',
      'push',
      'registry',
    ],
    blocks: [
      'A build takes the processor and memory of the server that it is on. A service that is built, from a repository or a folder, by a Dockerfile or as a static site, may be built on another server of the organization than it runs on.',
      {
        steps: [
          'On a service’s Configuration choose the server under Built on, and save. It needs Docker and the same processor architecture as the server that the service runs on; nothing else has to run there.',
          'Deploy. The log says “Built on”, and how many layers were sent: those that the other server has already are left out, so the second deployment sends little.',
        ],
      },
      'The image goes through Quayside by the two SSH connections that are there; no registry is needed, and the two servers need not reach each other. The repository is fetched, and private images behind `FROM` are pulled, by the build server alone.',
      'Where servers are to take it from a registry, as the nodes of one Swarm do, write the name of a repository, such as `ghcr.io/acme/web`, under Pushed to: what is built goes there under a tag of the service’s own, and each server takes it by its digest, a way back too. The account is that of the registry under Connections → Registries; it has to be one that may push, and to choose it takes registry.read. Nothing is removed there: how long the registry keeps it is its own affair.',
      'Choosing it takes server.read on that server, as choosing where a service runs does. What is chosen may stay where somebody edits the rest who may not read it.',
      'The plan asks the build server, and refuses to begin where it cannot be reached or has another architecture: what runs goes on as it is. A cut connection is waited for, a cancelled deployment ends the build there, and a way back takes the image that the service’s own server keeps, without the build server.',
      'A deployment that is built elsewhere has its place in the queues of both servers: at most two at a time on each, so that five services do not build on one server at once.',
      'Compose services are built where they run. Of each service the build server keeps the newest image, for its layers; it goes with the service. A server that builds a service is not removed before that has another one.',
      'The same in a terminal, beside the fields of the repository: `quayside service configure acme/shop/production/web --spec.source.build-server-id acme/builder`.',
    ],
  },
  {
    id: 'folder',
    title: 'Deploy a folder of my machine',
    words: ['upload', 'local', 'laptop', 'tar', 'dockerignore', 'without git'],
    blocks: [
      'A folder is packed on your machine, sent to Quayside, and from there over SSH to the service’s server, which builds it by its Dockerfile or serves it as a static site.',
      {
        steps: [
          'On a service’s Configuration choose Folder as the source, and save.',
          'Choose Send a folder: it is kept as what the next deployment builds. Then deploy.',
          'In a terminal both are one: `quayside deploy acme/shop/production/web --folder .`',
        ],
      },
      'Sending takes the permission service.update, as choosing another image does; where the service mounts a file or folder of its server, docker.manage on that server besides.',
      'What the folder’s `.dockerignore` names is left out, in Docker’s own pattern language. Refused by name are links that lead out of the folder (or may, by a `..` behind a name), sockets and devices, and a file that changes while it is read. At most 1 GiB packed, and 200,000 files and folders.',
      'A deployment keeps the digest of what it built. The same folder with the same configuration is not built again, unless variables go into its build; and each earlier deployment can be rolled back to, by the image that is kept.',
      'A browser tells nothing of modes and follows links: what begins as a script or a program does may then be executed. The command line keeps both as they are.',
    ],
  },
  {
    id: 'static-site',
    title: 'Serve a static site',
    words: ['html', 'single page application', 'spa', '404', 'cache', 'caddy', 'front end', 'jamstack'],
    blocks: [
      'A directory of a repository is served as it is, without a Dockerfile: an image of Caddy is built with the files in it, and listens on port 80. Like every image of ours it is kept, so that each earlier version can be gone back to.',
      {
        steps: [
          'On a service’s Configuration take a Git repository as the source and choose Static site.',
          'Name the sub-directory that holds the pages, such as `public`; the root where it is empty.',
          'Choose Single page application where the page itself reads the address: each path that is no file then answers `index.html`.',
          'Save, deploy, and add a domain that leads to port 80.',
        ],
      },
      'What is not found answers `404.html` of that directory with status 404. Browsers may keep files for as long as you say; pages are asked for anew each time, so that a new version is seen at once. What begins with a dot is not shown, `.well-known` aside, and a `.dockerignore` there leaves out what it names.',
      'A site that has to be made first, as by `npm run build`, is built by a Dockerfile.',
      'The same in a terminal: `quayside service configure acme/shop/production/web --spec.source.builder.type static --spec.source.directory public` beside the fields of the repository.',
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
      'On a host for the team a webhook has the branch looked at right after a push: make one there, and give its address and its secret, which is shown once, to the repository at GitHub, GitLab, Gitea, Forgejo or Bitbucket, for pushes alone. The host is told its public address at its start, `--hooks-at https://hooks.example.com`, and what stands there passes `/hooks/` on to it. “Try it” sends something by that address. In a terminal: `quayside auto-deploy create-webhook acme/shop/production/web`.',
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
    id: 'certificate',
    title: 'Use your own certificate',
    words: ['tls', 'ssl', 'https', 'pem', 'wildcard', 'chain', 'expired', 'renew', 'private authority'],
    blocks: [
      'Let’s Encrypt needs nothing here. A certificate is brought along where another authority gave it to you, for names that are not public, and for wildcards.',
      {
        steps: [
          'Under Connections → Certificates choose Add certificate: the certificate with its chain, and its private key, both as PEM. Their order is mended; what does not belong together is said.',
          'On the page of the service open Domains, and choose “A certificate of your own” under HTTPS. Those that are not for the host cannot be chosen, and say why.',
          'Before it ends choose Replace and give the new one: every domain that shows it is changed at once, without a deployment.',
        ],
      },
      'The page tells when each ends, and marks it 30, 14 and 3 days before; below it lists what visitors of each domain are shown, also the certificates that proxies get of Let’s Encrypt, by a look at the server. 30, 14, 7 and 1 days before an end, and when it has come, whoever runs the organization gets a notice; one that a proxy renews is told of only when that is late. The key is sealed and shown to nobody; on the server it is a file that root alone reads, and it goes with the last domain that shows it.',
      'The same in a terminal: `quayside certificate create acme --name Shop --chain-file fullchain.pem --private-key-file key.pem`, `quayside domain update acme/shop/production/web/shop.example.com --https own --certificate acme/Shop`, `quayside certificate replace acme/Shop --chain-file fullchain.pem --private-key-file key.pem`.',
    ],
  },
] as const satisfies readonly Chapter[];
