//go:build !windows

package process

import (
	"os/exec"
	"syscall"
)

// ownGroup makes the command the leader of a new process group.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	dieWithParent(cmd.SysProcAttr)
}

// terminate asks every process of the group to end.
func terminate(pid int) error { return syscall.Kill(-pid, syscall.SIGTERM) }

// kill ends every process of the group; a group that is already gone is no error.
func kill(pid int) { _ = syscall.Kill(-pid, syscall.SIGKILL) }
