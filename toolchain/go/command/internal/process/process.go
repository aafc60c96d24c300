// Package process runs one local command in a process group of its own, so that ending it ends all it has started.
package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// grace is how long a cancelled command has between being asked to end and being killed.
const grace = 5 * time.Second

// Spec is one command to run.
type Spec struct {
	// Args is the program and its arguments; at least one.
	Args []string
	// Dir is the working directory; empty means the plugin's own, which is the Pulumi program's.
	Dir string
	// Env is the whole environment, as NAME=value; of two with one name the last counts.
	Env []string
	// Stdin is what the command reads; empty means nothing (the null device).
	Stdin string
	// Stdout and Stderr take what it prints.
	Stdout, Stderr io.Writer
}

// Run starts the command and waits for it and for everything that still holds its output open. Its error is the
// exit status (`exit status N`), the reason why it could not start, or why ctx ended: then the whole group was asked
// to end (SIGTERM), given 5 seconds, and killed.
func Run(ctx context.Context, spec Spec) error {
	// On Linux the child dies with the thread that started it, so that thread must last as long as the child.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()

	if err := ctx.Err(); err != nil {
		return stopped(ctx, nil)
	}
	if err := checkDir(spec.Dir); err != nil {
		return err
	}
	cmd := exec.Command(spec.Args[0], spec.Args[1:]...)
	cmd.Dir, cmd.Env = spec.Dir, spec.Env
	if spec.Stdin != "" {
		cmd.Stdin = strings.NewReader(spec.Stdin)
	}
	ownGroup(cmd)
	pipes, err := connect(cmd, spec.Stdout, spec.Stderr)
	if err != nil {
		return err
	}
	defer pipes.close()
	if err := cmd.Start(); err != nil {
		return err
	}
	pid := cmd.Process.Pid
	running.add(pid)
	defer running.remove(pid)
	pipes.copy()
	unwatch := context.AfterFunc(ctx, func() { end(pid, pipes) })
	defer unwatch()

	err = cmd.Wait()
	<-pipes.done
	if err != nil && ctx.Err() != nil {
		kill(pid) // whatever the command started and left behind
		return stopped(ctx, err)
	}
	return err
}

// checkDir says what is wrong with a working directory; the error of starting in one that does not exist would name
// the program instead.
func checkDir(dir string) error {
	if dir == "" {
		return nil
	}
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("%s is not a directory", dir)
	}
	if err != nil {
		return fmt.Errorf("dir: %w", err)
	}
	return nil
}

// end asks the group to end, kills it if it does not, and stops reading from what escaped even that.
func end(pid int, pipes *pipes) {
	_ = terminate(pid)
	if pipes.finishWithin(grace) {
		return
	}
	kill(pid)
	if !pipes.finishWithin(time.Second) {
		pipes.close()
	}
}

// stopped says why a command was ended before its time, or not started at all.
func stopped(ctx context.Context, err error) error {
	word := "cancelled"
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		word = "timed out"
	}
	if err == nil {
		return fmt.Errorf("%s: %w", word, ctx.Err())
	}
	return fmt.Errorf("%s (%w): %w", word, err, ctx.Err())
}
