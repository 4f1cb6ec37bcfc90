package io.csi4j.testkit.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatchesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            current           | patch                    | result
            {"a":1}           | {"b":2}                  | {"a":1,"b":2}
            {"a":1,"b":2}     | {"a":null}               | {"b":2}
            {"a":{"x":1}}     | {"a":{"y":2}}            | {"a":{"x":1,"y":2}}
            {"a":[1,2]}       | {"a":[3]}                | {"a":[3]}
            {"a":1}           | {"a":{"x":1,"y":null}}   | {"a":{"x":1}}
            """)
    void aMergePatchReplacesWhatItNames(String current, String patch, String result) {
        assertThat(Patches.apply(object(current), "application/merge-patch+json", patch))
                .isEqualTo(object(result));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            current                 | patch                                                  | result
            {"finalizers":["a"]}    | {"finalizers":["b"]}                                   | {"finalizers":["a","b"]}
            {"finalizers":["a"]}    | {"finalizers":["a"]}                                   | {"finalizers":["a"]}
            {}                      | {"finalizers":["a"]}                                   | {"finalizers":["a"]}
            {"finalizers":["a","b"]} | {"$deleteFromPrimitiveList/finalizers":["a"]}         | {"finalizers":["b"]}
            {"finalizers":["a"]}    | {"$setElementOrder/finalizers":["a"]}                  | {"finalizers":["a"]}
            {"conditions":[{"type":"A","s":1}]} | {"conditions":[{"type":"A","s":2},{"type":"B"}]} | {"conditions":[{"type":"A","s":2},{"type":"B"}]}
            {"conditions":[{"type":"A"}]} | {"conditions":[{"type":"A","$patch":"delete"}]}  | {"conditions":[]}
            {"a":{"x":1}}           | {"a":{"y":2,"x":null}}                                 | {"a":{"y":2}}
            """)
    void aStrategicPatchMergesTheListsItKnows(String current, String patch, String result) {
        assertThat(Patches.apply(object(current), "application/strategic-merge-patch+json", patch))
                .isEqualTo(object(result));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            current         | patch                                                 | result
            {"a":{}}        | [{"op":"add","path":"/a/b~1c","value":1}]             | {"a":{"b/c":1}}
            {"a":[1,3]}     | [{"op":"add","path":"/a/1","value":2}]                | {"a":[1,2,3]}
            {"a":[1]}       | [{"op":"add","path":"/a/-","value":2}]                | {"a":[1,2]}
            {"a":[1,2]}     | [{"op":"remove","path":"/a/0"}]                       | {"a":[2]}
            {"a":[1,2]}     | [{"op":"replace","path":"/a/0","value":5}]            | {"a":[5,2]}
            {"a":1}         | [{"op":"test","path":"/a","value":1}]                 | {"a":1}
            """)
    void aJsonPatchRunsItsOperations(String current, String patch, String result) {
        assertThat(Patches.apply(object(current), "application/json-patch+json", patch))
                .isEqualTo(object(result));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{'op':'test','path':'/a','value':2}]",
                "[{'op':'test','path':'/b','value':1}]",
                "[{'op':'replace','path':'/b','value':1}]",
                "[{'op':'remove','path':'/b'}]"
            })
    void aJsonPatchThatDoesNotFitIsRejectedWithoutAReason(String patch) {
        assertThatThrownBy(() -> Patches.apply(object("{'a':1}"), "application/json-patch+json", patch))
                .hasMessage("the server rejected our request due to an error in our request");
    }

    @Test
    void anUnknownFormatIsRefused() {
        assertThatThrownBy(() -> Patches.apply(object("{}"), "application/json", "{}"))
                .hasMessage("unknown patch format application/json");
    }

    private static JsonObject object(String json) {
        return JsonParser.parseString(json).getAsJsonObject();
    }
}
