// Package output takes what a command writes: keeps it for the resource's outputs and shows it line by line.
package output

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"

	provider "github.com/pulumi/pulumi-go-provider"
)

// Names of the variables in which a command finds what the previous create or update of its resource printed.
const (
	PreviousStdout = "PULUMI_COMMAND_STDOUT"
	PreviousStderr = "PULUMI_COMMAND_STDERR"
)

// Capture collects both streams of one command, apart for its outputs and together, in order, for its error message.
type Capture struct {
	mu                 sync.Mutex
	out, err, both     bytes.Buffer
	outLines, errLines lines
	logStdout, logErr  bool
	show               func(line string)
}

// New makes a Capture that shows the wanted streams as status lines of the resource in ctx while the command runs.
func New(ctx context.Context, logStdout, logStderr bool) *Capture {
	logger := provider.GetLogger(ctx)
	return &Capture{logStdout: logStdout, logErr: logStderr, show: logger.InfoStatus}
}

// Stdout is where the command's standard output goes. Safe to use beside Stderr; never fails.
func (c *Capture) Stdout() io.Writer { return stream{c, &c.out, &c.outLines, c.logStdout} }

// Stderr is where the command's standard error goes.
func (c *Capture) Stderr() io.Writer { return stream{c, &c.err, &c.errLines, c.logErr} }

// Result is both outputs, each less one trailing newline, and shows a last line that no newline ended.
func (c *Capture) Result() (stdout, stderr string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, rest := range []string{c.outLines.rest(), c.errLines.rest()} {
		if rest != "" {
			c.show(rest)
		}
	}
	return strings.TrimSuffix(c.out.String(), "\n"), strings.TrimSuffix(c.err.String(), "\n")
}

// Failure is the error of a failed command, in the official words: why it failed, what was run, what it printed.
// Secrets among them are shown, as the official plugin shows them: what must not be seen must not be printed.
func (c *Capture) Failure(cause error, command string) error {
	c.Result()
	c.mu.Lock()
	defer c.mu.Unlock()
	return fmt.Errorf("%w: running %q:\n%s", cause, command, c.both.String())
}

// stream is one of a Capture's two inputs.
type stream struct {
	capture *Capture
	own     *bytes.Buffer
	lines   *lines
	log     bool
}

func (s stream) Write(p []byte) (int, error) {
	s.capture.mu.Lock()
	defer s.capture.mu.Unlock()
	s.own.Write(p)
	s.capture.both.Write(p)
	if s.log {
		for _, line := range s.lines.add(p) {
			s.capture.show(line)
		}
	}
	return len(p), nil
}
