package io.csi4j.controller.api;

import com.google.gson.stream.JsonWriter;
import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.storage.ClaimReference;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Field {@code claimRef} of a volume. Its resource version is written for others, and never read. */
final class ClaimReferenceFields {
    private String namespace = "";
    private String name = "";
    private String uid = "";

    private final boolean keepsName;

    private ClaimReferenceFields(boolean keepsName) {
        this.keepsName = keepsName;
    }

    static @Nullable ClaimReference read(Fields in, boolean keepsName) throws IOException {
        if (!in.isObject()) {
            in.skip();
            return null;
        }
        ClaimReferenceFields draft = new ClaimReferenceFields(keepsName);
        in.object(field -> draft.field(in, field));
        return new ClaimReference(draft.namespace, draft.name, draft.uid, "");
    }

    private void field(Fields in, String field) throws IOException {
        switch (field) {
            case "namespace" -> namespace = in.shared();
            case "name" -> readName(in);
            case "uid" -> uid = in.text();
            default -> in.skip();
        }
    }

    private void readName(Fields in) throws IOException {
        if (keepsName) {
            name = in.text();
        } else {
            in.skip();
        }
    }

    static void write(JsonWriter out, ClaimReference claim) throws IOException {
        out.beginObject();
        out.name("kind").value("PersistentVolumeClaim");
        out.name("apiVersion").value("v1");
        out.name("namespace").value(claim.namespace());
        out.name("name").value(claim.name());
        Write.text(out, "uid", claim.uid());
        Write.text(out, "resourceVersion", claim.resourceVersion());
        out.endObject();
    }
}
