# Sourced by the other scripts: finds what a script needs, installs it with apt where it may, or names it and stops.
# Not run by itself.

# need COMMAND PACKAGE: note that PACKAGE must be installed if COMMAND is not there.
missing_packages=()
need() {
  command -v "$1" >/dev/null 2>&1 || [ -x "$1" ] || missing_packages+=("$2")
}

# What compiling needs besides the Rust toolchain: HiGHS is C++ built by cmake, its bindings are made with libclang.
need_build_tools() {
  command -v cargo >/dev/null 2>&1 || {
    echo "missing: a Rust toolchain with cargo (see the installation page of rust-lang.org)" >&2
    exit 1
  }
  need g++ g++
  need cmake cmake
  need make make
  if ! has_libclang && [ -z "${LIBCLANG_PATH:-}" ]; then
    missing_packages+=(libclang1)
  fi
}

# libclang itself: libclang-cpp, which comes with the compiler's run-time, is another library and of no use here.
has_libclang() {
  local file
  for file in /usr/lib/*/libclang[-.]*so* /usr/lib/llvm*/lib/libclang[-.]*so*; do
    case $file in *libclang-cpp*) ;; *) [ -e "$file" ] && return 0 ;; esac
  done
  return 1
}

# The newest libclang1-NN that apt knows, since the plain name exists on no release.
libclang_package() {
  apt-cache search --names-only '^libclang1-[0-9]+$' | cut -d' ' -f1 | sort -V | tail -n 1
}

# What need() noted, by names that apt knows: where it knows no libclang1-NN, the package that stands for whatever there is.
known_packages() {
  local p
  for p in "${missing_packages[@]}"; do
    if [ "$p" = libclang1 ]; then p=$(libclang_package); fi
    echo "${p:-libclang-dev}"
  done
}

# Whether sudo lets us, or can ask for the password: somebody sits at a terminal.
may_sudo() {
  command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || has_terminal; }
}

has_terminal() {
  [ -t 0 ]
}

# Installs what need() noted, or names it and stops.
install_needs() {
  [ ${#missing_packages[@]} -eq 0 ] && return 0
  local sudo="" packages
  if ! command -v apt-get >/dev/null 2>&1; then
    echo "missing: ${missing_packages[*]} (there is no apt-get here; please install them)" >&2
    exit 1
  fi
  if [ "$(id -u)" != 0 ]; then
    if ! may_sudo; then
      mapfile -t packages < <(known_packages)
      echo "missing: ${packages[*]} (run as root or with sudo, or install them: apt-get install ${packages[*]})" >&2
      exit 1
    fi
    sudo="sudo"
  fi
  echo "installing: ${missing_packages[*]}${sudo:+ (sudo may ask for your password)}"
  $sudo apt-get update -qq || {
    echo "apt-get could not update its lists; missing: ${missing_packages[*]}" >&2
    exit 1
  }
  mapfile -t packages < <(known_packages)
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null || {
    echo "apt-get could not install: ${packages[*]}" >&2
    case " ${packages[*]} " in
      *" libclang-dev "*) echo "missing: libclang; where it is installed in a place of its own, LIBCLANG_PATH says where" >&2 ;;
    esac
    exit 1
  }
  missing_packages=()
}
