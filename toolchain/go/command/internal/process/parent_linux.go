package process

import "syscall"

// dieWithParent has the kernel kill the command should the plugin die without a chance to do so itself.
func dieWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGKILL }
