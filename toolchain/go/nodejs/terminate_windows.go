package nodejs

import "os"

// terminate ends a process at once: Windows has no way to ask.
func terminate(process *os.Process) error {
	return process.Kill()
}
