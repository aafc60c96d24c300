# One system and stack with two states would share names, ports and data: prints why that cannot go on when the state, which knows the containers
# $KNOWN (ids), knows none of those that are here. Always exits 0; an engine that does not answer is somebody else's to tell.
set -u
list() { docker "$@" --filter "label=io.pulumi-web-systems.system=$SYSTEM" --filter "label=io.pulumi-web-systems.stack=$STACK"; }
here=$(list ps --all --no-trunc --format '{{.ID}} {{.Names}}' 2>/dev/null) || exit 0
strangers=$(printf '%s\n' "$here" | while read -r id name; do
  case " $KNOWN " in *" $id "*) echo known; break ;; *) printf '%s ' "$name" ;; esac
done)
case "$strangers" in *known | " " | "") exit 0 ;; esac
networks=$(list network ls --format '{{.Name}}' | tr '\n' ' ')
echo "The host has containers of stack $STACK of $SYSTEM, but the state in use knows none of them: $strangers"
echo "They belong to another state (on another machine or backend), or the state was lost, or its first update was cut off."
echo "fix: use the state that made them (pulumi whoami --verbose says which one is in use). If it was lost, npm run doctor names its copies; if an update was cut off, npm run unlock"
echo "fix: when nobody has that state any more, remove what it made; the volumes with the data stay, and this stack takes them: docker stop --time 60 $strangers&& docker rm $strangers&& docker network rm $networks"
