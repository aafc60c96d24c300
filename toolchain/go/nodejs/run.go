package nodejs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

// bail is the exit code of a program that has already told the user what went wrong.
const bail = 32

// Run executes a program and returns when it has ended. Its output goes to this process's own, which the engine reads.
func (h *Host) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	opts, err := readOptions(request.GetInfo())
	if err != nil {
		return nil, err
	}
	node, err := findNode()
	if err != nil {
		return nil, err
	}
	runner, err := findRunner(ctx, node, request.GetInfo().GetProgramDirectory(), "run")
	if err != nil {
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	variables, err := configuration(request)
	if err != nil {
		return nil, err
	}

	ctx, stop := h.bounded(ctx)
	defer stop()
	command := exec.CommandContext(ctx, node, append(append(opts.nodeArgs, runner), h.arguments(request)...)...)
	command.Dir = request.GetPwd()
	command.Env = append(append(os.Environ(), opts.environment()...), variables...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	terminateGently(command)
	return response(command.Run()), nil
}

// bounded ends the context of one call when the host is told to stop, too.
func (h *Host) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, stop := context.WithCancel(ctx)
	unhook := context.AfterFunc(h.programs, stop)
	return ctx, func() { unhook(); stop() }
}

// terminateGently sends a cancelled process SIGTERM and kills it
// ten seconds later, so that a program can still close what it holds.
func terminateGently(command *exec.Cmd) {
	command.Cancel = func() error { return terminate(command.Process) }
	command.WaitDelay = 10 * time.Second
}

// arguments are those of @pulumi/pulumi/cmd/run.
func (h *Host) arguments(request *pulumirpc.RunRequest) []string {
	var arguments []string
	add := func(name, value string) {
		if value != "" {
			arguments = append(arguments, "--"+name, value)
		}
	}
	add("monitor", request.GetMonitorAddress())
	add("engine", h.engineAddress())
	add("organization", request.GetOrganization())
	add("project", request.GetProject())
	add("stack", request.GetStack())
	add("root-directory", request.GetInfo().GetRootDirectory())
	add("pwd", request.GetPwd())
	if request.GetDryRun() {
		arguments = append(arguments, "--dry-run")
	}
	add("parallel", strconv.Itoa(int(request.GetParallel())))
	add("tracing", h.tracing)
	entry := request.GetInfo().GetEntryPoint()
	if entry == "" {
		entry = "." // the package's "main"
	}
	return append(append(arguments, entry), request.GetArgs()...)
}

// configuration hands the stack's configuration to the program, secrets included, in its environment.
func configuration(request *pulumirpc.RunRequest) ([]string, error) {
	values := request.GetConfig()
	if values == nil {
		values = map[string]string{}
	}
	secrets := request.GetConfigSecretKeys()
	if secrets == nil {
		secrets = []string{}
	}
	config, err := json.Marshal(values)
	if err != nil {
		return nil, fmt.Errorf("write the configuration: %w", err)
	}
	keys, err := json.Marshal(secrets)
	if err != nil {
		return nil, fmt.Errorf("write the names of secret configuration: %w", err)
	}
	return []string{"PULUMI_CONFIG=" + string(config), "PULUMI_CONFIG_SECRET_KEYS=" + string(keys)}, nil
}

// response says how a program ended in the engine's terms.
func response(err error) *pulumirpc.RunResponse {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return &pulumirpc.RunResponse{}
	case errors.As(err, &exit) && exit.ExitCode() == bail:
		return &pulumirpc.RunResponse{Bail: true}
	case errors.As(err, &exit) && exit.ExitCode() > 0:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("Program exited with non-zero exit code: %d", exit.ExitCode())}
	case errors.As(err, &exit):
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("Program exited unexpectedly: %v", exit)}
	default:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("could not run the program: %v", err)}
	}
}
