package process

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// shell runs a script with the real /bin/sh and returns what it printed.
func shell(t *testing.T, ctx context.Context, script string) (string, error) {
	t.Helper()
	var out, errors bytes.Buffer
	err := Run(ctx, Spec{Args: []string{"/bin/sh", "-c", script}, Env: os.Environ(), Stdout: &out, Stderr: &errors})
	return out.String() + errors.String(), err
}

// gone waits for a process to be dead (or dead and not yet buried) and says whether it is within 3 seconds.
func gone(t *testing.T, pidFile string) bool {
	t.Helper()
	pid, err := os.ReadFile(pidFile)
	if err != nil {
		t.Fatal(err)
	}
	for range 30 {
		status, err := os.ReadFile(filepath.Join("/proc", strings.TrimSpace(string(pid)), "stat"))
		if err != nil || strings.Contains(string(status), ") Z ") {
			return true
		}
		time.Sleep(100 * time.Millisecond)
	}
	return false
}

func TestRunReportsTheExitStatus(t *testing.T) {
	t.Parallel()
	if _, err := shell(t, t.Context(), "exit 7"); err == nil || err.Error() != "exit status 7" {
		t.Fatalf("got %v", err)
	}
}

func TestRunWaitsForBackgroundOutput(t *testing.T) {
	t.Parallel()
	out, err := shell(t, t.Context(), "(sleep 0.3; echo late) & echo early")
	if err != nil || out != "early\nlate\n" {
		t.Fatalf("got %q, %v", out, err)
	}
}

func TestCancelEndsGrandchildren(t *testing.T) {
	t.Parallel()
	pid := filepath.Join(t.TempDir(), "pid")
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(300*time.Millisecond, cancel)
	start := time.Now()
	_, err := shell(t, ctx, "sh -c 'sleep 60 & echo $! > "+pid+"; wait'")
	if !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "cancelled") {
		t.Fatalf("got %v", err)
	}
	if took := time.Since(start); took > 3*time.Second {
		t.Fatalf("took %v", took)
	}
	if !gone(t, pid) {
		t.Fatal("the grandchild outlived the command")
	}
}

func TestCancelKillsWhatIgnoresTheRequest(t *testing.T) {
	t.Parallel()
	pid := filepath.Join(t.TempDir(), "pid")
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err := shell(t, ctx, "trap '' TERM; sleep 60 & echo $! > "+pid+"; wait; wait")
	if err == nil || !strings.HasPrefix(err.Error(), "timed out") {
		t.Fatalf("got %v", err)
	}
	if !gone(t, pid) {
		t.Fatal("the grandchild outlived the command")
	}
}

func TestCancelDoesNotWaitForWhatLeftTheGroup(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	start := time.Now()
	if _, err := shell(t, ctx, "setsid sleep 9 & wait"); err == nil {
		t.Fatal("no error")
	}
	if took := time.Since(start); took > 8*time.Second {
		t.Fatalf("took %v", took)
	}
}

func TestRunDoesNotStartWhatIsCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if out, err := shell(t, ctx, "echo ran"); err == nil || out != "" {
		t.Fatalf("got %q, %v", out, err)
	}
}
