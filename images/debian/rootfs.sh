#!/bin/sh
# Makes the root file system of local/debian:SUITE as a tar on a Debian or Ubuntu host, as root.
#
#   rootfs.sh MIRROR SECURITY_MIRROR WORK_DIR OUT.tar SUITE
#
# Needs debootstrap and debian-archive-keyring. WORK_DIR is made, filled and left to the caller to remove.
# Run it under `unshare --mount`: debootstrap mounts /proc in the new root, and a mount namespace of its own
# takes those mounts away with the process, however it ends.
set -eu
mirror=$1 security=$2 root=$3/root out=$4 suite=$5

debootstrap --variant=minbase --include=ca-certificates,netbase,tzdata \
  --keyring=/usr/share/keyrings/debian-archive-keyring.gpg "$suite" "$root" "$mirror"

# Certificates. Where a network re-signs TLS (many companies), the host knows an authority that Debian does not.
# Those go to /usr/local/share/ca-certificates, because /etc/ssl/certs/ca-certificates.crt itself
# is written anew whenever a later image installs or updates the package ca-certificates.
extra=$root/usr/local/share/ca-certificates
mkdir -p "$extra"
awk -v out="$extra" '
  /-----BEGIN CERTIFICATE-----/ { body = ""; inside = 1; next }
  /-----END CERTIFICATE-----/ {
    if (FILENAME == ARGV[1]) known[body] = 1
    else if (!(body in known)) {
      known[body] = 1
      file = out "/host-" ++n ".crt"
      gsub(/.{64}/, "&\n", body); sub(/\n$/, "", body)
      print "-----BEGIN CERTIFICATE-----\n" body "\n-----END CERTIFICATE-----" > file
      close(file)
    }
    inside = 0; next
  }
  inside { gsub(/[[:space:]]/, ""); body = body $0 }
' "$root/etc/ssl/certs/ca-certificates.crt" /etc/ssl/certs/ca-certificates.crt
chroot "$root" update-ca-certificates >/dev/null 2>&1

# apt: the same mirrors as the host, security updates from the start, nothing kept that an image does not need.
cat >"$root/etc/apt/sources.list" <<LIST
deb $mirror $suite main
deb $mirror $suite-updates main
deb $security $suite-security main
LIST
cat >"$root/etc/apt/apt.conf.d/90image" <<'CONF'
APT::Install-Recommends "false";
APT::Install-Suggests "false";
APT::AutoRemove::SuggestsImportant "false";
Acquire::Languages "none";
Acquire::GzipIndexes "true";
Acquire::Retries "3";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb || true"; };
CONF
# A host that works with an older snapshot of the archive says so to apt; its images need the same.
apt-config dump 2>/dev/null | grep -E '^Acquire::Check-(Valid-Until|Date) ' >>"$root/etc/apt/apt.conf.d/90image" || true
cat >"$root/etc/dpkg/dpkg.cfg.d/90image" <<'CONF'
path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/man/*
path-exclude /usr/share/info/*
path-exclude /usr/share/locale/*
path-include /usr/share/locale/locale.alias
path-exclude /usr/share/lintian/*
CONF
# No service may start while packages are installed in an image.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"

# Packages installed in an image have nobody to ask.
echo 'debconf debconf/frontend select Noninteractive' | chroot "$root" debconf-set-selections

# Programs inside use the host's name servers only while this runs; Docker mounts its own file over it.
export DEBIAN_FRONTEND=noninteractive
chroot "$root" apt-get -q update
chroot "$root" apt-get -qy upgrade
chroot "$root" apt-get clean

find "$root/usr/share/doc" -type f ! -name copyright -delete
find "$root/usr/share/doc" -depth -type d -empty -delete
find "$root/usr/share/locale" -mindepth 1 ! -name locale.alias -delete
rm -rf "$root"/usr/share/man/* "$root"/usr/share/info/* "$root"/usr/share/lintian "$root"/var/lib/apt/lists/* \
  "$root"/var/cache/apt/*.bin "$root"/var/cache/debconf/*-old "$root"/var/log/*.log "$root"/var/log/apt/*
: >"$root/etc/machine-id"
: >"$root/etc/resolv.conf"
echo debian >"$root/etc/hostname"

tar --numeric-owner --exclude=./proc/* --exclude=./sys/* --exclude=./dev/* -C "$root" -cf "$out" .
