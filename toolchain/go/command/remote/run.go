package remote

import (
	"context"
	"fmt"
	"strings"
	"time"

	provider "github.com/pulumi/pulumi-go-provider"
	"golang.org/x/crypto/ssh"

	"pulumi-web-systems/toolchain/command/internal/output"
)

// grace is how long a cancelled remote command has between being asked to end and being killed, and then to be gone.
const grace = 2 * time.Second

// run executes the command on the remote host and puts what it printed into out, which on entry holds what the
// previous run printed. Its error is the connection's, or carries the exit status, the command and what it printed.
func run(ctx context.Context, command string, in CommandInputs, out *BaseOutputs) error {
	client, err := in.Connection.dial(ctx)
	if err != nil {
		return err
	}
	defer client.Close()
	session, err := client.NewSession()
	if err != nil {
		return fmt.Errorf("opening an SSH session: %w", err)
	}
	defer session.Close()
	if err := setEnvironment(ctx, session, in, *out); err != nil {
		return err
	}
	if stdin := valueOr(in.Stdin, ""); stdin != "" {
		session.Stdin = strings.NewReader(stdin)
	}
	logStdout, logStderr := in.Logging.streams()
	capture := output.New(ctx, logStdout, logStderr)
	session.Stdout, session.Stderr = capture.Stdout(), capture.Stderr()

	if err := execute(ctx, client, session, command); err != nil {
		return capture.Failure(err, command)
	}
	out.Stdout, out.Stderr = capture.Result()
	return nil
}

// execute runs the command to its end, or to ctx's: then it is asked to end, killed 2 seconds later, and the connection
// closed. OpenSSH passes signals on since 7.9, but not for root: the error says if the command may be running still.
func execute(ctx context.Context, client *client, session *ssh.Session, command string) error {
	finished := make(chan error, 1)
	go func() { finished <- session.Run(command) }()
	select {
	case err := <-finished:
		return err
	case <-ctx.Done():
	}
	for _, signal := range []ssh.Signal{ssh.SIGTERM, ssh.SIGKILL} {
		_ = session.Signal(signal)
		select {
		case <-finished:
			return fmt.Errorf("cancelled: %w", ctx.Err())
		case <-time.After(grace):
		}
	}
	client.Close()
	<-finished
	return fmt.Errorf("cancelled: %w (it did not end when asked to, and may be running still)", ctx.Err())
}

// setEnvironment sends the variables to the server. One of the program's that it refuses is an error; the previous
// output, which the program did not ask for, is only worth a debug line.
func setEnvironment(ctx context.Context, session *ssh.Session, in CommandInputs, previous BaseOutputs) error {
	if in.Environment != nil {
		for name, value := range *in.Environment {
			if err := session.Setenv(name, value); err != nil {
				return fmt.Errorf("could not set environment variable %q: %w. The SSH server must accept it (AcceptEnv "+
					"in sshd_config); or put it into the command, if a shell runs that: NAME=value command", name, err)
			}
		}
	}
	if !valueOr(in.AddPreviousOutputInEnv, true) {
		return nil
	}
	for name, value := range map[string]string{
		output.PreviousStdout: previous.Stdout, output.PreviousStderr: previous.Stderr,
	} {
		if value == "" {
			continue
		}
		if err := session.Setenv(name, value); err != nil {
			provider.GetLogger(ctx).Debugf("the SSH server does not accept %s: %v", name, err)
		}
	}
	return nil
}
