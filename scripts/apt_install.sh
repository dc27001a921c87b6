#!/bin/sh
# Install Debian packages in one call, as root, without starting any system service.
#   scripts/apt_install.sh PACKAGE...
set -eu

policy=/usr/sbin/policy-rc.d
bundle=/etc/ssl/certs/ca-certificates.crt
dropin=/etc/postgresql-common/createcluster.d/spbe-eval.conf

restore() {
  rm -f "$dropin" "$policy"
  if [ -e "$policy.before-spbe-eval" ]; then mv "$policy.before-spbe-eval" "$policy"; fi
  if [ -e "$bundle.before-spbe-eval" ]; then mv "$bundle.before-spbe-eval" "$bundle"; fi
}
trap restore EXIT
trap 'exit 1' INT TERM HUP

# 101 says "may not be started" to every package of this call.
if [ -e "$policy" ]; then mv "$policy" "$policy.before-spbe-eval"; fi
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 755 "$policy"
# A bundle put here by hand stays: ca-certificates, which python3-venv brings, would write over it.
if [ -e "$bundle" ] && ! [ -e /usr/sbin/update-ca-certificates ]; then
  cp -p "$bundle" "$bundle.before-spbe-eval"
fi
mkdir -p "${dropin%/*}"
echo 'create_main_cluster = false' >"$dropin"

install() {
  DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends "$@" </dev/null
}

if ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1 && install "$@"; then exit 0; fi
apt-get update --quiet
install "$@"
