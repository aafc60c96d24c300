package process

import (
	"os/exec"
	"strconv"
	"syscall"
)

// ownGroup makes the command the root of a new process group.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}

// terminate ends the command and its descendants: Windows has no way to ask first.
func terminate(pid int) error {
	return exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(pid)).Run()
}

// kill is terminate, its result ignored.
func kill(pid int) { _ = terminate(pid) }
