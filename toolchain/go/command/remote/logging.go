package remote

import "github.com/pulumi/pulumi-go-provider/infer"

// Logging chooses the streams of a command that are shown while it runs.
type Logging string

// The values of Logging.
const (
	LogStdout          Logging = "stdout"
	LogStderr          Logging = "stderr"
	LogStdoutAndStderr Logging = "stdoutAndStderr"
	LogNone            Logging = "none"
)

// Values lists the enum for the schema.
func (Logging) Values() []infer.EnumValue[Logging] {
	return []infer.EnumValue[Logging]{
		{Name: "stdout", Value: LogStdout, Description: "Show stdout but not stderr"},
		{Name: "stderr", Value: LogStderr, Description: "Show stderr but not stdout"},
		{Name: "stdoutAndStderr", Value: LogStdoutAndStderr, Description: "Show stdout and stderr"},
		{Name: "none", Value: LogNone, Description: "Show nothing"},
	}
}

// streams says which streams are shown; unset means both.
func (l *Logging) streams() (stdout, stderr bool) {
	if l == nil {
		return true, true
	}
	return *l == LogStdout || *l == LogStdoutAndStderr, *l == LogStderr || *l == LogStdoutAndStderr
}
