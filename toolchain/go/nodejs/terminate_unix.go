//go:build !windows

package nodejs

import (
	"os"
	"syscall"
)

// terminate asks a process to end.
func terminate(process *os.Process) error {
	return process.Signal(syscall.SIGTERM)
}
