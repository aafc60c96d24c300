package output

import (
	"bytes"
	"strings"
)

// longest is the length at which an unfinished line is shown all the same (a progress bar, a binary).
const longest = 64 * 1024

// lines cuts a stream of bytes into lines. Its zero value is ready.
type lines struct{ pending []byte }

// add takes the next bytes and returns the lines that they complete, without their ends.
func (l *lines) add(p []byte) []string {
	l.pending = append(l.pending, p...)
	var whole []string
	for {
		end := bytes.IndexByte(l.pending, '\n')
		if end < 0 {
			break
		}
		whole = append(whole, strings.TrimSuffix(string(l.pending[:end]), "\r"))
		l.pending = l.pending[end+1:]
	}
	if len(l.pending) >= longest {
		whole = append(whole, string(l.pending))
		l.pending = nil
	}
	return whole
}

// rest returns what no newline has ended, and forgets it.
func (l *lines) rest() string {
	left := string(l.pending)
	l.pending = nil
	return left
}
