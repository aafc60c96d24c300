package command

import (
	"testing"

	provider "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

func TestDiff(t *testing.T) {
	connection := dict(props{"host": text("h")}).WithSecret(true)
	for _, test := range []struct {
		name, kind    string
		before, after props
		want          map[string]provider.DiffKind
	}{
		{"an element of triggers", "local:Command",
			props{"triggers": list(text("1"))}, props{"triggers": list(text("2"))},
			map[string]provider.DiffKind{"triggers[0]": provider.UpdateReplace}},
		{"a property of a trigger", "local:Command",
			props{"triggers": list(dict(props{"a": text("1")}))}, props{"triggers": list(dict(props{"a": text("2")}))},
			map[string]provider.DiffKind{"triggers[0].a": provider.UpdateReplace}},
		{"triggers added", "remote:Command",
			props{"connection": connection}, props{"connection": connection, "triggers": list(text("1"))},
			map[string]provider.DiffKind{"triggers": provider.AddReplace}},
		{"the environment", "local:Command",
			props{"environment": dict(props{"A": text("1")})}, props{"environment": dict(props{"A": text("2")})},
			map[string]provider.DiffKind{"environment.A": provider.Update}},
		{"nothing", "local:Command", props{"create": text("x")}, props{"create": text("x")},
			map[string]provider.DiffKind{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			resp, err := serve(t).Diff(provider.DiffRequest{
				ID: "c", Urn: resource.URN("urn:pulumi:test::test::command:" + test.kind + "::c"),
				State: property.NewMap(test.before), OldInputs: property.NewMap(test.before),
				Inputs: property.NewMap(test.after),
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(resp.DetailedDiff) != len(test.want) || resp.HasChanges != (len(test.want) > 0) {
				t.Errorf("got %v", resp)
			}
			for path, kind := range test.want {
				if resp.DetailedDiff[path].Kind != kind {
					t.Errorf("%s: got %v", path, resp.DetailedDiff)
				}
			}
		})
	}
}

func TestRun(t *testing.T) {
	resp, err := serve(t).Invoke(provider.InvokeRequest{Token: "command:local:run", Args: property.NewMap(props{
		"command": text(`cat; echo "$V" >&2`), "stdin": text("in"), "environment": dict(props{"V": text("err")}),
	})})
	if err != nil {
		t.Fatal(err)
	}
	is(t, resp.Return, "stdout", text("in"))
	is(t, resp.Return, "stderr", text("err"))
	is(t, resp.Return, "command", text(`cat; echo "$V" >&2`))

	_, err = serve(t).Invoke(provider.InvokeRequest{Token: "command:local:run", Args: property.NewMap(props{
		"command": text("exit 9"),
	})})
	if err == nil {
		t.Error("no error")
	}
}

func TestConnectionDefaultsAndSecrets(t *testing.T) {
	resp, err := serve(t).Check(provider.CheckRequest{
		Urn: "urn:pulumi:test::test::command:remote:Command::c",
		Inputs: property.NewMap(props{"connection": dict(props{
			"host": text("h"), "proxy": dict(props{"host": text("p"), "password": text("pw")}),
		})}),
	})
	if err != nil || len(resp.Failures) > 0 {
		t.Fatalf("got %v, %v", resp.Failures, err)
	}
	connection := resp.Inputs.Get("connection")
	if !connection.Secret() {
		t.Error("the connection is not secret")
	}
	for _, endpoint := range []property.Map{connection.AsMap(), connection.AsMap().Get("proxy").AsMap()} {
		is(t, endpoint, "port", property.New(22.0))
		is(t, endpoint, "user", text("root"))
		is(t, endpoint, "dialErrorLimit", property.New(10.0))
		is(t, endpoint, "perDialTimeout", property.New(15.0))
	}
}

func TestRemoteOutputsAreNotSecretForTheirConnection(t *testing.T) {
	resp, err := serve(t).Create(provider.CreateRequest{
		Urn: "urn:pulumi:test::test::command:remote:Command::c", DryRun: true,
		Properties: property.NewMap(props{
			"create": text("true"), "connection": dict(props{"host": text("h")}).WithSecret(true),
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	is(t, resp.Properties, "stdout", property.New(property.Computed))
	if !resp.Properties.Get("connection").Secret() {
		t.Error("the connection is not secret")
	}
}
