# What stays free in any case: a server that cannot write its log stops serving.
reserve=67108864
# Says what is missing on the disks of $work/folders to load $1 bytes of tables; nothing when there is enough room.
missing_room() {
  log=$(log_weight "$1") || return 1
  needed=$(($1 + log + reserve))
  # shellcheck disable=SC2046 # a folder a word
  free=$(free_in $(cat "$work/folders"))
  [ "$free" -ge "$needed" ] || echo "$(mib "$free") MiB are free where the server keeps its data ($(head -n 1 "$work/folders")); $(mib "$needed") MiB are needed: $(mib "$1") for the tables, $(mib "$log") for the log, $(mib "$reserve") to spare. Make room on the host."
}
