package remote

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// tryDial dials and closes.
func tryDial(t *testing.T, c Connection) error {
	t.Helper()
	client, err := c.dial(t.Context())
	if err == nil {
		client.Close()
	}
	return err
}

// refused checks that dialling fails with all of the words in its message.
func refused(t *testing.T, c Connection, words ...string) {
	t.Helper()
	err := tryDial(t, c)
	if err == nil {
		t.Fatal("connected")
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q is not in %q", word, err)
		}
	}
}

func TestHostKey(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	t.Run("right", func(t *testing.T) {
		for _, form := range []string{s.hostKey, "127.0.0.1 " + s.hostKey, "[127.0.0.1]:2222 " + s.hostKey + " # note"} {
			c := s.connection()
			c.HostKey = &form
			if err := tryDial(t, c); err != nil {
				t.Error(err)
			}
		}
	})
	t.Run("wrong is refused at once", func(t *testing.T) {
		_, other := newKey(t)
		c := s.connection()
		c.HostKey, c.DialErrorLimit = &other, ptr(-1)
		refused(t, c, "host key mismatch", "SHA256:", "attempt 1")
	})
	t.Run("none accepts any", func(t *testing.T) {
		c := s.connection()
		c.HostKey = nil
		if err := tryDial(t, c); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("no key at all", func(t *testing.T) {
		c := s.connection()
		c.HostKey = ptr("SHA256:abc")
		refused(t, c, "connection.hostKey")
	})
}

func TestLogin(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	t.Run("wrong password", func(t *testing.T) {
		c := s.connection()
		c.PrivateKey, c.Password = nil, ptr("not-the-password")
		refused(t, c, "unable to authenticate", "attempt 2")
	})
	t.Run("unknown key", func(t *testing.T) {
		c := s.connection()
		other, _ := newKey(t)
		c.PrivateKey = &other
		refused(t, c, "unable to authenticate")
	})
	t.Run("not a key", func(t *testing.T) {
		c := s.connection()
		c.PrivateKey = ptr("hunter2")
		refused(t, c, "connection.privateKey")
	})
	t.Run("encrypted key", func(t *testing.T) {
		c := s.connection()
		c.PrivateKey = ptr(encrypt(t, s.key))
		refused(t, c, "privateKeyPassword")
		c.PrivateKeyPassword = ptr("wrong")
		refused(t, c, "privateKeyPassword")
		c.PrivateKeyPassword = ptr(passphrase)
		if err := tryDial(t, c); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("agent", func(t *testing.T) {
		c := s.connection()
		c.PrivateKey, c.AgentSocketPath = nil, ptr(serveAgent(t, s.key))
		if err := tryDial(t, c); err != nil {
			t.Fatal(err)
		}
		c.AgentSocketPath = ptr("/nowhere.sock")
		refused(t, c, "connection.agentSocketPath")
	})
}

func TestProxy(t *testing.T) {
	t.Parallel()
	bastion, target := startServer(t), startServer(t)
	c := target.connection()
	c.Proxy = &ProxyConnection{bastion.endpoint()}
	if err := tryDial(t, c); err != nil {
		t.Fatal(err)
	}
	_, other := newKey(t)
	c.Proxy.HostKey = &other
	refused(t, c, "proxy: ", "host key mismatch")
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	c := Connection{Endpoint: Endpoint{Host: "127.0.0.1", Port: ptr(float64(freePort(t))), DialErrorLimit: ptr(2)}}
	refused(t, c, "connection refused", "attempt 3", "root@127.0.0.1")
}

func TestSilentServer(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	c := Connection{Endpoint: Endpoint{
		Host: "127.0.0.1", Port: ptr(float64(listener.Addr().(*net.TCPAddr).Port)),
		DialErrorLimit: ptr(0), PerDialTimeout: ptr(1),
	}}
	refused(t, c, "deadline exceeded")

	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	c.DialErrorLimit, c.PerDialTimeout = ptr(-1), ptr(0)
	start := time.Now()
	if _, err := c.dial(ctx); err == nil || time.Since(start) > 2*time.Second {
		t.Fatalf("got %v after %v", err, time.Since(start))
	}
}

// encrypt gives a private key in OpenSSH form a passphrase.
func encrypt(t *testing.T, key string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "key")
	write(t, file, key)
	keygen(t, "-q", "-p", "-N", passphrase, "-f", file)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// serveAgent runs an SSH agent that holds the key, and returns its socket.
func serveAgent(t *testing.T, key string) string {
	t.Helper()
	raw, err := ssh.ParseRawPrivateKey([]byte(key))
	if err != nil {
		t.Fatal(err)
	}
	ring := agent.NewKeyring()
	if err := ring.Add(agent.AddedKey{PrivateKey: raw}); err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(t.TempDir(), "agent")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for conn, err := listener.Accept(); err == nil; conn, err = listener.Accept() {
			go func() { _ = agent.ServeAgent(ring, conn) }()
		}
	}()
	return socket
}
