// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references look like this
import type { Chapter } from './chapter.ts';

/** What one should know of how Quayside works. */
export const conceptChapters: readonly Chapter[] = [
  {
    id: 'tree',
    title: 'The tree',
    words: ['organization', 'project', 'environment', 'service', 'move'],
    blocks: [
      'An organization holds servers and projects. A project holds environments such as production, and they hold services: what runs. Move a service by dragging it, or cut it with Ctrl+X and paste it with Ctrl+V. One that runs shows first what its move does: it is started in its new environment, or on its new server, its domains are led there, and only then it ends where it was; should anything fail before that, it goes on as before. The data of its volumes stays on the old server.',
    ],
  },
  {
    id: 'roles',
    title: 'Who may do what',
    words: ['role', 'permission', 'grant', 'team', 'tag', 'level'],
    blocks: [
      'A role is a list of permissions. Each is written like `service.create`: a kind, and what may be done with it. What you may not do stays visible but disabled, and names the permission that is missing. What you may not see is not there at all.',
      'What you may do on a thing is your role, where its reach is the whole organization, and every grant on that thing or on anything above it, your own and your teams’, and your extra permissions. Nothing takes away. To know why somebody may or may not, open their page under [Members](members): its Matrix says of each permission by what it is held, or what would give it. What you lack yourself says so where it is missing, and can be asked for there.',
      'A grant is on one thing, or by tags: then it opens whatever carries one of its tags of each set, now and later. Tags are made on the page [Tag sets](tags), put on under the settings of a project, environment or server and on a service’s overview, and asked for on a member’s or team’s page and in an invitation. What an invitation offers is judged again when it is accepted: whoever sent it must still hold it, and for tags hold it everywhere, since tags move.',
      'Nobody gives what they do not hold, and nobody changes a role of their own level or above. There is exactly one Owner; ownership moves by transfer only. Removing somebody ends their sessions, keys and open logs here within a second.',
      'An honest limit: roles stop mistakes and other people’s sessions, not the owner of this machine. Whoever holds the store and a server’s key can do what that key can.',
    ],
  },
  {
    id: 'variables',
    title: 'Variables',
    words: ['env', 'environment variables', 'secret', 'inherit', 'override', 'scope', 'dotenv', 'shared'],
    blocks: [
      'An organization, a project, an environment and a service have variables, each on its page Variables; those of the organization are under Rules, [Variables](variables). A service gets all of them, and of each name the value of the lowest that has one: service before environment before project before organization. Its own page shows what it inherits and from where, and “Override here” makes it its own.',
      'A value may hold in some environments or on some servers only. The one that says more counts: two places before one, a server before an environment. Two of one level that say as much and meet somewhere are refused where they are saved; what was there before is named with both, and nothing is deployed. The tab Preview shows what an environment’s services get on any server, also before anything is deployed.',
      'A value refers to another one by `${{NAME}}`, to that of a level by `${{organization.NAME}}`, `${{project.NAME}}` or `${{environment.NAME}}`, and to a service beside it by `${{service.db.host}}`. Of a database beside it there are also `${{service.db.url}}`, `port`, `user`, `password` and `database`: each copy of an environment has its own, and a changed password arrives with the next deployment. Write `$${{` for the text itself. What refers to a secret is shown as •••. What is not there, or refers back to itself, is named with the way to it before anything is touched. A value has at most 131,072 characters with its references, and all of a service together 1,048,576.',
      'They are a table, and the text of an env file as Compose reads it, whose order and comments are kept. Saving shows first what is added, changed and removed. A change takes effect with the next deployment: until then each service below says that its saved configuration differs. The last fifty saves can be looked at and restored, and going back to an earlier deployment takes the values of then.',
      'Whoever may run code in a service reads what it gets: a secret that must not reach one has a scope that does not match there. Each level has a permission of its own to read and to write; a level that you may not read shows its names and no value.',
      {
        list: [
          '`quayside variable list acme/shop`',
          '`quayside variable set acme/shop/production DATABASE_HOST=db.internal`',
          '`quayside variable set acme/shop PORT=8443 --environment production --server srv1`, with `--dry-run` only what would change',
          '`quayside variable import acme/shop/production/web .env`',
          '`quayside variable resolved acme/shop/production --server acme/srv1`',
        ],
      },
    ],
  },
  {
    id: 'ssh',
    title: 'How servers are reached',
    words: ['ssh', 'host key', 'fingerprint', 'docker', 'stale'],
    blocks: [
      'Over plain SSH, with one shared connection a server. No agent is installed. The host key that you trusted is pinned: when a server shows another one, nothing is sent to it until you have compared the fingerprints and pinned the new key.',
      'Docker is reached through that same connection, by its socket on the server. Long work such as a deployment runs on the server itself and is picked up again when a connection was cut.',
      'What a server cannot tell right now is shown as stale with its age, never as current and never as empty.',
    ],
  },
  {
    id: 'host',
    title: 'Several organizations on one host',
    words: ['operator', 'stranger', 'identity provider', 'e-mail address'],
    blocks: [
      'They are strangers: none sees anything of another. What belongs to the machine is its operator’s: its key files, ssh-agent, `~/.ssh/config`, `known_hosts` and network. On a desktop the operator is whoever sits there; on a headless host it is the account that set it up, and whom that account lets operate it under “This host”.',
      'Without the right to use the host’s keys and network one adds servers at public addresses, or behind a server of one’s own, by a pasted key or by a password. An API key never has a right of the host. Founding an organization needs the operator’s leave, too.',
      'A provider of an organization shows on the sign-in page by the organization’s own address, or for an e-mail domain that the operator confirmed under “This host”; only such domains let newcomers in. A new e-mail address counts once the operator, or such a provider, verified it: this host sends no mail. Whoever came by the second factor of a provider opens that organization alone, until they type a code of their own.',
    ],
  },
  {
    id: 'scripts',
    title: 'From scripts and terminals',
    words: ['cli', 'rest', 'api', 'command line', 'curl'],
    blocks: [
      'Everything here can be done by the `quayside` command and over HTTP. A headless host serves the REST interface with a page to read and try it, at `/api`; the desktop app listens to nobody, so start a host by `npm run serve` for that. Dialogs copy what they do as a command.',
      'Both take names where they take ids: `acme/shop/production/web`, `acme/Developer`, `acme/ada@example.com`, `acme/Ring/Canary`. Come with an [API key](api-keys) of your own; it may what you may, or less.',
      {
        list: [
          '`quayside deploy acme/shop/production/web --follow`',
          '`quayside logs acme/shop/production/web --tail 100`',
          '`quayside stats acme --node acme/shop/production`',
          '`quayside login ada@example.com`',
        ],
      },
    ],
  },
  {
    id: 'stored',
    title: 'What is stored, and where',
    words: ['database', 'unsaved', 'draft', 'secrets', 'keychain', 'encryption', 'privacy', 'telemetry'],
    blocks: [
      'One database in the data folder of the host: names, configuration, history, the audit trail. Private keys, pass phrases and secret variables are encrypted in it; the key to them is kept by the system’s keychain (desktop) or in a key file that only the host may read.',
      'A password of a server is used once, to install a key, and is never stored. Secret values are never in lists, logs or the audit trail; showing one is an event of its own.',
      'What you type and do not save is kept in this browser and offered again after a reload, a lock or a sign-out: sealed by a key that the host gives to you alone. Where it is on no disk, you are asked before the page goes. Passwords and keys are kept in memory only.',
      'Nothing is sent anywhere but to the servers, registries and repositories that you name.',
    ],
  },
];
