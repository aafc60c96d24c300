package local

import (
	"context"
	"os"
	"runtime"

	"pulumi-web-systems/toolchain/command/internal/output"
	"pulumi-web-systems/toolchain/command/internal/process"
)

// run executes the command and puts what it produced into out, which on entry holds what the previous run produced.
// Its error carries the exit status, the command and all that it printed; out is then as it was.
func run(ctx context.Context, command string, in BaseInputs, out *BaseOutputs) error {
	dir, err := directory(in)
	if err != nil {
		return err
	}
	logStdout, logStderr := in.Logging.streams()
	capture := output.New(ctx, logStdout, logStderr)
	err = process.Run(ctx, process.Spec{
		Args:   append(interpreter(in), command),
		Dir:    dir,
		Env:    environment(in, *out),
		Stdin:  valueOr(in.Stdin, ""),
		Stdout: capture.Stdout(),
		Stderr: capture.Stderr(),
	})
	if err != nil {
		return capture.Failure(err, command)
	}
	produced := BaseOutputs{}
	produced.Stdout, produced.Stderr = capture.Result()
	if err := collect(dir, in, &produced); err != nil {
		return err
	}
	*out = produced
	return nil
}

// interpreter is the program that takes the command text as its last argument.
func interpreter(in BaseInputs) []string {
	if in.Interpreter != nil && len(*in.Interpreter) > 0 {
		return append([]string{}, *in.Interpreter...)
	}
	if runtime.GOOS == "windows" {
		return []string{"cmd", "/C"}
	}
	return []string{"/bin/sh", "-c"}
}

// directory is where the command runs and where globs are looked up.
func directory(in BaseInputs) (string, error) {
	if in.Dir != nil && *in.Dir != "" {
		return *in.Dir, nil
	}
	return os.Getwd()
}

// environment is the engine's own, then the program's, then the previous output unless that is switched off.
func environment(in BaseInputs, previous BaseOutputs) []string {
	env := os.Environ()
	if in.Environment != nil {
		for name, value := range *in.Environment {
			env = append(env, name+"="+value)
		}
	}
	if valueOr(in.AddPreviousOutputInEnv, true) {
		if previous.Stdout != "" {
			env = append(env, output.PreviousStdout+"="+previous.Stdout)
		}
		if previous.Stderr != "" {
			env = append(env, output.PreviousStderr+"="+previous.Stderr)
		}
	}
	return env
}

// valueOr is the value pointed to, or the fallback where there is none.
func valueOr[T any](value *T, fallback T) T {
	if value == nil {
		return fallback
	}
	return *value
}
