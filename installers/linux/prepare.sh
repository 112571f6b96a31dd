# Sets up a bare Debian machine: system libraries and .venv. Sourced by ./run and ./test, which set `here`.
# Prints one line for each thing it does and nothing when all is in place.
# shellcheck shell=bash

runtime_libs=(
  libstdc++6 libglib2.0-0 libegl1 libgl1 libx11-6 libdbus-1-3 libfontconfig1 libfreetype6 libxkbcommon0 libbrotli1
  libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0
  libxcb-shape0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 libxkbcommon-x11-0 libwayland-cursor0 libcups2
)
test_tools=(chromium poppler-utils strace xvfb xauth xdotool)

# Qt and Python speak UTF-8; a bare machine is set to plain C, and Qt would complain at every start.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in *[Uu][Tt][Ff]*) ;; *) export LC_ALL=C.UTF-8 ;; esac

say() { printf '%s\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif [ -t 0 ]; then sudo "$@"; else sudo -n "$@"; fi
}

may_be_root() {
  [ "$(id -u)" = 0 ] && return 0
  command -v sudo >/dev/null || return 1
  [ -t 0 ] || sudo -n true 2>/dev/null
}

# Prints those of the named Debian packages that are not installed (a later release may add t64 to a name).
lacking() {
  local have package
  have=" $(dpkg-query -W -f='${db:Status-Status}=${Package} ' "$@" "${@/%/t64}" 2>/dev/null || true) "
  for package in "$@"; do
    case $have in *" installed=$package "* | *" installed=${package}t64 "*) ;; *) printf '%s ' "$package" ;; esac
  done
}

# Runs a wordy command and shows what it said only when it failed.
quietly() {
  local said
  said=$("$@" 2>&1) && return 0
  say "$said"
  return 1
}

apt_install() {
  quietly as_root apt-get update -q &&
    quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

install_system() {
  local missing
  if ! command -v dpkg-query >/dev/null; then
    [ -e "$here/.venv/.stamp-run" ] || say "데비안 계열이 아니어서 시스템 라이브러리는 확인하지 않습니다."
    return 0
  fi
  missing=$(lacking "$@")
  [ -n "$missing" ] || return 0
  if ! may_be_root; then
    say "관리자에게 다음 꾸러미의 설치를 요청해 주세요: $missing"
    return 0
  fi
  say "시스템 라이브러리를 설치합니다: $missing"
  # shellcheck disable=SC2086
  apt_install $missing || say "시스템 라이브러리를 설치하지 못했습니다. 인터넷 연결을 확인해 주세요: $missing"
}

# Prints the first Python that is new enough and can make a virtual environment.
find_python() {
  local name
  for name in python3 python3.13 python3.12 python3.11; do
    "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    command -v "$name"
    return 0
  done
  return 1
}

make_venv() {
  local python
  if ! python=$(find_python); then
    say "파이썬 3.11 이상을 설치합니다."
    if may_be_root && command -v apt-get >/dev/null; then apt_install python3 python3-venv ca-certificates || true; fi
    if ! python=$(find_python); then
      say "파이썬 3.11 이상과 venv가 필요합니다. 관리자에게 python3, python3-venv 설치를 요청해 주세요."
      exit 4
    fi
  fi
  say "가상 환경 .venv를 만듭니다."
  quietly "$python" -m venv --clear "$here/.venv"
}

# A stamp says which pinned packages and which Python the environment was made with.
stamp_of() {
  { cat "$1" "$here/.venv/pyvenv.cfg" && readlink -f "$here/.venv/bin/python" && printf '%s\n' "$here"; } 2>/dev/null |
    sha256sum | cut -d' ' -f1
}

is_current() { [ -x "$here/.venv/bin/python" ] && [ "$(cat "$here/.venv/.stamp-$2" 2>/dev/null)" = "$(stamp_of "$1")" ]; }

install_packages() {
  local file=$1 what=$2 site
  is_current "$file" "$what" && return 0
  "$here/.venv/bin/python" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || make_venv
  say "고정된 파이썬 꾸러미를 설치합니다. 처음에는 1~2분 걸립니다."
  if ! quietly "$here/.venv/bin/python" -m pip install -q --disable-pip-version-check --no-input \
    --only-binary :all: --require-hashes -r "$file"; then
    say "파이썬 꾸러미를 설치하지 못했습니다. 인터넷 연결과 디스크 공간을 확인하고 다시 실행해 주세요."
    exit 4
  fi
  site=$("$here/.venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  printf '%s\n' "$here" >"$site/sukui_checkout.pth"
  stamp_of "$file" >"$here/.venv/.stamp-$what"
}
