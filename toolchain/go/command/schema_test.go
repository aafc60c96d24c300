package command

import (
	"encoding/json"
	"os"
	"reflect"
	"sort"
	"strings"
	"testing"

	provider "github.com/pulumi/pulumi-go-provider"
)

// promise is the part of a package schema that decides how programs and the plugin understand each other: tokens,
// properties, types, required ones, secret and replacing ones, enums and defaults.
var promise = []string{"types", "resources", "functions"}

// TestSchemaIsTheOfficialOne compares what the plugin serves with an excerpt of the official 1.2.1 schema: all of the
// promise, less the descriptions.
func TestSchemaIsTheOfficialOne(t *testing.T) {
	served, err := provider.GetSchema(t.Context(), Name, Version, New())
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(served)
	if err != nil {
		t.Fatal(err)
	}
	official, err := os.ReadFile("testdata/command-1.2.1.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, difference := range differences("", excerpt(t, official), excerpt(t, text)) {
		t.Error(difference)
	}
}

// TestSchemaComparisonSeesDifferences breaks the schema in the ways that the comparison is there for.
func TestSchemaComparisonSeesDifferences(t *testing.T) {
	official, err := os.ReadFile("testdata/command-1.2.1.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{`"stdin":`, `"stdIn":`},
		{`"secret":true`, `"secret":false`},
		{`"replaceOnChanges":true`, `"replaceOnChanges":false`},
		{`"default":22`, `"default":2222`},
		{`"command:local:run"`, `"command:local:Run"`},
		{`"stderr","stdout"`, `"stdout"`},
	} {
		broken := strings.Replace(string(official), change[0], change[1], 1)
		if broken == string(official) {
			t.Fatalf("%s is not in the excerpt", change[0])
		}
		if len(differences("", excerpt(t, official), excerpt(t, []byte(broken)))) == 0 {
			t.Errorf("%s for %s was not seen", change[1], change[0])
		}
	}
}

// excerpt reads a schema and keeps the promise.
func excerpt(t *testing.T, text []byte) map[string]any {
	t.Helper()
	var all map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	kept := map[string]any{}
	for _, key := range promise {
		kept[key] = normal("", all[key])
	}
	return kept
}

// normal drops descriptions and puts lists of names in order.
func normal(key string, value any) any {
	switch value := value.(type) {
	case map[string]any:
		result := map[string]any{}
		for name, inner := range value {
			if _, isText := inner.(string); name == "description" && isText {
				continue
			}
			result[name] = normal(name, inner)
		}
		return result
	case []any:
		result := make([]any, len(value))
		for i, inner := range value {
			result[i] = normal("", inner)
		}
		if key == "required" || key == "requiredInputs" {
			sort.Slice(result, func(i, j int) bool { return result[i].(string) < result[j].(string) })
		}
		return result
	default:
		return value
	}
}

// differences lists where two schemas disagree, by path.
func differences(path string, official, served any) []string {
	left, leftIsMap := official.(map[string]any)
	right, rightIsMap := served.(map[string]any)
	if !leftIsMap || !rightIsMap {
		if reflect.DeepEqual(official, served) {
			return nil
		}
		return []string{path + ": official " + show(official) + ", served " + show(served)}
	}
	var found []string
	for key := range left {
		found = append(found, differences(path+"/"+key, left[key], right[key])...)
	}
	for key := range right {
		if _, both := left[key]; !both {
			found = append(found, differences(path+"/"+key, nil, right[key])...)
		}
	}
	sort.Strings(found)
	return found
}

func show(value any) string {
	text, _ := json.Marshal(value)
	return string(text)
}
