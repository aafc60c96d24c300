# Names the links below $1 that lead out of it: Nginx would serve what it finds there, such as the key of the certificate.
strays() {
  # shellcheck disable=SC2016 # for the inner shell
  find "$1" -type l -exec sh -c 'root=$1; shift
    for link; do
      case $(readlink -f "$link") in "$root"/*) ;; *) printf "%s -> %s\n" "${link#"$root"/}" "$(readlink "$link")" ;; esac
    done' sh "$1" {} +
}
