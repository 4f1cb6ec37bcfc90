package io.csi4j.attacher;

import static io.csi4j.samples.Samples.aVolume;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** Objects that the samples do not make by themselves. */
final class Given {
    /** The secret {@code ns/key}, without entries. */
    static final String SECRET = secret("");

    private Given() {}

    /** The attachment with a volume of its own, handle {@code handle-2}, in place of one by name. */
    static JsonObject inline(JsonObject attachment) {
        return inline(attachment, aVolume().servedBy("x", "handle-2").json());
    }

    static JsonObject inline(JsonObject attachment, JsonObject volume) {
        source(attachment).remove("persistentVolumeName");
        source(attachment).add("inlineVolumeSpec", volume.get("spec"));
        return attachment;
    }

    static JsonObject source(JsonObject attachment) {
        return attachment.getAsJsonObject("spec").getAsJsonObject("source");
    }

    /** The secret {@code ns/key}; {@code entries} is JSON, the values in base64. */
    static String secret(String entries) {
        return """
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "key", "namespace": "ns"}, "data": {%s}}
            """.formatted(entries);
    }

    /** The volume with a reference to the secret {@code ns/key} for publishing. */
    static JsonObject withSecret(JsonObject volume) {
        volume.getAsJsonObject("spec")
                .getAsJsonObject("csi")
                .add(
                        "controllerPublishSecretRef",
                        JsonParser.parseString("{\"name\": \"key\", \"namespace\": \"ns\"}"));
        return volume;
    }
}
