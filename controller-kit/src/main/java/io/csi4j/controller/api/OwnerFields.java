package io.csi4j.controller.api;

import com.google.gson.stream.JsonWriter;
import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.storage.Owner;
import java.io.IOException;
import java.util.List;

/** Field {@code metadata.ownerReferences}. */
final class OwnerFields {
    private String apiVersion = "";
    private String kind = "";
    private String name = "";
    private String uid = "";
    private boolean controller;
    private boolean blocks;

    private OwnerFields() {}

    static Owner read(Fields in) throws IOException {
        OwnerFields draft = new OwnerFields();
        in.object(field -> draft.field(in, field));
        return new Owner(draft.apiVersion, draft.kind, draft.name, draft.uid, draft.controller, draft.blocks);
    }

    private void field(Fields in, String field) throws IOException {
        switch (field) {
            case "apiVersion" -> apiVersion = in.shared();
            case "kind" -> kind = in.shared();
            case "name" -> name = in.shared();
            case "uid" -> uid = in.shared();
            case "controller" -> controller = in.truth();
            case "blockOwnerDeletion" -> blocks = in.truth();
            default -> in.skip();
        }
    }

    static void write(JsonWriter out, List<Owner> owners) throws IOException {
        if (owners.isEmpty()) {
            return;
        }
        out.name("ownerReferences").beginArray();
        for (Owner owner : owners) {
            out.beginObject();
            out.name("apiVersion").value(owner.apiVersion());
            out.name("kind").value(owner.kind());
            out.name("name").value(owner.name());
            out.name("uid").value(owner.uid());
            Write.truth(out, "controller", owner.isController());
            Write.truth(out, "blockOwnerDeletion", owner.blocksDeletion());
            out.endObject();
        }
        out.endArray();
    }
}
