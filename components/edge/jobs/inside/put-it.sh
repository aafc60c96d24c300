# Goes on after put.sh: the file $1.
put "$1"
