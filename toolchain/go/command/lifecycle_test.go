package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blang/semver"
	provider "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/integration"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// A test speaks to the whole provider, as the engine does, with property maps.
type props = map[string]property.Value

const localCommand = resource.URN("urn:pulumi:test::test::command:local:Command::c")

func serve(t *testing.T) integration.Server {
	t.Helper()
	server, err := integration.NewServer(t.Context(), Name, semver.MustParse(Version), integration.WithProvider(New()))
	if err != nil {
		t.Fatal(err)
	}
	return server
}

func text(value string) property.Value   { return property.New(value) }
func secret(value string) property.Value { return property.New(value).WithSecret(true) }
func list(values ...property.Value) property.Value {
	return property.New(property.NewArray(values))
}
func dict(values props) property.Value { return property.New(property.NewMap(values)) }

// create creates a local.Command.
func create(t *testing.T, dryRun bool, inputs props) property.Map {
	t.Helper()
	resp, err := serve(t).Create(provider.CreateRequest{
		Urn: localCommand, Properties: property.NewMap(inputs), DryRun: dryRun,
	})
	if err != nil {
		t.Fatal(err)
	}
	return resp.Properties
}

// is checks one property.
func is(t *testing.T, state property.Map, key string, want property.Value) {
	t.Helper()
	if got := state.Get(key); !got.Equals(want) {
		t.Errorf("%s: got %v, want %v", key, got, want)
	}
}

func TestCreate(t *testing.T) {
	dir := t.TempDir()
	state := create(t, false, props{
		"create":      text(`read x; echo "$x $NAME $0"; pwd; printf 'e\n\n' >&2`),
		"stdin":       text("in\n"),
		"dir":         text(dir),
		"environment": dict(props{"NAME": text("env")}),
		"interpreter": list(text("/bin/bash"), text("-c")),
	})
	is(t, state, "stdout", text("in env /bin/bash\n"+dir))
	is(t, state, "stderr", text("e\n"))
	if _, given := state.GetOk("assets"); given {
		t.Error("assets that nobody asked for")
	}
}

func TestPreviewRunsNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ran")
	state := create(t, true, props{"create": text("touch " + file)})
	is(t, state, "stdout", property.New(property.Computed))
	is(t, state, "create", text("touch "+file))
	if _, err := os.Stat(file); err == nil {
		t.Error("the command ran")
	}
}

func TestUpdateAndDelete(t *testing.T) {
	file := filepath.Join(t.TempDir(), "deleted")
	inputs := props{"create": text(`echo "c$N after $PULUMI_COMMAND_STDOUT"`), "environment": dict(props{"N": text("1")})}
	state := create(t, false, inputs)
	is(t, state, "stdout", text("c1 after "))

	update := func(change props) {
		t.Helper()
		for key, value := range change {
			inputs[key] = value
		}
		resp, err := serve(t).Update(provider.UpdateRequest{
			ID: "c", Urn: localCommand, State: state, Inputs: property.NewMap(inputs),
		})
		if err != nil {
			t.Fatal(err)
		}
		state = resp.Properties
	}
	update(props{"environment": dict(props{"N": text("2")})})
	is(t, state, "stdout", text("c2 after c1 after "))
	update(props{"update": text(`echo "updated after $PULUMI_COMMAND_STDOUT"`)})
	is(t, state, "stdout", text("updated after c2 after c1 after "))
	update(props{"addPreviousOutputInEnv": property.New(false), "delete": text(`echo "$PULUMI_COMMAND_STDOUT-" > ` + file)})
	is(t, state, "stdout", text("updated after "))

	if err := serve(t).Delete(provider.DeleteRequest{ID: "c", Urn: localCommand, Properties: state}); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(file); string(got) != "-\n" {
		t.Errorf("got %q", got)
	}
}

func TestDeleteWithoutACommand(t *testing.T) {
	state := create(t, false, props{})
	if err := serve(t).Delete(provider.DeleteRequest{ID: "c", Urn: localCommand, Properties: state}); err != nil {
		t.Fatal(err)
	}
}

func TestFailure(t *testing.T) {
	_, err := serve(t).Create(provider.CreateRequest{Urn: localCommand, Properties: property.NewMap(props{
		"create":      text(`echo half; echo "why $PASSWORD" >&2; exit 4`),
		"environment": dict(props{"PASSWORD": text("hunter22")}),
	})})
	if err == nil {
		t.Fatal("no error")
	}
	for _, part := range []string{"exit status 4: running \"echo half; ", "half\n", "why hunter22\n"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is not in %q", part, err)
		}
	}
}

func TestMissingDir(t *testing.T) {
	_, err := serve(t).Create(provider.CreateRequest{Urn: localCommand, Properties: property.NewMap(props{
		"create": text("true"), "dir": text("/nowhere"),
	})})
	if err == nil || !strings.Contains(err.Error(), "/nowhere") {
		t.Errorf("got %v", err)
	}
}

// As with the official plugin: a program that wants them secret says so in additionalSecretOutputs, which the engine carries out.
func TestOutputsOfSecretsArePlain(t *testing.T) {
	for name, inputs := range map[string]props{
		"stdin":       {"create": text("cat"), "stdin": secret("value")},
		"environment": {"create": text("printf $V"), "environment": dict(props{"V": secret("value")})},
		"create":      {"create": secret("echo value")},
	} {
		state := create(t, false, inputs)
		is(t, state, "stdout", text("value"))
		if state.Get("stderr").Secret() || !state.Get(name).HasSecrets() {
			t.Errorf("%s: got %v", name, state)
		}
	}
}
