// Package remote has the resources command:remote:Command, CopyToRemote and the deprecated CopyFile: all work over SSH.
package remote

import "github.com/pulumi/pulumi-go-provider/infer"

// Defaults of a connection.
const (
	defaultUser           = "root"
	defaultPort           = 22
	defaultDialErrorLimit = 10
	defaultPerDialTimeout = 15
)

// Endpoint is what it takes to log in to one SSH server.
type Endpoint struct {
	Host               string   `pulumi:"host"`
	Port               *float64 `pulumi:"port,optional"`
	User               *string  `pulumi:"user,optional"`
	Password           *string  `pulumi:"password,optional" provider:"secret"`
	PrivateKey         *string  `pulumi:"privateKey,optional" provider:"secret"`
	PrivateKeyPassword *string  `pulumi:"privateKeyPassword,optional" provider:"secret"`
	AgentSocketPath    *string  `pulumi:"agentSocketPath,optional"`
	DialErrorLimit     *int     `pulumi:"dialErrorLimit,optional"`
	PerDialTimeout     *int     `pulumi:"perDialTimeout,optional"`
	HostKey            *string  `pulumi:"hostKey,optional"`
}

// Annotate describes the fields and their defaults in the schema.
func (e *Endpoint) Annotate(a infer.Annotator) {
	a.Describe(&e.Host, "The address to connect to.")
	a.Describe(&e.Port, "The port to connect to. Default: 22.")
	a.SetDefault(&e.Port, defaultPort)
	a.Describe(&e.User, "The user to log in as. Default: root.")
	a.SetDefault(&e.User, defaultUser)
	a.Describe(&e.Password, "The password, offered after the private key.")
	a.Describe(&e.PrivateKey, "The text of a private key, offered first.")
	a.Describe(&e.PrivateKeyPassword, "The passphrase of an encrypted private key.")
	a.Describe(&e.AgentSocketPath, "The socket of an SSH agent. Default: SSH_AUTH_SOCK, if set.")
	a.Describe(&e.DialErrorLimit, "How many failed attempts to connect are followed by another; "+
		"-1 means any number. Default: 10.")
	a.SetDefault(&e.DialErrorLimit, defaultDialErrorLimit)
	a.Describe(&e.PerDialTimeout, "Seconds that one attempt may take; 0 means no limit. Default: 15.")
	a.SetDefault(&e.PerDialTimeout, defaultPerDialTimeout)
	a.Describe(&e.HostKey, "The server's public key, as a line of authorized_keys or known_hosts; another key is "+
		"refused. Default: any key is accepted.")
}

// Connection is a server and, if it is reached through one, its bastion host.
type Connection struct {
	Endpoint
	Proxy *ProxyConnection `pulumi:"proxy,optional"`
}

// Annotate describes the type in the schema.
func (c *Connection) Annotate(a infer.Annotator) {
	a.Describe(&c, "How to connect to a remote host.")
	a.Describe(&c.Proxy, "The bastion host to go through. Default: none.")
}

// ProxyConnection is a bastion host; the same fields, logged in to first.
type ProxyConnection struct {
	Endpoint
}

// Annotate describes the type in the schema.
func (p *ProxyConnection) Annotate(a infer.Annotator) {
	a.Describe(&p, "How to connect to a bastion host, through which the remote host is reached.")
}
