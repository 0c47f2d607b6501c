# Runs in a container of the base image. Arguments: the packages to add from its offline repository.
# A peer serves others: git over SSH and HTTPS (lighttpd), or a Docker registry. Both stay off until asked for.
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
apt-get install -qq -y --no-install-recommends "$@" >/dev/null
systemctl disable --quiet lighttpd docker-registry
usermod --shell /bin/bash git
mkdir -p /srv/git /srv/private /srv/empty /var/lib/quayside-registry
chown git:git /srv/git /srv/private

cat >/etc/lighttpd/git.conf <<'CONF'
server.modules = ("mod_alias", "mod_setenv", "mod_auth", "mod_authn_file", "mod_cgi", "mod_openssl")
server.document-root = "/srv/empty"
server.port = 443
server.username = "git"
server.groupname = "git"
ssl.engine = "enable"
ssl.pemfile = "/etc/ssl/private/lab.pem"
alias.url = ("/git" => "/usr/lib/git-core/git-http-backend", "/private" => "/usr/lib/git-core/git-http-backend")
cgi.assign = ("" => "")
auth.backend = "plain"
auth.backend.plain.userfile = "/etc/lighttpd/people"
$HTTP["url"] =~ "^/git/" {
  setenv.add-environment = ("GIT_PROJECT_ROOT" => "/srv/git", "GIT_HTTP_EXPORT_ALL" => "1")
}
$HTTP["url"] =~ "^/private/" {
  setenv.add-environment = ("GIT_PROJECT_ROOT" => "/srv/private", "GIT_HTTP_EXPORT_ALL" => "1")
  auth.require = ("" => ("method" => "basic", "realm" => "git", "require" => "valid-user"))
}
CONF
echo 'token:quayside-lab' >/etc/lighttpd/people

cat >/etc/systemd/system/git-https.service <<'UNIT'
[Service]
ExecStart=/usr/sbin/lighttpd -D -f /etc/lighttpd/git.conf
[Install]
WantedBy=multi-user.target
UNIT

cat >/etc/quayside-registry.yml <<'YML'
version: 0.1
log: { level: warn }
storage:
  filesystem: { rootdirectory: /var/lib/quayside-registry }
  delete: { enabled: true }
http:
  addr: :5000
  tls: { certificate: /etc/ssl/private/lab.pem, key: /etc/ssl/private/lab.pem }
YML
cat >/etc/systemd/system/registry.service <<'UNIT'
[Service]
ExecStart=/usr/bin/docker-registry serve /etc/quayside-registry.yml
[Install]
WantedBy=multi-user.target
UNIT
rm -rf /var/cache/apt/*.bin /var/log/*.log
