package remote

import (
	"errors"
	"fmt"
	"net"
	"os"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// credentials are the ways to log in that one endpoint allows. Close ends the connection to the agent, if any.
type credentials struct {
	methods []ssh.AuthMethod
	agent   net.Conn
}

func (c credentials) close() {
	if c.agent != nil {
		c.agent.Close()
	}
}

// login prepares the endpoint's ways to log in: keys (the given one, then the agent's), then the password.
// It fails on a key that does not parse, a wrong passphrase, and an agent that was asked for and does not answer.
func login(e Endpoint) (credentials, error) {
	var result credentials
	var signers []ssh.Signer
	if e.PrivateKey != nil {
		signer, err := parseKey(*e.PrivateKey, e.PrivateKeyPassword)
		if err != nil {
			return result, err
		}
		signers = append(signers, signer)
	}
	client, conn, err := dialAgent(e)
	if err != nil {
		return result, err
	}
	result.agent = conn
	// One method for all keys: after a first "publickey" the client would not try a second.
	if len(signers) > 0 || client != nil {
		result.methods = append(result.methods, ssh.PublicKeysCallback(func() ([]ssh.Signer, error) {
			return withAgent(signers, client)
		}))
	}
	if e.Password != nil {
		password := *e.Password
		result.methods = append(result.methods, ssh.Password(password),
			ssh.KeyboardInteractive(func(_, _ string, questions []string, _ []bool) ([]string, error) {
				answers := make([]string, len(questions))
				for i := range answers {
					answers[i] = password
				}
				return answers, nil
			}))
	}
	return result, nil
}

// withAgent adds the agent's keys to the given ones; an agent that fails adds none if there is another.
func withAgent(signers []ssh.Signer, client agent.Agent) ([]ssh.Signer, error) {
	if client == nil {
		return signers, nil
	}
	more, err := client.Signers()
	if err != nil && len(signers) == 0 {
		return nil, fmt.Errorf("SSH agent: %w", err)
	}
	return append(signers[:len(signers):len(signers)], more...), nil
}

// parseKey reads a private key in PEM or OpenSSH form. Its errors never quote the key.
func parseKey(text string, passphrase *string) (ssh.Signer, error) {
	if passphrase != nil {
		signer, err := ssh.ParsePrivateKeyWithPassphrase([]byte(text), []byte(*passphrase))
		if err == nil {
			return signer, nil
		}
		return nil, fmt.Errorf("connection.privateKey with privateKeyPassword: %w", err)
	}
	signer, err := ssh.ParsePrivateKey([]byte(text))
	if missing := (*ssh.PassphraseMissingError)(nil); errors.As(err, &missing) {
		return nil, errors.New("connection.privateKey is encrypted: give its passphrase as privateKeyPassword")
	}
	if err != nil {
		return nil, fmt.Errorf("connection.privateKey: %w", err)
	}
	return signer, nil
}

// dialAgent connects to the agent that was asked for; or to the one in SSH_AUTH_SOCK, which need not answer.
func dialAgent(e Endpoint) (agent.Agent, net.Conn, error) {
	path, asked := os.Getenv("SSH_AUTH_SOCK"), false
	if e.AgentSocketPath != nil {
		path, asked = *e.AgentSocketPath, true
	}
	if path == "" {
		return nil, nil, nil
	}
	conn, err := net.Dial("unix", path)
	if err != nil {
		if asked {
			return nil, nil, fmt.Errorf("connection.agentSocketPath: %w", err)
		}
		return nil, nil, nil
	}
	return agent.NewClient(conn), conn, nil
}
