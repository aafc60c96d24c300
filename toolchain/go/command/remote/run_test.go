package remote

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi-go-provider/infer"
)

// create runs a command as the engine does on the resource's creation.
func create(t *testing.T, in CommandInputs) (CommandOutputs, error) {
	t.Helper()
	resp, err := (&Command{}).Create(t.Context(), infer.CreateRequest[CommandInputs]{Name: "c", Inputs: in})
	return resp.Output, err
}

func TestRemoteCommandLifecycle(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	c := s.connection()
	in := CommandInputs{
		Connection: &c, Create: ptr(`read x; echo "created $x $OK_NAME"; echo warn >&2`), Stdin: ptr("input\n"),
		Environment: &map[string]string{"OK_NAME": "value"},
	}
	state, err := create(t, in)
	if err != nil || state.Stdout != "created input value" || state.Stderr != "warn" {
		t.Fatalf("got %q, %q, %v", state.Stdout, state.Stderr, err)
	}

	in.Update = ptr(`echo "updated after $PULUMI_COMMAND_STDOUT"`)
	updated, err := (&Command{}).Update(t.Context(),
		infer.UpdateRequest[CommandInputs, CommandOutputs]{State: state, Inputs: in})
	if err != nil || updated.Output.Stdout != "updated after created input value" {
		t.Fatalf("got %q, %v", updated.Output.Stdout, err)
	}

	file := filepath.Join(t.TempDir(), "deleted")
	state.Delete = ptr(`echo "$PULUMI_COMMAND_STDERR" > ` + file)
	if _, err := (&Command{}).Delete(t.Context(), infer.DeleteRequest[CommandOutputs]{State: state}); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(file); string(text) != "warn\n" {
		t.Fatalf("got %q", text)
	}
}

func TestRemoteCommandFails(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	c := s.connection()
	_, err := create(t, CommandInputs{Connection: &c, Create: ptr("echo half; echo why >&2; exit 4")})
	for _, word := range []string{"status 4", `running "echo half; echo why >&2; exit 4"`, "half\n", "why\n"} {
		if err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%q is not in %v", word, err)
		}
	}
	_, err = create(t, CommandInputs{
		Connection: &c, Create: ptr("true"), Environment: &map[string]string{"NOT_ACCEPTED": "1"},
	})
	if err == nil || !strings.Contains(err.Error(), "NOT_ACCEPTED") || !strings.Contains(err.Error(), "AcceptEnv") {
		t.Errorf("got %v", err)
	}
}

func TestRemoteCommandIsCancelled(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	c := s.connection()
	pid := filepath.Join(t.TempDir(), "pid")
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	start := time.Now()
	_, err := (&Command{}).Create(ctx, infer.CreateRequest[CommandInputs]{Inputs: CommandInputs{
		Connection: &c, Create: ptr("sleep 8 & echo $! > " + pid + "; wait"),
	}})
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 7*time.Second {
		t.Fatalf("got %v after %v", err, time.Since(start))
	}
	if s.user == "root" { // for whom sshd passes no signals on
		if !strings.Contains(err.Error(), "may be running still") {
			t.Fatalf("got %v", err)
		}
		return
	}
	text, err := os.ReadFile(pid)
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond)
	status, err := os.ReadFile("/proc/" + strings.TrimSpace(string(text)) + "/stat")
	if err == nil && !strings.Contains(string(status), ") Z ") {
		t.Fatalf("the remote command outlived its cancellation: %s", status)
	}
}

func TestPreviewConnectsToNothing(t *testing.T) {
	t.Parallel()
	c := Connection{Endpoint: Endpoint{Host: "127.0.0.1", Port: ptr(1.0)}}
	resp, err := (&Command{}).Create(t.Context(), infer.CreateRequest[CommandInputs]{
		Name: "c", Inputs: CommandInputs{Connection: &c, Create: ptr("true")}, DryRun: true,
	})
	if err != nil || resp.Output.Stdout != "" {
		t.Fatalf("got %v, %v", resp, err)
	}
}
