package io.csi4j.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.csi4j.controller.storage.Meta;
import io.csi4j.controller.storage.Node;
import io.csi4j.controller.storage.ObjectKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetaEditTest {
    private static Node seen(String... finalizers) {
        return new Node(new Meta(ObjectKey.cluster("n"), "u", "7", false, Map.of(), List.of(finalizers)), Map.of());
    }

    @Test
    void theFirstFinalizerIsAddedOnlyIfThereIsNone() {
        Patch patch = MetaEdit.addFinalizer("a/b").asPatch(seen());

        assertThat(patch.form()).isEqualTo(Patch.Form.JSON);
        assertThat(JsonParser.parseString(patch.body())).isEqualTo(JsonParser.parseString("""
                [
                  {"op": "test", "path": "/metadata/uid", "value": "u"},
                  {"op": "test", "path": "/metadata/finalizers", "value": null},
                  {"op": "add", "path": "/metadata/finalizers", "value": ["a/b"]}
                ]
                """));
    }

    @Test
    void aFinalizerIsRemovedFromTheListSeen() {
        Patch patch = MetaEdit.removeFinalizer("a/b").asPatch(seen("x", "a/b", "y"));

        assertThat(JsonParser.parseString(patch.body())).isEqualTo(JsonParser.parseString("""
                [
                  {"op": "test", "path": "/metadata/uid", "value": "u"},
                  {"op": "test", "path": "/metadata/finalizers", "value": ["x", "a/b", "y"]},
                  {"op": "add", "path": "/metadata/finalizers", "value": ["x", "y"]}
                ]
                """));
    }

    @Test
    void aFinalizerThatIsThereIsNotAddedTwice() {
        Patch patch = MetaEdit.addFinalizer("a/b").asPatch(seen("a/b"));

        assertThat(patch.body()).contains("{\"op\":\"add\",\"path\":\"/metadata/finalizers\",\"value\":[\"a/b\"]}");
    }

    @Test
    void aFinalizerAndItsAnnotationGoTogether() {
        var object = JsonParser.parseString("""
                {"metadata": {"finalizers": ["x", "a/b"], "annotations": {"k": "v", "l": "w"}}}
                """).getAsJsonObject();

        boolean changed =
                MetaEdit.removeFinalizer("a/b").andRemoveAnnotation("k").applyTo(object);

        assertThat(changed).isTrue();
        assertThat(object).isEqualTo(JsonParser.parseString("""
                {"metadata": {"finalizers": ["x"], "annotations": {"l": "w"}}}
                """));
    }

    @Test
    void annotationsAreBoundToTheStateSeen() {
        Patch patch = MetaEdit.addFinalizer("a/b").andSetAnnotation("k", "v").asPatch(seen());

        assertThat(patch.form()).isEqualTo(Patch.Form.MERGE);
        assertThat(JsonParser.parseString(patch.body())).isEqualTo(JsonParser.parseString("""
                {"metadata": {"uid": "u", "resourceVersion": "7",
                              "annotations": {"k": "v"}, "finalizers": ["a/b"]}}
                """));
    }

    @Test
    void aRemovedAnnotationIsSentAsNull() {
        Patch patch = MetaEdit.removeAnnotation("k").asPatch(seen("f"));

        assertThat(patch.body()).contains("\"annotations\":{\"k\":null}").doesNotContain("finalizers");
    }
}
