# Shows the lines of standard input without the secrets of $hidden, a line each: all of them when they are few; else 40 from the first
# that tells of an error on, which is the cause more often than the last one, and the last 20.
hidden=
shown() {
  {
    [ -z "$hidden" ] || printf '%s\n' "$hidden"
    echo
    cat
  } | awk '
    !begun { if ($0 == "") begun = 1; else needle[++needles] = $0; next }
    {
      line = $0
      for (i = 1; i <= needles; i++) {
        done = ""
        while ((at = index(line, needle[i])) > 0) {
          done = done substr(line, 1, at - 1) "[secret]"
          line = substr(line, at + length(needle[i]))
        }
        line = done line
      }
      text[++count] = line
      if (!first && tolower(line) ~ /error|exception|traceback|fatal|panic/) first = count
    }
    END {
      last = count > 20 ? count - 19 : 1
      from = !first || first > last ? last : first > 2 ? first - 2 : 1
      for (i = from; i <= count; i++) {
        if (i == from + 40 && i < last) { print "…"; i = last }
        print "  | " text[i]
      }
    }'
}
