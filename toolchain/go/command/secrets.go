package command

import (
	"context"

	provider "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"pulumi-web-systems/toolchain/command/internal/redact"
)

// redactSecrets puts the secret values of each request into its context, so that what a command prints is shown with
// them blanked, on the terminal while it runs and in the message when it fails. The outputs kept in the state stay
// exact (and encrypted).
func redactSecrets(p provider.Provider) provider.Provider {
	create, update, remove, invoke := p.Create, p.Update, p.Delete, p.Invoke
	p.Create = func(ctx context.Context, req provider.CreateRequest) (provider.CreateResponse, error) {
		return create(redact.With(ctx, secretsOf(req.Properties)...), req)
	}
	p.Update = func(ctx context.Context, req provider.UpdateRequest) (provider.UpdateResponse, error) {
		secrets := append(secretsOf(req.State), secretsOf(req.Inputs)...)
		return update(redact.With(ctx, secrets...), req)
	}
	p.Delete = func(ctx context.Context, req provider.DeleteRequest) error {
		return remove(redact.With(ctx, secretsOf(req.Properties)...), req)
	}
	p.Invoke = func(ctx context.Context, req provider.InvokeRequest) (provider.InvokeResponse, error) {
		return invoke(redact.With(ctx, secretsOf(req.Args)...), req)
	}
	return p
}

// secretsOf collects the secret strings of a resource's properties. All of `connection` is secret, its host and user
// included, which would blank every "root" in an output: of it only the credentials count.
func secretsOf(properties property.Map) []string {
	var found []string
	for key, value := range properties.All {
		if key == "connection" {
			found = append(found, credentials(value)...)
			continue
		}
		found = append(found, collect(value, false)...)
	}
	return found
}

// credentials are the values of a connection, and of the proxy in it, that must never be shown.
func credentials(connection property.Value) []string {
	if !connection.IsMap() {
		return nil
	}
	var found []string
	for key, value := range connection.AsMap().All {
		switch key {
		case "password", "privateKey", "privateKeyPassword":
			found = append(found, collect(value, true)...)
		case "proxy":
			found = append(found, credentials(value)...)
		}
	}
	return found
}

// collect walks a value and returns each string that is secret itself or inside something secret.
func collect(value property.Value, secret bool) []string {
	secret = secret || value.Secret()
	var found []string
	switch {
	case value.IsString() && secret:
		found = append(found, value.AsString())
	case value.IsArray():
		for _, element := range value.AsArray().All {
			found = append(found, collect(element, secret)...)
		}
	case value.IsMap():
		for _, element := range value.AsMap().All {
			found = append(found, collect(element, secret)...)
		}
	}
	return found
}
