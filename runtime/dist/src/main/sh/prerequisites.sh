# Sourced by ./vireo and ./check: names what the build needs and is absent, one line each, with the command that installs it.
# Afterwards jdk is the home of a JDK 25 or later and Maven runs on a Java that its plugins accept.

java_major() { # JAVA -> 25
  "$1" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1
}

find_jdk() { # VERSION: prints the home of an installed JDK of at least this version, preferring what the user chose
  local home major
  for home in "${JDK25_HOME:-}" "${JAVA25_HOME:-}" "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v javac || true)")")")" \
    /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    [ -x "$home/bin/javac" ] && [ -x "$home/bin/jlink" ] || continue
    major=$(java_major "$home/bin/java")
    if [ "${major:-0}" -ge "$1" ]; then
      echo "$home"
      return
    fi
  done
}

sudo=
[ "$(id -u)" = 0 ] || sudo="sudo "
missing=0
need() { # PROGRAM PACKAGE
  if ! command -v "$1" >/dev/null; then
    echo "missing: $1; install it with: ${sudo}apt-get install $2" >&2
    missing=1
  fi
}

need git git
need tar tar
need flock util-linux
jdk=$(find_jdk 25)
if [ -z "$jdk" ]; then
  echo "missing: a JDK 25 or later; install it with: ${sudo}apt-get install openjdk-25-jdk-headless (Debian 13) or temurin-25-jdk (packages.adoptium.net)" >&2
  missing=1
fi
if ! command -v mvn >/dev/null; then
  echo "missing: mvn 3.8 or later; install it with: ${sudo}apt-get install maven" >&2
  missing=1
elif [ -n "$jdk" ]; then
  # Plugins need Java 17; the code is compiled by the JDK 25 that the toolchain plugin finds, whatever Maven runs on.
  default=$(command -v java || true)
  if [ -n "${JAVA_HOME:-}" ]; then
    default=$JAVA_HOME/bin/java
  fi
  if [ ! -x "$default" ] || [ "$(java_major "$default")" -lt 17 ]; then
    export JAVA_HOME=$jdk
  fi
  export JAVA25_HOME=$jdk
  maven=$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
  if [ "$(printf '%s\n3.8\n' "${maven:-0}" | sort -V | head -n 1)" != 3.8 ]; then
    echo "missing: mvn 3.8 or later (found ${maven:-none}); install it with: ${sudo}apt-get install maven" >&2
    missing=1
  fi
fi
[ "$missing" = 0 ] || exit 1
