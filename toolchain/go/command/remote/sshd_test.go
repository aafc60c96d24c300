package remote

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

// server is a real OpenSSH server of the test's own, on a free port of 127.0.0.1.
type server struct {
	port    int
	hostKey string // its ed25519 key, as connection.hostKey takes it
	key     string // the private key that it accepts
	user    string
}

// passphrase is that of the encrypted keys.
const passphrase = "open-sesame"

// startServer starts sshd with its own keys and configuration, and ends it with the test. The test is skipped where
// there is no sshd (Debian: openssh-server).
func startServer(t *testing.T) server {
	t.Helper()
	sshd := "/usr/sbin/sshd"
	if _, err := os.Stat(sshd); err != nil {
		t.Skip("no /usr/sbin/sshd: apt-get install openssh-server")
	}
	dir := t.TempDir()
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	s := server{port: freePort(t), user: me.Username}
	private, public := newKey(t)
	s.key = private
	write(t, filepath.Join(dir, "authorized_keys"), public)
	var hostKeys []string
	for _, kind := range []string{"ed25519", "ecdsa", "rsa"} {
		file := filepath.Join(dir, "host_"+kind)
		keygen(t, "-q", "-t", kind, "-N", "", "-f", file)
		hostKeys = append(hostKeys, "HostKey "+file)
	}
	line, err := os.ReadFile(filepath.Join(dir, "host_ed25519.pub"))
	if err != nil {
		t.Fatal(err)
	}
	s.hostKey = strings.TrimSpace(string(line))
	config := filepath.Join(dir, "sshd_config")
	write(t, config, strings.Join(append(hostKeys,
		fmt.Sprintf("Port %d", s.port), "ListenAddress 127.0.0.1", "PidFile "+filepath.Join(dir, "pid"),
		"AuthorizedKeysFile "+filepath.Join(dir, "authorized_keys"), "StrictModes no", "UsePAM no",
		"PermitRootLogin yes", "PasswordAuthentication yes", "AcceptEnv LANG OK_* PULUMI_COMMAND_*",
		"MaxStartups 100", "PerSourcePenalties no", "AllowTcpForwarding yes", "Subsystem sftp internal-sftp"), "\n")+"\n")
	dropUnknownOptions(t, sshd, config)
	_ = os.MkdirAll("/run/sshd", 0o755) // where sshd as root insists on changing to

	cmd := exec.Command(sshd, "-D", "-e", "-f", config)
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		log.Close()
		if text, _ := os.ReadFile(log.Name()); t.Failed() {
			t.Logf("sshd said:\n%s", text)
		}
	})
	for range 50 {
		if conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", s.port)); err == nil {
			conn.Close()
			return s
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("sshd does not answer")
	return s
}

// dropUnknownOptions takes out of the configuration what this sshd is too old to know.
func dropUnknownOptions(t *testing.T, sshd, config string) {
	t.Helper()
	out, err := exec.Command(sshd, "-t", "-f", config).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "PerSourcePenalties") {
		return
	}
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	write(t, config, strings.Replace(string(text), "PerSourcePenalties no\n", "", 1))
}

// endpoint logs in with the key; tests change what they are about.
func (s server) endpoint() Endpoint {
	return Endpoint{
		Host: "127.0.0.1", Port: ptr(float64(s.port)), User: &s.user, PrivateKey: &s.key,
		DialErrorLimit: ptr(1), PerDialTimeout: ptr(5), HostKey: &s.hostKey,
	}
}

// connection is the endpoint, reached directly.
func (s server) connection() Connection { return Connection{Endpoint: s.endpoint()} }

// keygen runs ssh-keygen.
func keygen(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command("ssh-keygen", args...).CombinedOutput(); err != nil {
		t.Fatalf("ssh-keygen: %v\n%s", err, out)
	}
}

// newKey makes a key pair: the private half in OpenSSH form and the public line.
func newKey(t *testing.T) (private, public string) {
	t.Helper()
	pub, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(key, "test")
	if err != nil {
		t.Fatal(err)
	}
	line, err := ssh.NewPublicKey(pub)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(block)), string(ssh.MarshalAuthorizedKey(line))
}

func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func ptr[T any](value T) *T { return &value }
