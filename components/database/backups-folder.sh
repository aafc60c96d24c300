# Gives the volume $VOLUME, for the backups of a database, to the user $SERVER_USER of the image $IMAGE; nobody else may look into it.
set -u
answer=$(docker run --rm --network none --read-only --cap-drop ALL --cap-add CHOWN --cap-add FOWNER --user 0 --entrypoint sh \
  --volume "$VOLUME:/backups" --env SERVER_USER="$SERVER_USER" "$IMAGE" \
  -c 'chmod 0700 /backups && chown "$SERVER_USER:$SERVER_USER" /backups' 2>&1) && exit 0
{
  echo "The volume $VOLUME for backups could not be given to $SERVER_USER: $answer"
  echo "Nothing that serves was changed."
} >&2
exit 1
