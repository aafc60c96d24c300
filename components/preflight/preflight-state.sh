# Says what the preflight must know of the host before it can tell whether this state belongs here: which engine answers, and every container and
# every volume of ours on it, whoever's they are. A line each, fields with tabs between. Always exits 0; an engine that does not answer is
# somebody else's to tell.
set -u
tab=$(printf '\t')
of() { printf '{{.Label "io.pulumi-web-systems.%s"}}' "$1"; }
whose="$(of system)$tab$(of stack)$tab$(of service)"
docker info --format "engine$tab{{.ID}}$tab{{.Name}}$tab{{.DockerRootDir}}" 2>/dev/null
docker ps --all --no-trunc --format "container$tab$whose$tab{{.ID}}$tab{{.Names}}" 2>/dev/null
docker volume ls --filter label=io.pulumi-web-systems.system --format "volume$tab$whose$tab{{.Name}}$tab{{.Name}}" 2>/dev/null
exit 0
